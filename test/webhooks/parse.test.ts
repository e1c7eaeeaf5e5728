import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseWebhook, type WebhookEvent, WebhookPayloadError } from "wacloud/webhooks";

const folder = "test/fixtures/webhooks";
const samples = readdirSync(folder).map((file) => {
  const text = readFileSync(`${folder}/${file}`, "utf8");
  return { name: file.replace(/(-\d+)?\.json$/, ""), file, text, payload: JSON.parse(text) };
});

/** What a sample's name says its events are. */
function expectedType(name: string): string[] {
  if (name.startsWith("message-")) return ["message"];
  if (name.startsWith("status-")) return ["status"];
  if (name === "smb_message_echoes") return ["message_echo"];
  if (name === "calls") return ["call", "call_status"];
  return [name];
}

type Json = Record<string, unknown>;
const metadata = { display_phone_number: "15550001111", phone_number_id: "700800900100200" };
const envelope = (field: string, value: unknown, more: Json = {}) => ({
  object: "whatsapp_business_account",
  entry: [{ id: "900100200300400", ...more, changes: [{ field, value }] }],
});
const inMessages = (value: Json) =>
  envelope("messages", { messaging_product: "whatsapp", metadata, ...value });
const text = {
  from: "15557654321",
  id: "wamid.1",
  timestamp: "1790000000",
  type: "text",
  text: { body: "Hi" },
};
const only = (payload: unknown): WebhookEvent => {
  const events = parseWebhook(JSON.stringify(payload));
  expect(events).toHaveLength(1);
  return events[0] as WebhookEvent;
};

describe("every documented sample is an event of its own type", () => {
  test.each(samples.filter(({ name }) => name !== "envelope"))("$file", ({ name, text: body, payload }) => {
    const [event, ...more] = parseWebhook(body);
    expect(more).toEqual([]);
    expect(expectedType(name)).toContain(event?.type);
    if (name.startsWith("message-") && event?.type === "message") {
      const kind = name.slice("message-".length);
      const { message } = event;
      expect(message.type === "interactive" ? message.interactive.type : message.type).toBe(kind);
    }
    const [change] = payload.entry[0].changes;
    expect(event?.businessAccountId).toMatch(/^\d+$/);
    expect(event?.field).toBe(change.field);
    expect(event?.id).toMatch(/./);
  });
});

test("the envelope samples: inbound, status, account, and a batch with an unknown field", () => {
  const types = samples
    .filter(({ name }) => name === "envelope")
    .map(({ text: body }) => parseWebhook(body).map(({ type }) => type));
  expect(types.sort()).toEqual(
    [["account_review_update"], ["message"], ["status"], ["unknown", "security"]].sort(),
  );
});

describe("a message event", () => {
  test("names sender, chat, contact, number and time", () => {
    const event = only(
      inMessages({
        contacts: [
          { profile: { name: "Bea" }, wa_id: "15550000000", user_id: "US.2" },
          { profile: { name: "Ana", username: "ana.r" }, wa_id: "15557654321", user_id: "US.1" },
        ],
        messages: [{ ...text, from_user_id: "US.1" }],
      }),
    );
    const ana = { wa_id: "15557654321", user_id: "US.1", username: "ana.r", name: "Ana" };
    expect(event).toMatchObject({
      type: "message",
      id: "wamid.1",
      from: ana,
      chat: ana,
      contact: { profile: { name: "Ana" } },
      businessAccountId: "900100200300400",
      phoneNumberId: "700800900100200",
      timestamp: new Date(1_790_000_000_000),
      message: { text: { body: "Hi" } },
    });
    expect(event.raw).toEqual({ ...text, from_user_id: "US.1" });
  });

  test("of a person without a phone number can be answered by user id", () => {
    const { from: _, ...anonymous } = text;
    const event = only(inMessages({ messages: [{ ...anonymous, from_user_id: "US.1" }] }));
    expect(event).toMatchObject({ from: { user_id: "US.1" }, chat: { user_id: "US.1" } });
    expect(Object.keys((event as { from: object }).from)).toEqual(["user_id"]);
  });

  test("of a group is answered in the group", () => {
    expect(only(inMessages({ messages: [{ ...text, group_id: "R1" }] }))).toMatchObject({
      chat: { group_id: "R1" },
    });
  });

  test("without a type is known by its content", () => {
    const { type: _, ...untyped } = text;
    expect(only(inMessages({ messages: [untyped] }))).toMatchObject({
      type: "message",
      message: { type: "text" },
    });
  });

  test("with a form's answer under another type is still that answer", () => {
    const interactive = {
      type: "interactive",
      action: "address_message",
      nfm_reply: { response_json: "{}" },
    };
    const message = { ...text, type: "interactive", interactive };
    expect(only(inMessages({ messages: [message] }))).toMatchObject({
      type: "message",
      message: { interactive: { type: "nfm_reply", nfm_reply: { response_json: "{}" } } },
    });
  });

  test("reads numbers and texts where Meta sends the other", () => {
    const location = { latitude: "40.4", longitude: -3.7 };
    const event = only(
      inMessages({ messages: [{ ...text, timestamp: 1790000000, type: "location", location }] }),
    );
    expect(event).toMatchObject({ message: { timestamp: "1790000000", location: { latitude: 40.4 } } });
  });

  test("keeps keys it does not know", () => {
    const message = { ...text, brand_new: { firstName: 1 }, text: { body: "Hi", mood: "good" } };
    expect(only(inMessages({ messages: [message] }))).toMatchObject({ message });
  });
});

describe("what is unknown is an event, with its reason", () => {
  test.each([
    ["object", { object: "page", entry: [{ id: "1", changes: [{ field: "feed", value: {} }] }] }],
    ["object", { object: "instagram", entry: [{ id: "1", messaging: [] }] }],
    ["field", envelope("brand_new_field", { x: 1 })],
    ["field", envelope("constructor", { x: 1 })],
    ["type", inMessages({ messages: [{ ...text, type: "hologram", hologram: {} }] })],
    [
      "type",
      inMessages({
        messages: [{ ...text, type: "interactive", interactive: { type: "new_reply", new_reply: {} } }],
      }),
    ],
    ["shape", inMessages({ messages: [{ ...text, text: { body: 7 } }] })],
    ["shape", inMessages({ messages: [null] })],
    ["shape", inMessages({})],
    ["shape", inMessages({ messages: [] })],
    ["shape", { object: "whatsapp_business_account", entry: [{ id: "1", changed_fields: ["messages"] }] }],
    ["shape", { object: "whatsapp_business_account", entry: [{ id: "1", changes: ["?"] }] }],
    ["shape", envelope("security", { event: 5 })],
  ])("%s", (reason, payload) => {
    expect(only(payload)).toMatchObject({ type: "unknown", reason });
  });

  test("and still names who sent it, and Meta's id", () => {
    const event = only(inMessages({ messages: [{ ...text, type: "hologram" }] }));
    expect(event).toMatchObject({
      id: "wamid.1",
      from: { wa_id: "15557654321" },
      chat: { wa_id: "15557654321" },
      phoneNumberId: "700800900100200",
    });
  });
});

describe("what is no webhook is refused without quoting it", () => {
  test.each([
    ["text", "secret words"],
    ["an empty body", ""],
    ["cut JSON", '{"object":"whatsapp_business_account","entry":[{"id":"secret words'],
    ["a number", "7"],
    ["null", "null"],
    ["no object", '{"entry":[],"words":"secret words"}'],
    ["no entries", '{"object":"whatsapp_business_account"}'],
    ["entries that are no list", '{"object":"whatsapp_business_account","entry":{}}'],
  ])("%s", (_, body) => {
    const parse = () => parseWebhook(body);
    expect(parse).toThrow(WebhookPayloadError);
    expect(parse).not.toThrow(/secret words/);
  });
});

test("bytes, objects and lists of envelopes are read like text", () => {
  const payload = inMessages({ messages: [text] });
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  expect(parseWebhook(bytes)).toEqual(parseWebhook(JSON.stringify(payload)));
  expect(parseWebhook(payload)).toEqual(parseWebhook(JSON.stringify(payload)));
  expect(parseWebhook([payload, payload])).toHaveLength(2);
  expect(parseWebhook({ object: "whatsapp_business_account", entry: [] })).toEqual([]);
});

test("a batch keeps every event, in order", () => {
  const message = (id: string) => ({ ...text, id });
  const status = { id: "wamid.9", status: "read", timestamp: "1", recipient_id: "1" };
  const batch = {
    object: "whatsapp_business_account",
    entry: [
      {
        id: "1",
        changes: [
          {
            field: "messages",
            value: { metadata, messages: [message("a"), message("b")], statuses: [status] },
          },
        ],
      },
      {
        id: "2",
        changes: [
          { field: "new", value: {} },
          { field: "messages", value: { metadata, messages: [message("c")] } },
        ],
      },
      { id: "3", changes: [{ field: "messages", value: { metadata, errors: [{ code: 1 }, { code: 2 }] } }] },
    ],
  };
  const events = parseWebhook(batch);
  expect(events.map(({ type }) => type)).toEqual([
    "message",
    "message",
    "status",
    "unknown",
    "message",
    "error",
    "error",
  ]);
  expect(events.map(({ businessAccountId }) => businessAccountId)).toEqual([
    "1",
    "1",
    "1",
    "2",
    "2",
    "3",
    "3",
  ]);
});

test("history and standby never give message events: old chats are not to be answered", () => {
  const echo = { metadata, messages: [text], message_echoes: [text] };
  expect(only(envelope("history", echo)).type).toBe("history");
  expect(only(envelope("standby", { metadata, standby: { messages: [text] } })).type).toBe("standby");
});

describe("ids", () => {
  test("beyond 2^53 arrive exactly, in value and raw", () => {
    const id = "12345678901234567890";
    const body = JSON.stringify(
      envelope("message_template_status_update", {
        event: "APPROVED",
        message_template_id: 0,
        message_template_name: 'quoted "12345678901234567890" name',
        message_template_language: "en",
        reason: null,
      }),
    ).replace(':0,"message_template_name"', `:${id},"message_template_name"`);
    const [event] = parseWebhook(body);
    expect(event).toMatchObject({
      type: "message_template_status_update",
      value: {
        message_template_id: id,
        message_template_name: 'quoted "12345678901234567890" name',
        reason: null,
      },
    });
    expect(JSON.stringify(event?.raw)).toContain(`"message_template_id":"${id}"`);
  });

  test("of templates are strings, also where Meta sends small numbers", () => {
    const value = {
      event: "APPROVED",
      message_template_id: 1_600_000_000_000_001,
      message_template_name: "cart",
      message_template_language: "en",
    };
    expect(only(envelope("message_template_status_update", value))).toMatchObject({
      value: { message_template_id: "1600000000000001" },
    });
  });

  test("tell statuses apart by status and group member, payments by transaction, calls by event", () => {
    const status = { id: "wamid.9", timestamp: "1", recipient_id: "G", recipient_type: "group" };
    const statuses = [
      { ...status, status: "delivered", recipient_participant_id: "1" },
      { ...status, status: "delivered", recipient_participant_id: "2" },
      { ...status, status: "read", recipient_participant_id: "1" },
      {
        ...status,
        status: "captured",
        type: "payment",
        payment: { reference_id: "r", transaction: { id: "t1" } },
      },
      {
        ...status,
        status: "captured",
        type: "payment",
        payment: { reference_id: "r", transaction: { id: "t2" } },
      },
    ];
    const calls = ["connect", "terminate"].map((event) => ({ id: "wacid.1", event, timestamp: "1" }));
    const events = parseWebhook({
      object: "whatsapp_business_account",
      entry: [
        {
          id: "1",
          changes: [
            { field: "messages", value: { metadata, statuses } },
            { field: "calls", value: { metadata, calls } },
          ],
        },
      ],
    });
    expect(events.every(({ type }) => type !== "unknown")).toBe(true);
    expect(new Set(events.map(({ id }) => id)).size).toBe(7);
  });

  test("tell equal elements of one payload apart", () => {
    const error = { code: 130429, title: "Rate limit hit" };
    const [first, second] = parseWebhook(inMessages({ errors: [error, error] }));
    expect(first?.id).not.toBe(second?.id);
  });
});

describe("for any payload", () => {
  const pick = fc.constantFrom(...samples);

  /** Every object inside a value, with the way to it. */
  function objectsIn(value: unknown): Json[] {
    if (Array.isArray(value)) return value.flatMap(objectsIn);
    if (typeof value !== "object" || value === null) return [];
    return [value as Json, ...Object.values(value).flatMap(objectsIn)];
  }

  function elementsIn(payload: { entry: { changes: { value: Json }[] }[] }): number {
    const keys = [
      "messages",
      "statuses",
      "calls",
      "message_echoes",
      "errors",
      "user_actions",
      "user_preferences",
      "groups",
    ];
    const count = payload.entry
      .flatMap(({ changes }) => changes)
      .map(({ value }) => {
        const lists = keys.map((key) => value?.[key]).filter(Array.isArray);
        return Math.max(
          1,
          lists.reduce((sum, list) => sum + list.length, 0),
        );
      });
    return count.reduce((sum, one) => sum + one, 0);
  }

  const isBatchOfElements = (field: string) => !["history", "standby"].includes(field);

  test("renamed types, missing keys, new keys, nulls and other values neither throw nor lose an event", () => {
    fc.assert(
      fc.property(
        pick,
        fc.nat(),
        fc.nat(),
        fc.constantFrom("delete", "add", "null", "rename", "number", "proto"),
        (sample, at, which, change) => {
          const payload = structuredClone(sample.payload);
          const { value, field } = payload.entry[0].changes[0];
          const objects = objectsIn(value);
          const target = objects[at % objects.length] as Json;
          const keys = Object.keys(target);
          const key = keys[which % Math.max(1, keys.length)] ?? "x";
          if (change === "delete") delete target[key];
          if (change === "add") target.something_new = { deep: [1, { firstName: "x" }] };
          if (change === "null") target[key] = null;
          if (change === "rename" && "type" in target) target.type = "brand_new";
          if (change === "number") target[key] = 42;
          if (change === "proto")
            Object.defineProperty(target, "__proto__", { value: { polluted: true }, enumerable: true });
          const events = parseWebhook(JSON.stringify(payload));
          const least = isBatchOfElements(field) ? elementsIn(payload) : 1;
          expect(events.length).toBeGreaterThanOrEqual(least);
          expect(({} as Json).polluted).toBeUndefined();
          for (const event of events) expect(event.id).toMatch(/./);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("an optional key of a message that is missing or null keeps it a message", () => {
    const optional = ["from", "from_user_id", "from_parent_user_id", "context", "referral", "group_id"];
    const messages = samples.filter(({ name }) => name.startsWith("message-"));
    fc.assert(
      fc.property(
        fc.constantFrom(...messages),
        fc.subarray(optional),
        fc.boolean(),
        (sample, keys, asNull) => {
          const payload = structuredClone(sample.payload);
          const [message] = payload.entry[0].changes[0].value.messages;
          for (const key of keys) {
            if (asNull) message[key] = null;
            else delete message[key];
          }
          const [event] = parseWebhook(JSON.stringify(payload));
          expect(event?.type).toBe("message");
        },
      ),
      { numRuns: 500 },
    );
  });

  test("an unheard-of field name gives one unknown event with its value", () => {
    fc.assert(
      fc.property(
        fc.string().filter((name) => name.length > 0),
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
        (name, value) => {
          const field = `new_${name}`;
          const payload = envelope(field, value);
          expect(only(payload)).toMatchObject({
            type: "unknown",
            reason: "field",
            field,
            raw: JSON.parse(JSON.stringify({ field, value })),
          });
        },
      ),
    );
  });

  test("any JSON is read or refused with a WebhookPayloadError", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.boolean(), (value, wrapped) => {
        const payload = wrapped ? { object: "whatsapp_business_account", entry: value } : value;
        try {
          parseWebhook(JSON.stringify(payload));
        } catch (error) {
          expect(error).toBeInstanceOf(WebhookPayloadError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  /** The same JSON with its keys in another order. */
  function shuffled(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, shuffled(inner)]),
    );
  }
  const escaped = (json: string) =>
    json.replace(/[\u0080-\uffff/]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

  test("ids stay the same when the body is serialised again, and differ between different events", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(samples, { minLength: 1 }), (chosen) => {
        const payload = {
          object: "whatsapp_business_account",
          entry: chosen.flatMap(({ payload: one }) => one.entry),
        };
        const ids = (body: string) => parseWebhook(body).map(({ id }) => id);
        const original = ids(JSON.stringify(payload));
        expect(ids(JSON.stringify(payload, null, 2))).toEqual(original);
        expect(ids(escaped(JSON.stringify(payload)))).toEqual(original);
        expect(ids(JSON.stringify(shuffled(payload)))).toEqual(original);
        const contents = new Map(parseWebhook(payload).map((event) => [event.id, event]));
        const metaIds = original.filter((id) => !id.startsWith("sha256:"));
        const digests = original.filter((id) => id.startsWith("sha256:"));
        expect(new Set(digests).size).toBe(digests.length);
        for (const id of metaIds) expect(contents.get(id)).toBeDefined();
      }),
      { numRuns: 100 },
    );
  });

  test("integers of any size keep their digits, and digits inside texts stay as they are", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.string(), (integer, words) => {
        const body = `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"new","value":{"id":${integer},"list":[${integer}],"text":${JSON.stringify(`${words}:${integer},`)}}}]}]}`;
        const [event] = parseWebhook(body);
        const { value } = (event ?? { raw: {} }).raw as {
          value: { id: number | string; list: (number | string)[]; text: string };
        };
        expect(String(value.id)).toBe(String(integer));
        expect(String(value.list[0])).toBe(String(integer));
        expect(value.text).toBe(`${words}:${integer},`);
      }),
    );
  });
});

test("hostile bodies take no time: many escapes, unterminated texts, deep nesting", () => {
  const started = performance.now();
  const quotes = `{"a":1234567890123456789,"b":"${'\\"'.repeat(500_000)}`;
  expect(() => parseWebhook(quotes)).toThrow(WebhookPayloadError);
  const deep = `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"new","value":{"x":${"[".repeat(5000)}${"]".repeat(5000)}}}]}]}`;
  expect(parseWebhook(deep)).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(3000);
});
