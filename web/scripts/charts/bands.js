// How long are the books, and in what form were they read? Bands in their natural order, unknown ones last; nothing
// where nothing is known.

import { count, percent } from "../format.js";
import { perFormat, perLength } from "../reading/kinds.js";
import { bands as words } from "../words/charts.js";
import { figure } from "./figure.js";
import { rows } from "./rows.js";

export const lengthsFigure = (scene) => bandsFigure(scene, "length", perLength(scene.done), words.length);
export const formatsFigure = (scene) => bandsFigure(scene, "format", perFormat(scene.done), words.format);

function bandsFigure({ done, link }, key, bands, says) {
  const frame = { kind: `${key}s`, room: 6 };
  const known = bands.filter((band) => band.value !== "none");
  if (!known.length) return null;
  const largest = known.reduce((best, band) => (band.books > best.books ? band : best));
  const longest = bands.reduce((most, band) => Math.max(most, band.books), 0);
  return figure({
    ...frame,
    title: says.title(largest.value, largest.books / done.length),
    drawing: rows(
      bands.map((band) => ({
        name: says.names[band.value],
        value: percent(band.books / done.length),
        length: band.books / longest,
        kind: band.value === "none" ? "hue-other" : "first",
        href: link({ [key]: band.value }),
      })),
    ),
    table: {
      columns: [says.column, words.books, words.share],
      rows: bands.map((band) => [says.names[band.value], count(band.books), percent(band.books / done.length)]),
    },
  });
}
