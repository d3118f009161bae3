// The room of one library, `/d/{uuid}`: its run while it goes, its dashboard as soon as there is anything to draw,
// its three ends, and below them what can be done with it.

import { placeOf } from "./address.js";
import { RefusedError, UnreachableError, readDashboard } from "./api.js";
import { endOf } from "./data/ends.js";
import { deletedRoom } from "./data/erasing.js";
import { keeping } from "./data/keeping.js";
import { ownersLink } from "./data/sharing.js";
import { notice } from "./data/trouble.js";
import { h } from "./dom.js";
import { nothingHere } from "./nothing.js";
import { opening } from "./opening.js";
import { forgetToken, tokenOf } from "./owner.js";
import { progressStrip } from "./progress.js";
import { openRooms } from "./rooms.js";
import { watch } from "./watch.js";
import { ends, missing, ownership, progress, site, unreachable } from "./words.js";

/** The room; it fills itself until `signal` is aborted. `fresh` says that this browser has just uploaded it. */
export function libraryRoom(uuid, { signal, fresh }) {
  const token = tokenOf(uuid);
  const above = h("div", { class: "above" });
  const below = h("div", { class: "below" }, opening(signal));
  const after = h("div", { class: "after" });
  const room = h("div", { class: "library" }, above, below, after);
  const stop = new AbortController();
  const library = {
    uuid,
    token,
    signal: AbortSignal.any([signal, stop.signal]),
    fresh, // whether this page has just begun a run
    above,
    below,
    after,
    drawn: null, // `{final, run}` of the dashboard that is shown
    data: null,
    status: null,
    again: () => startOver(library),
    gone: (files) => {
      stop.abort();
      forgetToken(uuid);
      document.title = `${site.deleted} · ${site.name}`;
      room.replaceChildren(deletedRoom(files));
      scrollTo(0, 0);
    },
  };
  document.title = `${site.titleOf(Boolean(token))} · ${site.name}`;
  // What can be done with the library stands below its dashboard, not below a table of its books.
  const place = () => (after.hidden = placeOf(location.pathname)?.room !== "dashboard");
  addEventListener("moved", place, { signal });
  place();
  if (fresh && token) room.prepend(welcome(library));
  follow(library);
  return room;
}

/** Shows a library from its first answer to the end of its run. Faults of the page itself are not caught. */
async function follow(library) {
  try {
    await fetchDashboard(library).catch(whenAnswered);
    await followRun(library);
  } catch (error) {
    if (library.signal.aborted) return;
    if (error instanceof RefusedError) absent(library, error);
    else if (error instanceof UnreachableError) unanswered(library);
    else throw error;
  }
}

/** Follows a run that this page has just begun, with the eyes on it. */
function startOver(library) {
  scrollTo(0, 0);
  library.fresh = true;
  return follow(library);
}

/** A first answer that does not come is asked for again when the run has news. */
function whenAnswered(error) {
  if (!(error instanceof UnreachableError)) throw error;
}

/** Draws what the data route has, if it is news. */
async function fetchDashboard(library) {
  try {
    const { dashboard: data, final } = await readDashboard(library.uuid, library.signal);
    const { run } = data?.metadata ?? {};
    if (!data || (library.drawn?.final === final && library.drawn.run === run)) return;
    library.drawn = { final, run };
    library.data = final ? data : null;
    const note = final ? null : h("p", { class: "soft preview-note" }, progress.preview);
    openRooms(library.below, data, { uuid: library.uuid, token: library.token, signal: library.signal, note });
  } catch (error) {
    // Nothing is published, yet or at all: the status route knows which.
    if (!(error instanceof RefusedError && error.status === 404)) throw error;
  }
}

async function followRun(library) {
  const { strip, show, unchanged, silent } = progressStrip();
  const place = () => {
    if (strip.isConnected) return;
    library.above.replaceChildren(strip);
    if (library.fresh) strip.querySelector("h2").focus();
    library.fresh = false;
    keep(library, { going: true });
  };
  const end = await watch(library.uuid, {
    signal: library.signal,
    unchanged,
    silent: (seconds) => {
      place();
      silent(seconds);
    },
    heard: async (status, ahead) => {
      if (status.status !== "processing") return;
      show(status, ahead);
      place();
      if (status.progress.total_books && !library.drawn) await fetchDashboard(library).catch(whenAnswered);
    },
  });
  // A small run may be over before its first status is heard.
  await finish(library, end, strip.isConnected || library.fresh);
  library.fresh = false;
}

async function finish(library, end, watched) {
  library.status = end;
  if (end.status === "complete" && !(library.drawn?.final && library.drawn.run === end.run)) await fetchDashboard(library);
  // A run that failed before there was a dashboard leaves nothing to draw: what was shown ahead of it was a preview.
  if (end.status !== "complete" && !library.drawn?.final) library.drawn = null;
  if (!library.drawn) library.below.replaceChildren();
  library.above.replaceChildren(...[endOf(library, end, watched)].filter(Boolean));
  keep(library, { going: false });
}

/** Draws what can be done with the library: for anybody once there is a dashboard, for the owner always. */
function keep(library, { going }) {
  const worth = library.data || library.token;
  library.after.replaceChildren(...(worth ? [keeping(library, { going })] : []));
}

function welcome({ uuid, token }) {
  return h(
    "section",
    { class: "owner", "aria-label": ownership.heading },
    h("div", {}, h("h2", {}, ownership.heading), h("p", { class: "soft" }, ownership.why)),
    ownersLink(uuid, token),
  );
}

function absent(library, error) {
  const words = error.status === 404 ? missing.why : error.message;
  library.above.replaceChildren();
  library.below.replaceChildren(nothingHere(missing.heading, words));
  library.after.replaceChildren();
}

function unanswered(library) {
  const again = h("button", { type: "button", class: "button quiet", on: { click: () => library.again() } }, ends.load);
  const said = notice(unreachable.heading, navigator.onLine ? unreachable.load : unreachable.offline);
  said.setAttribute("role", "alert");
  said.append(h("div", {}, again));
  library.above.replaceChildren(said);
  if (!library.drawn) library.below.replaceChildren();
}
