// A library as a table that a spreadsheet may open: RFC 4180, and no cell that it would run.

const COLUMNS = [
  ["Book Id", (book) => book.goodreads_id],
  ["Title", (book) => book.title],
  ["Author", (book) => book.author],
  ["Additional Authors", (book) => list(book.additional_authors)],
  ["ISBN", (book) => book.isbn],
  ["ISBN13", (book) => book.isbn13],
  ["My Rating", (book) => book.my_rating],
  ["Average Rating", (book) => book.average_rating],
  ["Publisher", (book) => book.publisher],
  ["Binding", (book) => book.binding],
  ["Number of Pages", (book) => book.num_pages],
  ["Original Publication Year", (book) => book.publication_year],
  ["Date Read", (book) => book.date_read],
  ["Date Added", (book) => book.date_added],
  ["Reading Status", (book) => book.reading_status],
  ["Read Count", (book) => book.original_read_count],
  ["Series", (book) => book.series?.name],
  ["Position in Series", (book) => book.series?.position],
  ["Form", (book) => book.form],
  ["Genres", (book) => list(book.genres)],
  ["Genres Inferred", (book) => yes(book.inferred)],
  ["Audience", (book) => book.audience],
  ["Cover", (book) => book.thumbnail_url],
  ["Outcome", (book) => book.outcome],
  ["Sources", (book) => list(book.genre_sources)],
];

const OWNERS = [
  ["Exclusive Shelf", (book) => book.exclusive_shelf],
  ["Bookshelves", (book) => list(book.bookshelves)],
  ["My Review", (book) => book.my_review],
];

const MARK = "\ufeff"; // Without it Excel reads UTF-8 as Windows-1252.

/** The CSV of a dashboard's books, in UTF-8 with a mark; `owner` adds what only the owner's view has. */
export function tableOf(books, { owner }) {
  const columns = owner ? [...COLUMNS, ...OWNERS] : COLUMNS;
  const rows = [columns.map(([name]) => name), ...books.map((book) => columns.map(([, value]) => value(book)))];
  return MARK + rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** One cell: quoted where RFC 4180 asks for it, and where another spreadsheet's separator stands in it. */
export function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = harmless(value);
  return /[",;\t\r\n|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// What makes a formula of a cell, in ASCII and in full width.
const FORMULA = "[=+\\-@\uff1d\uff0b\uff0d\uff20]";
const FIRST = new RegExp(`^(?=["\\s\\p{Cf}\\p{Cc}]*${FORMULA}|[\\t\\r\\n])`, "u");
const INSIDE = new RegExp(`([;|\\t\\r\\n])(?=["\\s\\p{Cf}\\p{Cc}]*${FORMULA})`, "gu");

/**
 * Text that no spreadsheet takes for a formula (OWASP, "CSV Injection"): an apostrophe stands before what would begin
 * one, at the start of the cell and after each character at which a spreadsheet of another country parts cells.
 */
export const harmless = (text) => text.replace(FIRST, "'").replace(INSIDE, "$1'");

const list = (values) => (values ? values.join(", ") : null);

const yes = (value) => (value === null ? null : value ? "yes" : "no");
