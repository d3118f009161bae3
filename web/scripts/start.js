// The start page: what this is, the drop zone, how to get the file, what happens with it.

import { readSample } from "./api.js";
import { sender } from "./data/sending.js";
import { h } from "./dom.js";
import { keepToken, latest } from "./owner.js";
import { coversWanted, wantCovers } from "./preferences.js";
import { shelf } from "./shelf.js";
import { dropZone } from "./upload.js";
import { start as words } from "./words.js";

/** The start page's room. `taken(uuid)` is called when a library has been accepted. */
export function startRoom(taken) {
  const zone = dropZone({
    send: sender(),
    ornament: shelf(),
    taken: ({ uuid, owner_token: token }) => {
      keepToken(uuid, token);
      taken(uuid);
    },
  });
  return h(
    "div",
    { class: "start" },
    h(
      "section",
      { class: "welcome" },
      h("h1", { tabindex: "-1" }, words.title),
      h("p", { class: "lead" }, words.lead),
      h("p", { class: "doors" }, sampleLink(), ownLink()),
    ),
    zone,
    h(
      "div",
      { class: "explained" },
      h("section", {}, h("h2", {}, words.how), h("ol", {}, words.steps.map(step))),
      h("section", {}, h("h2", {}, words.what), words.whats.map((text) => h("p", {}, text)), coverSwitch()),
      h("section", {}, h("h2", {}, words.stays), words.stay.map((text) => h("p", {}, text))),
    ),
  );
}

function step(parts) {
  const linked = (part) => (part.to ? h("a", { href: part.to, rel: "noreferrer" }, part.link) : part);
  return h("li", {}, h("span", { class: "step" }, parts.map(linked)));
}

function sampleLink() {
  const link = h("a", { hidden: true, "data-role": "sample" }, words.sample);
  readSample().then((uuid) => {
    if (!uuid) return;
    link.href = `/d/${encodeURIComponent(uuid)}`;
    link.hidden = false;
  });
  return link;
}

function ownLink() {
  const uuid = latest();
  return uuid ? h("a", { href: `/d/${encodeURIComponent(uuid)}` }, words.yours) : null;
}

function coverSwitch() {
  const box = h("input", {
    type: "checkbox",
    role: "switch",
    "aria-describedby": "covers-why",
    on: { change: () => wantCovers(box.checked) },
  });
  box.checked = coversWanted();
  return h(
    "div",
    { class: "covers-switch" },
    h("label", { class: "switch" }, box, h("span", {}, words.covers)),
    h("p", { class: "note", id: "covers-why" }, words.coversWhy),
  );
}
