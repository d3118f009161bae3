// The drop zone: a button that also takes files that are dropped on it. A file is looked at before it is sent.

import { RefusedError, UnreachableError, uploadExport } from "./api.js";
import { h, isolated } from "./dom.js";
import { keepToken } from "./owner.js";
import { shelf } from "./shelf.js";
import { refusal, start, unreachable } from "./words.js";

const LARGEST = 50 * 1024 * 1024;
const FOREIGN = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], words: refusal.archive },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], words: refusal.archive },
  { bytes: [0x1f, 0x8b], words: refusal.archive },
  { bytes: [0x25, 0x50, 0x44, 0x46], words: refusal.document },
  { bytes: [0x89, 0x50, 0x4e, 0x47], words: refusal.document },
  { bytes: [0xff, 0xd8, 0xff], words: refusal.document },
];

/** The drop zone. `taken(uuid)` is called when the server has accepted a file. */
export function dropZone(taken) {
  const prompt = h("span", { class: "drop-prompt" }, start.drop);
  const hint = h("span", { class: "drop-hint" }, start.choose);
  const input = h("input", { type: "file", accept: ".csv,text/csv,text/plain", hidden: true, "data-role": "file" });
  const answer = h("div", { class: "answer", role: "alert" });
  const zone = h(
    "button",
    { type: "button", class: "drop" },
    shelf(),
    prompt,
    hint,
    h("span", { class: "note" }, start.formats),
  );

  const busy = (words) => {
    zone.setAttribute("aria-busy", words ? "true" : "false");
    zone.disabled = Boolean(words);
    prompt.replaceChildren(...h("span", {}, words ?? start.drop).childNodes);
    hint.hidden = Boolean(words);
  };
  const take = async (files) => {
    answer.replaceChildren();
    const complaint = await objection(files);
    if (complaint) return answer.replaceChildren(notTaken(complaint, refusal.safe));
    busy(start.sending(files[0].name));
    try {
      const { uuid, owner_token: token } = await uploadExport(files[0]);
      keepToken(uuid, token);
      return taken(uuid);
    } catch (error) {
      busy(null);
      return answer.replaceChildren(notTakenFor(error));
    }
  };

  zone.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  dropping(zone, take);
  return h("div", { class: "upload" }, zone, input, answer);
}

function dropping(zone, take) {
  const over = (on) => zone.classList.toggle("over", on);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  zone.addEventListener("dragleave", () => over(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    take([...event.dataTransfer.files]);
  });
}

/** What speaks against sending these files, or null. */
async function objection(files) {
  if (!files.length) return refusal.nothing;
  if (files.length > 1) return refusal.several;
  const [file] = files;
  if (!file.size) return refusal.empty;
  if (file.size > LARGEST) return refusal.tooLarge;
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return FOREIGN.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte))?.words ?? null;
}

function notTakenFor(error) {
  if (error instanceof RefusedError) return notTaken([isolated(error.message)], refusal.safe);
  if (error instanceof UnreachableError) return notTaken(unreachable.upload, "", unreachable.heading);
  throw error;
}

function notTaken(why, safe, heading = refusal.heading) {
  return h("div", { class: "notice" }, h("strong", {}, heading), h("p", {}, why), safe ? h("p", {}, safe) : null);
}
