// The words of the charts. A phrase is a string, or a list of strings, isolated names and links.

import { isolated } from "../dom.js";
import { count, counted, hundredth, percent, rating, short, tenth, year } from "../format.js";

const books = (n) => counted(n, "book", "books");
const pages = (n) => counted(n, "page", "pages");
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const link = (text, to) => ({ link: text, to });
const guesses = (n, to) => [link(books(n), to), ` ${n === 1 ? "is" : "are"} dated 1 January, which is often a guess: hollow in the bars.`];

/** A genre inside a sentence. */
export const inSentence = (genre) => (genre === "LGBTQ+" ? genre : genre.toLowerCase());

export const chart = {
  table: "As a table",
  none: "Nothing to draw yet.",
  later: "This comes when the books have been looked up.",
};

export const years = {
  title: (when, n) => `${year(when)} was the fullest year: ${books(n)}`,
  tied: (all, n) =>
    all.length === 2
      ? `${year(all[0])} and ${year(all[1])} were the fullest years: ${books(n)} each`
      : `${count(all.length)} years were equally full: ${books(n)} each`,
  one: (when, n) => `All dated reading was in ${year(when)}: ${books(n)}`,
  empty: "No book has a reading date",
  hint: (first, last) => (first === last ? year(first) : `${year(first)} – ${year(last)}`),
  span: (start) => `${year(start)}s`,
  books: "Books",
  pages: "Pages",
  year: "Year",
  value: ({ label, books: n, pages: p, current, guesses: g }) =>
    `${label}${current ? ", so far" : ""}: ${books(n)}, ${pages(p)}${g ? `, ${count(g)} of them dated 1 January` : ""}`,
  guesses,
  undated: (n, to) => [
    link(books(n), to),
    n === 1 ? " has no date, so it counts" : " have no date, so they count",
    " in the totals but not in the years.",
  ],
  current: (when) => `${year(when)} is not over: its bar is lighter.`,
  short,
};

export const months = {
  title: ({ owner, when, names, books: n }) => {
    const month = names.join(" and ");
    const each = names.length > 1 ? " each" : "";
    return owner ? `You read most in ${month}${when}: ${books(n)}${each}` : `Most was read in ${month}${when}: ${books(n)}${each}`;
  },
  even: (owner, when) => (owner ? `You read evenly through the months${when}` : `The reading was even through the months${when}`),
  inYear: (when) => ` ${year(when)}`,
  behind: (when, before) => `${year(when)}, with ${year(before)} behind it in grey`,
  hintOfYear: (when) => year(when),
  hintOfAll: "All years together",
  empty: "No book is dated to a month",
  month: "Month",
  books: "Books",
  pages: "Pages",
  booksBefore: "Books, year before",
  value: (month, { books: n, pages: p, guesses: g }, past) =>
    [
      `${month}: ${books(n)}, ${pages(p)}`,
      past ? `${count(past.books)} the year before` : "",
      g ? `${count(g)} dated 1 January` : "",
    ]
      .filter(Boolean)
      .join("; "),
  guesses,
  yearOnly: (n, to) => [link(books(n), to), ` ${n === 1 ? "is" : "are"} dated to the year only.`],
  short,
};

export const genres = {
  title: (genre, share) => `${genre} is in ${percent(share)} of the books read`,
  empty: "No genre is known",
  pending: "Genres",
  genre: "Genre",
  books: "Books",
  share: "Share of read books",
  unknown: "Genre unknown",
  more: (n) => `${counted(n, "more genre is", "more genres are")} in the table.`,
  note: "A book can have up to three genres, so the shares add up to more than 100%.",
  inferred: (n, to) => [link(books(n), to), ` ${n === 1 ? "has" : "have"} genres inferred from the series or the author: hollow in the bars.`],
  forms: "Fiction and nonfiction",
  form: (value, n, share) => `${{ none: "Unknown" }[value] ?? value} ${percent(share)}`,
};

export const ratings = {
  title: (owner, stars, share) =>
    owner ? `You give ${stars} most often: ${percent(share)}` : `${capital(stars)} are given most often: ${percent(share)}`,
  tied: (names) =>
    names.length === 2 ? `${capital(names[0])} and ${names[1]} are given equally often` : "No rating is given more often than another",
  stars: (n) => (n === 1 ? "1 star" : `${hundredth(n)} stars`),
  hint: (n) => `${books(n)} rated`,
  empty: "No book is rated",
  rating: "Rating",
  books: "Books",
  value: (stars, n, share) => `${stars}: ${books(n)}, ${percent(share)}`,
  unrated: (n, to) => [link(books(n), to), " read without a rating."],
  short: hundredth,
};

export const community = {
  title: (owner, apart) => {
    const you = owner ? "You rate" : "This reader rates";
    if (Math.abs(apart) < 0.05) return `${you} as everyone does`;
    return `${you} ${rating(Math.abs(apart))} ${apart > 0 ? "above" : "below"} the community`;
  },
  hint: (n, binned) =>
    binned
      ? `${books(n)}; a circle is those of one rating and a tenth of a star, a line the mean`
      : `${books(n)}, a dot each; the lines are means`,
  axis: "Rated by the community",
  mine: (owner) => (owner ? "Your rating" : "Rating"),
  theirs: "Community’s mean",
  books: "Books",
  stars: (n) => (n === 1 ? "1 star" : `${n} stars`),
  short: (n) => (n === 1 ? "1 star" : `${n} stars`),
  dot: (title, mine, theirs) => `${title}: ${hundredth(mine)} beside ${rating(theirs)}`,
  bin: (mine, tenthOfStar, n) => `${n === 1 ? "1 book" : books(n)} rated ${mine}, ${tenthOfStar} by the community`,
  above: (title, mine, theirs) => ["Most above: ", title, `, ${hundredth(mine)} beside ${rating(theirs)}.`],
  below: (title, mine, theirs) => ["Most below: ", title, `, ${hundredth(mine)} beside ${rating(theirs)}.`],
};

export const authors = {
  title: (name, n) => [isolated(name), ` leads with ${books(n)}`],
  tied: (n, each) => `${counted(n, "author leads", "authors lead")} with ${books(each)} each`,
  single: (n) => `${counted(n, "author", "authors")}, a book of each`,
  empty: "No author is known",
  author: "Author",
  books: "Books",
  pages: "Pages",
  rating: "Mean rating",
  detail: (p, mean) => [p ? pages(p) : "", mean ? `rated ${tenth(mean)}` : ""].filter(Boolean).join(", "),
  unknown: "–",
};

const LENGTHS = {
  short: "Under 200 pages",
  medium: "200 to 349",
  long: "350 to 499",
  "very-long": "500 and more",
  none: "Unknown",
};

const FORMATS = {
  paperback: "Paperback",
  hardcover: "Hardcover",
  ebook: "E-book",
  audiobook: "Audiobook",
  other: "Other",
  none: "Unknown",
};

const LENGTHS_IN_TITLE = {
  short: "are under 200 pages",
  medium: "have 200 to 349 pages",
  long: "have 350 to 499 pages",
  "very-long": "have 500 pages and more",
};

const FORMATS_IN_TITLE = {
  paperback: "paperbacks",
  hardcover: "hardcovers",
  ebook: "e-books",
  audiobook: "audiobooks",
  other: "in other forms",
};

export const bands = {
  books: "Books",
  share: "Share of read books",
  length: {
    column: "Length",
    names: LENGTHS,
    title: (value, share) => `${percent(share)} ${LENGTHS_IN_TITLE[value]}`,
  },
  format: {
    column: "Form",
    names: FORMATS,
    title: (value, share) => `${percent(share)} are ${FORMATS_IN_TITLE[value]}`,
  },
};
