// Sending an export: in a form up to 4 MB, above that straight to the bucket at an address the API signs.

import { UnreachableError, announce, bearer, refusalOf } from "../api.js";
import { refusal } from "../words.js";

const FORM_LIMIT = 4 * 1024 * 1024;

/**
 * A function that sends files, `send(file, {sent, signal})`, for a new library or as a newer export of `library`
 * (`{uuid, token}`). `sent(bytes, all)` hears how far it is. Resolves to `{uuid, owner_token?}`; rejects with
 * RefusedError, UnreachableError, or the signal's reason.
 *
 * An address that was not used up is kept for the next attempt: a newer export could not ask for another one while
 * the first one waits for its file.
 */
export function sender(library = null) {
  let open = null;
  return async (file, { sent, signal }) => {
    if (file.size <= FORM_LIMIT && !open) return asForm(file, library, { sent, signal });
    if (!open || file.size > open.size) open = { size: file.size, place: await announce(file.size, library, signal) };
    const { place } = open;
    const { status, code } = await toBucket(file, place.upload, { sent, signal });
    if (status < 300) {
      open = null;
      return place;
    }
    if (code !== "EntityTooLarge") open = null;
    throw refusalOf(status, { code, error: refusal.store[code] ?? refusal.store.other });
  };
}

async function asForm(file, library, { sent, signal }) {
  const form = new FormData();
  form.append("csv", file, file.name);
  const address = library ? `/api/data/${library.uuid}/upload` : "/api/upload";
  const answer = await post(address, form, { headers: library ? bearer(library.token) : {}, sent, signal });
  const body = parsed(answer.text);
  if (answer.status >= 300) throw refusalOf(answer.status, body);
  if (!body) throw new UnreachableError("The answer is no JSON.");
  return { uuid: library?.uuid, ...body };
}

/** Sends a file as S3's form wants it, the file last. Resolves to the answer's status and S3's word for an error. */
async function toBucket(file, { url, fields }, { sent, signal }) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file, "raw.csv");
  const { status, text } = await post(url, form, { headers: {}, sent, signal });
  if (status >= 500) throw new UnreachableError(`HTTP ${status}`);
  return { status, code: /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? "other" };
}

/** A POST that tells how much of it has left; `fetch` cannot. */
function post(address, body, { headers, sent, signal }) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal.addEventListener("abort", stop, { once: true });
    request.upload.addEventListener("progress", (event) => sent(event.loaded, event.total));
    request.addEventListener("load", () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener("error", () => reject(new UnreachableError("The connection broke.")));
    request.addEventListener("abort", () => reject(signal.reason));
    request.addEventListener("loadend", () => signal.removeEventListener("abort", stop));
    request.open("POST", address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(body);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
