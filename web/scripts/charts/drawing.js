// A drawing that fits the width it is given, and the line above it that says what is pointed at.

import { h, s } from "../dom.js";
import { rove } from "./roving.js";

const NARROWEST = 120; // Below it there is no room for an axis; the place is still being laid out.

/**
 * `{drawing, readout}`. `draw(width)` gives `{frame, marks, height}`, drawn anew for each width; marks are made by
 * `mark`. The readout shows `hint` until a mark is pointed at or focused.
 */
export function fitted({ label, hint, draw }) {
  const readout = h("p", { class: "readout", "aria-hidden": "true" }, hint);
  const drawing = h("div", { class: "drawing" });
  const say = (text) => readout.replaceChildren(text ?? hint);
  let drawn = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width < NARROWEST || width === drawn) return;
    drawn = width;
    drawing.replaceChildren(chart(draw(width), width, label, say));
  }).observe(drawing);
  return { drawing, readout };
}

function chart({ frame, marks, height }, width, label, say) {
  const svg = s(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label },
    frame,
    marks,
  );
  rove(svg, marks);
  const said = (event) => event.target.closest?.(".mark")?.getAttribute("aria-label");
  for (const type of ["pointerover", "focusin"]) svg.addEventListener(type, (event) => say(said(event)));
  for (const type of ["pointerleave", "focusout"]) svg.addEventListener(type, () => say(null));
  return svg;
}

/** A mark: a link that says its value. A mark without books says that and leads nowhere. */
export function mark({ href, says }, ...shapes) {
  return s("a", { class: "mark", href, role: href ? null : "img", "aria-label": says }, shapes);
}
