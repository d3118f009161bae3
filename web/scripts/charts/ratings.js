// How are the books rated? How often each rating was given.

import { count } from "../format.js";
import { besideCommunity, perRating, read, sum } from "../reading.js";
import { ratings as words } from "../words.js";
import { columnChart } from "./columns.js";
import { figure } from "./figure.js";

export function ratingsFigure({ books, owner }) {
  const done = read(books);
  const bins = perRating(done);
  const rated = sum(bins.map((bin) => bin.books));
  const unrated = done.length - rated;
  const notes = [community(done), unrated && rated ? words.unrated(unrated) : ""];
  if (!rated) return figure({ kind: "ratings", title: words.empty, drawing: null, notes });
  const favourite = bins.reduce((best, bin) => (bin.books >= best.books ? bin : best));
  const title = words.title(owner, words.stars(favourite.rating));
  return figure({
    kind: "ratings",
    title,
    ...columnChart({
      label: title,
      hint: "",
      columns: bins.map((bin) => ({
        label: words.short(bin.rating),
        says: words.value(words.stars(bin.rating), bin.books, bin.books / rated),
        partial: false,
        values: [bin.books],
      })),
      panels: [{ name: words.books, height: 220, kind: "first", short: count }],
    }),
    notes,
    table: {
      columns: [words.rating, words.books],
      rows: bins.map((bin) => [words.stars(bin.rating), count(bin.books)]),
    },
  });
}

function community(books) {
  const both = besideCommunity(books);
  return both ? words.community(both.mine, both.theirs, both.books) : "";
}
