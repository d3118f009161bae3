// The books around those that were read: being read, waiting, read again, given up.

import { h } from "../dom.js";
import { perYear, read, sum } from "../reading.js";
import { piles as words } from "../words/dashboard.js";
import { strip } from "./wall.js";

const MOST = 6;

/** The sections of the piles that have a book, or null. What is read now or waits has no year, so a year hides it. */
export function pileSections(scene) {
  const { books, done, year, selection, to } = scene;
  const of = (status) => books.filter((book) => book.reading_status === status);
  const at = (values) => to.books(selection.narrowed(values));
  const again = done.filter((book) => book.was_reread);
  const sections = [
    year === null ? pile("reading", of("currently-reading"), at({ status: "currently-reading" }), to) : null,
    year === null ? pile("waiting", of("to-read"), at({ status: "to-read" }), to, paceOf(scene, of("to-read"))) : null,
    pile("rereads", again, at({ status: "read", reread: "yes" }), to),
    pile("abandoned", of("did-not-finish"), at({ status: "did-not-finish" }), to),
  ].filter(Boolean);
  return sections.length ? h("div", { class: "piles" }, sections) : null;
}

function pile(kind, books, all, to, note = "") {
  if (!books.length) return null;
  return h(
    "section",
    { class: `pile ${kind}` },
    h("h2", {}, words[kind](books.length)),
    strip(books.slice(0, MOST), to),
    note ? h("p", { class: "note" }, note) : null,
    h("p", {}, h("a", { href: all }, words.all(books.length))),
  );
}

/** How much waits, and how long it takes at the pace of the last year that is over. */
function paceOf({ all, exportYear }, waiting) {
  const over = perYear(read(all), exportYear).filter((year) => year.year === exportYear - 1 && year.books);
  const pages = sum(waiting.map((book) => book.num_pages ?? 0));
  return [pages ? words.pages(pages) : "", over.length ? words.pace(waiting.length / over[0].books) : ""].filter(Boolean).join(" ");
}
