import type { ValidationIssue } from "../errors.ts";
import type { Logger } from "../types/common.ts";
import type { WebhookEvent } from "../types/webhooks/events.ts";
import { verifyTokenProblem } from "./challenge.ts";
import { type DedupeStore, memoryDedupe } from "./dedupe.ts";
import { type Handle, handlerNameProblem, type WebhookHandlers } from "./event-handlers.ts";
import { invalidOptions, nameProblem } from "./invalid-options.ts";
import { defaultMaxBodyBytes } from "./raw-body.ts";
import { appSecretProblem, toSecrets } from "./signature.ts";

/** Options of a webhook. */
export interface WebhookOptions {
  /** The app secret that signs webhooks (App Dashboard > App settings > Basic). Pass several while you rotate it. */
  appSecret: string | readonly string[];
  /** The verify token that you entered next to the callback URL. */
  verifyToken: string;
  /** Handlers by event type. The specific one (`"message.text"`) runs before the general one (`message`). */
  on?: WebhookHandlers | undefined;
  /** Receives every event, after its handlers in `on`. */
  onEvent?: Handle<WebhookEvent> | undefined;
  /**
   * Called on every failure: a handler threw, the store was unreachable, or a signed body is not a webhook (then without
   * an event). Errors that it throws itself are only logged. Default: one line to `logger`.
   */
  onError?: ((error: unknown, event?: WebhookEvent) => unknown) | undefined;
  /** Remembers handled events. Default: 100,000 in the memory of this process; several processes need a shared store. */
  dedupe?: DedupeStore | undefined;
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
  /** Receives warnings, and failures if there is no `onError`. Default: `console`. */
  logger?: Pick<Logger, "warn" | "error"> | undefined;
}

/** The options with all defaults filled in. */
export interface ResolvedWebhookOptions {
  appSecret: readonly string[];
  verifyToken: string;
  on: WebhookHandlers;
  onEvent: Handle<WebhookEvent> | undefined;
  onError: ((error: unknown, event?: WebhookEvent) => unknown) | undefined;
  dedupe: DedupeStore;
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
  const { logger = console } = options;
  return {
    appSecret: toSecrets(options.appSecret),
    verifyToken: options.verifyToken,
    on: options.on ?? {},
    onEvent: options.onEvent,
    onError: options.onError,
    dedupe: options.dedupe ?? memoryDedupe({ logger }),
    respond: options.respond ?? "after-handlers",
    waitUntil: options.waitUntil,
    maxBodyBytes: options.maxBodyBytes ?? defaultMaxBodyBytes,
    logger,
  };
}

type Check = (value: unknown) => string | undefined;

const functionProblem = whenGiven((value) => typeof value === "function", "must be a function");

/** What is wrong with the value of each option. The secrets are required; other options may be `undefined`. */
const checks: Readonly<Record<keyof WebhookOptions, Check>> = {
  appSecret: (value) => appSecretProblem(value) ?? whitespaceProblem(value),
  verifyToken: verifyTokenProblem,
  on: whenGiven(
    (value) => typeof value === "object" && !Array.isArray(value),
    "must be an object of handlers",
  ),
  onEvent: functionProblem,
  onError: functionProblem,
  dedupe: whenGiven(isStore, "must have the methods claim, complete and release"),
  respond: whenGiven(
    (value) => value === "after-handlers" || value === "immediately",
    'must be "after-handlers" or "immediately"',
  ),
  waitUntil: functionProblem,
  maxBodyBytes: whenGiven(
    (value) => typeof value === "number" && value > 0,
    "must be a number greater than 0",
  ),
  logger: whenGiven((value) => hasMethods(value, "warn", "error"), "must have the methods warn and error"),
};

function findOptionIssues(options: object): ValidationIssue[] {
  const given = options as Readonly<Record<string, unknown>>;
  const wrong = collectIssues(checks, (path, check) => check(given[path]));
  const unknown = collectIssues(given, (path) => nameProblem(path, "an option", Object.keys(checks)));
  return [...wrong, ...unknown];
}

function findHandlerIssues(on: object): ValidationIssue[] {
  const given = on as Readonly<Record<string, unknown>>;
  return collectIssues(given, (key, handle) => handlerNameProblem(key) ?? functionProblem(handle), "on.");
}

function collectIssues<Value>(
  members: Readonly<Record<string, Value>>,
  findProblem: (key: string, value: Value) => string | undefined,
  prefix = "",
): ValidationIssue[] {
  return Object.entries(members).flatMap(([key, value]) => {
    const message = findProblem(key, value);
    return message === undefined ? [] : [{ path: prefix + key, message }];
  });
}

function whenGiven(holds: (value: unknown) => boolean, problem: string): Check {
  return (value) => (value === undefined || holds(value) ? undefined : problem);
}

function isStore(value: unknown): boolean {
  return hasMethods(value, "claim", "complete", "release");
}

function hasMethods(value: unknown, ...names: string[]): boolean {
  const methods = (value ?? {}) as Readonly<Record<string, unknown>>;
  return names.every((name) => typeof methods[name] === "function");
}

function whitespaceProblem(appSecret: unknown): string | undefined {
  const isClean = [appSecret].flat().every((secret) => String(secret).trim() === secret);
  return isClean ? undefined : "has leading or trailing whitespace: remove it";
}
