import type { Page, Paginated, Paging } from "../types/paging.ts";
import { isObject } from "../utils/json.ts";
import type { ApiRequest, Call } from "./pipeline.ts";

/** A page as Meta sends it. */
interface PageAnswer {
  data: unknown;
  paging?: Paging;
  summary?: Record<string, unknown>;
}

/** Finds the elements in the `data` of a page, where Meta wraps them. */
export type FindItems = (data: unknown) => unknown;

/** A request for a list, without the parts that all lists share. */
export type ListRequest = Omit<ApiRequest, "method" | "body" | "idempotent" | "answer" | "expects" | "send">;

/**
 * Reads a list page by page, by cursor. The URLs that Meta returns for other pages are not followed: they carry a
 * token and choose their own host.
 *
 * @param isItem checks the elements; a page in which it rejects one counts as unusable.
 * @param findItems finds them where `data` is not a plain list.
 */
export function paginate<T>(
  call: Call,
  request: ListRequest,
  isItem: (item: unknown) => item is T,
  findItems: FindItems = (data) => data,
): Paginated<T> {
  const isPage = (body: unknown): body is PageAnswer => {
    const items = isObject(body) ? findItems(body.data) : undefined;
    return Array.isArray(items) && items.every(isItem);
  };

  const read = async (query: ApiRequest["query"], seen: readonly unknown[]): Promise<Page<T>> => {
    const { body } = await call({ ...request, method: "GET", query, idempotent: true, expects: isPage });
    const paging = isObject(body.paging) ? withoutSecrets(body.paging) : undefined;
    const data = findItems(body.data) as T[];
    const after = data.length === 0 ? undefined : findNextCursor(body);
    const goesOn = after !== undefined && !seen.includes(after);
    return {
      data,
      paging,
      ...(isObject(body.summary) ? { summary: body.summary } : {}),
      ...(goesOn ? { next: () => read({ ...query, before: undefined, after }, [...seen, after]) } : {}),
    };
  };

  const page = () => read(request.query, [request.query?.after]);
  return { page, [Symbol.asyncIterator]: () => items(page) };
}

async function* items<T>(first: () => Promise<Page<T>>): AsyncGenerator<T, void, undefined> {
  let page: Page<T> | undefined = await first();
  while (page !== undefined) {
    yield* page.data;
    page = await page.next?.();
  }
}

/** The cursor of the next page, if there is one. Some lists state it only inside `paging.next`. */
function findNextCursor({ paging }: PageAnswer): string | undefined {
  if (typeof paging?.next !== "string") return undefined;
  const after: unknown = paging.cursors?.after ?? parseUrl(paging.next)?.searchParams.get("after");
  return typeof after === "string" && after !== "" ? after : undefined;
}

/** Meta puts the access token into the URLs of other pages. */
function withoutSecrets({ next, previous, ...rest }: Paging): Paging {
  const cleaned = { next: cleanUrl(next), previous: cleanUrl(previous) };
  const present = Object.entries(cleaned).filter(([, address]) => address !== undefined);
  return { ...rest, ...Object.fromEntries(present) };
}

function cleanUrl(address: unknown): string | undefined {
  const url = parseUrl(address);
  url?.searchParams.delete("access_token");
  url?.searchParams.delete("appsecret_proof");
  return url?.href;
}

function parseUrl(address: unknown): URL | undefined {
  return typeof address === "string" && URL.canParse(address) ? new URL(address) : undefined;
}
