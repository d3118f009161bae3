// Moving between the rooms of a library without loading it again. The browser's history holds where each room was
// scrolled to, so Back leads to the same line.

const QUIET = 120; // Milliseconds without scrolling after which the place is kept; browsers limit how often.

let kept = null;

/** Goes to an address of the same library; `replace` makes it take the present one's place in the history. */
export function go(address, { replace = false } = {}) {
  keepScroll();
  const stays = new URL(address, location.href).pathname === location.pathname;
  const state = { scroll: stays ? scrollY : 0 };
  if (replace) history.replaceState(state, "", address);
  else history.pushState(state, "", address);
  dispatchEvent(new Event("moved"));
}

/** Changes the address to say what is already shown. */
export function note(address) {
  history.replaceState({ scroll: scrollY }, "", address);
  dispatchEvent(new Event("noted"));
}

/** Scrolls to where this entry of the history was left; an entry that was never left stays where it is. */
export function returnToPlace() {
  const top = history.state?.scroll;
  if (top !== undefined) scrollTo({ top, behavior: "instant" });
}

/** From now on the history keeps the scroll, and plain clicks on links for which `inside(url)` holds move here. */
export function takeOverNavigation(inside) {
  history.scrollRestoration = "manual";
  addEventListener("scroll", keepSoon, { passive: true });
  addEventListener("pagehide", keepScroll);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || !plain(event) || link.hasAttribute("download")) return;
    const url = new URL(link.getAttribute("href"), location.href); // An SVG link's `href` is no text.
    if (url.origin !== location.origin || url.hash || !inside(url)) return;
    event.preventDefault();
    go(url.pathname + url.search);
  });
}

const plain = (event) =>
  event.button === 0 && !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

function keepSoon() {
  clearTimeout(kept);
  kept = setTimeout(keepScroll, QUIET);
}

function keepScroll() {
  clearTimeout(kept);
  if (history.state?.scroll !== scrollY) history.replaceState({ ...history.state, scroll: scrollY }, "");
}
