// One bar divided into parts of a whole.

import { s } from "../dom.js";

/** A bar of `{share, kind}` parts; shares are of 1. The caller says the parts in words. */
export function split(parts, height = 12) {
  let at = 0;
  return s(
    "svg",
    { "aria-hidden": "true", class: "strip", height, width: "100%" },
    s("rect", { class: "bar rest", height, width: "100%" }),
    parts.map(({ share, kind }) => {
      const part = s("rect", { class: `bar ${kind}`, height, x: percent(at), width: percent(share) });
      at += share;
      return share > 0 ? part : null;
    }),
  );
}

const percent = (share) => `${(100 * share).toFixed(2)}%`;
