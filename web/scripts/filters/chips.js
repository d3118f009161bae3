// What is chosen, each a link that takes it out again.

import { clipped, h, isolated, s } from "../dom.js";
import { yearOf } from "../scene.js";
import { chips as words, choice } from "../words/dashboard.js";
import { nameOf } from "./keys.js";
import { Selection } from "./selection.js";

/**
 * The chips of a scene's choice, or null for none. In the room `dashboard` the choice of years shows the year. `more` goes
 * into the addresses as it is.
 */
export function chips({ selection, to, books }, { room, more = {} }) {
  const shown = selection.pairs().filter(([key]) => !(room === "dashboard" && key === "year" && yearOf(selection) !== null));
  if (!shown.length) return null;
  const kept = room === "dashboard" && yearOf(selection) !== null ? selection.only("year") : null;
  return h(
    "div",
    { class: "chips", role: "group", "aria-label": words.label },
    h("ul", {}, shown.map(([key, value], index) => h("li", {}, chip(key, value, index, to[room](selection.without(key, value), more))))),
    shown.length > 1 ? h("a", { id: "chips-clear", href: to[room](new Selection().with("year", kept), more) }, words.clear) : null,
    room === "dashboard" ? h("a", { href: to.books(selection) }, words.see(books.length)) : null,
  );
}

function chip(key, value, index, href) {
  const name = nameOfChoice(key, value);
  return h(
    "a",
    { class: "chip", id: `chip-${index}`, href },
    h("span", { class: "unseen" }, words.remove),
    h("span", { class: "chip-name" }, name),
    s("svg", { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" }, s("path", { d: "M2 2 L10 10 M10 2 L2 10" })),
  );
}

/** What a chosen value is called. */
export function nameOfChoice(key, value) {
  return isolated(clipped(choice[key](value) ?? nameOf(value), 60));
}
