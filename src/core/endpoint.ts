import type { CallOptions, SuccessAnswer } from "../types/common.ts";
import type { Paginated } from "../types/paging.ts";
import { isObject } from "../utils/json.ts";
import type { FindItems } from "./paging.ts";
import { joinPath } from "./path.ts";
import type { AccessTokenContext, ApiRequest, Call, Query } from "./pipeline.ts";
import { required } from "./required.ts";

/** Checks that a response, or an element of a list, is what was requested. */
export type Guard<T> = (value: unknown) => value is T;

/** The value has a string under each of the keys. */
export const hasTexts =
  <T>(...keys: readonly (keyof T & string)[]): Guard<T> =>
  (value): value is T =>
    isObject(value) && keys.every((key) => typeof value[key] === "string");

/** The value has a text under the key, unless `fields` left it out. */
export const hasSelected = <T>(key: keyof T & string, fields: readonly string[] | undefined): Guard<T> =>
  fields === undefined || fields.includes(key) ? hasTexts<T>(key) : (isObject as Guard<unknown> as Guard<T>);

/** The value has a list under `data`; Meta also returns lists without pages this way. */
export const hasData =
  <T>(isItem: Guard<T>): Guard<{ data: T[] }> =>
  (value): value is { data: T[] } =>
    isObject(value) && Array.isArray(value.data) && value.data.every(isItem);

/** Meta reported success; some endpoints send the boolean as a string. */
export const isSuccess: Guard<SuccessAnswer> = (value): value is SuccessAnswer =>
  isObject(value) && (value.success === true || value.success === "true");

/** The ids that paths start with: the client's, or those of a single call. */
export interface OwnerIds {
  phoneNumberId?: string | undefined;
  businessAccountId?: string | undefined;
  appId?: string | undefined;
}

interface Asked<T> {
  query?: Query | undefined;
  expects: Guard<T>;
}

/** A list: where it is, what is asked of it, and what its elements are. */
export interface Listing<T> extends Asked<T> {
  path: string;
  /** Finds the elements in `data` where it is not a plain list; see `core/answers.ts`. */
  findItems?: FindItems;
}

interface Sent {
  query?: Query | undefined;
  body?: unknown;
}

interface Written extends Sent, Pick<ApiRequest, "correlationTag" | "provesToken"> {
  /** Whether repeating it changes nothing. If not, a call without a usable response rejects with an `AmbiguousSendError`. */
  idempotent: boolean;
}

/** A call with a response of its own. Without `expects`, it only reports success. */
interface Expecting<T> {
  expects: Guard<T>;
  /** The error code that means that part of it succeeded, and the key that says what failed: the call then resolves. */
  partial?: ApiRequest["partial"];
}

/** The calls that resources are written with: each says in one line what to request and what must come back. */
export class Endpoint {
  readonly #call: Call;
  readonly #ids: OwnerIds;

  constructor(call: Call, ids: OwnerIds) {
    this.#call = call;
    this.#ids = ids;
  }

  /** The phone number id for a call: from its options, or else the client's. */
  phoneNumberId(options: OwnerIds = {}): string {
    const id = options.phoneNumberId ?? this.#ids.phoneNumberId;
    return required(id, "phoneNumberId", "WHATSAPP_PHONE_NUMBER_ID");
  }

  /** The business account id for a call: from its options, or else the client's. */
  businessAccountId(options: OwnerIds = {}): string {
    const id = options.businessAccountId ?? this.#ids.businessAccountId;
    return required(id, "businessAccountId", "WHATSAPP_BUSINESS_ACCOUNT_ID");
  }

  /** The app id for a call: from its options, or else the client's. */
  appId(options: OwnerIds = {}): string {
    return required(options.appId ?? this.#ids.appId, "appId", "WHATSAPP_APP_ID");
  }

  /** A path below the phone number: `phoneNumberPath(options, "media")` gives `/106540352242922/media`. */
  phoneNumberPath(options: OwnerIds, ...segments: readonly string[]): string {
    return joinPath(this.phoneNumberId(options), ...segments);
  }

  /** A path below the business account. */
  accountPath(options: OwnerIds, ...segments: readonly string[]): string {
    return joinPath(this.businessAccountId(options), ...segments);
  }

  /** Reads one object. */
  get<T>(path: string, { query, expects }: Asked<T>, options: CallOptions): Promise<T> {
    return this.#answer(
      { method: "GET", path, query: joinFields(query), expects, idempotent: true },
      options,
    );
  }

  /** Reads the one object of a list that Meta returns; `undefined` if the list is empty. */
  async first<T>(path: string, { query, expects }: Asked<T>, options: CallOptions): Promise<T | undefined> {
    return (await this.get(path, { query, expects: hasData(expects) }, options)).data[0];
  }

  /** Reads a list page by page; nothing is requested until the list is read. */
  list<T>(path: string, asked: Omit<Listing<T>, "path">, options: CallOptions): Paginated<T> {
    return this.lazyList(async () => ({ path, ...asked }), options);
  }

  /** The same of a list that is described when it is read: its code is loaded, and its filters are checked, then. */
  lazyList<T>(describe: () => Listing<T> | Promise<Listing<T>>, options: CallOptions): Paginated<T> {
    return deferList(async () => {
      const { path, query, expects, findItems } = await describe();
      const { paginate } = await import("./paging.ts");
      const request = { ...this.#pick(options), path, query: joinFields(query) };
      return paginate(this.#call, request, expects, findItems);
    });
  }

  /** Creates or changes something, or performs an action. */
  post<T>(path: string, written: Written & Expecting<T>, options: CallOptions): Promise<T>;
  post(path: string, written: Written, options: CallOptions): Promise<SuccessAnswer>;
  post(path: string, written: Written, options: CallOptions): Promise<unknown> {
    return this.#answer({ expects: isSuccess, method: "POST", path, ...written }, options);
  }

  /** Deletes something. Unless it says otherwise, deleting it again changes nothing: the call is repeated. */
  delete<T>(path: string, sent: Sent & Partial<Written> & Expecting<T>, options: CallOptions): Promise<T>;
  delete(path: string, sent: Sent, options: CallOptions): Promise<SuccessAnswer>;
  delete(path: string, sent: Sent, options: CallOptions): Promise<unknown> {
    return this.#answer({ expects: isSuccess, method: "DELETE", path, idempotent: true, ...sent }, options);
  }

  async #answer<T>(request: ApiRequest<T>, options: CallOptions): Promise<T> {
    const { body } = await this.#call<T>({ ...this.#pick(options), ...request });
    return request.expects === isSuccess ? { ...body, success: true } : body;
  }

  /** The options that belong to the call, and whose it is where they name somebody else. */
  #pick(options: CallOptions & OwnerIds): CallOptions & { owner?: AccessTokenContext } {
    const { businessAccountId, phoneNumberId } = options;
    if (businessAccountId === undefined && phoneNumberId === undefined) return pickCallOptions(options);
    const owner = {
      businessAccountId: businessAccountId ?? this.#ids.businessAccountId,
      phoneNumberId: phoneNumberId ?? this.#ids.phoneNumberId,
    };
    return { ...pickCallOptions(options), owner };
  }
}

/** A list that is opened when it is read. */
export const deferList = <T>(open: () => Promise<Paginated<T>>): Paginated<T> => ({
  page: async () => (await open()).page(),
  async *[Symbol.asyncIterator]() {
    yield* await open();
  },
});

/** The options that belong to the call; the rest is for the resource. */
export const pickCallOptions = ({ signal, timeoutMs, headers }: CallOptions): CallOptions => ({
  signal,
  timeoutMs,
  headers,
});

/** Names of fields travel with commas between them, other lists as JSON. */
const joinFields = (query: Query | undefined): Query | undefined =>
  Array.isArray(query?.fields) ? { ...query, fields: query.fields.join(",") } : query;
