// CloudFront Function, viewer request, behaviour /api/*: refuses a body that the gateway could only
// refuse in words of its own. `limit` and `answer` are put in at synthesis.
const limit = __LIMIT__;
const answer = __ANSWER__;

function handler(event) {
  const request = event.request;
  const stated = request.headers["content-length"];
  if (stated && Number(stated.value) > limit) {
    return {
      statusCode: 413,
      statusDescription: "Content Too Large",
      headers: {
        "content-type": { value: "application/json; charset=utf-8" },
        "cache-control": { value: "no-store" },
      },
      body: { encoding: "text", data: answer },
    };
  }
  return request;
}
