// CloudFront Function, viewer request, the site's behaviour: finds the page of an address, and answers
// addresses that no page has. Error responses of the distribution would replace the API's JSON too.
// `files` (every path of the site outside the folders that are named by their content), `prefix` (below it the start
// page reads the address itself) and `missing` (a page) are put in at synthesis.
const files = __FILES__;
const prefix = __PREFIX__;
const missing = __MISSING__;
const kept = /^\/[0-9a-f]{16}\/./;

function candidates(uri) {
  if (uri.startsWith(prefix)) {
    return ["/index.html"];
  }
  return uri.endsWith("/") ? [uri + "index.html"] : [uri, uri + ".html", uri + "/index.html"];
}

function handler(event) {
  const request = event.request;
  if (kept.test(request.uri)) {
    return request;
  }
  const found = candidates(request.uri).find((path) => files.includes(path));
  if (found) {
    request.uri = found;
    return request;
  }
  return {
    statusCode: 404,
    statusDescription: "Not Found",
    headers: {
      "content-type": { value: "text/html; charset=utf-8" },
      "cache-control": { value: "no-store" },
    },
    body: { encoding: "text", data: missing },
  };
}
