// The one sentence that the page opens with.

import { headlineFacts, sentenceFacts } from "../reading.js";
import { headline } from "../words/dashboard.js";

/** About the chosen year, or the latest one that says something, or what else is chosen. */
export function sentence({ done, all, year, selection, exportYear, owner }) {
  if (!done.length) return nothing({ all, year, selection, owner });
  const others = selection.pairs().some(([key]) => key !== "year");
  if (others || (year === null && !selection.isEmpty)) return headline.ofChoice({ ...sentenceFacts(done), owner });
  if (year !== null) return headline.ofYear({ ...sentenceFacts(done), when: year, current: year >= exportYear, owner });
  const facts = headlineFacts(done, exportYear);
  return facts.when === null ? headline.ofAll({ ...facts, owner }) : headline.ofYear({ ...facts, owner });
}

function nothing({ all, year, selection, owner }) {
  if (selection.isEmpty || !all.length) return headline.nothing(owner);
  return year !== null && selection.pairs().length === 1 ? headline.nothingInYear(year) : headline.nothingChosen;
}
