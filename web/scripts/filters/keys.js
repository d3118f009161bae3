// What books can be chosen by. Each key gives the values of a book as they stand in the address.

export const NONE = "none";

const orNone = (value) => (value === null || value === undefined || value === "" ? NONE : String(value));

/** A name in the address: an author who is called `none` is told from no author. */
export const named = (name) => (name === NONE || name.startsWith("~") ? `~${name}` : name);

/** The name that `named` wrote. */
export const nameOf = (value) => (value.startsWith("~") ? value.slice(1) : value);

const BANDS = {
  "Short (<200)": "short",
  "Medium (200-350)": "medium",
  "Long (350-500)": "long",
  "Very Long (500+)": "very-long",
};

const FORMATS = [
  ["audiobook", /audi(o|ble)|\bmp3\b|\bcd\b/i],
  ["ebook", /kindle|e-?book|ebook|digital|nook|epub/i],
  ["hardcover", /hardcover|hardback|library binding|leather|board book/i],
  ["paperback", /paperback|softcover|trade paper/i],
];

/** The kind of copy that an export's binding names: `paperback`, `hardcover`, `ebook`, `audiobook`, `other` or none. */
export function formatOf(binding) {
  if (!binding) return NONE;
  return FORMATS.find(([, pattern]) => pattern.test(binding))?.[0] ?? "other";
}

/** The tenth of a star that a community's rating falls into, such as `3.9`. */
export const tenthOf = (rating) => (Math.floor(rating * 10 + 1e-9) / 10).toFixed(1);

/** Each key with the values that a book has; `genre` may have several at once. */
export const KEYS = {
  status: (book) => [book.reading_status],
  year: (book) => [orNone(book.reading_year)],
  month: (book) => [book.reading_month_year ? String(Number(book.reading_month_year.slice(5))) : NONE],
  genre: (book) => (book.genres?.length ? book.genres : [NONE]),
  form: (book) => [orNone(book.form)],
  rating: (book) => [orNone(book.my_rating)],
  community: (book) => [book.average_rating === null ? NONE : tenthOf(book.average_rating)],
  author: (book) => [book.author ? named(book.author) : NONE],
  series: (book) => [book.series ? named(book.series.name) : NONE],
  length: (book) => [BANDS[book.page_category] ?? NONE],
  format: (book) => [formatOf(book.binding)],
  published: (book) => [orNone(book.publication_year)],
  guess: (book) => [book.date_guess ? "yes" : "no"],
  inferred: (book) => [book.inferred && book.genres?.length ? "yes" : "no"],
  reread: (book) => [book.was_reread ? "yes" : "no"],
  outcome: (book) => [orNone(book.outcome)],
};

/** The lengths and kinds of copy in their natural order. */
export const LENGTHS = [...Object.values(BANDS), NONE];
export const FORMAT_ORDER = ["paperback", "hardcover", "ebook", "audiobook", "other", NONE];
