// The books at the ends: the longest and the shortest, the oldest and the newest.

import { figure } from "../charts/figure.js";
import { cover } from "../covers.js";
import { clipped, h, isolated } from "../dom.js";
import { extremes } from "../reading/extremes.js";
import { ends as words } from "../words/dashboard.js";

/** The figure, or null where neither pages nor years are known. */
export function endsFigure({ done, to }) {
  const found = extremes(done);
  const told = [
    ["longest", (book) => words.pages(book.num_pages)],
    ["shortest", (book) => words.pages(book.num_pages)],
    ["oldest", (book) => words.published(book.publication_year)],
    ["newest", (book) => words.published(book.publication_year)],
  ].filter(([end]) => found[end]);
  if (!told.length) return null;
  const range = found.shortest ? [found.shortest.num_pages, found.longest.num_pages] : null;
  return figure({
    kind: "ends",
    room: 12,
    title: words.title(range),
    drawing: h("ul", { class: "ends" }, told.map(([end, says]) => h("li", {}, one(words[end], found[end], says(found[end]), to)))),
  });
}

function one(name, book, value, to) {
  return h(
    "a",
    { class: "told", href: to.book(book.book_id) },
    cover(book),
    h(
      "span",
      { class: "told-text" },
      h("span", { class: "note" }, name),
      h("span", { class: "told-figure" }, value),
      h("span", { class: "told-title" }, isolated(clipped(book.title, 80))),
      h("span", { class: "note" }, isolated(clipped(book.author, 60))),
    ),
  );
}
