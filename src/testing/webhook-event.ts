import type { CallStatus, IncomingCall } from "../types/webhooks/calls.ts";
import type { WebhookError } from "../types/webhooks/errors.ts";
import type { WebhookEventType } from "../types/webhooks/events.ts";
import type { GroupValues } from "../types/webhooks/groups.ts";
import type { UserAction, UserPreference } from "../types/webhooks/number-values.ts";
import { withoutUndefined } from "../utils/json.ts";
import { type BuilderValue, type ChangeFacts, changeBuilders, changePayload } from "./change-builders.ts";
import { defaults } from "./defaults.ts";
import {
  type IncomingFacts,
  incoming,
  type StatusFacts,
  sampleCustomer,
  statusUpdate,
  toMetadata,
  unixSeconds,
  type WebhookChange,
  type WebhookPayload,
} from "./events.ts";
import { createMessageBuilders } from "./message-builders.ts";
import { createMessageId, createTraceId, toUserId } from "./simulator/ids.ts";

/** The account, number and customer of an event. */
export interface EventFacts extends ChangeFacts {
  /** The customer's phone number, digits only. Default `5511987654321`. Pass `undefined` to leave it out. */
  wa_id?: string | undefined;
  /** The customer's business-scoped id. Default: derived from the number. */
  user_id?: string | undefined;
  /** The customer's profile name. Default `Ana`. */
  name?: string | undefined;
}

/** The customer that the business wrote to from the app, the message's id and its time. */
export interface EchoFacts extends EventFacts {
  /** The message. Default: a new id. */
  id?: string | undefined;
  /** Unix seconds. Default: now. */
  timestamp?: number | string | undefined;
}

const fromChange = (
  { field, value }: WebhookChange,
  account?: Pick<ChangeFacts, "waba_id">,
): WebhookPayload => changePayload(field, value, account);

/** A value of a number's field. */
const ofNumber = (field: string, parts: object, facts: ChangeFacts = {}): WebhookPayload =>
  changePayload(field, { messaging_product: "whatsapp", metadata: toMetadata(facts), ...parts }, facts);

function toCustomer(facts: EventFacts = {}) {
  const wa_id = "wa_id" in facts ? facts.wa_id : sampleCustomer;
  const user_id = facts.user_id ?? (wa_id === undefined ? undefined : toUserId(wa_id));
  const { name = "Ana" } = facts;
  return { wa_id, user_id, contact: withoutUndefined({ profile: { name }, wa_id, user_id }) };
}

const message = createMessageBuilders<IncomingFacts & Pick<ChangeFacts, "waba_id">>((type, content, facts) =>
  fromChange(incoming.message(type, content, facts), facts),
);

const message_echo = createMessageBuilders<EchoFacts>((type, content, facts = {}) => {
  const { wa_id, user_id, contact } = toCustomer(facts);
  const echo = withoutUndefined({
    from: facts.display_phone_number ?? defaults.displayPhoneNumber,
    to: wa_id,
    to_user_id: user_id,
    id: facts.id ?? createMessageId(),
    timestamp: String(facts.timestamp ?? unixSeconds()),
    type,
    [type]: content,
  });
  return ofNumber("smb_message_echoes", { contacts: [contact], message_echoes: [echo] }, facts);
});

function call(given: BuilderValue<IncomingCall, "id">, facts: EventFacts = {}): WebhookPayload {
  const { wa_id, user_id, contact } = toCustomer(facts);
  const business = facts.display_phone_number ?? defaults.displayPhoneNumber;
  const parties =
    given.direction === "BUSINESS_INITIATED"
      ? { from: business, to: wa_id, to_user_id: user_id }
      : { from: wa_id, from_user_id: user_id, to: business };
  const preset = { id: createCallId(), timestamp: unixSeconds(), direction: "USER_INITIATED", ...parties };
  return ofNumber(
    "calls",
    { contacts: [contact], calls: [withoutUndefined({ ...preset, ...given })] },
    facts,
  );
}

function call_status(given: BuilderValue<CallStatus, "id">, facts: EventFacts = {}): WebhookPayload {
  const { wa_id: recipient_id, user_id: recipient_user_id } = toCustomer(facts);
  const recipient = { recipient_id, recipient_user_id };
  const preset = { id: createCallId(), type: "call", timestamp: unixSeconds(), ...recipient };
  return ofNumber("calls", { statuses: [withoutUndefined({ ...preset, ...given })] }, facts);
}

const createCallId = (): string => `wacid.${createTraceId()}`;

function user_preferences(given: UserPreference, facts: EventFacts = {}): WebhookPayload {
  const { wa_id, user_id, contact } = toCustomer(facts);
  const detail = `User requested to ${given.value} marketing messages`;
  const preset = { wa_id, user_id, detail, category: "marketing_messages", timestamp: Number(unixSeconds()) };
  const preference = withoutUndefined({ ...preset, ...given });
  return ofNumber("user_preferences", { contacts: [contact], user_preferences: [preference] }, facts);
}

const group =
  <Field extends keyof GroupValues>(field: Field) =>
  (given: BuilderValue<GroupValues[Field], "group_id">, facts?: ChangeFacts): WebhookPayload =>
    ofNumber(field, { groups: [{ timestamp: unixSeconds(), group_id: sampleGroup, ...given }] }, facts);

const sampleGroup = "R1AxMjM0";

/** Builders for what is not one change of its own field. */
const otherBuilders = {
  /** A customer wrote: a builder for each type of message and of interactive reply. */
  message,
  /** The business wrote from the WhatsApp Business app: a builder for each type of message. */
  message_echo,
  /** A message was sent, delivered, read, played, or failed. */
  status: ({ waba_id, ...facts }: StatusFacts & Pick<ChangeFacts, "waba_id">): WebhookPayload =>
    fromChange(statusUpdate(facts), { waba_id }),
  /** A call began or ended. */
  call,
  /** A call that the business started rings, was accepted or was rejected. */
  call_status,
  /** An error at the level of the app, the account or the system. */
  error: (error: WebhookError, facts?: ChangeFacts) => ofNumber("messages", { errors: [error] }, facts),
  /** A customer clicked in a marketing message. */
  user_action: (action: UserAction, facts?: ChangeFacts) =>
    ofNumber("messages", { user_actions: [{ timestamp: unixSeconds(), ...action }] }, facts),
  /** A customer stopped or resumed marketing messages. */
  user_preferences,
  /** A group was created or deleted. */
  group_lifecycle_update: group("group_lifecycle_update"),
  /** People joined or left a group, or asked to join. */
  group_participants_update: group("group_participants_update"),
  /** The picture, subject or description of a group changed. */
  group_settings_update: group("group_settings_update"),
  /** A group was suspended, or no longer is. */
  group_status_update: group("group_status_update"),
  /** A field that does not exist yet. */
  unknown: (change: { field?: string; value?: object } = {}, facts?: ChangeFacts): WebhookPayload =>
    changePayload(change.field ?? "brand_new_field", change.value ?? {}, facts),
} satisfies { [Type in Exclude<WebhookEventType, keyof typeof changeBuilders>]: object };

/**
 * A builder for every event of a webhook, as Meta would post it: `signedRequest({ payload })` signs it,
 * `webhookPayload(…)` puts several together. The first argument is Meta's object; what it leaves out has defaults. The
 * second says whom the event is about.
 *
 * @example
 * const payload = webhookEvent.message.text({ body: "Hi" }, { from: "5511987654321", name: "Ana" });
 * const response = await handler(await signedRequest({ payload, appSecret }));
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
export const webhookEvent: typeof changeBuilders & typeof otherBuilders = {
  ...changeBuilders,
  ...otherBuilders,
};
