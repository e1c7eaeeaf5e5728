import { ConfigurationError } from "../errors.ts";
import type { Logger } from "../types/common.ts";
import type {
  MessageEvent,
  StatusEvent,
  WebhookEvent,
  WebhookEventOf,
  WebhookEventType,
} from "../types/webhooks/events.ts";
import {
  type IncomingMessageOf,
  type IncomingMessageType,
  messageSchemas,
} from "../types/webhooks/messages.ts";
import type { DedupeStore } from "./dedupe.ts";
import { eventTypes } from "./parse.ts";

/** Handles one event; when it throws or rejects, the event counts as failed and is delivered again. */
export type Handle<Event> = (event: Event) => unknown;

type Statuses = "sent" | "delivered" | "read" | "played" | "failed";

/** Handlers by event type, and more narrowly by kind of message or status. */
export type WebhookHandlers = {
  [Type in WebhookEventType]?: Handle<WebhookEventOf<Type>> | undefined;
} & {
  [Type in IncomingMessageType as `message.${Type}`]?:
    | Handle<MessageEvent & { message: IncomingMessageOf<Type> }>
    | undefined;
} & {
  [Status in Statuses as `status.${Status}`]?:
    | Handle<StatusEvent & { status: { status: Status } }>
    | undefined;
};

/** How webhooks are received. */
export interface WebhookOptions {
  /** The app secret that signs webhooks (App Dashboard, App settings, Basic); several while you rotate it. */
  appSecret: string | readonly string[];
  /** The text you entered as verify token beside the callback URL. */
  verifyToken: string;
  /** Handlers by event type. The narrow one (`"message.text"`) runs before the general one (`message`). */
  on?: WebhookHandlers | undefined;
  /** Sees every event, after its handlers in `on`. */
  onEvent?: Handle<WebhookEvent> | undefined;
  /** Told of every failure: a handler that threw, a store out of reach. Default: one line to `logger`. */
  onError?: ((error: unknown, event: WebhookEvent) => unknown) | undefined;
  /** Remembers handled events. Default: 100 000 in this process's memory; several processes need a shared one. */
  dedupe?: DedupeStore | undefined;
  /**
   * `after-handlers` (the default) answers when all handlers are done: a failure gives 500, Meta delivers again,
   * and only what failed runs again. `immediately` answers first and handles then: a failure is not repeated.
   */
  respond?: "after-handlers" | "immediately" | undefined;
  /** The largest accepted body. Default: 3 MB, the most Meta sends, and a margin. */
  maxBodyBytes?: number | undefined;
  /** Where warnings and unhandled failures are written. Default: `console`. */
  logger?: Pick<Logger, "warn" | "error"> | undefined;
}

/** 3 MB is Meta's limit; the margin is for what counts differently. */
export const defaultMaxBodyBytes = 3 * 1024 * 1024 + 64 * 1024;

const optionNames = new Set([
  "appSecret",
  "verifyToken",
  "on",
  "onEvent",
  "onError",
  "dedupe",
  "respond",
  "maxBodyBytes",
  "logger",
]);

/**
 * Refuses what would fail silently later: misspelled options and handler names, handlers that are no functions.
 *
 * @throws {@link ConfigurationError}
 */
export function checkWebhookOptions(options: WebhookOptions): void {
  for (const name of Object.keys(options)) {
    if (!optionNames.has(name))
      throw wrong(name, `is no webhook option; known are ${[...optionNames].join(", ")}`);
  }
  const { on = {}, onEvent, onError, respond, maxBodyBytes, dedupe } = options;
  for (const [name, handle] of Object.entries(on)) {
    if (!isHandlerName(name))
      throw wrong(`on.${name}`, "is no event type, such as message, message.text or status.failed");
    if (handle !== undefined && typeof handle !== "function") throw wrong(`on.${name}`, "must be a function");
  }
  for (const [name, handle] of Object.entries({ onEvent, onError })) {
    if (handle !== undefined && typeof handle !== "function") throw wrong(name, "must be a function");
  }
  if (respond !== undefined && respond !== "after-handlers" && respond !== "immediately") {
    throw wrong("respond", 'must be "after-handlers" or "immediately"');
  }
  if (maxBodyBytes !== undefined && !(maxBodyBytes > 0))
    throw wrong("maxBodyBytes", "must be greater than 0");
  const isStore = [dedupe?.claim, dedupe?.complete, dedupe?.release].every(
    (method) => typeof method === "function",
  );
  if (dedupe !== undefined && !isStore)
    throw wrong("dedupe", "must have the methods claim, complete and release");
}

function isHandlerName(name: string): boolean {
  const [type = "", kind, ...more] = name.split(".");
  if (more.length > 0) return false;
  if (kind === undefined) return eventTypes.has(type);
  return type === "status"
    ? /^[a-z]+$/.test(kind)
    : type === "message" && Object.hasOwn(messageSchemas, kind);
}

function wrong(path: string, problem: string): ConfigurationError {
  return new ConfigurationError(`Invalid webhook options: ${path} ${problem}.`, [{ path, message: problem }]);
}
