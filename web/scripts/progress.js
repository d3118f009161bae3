// A run under way: asking for its status, politely, and showing it.

import { RefusedError, UnreachableError, readStatus } from "./api.js";
import { split } from "./charts/split.js";
import { h } from "./dom.js";
import { progress as words, unreachable } from "./words.js";

const SOONEST = 1000;
const LATEST = 10_000;
const GROWTH = 1.5;
const PATIENCE = 20; // A run that has taken 20 s is asked every second, one that has taken 200 s every ten.

/**
 * Asks for the status until the run has ended, `signal` is aborted or the library is gone. The pause is 1 … 10 s: it
 * grows with the age of the run and while nothing changes. `heard(status)` and `silent(seconds)` report. Resolves to
 * the last status; rejects with RefusedError.
 */
export async function watch(uuid, { heard, silent, signal }) {
  const began = performance.now();
  let etag = null;
  let pause = SOONEST;
  for (;;) {
    try {
      const news = await readStatus(uuid, etag, signal);
      if (news) {
        etag = news.etag;
        pause = within((performance.now() - began) / PATIENCE);
        await heard(news.status);
        if (news.status.status !== "processing") return news.status;
      } else {
        pause = within(pause * GROWTH);
      }
    } catch (error) {
      if (!isPassing(error)) throw error;
      pause = within(pause * GROWTH);
      silent(pause / 1000);
    }
    await sleep(pause, signal);
  }
}

const within = (pause) => Math.min(LATEST, Math.max(SOONEST, pause));

const isPassing = (error) =>
  error instanceof UnreachableError || (error instanceof RefusedError && (error.status === 429 || error.status >= 500));

function sleep(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const wake = () => {
      signal.removeEventListener("abort", stop);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener("abort", stop, { once: true });
  });
}

/** The strip that shows a run: `show(status)`, `silent(seconds)`. */
export function progressStrip() {
  const heading = h("h2", {}, words.reading);
  const figure = h("p", { class: "progress-figure" });
  const bar = h("div", { class: "progress-bar" }, split([]));
  const keys = h("ul", { class: "keys" });
  const left = h("p", { class: "soft" });
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
  const show = (status) => {
    const { progress } = status;
    silence.hidden = true;
    heading.textContent = headingOf(status);
    figure.textContent = progress.total_books ? words.done(progress.processed_books, progress.total_books) : "";
    bar.replaceChildren(split(parts(progress)));
    keys.replaceChildren(...keysOf(progress));
    left.textContent = remaining(status);
    if (progress.total_books) spoken.textContent = figure.textContent;
  };
  const silent = (seconds) => {
    silence.hidden = false;
    silence.textContent = unreachable.silent(seconds);
  };
  return { strip, show, silent };
}

const KINDS = [
  ["enriched", "first"],
  ["partial", "hue-3"],
  ["not_found", "hue-other"],
  ["failed", "hue-5"],
];

function headingOf({ progress }) {
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

function remaining({ estimated_completion: at, progress }) {
  if (!at || progress.processed_books === progress.total_books) return "";
  const seconds = at - Date.now() / 1000;
  return seconds > 0 ? words.left(seconds) : "";
}
