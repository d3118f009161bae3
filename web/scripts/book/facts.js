// What is known of a book, fact by fact; what is not known is left out.

import { clipped, h, isolated } from "../dom.js";
import { calendar, count, year } from "../format.js";
import { book as words } from "../words/books.js";
import { choice, ends } from "../words/dashboard.js";

const GOODREADS = "https://www.goodreads.com/book/show/";

/** The list of facts of a book; some are links to the books that share them. */
export function facts(book, { to, selection }) {
  const among = (values) => to.books(selection.narrowed(values));
  const told = [
    [words.status, { link: choice.status(book.reading_status), to: among({ status: book.reading_status }) }],
    [words.read, readOn(book, among)],
    [words.readTimes, book.was_reread && book.original_read_count > 1 ? count(book.original_read_count) : null],
    [words.added, book.date_added ? calendar(book.date_added) : null],
    [words.pages, book.num_pages === null ? null : count(book.num_pages)],
    [words.published, published(book, among)],
    [words.publisher, book.publisher ? isolated(clipped(book.publisher, 100)) : null],
    [words.form, book.binding ? isolated(clipped(book.binding, 60)) : null],
    [words.isbn, book.isbn13 ?? book.isbn],
    [words.links, /^\d+$/.test(book.goodreads_id ?? "") ? elsewhere(words.goodreads, GOODREADS + book.goodreads_id) : null],
  ];
  return h(
    "dl",
    { class: "facts", "aria-label": words.facts },
    told.filter(([, value]) => value !== null).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
}

/** A link that leaves the site, and tells the other nothing. */
export const elsewhere = (text, href) => h("a", { href, rel: "noreferrer noopener" }, text);

function readOn(book, among) {
  if (book.reading_status !== "read") return null;
  if (!book.date_read) return { link: words.undated, to: among({ status: "read", year: "none" }) };
  const when = { link: calendar(book.date_read), to: among({ status: "read", year: year(book.reading_year) }) };
  return [when, book.date_guess ? words.guess : ""];
}

const published = (book, among) =>
  book.publication_year === null
    ? null
    : { link: ends.published(book.publication_year), to: among({ published: String(book.publication_year) }) };
