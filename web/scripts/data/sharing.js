// The two links of a library: one to show it, one to own it.

import { h } from "../dom.js";
import { ownLink, shareLink } from "../owner.js";
import { ownership, sharing } from "../words.js";

/** The link to show others, with a button that copies it. */
export const othersLink = (uuid) => copyable(shareLink(uuid), sharing.link, sharing.copy);

/** The owner's link, with a button that copies it. */
export const ownersLink = (uuid, token) => copyable(ownLink(uuid, token), ownership.link, ownership.copy);

function copyable(link, label, copy) {
  const field = h("input", { type: "text", readonly: true, value: link, "aria-label": label, class: "link" });
  const button = h("button", { type: "button", class: "button quiet" }, copy);
  const said = h("p", { class: "note", role: "status" });
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link);
      said.textContent = sharing.copied;
    } catch (error) {
      // The browser forbids it, or the page is not a secure one: the reader's own hand does it.
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      field.focus();
      said.textContent = sharing.byHand;
    }
  });
  return h("div", { class: "copyable" }, field, button, said);
}
