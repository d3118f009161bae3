// Which room an address leads to.

import { placeOf } from "./address.js";
import { h } from "./dom.js";
import { masthead } from "./masthead.js";
import { LIBRARY, STYLES } from "./modules.js";
import { takeOverNavigation } from "./navigation.js";
import { nothingHere } from "./nothing.js";
import { opening } from "./opening.js";
import { adoptToken } from "./owner.js";
import { startRoom } from "./start.js";
import { missing, site, unreachable } from "./words.js";

const main = h("main", { class: "room" });
let leaving = new AbortController();
let library = null; // The uuid of the library that is open.

function enter({ fresh = false } = {}) {
  leaving.abort();
  leaving = new AbortController();
  main.replaceChildren(room(location.pathname, { signal: leaving.signal, fresh }));
}

function room(path, options) {
  library = placeOf(path)?.uuid ?? null;
  unlist(Boolean(library));
  if (library) {
    adoptToken(library);
    return roomOfLibrary(library, options);
  }
  document.title = site.name;
  if (path === "/" || path === "/index.html") return startRoom(open);
  return path.startsWith("/d/") ? nothingHere(missing.heading, missing.why) : nothingHere(missing.page);
}

/** The room of a library; what draws it is not loaded before somebody opens one. */
function roomOfLibrary(uuid, options) {
  const door = opening(options.signal);
  for (const module of LIBRARY) link("modulepreload", module);
  Promise.all([import("./library.js"), ...STYLES.map((style) => arrived(link("stylesheet", `../styles/${style}`)))]).then(
    ([{ libraryRoom }]) => {
      if (!options.signal.aborted) door.replaceWith(libraryRoom(uuid, options));
    },
    () => door.replaceWith(nothingHere(unreachable.heading, unreachable.load)),
  );
  return door;
}

/** A link to a file of the site, made once. Addresses are beside this script's: published, it has a folder of its own. */
function link(rel, file) {
  const { href } = new URL(file, import.meta.url);
  const made = document.head.querySelector(`link[href="${href}"]`);
  if (made) return made;
  const element = h("link", { rel, href });
  document.head.append(element);
  return element;
}

/** Resolves when a style sheet holds, rejects when it cannot be had. */
function arrived(style) {
  if (style.sheet) return style;
  return new Promise((resolve, reject) => {
    style.addEventListener("load", resolve, { once: true });
    style.addEventListener("error", reject, { once: true });
  });
}

function open(uuid) {
  history.pushState(null, "", `/d/${uuid}`);
  enter({ fresh: true });
  scrollTo(0, 0);
}

/** Back and forward: within the open library its room follows, else another room is entered. */
function arrive() {
  if (library && placeOf(location.pathname)?.uuid === library) dispatchEvent(new Event("moved"));
  else enter();
}

/** Keeps a library out of search engines; its link is its key. */
function unlist(wanted) {
  document.querySelector('meta[name="robots"]')?.remove();
  if (wanted) document.head.append(h("meta", { name: "robots", content: "noindex" }));
}

document.body.append(masthead(), main, h("footer", { class: "colophon" }, h("p", {}, site.colophon)));
takeOverNavigation((url) => library !== null && placeOf(url.pathname)?.uuid === library);
addEventListener("popstate", arrive);
addEventListener("hashchange", () => {
  if (location.hash.startsWith("#owner=")) enter();
});
enter();
