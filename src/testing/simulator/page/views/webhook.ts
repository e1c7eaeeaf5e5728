import type { WebhookView } from "../../../../page/protocol.ts";
import { type Json, toObject, toObjects, toText } from "../../../../utils/json.ts";
import type { WebhookChange } from "../../../events.ts";
import type { SimulatedWebhook } from "../../webhooks.ts";
import { viewPayloadError } from "./error.ts";

export function viewWebhook(id: string, delivery: SimulatedWebhook): WebhookView {
  const { at, rawBody, state, signature, attempts } = delivery;
  const error = listElements(delivery).flatMap((element) => viewPayloadError(element) ?? [])[0];
  return {
    id,
    at,
    rawBody,
    state,
    attempts: attempts.map((attempt) => ({ ...attempt })),
    summary: summarize(delivery),
    messages: listMessages(delivery),
    ...(signature === undefined ? {} : { signature }),
    ...(error === undefined ? {} : { error }),
  };
}

const listChanges = ({ payload }: SimulatedWebhook): WebhookChange[] =>
  payload.entry.flatMap(({ changes }) => changes);

/** Its messages and statuses. */
const listElements = (delivery: SimulatedWebhook): Json[] =>
  listChanges(delivery).flatMap(({ value }) => [...toObjects(value.messages), ...toObjects(value.statuses)]);

/** Ids of the messages that a webhook brings. */
export const listBrought = (delivery: SimulatedWebhook): string[] =>
  listChanges(delivery).flatMap(({ value }) =>
    toObjects(value.messages).flatMap(({ id }) => toText(id) ?? []),
  );

/** The group that a message was written to, as its webhook says. */
export const findGroupId = (delivery: SimulatedWebhook, messageId: string): string | undefined =>
  toText(listElements(delivery).find(({ id }) => id === messageId)?.group_id);

/** Ids of the messages that a webhook brings, reports on or refers to. */
export const listMessages = (delivery: SimulatedWebhook): string[] =>
  listElements(delivery).flatMap((element) => {
    const { original_message_id } = toObject(element[String(element.type)]);
    const named = [element.id, toObject(element.context).id, toObject(element.reaction).message_id];
    return [...named, original_message_id].flatMap((id) => toText(id) ?? []);
  });

function summarize(delivery: SimulatedWebhook): string {
  const changes = listChanges(delivery);
  const [first] = changes.flatMap(summarizeChange);
  const more = changes.flatMap(summarizeChange).length - 1;
  return more > 0 ? `${first} and ${more} more` : (first ?? "empty");
}

function summarizeChange({ field, value }: WebhookChange): string[] {
  const name = toText(toObject(toObjects(value.contacts)[0]?.profile).name);
  const messages = toObjects(value.messages).map(
    (message) => `${nameMessage(message)}${name === undefined ? "" : ` from ${name}`}`,
  );
  const statuses = toObjects(value.statuses).map(
    ({ status }) => `${status}${name === undefined ? "" : ` ${isReading(status) ? "by" : "to"} ${name}`}`,
  );
  if (field === "messages") return [...messages, ...statuses];
  const { event, decision } = value;
  return [[field, toText(event) ?? toText(decision)].filter((word) => word !== undefined).join(" ")];
}

const isReading = (status: unknown): boolean => status === "read" || status === "played";

/** `text`, or `button_reply` for an interactive message. */
const nameMessage = ({ type, interactive }: Json): string =>
  type === "interactive" ? String(toObject(interactive).type ?? type) : String(type ?? "message");
