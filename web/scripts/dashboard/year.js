// What one year was like: its first and last book, how long its books were, and the ones with five stars.

import { cover } from "../covers.js";
import { clipped, h, isolated } from "../dom.js";
import { calendar } from "../format.js";
import { firstAndLast } from "../reading/extremes.js";
import { totals } from "../reading/totals.js";
import { ofYear as words } from "../words/dashboard.js";
import { figure } from "../charts/figure.js";
import { strip } from "./wall.js";

const MOST_STARS = 4;

export function yearFigure({ done, before, year, exportYear, to, link }) {
  const { length } = totals(done);
  const past = before && totals(before).length;
  const apart = length && past ? Math.round(length) - Math.round(past) : 0;
  const pair = firstAndLast(done);
  const starred = done.filter((book) => book.my_rating === 5);
  return figure({
    kind: "year",
    room: 4,
    title: words.title(length, year),
    drawing: h(
      "div",
      { class: "year-facts" },
      apart ? h("p", { class: "soft" }, words.longer(apart, year - 1)) : null,
      pair ? h("div", { class: "pair" }, told(words.first, pair.first, to), told(lastName(year, exportYear), pair.last, to)) : null,
      h("p", { class: "stars-of-year" }, starred.length ? h("a", { href: link({ rating: "5" }) }, words.stars(starred.length)) : words.noStars),
      starred.length ? strip(starred.slice(0, MOST_STARS), to) : null,
    ),
  });
}

const lastName = (year, exportYear) => (year >= exportYear ? words.latest : words.last);

/** A book with what it is the first or last of. */
function told(name, book, to) {
  return h(
    "a",
    { class: "told", href: to.book(book.book_id) },
    cover(book),
    h(
      "span",
      { class: "told-text" },
      h("span", { class: "note" }, name),
      h("span", { class: "told-title" }, isolated(clipped(book.title, 80))),
      h("span", { class: "note" }, calendar(book.reading_month_year)),
    ),
  );
}
