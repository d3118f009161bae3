// The HTTP API, as docs/openapi.yaml states it. Two things can go wrong: an answer that says no, and none at all.

const PATIENCE = 60_000; // A function that starts cold on a busy machine takes most of it.

/** The server answered with an error: `status`, the machine word `code`, and `message` in its own words. */
export class RefusedError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** No usable answer came. */
export class UnreachableError extends Error {}

/** Whether an error is one of the two; any other is a fault of this page. */
export const isTrouble = (error) => error instanceof RefusedError || error instanceof UnreachableError;

/** Whether asking again later may help. */
export const isPassing = (error) =>
  error instanceof UnreachableError || (error instanceof RefusedError && (error.status === 429 || error.status >= 500));

/**
 * The status of a library, or null when it is still what `etag` stands for; `ahead` is how many seconds the server's
 * clock is ahead of this one.
 */
export async function readStatus(uuid, etag, signal) {
  const headers = etag ? { "If-None-Match": etag } : {};
  const answer = await request(`/api/status/${uuid}`, { headers, signal, cache: "no-store" });
  if (answer.status === 304) return null;
  const clock = Date.parse(answer.headers.get("Date"));
  const ahead = Number.isNaN(clock) ? 0 : (clock - Date.now()) / 1000;
  return { etag: answer.headers.get("ETag"), status: await json(answer), ahead };
}

/** `{dashboard, final}`: the published dashboard, or a run's preview (null until the file has been read). */
export async function readDashboard(uuid, signal) {
  const answer = await request(`/api/data/${uuid}`, { signal });
  const body = await json(answer);
  return answer.status === 202 ? { dashboard: body.preview ?? null, final: false } : { dashboard: body, final: true };
}

/** One book of the published dashboard with its `evidence`. */
export async function readBook(uuid, id, signal) {
  return json(await request(`/api/data/${uuid}/books/${encodeURIComponent(id)}`, { signal }));
}

/** The owner's view: reviews, days, shelves, and the report on the file. */
export async function readOwnersView(uuid, token, signal) {
  return json(await request(`/api/data/${uuid}/owner`, { headers: bearer(token), signal }));
}

/** Starts another run: from the `sources`, or only from what they said (`normalise`). */
export async function reprocess(uuid, token, from) {
  const headers = { ...bearer(token), "Content-Type": "application/json" };
  const body = JSON.stringify({ from });
  return json(await request(`/api/data/${uuid}/reprocess`, { method: "POST", headers, body }));
}

/** Deletes a library and all of it. Resolves to `{deleted_files}`. */
export async function erase(uuid, token) {
  return json(await request(`/api/data/${uuid}`, { method: "DELETE", headers: bearer(token) }));
}

/**
 * Announces a file of `size` bytes, for a new library or for `library` (`{uuid, token}`). Resolves to
 * `{uuid, owner_token?, upload: {url, fields}}`.
 */
export async function announce(size, library, signal) {
  const address = library ? `/api/data/${library.uuid}/upload` : "/api/uploads";
  const headers = { ...(library ? bearer(library.token) : {}), "Content-Type": "application/json" };
  return json(await request(address, { method: "POST", headers, body: JSON.stringify({ size }), signal }));
}

/** The uuid of the sample library, or null where there is none. */
export async function readSample() {
  try {
    const { uuid } = await json(await request("/sample.json", { cache: "no-store" }));
    return uuid ?? null;
  } catch (error) {
    if (isTrouble(error)) return null;
    throw error;
  }
}

/** The address of the list of books that no source knew, as CSV. */
export const unmatchedAddress = (uuid) => `/api/data/${uuid}/unmatched.csv`;

export const bearer = (token) => ({ Authorization: `Bearer ${token}` });

/** What an answer outside 2xx means; `body` is its JSON, or null where it has none. */
export function refusalOf(status, body) {
  if (typeof body?.error === "string") return new RefusedError(status, body.code, body.error);
  if (status === 429) return new RefusedError(status, "throttled", "Too many requests are under way.");
  if (status >= 500) return new UnreachableError(`HTTP ${status}`);
  return new RefusedError(status, "unknown", `The server answered ${status}.`);
}

async function request(address, { signal = null, ...options }) {
  const timeout = AbortSignal.timeout(PATIENCE);
  let answer;
  try {
    answer = await fetch(address, { ...options, signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
  } catch (error) {
    throw given(signal) ?? new UnreachableError(error.message);
  }
  if (answer.ok || answer.status === 304) return answer;
  throw refusalOf(answer.status, await answer.json().catch(() => null));
}

async function json(answer) {
  try {
    return await answer.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new UnreachableError(error.message);
  }
}

const given = (signal) => (signal?.aborted ? signal.reason : null);
