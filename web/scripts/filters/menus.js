// The menus that choose books, each value with the number of books it would leave.

import { clipped, h } from "../dom.js";
import { go } from "../navigation.js";
import { counted } from "../reading/kinds.js";
import { books as words } from "../words/books.js";
import { choice } from "../words/dashboard.js";
import { FORMAT_ORDER, LENGTHS, NONE, nameOf } from "./keys.js";

const ROOMY = matchMedia("(min-width: 760px)"); // On a phone the menus are folded until one is used.
const MOST_AUTHORS = 100; // Others are found by their name; a menu of thousands is none.
const STATUSES = ["read", "currently-reading", "to-read", "did-not-finish", "other"];

const byName = ([a], [b]) => (a < b ? -1 : 1);
const byBooks = (a, b) => b[1] - a[1] || byName(a, b);
const downwards = ([a], [b]) => b - a;
const listed = (order) => ([a], [b]) => order.indexOf(a) - order.indexOf(b);

const MENUS = [
  { key: "status", order: listed(STATUSES) },
  { key: "year", order: downwards },
  { key: "genre", order: byBooks },
  { key: "rating", order: downwards },
  { key: "author", order: byBooks, most: MOST_AUTHORS },
  { key: "length", order: listed(LENGTHS) },
  { key: "format", order: listed(FORMAT_ORDER) },
];

/** A menu for each key that has more than one value; `more` goes into the addresses as it is. */
export function menus({ all, selection, to }, more) {
  const made = MENUS.map((menu) => oneMenu(menu, { all, selection, to }, more)).filter(Boolean);
  if (!made.length) return null;
  const chosen = MENUS.some(({ key }) => selection.values(key).length);
  return h(
    "details",
    { class: "filters", open: ROOMY.matches || chosen },
    h("summary", {}, words.filters),
    h("div", { class: "menus", role: "group", "aria-label": words.filters }, made),
  );
}

function oneMenu({ key, order, most = Infinity }, { all, selection, to }, more) {
  const others = selection.with(key, null);
  const counts = counted(others.among(all), key);
  const without = counts.get(NONE);
  counts.delete(NONE);
  const values = [...counts].sort(order).slice(0, most);
  if (without) values.push([NONE, without]);
  const present = selection.only(key);
  if (present !== null && !values.some(([value]) => value === present)) values.push([present, counts.get(present) ?? 0]);
  if (values.length < 2 && present === null) return null;
  const select = h(
    "select",
    {
      id: `menu-${key}`,
      class: present === null ? null : "chosen",
      on: { change: () => go(to.books(select.value ? others.with(key, select.value) : others, more)) },
    },
    h("option", { value: "" }, words.any[key]),
    values.map(([value, n]) => h("option", { value, selected: value === present }, words.option(nameOfValue(key, value), n))),
  );
  return h("label", { class: "menu" }, h("span", { class: "unseen" }, words.menus[key]), select);
}

const nameOfValue = (key, value) => clipped(choice[key](value) ?? nameOf(value), 48);
