// The books as covers, with what a shelf does not say below each.

import { cover } from "../covers.js";
import { clipped, h, isolated } from "../dom.js";
import { books as words } from "../words/books.js";
import { windowed } from "./window.js";

const NARROWEST = 124;
const GAP = 16;
const CAPTION = 76;

/** `{element, show, focus}` of the covers. */
export function bookGrid({ to, signal }) {
  const body = h("ul", { class: "book-grid", "aria-label": words.grid });
  let total = 0;
  const list = windowed({
    body,
    signal,
    shape: () => {
      const width = body.clientWidth || 328;
      const columns = Math.max(2, Math.floor((width + GAP) / (NARROWEST + GAP)));
      const height = Math.ceil(((width - GAP * (columns - 1)) / columns) * 1.5) + CAPTION;
      body.style.setProperty("--columns", String(columns));
      body.style.setProperty("--line", `${height}px`);
      return { height, columns };
    },
    item: (book, index) => cell(book, index, total, to),
    spacer: (height) => {
      const node = h("li", { class: "spacer", "aria-hidden": "true" });
      node.style.setProperty("height", `${height}px`);
      return node;
    },
  });
  const show = (found) => {
    total = found.length;
    list.show(found);
  };
  return { element: body, show, focus: list.focus };
}

function cell(book, index, total, to) {
  return h(
    "li",
    { "aria-posinset": String(index + 1), "aria-setsize": String(total) },
    h(
      "a",
      { class: "grid-link", href: to.book(book.book_id) },
      cover(book),
      h("span", { class: "grid-title" }, isolated(clipped(book.title) || words.untitled)),
      h("span", { class: "note grid-note" }, words.under(book)),
    ),
  );
}
