/** Where a page lies in its list. */
export interface Paging {
  cursors?: { before?: string | undefined; after?: string | undefined } | undefined;
  /** The address of the next page, without the token; present when there is one. */
  next?: string | undefined;
  /** The address of the page before, without the token; present when there is one. */
  previous?: string | undefined;
}

/** One page of a list. */
export interface Page<T> {
  readonly data: readonly T[];
  /** Pass `paging.cursors.after` as the filter `after` to go on from here later. */
  readonly paging: Paging | undefined;
  /** Counts over the whole list, where they were asked for. */
  readonly summary?: Readonly<Record<string, unknown>> | undefined;
  /** Reads the page behind this one; absent on the last page. */
  readonly next?: (() => Promise<Page<T>>) | undefined;
}

/**
 * A list that Meta gives out in pages. Nothing is asked for until it is read, and reading it again starts over.
 *
 * @example
 * for await (const template of client.templates.list()) console.log(template.name);
 *
 * @example
 * const { data, paging } = await client.templates.list({ limit: 100 }).page();
 */
export interface Paginated<T> extends AsyncIterable<T> {
  /** Reads one page: the first, or the one that the filters `after` or `before` point at. */
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
