import type {
  MessageEvent,
  StatusEvent,
  WebhookEvent,
  WebhookEventOf,
  WebhookEventType,
} from "../types/webhooks/events.ts";
import { contentSchemas, type InteractiveReply, replyTypes } from "../types/webhooks/message-contents.ts";
import type { IncomingMessageOf, IncomingMessageType } from "../types/webhooks/messages.ts";
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

/** One function, or several that run one after the other. */
export type Handlers<Event> = Handle<Event> | readonly Handle<Event>[];

/**
 * Handlers by event type, or more specifically by message type, interactive reply or status: `message`,
 * `"message.text"`, `"message.interactive.button_reply"`, `status`, `"status.failed"`, `account_update`, …
 */
export type WebhookHandlers = {
  [Type in WebhookEventType]?: Handlers<WebhookEventOf<Type>> | undefined;
} & {
  [Type in IncomingMessageType as `message.${Type}`]?:
    | Handlers<MessageEvent<IncomingMessageOf<Type>>>
    | undefined;
} & {
  [Type in InteractiveReply["type"] as `message.interactive.${Type}`]?:
    | Handlers<
        MessageEvent<
          IncomingMessageOf<"interactive"> & { interactive: Extract<InteractiveReply, { type: Type }> }
        >
      >
    | undefined;
} & {
  [Status in KnownStatus as `status.${Status}`]?:
    | Handlers<StatusEvent & { status: { status: Status } }>
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
  const [, type, kind = ""] = /^(message\.interactive|message|status)\.(.*)$/s.exec(key) ?? [];
  if (type === "message.interactive") return nameProblem(kind, "an interactive reply", replyTypes);
  if (type === "message") return nameProblem(kind, "a message type", Object.keys(contentSchemas));
  if (type === "status") return nameProblem(kind, "a message status", Object.keys(statuses));
  return nameProblem(key, "an event type", [...eventTypes]);
}

/** The functions for an event in the order they run: from the most specific to the one for every event. */
export function selectHandlers(
  event: WebhookEvent,
  on: WebhookHandlers,
  onEvent: Handle<WebhookEvent> | undefined,
): Handle<WebhookEvent>[] {
  const byName = on as Readonly<Record<string, Handlers<WebhookEvent> | undefined>>;
  const selected: Handle<WebhookEvent>[] = [];
  for (const name of listNames(event)) {
    const handlers = byName[name];
    if (typeof handlers === "function") selected.push(handlers);
    else if (handlers !== undefined) selected.push(...handlers);
  }
  if (onEvent !== undefined) selected.push(onEvent);
  return selected;
}

/** The names of an event in `on`, from the most specific to the most general. */
function listNames(event: WebhookEvent): string[] {
  if (event.type === "status") return [`status.${event.status.status}`, "status"];
  if (event.type !== "message") return [event.type];
  const { message } = event;
  const name = `message.${message.type}`;
  return message.type === "interactive"
    ? [`${name}.${message.interactive.type}`, name, "message"]
    : [name, "message"];
}
