// Whose books? The most read authors with their pages and the reader's mean rating.

import { clipped, isolated } from "../dom.js";
import { named } from "../filters/keys.js";
import { count, rating } from "../format.js";
import { topAuthors } from "../reading.js";
import { authors as words } from "../words/charts.js";
import { figure } from "./figure.js";
import { rows } from "./rows.js";

const MOST = 10;
const FEWEST = 5; // Below the most read ones, an author of a single book says little.

export function authorsFigure({ done, link }) {
  const all = topAuthors(done);
  const top = all.filter(({ books }, place) => place < FEWEST || (place < MOST && books > 1));
  if (!top.length) return figure({ kind: "authors", title: words.empty, drawing: null });
  const longest = top[0].books;
  return figure({
    kind: "authors",
    title: title(all),
    drawing: rows(
      top.map((author) => ({
        name: clipped(author.name, 80),
        value: count(author.books),
        detail: words.detail(author.pages, author.rating),
        length: author.books / longest,
        kind: "first",
        href: link({ author: named(author.name) }),
      })),
    ),
    table: {
      columns: [words.author, words.books, words.pages, words.rating],
      rows: top.map((author) => [
        [isolated(clipped(author.name, 80))],
        count(author.books),
        author.pages ? count(author.pages) : words.unknown,
        author.rating === null ? words.unknown : rating(author.rating),
      ]),
    },
  });
}

function title(all) {
  const [first, second] = all;
  if (first.books === 1) return words.single(all.length);
  if (second?.books !== first.books) return words.title(clipped(first.name, 80), first.books);
  return words.tied(all.filter((author) => author.books === first.books).length, first.books);
}
