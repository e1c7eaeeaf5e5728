import type { CallOptions } from "../types/common.ts";
import type { ApiRequest, Call, Query } from "./pipeline.ts";

/** One page of a list. */
export interface Page<T> {
  data: T[];
  /** Pass `after` on to get the next page. */
  cursors: { before?: string | undefined; after?: string | undefined };
  /** Whether there is a next page. */
  hasNext: boolean;
  /** Counts, where they were asked for. */
  summary?: Record<string, unknown> | undefined;
}

/**
 * A list that comes in pages: iterate it for everything, or take one page.
 *
 * @example
 * for await (const template of whatsapp.templates.list()) console.log(template.name);
 *
 * const { data, cursors } = await whatsapp.templates.list({ limit: 50 }).page();
 */
export interface Paginated<T> extends AsyncIterable<T> {
  /** The first page, or the one at the cursor that was asked for. */
  page(): Promise<Page<T>>;
}

/** Meta's form of a page. */
interface PageAnswer<T> {
  data: T[];
  paging?: { cursors?: { before?: string; after?: string }; next?: string };
  summary?: Record<string, unknown>;
}

/**
 * Reads a list page by page, as far as it is iterated. The next page is asked for by cursor on the same path:
 * Meta's ready-made address could name any host.
 */
export function paginated<T>(
  call: Call,
  path: string | (() => string),
  query: Query,
  options: CallOptions = {},
): Paginated<T> {
  const fetchPage = async (after?: string): Promise<Page<T>> => {
    const request: ApiRequest<PageAnswer<T>> = {
      method: "GET",
      path: typeof path === "string" ? path : path(),
      query: after === undefined ? query : { ...query, after, before: undefined },
      idempotent: true,
      expects: isPage,
      ...options,
    };
    const { body } = await call(request);
    return pageOf(body);
  };

  return {
    page: () => fetchPage(),
    async *[Symbol.asyncIterator]() {
      const seen = new Set<string>();
      let page = await fetchPage();
      yield* page.data;
      for (let after = nextCursor(page, seen); after !== undefined; after = nextCursor(page, seen)) {
        page = await fetchPage(after);
        yield* page.data;
      }
    },
  };
}

/** The cursor of the next page; none when the list ends, or when it would go round in a circle. */
function nextCursor<T>({ cursors, hasNext, data }: Page<T>, seen: Set<string>): string | undefined {
  const { after } = cursors;
  if (!hasNext || data.length === 0 || after === undefined || seen.has(after)) return undefined;
  seen.add(after);
  return after;
}

const isPage = <T>(body: unknown): body is PageAnswer<T> =>
  typeof body === "object" && body !== null && Array.isArray((body as { data?: unknown }).data);

function pageOf<T>({ data, paging = {}, summary }: PageAnswer<T>): Page<T> {
  const page = { data, cursors: paging.cursors ?? {}, hasNext: paging.next !== undefined };
  return summary === undefined ? page : { ...page, summary };
}
