// A choice of books as the address states it: `?genre=Fantasy&year=2024&rating=5`. Keys narrow each other. Values of
// one key widen each other, but for genres: a book may have several, so two of them ask for both.

import { KEYS } from "./keys.js";

const ALL_OF = new Set(["genre"]);

export class Selection {
  #chosen;

  /** `chosen` maps keys to sets of values. */
  constructor(chosen = new Map()) {
    this.#chosen = chosen;
  }

  /** The choice in the query of an address; what is no key is left out. */
  static of(search) {
    const chosen = new Map();
    for (const [key, value] of new URLSearchParams(search)) {
      if (!Object.hasOwn(KEYS, key) || !value) continue;
      chosen.set(key, (chosen.get(key) ?? new Set()).add(value));
    }
    return new Selection(chosen);
  }

  get isEmpty() {
    return this.#chosen.size === 0;
  }

  /** `[key, value]` of everything chosen, in the order in which keys are listed. */
  pairs() {
    return Object.keys(KEYS).flatMap((key) => this.values(key).map((value) => [key, value]));
  }

  values(key) {
    return [...(this.#chosen.get(key) ?? [])];
  }

  /** The value of a key of which exactly one is chosen, else null. */
  only(key) {
    const values = this.values(key);
    return values.length === 1 ? values[0] : null;
  }

  /** This choice with `key` set to `value` alone; null takes the key out. */
  with(key, value) {
    const chosen = new Map(this.#chosen);
    if (value === null) chosen.delete(key);
    else chosen.set(key, new Set([value]));
    return new Selection(chosen);
  }

  /** The books of this choice that also have these values: `{genre: "Fantasy", rating: ["4", "5"]}`. */
  narrowed(values) {
    const chosen = new Map(this.#chosen);
    for (const [key, value] of Object.entries(values)) {
      const before = ALL_OF.has(key) ? this.values(key) : [];
      chosen.set(key, new Set([...before, value].flat()));
    }
    return new Selection(chosen);
  }

  /** This choice without one of its values. */
  without(key, value) {
    const chosen = new Map(this.#chosen);
    const left = this.values(key).filter((each) => each !== value);
    if (left.length) chosen.set(key, new Set(left));
    else chosen.delete(key);
    return new Selection(chosen);
  }

  /** The chosen ones of these books, in their order. */
  among(books) {
    if (this.isEmpty) return books;
    const asked = [...this.#chosen].map(([key, values]) => asks(key, values));
    return books.filter((book) => asked.every((holds) => holds(book)));
  }
}

function asks(key, wanted) {
  const values = KEYS[key];
  if (!ALL_OF.has(key)) return (book) => values(book).some((value) => wanted.has(value));
  return (book) => {
    const has = new Set(values(book));
    return [...wanted].every((value) => has.has(value));
  };
}
