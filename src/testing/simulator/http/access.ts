/** Names of this machine, also those by which containers on it know it. Another name that resolves to it, as after DNS rebinding, belongs to somebody else's page. */
const loopback =
  /^(localhost|(?:[\w-]+\.)+localhost|host\.(?:docker|containers)\.internal|127(?:\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Why a request must not be answered: it came under a foreign name, or a browser sent it for a foreign page. `undefined`
 * if it may. Programs other than browsers send no `Origin`.
 */
export function findForeign(headers: Headers, path: string): string | undefined {
  if (!loopback.test(headers.get("host") ?? ""))
    return "The simulator only answers to localhost and 127.0.0.1.";
  const origin = headers.get("origin");
  const isForeign = origin === null ? isCrossSite(headers) && !isLink(headers, path) : !isLocal(origin);
  return isForeign ? "The simulator does not answer to pages of other sites." : undefined;
}

const isLocal = (origin: string): boolean => loopback.test(origin.replace(/^https?:\/\//, ""));

const isCrossSite = (headers: Headers): boolean => headers.get("sec-fetch-site") === "cross-site";

/** A link on another site may lead to the page itself, as any link may. */
const isLink = (headers: Headers, path: string): boolean =>
  path === "/" && headers.get("sec-fetch-mode") === "navigate";

/** Whether a browser sent the request for the page itself, or another program sent it. */
export function isOwnPage(headers: Headers, path: string): boolean {
  const origin = headers.get("origin");
  if (origin !== null) return origin === `http://${headers.get("host")}`;
  return /^(none|same-origin)$/.test(headers.get("sec-fetch-site") ?? "none") || isLink(headers, path);
}
