// What can be done with a library: show it, take it away, look at how its file was read, bring it up to date, end it.

import { dropZone } from "../upload.js";
import { h } from "../dom.js";
import { keeping as words, ownership, sharing } from "../words.js";
import { againButton } from "./again.js";
import { downloads } from "./downloads.js";
import { erasingPart } from "./erasing.js";
import { fileReport } from "./report.js";
import { sender } from "./sending.js";
import { othersLink, ownersLink } from "./sharing.js";

/** The section below a dashboard. Others than the owner see the link and the downloads only; `going`: a run is. */
export function keeping(library, { going }) {
  const { uuid, token, data } = library;
  const share = data ? part(sharing.heading, sharing.why, othersLink(uuid)) : null;
  const take = data ? part(words.take, words.takeWhy, downloads(library)) : null;
  return h(
    "section",
    { class: "keeping", "aria-labelledby": "keeping-heading" },
    h("h2", { id: "keeping-heading" }, headingOf(library)),
    h("div", { class: "parts" }, share, token ? ownersParts(library, { take, going }) : take),
  );
}

function ownersParts(library, { take, going }) {
  const { uuid, token, data } = library;
  const wait = (element) => (going ? h("p", { class: "soft" }, words.going) : element);
  return [
    part(ownership.heading, ownership.why, ownersLink(uuid, token)),
    take,
    data ? part(words.again, words.againWhy, wait(again(library))) : null,
    data
      ? part(words.newer, words.newerWhy, wait(newer(library, words.drop)))
      : part(words.another, words.anotherWhy, wait(newer(library, words.dropAnother))),
    part(words.end, words.endWhy, erasingPart(library)),
    data ? part(words.file, null, fileReport(library)) : null,
  ];
}

function part(heading, why, ...children) {
  return h("section", { class: "part" }, h("h3", {}, heading), why ? h("p", { class: "soft" }, why) : null, children);
}

function headingOf({ token, data }) {
  if (!data) return words.headingBare;
  return token ? words.heading : words.headingForOthers;
}

const newer = (library, prompt) => dropZone({ send: sender(library), taken: () => library.again(), prompt });

const again = (library) =>
  h(
    "div",
    { class: "choices" },
    againButton(library, { from: "sources", label: words.sources, started: words.sourcesStarted }),
    againButton(library, { from: "normalise", label: words.normalise, started: words.normaliseStarted }),
  );
