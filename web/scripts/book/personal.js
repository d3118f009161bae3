// What only the owner sees of a book: the days, the shelves, the review.

import { RefusedError, UnreachableError, readOwnersView } from "../api.js";
import { clipped, h, isolated } from "../dom.js";
import { calendar } from "../format.js";
import { book as words } from "../words/books.js";

const fetched = new Map(); // One answer for all books of a run: it is as large as the library.

/** The section; it fills itself. */
export function personal(book, scene, signal) {
  const body = h("div", { class: "personal-body", "aria-busy": "true" });
  fill(body, book, scene, signal);
  return h("section", { class: "personal" }, h("p", { class: "note" }, words.yours), body);
}

async function fill(body, book, scene, signal) {
  try {
    const own = (await ownersBooks(scene)).get(book.book_id);
    if (signal.aborted) return;
    body.replaceChildren(...(own ? told(own) : []));
  } catch (error) {
    if (!(error instanceof RefusedError || error instanceof UnreachableError)) throw error;
    body.replaceChildren(h("p", { class: "soft" }, words.yoursAway));
  }
  body.removeAttribute("aria-busy");
}

function ownersBooks({ uuid, token, metadata }) {
  const key = `${uuid}/${metadata.run}`;
  if (!fetched.has(key)) {
    const answer = readOwnersView(uuid, token).then((view) => new Map(view.books.map((each) => [each.book_id, each])));
    answer.catch(() => fetched.delete(key));
    fetched.set(key, answer);
  }
  return fetched.get(key);
}

function told({ date_read: read, readings, bookshelves, my_review: review }) {
  const spans = readings.map(({ started, finished }) => words.span(started && calendar(started), finished && calendar(finished)));
  const days = spans.filter(Boolean).length ? spans.filter(Boolean) : read ? [calendar(read)] : [];
  return [
    days.length ? h("h3", {}, words.readings) : null,
    days.length ? h("p", {}, days.join("; ")) : null,
    h("h3", {}, words.shelves),
    bookshelves.length
      ? h("ul", { class: "shelves" }, bookshelves.map((name) => h("li", {}, isolated(clipped(name, 100)))))
      : h("p", { class: "soft" }, words.noShelves),
    h("h3", {}, words.review),
    review ? h("p", { class: "review", dir: "auto" }, clipped(review, 20_000)) : h("p", { class: "soft" }, words.noReview),
  ].filter(Boolean);
}
