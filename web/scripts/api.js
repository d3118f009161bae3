// The HTTP API, as docs/openapi.yaml states it. Two things can go wrong: an answer that says no, and none at all.

const MULTIPART_LIMIT = 4 * 1024 * 1024;

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

/** Uploads an export. Resolves to `{uuid, owner_token}`. */
export async function uploadExport(file) {
  return file.size > MULTIPART_LIMIT ? uploadToStore(file) : uploadAsForm(file);
}

async function uploadAsForm(file) {
  const form = new FormData();
  form.append("csv", file, file.name);
  return json(await request("/api/upload", { method: "POST", body: form }));
}

async function uploadToStore(file) {
  const place = await json(
    await request("/api/uploads", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ size: file.size }),
    }),
  );
  const form = new FormData();
  for (const [name, value] of Object.entries(place.upload.fields)) form.append(name, value);
  form.append("file", file, "raw.csv");
  await request(place.upload.url, { method: "POST", body: form });
  return place;
}

/** The status of a library, or null when it is still what `etag` stands for. */
export async function readStatus(uuid, etag, signal) {
  const headers = etag ? { "If-None-Match": etag } : {};
  const answer = await request(`/api/status/${uuid}`, { headers, signal, cache: "no-store" });
  if (answer.status === 304) return null;
  return { etag: answer.headers.get("ETag"), status: await json(answer) };
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

/** The owner's view: the dashboard with days, shelves, reviews and the report on the file. */
export async function readOwnersView(uuid, token, signal) {
  const headers = { Authorization: `Bearer ${token}` };
  return json(await request(`/api/data/${uuid}/owner`, { headers, signal }));
}

/** Starts another run of a library from its sources. */
export async function reprocess(uuid, token) {
  const answer = await request(`/api/data/${uuid}/reprocess`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ from: "sources" }),
  });
  return json(answer);
}

/** The uuid of the sample library, or null where there is none. */
export async function readSample() {
  try {
    const { uuid } = await json(await request("/sample.json", { cache: "no-store" }));
    return uuid ?? null;
  } catch (error) {
    if (error instanceof RefusedError || error instanceof UnreachableError) return null;
    throw error;
  }
}

async function request(address, options) {
  let answer;
  try {
    answer = await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new UnreachableError(error.message);
  }
  if (answer.ok || answer.status === 304) return answer;
  throw await refusal(answer);
}

async function refusal(answer) {
  const body = await answer.json().catch(() => null);
  if (typeof body?.error === "string") return new RefusedError(answer.status, body.code, body.error);
  if (answer.status >= 500) return new UnreachableError(`HTTP ${answer.status}`);
  return new RefusedError(answer.status, "unknown", `The server answered ${answer.status}.`);
}

async function json(answer) {
  try {
    return await answer.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new UnreachableError(error.message);
  }
}
