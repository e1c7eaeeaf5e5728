import type { Page, Paginated, Paging } from "../types/paging.ts";
import { isObject } from "../utils/json.ts";
import type { ApiRequest, Call } from "./pipeline.ts";

/** What Meta sends for a page. */
interface PageAnswer<T> {
  data: T[];
  paging?: Paging;
  summary?: Record<string, unknown>;
}

/** A request whose answer is a list, without what every list has in common. */
export type ListRequest = Omit<ApiRequest, "method" | "body" | "idempotent" | "answer" | "expects" | "send">;

/**
 * A list read page by page, by cursor. The addresses that Meta offers for further pages are not followed: they
 * carry a token, and name a host of their own.
 *
 * @param isItem whether an element is what the list is to hold; a page with another is no usable answer.
 */
export function paginate<T>(
  call: Call,
  request: ListRequest,
  isItem: (item: unknown) => item is T,
): Paginated<T> {
  const isPage = (body: unknown): body is PageAnswer<T> =>
    isObject(body) && Array.isArray(body.data) && body.data.every(isItem);

  const read = async (query: ApiRequest["query"], seen: readonly unknown[]): Promise<Page<T>> => {
    const { body } = await call({ ...request, method: "GET", query, idempotent: true, expects: isPage });
    const paging = isObject(body.paging) ? withoutSecrets(body.paging) : undefined;
    const after = findNextCursor(body);
    const goesOn = after !== undefined && !seen.includes(after);
    return {
      data: body.data,
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

/** Where the next page starts, when there is one. Not every list names its cursors apart. */
function findNextCursor({ data, paging }: PageAnswer<unknown>): string | undefined {
  if (data.length === 0 || typeof paging?.next !== "string") return undefined;
  const after: unknown = paging.cursors?.after ?? parseUrl(paging.next)?.searchParams.get("after");
  return typeof after === "string" && after !== "" ? after : undefined;
}

/** Meta writes the access token into the addresses of further pages. */
function withoutSecrets({ next, previous, ...rest }: Paging): Paging {
  const cleaned = { next: cleanAddress(next), previous: cleanAddress(previous) };
  const present = Object.entries(cleaned).filter(([, address]) => address !== undefined);
  return { ...rest, ...Object.fromEntries(present) };
}

function cleanAddress(address: unknown): string | undefined {
  const url = parseUrl(address);
  url?.searchParams.delete("access_token");
  url?.searchParams.delete("appsecret_proof");
  return url?.href;
}

function parseUrl(address: unknown): URL | undefined {
  return typeof address === "string" && URL.canParse(address) ? new URL(address) : undefined;
}
