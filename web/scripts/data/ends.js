// How a run ended: complete, complete with gaps, or not at all; and what to do about it.

import { h, isolated } from "../dom.js";
import { ends } from "../words.js";
import { againButton } from "./again.js";

/** The end of a run as a notice; null where a complete one was not `watched`, for there is nothing new to say. */
export function endOf(library, end, watched) {
  if (end.status !== "complete") return failure(library, end);
  if (end.gaps) return gaps(library, end);
  return watched ? complete(end) : null;
}

function complete({ progress }) {
  return h(
    "section",
    { class: "notice good", "data-end": "complete", role: "status" },
    h("p", {}, h("strong", {}, ends.complete(progress.total_books)), " ", ends.completeWhy(progress)),
  );
}

function gaps(library, { gaps: n, progress }) {
  const why = reasons(library.data?.metadata.source_outcomes);
  return h(
    "section",
    { class: "notice", "data-end": "gaps" },
    h("h2", {}, ends.gaps(n)),
    h("p", {}, ends.gapsWhy(progress)),
    why.length ? h("ul", { class: "because" }, why.map((reason) => h("li", {}, reason))) : null,
    h("p", {}, library.token ? ends.gapsThen : ends.gapsForOthers),
    library.token ? againButton(library, { from: "sources", label: ends.again, started: ends.againStarted }) : null,
  );
}

/** Which source did not answer, why, and for how many books, as the dashboard counts it. */
function reasons(sources) {
  return Object.entries(sources ?? {}).flatMap(([source, counts]) =>
    Object.entries(ends.because)
      .filter(([kind]) => counts[kind])
      .map(([kind, words]) => words(ends.sources[source] ?? source, counts[kind])),
  );
}

function failure(library, { error_code: code, error_message: message }) {
  const known = ["rejected", "not_received"].includes(code) ? code : "failed";
  const { heading, safe, then } = ends[known];
  const words = [message ? isolated(message) : null, library.data ? ends.before : safe];
  return h(
    "section",
    { class: "notice", "data-end": known, role: "alert" },
    h(library.drawn ? "h2" : "h1", {}, heading),
    words.filter(Boolean).map((text) => h("p", {}, text)),
    library.token ? h("p", {}, then) : null,
    known === "failed" && library.token
      ? againButton(library, { from: "sources", label: ends.retry, started: ends.againStarted })
      : null,
    library.token && known !== "failed" ? null : h("a", { href: "/" }, ends.another),
  );
}
