// The strip that shows a run: how many books have their answer, of which kind, and how long the rest may take.

import { split } from "./charts/split.js";
import { h } from "./dom.js";
import { progress as words, unreachable } from "./words.js";

/** `{strip, show(status, ahead), unchanged(), silent(seconds)}`; `ahead` is how far the server's clock is, in seconds. */
export function progressStrip() {
  const heading = h("h2", { tabindex: "-1" }, words.reading);
  const figure = h("p", { class: "progress-figure" });
  const bar = h("div", { class: "progress-bar" }, split([]));
  const keys = h("ul", { class: "keys" });
  const left = h("p", { class: "soft progress-left" });
  const silence = h("p", { class: "notice", hidden: true });
  const spoken = h("p", { class: "unseen", role: "status" });
  const strip = h(
    "section",
    { class: "progress", "aria-label": words.heading },
    h("div", { class: "progress-head" }, heading, figure),
    bar,
    keys,
    h("div", { class: "progress-foot" }, left, h("p", { class: "soft" }, words.leave)),
    silence,
    spoken,
  );
  let last = null;
  let told = null;
  const unchanged = () => {
    silence.hidden = true;
    left.textContent = last ? remaining(last) : "";
  };
  const show = (status, ahead = 0) => {
    const { progress } = status;
    last = { ...status, ahead };
    unchanged();
    heading.textContent = headingOf(status);
    figure.textContent = progress.total_books ? words.done(progress.processed_books, progress.total_books) : "";
    bar.replaceChildren(split(parts(progress)));
    keys.replaceChildren(...keysOf(progress));
    // Every quarter is news to the ear; every poll would be noise.
    const quarter = progress.total_books ? Math.floor(progress.percent_complete / 25) : null;
    if (quarter !== told) spoken.textContent = `${heading.textContent}. ${figure.textContent}`;
    told = quarter;
  };
  const silent = (seconds) => {
    silence.hidden = false;
    silence.textContent = navigator.onLine ? unreachable.silent(seconds) : unreachable.offlineRun;
  };
  return { strip, show, unchanged, silent };
}

const KINDS = [
  ["enriched", "first"],
  ["partial", "hue-3"],
  ["not_found", "hue-other"],
  ["failed", "hue-5"],
];

function headingOf({ progress, message }) {
  if (message === "waiting for the file") return words.awaited;
  if (!progress.total_books) return words.reading;
  return progress.processed_books < progress.total_books ? words.heading : words.finishing;
}

function parts(progress) {
  const whole = progress.total_books || 1;
  return KINDS.map(([kind, colour]) => ({ share: progress[kind] / whole, kind: colour }));
}

function keysOf(progress) {
  if (!progress.total_books) return [];
  const open = progress.total_books - progress.processed_books;
  const always = new Set(["enriched"]);
  return [
    ...KINDS.filter(([kind]) => progress[kind] || always.has(kind)).map(([kind, colour]) =>
      h("li", { class: `key ${colour}`, "data-count": kind }, words[kind](progress[kind])),
    ),
    h("li", { class: "key rest", "data-count": "open" }, words.open(open)),
  ];
}

function remaining({ estimated_completion: at, progress, ahead }) {
  if (!at || progress.processed_books === progress.total_books) return "";
  const seconds = at - (Date.now() / 1000 + ahead);
  return seconds > 0 ? words.left(seconds) : "";
}
