// Which year the dashboard is about: all time, or one of the years with a reading date.

import { h } from "../dom.js";
import { year as yearName } from "../format.js";
import { read } from "../reading.js";
import { yearChoice as words } from "../words/dashboard.js";

/** Links to every year under the other choices; none where nothing is dated. */
export function yearChoice({ all, year, selection, to }) {
  const others = selection.with("year", null);
  const years = [...new Set(read(others.among(all)).map((book) => book.reading_year))].filter((each) => each !== null);
  if (year !== null && !years.includes(year)) years.push(year);
  if (!years.length) return null;
  years.sort((a, b) => b - a);
  const whole = selection.values("year").length === 0;
  return h(
    "nav",
    { class: "years-choice", "aria-label": words.label },
    h(
      "ul",
      {},
      choice(words.all, "year-all", to.dashboard(others), whole),
      years.map((each) =>
        choice(yearName(each), `year-${each}`, to.dashboard(others.with("year", String(each))), each === year),
      ),
    ),
  );
}

const choice = (name, id, href, current) =>
  h("li", {}, h("a", { id, href, "aria-current": current ? "true" : null }, name));
