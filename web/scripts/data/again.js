// Starting another run of a library, by its owner.

import { RefusedError, isTrouble, reprocess } from "../api.js";
import { h } from "../dom.js";
import { ends, trouble } from "../words.js";
import { troubleWith } from "./trouble.js";

/**
 * A button that starts another run; the room then follows it. `from` is where it starts, `label` and `started` what
 * the button says before and after.
 */
export function againButton(library, { from, label, started }) {
  const answer = h("div", { class: "answer", role: "alert" });
  const button = h("button", { type: "button", class: "button quiet" }, label);
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.textContent = started;
    answer.replaceChildren();
    try {
      await reprocess(library.uuid, library.token, from);
    } catch (error) {
      if (!isTrouble(error)) throw error;
      // Somebody was faster: that run is as good as this one would have been.
      if (!(error instanceof RefusedError && error.code === "run_going")) {
        button.disabled = false;
        button.textContent = label;
        answer.replaceChildren(troubleWith(ends.againFailed, error, trouble.unsure.again));
        return;
      }
    }
    await library.again();
  });
  return h("div", { class: "act" }, button, answer);
}
