// Asking how far a run is, politely: less often as it takes longer, and not at all while nobody looks.

import { isPassing, readStatus } from "./api.js";

const SOONEST = 1000;
const LATEST = 10_000;
const GROWTH = 1.5;
const PATIENCE = 20; // A run that has taken 20 s is asked every second, one that has taken 200 s every ten.

/**
 * Asks for the status until the run has ended, `signal` is aborted or the library is gone. The pause is 1 … 10 s: it
 * grows with the age of the run and while nothing changes. A hidden page asks nothing; it asks at once when it is
 * shown again, or the connection is back. `heard(status, ahead)` has news, `unchanged()` has none, `silent(seconds)`
 * had no answer. Resolves to the last status; rejects with RefusedError.
 */
export async function watch(uuid, { heard, unchanged, silent, signal }) {
  const began = performance.now();
  let etag = null;
  let pause = SOONEST;
  for (;;) {
    await shown(signal);
    try {
      const news = await readStatus(uuid, etag, signal);
      if (news) {
        etag = news.etag;
        pause = within((performance.now() - began) / PATIENCE);
        await heard(news.status, news.ahead);
        if (news.status.status !== "processing") return news.status;
      } else {
        pause = within(pause * GROWTH);
        unchanged();
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

/** Resolves as soon as the page can be seen. */
const shown = (signal) => (document.hidden ? until(signal, [[document, "visibilitychange"]]) : null);

/** Resolves after a time, or before it when the page is shown again or the connection is back. */
function sleep(milliseconds, signal) {
  const early = [
    [document, "visibilitychange"],
    [window, "online"],
  ];
  return until(signal, early, milliseconds);
}

/** Resolves with the first of these events or after `milliseconds`; rejects when `signal` is aborted. */
function until(signal, events, milliseconds = null) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const over = new AbortController();
    const end = (settle) => (value) => {
      over.abort();
      clearTimeout(timer);
      settle(value);
    };
    const wake = end(resolve);
    const timer = milliseconds === null ? null : setTimeout(wake, milliseconds);
    for (const [target, name] of events) target.addEventListener(name, wake, { signal: over.signal });
    signal.addEventListener("abort", () => end(reject)(signal.reason), { signal: over.signal });
  });
}
