import { ValidationError } from "../errors.ts";

/**
 * Builds a path from ids. Every id is escaped, and one that is empty or would climb the path is refused:
 * ids come from users and databases.
 *
 * @example
 * path`/${phoneNumberId}/messages`
 */
export function path(parts: TemplateStringsArray, ...ids: readonly string[]): string {
  return String.raw({ raw: parts }, ...ids.map(segment));
}

function segment(id: string): string {
  if (typeof id !== "string" || id === "" || id === "." || id === "..") {
    const message = "must be a non-empty id";
    throw new ValidationError(`Invalid id in the request path: it ${message}.`, [{ path: "id", message }]);
  }
  return encodeURIComponent(id);
}
