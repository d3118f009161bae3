// How the file was read, for its owner: each cell that could not be taken as it stood, and what was made of it.

import { isTrouble } from "../api.js";
import { h, isolated } from "../dom.js";
import { report as words, trouble } from "../words.js";
import { ownersView } from "./downloads.js";
import { troubleWith } from "./trouble.js";

const FIRST = 50; // Problems of one kind that are shown before somebody asks for all.

/** A sentence about the file, and the problems one by one behind a button. */
export function fileReport(library) {
  const counts = library.data.metadata.csv_problems;
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const books = library.data.summary.total_books;
  if (!total) return h("p", { class: "soft" }, words.clean(books));
  const answer = h("div", { class: "report" });
  const button = h("button", { type: "button", class: "button quiet" }, words.show);
  button.addEventListener("click", () => unfold(library, button, answer));
  const kinds = h(
    "ul",
    { class: "problems" },
    Object.entries(counts).map(([kind, n]) => h("li", {}, words.kind(kind, n))),
  );
  return h("div", { class: "act" }, h("p", { class: "soft" }, words.found(books, total)), kinds, button, answer);
}

async function unfold(library, button, answer) {
  button.disabled = true;
  try {
    const { csv_report: report } = (await ownersView(library)).metadata;
    button.remove();
    answer.replaceChildren(...tables(report));
    answer.querySelector("h4").focus();
  } catch (error) {
    if (!isTrouble(error)) throw error;
    button.disabled = false;
    answer.replaceChildren(troubleWith(words.failed, error, trouble.unsure.read));
  }
}

function tables(report) {
  const groups = Map.groupBy(report.problems, (problem) => problem.problem);
  const listed = report.problems.length;
  const all = Object.values(report.counts).reduce((sum, n) => sum + n, 0);
  return [
    h("p", {}, words.read(report)),
    ...[...groups].map(([kind, problems]) => group(kind, problems)),
    listed < all ? h("p", { class: "note" }, words.unlisted(all - listed)) : null,
  ].filter(Boolean);
}

function group(kind, problems) {
  const body = h("tbody", {}, problems.slice(0, FIRST).map(row));
  const rest = problems.slice(FIRST);
  const more = h("button", { type: "button", class: "button quiet" }, words.more(rest.length));
  more.addEventListener("click", () => {
    body.append(...rest.map(row));
    more.remove();
  });
  return h(
    "section",
    {},
    h("h4", { tabindex: "-1" }, words.kind(kind, problems.length)),
    h("p", { class: "note" }, words.action(problems[0].action)),
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": words.kind(kind, problems.length) },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, [words.row, words.column, words.value].map((name) => h("th", { scope: "col" }, name)))),
        body,
      ),
    ),
    rest.length ? more : null,
  );
}

function row({ row: number, column, value }) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, number === null ? words.wholeFile : words.number(number)),
    h("td", {}, column ?? ""),
    h("td", {}, value === null ? h("span", { class: "soft" }, words.notKept) : isolated(value)),
  );
}
