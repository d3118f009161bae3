// Who is kinder, this reader or everyone? Each book's rating beside the community's: a dot a book, or above a
// thousand books a circle for those that share a rating and a tenth of a star.

import { clipped, isolated, s } from "../dom.js";
import { count, rating } from "../format.js";
import { besideCommunity, mean } from "../reading.js";
import { disagreements } from "../reading/extremes.js";
import { tenthOf } from "../filters/keys.js";
import { community as words } from "../words/charts.js";
import { fitted, mark } from "./drawing.js";
import { figure } from "./figure.js";

const MOST_DOTS = 1000;
const LEFT = 64;
const TOP = 8;
const BOTTOM = 44;
const ROW = 56;
const DOT = 3.5;

/** The figure, or null where no book has both ratings. */
export function communityFigure(scene) {
  const { done, owner } = scene;
  const both = besideCommunity(done);
  if (!both) return null;
  const books = done.filter((book) => book.my_rating !== null && book.average_rating !== null);
  const title = words.title(owner, both.mine - both.theirs);
  const rows = perRow(books);
  return figure({
    kind: "community",
    room: 8,
    title,
    ...fitted({
      label: title,
      hint: words.hint(books.length, books.length > MOST_DOTS),
      draw: (width) => draw(books, rows, width, scene),
    }),
    notes: notes(books, scene),
    table: {
      columns: [words.mine(owner), words.books, words.theirs],
      rows: rows.map((row) => [words.stars(row.rating), count(row.books.length), rating(row.theirs)]),
    },
  });
}

/** The reader's ratings, best first, each with its books and the community's mean for them. */
function perRow(books) {
  const rows = Map.groupBy(books, (book) => Math.max(1, Math.round(book.my_rating)));
  return [5, 4, 3, 2, 1].map((stars) => {
    const own = rows.get(stars) ?? [];
    return { rating: stars, books: own, theirs: own.length ? mean(own.map((book) => book.average_rating)) : null };
  }).filter((row) => row.books.length);
}

function draw(books, rows, width, scene) {
  const given = books.map((book) => book.average_rating);
  const low = Math.floor(given.reduce((a, b) => Math.min(a, b)) * 2) / 2;
  const high = Math.max(low + 1, Math.ceil(given.reduce((a, b) => Math.max(a, b)) * 2) / 2);
  const x = (value) => LEFT + 8 + ((width - LEFT - 16) * (value - low)) / (high - low);
  const middle = (index) => TOP + ROW * (index + 0.5);
  const height = TOP + ROW * rows.length + BOTTOM;
  const bottom = height - BOTTOM;
  const steps = Array.from({ length: Math.round((high - low) * 2) + 1 }, (_, index) => low + index / 2);
  const frame = [
    ...steps.map((value) => s("line", { x1: x(value), x2: x(value), y1: TOP, y2: bottom, class: "grid" })),
    ...steps.map((value) => s("text", { x: x(value), y: bottom + 18, class: "tick middle" }, rating(value))),
    s("text", { x: x(low), y: bottom + 38, class: "panel-name" }, words.axis),
    ...rows.map((row, index) => s("text", { x: 0, y: middle(index) + 4, class: "tick" }, words.short(row.rating))),
    ...rows.map((row, index) => tick(x(row.theirs), middle(index))),
  ];
  const marks = rows.flatMap((row, index) => {
    const place = { x, middle: middle(index) };
    return books.length > MOST_DOTS ? circles(row, place, books.length, scene) : dots(row, place, scene);
  });
  return { frame, marks, height };
}

const tick = (x, y) => s("line", { x1: x, x2: x, y1: y - ROW * 0.42, y2: y + ROW * 0.42, class: "average" });

/** Dots that step aside for each other, up and down in turn, as far as their row is high. */
function dots(row, { x, middle }, { to }) {
  const taken = new Map();
  const ordered = [...row.books].sort((a, b) => a.average_rating - b.average_rating);
  return ordered.map((book) => {
    const column = Math.round(x(book.average_rating) / (2 * DOT));
    const before = taken.get(column) ?? 0;
    taken.set(column, before + 1);
    const aside = Math.ceil(before / 2) * (before % 2 ? -1 : 1);
    const most = Math.floor((ROW / 2 - DOT) / (2 * DOT));
    const cy = middle + (aside % (most + 1)) * 2 * DOT;
    return mark(
      { href: to.book(book.book_id), says: words.dot(clipped(book.title), book.my_rating, book.average_rating) },
      s("circle", { cx: column * 2 * DOT, cy, r: DOT, class: "dot first" }),
    );
  });
}

function circles(row, { x, middle }, whole, { link }) {
  const bins = Map.groupBy(row.books, (book) => tenthOf(book.average_rating));
  const exact = [...new Set(row.books.map((book) => String(book.my_rating)))];
  return [...bins]
    .sort(([a], [b]) => a - b)
    .map(([tenth, books]) =>
      mark(
        { href: link({ rating: exact, community: tenth }), says: words.bin(row.rating, tenth, books.length) },
        s("circle", {
          cx: x(Number(tenth) + 0.05),
          cy: middle,
          r: Math.min(ROW / 2 - 1, Math.max(1.5, Math.sqrt(books.length / whole) * 90)).toFixed(1),
          class: "dot first many",
        }),
      ),
    );
}

function notes(books, { to }) {
  const { above, below } = disagreements(books);
  const told = (book) => ({ link: isolated(clipped(book.title, 80)), to: to.book(book.book_id) });
  return [
    above ? words.above(told(above), above.my_rating, above.average_rating) : "",
    below ? words.below(told(below), below.my_rating, below.average_rating) : "",
  ];
}
