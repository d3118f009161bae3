// The books as a table: a line a book, its heads sort.

import { clipped, h, isolated } from "../dom.js";
import { calendarShort, count, rating, year } from "../format.js";
import { books as words } from "../words/books.js";
import { orderOf, turned, written } from "./order.js";
import { windowed } from "./window.js";

const ROOMY = matchMedia("(min-width: 760px)");
const ROOMY_LINE = 45;
const NARROW_LINE = 69;

/**
 * `{element, show, focus}` of the table. `to` are the library's addresses, `sorted(order)` the address of an order; a
 * column of which no book of `all` knows anything is left out.
 */
export function bookTable({ all, to, sort, sorted, signal }) {
  const order = orderOf(sort);
  const columns = COLUMNS.filter(({ of }) => !of || all.some((book) => book[of] !== null && book[of].length !== 0));
  const body = h("tbody", { role: "rowgroup" });
  const table = h(
    "table",
    { class: "books", role: "table", "aria-label": words.table },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row", "aria-rowindex": "1" }, columns.map((column) => head(column, order, sorted)))),
    body,
  );
  const list = windowed({
    body,
    signal,
    shape: () => {
      const height = ROOMY.matches ? ROOMY_LINE : NARROW_LINE;
      table.style.setProperty("--line", `${height}px`);
      return { height, columns: 1 };
    },
    item: (book, index) => line(book, index, columns, to),
    spacer: (height) => spacer(height, columns.length),
  });
  const show = (found) => {
    table.setAttribute("aria-rowcount", String(found.length + 1));
    list.show(found);
  };
  return { element: table, show, focus: list.focus };
}

function head({ key, sorts = true }, order, sorted) {
  const present = order.key === key;
  const direction = present ? (order.descending ? "descending" : "ascending") : null;
  return h(
    "th",
    { class: `col-${key}`, scope: "col", role: "columnheader", "aria-sort": direction },
    sorts
      ? h("a", { id: `sort-${key}`, href: sorted(written(turned(order, key))), class: direction }, words.columns[key])
      : words.columns[key],
  );
}

const title = (book, to) => h("a", { href: to.book(book.book_id) }, isolated(clipped(book.title) || words.untitled));
const known = (value, say) => (value === null || value === undefined ? "" : say(value));

const COLUMNS = [
  { key: "title", cell: title },
  { key: "author", cell: (book) => isolated(clipped(book.author, 100)) },
  { key: "read", cell: (book) => (book.date_read ? calendarShort(book.date_read) : words.status(book.reading_status)) },
  { key: "rating", of: "my_rating", cell: (book) => known(book.my_rating, words.stars) },
  { key: "community", of: "average_rating", cell: (book) => known(book.average_rating, rating) },
  { key: "pages", of: "num_pages", cell: (book) => known(book.num_pages, count) },
  { key: "published", of: "publication_year", cell: (book) => known(book.publication_year, year) },
  { key: "genres", of: "genres", sorts: false, cell: (book) => (book.genres ?? []).join(", ") },
];

function line(book, index, columns, to) {
  return h(
    "tr",
    { role: "row", "aria-rowindex": String(index + 2) },
    columns.map(({ key, cell }) =>
      key === "title"
        ? h("th", { class: "col-title", scope: "row", role: "rowheader" }, cell(book, to))
        : h("td", { class: `col-${key}`, role: "cell" }, cell(book, to)),
    ),
  );
}

function spacer(height, columns) {
  const cell = h("td", { colspan: String(columns) });
  cell.style.setProperty("height", `${height}px`);
  return h("tr", { class: "spacer", "aria-hidden": "true" }, cell);
}

