// Elements made without markup: text is only ever text, so nothing a CSV says can run.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element. `attributes.on` maps event names to listeners; null and false attributes are left out. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element, like `h`. */
export function s(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Marks a reader's or author's own words, so that their writing direction stays theirs. */
export function isolated(text) {
  return { isolated: text };
}

/** A text short enough to lay out: nobody sees the rest, and a browser takes seconds over 10,000 letters in a row. */
export function clipped(text, most = 200) {
  if (text.length <= most) return text;
  const letters = [...text.slice(0, 2 * most + 1)];
  return letters.length <= most ? text : `${letters.slice(0, most).join("")}…`;
}

function fill(element, { on = {}, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== false).map(node));
  return element;
}

/** A child: a node, a text, `isolated(…)`, or `{link, to}` with a child to show and an address of this site. */
function node(child) {
  if (child instanceof Node) return child;
  if (typeof child === "object") return child.to ? h("a", { href: child.to }, child.link) : h("bdi", {}, child.isolated);
  return document.createTextNode(child);
}
