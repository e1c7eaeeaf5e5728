import type { ValidationIssue } from "../errors.ts";
import { memoryStore } from "../store/memory-store.ts";
import type { Store } from "../store/store.ts";
import type { Logger } from "../types/common.ts";
import type { WebhookEvent } from "../types/webhooks/events.ts";
import { durationProblem } from "../utils/duration.ts";
import { takesFieldsFirst } from "../utils/log.ts";
import { verifyTokenProblem } from "./challenge.ts";
import { type Handle, handlerNameProblem, type WebhookHandlers } from "./event-handlers.ts";
import {
  type Check,
  collectIssues,
  hasMethods,
  invalidOptions,
  nameProblem,
  whenGiven,
} from "./invalid-options.ts";
import { defaultMaxBodyBytes } from "./raw-body.ts";
import { appSecretProblem } from "./signature.ts";

/**
 * Returns the secret of the app that a request is for, or several while you rotate it, within 30 seconds. It sees only
 * the query and the headers: the body is not read before it is verified. For an app that it does not know it returns
 * `undefined`, and the answer is 401. If it throws, the answer is 500, and Meta delivers again.
 *
 * @example
 * // Callback URLs: https://example.com/webhook?app=1063…
 * const appSecret: FindAppSecret = ({ query }) => secretsByApp.get(query.get("app") ?? "");
 */
export type FindAppSecret = (request: {
  query: URLSearchParams;
  headers: Headers;
}) => string | readonly string[] | undefined | Promise<string | readonly string[] | undefined>;

/** Options of a webhook. */
export interface WebhookOptions {
  /**
   * The app secret that signs webhooks (App Dashboard > App settings > Basic). Pass several while you rotate it. For
   * several Meta apps with an address each, pass a function: see {@link FindAppSecret}.
   */
  appSecret: string | readonly string[] | FindAppSecret;
  /** The verify token that you entered next to the callback URL. */
  verifyToken: string;
  /**
   * Handlers by event type: a function, or a list of functions. All that match run, one after the other: the most
   * specific first (`"message.interactive.button_reply"`, `"message.interactive"`, `message`), lists in their order.
   */
  on?: WebhookHandlers | undefined;
  /** Receives every event, after its handlers in `on`. */
  onEvent?: Handle<WebhookEvent> | undefined;
  /**
   * Called with every failure: a handler that threw, a store that cannot be reached, a signed body that is not a
   * webhook (then without an event). `redelivered` says whether Meta will deliver the event again. An error it throws
   * is only logged, and it is waited for 30 seconds at most. Default: one line to `logger`.
   */
  onError?:
    | ((error: unknown, event: WebhookEvent | undefined, facts: { redelivered: boolean }) => unknown)
    | undefined;
  /**
   * Decides whether an event should be delivered again after its handler failed. `true`: the response is 500, Meta
   * redelivers, and the handler runs again. `false`: the event counts as handled. Default: `shouldRedeliver`, which
   * also decides if this function throws, takes longer than 30 seconds, or returns anything else.
   */
  redeliver?: ((error: unknown, event: WebhookEvent) => boolean | Promise<boolean>) | undefined;
  /**
   * Remembers which events have been handled. Pass the client's, `store: whatsapp.store`: then status webhooks settle
   * sends whose outcome is unknown. Default: `memoryStore()`, which forgets when the process ends. Several processes and
   * serverless functions need a shared store.
   */
  store?: Store | undefined;
  /**
   * How long an event stays claimed after its process has died, in milliseconds; a running handler renews its claim.
   * Default: 60,000.
   */
  leaseMs?: number | undefined;
  /**
   * How long the handlers of one event may take together, in milliseconds. After that the event fails with a
   * `HandlerTimeoutError`, and its conversation goes on. Default: 15 minutes.
   */
  handlerTimeoutMs?: number | undefined;
  /**
   * `after-handlers` (the default) answers when all handlers are done: on failure it answers 500, Meta delivers again,
   * and only what failed runs again. `immediately` answers first: events that fail are not delivered again, and events
   * in progress when the process stops are lost. Platforms that stop once they have answered (Lambda; Workers and
   * Next.js without `waitUntil`) wait for the handlers anyway.
   */
  respond?: "after-handlers" | "immediately" | undefined;
  /**
   * Used for requests that have no `waitUntil` of their own: `after` from `next/server`, or your own function that
   * collects the work of `respond: "immediately"` so you can await it before the process stops.
   */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** The largest accepted body, in bytes. Default: 3 MB, the most Meta sends, plus a margin of 64 KB. */
  maxBodyBytes?: number | undefined;
  /** Receives warnings, and failures if there is no `onError`; pino by `pinoLogger(pino)`. Default: `console`. */
  logger?: Pick<Logger, "warn" | "error"> | undefined;
}

/** The options with all defaults filled in. */
export interface ResolvedWebhookOptions {
  appSecret: readonly string[] | FindAppSecret;
  verifyToken: string;
  on: WebhookHandlers;
  onEvent: Handle<WebhookEvent> | undefined;
  onError: WebhookOptions["onError"];
  redeliver: WebhookOptions["redeliver"];
  store: Store;
  /** Whether nobody else uses the store. */
  hasOwnStore: boolean;
  leaseMs: number;
  handlerTimeoutMs: number;
  respond: "after-handlers" | "immediately";
  waitUntil: ((work: Promise<unknown>) => void) | undefined;
  maxBodyBytes: number;
  logger: Pick<Logger, "warn" | "error">;
}

/**
 * Fills in the defaults and rejects what would fail silently later: a missing secret, a misspelled option or handler
 * name, a handler that is not a function.
 *
 * @throws `ConfigurationError` naming every problem.
 */
export function resolveWebhookOptions(options: WebhookOptions): ResolvedWebhookOptions {
  const issues = [...findOptionIssues(options ?? {}), ...findHandlerIssues(options?.on ?? {})];
  if (issues.length > 0) throw invalidOptions(issues);
  const { appSecret, logger = console } = options;
  return {
    appSecret: typeof appSecret === "string" ? [appSecret] : appSecret,
    verifyToken: options.verifyToken,
    on: options.on ?? {},
    onEvent: options.onEvent,
    onError: options.onError,
    redeliver: options.redeliver,
    store: options.store ?? memoryStore({ logger }),
    hasOwnStore: options.store === undefined,
    leaseMs: options.leaseMs ?? 60_000,
    handlerTimeoutMs: options.handlerTimeoutMs ?? 15 * 60_000,
    respond: options.respond ?? "after-handlers",
    waitUntil: options.waitUntil,
    maxBodyBytes: options.maxBodyBytes ?? defaultMaxBodyBytes,
    logger,
  };
}

const limitProblem: Check = (value) => (value === undefined ? undefined : durationProblem(value, { min: 1 }));

const functionProblem = whenGiven((value) => typeof value === "function", "must be a function");

const handlersProblem = whenGiven(
  (value) => [value].flat().every((handle) => typeof handle === "function"),
  "must be a function or a list of functions",
);

/** Finds the problem with the value of each option. The secrets are required; other options may be `undefined`. */
const checks: Readonly<Record<keyof WebhookOptions, Check>> = {
  appSecret: (value) =>
    typeof value === "function" ? undefined : (appSecretProblem(value) ?? whitespaceProblem(value)),
  verifyToken: verifyTokenProblem,
  on: whenGiven(
    (value) => typeof value === "object" && !Array.isArray(value),
    "must be an object of handlers",
  ),
  onEvent: functionProblem,
  onError: functionProblem,
  redeliver: functionProblem,
  store: whenGiven(
    (value) => hasMethods(value, "get", "set", "delete"),
    "must have the methods get, set and delete",
  ),
  leaseMs: limitProblem,
  handlerTimeoutMs: limitProblem,
  respond: whenGiven(
    (value) => value === "after-handlers" || value === "immediately",
    'must be "after-handlers" or "immediately"',
  ),
  waitUntil: functionProblem,
  maxBodyBytes: whenGiven(
    (value) => typeof value === "number" && value > 0,
    "must be a number greater than 0",
  ),
  logger: whenGiven(
    (value) => hasMethods(value, "warn", "error") && !takesFieldsFirst(value),
    "must have the methods warn and error; for pino: pinoLogger(pino)",
  ),
};

/** What people call `on`. */
const synonym = /^handlers?$/;

function findOptionIssues(options: object): ValidationIssue[] {
  const given = options as Readonly<Record<string, unknown>>;
  return [
    ...collectIssues(checks, (path, check) => check(given[path])),
    ...collectIssues(given, (path) =>
      nameProblem(path, "an option", Object.keys(checks), synonym.test(path) ? "on" : undefined),
    ),
  ];
}

function findHandlerIssues(on: object): ValidationIssue[] {
  const given = on as Readonly<Record<string, unknown>>;
  return collectIssues(given, (key, handle) => handlerNameProblem(key) ?? handlersProblem(handle), "on.");
}

function whitespaceProblem(appSecret: unknown): string | undefined {
  const isClean = [appSecret].flat().every((secret) => String(secret).trim() === secret);
  return isClean ? undefined : "has leading or trailing whitespace: remove it";
}
