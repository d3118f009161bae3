// A book's genres with the headings that spoke for them, and where the book was found.

import { RefusedError, UnreachableError, readBook } from "../api.js";
import { clipped, h, isolated } from "../dom.js";
import { book as words } from "../words/books.js";
import { choice } from "../words/dashboard.js";
import { elsewhere } from "./facts.js";

const MOST = 6;
const RECORD = /^OL\d+[WM]$/;

/** The section: the genres at once, and why when the answer has come. */
export function reasons(book, scene, signal) {
  const list = h("ul", { class: "reasons" });
  const notes = h("div", { class: "reason-notes" });
  const names = [...new Set([...(book.genres ?? []), book.form, book.audience])].filter(Boolean);
  const fill = (because) => list.replaceChildren(...names.map((name) => reason(name, because, book, scene)));
  fill({});
  if (!scene.enriched) notes.append(h("p", { class: "soft" }, words.pendingGenres));
  else {
    if (!names.length) notes.append(h("p", { class: "soft" }, words.noGenres));
    explain(book, scene, signal, fill, notes);
  }
  return h("section", { class: "book-genres" }, h("h2", {}, words.genres), list, notes);
}

async function explain(book, { uuid }, signal, fill, notes) {
  try {
    const { evidence } = await readBook(uuid, book.book_id, signal);
    if (!evidence) return;
    fill(spokenFor(evidence));
    if (evidence.inferred) notes.append(h("p", { class: "note" }, words.inferred));
    notes.append(h("p", { class: "note" }, whereFound(evidence)));
  } catch (error) {
    if (error.name === "AbortError") return;
    if (!(error instanceof RefusedError || error instanceof UnreachableError)) throw error;
    notes.append(h("p", { class: "note" }, words.evidenceAway));
  }
}

/** The words for each name, a shelf's own name left unsaid. */
function spokenFor({ because, shelves_spoke_for: shelves }) {
  const said = Object.fromEntries(Object.entries(because).map(([name, headings]) => [name, headings.map(quoted)]));
  for (const name of shelves) (said[name] ??= []).push(words.shelfSaid);
  return said;
}

const quoted = (heading) => h("q", {}, isolated(clipped(heading, 100)));

function reason(name, because, book, { to, selection }) {
  const key = book.genres?.includes(name) ? "genre" : name === book.form ? "form" : null;
  const spoke = (Object.hasOwn(because, name) ? because[name] : []).slice(0, MOST);
  return h(
    "li",
    {},
    key ? h("a", { href: to.books(selection.narrowed({ [key]: name })) }, name) : h("span", {}, name),
    spoke.length ? h("span", { class: "soft" }, words.because, spoke.map((each, index) => [index ? ", " : "", each])) : null,
  );
}

function whereFound({ outcome, match, sources, record_ids: records }) {
  if (outcome === "not_found") return words.notFound;
  if (outcome === "failed") return words.failed;
  if (outcome === null) return choice.outcome("none");
  const names = Object.keys(sources).filter((name) => sources[name] === "hit").map((name) => words.sources[name] ?? name);
  const how = match ? (words.match[match.by] ?? words.match.other) + words.sure(match.confidence) : words.match.other;
  const known = records.filter((id) => RECORD.test(id)).slice(0, 1);
  return [
    how,
    names.length ? words.at(names) : ".",
    known.map((id) => [" ", elsewhere(words.openLibrary, `https://openlibrary.org/${id.endsWith("W") ? "works" : "books"}/${id}`)]),
  ];
}
