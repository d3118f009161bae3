// The frame of a chart: a title that says the answer, the drawing, what it leaves out, and its table twin.

import { h } from "../dom.js";
import { chart as words } from "../words/charts.js";

let made = 0;

/**
 * A figure. `drawing` is a node, or null for none; `table` is `{columns, rows}`, its first column the rows'
 * headings; `notes` are phrases, the empty ones left out. `room` is how many of twelve columns it takes.
 */
export function figure({ title, kind, room = 6, drawing, readout = null, notes = [], table = null }) {
  const id = `figure-${(made += 1)}`;
  return h(
    "figure",
    { class: `figure ${kind} room-${room}`, "aria-labelledby": id },
    h("figcaption", {}, h("h2", { id, class: "figure-title" }, title)),
    readout,
    drawing ?? h("p", { class: "soft" }, words.none),
    notes.filter((note) => note && note.length !== 0).map((note) => h("p", { class: "note" }, note)),
    table && table.rows.length ? twin(table, id) : null,
  );
}

function twin({ columns, rows }, id) {
  const [first, ...others] = columns;
  return h(
    "details",
    { class: "twin" },
    h("summary", {}, words.table),
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-labelledby": id },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, first), others.map(columnHead))),
        h("tbody", {}, rows.map(([name, ...values]) => h("tr", {}, rowHead(name), values.map(cell)))),
      ),
    ),
  );
}

const columnHead = (name) => h("th", { scope: "col", class: "number" }, name);
const rowHead = (name) => h("th", { scope: "row", dir: "auto" }, name);
const cell = (value) => h("td", { class: "number" }, value);
