// The owner's tokens, which this browser keeps, and the links that carry them.

import { forget, keep, kept } from "./kept.js";

const TOKEN = "owner:";
const LATEST = "latest";

/** Takes the token out of `#owner=…`, keeps it and clears the address, so that it is not shared by accident. */
export function adoptToken(uuid) {
  const token = new URLSearchParams(location.hash.slice(1)).get("owner");
  if (!token) return;
  keepToken(uuid, token);
  history.replaceState(history.state, "", location.pathname + location.search);
}

export function keepToken(uuid, token) {
  keep(TOKEN + uuid, token);
  keep(LATEST, uuid);
}

export const tokenOf = (uuid) => kept(TOKEN + uuid);

/** Forgets a library that is gone. */
export function forgetToken(uuid) {
  forget(TOKEN + uuid);
  if (latest() === uuid) forget(LATEST);
}

/** The library this browser uploaded or opened last as its owner. */
export const latest = () => kept(LATEST);

/** The link to show others: it reads the shareable view and can do nothing else. */
export const shareLink = (uuid) => `${location.origin}/d/${uuid}`;

/** The link that carries the owner's token in its fragment, which no server sees. */
export const ownLink = (uuid, token) => `${shareLink(uuid)}#owner=${encodeURIComponent(token)}`;
