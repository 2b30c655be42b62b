/** The service, as its callers see it. Paths are relative, so that a proxy may put it anywhere. */

const KEY = "routeface.key"; // of this tab alone, and gone with it

export const key = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

/** What the service refused, in its own words. */
export class ApiError extends Error {
  constructor(message, {code, requestId, retryAfter} = {}) {
    super(message);
    Object.assign(this, {code, requestId, retryAfter});
  }
}

/** What a GET answers. */
export const get = async (path) => (await call(path, {})).body;

/** What a POST answers, of a form as it is or of an object as JSON. */
export const post = async (path, sent) => (await call(path, posted(sent))).body;

/** The ETag of what a POST makes; null if a proxy took it away. */
export const made = async (path, sent) => (await call(path, posted(sent))).tag;

/** What a DELETE answers, of whatever there is or of what an ETag names. */
export const erase = async (path, tag) =>
  (await call(path, {method: "DELETE", ...(tag !== undefined && {headers: {"If-Match": tag}})})).body;

function posted(sent) {
  return sent instanceof FormData
    ? {method: "POST", body: sent}
    : {method: "POST", body: JSON.stringify(sent), headers: {"Content-Type": "application/json"}};
}

/** A path of texts that may hold anything. */
export const path = (...parts) => parts.map(encodeURIComponent).join("/");

async function call(where, request) {
  const {response, text} = await reach(where, request);
  if (!response.ok) {
    throw refused(response, text);
  }
  return {body: text ? JSON.parse(text) : null, tag: response.headers.get("ETag")};
}

/** Tells the document, by "reached" and "unreachable", whether there was an answer at all. */
async function reach(where, request) {
  const headers = {...request.headers, ...(key.get() && {Authorization: `Bearer ${key.get()}`})};
  try {
    const response = await fetch(where, {...request, headers, cache: "no-store", credentials: "omit"});
    const text = await response.text();
    document.dispatchEvent(new Event("reached"));
    return {response, text};
  } catch {
    const error = new ApiError("the service cannot be reached");
    document.dispatchEvent(new CustomEvent("unreachable", {detail: error}));
    throw error;
  }
}

function refused(response, text) {
  const about = {
    requestId: response.headers.get("X-Request-Id"),
    retryAfter: response.headers.get("Retry-After"),
  };
  try {
    const {error, code} = JSON.parse(text); // a text, with the code beside it, below v2 alone
    return new ApiError(error.message ?? error, {...about, code: error.code ?? code});
  } catch {
    return new ApiError(`The service answered with status ${response.status}.`, about); // a proxy's
  }
}
