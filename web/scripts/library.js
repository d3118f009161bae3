// The room of one library, `/d/{uuid}`: its run while it goes, its dashboard as soon as there is anything to draw,
// and its three ends.

import { RefusedError, UnreachableError, readDashboard, reprocess } from "./api.js";
import { h, isolated } from "./dom.js";
import { nothingHere } from "./nothing.js";
import { ownLink, tokenOf } from "./owner.js";
import { progressStrip, watch } from "./progress.js";
import { openRooms } from "./rooms.js";
import { ends, missing, ownership, progress, site, unreachable } from "./words.js";

/** The room; it fills itself until `signal` is aborted. `fresh` says that this browser has just uploaded it. */
export function libraryRoom(uuid, { signal, fresh }) {
  const token = tokenOf(uuid);
  const above = h("div", { class: "above" });
  const below = h("div", { class: "below" });
  const room = h("div", { class: "library" }, above, below);
  const library = { uuid, token, signal, above, below, drawn: null };
  document.title = `${site.titleOf(Boolean(token))} · ${site.name}`;
  if (fresh && token) room.prepend(ownersNote(uuid, token));
  follow(library);
  return room;
}

async function follow(library) {
  try {
    await fetchDashboard(library).catch(whenAnswered);
    await followRun(library);
  } catch (error) {
    if (error.name === "AbortError") return;
    if (error instanceof RefusedError) absent(library, error);
    else if (error instanceof UnreachableError) unanswered(library);
    else throw error;
  }
}

/** A first answer that does not come is asked for again when the run has news. */
function whenAnswered(error) {
  if (!(error instanceof UnreachableError)) throw error;
}

/** Draws what the data route has, if it is news. */
async function fetchDashboard(library) {
  try {
    const { dashboard: data, final } = await readDashboard(library.uuid, library.signal);
    const drawn = data && `${final}/${data.metadata.run}`;
    if (!data || library.drawn === drawn) return;
    library.drawn = drawn;
    const note = final ? null : h("p", { class: "soft preview-note" }, progress.preview);
    openRooms(library.below, data, { uuid: library.uuid, token: library.token, signal: library.signal, note });
  } catch (error) {
    // Nothing is published, yet or at all: the status route knows which.
    if (!(error instanceof RefusedError && error.status === 404)) throw error;
  }
}

async function followRun(library) {
  const { strip, show, silent } = progressStrip();
  const end = await watch(library.uuid, {
    signal: library.signal,
    silent: (seconds) => {
      if (!strip.isConnected) library.above.replaceChildren(strip);
      silent(seconds);
    },
    heard: async (status) => {
      if (status.status !== "processing") return;
      show(status);
      if (!strip.isConnected) library.above.replaceChildren(strip);
      if (status.progress.total_books && !library.drawn) await fetchDashboard(library);
    },
  });
  if (end.status === "complete") {
    await fetchDashboard(library);
    library.above.replaceChildren(...(end.gaps ? [gaps(library, end.gaps)] : []));
  } else {
    library.above.replaceChildren(failure(library, end));
  }
}

function gaps(library, n) {
  return h(
    "section",
    { class: "notice", "data-end": "gaps" },
    h("h2", {}, ends.gaps(n)),
    h("p", {}, ends.gapsWhy(n)),
    library.token ? again(library, ends.again) : null,
  );
}

function failure(library, { error_code: code, error_message: message }) {
  const known = code in ends ? code : "failed";
  const retry = known === "failed" && library.token ? again(library, ends.retry) : null;
  return h(
    "section",
    { class: "notice", "data-end": known, role: "alert" },
    h(library.drawn ? "h2" : "h1", {}, ends[known]),
    message ? h("p", {}, isolated(message)) : null,
    h("p", {}, ends[`${known}Safe`]),
    retry ?? h("a", { href: "/" }, ends.another),
  );
}

/** The button that starts another run; the room then follows it. */
function again(library, label) {
  const trouble = h("p", { role: "alert" });
  const button = h("button", { type: "button", class: "button quiet" }, label);
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.textContent = ends.againStarted;
    try {
      await reprocess(library.uuid, library.token);
      await follow(library);
    } catch (error) {
      if (!(error instanceof RefusedError || error instanceof UnreachableError)) throw error;
      button.disabled = false;
      button.textContent = label;
      const why = error instanceof RefusedError ? isolated(error.message) : unreachable.heading;
      trouble.replaceChildren(...h("span", {}, ends.againFailed, why).childNodes);
    }
  });
  return h("div", {}, button, trouble);
}

function ownersNote(uuid, token) {
  const link = ownLink(uuid, token);
  const copy = h("button", { type: "button", class: "button quiet" }, ownership.copy);
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link);
    copy.textContent = ownership.copied;
  });
  return h(
    "section",
    { class: "owner" },
    h("div", {}, h("h2", {}, ownership.heading), h("p", { class: "soft" }, ownership.why)),
    h("div", { class: "owner-link" }, h("a", { href: link }, ownership.link), copy),
  );
}

function absent(library, error) {
  const words = error.status === 404 ? missing.why : error.message;
  library.above.replaceChildren(nothingHere(missing.heading, words));
  library.below.replaceChildren();
}

function unanswered(library) {
  library.above.replaceChildren(
    h("section", { class: "notice", role: "alert" }, h("h2", {}, unreachable.heading), h("p", {}, unreachable.load)),
  );
}
