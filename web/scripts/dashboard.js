// The dashboard: one sentence about the reader, four figures, the charts and the books themselves. To add a chart,
// write its figure and put it into the rows below.

import { authorsFigure } from "./charts/authors.js";
import { formatsFigure, lengthsFigure } from "./charts/bands.js";
import { communityFigure } from "./charts/community.js";
import { genresFigure } from "./charts/genres.js";
import { monthsFigureOfAll, monthsOfYearFigure } from "./charts/months.js";
import { ratingsFigure } from "./charts/ratings.js";
import { yearsFigure } from "./charts/years.js";
import { endsFigure } from "./dashboard/ends.js";
import { coverageLine, figureRow } from "./dashboard/figures.js";
import { pileSections } from "./dashboard/piles.js";
import { sentence } from "./dashboard/sentence.js";
import { wallSection } from "./dashboard/wall.js";
import { yearChoice } from "./dashboard/year_choice.js";
import { yearFigure } from "./dashboard/year.js";
import { h } from "./dom.js";
import { chips } from "./filters/chips.js";
import { source } from "./words/dashboard.js";

const OF_ALL_TIME = [yearsFigure, monthsFigureOfAll];
const OF_ONE_YEAR = [monthsOfYearFigure, yearFigure];
const ALWAYS = [genresFigure, authorsFigure, ratingsFigure, communityFigure, lengthsFigure, formatsFigure, endsFigure];

/** The room of a scene. */
export function dashboard(scene) {
  return h(
    "article",
    { class: "dashboard" },
    h(
      "header",
      { class: "lede" },
      yearChoice(scene),
      h("h1", { tabindex: "-1", class: "headline" }, sentence(scene)),
      chips(scene, { room: "dashboard" }),
    ),
    h("div", { class: "totals" }, figureRow(scene), coverageLine(scene)),
    scene.done.length ? h("div", { class: "figures" }, figures(scene)) : null,
    wallSection(scene),
    pileSections(scene),
    origin(scene.metadata),
  );
}

function figures(scene) {
  const first = scene.year === null ? OF_ALL_TIME : OF_ONE_YEAR;
  return [...first, ...ALWAYS].map((figure) => figure(scene));
}

function origin(metadata) {
  const problems = Object.values(metadata.csv_problems).reduce((total, n) => total + n, 0);
  const line = source.line(source[metadata.export_source], metadata.export_timestamp, metadata.run);
  return h("p", { class: "note" }, `${line} ${source.problems(problems)}`.trim());
}
