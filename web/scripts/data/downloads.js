// Taking a library away: the files are made here of what the page has already, or of the owner's view.

import { isTrouble, readOwnersView, unmatchedAddress } from "../api.js";
import { h } from "../dom.js";
import { taking as words, trouble } from "../words.js";
import { tableOf } from "./table.js";
import { troubleWith } from "./trouble.js";

const KINDS = [
  { label: words.csv, name: "library.csv", type: "text/csv;charset=utf-8", text: (data, owner) => tableOf(data.books, { owner }) },
  { label: words.json, name: "library.json", type: "application/json", text: (data) => JSON.stringify(data, null, 1) },
];

/** The buttons that save a library; an owner's files hold what only the owner may see. */
export function downloads(library) {
  const answer = h("div", { class: "answer", role: "alert" });
  const unmatched = unmatchedBooks(library.data);
  return h(
    "div",
    { class: "act" },
    h("div", { class: "choices" }, KINDS.map((kind) => saveButton(library, kind, answer))),
    library.token ? h("p", { class: "note" }, words.ownersNote) : null,
    unmatched
      ? h("p", {}, h("a", { href: unmatchedAddress(library.uuid), download: "unmatched.csv" }, words.unmatched(unmatched)))
      : null,
    answer,
  );
}

function saveButton(library, { label, name, type, text }, answer) {
  const button = h("button", { type: "button", class: "button quiet" }, label);
  button.addEventListener("click", async () => {
    button.disabled = true;
    answer.replaceChildren();
    try {
      const data = library.token ? await ownersView(library) : library.data;
      save(new Blob([text(data, Boolean(library.token))], { type }), name);
    } catch (error) {
      if (!isTrouble(error)) throw error;
      answer.replaceChildren(troubleWith(words.failed, error, trouble.unsure.read));
    } finally {
      button.disabled = false;
    }
  });
  return button;
}

/** The owner's view of the dashboard that is shown. It is asked for once, and only when somebody wants it. */
export async function ownersView(library) {
  const { run } = library.data.metadata;
  if (library.owners?.metadata.run !== run) library.owners = await readOwnersView(library.uuid, library.token, library.signal);
  return library.owners;
}

const unmatchedBooks = ({ metadata: { outcomes } }) =>
  outcomes ? outcomes.partial + outcomes.not_found + outcomes.failed : 0;

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // Some browsers begin to read it only later.
}
