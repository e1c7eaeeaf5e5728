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
import type { MessageStatus } from "../types/webhooks/statuses.ts";
import { nameProblem } from "./invalid-options.ts";
import { eventTypes } from "./parse.ts";

/**
 * Handles one event. If it throws or rejects, the event has failed: Meta delivers it again, and all handlers of that
 * event run again.
 */
export type Handle<Event> = (event: Event) => unknown;

type Known<Value extends string> = Value extends string ? (string extends Value ? never : Value) : never;
type KnownStatus = Known<MessageStatus["status"]>;

/**
 * Handlers by event type, or more specifically by message type or status: `message`, `"message.text"`, `status`,
 * `"status.failed"`, `account_update`, …
 */
export type WebhookHandlers = {
  [Type in WebhookEventType]?: Handle<WebhookEventOf<Type>> | undefined;
} & {
  [Type in IncomingMessageType as `message.${Type}`]?:
    | Handle<MessageEvent<IncomingMessageOf<Type>>>
    | undefined;
} & {
  [Status in KnownStatus as `status.${Status}`]?:
    | Handle<StatusEvent & { status: { status: Status } }>
    | undefined;
};

const statuses: Readonly<Record<KnownStatus, true>> = {
  sent: true,
  delivered: true,
  read: true,
  played: true,
  failed: true,
  pending: true,
  captured: true,
};

/** The problem with a key of `on`; `undefined` if it is valid. */
export function handlerNameProblem(key: string): string | undefined {
  const [, type, kind = ""] = /^(message|status)\.(.*)$/s.exec(key) ?? [];
  if (type === "message") return nameProblem(kind, "a message type", Object.keys(messageSchemas));
  if (type === "status") return nameProblem(kind, "a message status", Object.keys(statuses));
  return nameProblem(key, "an event type", [...eventTypes]);
}

/** The functions for an event in the order they run: from the most specific to the one for every event. */
export function selectHandlers(
  event: WebhookEvent,
  on: WebhookHandlers,
  onEvent: Handle<WebhookEvent> | undefined,
): Handle<WebhookEvent>[] {
  const byName = on as Readonly<Record<string, Handle<WebhookEvent> | undefined>>;
  const kind = findKind(event);
  const narrow = kind === undefined ? undefined : byName[`${event.type}.${kind}`];
  return [narrow, byName[event.type], onEvent].filter((handle) => handle !== undefined);
}

function findKind(event: WebhookEvent): string | undefined {
  if (event.type === "message") return event.message.type;
  return event.type === "status" ? event.status.status : undefined;
}
