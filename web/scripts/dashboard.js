// The dashboard: one sentence about the reader, four figures, the charts and the latest covers.

import { authorsFigure } from "./charts/authors.js";
import { genresFigure } from "./charts/genres.js";
import { ratingsFigure } from "./charts/ratings.js";
import { yearsFigure } from "./charts/years.js";
import { cover } from "./covers.js";
import { h } from "./dom.js";
import { count, rating } from "./format.js";
import { headlineFacts, latestRead, read } from "./reading.js";
import { figures as words, headline, source, wall } from "./words.js";

const COVERS = 40;

/** Draws a dashboard JSON, published or preview. `owner` says that the reader is the one who looks at it. */
export function dashboard(data, { owner }) {
  const exportYear = Number(data.metadata.export_timestamp.slice(0, 4));
  const scene = { books: data.books, summary: data.summary, exportYear, owner };
  return h(
    "article",
    { class: "dashboard" },
    h("h1", { tabindex: "-1", class: "headline" }, sentence(scene)),
    figureRow(scene),
    h(
      "div",
      { class: "figures" },
      yearsFigure(scene),
      ratingsFigure(scene),
      genresFigure(scene),
      authorsFigure(scene),
    ),
    coverWall(scene),
    origin(data.metadata),
  );
}

/** The one sentence that the page opens with. */
export function sentence({ books, exportYear, owner }) {
  const done = read(books);
  if (!done.length) return headline.nothing(owner);
  const facts = headlineFacts(done, exportYear);
  return facts.when === null ? headline.ofAll({ ...facts, owner }) : headline.ofYear({ ...facts, owner });
}

function figureRow({ books, summary }) {
  const unpaged = read(books).filter((book) => book.num_pages === null).length;
  const { read_books: done, unique_authors: authors, average_rating: mean } = summary;
  return h(
    "dl",
    { class: "sums", "aria-label": words.label },
    sum(words.books, count(done), words.booksNote(summary.total_books)),
    sum(words.pages, count(summary.total_pages), done ? words.pagesNote(unpaged) : ""),
    sum(
      words.rating,
      mean === null ? words.none : rating(mean),
      mean === null ? words.unrated : words.ratingNote(summary.rated_books),
    ),
    sum(words.authors, count(authors), authors ? words.authorsNote(done / authors) : ""),
  );
}

const sum = (name, value, note) =>
  h("div", { class: "sum" }, h("dt", {}, name), h("dd", {}, value), h("dd", { class: "note" }, note));

function coverWall({ books }) {
  const done = read(books);
  if (!done.length) return null;
  const dated = done.some((book) => book.reading_year !== null);
  return h(
    "section",
    { class: "recent" },
    h("h2", {}, dated ? wall.title : wall.undated),
    h("ul", { class: "wall" }, latestRead(done, COVERS).map((book) => h("li", {}, cover(book)))),
  );
}

function origin(metadata) {
  const problems = Object.values(metadata.csv_problems).reduce((total, n) => total + n, 0);
  const line = source.line(source[metadata.export_source], metadata.export_timestamp, metadata.run);
  return h("p", { class: "note" }, `${line} ${source.problems(problems)}`.trim());
}
