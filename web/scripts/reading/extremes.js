// The books at the ends: of length, of age, of a year.

/** `{longest, shortest, oldest, newest}`, each a book or null; two ends that are one book are told once. */
export function extremes(books) {
  const paged = books.filter((book) => book.num_pages !== null);
  const dated = books.filter((book) => book.publication_year !== null);
  const [shortest, longest] = ends(paged, (book) => book.num_pages);
  const [oldest, newest] = ends(dated, (book) => book.publication_year);
  return {
    longest,
    shortest: shortest === longest ? null : shortest,
    oldest,
    newest: newest === oldest ? null : newest,
  };
}

/** The first and the last book of a year by month; null where no book has a month. */
export function firstAndLast(books) {
  const dated = books.filter((book) => book.reading_month_year !== null);
  const [first, last] = ends(dated, (book) => book.date_read ?? book.reading_month_year);
  return first && first !== last ? { first, last } : null;
}

/** The books rated highest above and lowest below the community, where the difference is a star or more. */
export function disagreements(books) {
  const both = books.filter((book) => book.my_rating !== null && book.average_rating !== null);
  const [below, above] = ends(both, (book) => book.my_rating - book.average_rating);
  return {
    above: above && above.my_rating - above.average_rating >= 1 ? above : null,
    below: below && below.average_rating - below.my_rating >= 1 ? below : null,
  };
}

/** The books with the least and with the greatest value; of equals the first in the export's order. */
function ends(books, value) {
  let least = null;
  let greatest = null;
  for (const book of books) {
    if (least === null || value(book) < value(least)) least = book;
    if (greatest === null || value(book) > value(greatest)) greatest = book;
  }
  return [least, greatest];
}
