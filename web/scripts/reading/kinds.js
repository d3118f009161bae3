// Books by what they are: genre, form, length, kind of copy. Every count is of books, once a book.

import { FORMAT_ORDER, KEYS, LENGTHS, NONE } from "../filters/keys.js";

/** How many books have each value of a key, as a Map. */
export function counted(books, key) {
  const counts = new Map();
  for (const book of books) {
    for (const value of new Set(KEYS[key](book))) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/**
 * The genres, most frequent first: `{genres: [{genre, books, inferred}], unknown, inferred}`; the inferred ones are
 * counted in too.
 */
export function perGenre(books) {
  const borrowed = books.filter((book) => book.inferred && book.genres?.length);
  const inferred = counted(borrowed, "genre");
  const counts = counted(books, "genre");
  const unknown = counts.get(NONE) ?? 0;
  counts.delete(NONE);
  const genres = [...counts]
    .map(([genre, n]) => ({ genre, books: n, inferred: inferred.get(genre) ?? 0 }))
    .sort((a, b) => b.books - a.books || (a.genre < b.genre ? -1 : 1));
  return { genres, unknown, inferred: borrowed.length };
}

/** `[{value, books}]` in the natural order of a key's values, those without a book left out. */
export const perForm = (books) => inOrder(books, "form", ["Fiction", "Nonfiction", NONE]);
export const perLength = (books) => inOrder(books, "length", LENGTHS);
export const perFormat = (books) => inOrder(books, "format", FORMAT_ORDER);

function inOrder(books, key, order) {
  const counts = counted(books, key);
  return order.filter((value) => counts.has(value)).map((value) => ({ value, books: counts.get(value) }));
}
