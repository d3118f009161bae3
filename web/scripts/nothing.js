// A room with nothing in it but a way out.

import { h, isolated } from "./dom.js";
import { ends } from "./words.js";

export function nothingHere(heading, why = "") {
  return h(
    "section",
    { class: "plain" },
    h("h1", { tabindex: "-1" }, heading),
    why ? h("p", { class: "soft" }, isolated(why)) : null,
    h("a", { href: "/" }, ends.another),
  );
}
