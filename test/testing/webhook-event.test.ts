import { expect, test } from "vitest";
import {
  incoming,
  signedRequest,
  type WebhookPayload,
  webhookBody,
  webhookEvent,
  webhookPayload,
} from "wacloud/testing";
import {
  createWebhookHandler,
  type IncomingMessageType,
  type InteractiveReply,
  parseWebhook,
  type WebhookEventType,
} from "wacloud/webhooks";
import { eventTypes } from "../../src/webhooks/parse.ts";
import { type JsonObject, samples } from "../webhooks/samples.ts";

const file = { id: "1000001", mime_type: "image/jpeg", sha256: "q83vEjRWeJ0=" };
const text = { original_message_id: "wamid.1", message: { type: "text", text: { body: "Hi" } } };

type Messages = typeof webhookEvent.message | typeof webhookEvent.message_echo;

/** The least that each builder of a message takes. */
const messages = (from: Messages) =>
  ({
    text: from.text({ body: "Hi" }),
    image: from.image(),
    video: from.video({ caption: "Look" }),
    audio: from.audio(),
    document: from.document(file),
    sticker: from.sticker(),
    location: from.location({ latitude: 40.4168, longitude: -3.7038 }),
    contacts: from.contacts([{ name: { formatted_name: "Ben" } }]),
    reaction: from.reaction({ message_id: "wamid.1", emoji: "👍" }),
    interactive: from.interactive({ type: "button_reply", button_reply: { id: "yes" } }),
    button: from.button({ text: "Stop" }),
    order: from.order({ product_items: [{ product_retailer_id: "sku-1" }] }),
    system: from.system({ type: "user_changed_number", wa_id: "5511912345678" }),
    unsupported: from.unsupported({ type: "poll_creation" }),
    unknown: from.unknown(),
    edit: from.edit(text),
    revoke: from.revoke({ original_message_id: "wamid.1" }),
    media_placeholder: from.media_placeholder(),
    request_welcome: from.request_welcome(),
  }) satisfies { [Type in IncomingMessageType]: WebhookPayload };

const replies = {
  button_reply: webhookEvent.message.button_reply({ id: "yes", title: "Yes" }),
  list_reply: webhookEvent.message.list_reply({ id: "row1", title: "Express" }),
  nfm_reply: webhookEvent.message.nfm_reply({ response_json: { flow_token: "t1", rating: 5 } }),
  call_permission_reply: webhookEvent.message.call_permission_reply({ response: "accept" }),
  payment_method: webhookEvent.message.payment_method({ reference_id: "ord-1" }),
  product: webhookEvent.message.product({ product_retailer_id: "sku-1" }),
} satisfies { [Type in InteractiveReply["type"]]: WebhookPayload };

/** The least that each of the other builders takes. */
const others = {
  status: webhookEvent.status({ id: "wamid.1", status: "delivered" }),
  call: webhookEvent.call({ event: "connect" }),
  call_status: webhookEvent.call_status({ status: "RINGING" }),
  error: webhookEvent.error({ code: 130429 }),
  user_action: webhookEvent.user_action({ action_type: "landing_page_view" }),
  user_preferences: webhookEvent.user_preferences({ value: "stop" }),
  group_lifecycle_update: webhookEvent.group_lifecycle_update({ type: "group_create" }),
  group_participants_update: webhookEvent.group_participants_update({ type: "group_participants_add" }),
  group_settings_update: webhookEvent.group_settings_update({ type: "group_settings_update" }),
  group_status_update: webhookEvent.group_status_update({ type: "group_suspend" }),
  account_alerts: webhookEvent.account_alerts({ alert_info: { alert_type: "OBA_APPROVED" } }),
  account_review_update: webhookEvent.account_review_update({ decision: "APPROVED" }),
  account_settings_update: webhookEvent.account_settings_update({}),
  account_update: webhookEvent.account_update({ event: "ACCOUNT_DELETED" }),
  automatic_events: webhookEvent.automatic_events({ automatic_events: [{ event_name: "Purchase" }] }),
  business_capability_update: webhookEvent.business_capability_update({ max_phone_numbers_per_waba: 20 }),
  business_username_updates: webhookEvent.business_username_updates({ status: "deleted" }),
  flows: webhookEvent.flows({ event: "FLOW_STATUS_CHANGE", flow_id: "1" }),
  history: webhookEvent.history({ history: [{ metadata: { phase: 0 } }] }),
  message_template_components_update: webhookEvent.message_template_components_update({}),
  message_template_quality_update: webhookEvent.message_template_quality_update({}),
  message_template_status_update: webhookEvent.message_template_status_update({ event: "APPROVED" }),
  messaging_handovers: webhookEvent.messaging_handovers({ type: "control_passed", control_passed: {} }),
  partner_solutions: webhookEvent.partner_solutions({ event: "SOLUTION_CREATED", solution_id: "1" }),
  payment_configuration_update: webhookEvent.payment_configuration_update({
    configuration_name: "main",
    status: "Active",
  }),
  phone_number_name_update: webhookEvent.phone_number_name_update({ decision: "APPROVED" }),
  phone_number_quality_update: webhookEvent.phone_number_quality_update({ event: "ONBOARDING" }),
  security: webhookEvent.security({ event: "PIN_CHANGED" }),
  smb_app_state_sync: webhookEvent.smb_app_state_sync({ state_sync: [{ action: "add" }] }),
  standby: webhookEvent.standby({ standby: {} }),
  template_category_update: webhookEvent.template_category_update({ new_category: "MARKETING" }),
  template_correct_category_detection: webhookEvent.template_correct_category_detection({}),
  tracking_events: webhookEvent.tracking_events({ events: [{ event_name: "sent" }] }),
  user_id_update: webhookEvent.user_id_update({ user_id_update: [{ detail: "User id updated" }] }),
  unknown: webhookEvent.unknown(),
} satisfies { [Type in Exclude<WebhookEventType, "message" | "message_echo">]: WebhookPayload };

/** The one event that a payload consists of. */
function only(payload: WebhookPayload) {
  const events = parseWebhook(webhookBody(payload));
  expect(events).toHaveLength(1);
  expect(events[0]?.omitted).toBeUndefined();
  return events[0];
}

test("there is a builder for every event type", () => {
  expect(Object.keys(webhookEvent).sort()).toEqual([...eventTypes].sort());
});

test.each(Object.entries(others))("%s: what is built parses to exactly that event", (type, payload) => {
  expect(only(payload)?.type).toBe(type);
});

test.each(Object.entries(messages(webhookEvent.message)))("message.%s: likewise", (type, payload) => {
  expect(only(payload)).toMatchObject({ type: "message", message: { type } });
});

test.each(Object.entries(messages(webhookEvent.message_echo)))(
  "message_echo.%s: likewise",
  (type, payload) => {
    expect(only(payload)).toMatchObject({
      type: "message_echo",
      message: { type },
      chat: { wa_id: "5511987654321" },
    });
  },
);

test.each(Object.entries(replies))("message.%s: likewise", (type, payload) => {
  expect(only(payload)).toMatchObject({ type: "message", message: { interactive: { type } } });
});

interface Sample {
  entry: [{ id: string; time?: number; changes: [{ field: string; value: JsonObject }] }];
}
const documented = [...samples].map(([name, body]) => [name, JSON.parse(body) as Sample] as const);

/** Fields that are one change, whose `value` is what a builder takes. */
const ofChanges = documented.filter(
  ([name, { entry }]) => !name.startsWith("envelope") && entry[0].changes[0].field in others,
);

test.each(ofChanges)("%s: the documented sample, rebuilt from its value, is the same", (_, sample) => {
  const [{ id, time, changes }] = sample.entry;
  const [{ field, value }] = changes;
  if (field === "user_preferences" || field.startsWith("group_")) return expectElement(field, value);
  const build = webhookEvent[field as "account_update"];
  const payload = build(value as never, { waba_id: id, time });
  expect(JSON.parse(webhookBody(payload))).toEqual(sample);
});

function expectElement(field: string, value: JsonObject) {
  const [element] = Object.values(value).findLast(Array.isArray) as [JsonObject];
  const build = webhookEvent[field as "group_status_update"];
  const { display_phone_number, phone_number_id } = value.metadata as Record<string, string>;
  const [change] = build(element as never, { display_phone_number, phone_number_id }).entry[0]?.changes ?? [];
  expect(change?.field).toBe(field);
  expect({ ...change?.value, contacts: value.contacts }).toEqual({ contacts: undefined, ...value });
}

// biome-ignore lint/suspicious/noExplicitAny: samples are read freely
type Loose = Record<string, any>;
interface Parts {
  messages: [Loose];
  contacts?: [Loose];
  metadata: Loose;
}
const ofMessages = documented.filter(([name]) => name.startsWith("message-"));

test.each(ofMessages)("%s: the documented message, rebuilt from its content, is the same", (_, sample) => {
  const { messages, contacts, metadata } = sample.entry[0].changes[0].value as unknown as Parts;
  const [message] = messages;
  const { type, id, timestamp, from, from_user_id, context, referral, group_id, errors } = message;
  const known = { identity: message.identity, from_logical_id: message.from_logical_id };
  const user_id = from_user_id ?? contacts?.[0].user_id;
  const facts = { ...metadata, id, timestamp, from, user_id, context, referral, group_id };
  const build = webhookEvent.message[type as "text"];
  const payload = build(message[type], errors === undefined ? facts : { ...facts, errors });
  const value = payload.entry[0]?.changes[0]?.value as unknown as Parts;
  const [built] = value.messages;
  const hidden = { from_user_id: expect.anything(), from_parent_user_id: expect.anything() };
  expect({ ...hidden, ...known, ...built }).toEqual({ ...hidden, ...known, ...message });
  expect("contacts" in value).toBe(contacts !== undefined);
});

test("facts say who, which number and which account, and when", () => {
  const facts = { waba_id: "111", phone_number_id: "222", display_phone_number: "15550002222" };
  const hidden = { wa_id: undefined, user_id: "US.1", name: "Ben" };
  expect(
    only(webhookEvent.message.text({ body: "Hi" }, { ...facts, from: undefined, user_id: "US.1" })),
  ).toMatchObject({
    businessAccountId: "111",
    phoneNumberId: "222",
    from: { user_id: "US.1", name: "Ana" },
  });
  const echo = only(
    webhookEvent.message_echo.text({ body: "Hi" }, { ...facts, ...hidden, id: "wamid.9", timestamp: 7 }),
  );
  expect(echo).toMatchObject({
    id: "wamid.9",
    message: { from: "15550002222", to_user_id: "US.1" },
    chat: { user_id: "US.1" },
    timestamp: new Date(7000),
  });
  expect(echo).not.toHaveProperty("chat.wa_id");
  expect(
    only(webhookEvent.call({ event: "connect", direction: "BUSINESS_INITIATED" }, hidden)),
  ).toMatchObject({
    call: { from: "15550001111", to_user_id: "US.1" },
    chat: { user_id: "US.1" },
  });
  expect(
    only(webhookEvent.account_update({ event: "ACCOUNT_DELETED" }, { waba_id: "111", time: 7 })),
  ).toMatchObject({
    businessAccountId: "111",
    timestamp: new Date(7000),
  });
  expect(only(webhookEvent.status({ id: "wamid.1", status: "read", waba_id: "111" }))).toMatchObject({
    businessAccountId: "111",
    status: { id: "wamid.1" },
  });
});

test("several events travel in one signed webhook", async () => {
  const payload = webhookPayload(
    webhookEvent.message.text({ body: "Hi" }),
    incoming.image(),
    webhookEvent.message_template_status_update({
      event: "APPROVED",
      message_template_id: "9007199254740993",
    }),
  );
  const handler = createWebhookHandler({ appSecret: "secret", verifyToken: "token", on: {} });
  const request = await signedRequest({ payload, appSecret: "secret" });
  const rawBody = await request.text();
  const reply = await handler({
    method: "POST",
    query: {},
    headers: Object.fromEntries(request.headers),
    rawBody,
  });
  expect(reply.status).toBe(200);
  expect(rawBody).toContain('"message_template_id":9007199254740993');
  expect(reply.events.map(({ type }) => type)).toEqual([
    "message",
    "message",
    "message_template_status_update",
  ]);
});
