// The words for what can be done with a library once it is there.

import { counted } from "../format.js";

export const ownership = {
  heading: "Your own link",
  why: "With it you can update and delete this library, on any device. Keep it to yourself and keep it safe: nobody can send it again.",
  copy: "Copy your own link",
  link: "Your own link",
};

export const sharing = {
  heading: "A link to share",
  why: "Whoever has it sees the dashboard, without reviews, shelves or exact dates. Search engines are told to stay away.",
  copy: "Copy the link",
  link: "The link to share",
  copied: "Copied.",
  byHand: "The browser does not let this page copy. The link is selected: press Ctrl+C, or ⌘C on a Mac.",
};

export const keeping = {
  heading: "Share it, take it away, keep it up to date",
  headingForOthers: "Share it, take it away",
  headingBare: "What you can do with it",
  take: "Downloads",
  takeWhy: "Every book with its genres. The spreadsheet is safe to open: no cell can act as a formula.",
  file: "How your file was read",
  newer: "A newer export",
  newerWhy: "Drop a fresh export of the same library. Both links stay, and so does this dashboard until the new one is drawn.",
  drop: "Drop the newer export",
  another: "Another file",
  anotherWhy: "Drop an export here and this library is made of it. Your link stays the same.",
  dropAnother: "Drop another file",
  again: "Look it up again",
  againWhy: "Ask the sources for what they did not know, or only decide the genres anew from what they said.",
  sources: "Ask the sources again",
  sourcesStarted: "Asking again …",
  normalise: "Decide genres anew",
  normaliseStarted: "Deciding …",
  going: "A run is going. This is possible again when it has ended.",
  end: "Delete it",
  endWhy: "The file, the dashboard, both links and everything between. It cannot be brought back.",
};

export const taking = {
  csv: "Spreadsheet (CSV)",
  json: "Data (JSON)",
  ownersNote: "Yours hold your reviews, shelves and exact dates as well.",
  unmatched: (n) => `${counted(n, "book", "books")} without a full answer, with the reason (CSV)`,
  failed: "The file could not be made",
};

export const erasing = {
  open: "Delete this library …",
  heading: "Delete this library?",
  removed: "This removes, at once and for good:",
  parts: ["the file you uploaded", "the dashboard and everything that was made for it", "both links, for you and for everybody you gave one"],
  final: "Nobody can bring it back. The file on your own computer stays.",
  keep: "Keep it",
  yes: "Delete it for good",
  going: "Deleting …",
  failed: "The library was not deleted",
  gone: "Your library is deleted",
  goneWhat: (n) =>
    n === null
      ? "It was gone before this page asked. Nothing of it can be read any more."
      : `${counted(n, "file was", "files were")} removed. From now on nothing of it can be read, and its links lead nowhere.`,
  goneLater: "Work that was under way is swept up within half an hour. The key in this browser is forgotten too.",
  another: "Start with another file",
};
