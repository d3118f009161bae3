// Every word of the page outside the dashboard and its books, whose words are in `words/`. A phrase is a string, or a
// list of strings and isolated names.

import { isolated } from "./dom.js";
import { count, counted, tenth, wait } from "./format.js";

const books = (n) => counted(n, "book", "books");
const bound = (phrase) => phrase.replaceAll(" ", "\u00a0"); // A number stays with what it counts.
const megabytes = (n) => bound(`${tenth(n / 1e6)} MB`);

export const site = {
  name: "Goodreads Stats",
  home: "Goodreads Stats, to the start",
  colophon:
    "Goodreads Stats is independent of Goodreads and StoryGraph. Genres come from Open Library and Google Books, covers from covers.openlibrary.org.",
  titleOf: (owner) => (owner ? "Your library" : "A library"),
  deleted: "Deleted",
};

export const start = {
  title: "See what your reading adds up to",
  lead: "Drop the file that Goodreads gives you, and get your years, pages, genres, ratings and authors on one page.",
  drop: "Drop your export here",
  choose: "or choose the file",
  formats: "A CSV from Goodreads or StoryGraph, up to 50 MB",
  sending: (name) => ["Sending ", isolated(name)],
  sendingBar: "How much of the file has left",
  connecting: "Asking where to send it …",
  sent: (bytes, all) => `${megabytes(bytes)} of ${megabytes(all)}`,
  handedOver: "All of it has left. Waiting for the answer …",
  cancel: "Cancel",
  cancelled: "Stopped. Nothing was stored; drop the file again whenever you like.",
  sample: "Try a sample library",
  yours: "Open your library again",
  how: "How to get the file",
  steps: [
    ["On Goodreads, open ", { link: "Import and export", to: "https://www.goodreads.com/review/import" }, " under My Books."],
    ["Press Export Library and wait for the link to the file; a large library takes a few minutes."],
    ["Save the file and drop it here as it is. No need to open it in a spreadsheet."],
  ],
  what: "What happens with it",
  whats: [
    "Titles, authors and ISBNs are looked up at Open Library and, where set up, Google Books. Ratings, dates, shelves and reviews go to nobody.",
    "The link you get shows the dashboard without reviews, shelves or exact dates. Private notes are never read.",
  ],
  covers: "Show covers",
  coversWhy: "Your browser fetches them from Open Library, the Internet Archive and Google Books, which see that you ask.",
  stays: "How long it stays",
  stay: [
    "The file is deleted after 7 days, everything else a year after the last upload.",
    "With your own link you can delete everything at any time, at once and for good.",
  ],
};

export const progress = {
  opening: "Opening the library …",
  openingLate: "The first answer takes a moment when nobody has asked for a while …",
  heading: "Looking up the books",
  reading: "Reading the file",
  awaited: "Waiting for the file",
  done: (done, total) => `${count(done)} of ${books(total)}`,
  enriched: (n) => `${count(n)} found`,
  partial: (n) => `${count(n)} found in part`,
  not_found: (n) => `${count(n)} unknown to the sources`,
  failed: (n) => `${count(n)} not answered`,
  open: (n) => `${count(n)} waiting`,
  left: (seconds) => `${wait(seconds)} left`,
  finishing: "Drawing the dashboard",
  leave: "You can close this page and come back to its address.",
  preview: "What the file alone says is below. Genres and covers come when the books have been looked up.",
};

export const ends = {
  complete: (n) => (n === 1 ? "The book has been looked up." : `All ${books(n)} have been looked up.`),
  completeWhy: ({ enriched, not_found: unknown }) =>
    unknown ? `${count(enriched)} found, ${count(unknown)} unknown to the sources.` : "",
  gaps: (n) => `Complete, with ${counted(n, "gap", "gaps")}`,
  gapsWhy: ({ partial, failed }) =>
    [
      failed ? `For ${books(failed)} no source answered, so genres and cover may be missing.` : "",
      partial ? `For ${books(partial)} one source did not answer, so something may be missing.` : "",
      "Everything else is as it should be.",
    ]
      .filter(Boolean)
      .join(" "),
  gapsThen: "Only these books are asked for again. The dashboard stays as it is meanwhile.",
  gapsForOthers: "The owner of this library can ask for them again.",
  because: {
    unavailable: (source, n) => `${source} was not available for ${books(n)}.`,
    rate_limited: (source, n) => `${source} takes a limited number of questions a day, and ${books(n)} came after that.`,
    refused: (source, n) => `${source} refused the question about ${books(n)}.`,
  },
  sources: { open_library: "Open Library", google_books: "Google Books" },
  again: "Try again for these",
  againStarted: "Asking again …",
  againFailed: "The books were not asked for again",
  rejected: {
    heading: "This file could not be read as a library",
    safe: "No book of it was looked up.",
    then: "Export the library again and drop the new file below; the link stays the same.",
  },
  not_received: {
    heading: "The file never arrived",
    safe: "Nothing was stored.",
    then: "Drop the same file below; the link stays the same.",
  },
  failed: {
    heading: "The dashboard could not be made",
    safe: "The fault is ours. Your file is kept for 7 days, and nothing of it is lost.",
    then: "Make it again now, or later: what was found so far is not asked for twice.",
  },
  before: "What you see below is the dashboard from before. Nothing of it has changed.",
  retry: "Make it again",
  load: "Ask again",
  another: "Start with a file",
};

export const missing = {
  heading: "There is no library at this address",
  why: "It may have been deleted, or the address is not complete. A library is found only by its whole link.",
  page: "There is no page at this address",
};

// What the start page, the run and the end of a library say beyond that.
export * from "./words/keeping.js";
export * from "./words/troubles.js";
