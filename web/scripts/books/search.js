// Find as you type: every word of the query in a book's title, authors or series, whatever the accents, or its ISBN.

const texts = new WeakMap();

/** The books in which every word of `query` occurs. */
export function found(books, query) {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (!words.length) return books;
  return books.filter((book) => {
    const text = textOf(book);
    return words.every((word) => text.includes(word) || word === book.isbn13 || word === book.isbn?.toLowerCase());
  });
}

function textOf(book) {
  let text = texts.get(book);
  if (text === undefined) {
    const parts = [book.title, book.author, ...book.additional_authors, book.series?.name];
    text = plain(parts.filter(Boolean).join(" "));
    texts.set(book, text);
  }
  return text;
}

/** Lower case without accents and without marks of direction, which nobody types. */
const plain = (text) =>
  text
    .slice(0, 2000)
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replaceAll("’", "'")
    .toLocaleLowerCase("en-GB");
