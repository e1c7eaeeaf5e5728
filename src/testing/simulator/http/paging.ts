import type { Json } from "../../../utils/json.ts";
import { refuse } from "../errors.ts";
import type { GraphCall } from "./router.ts";

const toCursor = (index: number): string => btoa(`cursor:${index}`);

function readCursor(cursor: unknown): number | undefined {
  if (cursor === undefined) return undefined;
  const found = /^cursor:(\d+)$/.exec(decode(String(cursor)));
  if (found === null) throw refuse(131059, "The cursor is no longer valid. Start again without it.");
  return Number(found[1]);
}

function decode(cursor: string): string {
  try {
    return atob(cursor);
  } catch {
    return "";
  }
}

function readLimit(value: unknown): number {
  if (value === undefined) return 25;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1) throw refuse(100, "Param limit must be a positive integer.");
  return limit;
}

/** One page of a list, with cursors, and links to the next and previous page if there are any. */
export function paginate(call: GraphCall, all: readonly Json[], parameters: Json): Json {
  const limit = readLimit(parameters.limit);
  const after = readCursor(parameters.after);
  const before = readCursor(parameters.before);
  const start = before === undefined ? (after ?? -1) + 1 : Math.max(0, before - limit);
  const end = before === undefined ? start + limit : before;
  const data = all.slice(start, end);
  if (data.length === 0) return { data };
  const last = start + data.length - 1;
  const cursors = { before: toCursor(start), after: toCursor(last) };
  return {
    data,
    paging: {
      cursors,
      ...(last + 1 < all.length ? { next: toLink(call, { after: cursors.after, before: undefined }) } : {}),
      ...(start > 0 ? { previous: toLink(call, { before: cursors.before, after: undefined }) } : {}),
    },
  };
}

function toLink({ url }: GraphCall, changes: Record<string, string | undefined>): string {
  const next = new URL(url);
  for (const secret of ["access_token", "appsecret_proof"]) next.searchParams.delete(secret);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) next.searchParams.delete(name);
    else next.searchParams.set(name, value);
  }
  return next.href;
}
