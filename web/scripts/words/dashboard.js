// The words of the dashboard outside its charts.

import { count, counted, date, monthName, rating, tenth, year } from "../format.js";
import { bands, inSentence, ratings } from "./charts.js";

const books = (n) => counted(n, "book", "books");
const pages = (n) => counted(n, "page", "pages");
const bound = (phrase) => phrase.replaceAll(" ", "\u00a0"); // A number stays with what it counts.
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const link = (text, to) => ({ link: text, to });

export const rooms = {
  label: "Rooms of this library",
  dashboard: "Dashboard",
  books: "Books",
};

export const headline = {
  /** `In 2025 you read 61 books, 19,840 pages, most of them fantasy.` */
  ofYear: ({ owner, when, current, books: n, pages: p, genre, most }) => [
    current ? `So far in ${year(when)} ` : `In ${year(when)} `,
    subject(owner, current),
    ` ${bound(books(n))}`,
    p ? `, ${bound(pages(p))}` : "",
    leaning(genre, most, n),
    ".",
  ],
  ofAll: ({ owner, books: n, pages: p, genre, most }) => [
    owner ? "You have read" : "This reader has read",
    ` ${bound(books(n))}`,
    p ? `, ${bound(pages(p))}` : "",
    leaning(genre, most, n),
    ".",
  ],
  ofChoice: ({ owner, books: n, pages: p }) => [
    owner ? "You have read" : "This reader has read",
    ` ${bound(books(n))} of this kind`,
    p ? `, ${bound(pages(p))}` : "",
    ".",
  ],
  nothing: (owner) => (owner ? "You have not read a book on this list yet." : "No book on this list has been read yet."),
  nothingChosen: "No book that was read is in this choice.",
  nothingInYear: (when) => `No book has a reading date in ${year(when)}.`,
};

function subject(owner, current) {
  if (owner) return current ? "you have read" : "you read";
  return current ? "this reader has finished" : "this reader finished";
}

function leaning(genre, most, n) {
  if (!genre) return "";
  if (n === 1) return `: ${inSentence(genre)}`;
  return most ? `, most of them ${inSentence(genre)}` : `, ${inSentence(genre)} more than anything else`;
}

export const yearChoice = { label: "Years", all: "All time" };

export const figures = {
  label: (when) => (when === null ? "All time" : year(when)),
  books: "Books",
  booksNote: (all) => `read, of ${count(all)} on all shelves`,
  pages: "Pages",
  pagesNote: (without) => (without ? `${books(without)} without a page count` : "in every book a page count"),
  rating: "Average rating",
  ratingNote: (n) => `from ${counted(n, "rated book", "rated books")}`,
  unrated: "no book is rated",
  authors: "Authors",
  authorsNote: (each) => `${tenth(each)} ${each === 1 ? "book" : "books"} each`,
  none: "–",
  /** `8 more than in 2024`; of a year that is not over only what the whole year before had. */
  beside: ({ now, then, before, current }) => {
    if (current) return `${count(then)} in all of ${year(before)}`;
    if (now === then) return `as many as in ${year(before)}`;
    return `${count(Math.abs(now - then))} ${now > then ? "more" : "fewer"} than in ${year(before)}`;
  },
  ratingBeside: (then, before) => `${rating(then)} in ${year(before)}`,
};

const GAPS = {
  date: "without a date",
  pages: "without pages",
  rating: "without a rating",
  genre: "without a genre",
  answer: "unknown to the sources",
  failed: "not answered by a source",
};

export const coverage = {
  line: (gaps) => [
    "Not everything is known: ",
    gaps.map(({ what, books: n, to }, index) => [index ? ", " : "", link(`${count(n)} ${GAPS[what]}`, to)]),
    ".",
  ],
};

export const ofYear = {
  title: (length, when) => (length ? `A book of ${year(when)} had ${count(Math.round(length))} pages on average` : `The books of ${year(when)}`),
  longer: (n, before) => `${pages(Math.abs(n))} ${n > 0 ? "longer" : "shorter"} than in ${year(before)}`,
  first: "First",
  last: "Last",
  latest: "Latest so far",
  stars: (n) => `${counted(n, "book", "books")} with five stars`,
  noStars: "No book got five stars.",
  all: "All of them",
};

export const ends = {
  title: (range) => (range ? `From ${pages(range[0])} to ${pages(range[1])}` : "Longest, shortest, oldest, newest"),
  longest: "Longest",
  shortest: "Shortest",
  oldest: "Oldest",
  newest: "Newest",
  pages,
  published: (n) => (n < 0 ? `${year(-n)} BC` : year(n)),
};

export const wall = {
  title: "Read most recently",
  undated: "From the shelves",
  ofYear: (when) => `Read in ${year(when)}`,
  chosen: "The books of this choice",
  all: (n) => `All ${books(n)}`,
};

export const piles = {
  reading: (n) => `Reading ${books(n)} now`,
  waiting: (n) => `${counted(n, "book waits", "books wait")} to be read`,
  pages: (n) => `${pages(n)}.`,
  pace: (years) => `${capital(span(years))} of reading at the pace of the last full year.`,
  rereads: (n) => `${counted(n, "book was", "books were")} read more than once`,
  abandoned: (n) => `${counted(n, "book was", "books were")} not finished`,
  all: (n) => `All ${books(n)}`,
};

function span(years) {
  if (years < 1 / 12) return "less than a month";
  if (years < 1.5) return counted(Math.max(1, Math.round(years * 12)), "month", "months");
  return counted(Math.round(years), "year", "years");
}

export const source = {
  goodreads: "a Goodreads export",
  storygraph: "a StoryGraph export",
  line: (from, when, run) => `Made from ${from} on ${date(when)}${run > 1 ? `, run ${count(run)}` : ""}.`,
  problems: (n) =>
    n ? `${counted(n, "cell or row", "cells or rows")} of the file could not be used as ${n === 1 ? "it" : "they"} stood.` : "",
};

const STATUSES = {
  read: "Read",
  "currently-reading": "Reading now",
  "to-read": "To read",
  "did-not-finish": "Not finished",
  other: "Other shelves",
};

const OUTCOMES = {
  enriched: "Found at the sources",
  partial: "Found in part",
  not_found: "Unknown to the sources",
  failed: "Not answered by a source",
  none: "Not looked up",
};

const stars = (value) => (value === "none" ? "Not rated" : ratings.stars(Number(value)));

/** What a chosen value is called; `value` as in the address. Null where it is a name to be shown as it is. */
export const choice = {
  status: (value) => STATUSES[value] ?? value,
  year: (value) => (value === "none" ? "No date" : value),
  month: (value) => (value === "none" ? "No month" : monthName(Math.min(12, Math.max(1, Number(value) || 1)))),
  genre: (value) => (value === "none" ? "Genre unknown" : value),
  form: (value) => (value === "none" ? "Neither fiction nor nonfiction" : value),
  rating: stars,
  community: (value) => (value === "none" ? "No community rating" : `Community ${value}`),
  author: (value) => (value === "none" ? "No author" : null),
  series: (value) => (value === "none" ? "No series" : null),
  length: (value) => (value === "none" ? "No page count" : (bands.length.names[value] ?? value)),
  format: (value) => (value === "none" ? "Form unknown" : (bands.format.names[value] ?? value)),
  published: (value) => (value === "none" ? "Year of publication unknown" : `Published ${value}`),
  guess: (value) => (value === "yes" ? "Dated 1 January" : "Not dated 1 January"),
  inferred: (value) => (value === "yes" ? "Genre inferred" : "Genre not inferred"),
  reread: (value) => (value === "yes" ? "Read more than once" : "Not read again"),
  outcome: (value) => OUTCOMES[value] ?? value,
};

export const chips = {
  label: "Chosen",
  remove: "Remove ",
  clear: "Clear all",
  see: (n) => `See ${books(n)}`,
};
