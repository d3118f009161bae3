// The four figures, beside the year before where a year is chosen, and what of the books is not known.

import { h } from "../dom.js";
import { count, rating } from "../format.js";
import { missing, totals } from "../reading/totals.js";
import { coverage, figures as words } from "../words/dashboard.js";

export function figureRow({ books, done, before, year, exportYear }) {
  const now = totals(done);
  const then = before && { ...totals(before), year: year - 1, current: year >= exportYear };
  return h(
    "dl",
    { class: "sums", "aria-label": words.label(year) },
    sum(words.books, count(now.books), then ? beside(now, then, "books") : words.booksNote(books.length)),
    sum(words.pages, count(now.pages), then ? beside(now, then, "pages") : pagesNote(done)),
    sum(words.rating, now.rating === null ? words.none : rating(now.rating), ratingNote(now, then)),
    sum(words.authors, count(now.authors), authorsNote(now, then)),
  );
}

const sum = (name, value, note) =>
  h("div", { class: "sum" }, h("dt", {}, name), h("dd", {}, value), h("dd", { class: "note" }, note));

const beside = (now, then, what) =>
  words.beside({ now: now[what], then: then[what], before: then.year, current: then.current });

function pagesNote(done) {
  return done.length ? words.pagesNote(done.filter((book) => book.num_pages === null).length) : "";
}

function ratingNote(now, then) {
  if (now.rating === null) return words.unrated;
  return then?.rating ? words.ratingBeside(then.rating, then.year) : words.ratingNote(now.rated);
}

function authorsNote(now, then) {
  if (then) return beside(now, then, "authors");
  return now.authors ? words.authorsNote(now.books / now.authors) : "";
}

/** What is not known, each part a link to its books; nothing where everything is known. */
export function coverageLine({ done, enriched, link }) {
  const gaps = missing(done, enriched).map((gap) => ({ ...gap, to: link(gap.choice) }));
  if (!gaps.length) return null;
  return h("p", { class: "coverage soft" }, coverage.line(gaps));
}
