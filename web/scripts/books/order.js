// The orders that books can be put into. What is not known comes last in every order.

const collator = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

const text = (value) => value || null;

/** Each order with what it compares and whether its greatest comes first unless it is turned round. */
export const ORDERS = {
  title: { value: (book) => text(book.title), descending: false },
  author: { value: (book) => text(book.author), descending: false },
  read: { value: (book) => book.date_read, descending: true },
  rating: { value: (book) => book.my_rating, descending: true },
  community: { value: (book) => book.average_rating, descending: true },
  pages: { value: (book) => book.num_pages, descending: true },
  published: { value: (book) => book.publication_year, descending: true },
  added: { value: (book) => book.date_added, descending: true },
};

export const USUAL = "-read";

/** `{key, descending}` of an address's `sort`, such as `title` or `-pages`; the usual one of what is no order. */
export function orderOf(sort) {
  const key = (sort ?? "").replace(/^-/, "");
  return Object.hasOwn(ORDERS, key) ? { key, descending: sort.startsWith("-") } : orderOf(USUAL);
}

/** The order for the address. */
export const written = ({ key, descending }) => `${descending ? "-" : ""}${key}`;

/** What a click on an order leads to: that order, or its reverse where it is the present one. */
export function turned(present, key) {
  return present.key === key ? { key, descending: !present.descending } : { key, descending: ORDERS[key].descending };
}

/** The books in an order; equals keep theirs. */
export function ordered(books, { key, descending }) {
  const { value } = ORDERS[key];
  const keyed = books.map((book) => ({ book, by: value(book) }));
  const known = keyed.filter((entry) => entry.by !== null);
  const compare = typeof known[0]?.by === "string" && key !== "read" && key !== "added" ? collator.compare : byValue;
  const sign = descending ? -1 : 1;
  known.sort((a, b) => sign * compare(a.by, b.by));
  return [...known, ...keyed.filter((entry) => entry.by === null)].map((entry) => entry.book);
}

const byValue = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
