// A shelf of spines, drawn: the start page's one ornament.

import { s } from "./dom.js";

const BASE = 92;
// Width, height and cloth of each spine; a negative width leans.
const SPINES = [
  [14, 70, 1], [20, 84, 2], [11, 62, 3], [17, 78, 6], [24, 66, 8], [12, 86, 4], [16, 72, 5], [-15, 76, 7],
  [22, 80, 1], [13, 64, 3], [18, 88, 2], [10, 58, 5], [21, 74, 8], [15, 82, 6], [12, 68, 4], [19, 77, 1],
];

export function shelf() {
  let at = 6;
  const spines = SPINES.map(([width, height, cloth]) => {
    const leaning = width < 0;
    const thick = Math.abs(width);
    at += leaning ? 14 : 0;
    const spine = s(
      "g",
      leaning ? { transform: `rotate(-10 ${at} ${BASE})` } : {},
      s("rect", { x: at, y: BASE - height, width: thick, height, class: `spine cloth-${cloth}` }),
      s("rect", { x: at, y: BASE - height + 9, width: thick, height: 2, class: "band" }),
      s("rect", { x: at, y: BASE - 14, width: thick, height: 1, class: "band" }),
    );
    at += thick + (leaning ? 4 : 2);
    return spine;
  });
  return s(
    "svg",
    { class: "shelf", viewBox: `0 0 ${at + 6} ${BASE + 2}`, "aria-hidden": "true" },
    spines,
    s("line", { x1: 0, x2: at + 6, y1: BASE + 0.5, y2: BASE + 0.5, class: "board" }),
  );
}

/** The same idea in three strokes, for the masthead. */
export function mark() {
  return s(
    "svg",
    { viewBox: "0 0 24 24", "aria-hidden": "true" },
    s("rect", { x: 2, y: 3, width: 5, height: 18, class: "spine cloth-1" }),
    s("rect", { x: 8, y: 6, width: 5, height: 15, class: "spine cloth-5" }),
    s("rect", { x: 15, y: 4, width: 5, height: 17, class: "spine cloth-2", transform: "rotate(-10 17 21)" }),
  );
}
