import { concatenate } from "../../../core/bytes/streams.ts";
import { type Json, toObject } from "../../../utils/json.ts";
import { once } from "../../../utils/once.ts";
import { waitFor } from "../clock.ts";
import { routes } from "../endpoints/routes.ts";
import { envelope, httpStatus, Refusal, refuse } from "../errors.ts";
import { createTraceId } from "../ids.ts";
import { mediaPath } from "../media.ts";
import { passTime } from "../pass-time.ts";
import type { Held, State } from "../state.ts";
import { samplePath } from "../uploads.ts";
import { authorize, checkPermission } from "./authorization.ts";
import {
  type CodeFailure,
  type Failure,
  Failures,
  isBeforeEffect,
  isBeforeRead,
  type StatusFailure,
  usageHeaders,
} from "./failures.ts";
import { toLoggedBody, toLoggedHeaders, toLoggedQuery, toLoggedResponse } from "./logged.ts";
import { readBody } from "./parameters.ts";
import type { RequestRecord } from "./request-record.ts";
import { findRoute, findServedVersion, needsToken, parseAddress } from "./router.ts";

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
  requests: RequestRecord[] = [];
  readonly #held: Held;
  #answered = 0;

  constructor(held: Held) {
    this.#held = held;
  }

  get #state(): State {
    return this.#held.state;
  }

  /** Forgets requests and failures. */
  clear(): void {
    this.failures.clear();
    this.requests = [];
    this.#answered = 0;
  }

  async answer(incoming: Incoming): Promise<Outcome> {
    const record = this.#record(incoming);
    const startedAt = performance.now();
    this.#state.activity.note({ kind: "call", call: record });
    const outcome = await this.#answer(incoming, record);
    await this.#held.save?.();
    record.outcome = outcome.kind;
    record.tookMs = performance.now() - startedAt;
    this.#state.activity.note({ kind: "call", call: record });
    return outcome;
  }

  async #answer(incoming: Incoming, record: RequestRecord): Promise<Outcome> {
    const { signal } = this.#state.outbox; // a later one does not know of a simulator that is closed meanwhile
    const read = once(async () => this.#read(incoming, record));
    if (this.failures.needsBody) await read();
    const failure = this.failures.next(record);
    if (failure !== undefined) record.failure = failure;
    if (failure !== undefined && isBeforeRead(failure))
      return this.#delayed(failure, toLostOutcome(failure), signal);
    const bytes = await read();
    const outcome = await this.#delayed(failure, await this.#outcome(failure, incoming, bytes), signal);
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
      query: toLoggedQuery(url.searchParams),
      headers: toLoggedHeaders(headers),
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
    record.body = toLoggedBody(headers, bytes);
    return bytes;
  }

  /** What the failure does to an outcome besides replacing it. */
  async #delayed(failure: Failure | undefined, outcome: Outcome, signal: AbortSignal): Promise<Outcome> {
    if (failure === undefined) return outcome;
    const { settings } = this.#state;
    if (failure.delayMs !== undefined) await waitFor(settings.clock, failure.delayMs, signal);
    if (outcome.answer === undefined) return outcome;
    const headers = { ...outcome.answer.headers, ...usageHeaders(failure, settings.businessAccountId) };
    return { ...outcome, answer: { ...outcome.answer, headers } };
  }

  async #outcome(failure: Failure | undefined, incoming: Incoming, bytes: Uint8Array): Promise<Outcome> {
    const answer =
      failure !== undefined && isBeforeEffect(failure) ? undefined : await this.#serve(incoming, bytes);
    if (failure === undefined) return toOutcome(answer);
    if ("reset" in failure || "hang" in failure) return toLostOutcome(failure);
    if ("code" in failure) return toOutcome(this.#refusal(failure, incoming));
    if ("status" in failure) return toOutcome(foreignAnswer(failure));
    return toOutcome(answer, "drop" in failure ? "cut" : "answer");
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
    passTime(state);
    const address = parseAddress(url);
    const body = await readBody({ headers, bytes });
    const token = needsToken(address) ? await authorize(state, { url, headers, body }) : undefined;
    const route = findRoute(routes, state, method, address);
    if (token !== undefined) checkPermission(state, token, route, address.id);
    return route.answer({ state, method, url, id: address.id, headers, bytes, body });
  }

  /** The media host uses the same token, but no version and no JSON. */
  async #download({ method, url, headers }: Incoming): Promise<Answer> {
    await authorize(this.#state, { url, headers, body: {} });
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
  #metaHeaders(url: URL): Record<string, string> {
    this.#answered += 1;
    const usage = { call_count: 1, total_cputime: 1, total_time: 1 };
    return {
      date: new Date(this.#state.now()).toUTCString(),
      "facebook-api-version": this.#state.settings.servedVersion ?? findServedVersion(url),
      "x-fb-trace-id": createTraceId(),
      "x-fb-request-id": createTraceId(),
      ...(this.#answered % 5 === 0 ? { "x-app-usage": JSON.stringify(usage) } : {}),
    };
  }
}

const toOutcome = (answer: Answer | undefined, kind: "answer" | "cut" = "answer"): Outcome =>
  answer === undefined ? { kind: "reset" } : { kind, answer };

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
  /json/.test(headers["content-type"] ?? "") ? toLoggedResponse(new TextDecoder().decode(body)) : undefined;

function errorCode({ status, response }: RequestRecord): number | undefined {
  const { code } = toObject(toObject(response).error);
  return status !== 200 && typeof code === "number" ? code : undefined;
}
