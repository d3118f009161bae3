// What the browser keeps: the owner's tokens and one preference. A browser that keeps nothing still works.

const TOKEN = "owner:";
const LATEST = "latest";
const COVERS = "covers";

/** Takes the token out of `#owner=…`, keeps it and clears the address, so that it is not shared by accident. */
export function adoptToken(uuid) {
  const token = new URLSearchParams(location.hash.slice(1)).get("owner");
  if (!token) return;
  keepToken(uuid, token);
  history.replaceState(history.state, "", location.pathname + location.search);
}

export function keepToken(uuid, token) {
  write(TOKEN + uuid, token);
  write(LATEST, uuid);
}

export const tokenOf = (uuid) => read(TOKEN + uuid);

/** The library this browser uploaded or opened last as its owner. */
export const latest = () => read(LATEST);

/** The link that carries the owner's token in its fragment, which no server sees. */
export const ownLink = (uuid, token) => `${location.origin}/d/${uuid}#owner=${encodeURIComponent(token)}`;

export const coversWanted = () => read(COVERS) !== "off";

export const wantCovers = (wanted) => write(COVERS, wanted ? "on" : "off");

const memory = new Map();

function read(key) {
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

function write(key, value) {
  memory.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is full or forbidden: the value lasts as long as the page.
  }
}
