// The cover of a book: a picture where one is known and wanted, and below it always a typographic one.

import { clipped, h } from "./dom.js";
import { coversWanted } from "./preferences.js";

const CLOTHS = 8;
const BINDINGS = 3;
const PLACEHOLDER = 16; // Open Library answers a missing cover with a picture of one pixel.
const HOSTS = ["covers.openlibrary.org", "books.google.com", "archive.org"];

/** The cover of a dashboard's book. Nothing moves when its picture arrives, and a missing one leaves no hole. */
export function cover(book) {
  const look = hash(book.title + book.author);
  const binding = 1 + (Math.floor(look / CLOTHS) % BINDINGS);
  const title = clipped(shortTitle(book));
  const face = h(
    "div",
    { class: `cover cloth-${1 + (look % CLOTHS)} binding-${binding} ${setting(title)}` },
    h("span", { class: "cover-title", dir: "auto" }, title),
    h("span", { class: "cover-author", dir: "auto" }, clipped(book.author)),
  );
  const address = picture(book.thumbnail_url);
  if (address && coversWanted()) face.append(image(address));
  return face;
}

function image(address) {
  const picture = h("img", {
    alt: "",
    width: "180",
    height: "270",
    loading: "lazy",
    decoding: "async",
    referrerpolicy: "no-referrer",
    on: {
      load: () => (picture.naturalWidth < PLACEHOLDER ? picture.remove() : picture.classList.add("arrived")),
      error: () => picture.remove(),
    },
  });
  picture.src = address;
  return picture;
}

/** The address if it is one the page's policy allows, else null. */
function picture(address) {
  if (!address || !URL.canParse(address)) return null;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" && HOSTS.includes(hostname) ? address : null;
}

/** How the title is set, by its longest word. */
function setting(title) {
  const longest = title.split(/[^\p{L}\p{M}\p{N}'’]+/u).reduce((most, word) => Math.max(most, word.length), 0);
  return longest > 13 ? "longer-word" : longest > 10 ? "long-word" : "";
}

/** The title without the series it ends with, as a cover would print it. */
function shortTitle(book) {
  const tail = book.series ? book.title.lastIndexOf(" (") : -1;
  return tail > 0 ? book.title.slice(0, tail) : book.title;
}

/** A small stable number of a text (FNV-1a), so that a book keeps its cloth. */
function hash(text) {
  let value = 2166136261;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 16777619);
  }
  return value >>> 0;
}
