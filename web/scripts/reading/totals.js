// What a set of read books adds up to, and what of it is not known.

import { mean, sum } from "../reading.js";

/** `{books, pages, rated, rating, authors, length}` of read books; `rating` and `length` are means, null of nothing. */
export function totals(books) {
  const ratings = books.map((book) => book.my_rating).filter((rating) => rating !== null);
  const lengths = books.map((book) => book.num_pages).filter((pages) => pages !== null);
  return {
    books: books.length,
    pages: sum(lengths),
    rated: ratings.length,
    rating: ratings.length ? mean(ratings) : null,
    authors: new Set(books.map((book) => book.author)).size,
    length: lengths.length ? mean(lengths) : null,
  };
}

/** What is missing, each as `{what, books, choice}`; `choice` selects those books. Only what is missing somewhere. */
export function missing(books, enriched) {
  const gaps = [
    { what: "date", choice: { year: "none" }, lacks: (book) => book.reading_year === null },
    { what: "pages", choice: { length: "none" }, lacks: (book) => book.num_pages === null },
    { what: "rating", choice: { rating: "none" }, lacks: (book) => book.my_rating === null },
  ];
  if (enriched) {
    gaps.push({ what: "genre", choice: { genre: "none" }, lacks: (book) => !book.genres?.length });
    gaps.push({ what: "answer", choice: { outcome: "not_found" }, lacks: (book) => book.outcome === "not_found" });
    gaps.push({ what: "failed", choice: { outcome: "failed" }, lacks: (book) => book.outcome === "failed" });
  }
  return gaps
    .map(({ lacks, ...gap }) => ({ ...gap, books: books.filter(lacks).length }))
    .filter((gap) => gap.books > 0);
}
