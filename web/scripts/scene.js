// What a room draws: a library, what the address chooses of it, and the addresses that lead on.

import { addressesOf } from "./address.js";
import { Selection } from "./filters/selection.js";
import { read } from "./reading.js";

/**
 * The scene of a dashboard JSON. `books` are the chosen ones on all shelves, `done` those of them that were read. `year`
 * is the one chosen year and `before` the read books of the year before it under the same other choices, else null.
 * `enriched` is false in a preview. `link(values)` leads to the chosen read books that also have these values.
 */
export function sceneOf(data, { uuid, token, search }) {
  const selection = Selection.of(search);
  const to = addressesOf(uuid);
  const books = selection.among(data.books);
  const year = yearOf(selection);
  const before = year === null ? null : read(selection.with("year", String(year - 1)).among(data.books));
  return {
    uuid,
    token,
    owner: Boolean(token),
    all: data.books,
    books,
    done: read(books),
    year,
    before: before?.length ? before : null,
    selection,
    metadata: data.metadata,
    exportYear: Number(data.metadata.export_timestamp.slice(0, 4)),
    enriched: data.metadata.taxonomy_version !== null,
    to,
    link: (values) => to.books(selection.narrowed({ status: "read", ...values })),
  };
}

/** The one year that is chosen, as a number, or null. */
export function yearOf(selection) {
  const value = selection.only("year");
  return value !== null && /^\d{1,4}$/.test(value) ? Number(value) : null;
}
