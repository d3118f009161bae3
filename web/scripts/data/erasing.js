// Deleting a library: asked once more, done, and said.

import { RefusedError, erase, isTrouble } from "../api.js";
import { h } from "../dom.js";
import { erasing as words, trouble } from "../words.js";
import { troubleWith } from "./trouble.js";

/** The button that opens the question, and the question. */
export function erasingPart(library) {
  const dialog = question(library);
  const open = h("button", { type: "button", class: "button danger quiet" }, words.open);
  open.addEventListener("click", () => dialog.showModal());
  return h("div", { class: "act" }, open, dialog);
}

function question(library) {
  const answer = h("div", { class: "answer", role: "alert" });
  const keep = h("button", { type: "button", class: "button quiet", autofocus: true }, words.keep);
  const yes = h("button", { type: "button", class: "button danger" }, words.yes);
  const dialog = h(
    "dialog",
    { class: "question", "aria-labelledby": "erasing-heading" },
    h("h2", { id: "erasing-heading" }, words.heading),
    h("p", {}, words.removed),
    h("ul", {}, words.parts.map((part) => h("li", {}, part))),
    h("p", {}, words.final),
    answer,
    h("div", { class: "choices" }, keep, yes),
  );
  const busy = (on) => {
    keep.disabled = on;
    yes.disabled = on;
    yes.textContent = on ? words.going : words.yes;
  };
  keep.addEventListener("click", () => dialog.close());
  // While the answer is out, Escape must not hide the question.
  dialog.addEventListener("cancel", (event) => yes.disabled && event.preventDefault());
  dialog.addEventListener("close", () => answer.replaceChildren());
  yes.addEventListener("click", async () => {
    answer.replaceChildren();
    busy(true);
    try {
      const { deleted_files: files } = await erase(library.uuid, library.token);
      library.gone(files.length);
    } catch (error) {
      if (!isTrouble(error)) throw error;
      // It was deleted before, perhaps by an answer that got lost.
      if (error instanceof RefusedError && error.status === 404) return library.gone(null);
      busy(false);
      answer.replaceChildren(troubleWith(words.failed, error, trouble.unsure.erase));
      yes.focus();
    }
  });
  return dialog;
}

/** What stands where a library was; `files` is how many files were removed, null where that is not known. */
export function deletedRoom(files) {
  const heading = h("h1", { tabindex: "-1" }, words.gone);
  queueMicrotask(() => heading.focus());
  return h(
    "section",
    { class: "plain", "data-end": "deleted" },
    heading,
    h("p", {}, words.goneWhat(files)),
    h("p", { class: "soft" }, words.goneLater),
    h("a", { href: "/" }, words.another),
  );
}
