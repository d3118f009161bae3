// When was most read? Books and pages of every year.

import { count, year } from "../format.js";
import { perYear, read } from "../reading.js";
import { years as words } from "../words.js";
import { columnChart } from "./columns.js";
import { figure } from "./figure.js";

export function yearsFigure({ books, exportYear }) {
  const done = read(books);
  const years = perYear(done, exportYear);
  const notes = [
    undated(done.filter((book) => book.reading_year === null).length),
    guessed(done.filter((book) => book.date_guess).length),
    years.some((entry) => entry.current) ? words.current(exportYear) : "",
  ];
  if (!years.length) return figure({ kind: "years", title: words.empty, drawing: null, notes });
  return figure({
    kind: "years",
    title: title(years),
    ...columnChart({
      label: title(years),
      hint: `${year(years[0].year)} – ${year(years.at(-1).year)}`,
      columns: years.map((entry) => ({
        label: year(entry.year),
        says: words.value(entry.year, entry.books, entry.pages, entry.current),
        partial: entry.current,
        values: [entry.books, entry.pages],
      })),
      panels: [
        { name: words.books, height: 180, kind: "first", short: count },
        { name: words.pages, height: 96, kind: "second", short: words.short },
      ],
    }),
    notes,
    table: {
      columns: [words.year, words.books, words.pages],
      rows: years.map((entry) => [year(entry.year), count(entry.books), count(entry.pages)]),
    },
  });
}

function title(years) {
  const fullest = years.reduce((best, entry) => (entry.books > best.books ? entry : best));
  return years.length === 1 ? words.one(fullest.year, fullest.books) : words.title(fullest.year, fullest.books);
}

const undated = (n) => (n ? words.undated(n) : "");
const guessed = (n) => (n ? words.guesses(n) : "");
