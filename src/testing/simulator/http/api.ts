import { concatenate } from "../../../core/bytes/streams.ts";
import { type Json, parseJson, toObject } from "../../../utils/json.ts";
import { once } from "../../../utils/once.ts";
import { routes } from "../endpoints/routes.ts";
import { envelope, httpStatus, Refusal, refuse } from "../errors.ts";
import { createTraceId } from "../ids.ts";
import { mediaPath } from "../media.ts";
import type { State } from "../state.ts";
import { samplePath } from "../uploads.ts";
import { authorize } from "./authorization.ts";
import {
  type CodeFailure,
  type Failure,
  Failures,
  isBeforeEffect,
  isBeforeRead,
  type StatusFailure,
} from "./failures.ts";
import type { RequestRecord } from "./request-record.ts";
import { findRoute, parseAddress } from "./router.ts";

/** A request whose body is not read until `read` is called. */
export interface Incoming {
  method: string;
  url: URL;
  headers: Headers;
  read: () => Promise<Uint8Array>;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** The outcome on the connection. `cut` ends it in the middle of the response body. */
export type Outcome =
  | { kind: "answer" | "cut"; answer: Answer }
  | { kind: "reset"; answer?: undefined }
  | { kind: "hang"; answer?: undefined };

const maxRecords = 10_000;

/** The API without connections: turns a request into what happens on its connection. */
export class Api {
  readonly failures = new Failures();
  readonly requests: RequestRecord[] = [];
  readonly #state: State;
  #answered = 0;

  constructor(state: State) {
    this.#state = state;
  }

  async answer(incoming: Incoming): Promise<Outcome> {
    const record = this.#record(incoming);
    const startedAt = performance.now();
    this.#state.activity.note({ kind: "call", call: record });
    const outcome = await this.#answer(incoming, record);
    record.outcome = outcome.kind;
    record.tookMs = performance.now() - startedAt;
    this.#state.activity.note({ kind: "call", call: record });
    return outcome;
  }

  async #answer(incoming: Incoming, record: RequestRecord): Promise<Outcome> {
    const read = once(async () => this.#read(incoming, record));
    if (this.failures.needsBody) await read();
    const failure = this.failures.next(record);
    if (failure !== undefined) record.failure = failure;
    if (failure !== undefined && isBeforeRead(failure)) return toLostOutcome(failure);
    const bytes = await read();
    const outcome = await this.#outcome(failure, incoming, bytes);
    if (outcome.answer === undefined) return outcome;
    record.status = outcome.answer.status;
    record.response = toJson(outcome.answer);
    const code = errorCode(record);
    if (code !== undefined) record.code = code;
    return outcome;
  }

  #record({ method, url, headers }: Incoming): RequestRecord {
    const record: RequestRecord = {
      at: this.#state.now(),
      method,
      path: url.pathname,
      query: withoutSecrets(url.searchParams),
      headers: withoutToken(headers),
      body: undefined,
      bodyRead: false,
    };
    this.requests.push(record);
    if (this.requests.length > maxRecords) this.requests.splice(0, maxRecords / 10);
    return record;
  }

  async #read({ read, headers }: Incoming, record: RequestRecord): Promise<Uint8Array> {
    const bytes = await read();
    record.bodyRead = true;
    if (/json/i.test(headers.get("content-type") ?? "")) {
      record.body = parseJson(new TextDecoder().decode(bytes));
    }
    return bytes;
  }

  async #outcome(failure: Failure | undefined, incoming: Incoming, bytes: Uint8Array): Promise<Outcome> {
    const answer =
      failure !== undefined && isBeforeEffect(failure) ? undefined : await this.#serve(incoming, bytes);
    if (failure === undefined || "drop" in failure) {
      return answer === undefined
        ? { kind: "reset" }
        : { kind: failure === undefined ? "answer" : "cut", answer };
    }
    if ("reset" in failure || "hang" in failure) return toLostOutcome(failure);
    const injected = "code" in failure ? this.#refusal(failure, incoming) : foreignAnswer(failure);
    return { kind: "answer", answer: injected };
  }

  /** The response that Meta would send. */
  async #serve(incoming: Incoming, bytes: Uint8Array): Promise<Answer> {
    try {
      if (incoming.url.pathname === mediaPath) return await this.#download(incoming);
      if (incoming.url.pathname.startsWith(samplePath)) return this.#sample(incoming);
      return this.#json(200, await this.#call(incoming, bytes), incoming);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const answer = this.#json(httpStatus(error.facts), envelope(error.facts, createTraceId()), incoming);
      return { ...answer, headers: { ...answer.headers, ...error.facts.headers } };
    }
  }

  async #call({ method, url, headers }: Incoming, bytes: Uint8Array): Promise<Json> {
    const state = this.#state;
    state.passTime();
    const address = parseAddress(url);
    await authorize(state, { url, headers, bytes });
    const route = findRoute(routes, state, method, address);
    return route.answer({ state, method, url, id: address.id, headers, bytes });
  }

  /** The media host uses the same token, but no version and no JSON. */
  async #download({ method, url, headers }: Incoming): Promise<Answer> {
    await authorize(this.#state, { url, headers, bytes: new Uint8Array() });
    const stored = method === "GET" ? this.#state.media.at(url.searchParams) : undefined;
    if (stored === undefined) throw refuse(100, "The media URL is unknown or expired.", { status: 404 });
    return { status: 200, headers: { "content-type": stored.mimeType }, body: stored.bytes };
  }

  #sample({ method, url }: Incoming): Answer {
    const sample = this.#state.uploads.shownAt(url.pathname + url.search);
    if (sample === undefined || method !== "GET") {
      throw refuse(100, "The sample URL is unknown.", { status: 404 });
    }
    return { status: 200, headers: { "content-type": sample.mimeType }, body: concatenate(sample.chunks) };
  }

  #json(status: number, body: Json, { url }: Incoming): Answer {
    return {
      status,
      headers: { "content-type": "application/json; charset=UTF-8", ...this.#metaHeaders(url) },
      body: new TextEncoder().encode(JSON.stringify(body)),
    };
  }

  #refusal(failure: CodeFailure, incoming: Incoming): Answer {
    const { code, subcode, status, details, headers } = failure;
    const facts = { code, subcode, status, details };
    const answer = this.#json(httpStatus(facts), envelope(facts, createTraceId()), incoming);
    return { ...answer, headers: { ...answer.headers, ...lowerCase(headers) } };
  }

  /** The usage header only appears now and then, as at Meta. */
  #metaHeaders({ pathname }: URL): Record<string, string> {
    const requested = /^\/(v\d+\.\d+)\//.exec(pathname)?.[1] ?? "v25.0";
    this.#answered += 1;
    const usage = { call_count: 1, total_cputime: 1, total_time: 1 };
    return {
      "facebook-api-version": this.#state.settings.servedVersion ?? requested,
      "x-fb-trace-id": createTraceId(),
      "x-fb-request-id": createTraceId(),
      ...(this.#answered % 5 === 0 ? { "x-app-usage": JSON.stringify(usage) } : {}),
    };
  }
}

const toLostOutcome = (failure: Failure): Outcome => ({ kind: "hang" in failure ? "hang" : "reset" });

function foreignAnswer({ status, body = "", contentType = "text/html", headers }: StatusFailure): Answer {
  return {
    status,
    headers: { "content-type": contentType, ...lowerCase(headers) },
    body: new TextEncoder().encode(body),
  };
}

const lowerCase = (headers: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const toJson = ({ headers, body }: Answer): unknown =>
  /json/.test(headers["content-type"] ?? "") ? parseJson(new TextDecoder().decode(body)) : undefined;

function errorCode({ status, response }: RequestRecord): number | undefined {
  const { code } = toObject(toObject(response).error);
  return status !== 200 && typeof code === "number" ? code : undefined;
}

const secrets = new Set(["access_token", "appsecret_proof", "hash"]);

const withoutSecrets = (query: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...query].map(([name, value]) => [name, secrets.has(name) ? "[removed]" : value]));

/** Keeps the scheme: it shows whether and how a token was sent. */
function withoutToken(headers: Headers): Record<string, string> {
  const seen = Object.fromEntries(headers);
  if (seen.authorization !== undefined) {
    seen.authorization = `${seen.authorization.split(" ")[0]} [removed]`;
  }
  return seen;
}
