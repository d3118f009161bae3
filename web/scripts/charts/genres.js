// What kinds of book? Each genre by its share of the read books, once a book; fiction beside nonfiction.

import { h } from "../dom.js";
import { count, percent } from "../format.js";
import { read } from "../reading.js";
import { chart, genres as words } from "../words.js";
import { figure } from "./figure.js";
import { pendingRows, rows } from "./rows.js";
import { split } from "./split.js";

const MOST = 8;

export function genresFigure({ books, summary }) {
  const counts = summary.most_common_genres;
  if (counts === null) return figure({ kind: "genres", title: words.pending, drawing: pending() });
  if (!counts.length) return figure({ kind: "genres", title: words.empty, drawing: null });
  const whole = summary.read_books;
  const inferred = read(books).filter((book) => book.inferred && book.genres.length).length;
  return figure({
    kind: "genres",
    title: words.title(counts[0].genre, counts[0].count / whole),
    drawing: h("div", {}, rows(entries(counts, summary)), forms(summary.forms, whole)),
    notes: [words.note, inferred ? words.inferred(inferred) : ""],
    table: {
      columns: [words.genre, words.books, words.share],
      rows: [
        ...counts.map((entry) => [entry.genre, count(entry.count), percent(entry.count / whole)]),
        ...unknownRow(summary),
      ],
    },
  });
}

function entries(counts, summary) {
  const whole = summary.read_books;
  const longest = Math.max(counts[0].count, unknown(summary));
  const shown = counts.slice(0, MOST).map((entry, index) => ({
    name: entry.genre,
    value: percent(entry.count / whole),
    length: entry.count / longest,
    kind: `hue-${index + 1}`,
  }));
  if (!unknown(summary)) return shown;
  const share = percent(unknown(summary) / whole);
  return [...shown, { name: words.unknown, value: share, length: unknown(summary) / longest, kind: "hue-other" }];
}

const unknown = (summary) => summary.read_books - summary.genre_enriched_books;

function unknownRow(summary) {
  if (!unknown(summary)) return [];
  return [[words.unknown, count(unknown(summary)), percent(unknown(summary) / summary.read_books)]];
}

function forms(counts, whole) {
  const parts = Object.entries({ Fiction: "first", Nonfiction: "second", Unknown: "hue-other" })
    .map(([form, kind]) => ({ form, kind, count: counts[form], share: counts[form] / whole }))
    .filter((part) => part.count);
  return h(
    "div",
    { class: "forms" },
    split(parts),
    h(
      "ul",
      { class: "keys", "aria-label": words.forms },
      parts.map((part) =>
        h("li", { class: `key ${part.kind}` }, words.form(words[part.form], part.count, part.share)),
      ),
    ),
  );
}

const pending = () => h("div", {}, h("p", { class: "soft" }, chart.later), pendingRows(MOST));
