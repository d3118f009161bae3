// The drop zone: a button that also takes files that are dropped on it. A file is looked at before it is sent.

import { isTrouble } from "./api.js";
import { objection } from "./data/checking.js";
import { notice, uploadTrouble } from "./data/trouble.js";
import { h } from "./dom.js";
import { refusal, start } from "./words.js";

// A file that is let go beside the zone must not replace the page.
for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());

/**
 * The drop zone. `send(file, {sent, signal})` sends a file that was looked at, and `taken(answer)` hears what it
 * resolved to. `ornament` is drawn above the words.
 */
export function dropZone({ send, taken, ornament = null, prompt = start.drop }) {
  const input = h("input", { type: "file", accept: ".csv,text/csv,text/plain", hidden: true, "data-role": "file" });
  const zone = h(
    "button",
    { type: "button", class: ornament ? "drop" : "drop small" },
    ornament,
    h("span", { class: "drop-prompt" }, prompt),
    h("span", { class: "drop-hint" }, start.choose),
    h("span", { class: "note" }, start.formats),
  );
  const answer = h("div", { class: "answer", role: "alert" });
  const room = h("div", { class: "upload" }, zone, input, answer);

  const take = async (files) => {
    if (!zone.isConnected) return;
    answer.replaceChildren();
    const complaint = await objection(files);
    if (complaint) return answer.replaceChildren(notice(refusal.heading, complaint, refusal.safe));
    const under = new AbortController();
    const panel = sendingPanel(files[0], () => under.abort());
    panel.element.style.minHeight = `${zone.offsetHeight}px`;
    zone.replaceWith(panel.element);
    panel.cancel.focus();
    try {
      taken(await send(files[0], { sent: panel.sent, signal: under.signal }));
    } catch (error) {
      if (panel.element.isConnected) panel.element.replaceWith(zone);
      zone.focus();
      if (error.name === "AbortError") answer.replaceChildren(h("p", { class: "soft" }, start.cancelled));
      else if (isTrouble(error)) answer.replaceChildren(uploadTrouble(error));
      else throw error;
    }
  };

  zone.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  dropping(zone, take);
  return room;
}

function dropping(zone, take) {
  const over = (on) => zone.classList.toggle("over", on);
  zone.addEventListener("dragover", () => over(true));
  zone.addEventListener("dragleave", (event) => over(zone.contains(event.relatedTarget)));
  zone.addEventListener("drop", (event) => {
    over(false);
    take([...event.dataTransfer.files]);
  });
}

/** What stands in place of the zone while a file leaves: its name, how much of it has left, and a way back. */
function sendingPanel(file, stop) {
  const bar = h("progress", { max: 1, "aria-label": start.sendingBar });
  const amount = h("p", { class: "soft sending-amount" }, start.connecting);
  const cancel = h("button", { type: "button", class: "button quiet", on: { click: stop } }, start.cancel);
  const element = h(
    "div",
    { class: "sending" },
    h("p", { class: "drop-prompt" }, start.sending(file.name)),
    bar,
    h("div", { class: "sending-foot" }, amount, cancel),
  );
  const sent = (bytes, all) => {
    bar.value = bytes / all;
    amount.textContent = bytes < all ? start.sent(Math.min(bytes, file.size), file.size) : start.handedOver;
  };
  return { element, cancel, sent };
}
