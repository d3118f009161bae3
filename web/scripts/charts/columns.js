// Upright bars over one shared axis, in one panel or several. Axes start at zero; each column says its value on
// hover and on focus. Arrow keys move along the columns, so a chart is one stop for the Tab key.

import { h, s } from "../dom.js";
import { every, ticks } from "./scale.js";

const LEFT = 44;
const TOP = 28;
const GAP = 16;
const BOTTOM = 26;
const GLYPH = 8;
const WIDEST_BAR = 56;

/**
 * A chart that redraws itself to the width it is given. `columns` are `{label, says, partial, values}` with a value
 * for each of `panels`, `{name, height, kind, short}`. Resolves to `{drawing, readout}`.
 */
export function columnChart({ columns, panels, label, hint }) {
  const readout = h("p", { class: "readout", "aria-hidden": "true" }, hint);
  const drawing = h("div", { class: "drawing" });
  const say = (text) => readout.replaceChildren(text ?? hint);
  let drawn = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width < 1 || width === drawn) return;
    drawn = width;
    drawing.replaceChildren(draw({ columns, panels, label, say, width }));
  }).observe(drawing);
  return { drawing, readout };
}

function draw({ columns, panels, label, say, width }) {
  const inner = width - LEFT;
  const band = inner / columns.length;
  const heights = panels.reduce((total, panel) => total + panel.height + TOP, 0);
  const height = heights + GAP * (panels.length - 1) + BOTTOM;
  const chart = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label });
  let top = 0;
  const bars = panels.map((panel, index) => {
    top += TOP + (index ? GAP : 0);
    const drawn = drawPanel({ panel, index, columns, top, band, inner, width });
    top += panel.height;
    chart.append(...drawn.frame);
    return drawn.bars;
  });
  chart.append(axis({ columns, band, inner, top }));
  chart.append(...columns.map((column, index) => mark({ column, index, bars, band, height: top, say })));
  rove(chart);
  return chart;
}

function drawPanel({ panel, index, columns, top, band, inner, width }) {
  const values = columns.map((column) => column.values[index]);
  const largest = Math.max(...values);
  const grid = ticks(largest, panel.height > 140 ? 4 : 2);
  const y = (value) => top + panel.height * (1 - value / grid.at(-1));
  const bar = Math.min(WIDEST_BAR, band * (band > 8 ? 0.72 : 0.9));
  const wide = Math.max(...values.map((value) => panel.short(value).length)) * GLYPH < band;
  const frame = [
    s("text", { x: 0, y: top - 14, class: "panel-name" }, panel.name),
    ...grid.map((value) => s("line", { x1: LEFT, x2: width, y1: y(value), y2: y(value), class: value ? "grid" : "base" })),
    ...grid.map((value) => s("text", { x: LEFT - 8, y: y(value) + 4, class: "tick end" }, panel.short(value))),
  ];
  const bars = values.map((value, place) => {
    const middle = LEFT + band * (place + 0.5);
    const shows = wide || value === largest;
    return [
      s("rect", {
        x: middle - bar / 2,
        y: y(value),
        width: bar,
        height: Math.max(0, y(0) - y(value)),
        class: `bar ${panel.kind}${columns[place].partial ? " partial" : ""}`,
      }),
      shows ? s("text", { x: middle, y: y(value) - 6, class: "value middle" }, panel.short(value)) : null,
    ];
  });
  return { frame, bars };
}

function axis({ columns, band, inner, top }) {
  const longest = Math.max(...columns.map((column) => column.label.length));
  const step = every(columns.length, inner, longest * GLYPH + 8);
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

function mark({ column, index, bars, band, height, say }) {
  return s(
    "g",
    {
      class: "mark",
      role: "img",
      "aria-label": column.says,
      tabindex: index ? "-1" : "0",
      on: {
        pointerenter: () => say(column.says),
        pointerleave: () => say(null),
        focus: () => say(column.says),
        blur: () => say(null),
      },
    },
    s("rect", { x: LEFT + band * index, y: TOP / 2, width: band, height: height - TOP / 2, class: "reach" }),
    bars.map((panel) => panel[index]),
  );
}

function rove(chart) {
  const marks = [...chart.querySelectorAll(".mark")];
  chart.addEventListener("keydown", (event) => {
    const here = marks.indexOf(document.activeElement);
    const there = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: marks.length - 1 }[event.key];
    if (here < 0 || !marks[there]) return;
    event.preventDefault();
    marks[here].setAttribute("tabindex", "-1");
    marks[there].setAttribute("tabindex", "0");
    marks[there].focus();
  });
}
