// What is seen of a library until its first answer: where the dashboard will be, and a word.

import { h } from "./dom.js";
import { progress as words } from "./words.js";

const SLOW = 4000; // After this long an answer is late enough to say so.
const BONES = ["line", "line short", "sum", "sum", "sum", "sum", "chart"];

/** It waits until something takes its place or `signal` is aborted. */
export function opening(signal) {
  const word = h("h1", { tabindex: "-1" }, words.opening);
  const late = setTimeout(() => (word.textContent = words.openingLate), SLOW);
  signal.addEventListener("abort", () => clearTimeout(late), { once: true });
  const bones = BONES.map((kind) => h("div", { class: `bone ${kind}` }));
  return h("div", { class: "opening" }, h("div", { class: "opening-word", role: "status" }, word), h("div", { class: "bones", "aria-hidden": "true" }, bones));
}
