// What is said when something did not work: what happened, what is safe, and what to do.

import { RefusedError } from "../api.js";
import { h, isolated } from "../dom.js";
import { refusal, trouble, unreachable } from "../words.js";

/** A notice: a heading, and paragraphs that are phrases; null ones are left out. */
export function notice(heading, ...paragraphs) {
  const said = paragraphs.filter(Boolean).map((phrase) => h("p", {}, phrase));
  return h("div", { class: "notice" }, h("strong", {}, heading), said);
}

/** The notice for a file that was not taken. */
export function uploadTrouble(error) {
  if (!(error instanceof RefusedError)) return notice(unreachable.heading, unreachable.upload, offline());
  const known = trouble.of(error);
  return known ? notice(refusal.heading, known) : notice(refusal.heading, [isolated(error.message)], refusal.safe);
}

/** The notice for another thing an owner asked for and did not get; `unsure` is said when no answer came at all. */
export function troubleWith(heading, error, unsure) {
  if (!(error instanceof RefusedError)) return notice(heading, [unreachable.heading, ". ", unsure], offline());
  return notice(heading, trouble.of(error) ?? [isolated(error.message)]);
}

const offline = () => (navigator.onLine ? null : unreachable.offline);
