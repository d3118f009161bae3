// The addresses of a library's rooms: `/d/{uuid}`, `/d/{uuid}/books` and `/d/{uuid}/books/{book id}`. What is chosen
// in a room is in the query, so that every view has a link and the browser's Back leads to it.

const LIBRARY = /^\/d\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/(books)(?:\/([^/]+))?)?\/?$/i;

/** The place a path names, `{uuid, room, book}` with room `dashboard`, `books` or `book`; null where it names none. */
export function placeOf(path) {
  const found = LIBRARY.exec(path);
  if (!found) return null;
  const [, uuid, books, id] = found;
  const book = id === undefined ? null : decoded(id);
  if (id !== undefined && book === null) return null;
  const room = book !== null ? "book" : books ? "books" : "dashboard";
  return { uuid: uuid.toLowerCase(), room, book };
}

/** The addresses within one library. A `selection` and `more` (`{q, sort, view}`) go into the query. */
export function addressesOf(uuid) {
  const home = `/d/${uuid}`;
  return {
    dashboard: (selection = null) => home + query(selection, {}),
    books: (selection = null, more = {}) => `${home}/books${query(selection, more)}`,
    book: (id) => `${home}/books/${encodeURIComponent(id)}`,
  };
}

function query(selection, more) {
  const parameters = new URLSearchParams(selection ? selection.pairs() : []);
  for (const [name, value] of Object.entries(more)) if (value) parameters.set(name, value);
  const text = parameters.toString();
  return text ? `?${text}` : "";
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
