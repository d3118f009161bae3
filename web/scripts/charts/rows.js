// Lying bars with their names and values beside them. Names may be long and in any script, so they are text of
// the page and only the bars are drawn. Each row is a link to its books.

import { h, isolated, s } from "../dom.js";

/** A list of `{name, value, detail, length, kind, href}`; `length` is a share of the longest bar, 0 … 1. */
export function rows(entries) {
  return h("ol", { class: "rows" }, entries.map(row));
}

/** The place of rows that are still to come: bars without names or values. */
export function pendingRows(many) {
  const lengths = Array.from({ length: many }, (_, index) => 1 / (1 + index * 0.35));
  return h(
    "ol",
    { class: "rows pending", "aria-hidden": "true" },
    lengths.map((length) => h("li", { class: "row" }, h("span", { class: "row-bar" }, bar(length, "rest")))),
  );
}

function row({ name, value, detail = null, length, kind = "", href }) {
  return h(
    "li",
    {},
    h(
      href ? "a" : "div",
      { class: "row", href },
      h("span", { class: "row-name" }, isolated(name)),
      h("span", { class: "row-bar" }, bar(length, kind)),
      h("span", { class: "row-value" }, value),
      detail ? h("span", { class: "row-detail note" }, detail) : null,
    ),
  );
}

function bar(length, kind) {
  const width = `${Math.max(0.4, 100 * length).toFixed(2)}%`;
  return s(
    "svg",
    { "aria-hidden": "true", class: "strip", height: 12, width: "100%" },
    s("rect", { class: `bar ${kind}`, height: 12, width }),
  );
}
