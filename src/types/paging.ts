/** Where a page lies in its list. */
export interface Paging {
  cursors?: { before?: string | undefined; after?: string | undefined } | undefined;
  /** The URL of the next page, without the token; absent on the last page. */
  next?: string | undefined;
  /** The URL of the previous page, without the token; absent on the first page. */
  previous?: string | undefined;
}

/** One page of a list. */
export interface Page<T> {
  readonly data: readonly T[];
  /** To continue from here later, pass `paging.cursors.after` as the filter `after`. */
  readonly paging: Paging | undefined;
  /** Counts over the whole list, if you asked for them. */
  readonly summary?: Readonly<Record<string, unknown>> | undefined;
  /** Reads the next page; absent on the last page. */
  readonly next?: (() => Promise<Page<T>>) | undefined;
}

/**
 * A list that Meta returns page by page. Nothing is requested until you read it, and reading it again starts over.
 *
 * @example
 * for await (const template of client.templates.list()) console.log(template.name);
 *
 * @example
 * const { data, paging } = await client.templates.list({ limit: 100 }).page();
 */
export interface Paginated<T> extends AsyncIterable<T> {
  /** Reads one page: the first, or the one that the filter `after` or `before` points to. */
  page(): Promise<Page<T>>;
}

/** What every list can be asked with. */
export interface PageFilters {
  /** How many items a page holds. Default: Meta's. Iterating reads all pages, whatever their size. */
  limit?: number | undefined;
  /** Starts after this cursor. */
  after?: string | undefined;
  /** The page before this cursor. */
  before?: string | undefined;
}
