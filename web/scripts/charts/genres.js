// What kinds of book? Each genre by its share of the read books, once a book; fiction beside nonfiction.

import { h } from "../dom.js";
import { count, percent } from "../format.js";
import { perForm, perGenre } from "../reading/kinds.js";
import { chart, genres as words } from "../words/charts.js";
import { figure } from "./figure.js";
import { pendingRows, rows } from "./rows.js";
import { split } from "./split.js";

const MOST = 8;
const FORM_KINDS = { Fiction: "first", Nonfiction: "second", none: "hue-other" };

export function genresFigure({ done, enriched, link }) {
  const frame = { kind: "genres" };
  if (!enriched) return figure({ ...frame, title: words.pending, drawing: pending() });
  const { genres, unknown, inferred } = perGenre(done);
  if (!genres.length) return figure({ ...frame, title: words.empty, drawing: null });
  const whole = done.length;
  const more = genres.length - MOST;
  return figure({
    ...frame,
    title: words.title(genres[0].genre, genres[0].books / whole),
    drawing: h("div", {}, rows(entries(genres, unknown, whole, link)), forms(done, link)),
    notes: [
      more > 0 ? words.more(more) : "",
      genres.some((entry) => entry.books) ? words.note : "",
      inferred ? words.inferred(inferred, link({ inferred: "yes" })) : "",
    ],
    table: {
      columns: [words.genre, words.books, words.share],
      rows: [
        ...genres.map((entry) => [
          [{ link: entry.genre, to: link({ genre: entry.genre }) }],
          count(entry.books),
          percent(entry.books / whole),
        ]),
        ...(unknown ? [[words.unknown, count(unknown), percent(unknown / whole)]] : []),
      ],
    },
  });
}

function entries(genres, unknown, whole, link) {
  const longest = Math.max(genres[0].books, unknown);
  const row = (name, { genre, books, inferred = 0 }, kind) => ({
    name,
    value: percent(books / whole),
    length: books / longest,
    doubtful: inferred / longest,
    kind,
    href: link({ genre }),
  });
  const shown = genres.slice(0, MOST).map((entry, index) => row(entry.genre, entry, `hue-${index + 1}`));
  return unknown ? [...shown, row(words.unknown, { genre: "none", books: unknown }, "hue-other")] : shown;
}

function forms(done, link) {
  const parts = perForm(done).map(({ value, books }) => ({
    value,
    books,
    share: books / done.length,
    kind: FORM_KINDS[value],
    href: link({ form: value }),
  }));
  return h(
    "div",
    { class: "forms" },
    split(parts),
    h(
      "ul",
      { class: "keys", "aria-label": words.forms },
      parts.map((part) =>
        h("li", { class: `key ${part.kind}` }, h("a", { href: part.href }, words.form(part.value, part.books, part.share))),
      ),
    ),
  );
}

const pending = () => h("div", {}, h("p", { class: "soft" }, chart.later), pendingRows(MOST));
