// The room of one book: its cover and facts, its rating beside the community's, its genres with what spoke for them, and
// for the owner the shelves and the review.

import { cover } from "../covers.js";
import { coverLink } from "../dashboard/wall.js";
import { clipped, h, isolated } from "../dom.js";
import { named } from "../filters/keys.js";
import { book as words } from "../words/books.js";
import { facts } from "./facts.js";
import { personal } from "./personal.js";
import { ratingsPair } from "./ratings.js";
import { reasons } from "./reasons.js";

const MORE = 12;

/** `{element, name}`: the room of the place's book. What is fetched for it fills itself in until `signal` is aborted. */
export function room(scene, { place, signal }) {
  const book = scene.all.find((each) => each.book_id === place.book);
  if (!book) return { element: absent(scene), name: "" };
  return { element: roomOf(book, scene, signal), name: clipped(book.title, 100) };
}

function roomOf(book, scene, signal) {
  return h(
    "article",
    { class: "book" },
    h(
      "div",
      { class: "book-side" },
      h("div", { class: "book-cover" }, cover(book)),
    ),
    h(
      "div",
      { class: "book-main" },
      h(
        "header",
        { class: "book-head" },
        h("h1", { tabindex: "-1", class: "book-title" }, isolated(clipped(book.title) || words.untitled)),
        h("p", { class: "book-author" }, byline(book, scene)),
        series(book, scene),
      ),
      ratingsPair(book, scene.owner),
      facts(book, scene),
      reasons(book, scene, signal),
      scene.owner ? personal(book, scene, signal) : null,
      more(book, scene),
    ),
  );
}

function absent({ to }) {
  return h(
    "section",
    { class: "plain" },
    h("h1", { tabindex: "-1" }, words.absent),
    h("p", { class: "soft" }, words.absentWhy),
    h("a", { href: to.books() }, words.back),
  );
}

function byline(book, { to, selection }) {
  const none = selection.narrowed({});
  const author = book.author ? [words.by, { link: isolated(clipped(book.author, 100)), to: to.books(none.narrowed({ author: named(book.author) })) }] : [];
  return [author, book.additional_authors.slice(0, 8).map((name) => [words.and, isolated(clipped(name, 100))])];
}

function series(book, { to, selection }) {
  const all = [book.series, ...book.additional_series].filter(Boolean);
  if (!all.length) return null;
  return h("p", { class: "soft" }, all.map(({ name, position }, index) => {
    const [shown, place = ""] = words.position(clipped(name, 100), position);
    const address = index === 0 ? to.books(selection.narrowed({ series: named(name) })) : null;
    return [index ? "; " : "", address ? { link: shown, to: address } : shown, place];
  }));
}

/** The other books of the series, and those of the author that are not in it. */
function more(book, { all, to }) {
  const others = all.filter((each) => each !== book);
  const inSeries = book.series ? others.filter((each) => each.series?.name === book.series.name) : [];
  const byAuthor = book.author ? others.filter((each) => each.author === book.author && !inSeries.includes(each)) : [];
  return [
    inSeries.length ? strip(words.moreOf(clipped(book.series.name, 100)), inSeries.sort(byPosition), to) : null,
    byAuthor.length ? strip(words.moreBy(clipped(book.author, 100)), byAuthor, to) : null,
  ];
}

const byPosition = (a, b) => parseFloat(a.series.position) - parseFloat(b.series.position) || 0;

const strip = (title, books, to) =>
  h(
    "section",
    { class: "book-more" },
    h("h2", {}, title),
    h("ul", { class: "strip-of-covers" }, books.slice(0, MORE).map((each) => h("li", {}, coverLink(each, to)))),
  );
