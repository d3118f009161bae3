// When was most read? Books and pages of every year, or of every decade of a very long time.

import { count, year } from "../format.js";
import { perYear } from "../reading.js";
import { years as words } from "../words/charts.js";
import { columnChart } from "./columns.js";
import { figure } from "./figure.js";

const MOST_COLUMNS = 60; // A date that was mistyped by centuries must not make thousands of columns.
const SUMS = ["books", "pages", "guesses", "guessedPages"];

export function yearsFigure({ done, exportYear, owner, link }) {
  const years = perYear(done, exportYear);
  const undated = done.filter((book) => book.reading_year === null).length;
  const notes = [
    undated ? words.undated(undated, link({ year: "none" })) : "",
    guesses(years, link),
    years.some((entry) => entry.current && entry.books) ? words.current(exportYear) : "",
  ];
  const frame = { kind: "years", room: 8, notes };
  if (!years.length) return figure({ ...frame, title: words.empty, drawing: null });
  const title = titleOf(years);
  return figure({
    ...frame,
    title,
    ...columnChart({
      label: title,
      hint: words.hint(years[0].year, years.at(-1).year, owner),
      columns: binned(years).map((bin) => ({
        label: bin.label,
        says: words.value(bin),
        href: bin.books ? link({ year: bin.years }) : null,
        partial: bin.current,
        values: [bin.books, bin.pages],
        doubtful: [bin.guesses, bin.guessedPages],
      })),
      panels: [
        { name: words.books, height: 180, kind: "first", short: count },
        { name: words.pages, height: 96, kind: "second", short: words.short },
      ],
    }),
    table: {
      columns: [words.year, words.books, words.pages],
      rows: years.filter(worthARow).map((entry) => [year(entry.year), count(entry.books), count(entry.pages)]),
    },
  });
}

const worthARow = (entry, _index, all) => entry.books > 0 || all.length <= MOST_COLUMNS;

/** Columns of one year, ten or a hundred each: `{label, years, current, books, pages, guesses, guessedPages}`. */
function binned(years) {
  const step = [1, 10, 100].find((size) => years.length / size <= MOST_COLUMNS) ?? 1000;
  const bins = new Map();
  for (const entry of years) {
    const start = entry.year - (entry.year % step);
    const label = step === 1 ? year(start) : words.span(start);
    const bin = bins.get(start) ?? { label, years: [], current: false, books: 0, pages: 0, guesses: 0, guessedPages: 0 };
    for (const sum of SUMS) bin[sum] += entry[sum];
    if (entry.books) bin.years.push(year(entry.year));
    bin.current ||= entry.current && step === 1;
    bins.set(start, bin);
  }
  return [...bins.values()];
}

function titleOf(years) {
  const most = Math.max(...years.map((entry) => entry.books));
  const fullest = years.filter((entry) => entry.books === most).map((entry) => entry.year);
  if (years.length === 1) return words.one(fullest[0], most);
  return fullest.length === 1 ? words.title(fullest[0], most) : words.tied(fullest, most);
}

function guesses(years, link) {
  const n = years.reduce((total, entry) => total + entry.guesses, 0);
  return n ? words.guesses(n, link({ guess: "yes" })) : "";
}
