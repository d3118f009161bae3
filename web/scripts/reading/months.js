// The months of reading: of one year, or of all years together.

/** Twelve of `{month, books, pages, guesses, guessedPages}`; guesses are books dated 1 January, counted in too. */
export function perMonth(books) {
  const months = Array.from({ length: 12 }, (_, index) => ({
    month: index + 1,
    books: 0,
    pages: 0,
    guesses: 0,
    guessedPages: 0,
  }));
  for (const book of books) {
    if (!book.reading_month_year) continue;
    const entry = months[Number(book.reading_month_year.slice(5)) - 1];
    entry.books += 1;
    entry.pages += book.num_pages ?? 0;
    if (book.date_guess) {
      entry.guesses += 1;
      entry.guessedPages += book.num_pages ?? 0;
    }
  }
  return months;
}

/** The months in which most books were read beyond a guess; none where nothing is dated to a month. */
export function fullest(months) {
  const most = Math.max(...months.map(sure));
  return most ? months.filter((entry) => sure(entry) === most) : [];
}

const sure = (entry) => entry.books - entry.guesses;
