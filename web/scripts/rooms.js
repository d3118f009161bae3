// The rooms of one library: which of them the address names, drawn from data that is already here.

import { placeOf } from "./address.js";
import { dashboard } from "./dashboard.js";
import { h } from "./dom.js";
import { showRooms } from "./masthead.js";
import { returnToPlace } from "./navigation.js";
import { nothingHere } from "./nothing.js";
import { sceneOf } from "./scene.js";
import { site, unreachable } from "./words.js";
import { rooms as words } from "./words/dashboard.js";

// The rooms of books are loaded when one is entered for the first time.
const LATER = { books: () => import("./books/room.js"), book: () => import("./book/room.js") };
const loaded = new Map([["dashboard", { room: (scene) => ({ element: dashboard(scene), name: "" }) }]]);

const open = new WeakMap(); // What ends the following of each holder's last view.

/**
 * Shows in `holder` the address's room of a dashboard JSON, published or preview, and follows the address until `signal`
 * is aborted or other data comes. `token` is the owner's, null for everyone else; `note` stands above the room.
 */
export function openRooms(holder, data, { uuid, token, signal, note = null }) {
  open.get(holder)?.abort();
  const replaced = new AbortController();
  open.set(holder, replaced);
  const until = AbortSignal.any([signal, replaced.signal]);
  const view = h("div", { class: "view" });
  holder.replaceChildren(...[note, view].filter(Boolean));
  let leaving = new AbortController();
  let aim = null; // The address that is shown or being loaded.
  let shown = null; // The name of the room that is shown.

  function draw() {
    const place = placeOf(location.pathname);
    const address = location.pathname + location.search;
    if (place?.uuid !== uuid || address === aim) return;
    aim = address;
    leaving.abort();
    leaving = new AbortController();
    const left = AbortSignal.any([until, leaving.signal]);
    const enter = ({ room }) => {
      if (!left.aborted) enterRoom(room, place, left);
    };
    if (loaded.has(place.room)) enter(loaded.get(place.room));
    else load(place.room).then(enter, () => enter({ room: unreached }));
  }

  function enterRoom(room, place, left) {
    const scene = sceneOf(data, { uuid, token, search: location.search });
    const focused = document.activeElement?.id;
    const { element, settle = null, name } = room(scene, { place, search: location.search, signal: left });
    view.replaceChildren(element);
    settle?.();
    document.title = [name, site.titleOf(scene.owner), site.name].filter(Boolean).join(" · ");
    showRooms(words.label, links(place, scene));
    returnToPlace();
    if (shown) refocus(view, focused, place.room === shown);
    shown = place.room;
  }

  addEventListener("moved", draw, { signal: until });
  addEventListener("noted", () => (aim = location.pathname + location.search), { signal: until });
  signal.addEventListener("abort", () => showRooms("", []), { once: true });
  draw();
}

async function load(name) {
  const module = await LATER[name]();
  loaded.set(name, module);
  return module;
}

const unreached = () => ({ element: nothingHere(unreachable.heading, unreachable.load), name: "" });

function links(place, { to }) {
  return [
    { id: "room-dashboard", name: words.dashboard, href: to.dashboard(), current: place.room === "dashboard" },
    { id: "room-books", name: words.books, href: to.books(), current: place.room !== "dashboard" },
  ];
}

/** In the same room the focus stays on what was pressed; in another one it goes to the heading. */
function refocus(view, id, sameRoom) {
  const same = sameRoom && id ? document.getElementById(id) : null;
  (same ?? view.querySelector("h1"))?.focus({ preventScroll: true });
}
