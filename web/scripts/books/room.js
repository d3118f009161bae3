// The room of all books: found as you type, filtered by the address, sorted, as a table or as covers.

import { h } from "../dom.js";
import { chips } from "../filters/chips.js";
import { menus } from "../filters/menus.js";
import { go, note } from "../navigation.js";
import { books as words } from "../words/books.js";
import { bookGrid } from "./grid.js";
import { ORDERS, USUAL, orderOf, ordered, written } from "./order.js";
import { found } from "./search.js";
import { bookTable } from "./table.js";

/** `{element, settle, name}`: the room, what is to be done once it is in the page, and its name for the title. */
export function room(scene, { search, signal }) {
  const asked = new URLSearchParams(search);
  const state = { q: asked.get("q") ?? "", sort: asked.get("sort"), view: asked.get("view") === "covers" ? "covers" : null };
  const address = (change = {}) => scene.to.books(scene.selection, moreOf({ ...state, ...change }));
  const heading = h("h1", { tabindex: "-1", class: "books-heading" });
  const spoken = h("p", { class: "unseen", role: "status" });
  const none = h("p", { class: "soft none", hidden: true }, words.none);
  const community = scene.all.some((book) => book.average_rating !== null);
  const sorted = (sort) => address({ sort });
  const list = (state.view ? bookGrid : bookTable)({ all: scene.all, to: scene.to, sort: state.sort, sorted, signal });
  const inOrder = ordered(scene.books, orderOf(state.sort));
  const show = () => {
    const books = found(inOrder, state.q);
    heading.textContent = words.heading(books.length, scene.all.length);
    none.hidden = books.length > 0;
    list.element.hidden = books.length === 0;
    list.show(books);
  };
  const field = searchField(state.q, (q) => {
    state.q = q;
    show();
    note(address());
    spoken.textContent = heading.textContent;
  });
  const element = h(
    "section",
    { class: "books-room" },
    heading,
    h("div", { class: "tools" }, field, viewChoice(state, address), orderChoice({ state, address, community })),
    menus(scene, moreOf(state)),
    chips(scene, { room: "books", more: moreOf(state) }),
    spoken,
    none,
    list.element,
  );
  addEventListener("keydown", (event) => focusOnSlash(event, element), { signal });
  return { element, settle: show, name: words.title };
}

const moreOf = ({ q, sort, view }) => ({ q, sort: sort === USUAL ? null : sort, view });

function searchField(q, changed) {
  const input = h("input", {
    id: "search",
    type: "search",
    value: q,
    placeholder: words.search,
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    on: { input: () => changed(input.value) },
  });
  return h("label", { class: "search" }, h("span", { class: "unseen" }, words.search), input);
}

function focusOnSlash(event, room) {
  if (event.key !== "/" || event.target.closest?.("input, select, textarea")) return;
  event.preventDefault();
  room.querySelector("#search").focus();
}

function viewChoice({ view }, address) {
  const choice = (name, value, id) =>
    h("a", { id, href: address({ view: value }), "aria-current": view === value ? "true" : null }, name);
  return h("div", { class: "views", role: "group", "aria-label": words.views }, [
    choice(words.asTable, null, "view-table"),
    choice(words.asCovers, "covers", "view-covers"),
  ]);
}

/** The orders as a list, for covers and for a narrow table, which have no heads to press. */
function orderChoice({ state, address, community }) {
  const present = written(orderOf(state.sort));
  const option = (key, descending) => {
    const value = written({ key, descending });
    return h("option", { value, selected: value === present }, words.order(key, descending));
  };
  const keys = Object.keys(ORDERS).filter((key) => community || key !== "community");
  const select = h(
    "select",
    { id: "sort", on: { change: () => go(address({ sort: select.value })) } },
    keys.flatMap((key) => [option(key, ORDERS[key].descending), option(key, !ORDERS[key].descending)]),
  );
  return h("label", { class: state.view ? "order" : "order narrow-only" }, h("span", { class: "unseen" }, words.sort), select);
}
