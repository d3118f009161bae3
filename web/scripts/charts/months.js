// In which month is most read? One year beside the year before, or all years together.

import { count, monthLabel, monthName } from "../format.js";
import { fullest, perMonth } from "../reading/months.js";
import { months as words } from "../words/charts.js";
import { columnChart } from "./columns.js";
import { figure } from "./figure.js";

/** The months of the year that the scene is about, in two panels, with the year before behind them. */
export function monthsOfYearFigure({ done, before, year, owner, link }) {
  const months = perMonth(done);
  const past = before?.some((book) => book.reading_month_year) ? perMonth(before) : null;
  return monthsFigure({
    months,
    past,
    room: 8,
    title: titleOf(months, owner, words.inYear(year)),
    hint: past ? words.behind(year, year - 1) : words.hintOfYear(year),
    link,
    notes: notes(done, months, link),
    panels: [panel(words.books, 180, "first", count), panel(words.pages, 96, "second", words.short)],
  });
}

/** The months of all years together. */
export function monthsFigureOfAll({ done, owner, link }) {
  const months = perMonth(done);
  return monthsFigure({
    months,
    past: null,
    room: 4,
    title: titleOf(months, owner, ""),
    hint: words.hintOfAll,
    link,
    notes: notes(done, months, link),
    panels: [panel(words.books, 180, "first", count)],
  });
}

const panel = (name, height, kind, short) => ({ name, height, kind, short });

function monthsFigure({ months, past, room, title, hint, link, notes, panels }) {
  const frame = { kind: "months", room, notes };
  if (!months.some((entry) => entry.books)) return figure({ ...frame, title: words.empty, drawing: null });
  const columns = months.map((entry, index) => ({
    label: room > 4 ? monthLabel(entry.month) : monthName(entry.month).slice(0, 1),
    says: words.value(monthName(entry.month), entry, past?.[index] ?? null),
    href: entry.books ? link({ month: String(entry.month) }) : null,
    partial: false,
    values: [entry.books, entry.pages].slice(0, panels.length),
    doubtful: [entry.guesses, entry.guessedPages],
    before: past ? [past[index].books, past[index].pages] : null,
  }));
  return figure({
    ...frame,
    title,
    ...columnChart({ label: title, hint, columns, panels }),
    table: {
      columns: [words.month, words.books, words.pages, ...(past ? [words.booksBefore] : [])],
      rows: months.map((entry, index) => [
        monthName(entry.month),
        count(entry.books),
        count(entry.pages),
        ...(past ? [count(past[index].books)] : []),
      ]),
    },
  });
}

function titleOf(months, owner, when) {
  const best = fullest(months);
  if (!best.length || best.length > 2) return words.even(owner, when);
  return words.title({ owner, when, names: best.map((entry) => monthName(entry.month)), books: best[0].books });
}

function notes(done, months, link) {
  const guesses = months.reduce((total, entry) => total + entry.guesses, 0);
  const yearOnly = done.filter((book) => book.reading_year !== null && !book.reading_month_year).length;
  return [
    guesses ? words.guesses(guesses, link({ guess: "yes" })) : "",
    yearOnly ? words.yearOnly(yearOnly, link({ month: "none" })) : "",
  ];
}
