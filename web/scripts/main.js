// Which room an address leads to.

import { placeOf } from "./address.js";
import { h } from "./dom.js";
import { masthead } from "./masthead.js";
import { LIBRARY } from "./modules.js";
import { takeOverNavigation } from "./navigation.js";
import { nothingHere } from "./nothing.js";
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
  const door = h("div", { class: "door" });
  for (const module of LIBRARY) preload(module);
  import("./library.js").then(
    ({ libraryRoom }) => {
      if (!options.signal.aborted) door.replaceWith(libraryRoom(uuid, options));
    },
    () => door.replaceWith(nothingHere(unreachable.heading, unreachable.load)),
  );
  return door;
}

/** Modules asked for at once do not wait until the ones that import them have come. */
function preload(module) {
  const href = `/scripts/${module}`;
  if (document.head.querySelector(`link[href="${href}"]`)) return;
  document.head.append(h("link", { rel: "modulepreload", href }));
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
