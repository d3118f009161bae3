// How are the books rated? How often each rating was given.

import { count } from "../format.js";
import { perRating, sum } from "../reading.js";
import { ratings as words } from "../words/charts.js";
import { columnChart } from "./columns.js";
import { figure } from "./figure.js";

export function ratingsFigure({ done, owner, link }) {
  const bins = perRating(done);
  const rated = sum(bins.map((bin) => bin.books));
  const unrated = done.length - rated;
  const frame = { kind: "ratings", room: 4 };
  if (!rated) return figure({ ...frame, title: words.empty, drawing: null });
  const most = Math.max(...bins.map((bin) => bin.books));
  const favourites = bins.filter((bin) => bin.books === most).map((bin) => words.stars(bin.rating));
  const title = favourites.length > 1 ? words.tied(favourites) : words.title(owner, favourites[0], most / rated);
  return figure({
    ...frame,
    title,
    ...columnChart({
      label: title,
      hint: words.hint(rated),
      columns: bins.map((bin) => ({
        label: words.short(bin.rating),
        says: words.value(words.stars(bin.rating), bin.books, bin.books / rated),
        href: bin.books ? link({ rating: String(bin.rating) }) : null,
        partial: false,
        values: [bin.books],
      })),
      panels: [{ name: words.books, height: 220, kind: "first", short: count }],
    }),
    notes: [unrated ? words.unrated(unrated, link({ rating: "none" })) : ""],
    table: {
      columns: [words.rating, words.books],
      rows: bins.map((bin) => [words.stars(bin.rating), count(bin.books)]),
    },
  });
}
