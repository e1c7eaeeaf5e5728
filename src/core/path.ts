import { ValidationError } from "../errors.ts";

/**
 * Builds a path from ids, which may come from users and databases: every id is escaped, and one that is empty or
 * would climb the path is rejected.
 *
 * @example
 * path`/${phoneNumberId}/messages`
 */
export function path(parts: TemplateStringsArray, ...ids: readonly string[]): string {
  return String.raw({ raw: parts }, ...ids.map(segment));
}

/** Builds the same from a list of ids and names of edges. */
export const joinPath = (...ids: readonly string[]): string => ids.map((id) => `/${segment(id)}`).join("");

function segment(id: string): string {
  if (typeof id !== "string" || id === "" || id === "." || id === "..") {
    const message = "must be a non-empty id";
    throw new ValidationError(`Invalid request path: \`id\` ${message}.`, [{ path: "id", message }]);
  }
  return encodeURIComponent(id);
}
