// Every word of the page outside the dashboard and its books, whose words are in `words/`. A phrase is a string, or a
// list of strings and isolated names.

import { isolated } from "./dom.js";
import { count, counted, wait } from "./format.js";

const books = (n) => counted(n, "book", "books");

export const site = {
  name: "Goodreads Stats",
  home: "Goodreads Stats, to the start",
  colophon:
    "Goodreads Stats is independent of Goodreads and StoryGraph. Genres come from Open Library and Google Books, covers from covers.openlibrary.org.",
  titleOf: (owner) => (owner ? "Your library" : "A library"),
};

export const start = {
  title: "See what your reading adds up to",
  lead: "Drop the file that Goodreads gives you, and get your years, pages, genres, ratings and authors on one page.",
  drop: "Drop your export here",
  choose: "or choose the file",
  formats: "A CSV from Goodreads or StoryGraph, up to 50 MB",
  over: "Let go to upload it",
  sending: (name) => ["Sending ", isolated(name), " …"],
  sample: "See a sample library",
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
  covers: "Show covers. Your browser fetches them from Open Library, the Internet Archive and Google Books.",
  stays: "How long it stays",
  stay: [
    "The file is deleted after 7 days, the dashboard one year after the last upload.",
    "With your own link you can delete everything at any time.",
  ],
};

export const refusal = {
  heading: "This file was not taken",
  safe: "Nothing was stored.",
  empty: "The file is empty. Export your library again and drop the new file.",
  tooLarge: "The file is larger than 50 MB. An export of even 20,000 books is smaller; check that it is the CSV.",
  archive: "This is a spreadsheet or an archive, not a CSV. Drop the file as Goodreads gives it, or save it as CSV (UTF-8).",
  document: "This is a picture or a document, not a CSV. Drop the file that Goodreads or StoryGraph gives you.",
  several: "That was more than one file. Drop one export at a time.",
  nothing: "No file arrived. Drop the CSV itself, not a link to it.",
};

export const unreachable = {
  heading: "The server does not answer",
  upload: "Your file was not taken. It is unchanged on your computer. Check the connection and drop it again.",
  silent: (seconds) =>
    `The server does not answer just now. Your library is safe there and the work goes on; this page asks again in ${wait(seconds)}.`,
  load: "The dashboard could not be fetched. It is safe on the server. Check the connection and load the page again.",
};

export const progress = {
  heading: "Looking up the books",
  reading: "Reading the file",
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
  gaps: (n) => `Complete, with ${counted(n, "gap", "gaps")}`,
  gapsWhy: (n) =>
    `For ${books(n)} a source did not answer, so genres or a cover may be missing. Everything else is as it should be.`,
  again: "Try again for these",
  againStarted: "Asking again",
  againFailed: "That did not work: ",
  rejected: "This file could not be read as a library",
  rejectedSafe: "No book of it was looked up. Export the library again and drop the new file.",
  not_received: "The file never arrived",
  not_receivedSafe: "Nothing was stored. Start again with the same file.",
  failed: "The dashboard could not be made",
  failedSafe: "The fault is ours. Your file is kept for 7 days, and nothing of it is lost.",
  retry: "Make it again",
  another: "Start with a file",
};

export const missing = {
  heading: "There is no library at this address",
  why: "It may have been deleted, or the address is not complete. A library is found only by its whole link.",
  page: "There is no page at this address",
};

export const ownership = {
  heading: "This is your library",
  why: "Your own link can delete it. Keep the link: nobody can send it again. The address above without it is for sharing.",
  copy: "Copy your own link",
  copied: "Copied",
  link: "Your own link",
};
