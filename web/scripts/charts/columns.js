// Upright bars over one shared axis, in one panel or several. Axes start at zero; each column is a link to its books.

import { s } from "../dom.js";
import { fitted, mark } from "./drawing.js";
import { every, ticks } from "./scale.js";

const LEFT = 44;
const TOP = 28;
const GAP = 16;
const BOTTOM = 26;
const GLYPH = 8;
const WIDEST_BAR = 56;

/**
 * `{drawing, readout}` of a chart. `columns` are `{label, says, href, partial, values, doubtful, before}`: `values` has
 * one for each of `panels`, `{name, height, kind, short}`; `doubtful`, part of the value, is drawn hollow; `before`, what
 * is compared with, stands behind in grey.
 */
export function columnChart({ columns, panels, label, hint }) {
  return fitted({ label, hint, draw: (width) => draw({ columns, panels, width }) });
}

function draw({ columns, panels, width }) {
  const inner = width - LEFT;
  const band = inner / columns.length;
  const frame = [];
  const bars = [];
  let top = 0;
  panels.forEach((panel, index) => {
    top += TOP + (index ? GAP : 0);
    const drawn = drawPanel({ panel, index, columns, top, band, width });
    top += panel.height;
    frame.push(drawn.frame);
    bars.push(drawn.bars);
  });
  frame.push(axis({ columns, band, inner, top }));
  const marks = columns.map((column, index) =>
    mark(
      column,
      s("rect", { x: LEFT + band * index, y: TOP / 2, width: band, height: top - TOP / 2, class: "reach" }),
      bars.map((panel) => panel[index]),
    ),
  );
  return { frame, marks, height: top + BOTTOM };
}

function drawPanel({ panel, index, columns, top, band, width }) {
  const values = columns.map((column) => column.values[index]);
  const before = columns.map((column) => column.before?.[index] ?? 0);
  const largest = Math.max(...values);
  const grid = ticks(Math.max(largest, ...before), panel.height > 140 ? 4 : 2);
  const y = (value) => top + panel.height * (1 - value / grid.at(-1));
  const bar = Math.min(WIDEST_BAR, band * (band > 8 ? 0.72 : 0.9));
  const wide = Math.max(...values.map((value) => panel.short(value).length)) * GLYPH < band;
  const frame = [
    s("text", { x: 0, y: top - 14, class: "panel-name" }, panel.name),
    ...grid.map((value) => s("line", { x1: LEFT, x2: width, y1: y(value), y2: y(value), class: value ? "grid" : "base" })),
    ...grid.map((value) => s("text", { x: LEFT - 8, y: y(value) + 4, class: "tick end" }, panel.short(value))),
  ];
  const bars = columns.map((column, place) => {
    const value = values[place];
    const middle = LEFT + band * (place + 0.5);
    const doubt = column.doubtful?.[index] ?? 0;
    const shade = `bar ${panel.kind}${column.partial ? " partial" : ""}`;
    const rect = (from, to, wide, kind) =>
      s("rect", { x: middle - wide / 2, y: y(to), width: wide, height: Math.max(0, y(from) - y(to)), class: kind });
    return [
      before[place] ? rect(0, before[place], Math.min(band - 1, bar * 1.3), "bar before") : null,
      rect(0, value - doubt, bar, shade),
      doubt ? rect(value - doubt, value, Math.max(1, bar - 1), `${shade} doubtful`) : null,
      value && (wide || value === largest)
        ? s("text", { x: middle, y: y(value) - 6, class: "value middle" }, panel.short(value))
        : null,
    ];
  });
  return { frame, bars };
}

function axis({ columns, band, inner, top }) {
  const longest = Math.max(...columns.map((column) => column.label.length));
  const step = every(columns.length, inner, longest * GLYPH + 4);
  const last = columns.length - 1;
  return s(
    "g",
    { "aria-hidden": "true" },
    columns.map((column, index) =>
      (last - index) % step
        ? null
        : s("text", { x: LEFT + band * (index + 0.5), y: top + 18, class: "tick middle" }, column.label),
    ),
  );
}
