// The words for what does not work: what happened, what is safe, what to do.

import { count, wait } from "../format.js";

const names = new Intl.ListFormat("en-GB");

export const refusal = {
  heading: "This file was not taken",
  safe: "Nothing was stored.",
  empty: "The file is empty. Export your library again and drop the new file.",
  tooLarge: "The file is larger than 50 MB. An export of even 20,000 books is smaller; check that it is the CSV.",
  archive: "This is a spreadsheet or an archive, not a CSV. Drop the file as Goodreads gives it, or save it as CSV (UTF-8).",
  document: "This is a picture or a document, not a CSV. Drop the file that Goodreads or StoryGraph gives you.",
  binary: "This is not a text file. Drop the CSV that Goodreads or StoryGraph gives you, unchanged.",
  webPage: "This is a web page, not an export. Sign in, export your library and drop the file that you get.",
  columns: (missing) => [
    `This is not a Goodreads or StoryGraph export: ${names.format(missing.map((name) => `“${name}”`))} `,
    missing.length === 1 ? "is" : "are",
    " missing in its first line, which begins with ",
  ],
  columnsThen: ". Drop the export unchanged.",
  unreadable: "The browser cannot read this file. If it is a folder, drop the CSV in it; if it has just changed, drop it again.",
  several: "That was more than one file. Drop one export at a time.",
  nothing: "No file arrived. Drop the CSV itself, not a link to it.",
  store: {
    EntityTooLarge: "The file has grown since it was chosen. Drop it again.",
    AccessDenied: "The address to send the file to is good for 15 minutes and has expired. Drop the file again.",
    other: "The file did not arrive whole. Drop it again.",
  },
};

export const unreachable = {
  heading: "The server does not answer",
  upload: "Your file was not taken. It is unchanged on your computer. Check the connection and drop it again.",
  offline: "This computer is not connected to the internet.",
  silent: (seconds) =>
    `The server does not answer just now. Your library is safe there and the work goes on; this page asks again in ${wait(seconds)}.`,
  offlineRun:
    "This computer is not connected to the internet. Your library is safe and the work goes on without it; this page asks again when the connection is back.",
  load: "The dashboard could not be fetched. It is safe on the server. Check the connection and ask again.",
};

export const trouble = {
  /** Words for a refusal that are better than the server's own; null where those are best. */
  of({ status, code }) {
    if (code === "owner_token_wrong" || code === "owner_token_missing")
      return "The key that this browser keeps is not this library's. Open your own link once more and try again.";
    if (code === "run_going") return "A run is going. Wait until it has ended and try again; nothing has changed.";
    if (code === "nothing_to_reprocess") return "No file of this library has been read yet. Drop the export once more.";
    if (status === 404) return "There is no such library any more. It may have been deleted in the meantime.";
    if (code === "throttled") return "Too many requests came at once. Nothing has changed; try again in a minute.";
    return null;
  },
  unsure: {
    again: "Whether a run has begun is not certain: load the page to see it.",
    erase: "Whether it was deleted is not certain. Try again: to delete twice does no harm.",
    read: "Nothing has changed. Check the connection and try again.",
  },
};

export const report = {
  clean: (books) => `All ${count(books)} books were read, and no cell had to be changed.`,
  found: (books, n) =>
    `${count(books)} books were read. ${count(n)} ${n === 1 ? "cell or row" : "cells or rows"} could not be used as ${n === 1 ? "it" : "they"} stood:`,
  show: "Show them one by one",
  failed: "The report could not be fetched",
  read: ({ rows, books, duplicates, rejected, encoding }) =>
    `${count(rows)} rows: ${count(books)} books, ${count(duplicates)} repeated, ${count(rejected)} left out. Encoding: ${encoding}.`,
  kind: (kind, n) => `${kinds[kind] ?? kind}: ${count(n)}`,
  action: (action) => `What was done: ${action}.`,
  row: "Row",
  column: "Column",
  value: "What stood there",
  number: (n) => count(n),
  wholeFile: "the file",
  notKept: "not kept",
  more: (n) => `Show ${count(n)} more`,
  unlisted: (n) => `${count(n)} more are counted and not listed.`,
};

const kinds = {
  windows_1252: "File is not UTF-8",
  encoding_doubtful: "Encoding is uncertain",
  no_header: "First line with names is missing",
  duplicate: "Book appears twice",
  misaligned: "Row does not fit its columns",
  cut_off: "Row is cut off",
  repeated_header: "Line with names is repeated",
  no_title: "Book has no title",
  realigned: "Row was shifted",
  unwrapped: "Row was quoted whole",
  control_characters: "Control characters",
  foreign_bytes: "Broken characters",
  cell_cut: "Cell is too long",
  no_author: "Book has no author",
  no_shelf: "Book is on no shelf",
  book_id: "Book Id is missing or broken",
  isbn_check_digit: "ISBN fails its check digit",
  isbn_incomplete: "ISBN is incomplete",
  isbn_other: "ISBN is no ISBN",
  isbn_conflict: "The two ISBNs disagree",
  rating: "Rating is none",
  average_rating: "Average rating is none",
  pages: "Number of pages is none",
  year: "Year is none",
  date: "Date is none",
  date_part: "Date is uncertain",
  count: "Count is none",
};
