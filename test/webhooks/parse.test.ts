import { expect, test } from "vitest";
import { parseWebhook, type WebhookEvent, WebhookPayloadError } from "wacloud/webhooks";
import { conversationKey } from "../../src/webhooks/ordering.ts";
import {
  envelope,
  type Json,
  type JsonObject,
  messagesChange,
  metadata,
  sample,
  sampleChange,
  samples,
  textMessage,
} from "./samples.ts";

const parseChange = (...changes: Json[]): WebhookEvent[] => parseWebhook(JSON.stringify(envelope(changes)));

const only = (...changes: Json[]): WebhookEvent => {
  const [event, ...more] = parseChange(...changes);
  if (event === undefined || more.length > 0) throw new Error(`Expected one event, not ${more.length + 1}.`);
  return event;
};

const onlyMessage = (members: JsonObject, value: JsonObject = {}) =>
  only(messagesChange({ messages: [textMessage(members)], ...value }));

/** Samples whose name does not say the type of their event. */
const eventTypes: Record<string, string[]> = {
  calls: ["call"],
  "calls-2": ["call"],
  "calls-3": ["call_status"],
  envelope: ["message"],
  "envelope-2": ["status"],
  "envelope-3": ["account_review_update"],
  "envelope-4": ["unknown", "security"],
  smb_message_echoes: ["message_echo"],
};

const expectedTypes = (name: string): string[] =>
  eventTypes[name] ?? [name.replace(/^(message|status)-.*|-\d+$/, "$1")];

test.each([...samples.keys()])("the sample %s becomes an event of its own type", (name) => {
  const events = parseWebhook(sample(name));
  expect(events.map(({ type }) => type)).toEqual(expectedTypes(name));
});

test.each([...samples.keys()].filter((name) => name.startsWith("message-")))(
  "the sample %s keeps Meta's message",
  (name) => {
    const [message] = sampleChange(name).value.messages as Json[];
    const [event] = parseWebhook(sample(name));
    expect(event).toMatchObject({ type: "message", message, raw: message });
  },
);

test("a text message carries its sender, chat and time", () => {
  const [event] = parseWebhook(sample("envelope"));
  const ana = {
    wa_id: "15557654321",
    user_id: "US.90817263544536271809",
    username: "ana.r",
    name: "Ana",
  };
  expect(event).toEqual({
    type: "message",
    id: "wamid.M1",
    field: "messages",
    businessAccountId: "900100200300400",
    phoneNumberId: "700800900100200",
    timestamp: new Date(1_790_000_000_000),
    from: ana,
    chat: ana,
    contact: {
      profile: { name: "Ana", username: "ana.r" },
      wa_id: "15557654321",
      user_id: "US.90817263544536271809",
    },
    message: {
      from: "15557654321",
      from_user_id: "US.90817263544536271809",
      id: "wamid.M1",
      timestamp: "1790000000",
      type: "text",
      text: { body: "Hi" },
    },
    raw: sampleChange("envelope").value.messages?.[0 as never],
  });
});

test("absent keys stay absent", () => {
  expect(Object.keys(onlyMessage({}))).toEqual([
    "type",
    "id",
    "field",
    "businessAccountId",
    "raw",
    "phoneNumberId",
    "timestamp",
    "message",
    "from",
    "chat",
  ]);
});

test("a person without a phone number can be answered by user id", () => {
  const [event] = parseWebhook(sample("message-text-2"));
  expect(event).toMatchObject({ chat: { user_id: "US.90817263544536271809" } });
  expect(event).not.toHaveProperty("from.wa_id");
});

test("a contact is matched by user id before phone number", () => {
  const contacts = [
    { wa_id: "15557654321", user_id: "US.1", profile: { name: "Old" } },
    { wa_id: "15550000000", user_id: "US.2", profile: { name: "New" } },
  ];
  expect(onlyMessage({ from_user_id: "US.2" }, { contacts })).toMatchObject({ from: { name: "New" } });
  expect(onlyMessage({}, { contacts })).toMatchObject({ from: { name: "Old", user_id: "US.1" } });
});

test("a single contact belongs to the message unless its user id says otherwise", () => {
  const contacts = [{ wa_id: "5215557654321", user_id: "US.1", profile: { name: "Ana" } }];
  expect(onlyMessage({}, { contacts })).toMatchObject({ from: { name: "Ana", user_id: "US.1" } });
  expect(onlyMessage({ from_user_id: "US.9" }, { contacts })).not.toHaveProperty("from.name");
});

test("a contact that is not as documented costs its own facts, not the message", () => {
  const event = onlyMessage({}, { contacts: [{ wa_id: "15557654321", profile: "Ana" }] });
  expect(event).toMatchObject({
    type: "message",
    from: { wa_id: "15557654321" },
    contact: { wa_id: "15557654321" },
    omitted: ["contact.profile"],
  });
  expect(event).not.toHaveProperty("contact.profile");
});

test("a group message is answered in the group", () => {
  const [event] = parseWebhook(sample("message-text-6"));
  expect(event).toMatchObject({ chat: { group_id: "R1AxMjM0" }, from: { wa_id: "15557654321" } });
});

test("after a change of number or id, replies go to the new one", () => {
  const [number] = parseWebhook(sample("message-system"));
  const [userId] = parseWebhook(sample("message-system-2"));
  expect(number).toMatchObject({
    from: { wa_id: "15551112222", user_id: "US.11111111111111111111" },
    message: { from: "15557654321" },
  });
  expect(userId).toMatchObject({ from: { user_id: "US.11111111111111111111" } });
  expect(onlyMessage({ type: "system", system: { type: "customer_identity_changed" } })).toMatchObject({
    from: { wa_id: "15557654321" },
  });
});

test("a new number without a shared phone is not answered at the old one", () => {
  const system = { type: "user_changed_number", user_id: "US.2", previous_user_id: "US.1" };
  expect(onlyMessage({ type: "system", system })).toMatchObject({ chat: { user_id: "US.2" } });
  expect(onlyMessage({ type: "system", system })).not.toHaveProperty("chat.wa_id");
});

test("a status names the person, in a group the group", () => {
  const [sent] = parseWebhook(sample("envelope-2"));
  const [read] = parseWebhook(sample("status-read"));
  expect(sent).toMatchObject({
    chat: { wa_id: "15557654321", name: "Ana" },
    contact: { wa_id: "15557654321" },
  });
  expect(read).toMatchObject({ chat: { group_id: "R1AxMjM0" } });
});

test("the contact of a group status is the member's", () => {
  const contacts = [
    { user_id: "US.1", profile: { name: "Bo" } },
    { user_id: "US.90817263544536271809", profile: { name: "Ana" } },
  ];
  const { value } = sampleChange("status-read");
  expect(only({ field: "messages", value: { ...value, contacts } })).toMatchObject({
    contact: { profile: { name: "Ana" } },
  });
});

test("an echo belongs to the customer it was sent to", () => {
  const [event] = parseWebhook(sample("smb_message_echoes"));
  expect(event).toMatchObject({ chat: { wa_id: "15557654321", user_id: "US.90817263544536271809" } });
});

test.each([
  ["a customer's", { direction: "USER_INITIATED", from: "15557654321", to: "15550001111" }],
  ["yours", { direction: "BUSINESS_INITIATED", from: "15550001111", to: "15557654321" }],
  [
    "yours with its ends swapped",
    { direction: "BUSINESS_INITIATED", from: "15557654321", to: "15550001111" },
  ],
  ["one without a direction", { from: "15550001111", to: "15557654321" }],
])("the chat of a call that is %s is the customer", (_, ends) => {
  const call = { id: "wacid.C1", event: "connect", timestamp: "1790000000", ...ends };
  const formatted = { ...metadata, display_phone_number: "+1 555-000-1111" };
  expect(only({ field: "calls", value: { metadata: formatted, calls: [call] } })).toMatchObject({
    type: "call",
    chat: { wa_id: "15557654321" },
  });
});

test("messages, statuses, echoes and calls of one customer share a conversation", () => {
  const contact = { wa_id: "15557654321", user_id: "US.1" };
  const events = parseChange(
    messagesChange({ contacts: [contact], messages: [textMessage()] }),
    messagesChange({
      statuses: [{ id: "wamid.O", status: "read", timestamp: "1", recipient_user_id: "US.1" }],
    }),
    messagesChange({ message_echoes: [textMessage({ to: "1", to_user_id: "US.1" })] }, "smb_message_echoes"),
    messagesChange(
      {
        contacts: [contact],
        calls: [{ id: "wacid.C", event: "connect", timestamp: "1", from: "15557654321" }],
      },
      "calls",
    ),
    messagesChange({ messages: [textMessage({ from_user_id: "US.1", type: "from_the_future" })] }),
  );
  expect(new Set(events.map(conversationKey))).toEqual(new Set(["700800900100200/user/US.1"]));
  expect(events.map(({ type }) => type)).toEqual(["message", "status", "message_echo", "call", "unknown"]);
});

test("groups, people and numbers are different conversations", () => {
  const keys = [
    onlyMessage({ from: "1", group_id: "1" }),
    onlyMessage({ from: "1" }),
    onlyMessage({ from: "2", from_user_id: "1" }),
    onlyMessage({ from: "1" }, { metadata: { ...metadata, phone_number_id: "2" } }),
  ].map(conversationKey);
  expect(new Set(keys).size).toBe(4);
  expect(keys).not.toContain(undefined);
});

test("an account event belongs to no conversation", () => {
  expect(parseWebhook(sample("account_review_update")).map(conversationKey)).toEqual([undefined]);
});

test("old chats and copies never become messages", () => {
  const messages = [textMessage()];
  expect(only(messagesChange({ messages }, "history")).type).toBe("history");
  expect(only(messagesChange({ messages, standby: { messages } }, "standby")).type).toBe("standby");
});

test("unreadable messages in a history keep their place", () => {
  const odd = textMessage({ type: "from_the_future" });
  const threads = [{ id: "15557654321", messages: [textMessage(), odd, null] }];
  expect(only(messagesChange({ history: [{ threads }] }, "history"))).toMatchObject({
    value: {
      history: [
        {
          threads: [
            {
              messages: [
                { type: "text", text: { body: "Hi" } },
                { type: "unreadable", raw: odd },
                { type: "unreadable", raw: null },
              ],
            },
          ],
        },
      ],
    },
  });
});

test("a batch gives every entry, change and element in order", () => {
  const payload = {
    object: "whatsapp_business_account",
    entry: [
      {
        id: "1",
        changes: [
          messagesChange({
            messages: [textMessage({ id: "wamid.A" }), textMessage({ id: "wamid.B" })],
            statuses: [{ id: "wamid.C", status: "sent", timestamp: "1" }],
            errors: [{ code: 130429 }],
          }),
          { field: "security", value: { display_phone_number: "1", event: "PIN_CHANGED" } },
        ],
      },
      { id: "2", changes: [messagesChange({ messages: [textMessage({ id: "wamid.D" })] })] },
    ],
  };
  const events = parseWebhook(JSON.stringify(payload));
  expect(events.map(({ type, businessAccountId }) => `${businessAccountId} ${type}`)).toEqual([
    "1 message",
    "1 message",
    "1 status",
    "1 error",
    "1 security",
    "2 message",
  ]);
});

test("an error object next to a message is an event of its own", () => {
  const errors = [{ code: "131000", title: "Something went wrong" }];
  const events = parseChange(
    messagesChange({ messages: [textMessage({ type: "interactive", text: null })], errors }),
  );
  expect(events).toMatchObject([
    { type: "unknown", reason: "shape" },
    { type: "error", error: { code: 131000 } },
  ]);
});

test.each<[string, string, Json]>([
  ["a field nobody knows", "field", { field: "brand_new_field", value: { x: 1 } }],
  ["a field without a documented shape", "field", { field: "consumer_profile", value: {} }],
  ["a change without a field", "field", { value: {} }],
  ["a change that is no object", "shape", "change"],
  ["a known field without a value", "shape", { field: "security" }],
  ["a known field with another value", "shape", { field: "security", value: { event: 1 } }],
  ["messages with metadata only", "shape", messagesChange({})],
  ["an empty list of messages", "shape", messagesChange({ messages: [] })],
  ["a list of groups outside the group fields", "shape", messagesChange({ groups: [{}] })],
  ["a message that is no object", "shape", messagesChange({ messages: [null] })],
  ["a message without type and content", "shape", messagesChange({ messages: [{ id: "wamid.1" }] })],
  ["a message of an unknown type", "type", messagesChange({ messages: [textMessage({ type: "hologram" })] })],
  ["a type named like a method", "type", messagesChange({ messages: [textMessage({ type: "toString" })] })],
  [
    "an unknown interactive reply",
    "type",
    messagesChange({ messages: [textMessage({ type: "interactive", interactive: { type: "wink" } })] }),
  ],
  [
    "a known interactive reply without its content",
    "shape",
    messagesChange({ messages: [textMessage({ type: "interactive", interactive: { type: "list_reply" } })] }),
  ],
])("%s becomes an unknown event (%s)", (_, reason, change) => {
  expect(only(change)).toMatchObject({ type: "unknown", reason });
});

test("an unknown event has whatever can be read, and everything in raw", () => {
  const message = textMessage({ type: "hologram", from_user_id: "US.1" });
  expect(only(messagesChange({ messages: [message] }))).toEqual({
    type: "unknown",
    reason: "type",
    id: "wamid.M1",
    field: "messages",
    businessAccountId: "900100200300400",
    phoneNumberId: "700800900100200",
    timestamp: new Date(1_790_000_000_000),
    from: { wa_id: "15557654321", user_id: "US.1" },
    chat: { wa_id: "15557654321", user_id: "US.1" },
    raw: message,
  });
});

test("an unknown field still yields the number and the person", () => {
  const change = messagesChange({ contacts: [{ wa_id: "1", profile: { name: "Ana" } }] }, "new_field");
  expect(only(change)).toMatchObject({
    field: "new_field",
    phoneNumberId: "700800900100200",
    from: { wa_id: "1", name: "Ana" },
    raw: change,
  });
});

test("a notification about another object gives one unknown event per change", () => {
  const changes = [{ field: "feed", value: {} }, messagesChange({ messages: [textMessage()] })];
  const page = {
    object: "page",
    entry: [
      { id: "1", changes },
      { id: "2", messaging: [{}] },
    ],
  };
  expect(parseWebhook(page)).toMatchObject([
    { type: "unknown", reason: "object", field: "feed", raw: changes[0] },
    { type: "unknown", reason: "object", field: "messages", raw: changes[1] },
    { type: "unknown", reason: "object", field: "", raw: page.entry[1] },
  ]);
});

test("names of changed fields instead of changes become an unknown event", () => {
  const entry = { id: "1", time: 1_790_000_000, changed_fields: ["messages"] };
  expect(parseWebhook({ object: "whatsapp_business_account", entry: [entry, null] })).toMatchObject([
    { type: "unknown", reason: "shape", businessAccountId: "1", raw: entry },
    { type: "unknown", reason: "shape", businessAccountId: "", raw: null },
  ]);
});

test("an envelope without entries has no events", () => {
  expect(parseWebhook('{"object":"whatsapp_business_account","entry":[]}')).toEqual([]);
});

test("a list of envelopes is read like a single one", () => {
  const text = `[${sample("envelope")},${sample("security")}]`;
  expect(parseWebhook(text).map(({ type }) => type)).toEqual(["message", "security"]);
});

test.each(["", "{", "null", "1", '"text"', "[]", "{}", '{"entry":{}}', "[1]", '{"object":"page"}'])(
  "%j is refused as no webhook",
  (body) => {
    expect(() => parseWebhook(body)).toThrow(WebhookPayloadError);
  },
);

test("errors never quote the body", () => {
  for (const body of ['{"secret 15557654321', '{"body":"secret 15557654321"}']) {
    let refusal: unknown;
    try {
      parseWebhook(body);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(WebhookPayloadError);
    const { message, issues, cause } = refusal as WebhookPayloadError;
    expect(JSON.stringify([message, issues, cause])).not.toMatch(/secret|1555/);
  }
});

test("text, bytes, bytes with a byte order mark and an object give the same events", () => {
  const text = sample("message-reaction");
  const bytes = new TextEncoder().encode(`\ufeff${text}`);
  const events = parseWebhook(text);
  expect(parseWebhook(bytes)).toEqual(events);
  expect(parseWebhook(`\ufeff${text}`)).toEqual(events);
  expect(parseWebhook(JSON.parse(text))).toEqual(events);
});

test("times and ids may be numbers, and numbers may be text", () => {
  expect(onlyMessage({ timestamp: 1_790_000_000, from: 15557654321 })).toMatchObject({
    message: { timestamp: "1790000000", from: "15557654321" },
    timestamp: new Date(1_790_000_000_000),
  });
  const location = { latitude: "40.4168", longitude: "-3.7038" };
  expect(onlyMessage({ type: "location", location })).toMatchObject({
    message: { location: { latitude: 40.4168, longitude: -3.7038 } },
  });
  const { field, value } = sampleChange("user_preferences");
  const preference = { user_id: "US.1", value: "stop", timestamp: "1790000000" };
  expect(only({ field, value: { ...value, user_preferences: [preference] } })).toMatchObject({
    value: { timestamp: 1_790_000_000 },
  });
});

test.each([
  ["words", "north"],
  ["nothing", ""],
  ["hexadecimal", "0x10"],
])("a number written as %s does not match", (_, latitude) => {
  expect(onlyMessage({ type: "location", location: { latitude, longitude: 1 } })).toMatchObject({
    type: "unknown",
    reason: "shape",
  });
});

test("ids beyond 2^53 arrive exactly, in value and raw", () => {
  const text = sample("message_template_status_update").replace("1600000000000001", "12345678901234567890");
  const [event] = parseWebhook(text);
  expect(event).toMatchObject({
    value: { message_template_id: "12345678901234567890" },
    raw: { value: { message_template_id: "12345678901234567890" } },
  });
});

test("null counts as absent", () => {
  const event = onlyMessage({ context: null, from_user_id: null, referral: { body: null } });
  expect(event).toMatchObject({
    type: "message",
    omitted: ["message.context", "message.from_user_id", "message.referral.body"],
  });
  expect("message" in event && event.message).toEqual({ ...textMessage(), referral: {} });
  expect(
    only({
      field: "phone_number_name_update",
      value: { display_phone_number: "1", decision: "APPROVED", rejection_reason: null },
    }),
  ).toMatchObject({
    value: { rejection_reason: null },
  });
});

test.each<[string, JsonObject, string, JsonObject]>([
  ["a key", { from_user_id: 5 }, "message.from_user_id", {}],
  [
    "a key of an object",
    { referral: { source_url: 1, headline: "Sale" } },
    "message.referral.source_url",
    { referral: { headline: "Sale" } },
  ],
  ["an object", { referral: "an ad" }, "message.referral", {}],
  [
    "a list with one error that has neither code nor title",
    { errors: [{ code: 1 }, {}] },
    "message.errors",
    {},
  ],
  [
    "a key of an error",
    { errors: [{ code: 1 }, { title: "t", href: 1 }] },
    "message.errors.1.href",
    { errors: [{ code: 1 }, { title: "t" }] },
  ],
])("what misfits at the edge costs the edge: %s", (_, members, path, rest) => {
  const event = onlyMessage(members);
  expect(event).toMatchObject({ type: "message", omitted: [path], raw: members });
  expect("message" in event && event.message).toEqual({ ...textMessage(), ...rest });
});

test("an optional object without what it is about goes as a whole", () => {
  const edit = { original_message_id: "wamid.P", message: { type: "image", image: { caption: "no id" } } };
  expect(onlyMessage({ type: "edit", edit })).toMatchObject({
    message: { edit: { message: { type: "image" } } },
    omitted: ["message.edit.message.image"],
  });
  const call = { id: "wacid.C", event: "connect", session: { sdp: "v=0" } };
  const event = only({ field: "calls", value: { metadata, calls: [call] } });
  expect(event).toMatchObject({ type: "call", omitted: ["call.session"] });
  expect(event).not.toHaveProperty("call.session");
});

test("an essential list is whole, or the event is unknown", () => {
  const item = { product_retailer_id: "sku-1", quantity: "many", item_price: 1 };
  const order = (...product_items: Json[]) => onlyMessage({ type: "order", order: { product_items } });
  expect(order(item)).toMatchObject({
    message: { order: { product_items: [{ product_retailer_id: "sku-1", item_price: 1 }] } },
    omitted: ["message.order.product_items.0.quantity"],
  });
  expect(order(item, { quantity: 1 })).toMatchObject({ type: "unknown", reason: "shape" });
  expect(onlyMessage({ type: "contacts", contacts: [{ name: "Ana" }] })).toMatchObject({
    message: { contacts: [{}] },
    omitted: ["message.contacts.0.name"],
  });
  expect(onlyMessage({ type: "contacts", contacts: [{}, "Ana"] })).toMatchObject({ type: "unknown" });
});

test("what is left out of a context is named, too", () => {
  expect(onlyMessage({}, { conversation_context: "short" })).toMatchObject({
    type: "message",
    omitted: ["conversationContext"],
  });
});

test("a template status needs nothing but its event and the template's id", () => {
  const value = { event: "APPROVED", message_template_id: 1, message_template_name: 2 };
  const event = only({ field: "message_template_status_update", value });
  expect(event).toMatchObject({
    type: "message_template_status_update",
    value: { event: "APPROVED", message_template_id: "1" },
    omitted: ["value.message_template_name"],
  });
});

test("a message from nobody is unknown, but one in a group is not", () => {
  const nobody = { from: null };
  expect(onlyMessage(nobody)).toMatchObject({ type: "unknown", reason: "shape" });
  expect(onlyMessage({ ...nobody, group_id: "G" })).toMatchObject({
    type: "message",
    chat: { group_id: "G" },
    from: {},
  });
  expect(onlyMessage(nobody, { contacts: [{ user_id: "US.1" }] })).toMatchObject({
    type: "message",
    chat: { user_id: "US.1" },
  });
  expect(only(messagesChange({ message_echoes: [textMessage()] }, "smb_message_echoes")).type).toBe(
    "unknown",
  );
});

test.each<[string, string, Json]>([
  ["a list beside the messages", "polls", [{ id: "poll1" }]],
  ["an object beside the messages", "billing", { plan: "x" }],
  ["a word beside the messages", "priority", "high"],
  ["a list that belongs to another field", "groups", [{ group_id: "G" }]],
])("%s becomes an unknown event of its own", (_, key, value) => {
  const contacts = [{ wa_id: "1" }];
  const events = parseChange(messagesChange({ contacts, messages: [textMessage()], [key]: value }));
  expect(events).toMatchObject([
    { type: "message" },
    {
      type: "unknown",
      reason: "shape",
      field: "messages",
      phoneNumberId: "700800900100200",
      chat: { wa_id: "1" },
      raw: { [key]: value },
    },
  ]);
  expect(new Set(events.map(({ id }) => id)).size).toBe(2);
});

test("whatever stands beside changes, field and value becomes an event, too", () => {
  const change = { ...messagesChange({ messages: [textMessage()] }), urgent: true };
  const payload = { ...envelope([change], { messaging: [{}] }), later: { x: 1 } };
  expect(parseWebhook(payload)).toMatchObject([
    { type: "message" },
    { type: "unknown", reason: "shape", field: "messages", raw: { urgent: true } },
    { type: "unknown", reason: "shape", businessAccountId: "900100200300400", raw: { messaging: [{}] } },
    { type: "unknown", reason: "shape", raw: { later: { x: 1 } } },
  ]);
});

test("what stands beside the changes of another object is about that object", () => {
  const changes = [{ field: "feed", value: {} }];
  expect(parseWebhook({ object: "page", entry: [{ id: "1", changes, messaging: [{}] }] })).toMatchObject([
    { type: "unknown", reason: "object", field: "feed" },
    { type: "unknown", reason: "object", raw: { messaging: [{}] } },
  ]);
});

test("automatic events of an unheard-of kind keep their type", () => {
  const { value } = sampleChange("automatic_events");
  const events = [{ event_name: "CartAbandoned", custom_data: "none", score: [1] }];
  expect(only({ field: "automatic_events", value: { ...value, automatic_events: events } })).toMatchObject({
    type: "automatic_events",
    value: { automatic_events: [{ event_name: "CartAbandoned", score: [1] }] },
    omitted: ["value.automatic_events.0.custom_data"],
  });
});

test("a reply of which only the error arrived is unknown, with its chat and sender", () => {
  const errors = [{ code: 131000, title: "Something went wrong" }];
  expect(onlyMessage({ type: "interactive", text: null, errors })).toMatchObject({
    type: "unknown",
    reason: "shape",
    from: { wa_id: "15557654321" },
    chat: { wa_id: "15557654321" },
    raw: { errors },
  });
});

test.each<[string, string, JsonObject]>([
  ["a call", "calls", { calls: [{ id: "wacid.C", from: "15557654321" }] }],
  ["a preference", "user_preferences", { user_preferences: [{ wa_id: "15557654321" }] }],
])("%s that misfits is unknown, with its chat and sender", (_, field, value) => {
  expect(only(messagesChange(value, field))).toMatchObject({
    type: "unknown",
    from: { wa_id: "15557654321" },
    chat: { wa_id: "15557654321" },
  });
});

test("keys that Meta adds pass through unchanged", () => {
  const extra = { deep: [{ er: null }] };
  expect(onlyMessage({ extra, text: { body: "Hi", extra } })).toMatchObject({
    message: { extra, text: { extra } },
  });
});

test.each<[string, JsonObject, JsonObject]>([
  ["a text", { text: { body: "Hi" } }, { type: "text" }],
  ["a reaction", { text: null, reaction: { message_id: "wamid.P" } }, { type: "reaction" }],
  [
    "a form's answer",
    { text: null, interactive: { nfm_reply: { response_json: "{}" } } },
    { type: "interactive", interactive: { type: "nfm_reply" } },
  ],
])("a message without a type is recognized as %s by its content", (_, content, message) => {
  expect(onlyMessage({ type: null, ...content })).toMatchObject({ type: "message", message });
});

test('an address reply with the type "interactive" is an nfm_reply', () => {
  const interactive = {
    type: "interactive",
    action: "address_message",
    nfm_reply: { response_json: "{}", name: "address_message" },
  };
  expect(onlyMessage({ type: "interactive", interactive })).toMatchObject({
    message: { interactive: { ...interactive, type: "nfm_reply" } },
    raw: { interactive },
  });
});

test("former spellings arrive under the current ones", () => {
  const status = {
    id: "wamid.O",
    status: "read",
    timestamp: "1",
    participant_recipient_id: "2",
    parent_recipient_user_id: "US.ENT.1",
    conversation: { pricing: { category: "group_service" } },
  };
  expect(only(messagesChange({ statuses: [status] }))).toMatchObject({
    status: {
      recipient_participant_id: "2",
      recipient_parent_user_id: "US.ENT.1",
      pricing: { category: "group_service" },
    },
    raw: status,
  });
  const group = { group_id: "G", timestamp: 1_790_000_000, type: "group_remove_participants" };
  expect(only(messagesChange({ groups: [group] }, "group_participant_update"))).toMatchObject({
    type: "group_participants_update",
    field: "group_participant_update",
    value: { type: "group_participants_remove" },
  });
  const { value } = sampleChange("business_username_updates");
  expect(only({ field: "business_username_update", value }).type).toBe("business_username_updates");
});

test("the current spelling wins over a former one", () => {
  const status = {
    id: "wamid.O",
    status: "read",
    timestamp: "1",
    recipient_participant_id: "1",
    participant_recipient_id: "2",
  };
  expect(only(messagesChange({ statuses: [status] }))).toMatchObject({
    status: { recipient_participant_id: "1" },
  });
});

test("an alert without alert_info gets one", () => {
  const alert = { entity_type: "WABA", entity_id: 1, alert_type: "OBA_APPROVED", alert_status: "NONE" };
  expect(only({ field: "account_alerts", value: alert })).toMatchObject({
    value: { entity_id: "1", alert_info: { alert_type: "OBA_APPROVED", alert_status: "NONE" } },
  });
});

test("partner events belong to the account they name", () => {
  expect(
    parseWebhook(sample("account_update").replaceAll('"id": "900100200300400"', '"id": "5"')),
  ).toMatchObject([{ businessAccountId: "900100200300400" }]);
});

test("handovers and settings have their number elsewhere", () => {
  for (const name of ["messaging_handovers", "account_settings_update"]) {
    expect(parseWebhook(sample(name))).toMatchObject([{ phoneNumberId: "700800900100200" }]);
  }
});

test("the time is the element's, else the value's, else the notification's", () => {
  const security = sampleChange("security");
  const at = (entry: JsonObject, value: JsonObject) =>
    parseWebhook(envelope([{ ...security, value: { ...security.value, ...value } }], entry))[0]?.timestamp;
  expect(at({ time: 3 }, { timestamp: "2" })).toEqual(new Date(2000));
  expect(at({ time: 3 }, {})).toEqual(new Date(3000));
  expect(at({}, {})).toBeUndefined();
  expect(at({ time: "soon" }, {})).toBeUndefined();
  expect(at({ time: 1_790_000_000_000 }, {})).toEqual(new Date(1_790_000_000_000));
});

test("the conversation before a handover comes with the message", () => {
  const conversation_context = { type: "summary", summary: { text: "wants a refund" } };
  expect(onlyMessage({}, { conversation_context })).toMatchObject({
    conversationContext: conversation_context,
  });
});

test("a value in place of a list is read as its only element", () => {
  expect(only(messagesChange({ messages: textMessage() }))).toMatchObject({
    type: "message",
    id: "wamid.M1",
  });
});

test("keys named __proto__ are harmless", () => {
  const text = JSON.stringify(envelope([messagesChange({ messages: [textMessage()] })])).replaceAll(
    '"id"',
    '"__proto__":{"polluted":true,"type":"x"},"id"',
  );
  const [event] = parseWebhook(text);
  expect(event).toMatchObject({ type: "message", message: { type: "text" } });
  expect(({} as JsonObject).polluted).toBeUndefined();
  expect(event).not.toHaveProperty("message.polluted");
});

test("nesting deeper than the stack is harmless", () => {
  const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  const text = JSON.stringify(
    envelope([
      messagesChange({ messages: [textMessage({ extra: "DEEP" })] }),
      { field: "security", value: { extra: "DEEP" } },
      { field: "new_field", value: "DEEP" },
    ]),
  ).replaceAll('"DEEP"', deep);
  expect(parseWebhook(text).map(({ type }) => type)).toEqual(["message", "unknown", "unknown"]);
});
