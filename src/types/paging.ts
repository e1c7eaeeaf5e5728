import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { list, nonEmptyText, text, wholeNumber } from "./checks.ts";

/** The position of a page in its list. */
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

/** The filters that every list takes. */
export interface PageFilters {
  /** How many items a page holds. Default: Meta's. Iterating reads all pages, whatever their size. */
  limit?: number | undefined;
  /** Starts after this cursor. */
  after?: string | undefined;
  /** The page before this cursor. */
  before?: string | undefined;
}

/** The filters of a list whose items have fields to choose from. */
export interface ListFilters<Field extends string = string> extends PageFilters {
  /** The fields to read of each item. Default: the ones that Meta returns. */
  fields?: readonly Field[] | undefined;
}

/** The argument of `get`: an id, or an object with the id under its name and the fields to read. */
export type Selection<Key extends string, Field extends string = string> =
  | string
  | ({ [Name in Key]: string } & { fields?: readonly Field[] | undefined });

/** An object with only the fields that were read; `qr_image_url.format(PNG)` reads `qr_image_url`. */
export type Selected<T, Field extends string> = Pick<
  T,
  keyof T & (Field extends `${infer Name}.${string}` ? Name : Field)
>;

export const fieldNames = () => z.optional(z.readonly(list(text(1000), 1, 100)));

/** The filters of a list. Unknown ones are refused: Meta ignores them, and lists too much. */
export const pageFilters = <Shape extends z.core.$ZodShape>(filters: Shape) =>
  z.strictObject({
    limit: z.optional(wholeNumber(1)),
    after: z.optional(nonEmptyText()),
    before: z.optional(nonEmptyText()),
    ...filters,
  });

/** The filters of a list whose items have fields to choose from. */
export const listFilters = <Shape extends z.core.$ZodShape>(filters: Shape) =>
  pageFilters({ fields: fieldNames(), ...filters });

/** The argument of `get` as an object. */
export const selection = (key: string) => z.strictObject({ [key]: z.string(), fields: fieldNames() });

/** The same of an object whose key is `id`, which may have a default. */
export const nodeSelection = once(() => z.strictObject({ id: z.optional(z.string()), fields: fieldNames() }));

/** The argument of a `get` whose id has a default. */
export type OptionalSelection<Field extends string = string> =
  | string
  | { id?: string | undefined; fields?: readonly Field[] | undefined };
