// Covers as links to their books: the wall of those read last, and strips of some.

import { cover } from "../covers.js";
import { h } from "../dom.js";
import { latestRead } from "../reading.js";
import { wall as words } from "../words/dashboard.js";

const COVERS = 40;

export function wallSection({ done, year, selection, to, link }) {
  if (!done.length) return null;
  const shown = latestRead(done, COVERS);
  return h(
    "section",
    { class: "recent" },
    h("h2", {}, title(done, year, selection)),
    h("ul", { class: "wall" }, shown.map((book) => h("li", {}, coverLink(book, to)))),
    done.length > shown.length ? h("p", {}, h("a", { href: link({}) }, words.all(done.length))) : null,
  );
}

function title(done, year, selection) {
  if (selection.pairs().some(([key]) => key !== "year")) return words.chosen;
  if (year !== null) return words.ofYear(year);
  return done.some((book) => book.reading_year !== null) ? words.title : words.undated;
}

/** A row of covers. */
export const strip = (books, to) => h("ul", { class: "strip-of-covers" }, books.map((book) => h("li", {}, coverLink(book, to))));

/** A cover that leads to its book. */
export const coverLink = (book, to) => h("a", { class: "cover-link", href: to.book(book.book_id) }, cover(book));
