// The head of every page: the name of the site, and beside it the rooms of the library that is open.

import { h } from "./dom.js";
import { mark } from "./shelf.js";
import { site } from "./words.js";

const rooms = h("nav", { class: "rooms", hidden: true });

export const masthead = () =>
  h("header", { class: "masthead" }, h("a", { class: "wordmark", href: "/", "aria-label": site.home }, mark(), site.name), rooms);

/** Shows links to rooms, `{id, name, href, current}`; none hides them. */
export function showRooms(label, links) {
  rooms.hidden = links.length === 0;
  rooms.setAttribute("aria-label", label);
  rooms.replaceChildren(
    ...links.map(({ id, name, href, current }) => h("a", { id, href, "aria-current": current ? "page" : null }, name)),
  );
}
