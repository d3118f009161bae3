// A book's rating beside the community's: two bars of five stars. What is not known is not drawn.

import { h, s } from "../dom.js";
import { book as words } from "../words/books.js";

/** The pair, or null where the book has neither rating. */
export function ratingsPair(book, owner) {
  const { my_rating: mine, average_rating: theirs } = book;
  if (mine === null && theirs === null) return null;
  return h(
    "dl",
    { class: "rated" },
    mine === null ? null : line(words.mine(owner), words.rated(mine), mine, "first"),
    theirs === null ? null : line(words.theirs, words.theirRating(theirs), theirs, "hue-other"),
  );
}

function line(name, value, rating, kind) {
  const width = `${Math.min(100, 20 * rating)}%`;
  return h(
    "div",
    { class: "rated-line" },
    h("dt", {}, name),
    h(
      "dd",
      {},
      s(
        "svg",
        { "aria-hidden": "true", class: "strip", height: 12, width: "100%" },
        s("rect", { class: "bar rest", height: 12, width: "100%" }),
        s("rect", { class: `bar ${kind}`, height: 12, width }),
      ),
      h("span", {}, value),
    ),
  );
}
