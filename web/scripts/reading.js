// What the dashboard's books add up to. Pure: no page, no words; one pass for each question.

/** The books that count as read, dated or not. */
export const read = (books) => books.filter((book) => book.reading_status === "read");

const NO_READING = { books: 0, pages: 0, guesses: 0, guessedPages: 0 };

/**
 * Every year from the first dated reading to the last, empty ones as zero: `{year, books, pages, guesses,
 * guessedPages, current}`; guesses are books dated 1 January, counted in too.
 */
export function perYear(books, exportYear) {
  const years = new Map();
  for (const book of books) {
    if (book.reading_year === null) continue;
    const entry = years.get(book.reading_year) ?? { ...NO_READING };
    entry.books += 1;
    entry.pages += book.num_pages ?? 0;
    if (book.date_guess) {
      entry.guesses += 1;
      entry.guessedPages += book.num_pages ?? 0;
    }
    years.set(book.reading_year, entry);
  }
  if (!years.size) return [];
  const known = [...years.keys()];
  const first = known.reduce((a, b) => Math.min(a, b));
  const last = known.reduce((a, b) => Math.max(a, b));
  return Array.from({ length: last - first + 1 }, (_, offset) => {
    const year = first + offset;
    return { year, current: year >= exportYear, ...(years.get(year) ?? NO_READING) };
  });
}

/** Counts by rating in steps of one star, or of a half or a quarter where a reader uses them. */
export function perRating(books) {
  const given = books.map((book) => book.my_rating).filter((rating) => rating !== null);
  const parts = [1, 2, 4].find((n) => given.every((rating) => Number.isInteger(rating * n))) ?? 4;
  const counts = new Map();
  for (const rating of given) counts.set(rating, (counts.get(rating) ?? 0) + 1);
  const bins = Array.from({ length: 5 * parts }, (_, index) => (index + 1) / parts);
  return bins
    .filter((rating) => rating >= 1 || counts.has(rating))
    .map((rating) => ({ rating, books: counts.get(rating) ?? 0 }));
}

/** The mean of the reader's and of the community's ratings over the books that have both, or null. */
export function besideCommunity(books) {
  const both = books.filter((book) => book.my_rating !== null && book.average_rating !== null);
  if (!both.length) return null;
  return {
    books: both.length,
    mine: mean(both.map((book) => book.my_rating)),
    theirs: mean(both.map((book) => book.average_rating)),
  };
}

/** The authors, most read first: by books, then pages, then name: `{name, books, pages, rating}`. */
export function topAuthors(books) {
  const authors = new Map();
  for (const book of books) {
    if (!book.author) continue;
    const entry = authors.get(book.author) ?? { name: book.author, books: 0, pages: 0, ratings: [] };
    entry.books += 1;
    entry.pages += book.num_pages ?? 0;
    if (book.my_rating !== null) entry.ratings.push(book.my_rating);
    authors.set(book.author, entry);
  }
  return [...authors.values()]
    .sort((a, b) => b.books - a.books || b.pages - a.pages || (a.name < b.name ? -1 : 1))
    .map(({ ratings, ...author }) => ({ ...author, rating: ratings.length ? mean(ratings) : null }));
}

/** The books read last, newest first; those without a date come after, in the export's order. */
export function latestRead(books, most) {
  return books
    .map((book, place) => ({ book, place, when: book.reading_month_year ?? String(book.reading_year ?? "") }))
    .sort((a, b) => (a.when < b.when ? 1 : a.when > b.when ? -1 : a.place - b.place))
    .slice(0, most)
    .map(({ book }) => book);
}

/** What the first sentence is about: the latest year that says something, else all time. */
export function headlineFacts(books, exportYear) {
  const years = perYear(books, exportYear).filter((year) => year.books && year.year <= exportYear);
  let chosen = years.at(-1);
  const before = years.at(-2);
  if (chosen?.current && chosen.books < 3 && before) chosen = before;
  const subject = chosen ? books.filter((book) => book.reading_year === chosen.year) : books;
  return { when: chosen?.year ?? null, current: chosen?.current ?? false, ...sentenceFacts(subject) };
}

/** What a sentence says of some books: how many, their pages, and the genre that leads. */
export function sentenceFacts(books) {
  return { books: books.length, pages: sum(books.map((book) => book.num_pages ?? 0)), ...leading(books) };
}

/** The genre of the most books, if only one leads; `most` says that more than half have it. */
function leading(books) {
  const counts = new Map();
  for (const book of books) for (const genre of book.genres ?? []) counts.set(genre, (counts.get(genre) ?? 0) + 1);
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!first || first[1] === second?.[1]) return { genre: null, most: false };
  return { genre: first[0], most: 2 * first[1] > books.length };
}

export const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

export const mean = (numbers) => sum(numbers) / numbers.length;
