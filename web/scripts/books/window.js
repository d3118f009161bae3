// A long list of which only the lines near the screen are in the page. The rest is empty space of the same height, so
// the scroll bar, Page Down, and the browser's Back work as with a whole list. The line that has the focus stays.

const MARGIN = 14; // Lines kept above and below the screen, so that a quick hand and a screen reader find some there.
const PRINTED = 2000;

/**
 * Keeps `body` filled. `shape()` gives `{height, columns}`, the height of a line in pixels and how many items it has;
 * `item(value, index)` makes an item, `spacer(height)` the empty space. Returns `{show, focus}`: `show(values)` puts
 * other values in, `focus(index)` scrolls to an item and focuses its link.
 */
export function windowed({ body, shape, item, spacer, signal }) {
  let values = [];
  let form = shape();
  let whole = false;
  let awaited = false;
  const made = new Map();

  const lines = () => Math.ceil(values.length / form.columns);

  function wanted() {
    const top = body.getBoundingClientRect().top;
    const first = whole ? 0 : Math.floor(-top / form.height) - MARGIN;
    const last = whole ? PRINTED : Math.ceil((innerHeight - top) / form.height) + MARGIN;
    const within = (line) => Math.min(lines(), Math.max(0, line));
    const chosen = new Set();
    const add = (line) => {
      const end = Math.min(values.length, (line + 1) * form.columns);
      for (let index = line * form.columns; index < end; index += 1) chosen.add(index);
    };
    for (let line = within(first); line < within(last); line += 1) add(line);
    const focused = [...made].find(([, node]) => node.contains(document.activeElement));
    if (focused && focused[0] < values.length) add(Math.floor(focused[0] / form.columns));
    return [...chosen].sort((a, b) => a - b);
  }

  function fill() {
    const indices = wanted();
    const keep = new Set(indices);
    for (const [index, node] of made) {
      if (keep.has(index)) continue;
      node.remove();
      made.delete(index);
    }
    for (const old of [...body.children]) if (old.dataset.spacer) old.remove();
    let cursor = body.firstChild;
    let next = 0;
    const put = (node) => {
      if (node === cursor) cursor = cursor.nextSibling;
      else body.insertBefore(node, cursor);
    };
    for (const index of indices) {
      if (index > next) put(space(index - next));
      if (!made.has(index)) made.set(index, item(values[index], index));
      put(made.get(index));
      next = index + 1;
    }
    if (next < values.length) put(space(lines() * form.columns - next));
  }

  function space(items) {
    const node = spacer(Math.round(items / form.columns) * form.height);
    node.dataset.spacer = "yes";
    return node;
  }

  function soon() {
    if (awaited) return;
    awaited = true;
    requestAnimationFrame(() => {
      awaited = false;
      if (!signal.aborted) fill();
    });
  }

  function anew() {
    form = shape();
    for (const node of made.values()) node.remove();
    made.clear();
    fill();
  }

  const print = (on) => () => {
    whole = on;
    anew();
  };
  addEventListener("scroll", soon, { passive: true, signal });
  addEventListener("resize", () => requestAnimationFrame(anew), { signal });
  addEventListener("beforeprint", print(true), { signal });
  addEventListener("afterprint", print(false), { signal });
  body.addEventListener("keydown", (event) => move(event));

  function move(event) {
    const here = [...made].find(([, node]) => node.contains(event.target))?.[0];
    if (here === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const sideways = form.columns > 1 ? 1 : NaN;
    const steps = { ArrowDown: form.columns, ArrowUp: -form.columns, ArrowRight: sideways, ArrowLeft: -sideways };
    const there = { Home: 0, End: values.length - 1 }[event.key] ?? here + (steps[event.key] ?? NaN);
    if (!(there >= 0 && there < values.length)) return;
    event.preventDefault();
    focus(there);
  }

  function focus(index) {
    const top = body.getBoundingClientRect().top + Math.floor(index / form.columns) * form.height;
    if (top < form.height) scrollBy({ top: top - form.height, behavior: "instant" });
    else if (top > innerHeight - 2 * form.height) scrollBy({ top: top - innerHeight + 2 * form.height, behavior: "instant" });
    fill();
    made.get(index)?.querySelector("a")?.focus({ preventScroll: true });
  }

  function show(next) {
    values = next;
    anew();
    soon(); // Where a room is scrolled to is known only when it has its height, and restoring it is no scroll.
  }

  return { show, focus };
}
