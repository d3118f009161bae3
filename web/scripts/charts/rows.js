// Lying bars with their names and values beside them. Names may be long and in any script, so they are text of
// the page and only the bars are drawn. Each row is a link to its books.

import { h, isolated, s } from "../dom.js";

/**
 * A list of `{name, value, detail, length, doubtful, kind, href}`; `length` is a share of the longest bar, 0 … 1, and
 * `doubtful` the part of it that is drawn hollow.
 */
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

function row({ name, value, detail = null, length, doubtful = 0, kind = "", href }) {
  return h(
    "li",
    {},
    h(
      href ? "a" : "div",
      { class: "row", href },
      h("span", { class: "row-name" }, isolated(name)),
      h("span", { class: "row-bar" }, bar(length, kind, doubtful)),
      h("span", { class: "row-value" }, value),
      detail ? h("span", { class: "row-detail note" }, detail) : null,
    ),
  );
}

function bar(length, kind, doubtful = 0) {
  const sure = length - doubtful;
  return s(
    "svg",
    { "aria-hidden": "true", class: "strip", height: 12, width: "100%" },
    s("rect", { class: `bar ${kind}`, height: 12, width: share(doubtful ? sure : Math.max(0.004, length)) }),
    doubtful
      ? s("rect", { class: `bar doubtful ${kind}`, height: 11, y: 0.5, x: share(sure), width: share(doubtful) })
      : null,
  );
}

const share = (part) => `${(100 * part).toFixed(2)}%`;
