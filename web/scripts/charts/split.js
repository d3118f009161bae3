// One bar divided into parts of a whole.

import { s } from "../dom.js";

/** A bar of `{share, kind, href}` parts; shares are of 1. The caller says the parts in words, with the same links. */
export function split(parts, height = 12) {
  let at = 0;
  return s(
    "svg",
    { "aria-hidden": "true", class: "strip", height, width: "100%" },
    s("rect", { class: "bar rest", height, width: "100%" }),
    parts.map(({ share, kind, href }) => {
      const part = s("rect", { class: `bar ${kind}`, height, x: percent(at), width: percent(share) });
      at += share;
      if (share <= 0) return null;
      return href ? s("a", { href, tabindex: "-1" }, part) : part;
    }),
  );
}

const percent = (share) => `${(100 * share).toFixed(2)}%`;
