// Which room an address leads to.

import { h } from "./dom.js";
import { libraryRoom, nothingHere } from "./library.js";
import { adoptToken } from "./owner.js";
import { mark } from "./shelf.js";
import { startRoom } from "./start.js";
import { missing, site } from "./words.js";

const LIBRARY = /^\/d\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/i;

const main = h("main", { class: "room" });
let leaving = new AbortController();

function enter({ fresh = false } = {}) {
  leaving.abort();
  leaving = new AbortController();
  main.replaceChildren(room(location.pathname, { signal: leaving.signal, fresh }));
}

function room(path, options) {
  const uuid = LIBRARY.exec(path)?.[1].toLowerCase();
  unlist(Boolean(uuid));
  if (uuid) {
    adoptToken(uuid);
    return libraryRoom(uuid, options);
  }
  document.title = site.name;
  if (path === "/" || path === "/index.html") return startRoom(open);
  return path.startsWith("/d/") ? nothingHere(missing.heading, missing.why) : nothingHere(missing.page);
}

function open(uuid) {
  history.pushState(null, "", `/d/${uuid}`);
  enter({ fresh: true });
  scrollTo(0, 0);
}

/** Keeps a library out of search engines; its link is its key. */
function unlist(wanted) {
  document.querySelector('meta[name="robots"]')?.remove();
  if (wanted) document.head.append(h("meta", { name: "robots", content: "noindex" }));
}

document.body.append(
  h("header", { class: "masthead" }, h("a", { class: "wordmark", href: "/", "aria-label": site.home }, mark(), site.name)),
  main,
  h("footer", { class: "colophon" }, h("p", {}, site.colophon)),
);
addEventListener("popstate", () => enter());
addEventListener("hashchange", () => enter());
enter();
