// Looking at a file before it is sent. It refuses nothing that the server would take: what is doubtful is sent.

import { isolated } from "../dom.js";
import { refusal } from "../words.js";

const LARGEST = 50_000_000;
const HEAD = 1 << 16;
const MOST_CONTROLS = 0.02;
const WIDE = 12; // A file without a header is recognised by its many columns, and only the server does that.
const DELIMITERS = [",", ";", "\t", "|"];
const AROUND = /^[\ufeff" \t\r\n\u00a0]+|[\ufeff" \t\r\n\u00a0]+$/g;
const SEPARATOR_LINE = /^\s*"?sep=[,;\t|]"?[,;\t|]*\r?\n?/i;
const WEB_PAGE = /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)\b/i;
const CONTROLS = /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/g;

// The first bytes of files that people drop instead of the CSV.
const FOREIGN = [
  ["PK\x03\x04", "archive"],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "archive"],
  ["\x1f\x8b", "archive"],
  ["%PDF-", "document"],
  ["{\\rtf", "document"],
  ["\x89PNG\r\n\x1a\n", "document"],
  ["\xff\xd8\xff", "document"],
  ["GIF8", "document"],
  ["SQLite format 3\x00", "document"],
  ["bplist", "document"],
];

/** What speaks against sending these files, as a phrase that says what to do; null where nothing does. */
export async function objection(files) {
  if (!files.length) return refusal.nothing;
  if (files.length > 1) return refusal.several;
  const [file] = files;
  if (file.size > LARGEST) return refusal.tooLarge;
  try {
    return contents(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()));
  } catch (error) {
    if (error instanceof DOMException) return refusal.unreadable;
    throw error;
  }
}

function contents(head) {
  if (!head.length) return refusal.empty;
  const start = String.fromCharCode(...head.subarray(0, 16));
  const foreign = FOREIGN.find(([magic]) => start.startsWith(magic));
  if (foreign) return refusal[foreign[1]];
  const text = decoded(head);
  if (text === null) return null;
  if (!text.replace(/[,;\t|"\ufeff \r\n]/g, "")) return refusal.empty;
  const rows = DELIMITERS.flatMap((delimiter) => [names(text, delimiter), names(text.replaceAll('"', ""), delimiter)]);
  if (rows.some(isExport)) return null;
  if ((text.match(CONTROLS) ?? []).length > MOST_CONTROLS * text.length) return refusal.binary;
  if (WEB_PAGE.test(text)) return refusal.webPage;
  const widest = rows.reduce((one, other) => (other.length > one.length ? other : one));
  return widest.length < WIDE ? columnsMissing(widest) : null;
}

/** The text of a file's beginning in the encoding that its mark, its NULs or its bytes tell; null for UTF-32. */
function decoded(head) {
  const mark = [...head.subarray(0, 4)].join();
  if (mark === "255,254,0,0" || mark === "0,0,254,255") return null;
  const as = (encoding, fatal = false) => new TextDecoder(encoding, { fatal }).decode(head, { stream: true });
  if (mark.startsWith("239,187,191")) return as("utf-8");
  if (head[0] === 0xff && head[1] === 0xfe) return as("utf-16le");
  if (head[0] === 0xfe && head[1] === 0xff) return as("utf-16be");
  const nuls = [0, 0];
  head.forEach((byte, at) => {
    nuls[at % 2] += byte === 0 ? 1 : 0;
  });
  const enough = head.length / 10;
  if (nuls[1] > enough && nuls[1] > 4 * nuls[0]) return as("utf-16le");
  if (nuls[0] > enough && nuls[0] > 4 * nuls[1]) return as("utf-16be");
  try {
    return as("utf-8", true);
  } catch {
    return as("windows-1252");
  }
}

/** The cells of the first row that is not blank, as names. A row that was quoted as one cell is taken apart. */
function names(text, delimiter) {
  const line = firstLine(text.replace(/^\ufeff/, "").replace(SEPARATOR_LINE, ""));
  const cells = split(line, delimiter);
  const inner = cells.length === 1 || !cells.slice(1).some((cell) => cell.trim()) ? split(cells[0], delimiter) : cells;
  return (inner.length > 1 ? inner : cells).map((cell) => cell.replace(AROUND, ""));
}

const firstLine = (text) => text.split(/\r\n|\r|\n/).find((line) => line.replace(/[,;\t|"\s]/g, "")) ?? "";

function split(line, delimiter) {
  const cells = [""];
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    else if (letter === delimiter && !quoted) cells.push("");
    else cells[cells.length - 1] += letter;
  }
  return cells;
}

const isExport = (cells) => missing(cells).length === 0;

/** What a header lacks of the export that it comes closest to, as domain/exports/columns.py has it. */
function missing(cells) {
  const lacks = (wanted) => wanted.filter((name) => !cells.includes(name));
  const goodreads = lacks(["Title", "Author"]);
  if (!["Book Id", "Exclusive Shelf", "My Rating"].some((name) => cells.includes(name))) goodreads.push("Book Id");
  const storygraph = lacks(["Title", "Authors", "Read Status"]);
  return storygraph.length < goodreads.length ? storygraph : goodreads;
}

const columnsMissing = (cells) => [...refusal.columns(missing(cells)), isolated(shown(cells)), refusal.columnsThen];

const shown = (cells) => cells.slice(0, 6).map((cell) => `“${cell.slice(0, 30)}”`).join(", ") + (cells.length > 6 ? " …" : "");
