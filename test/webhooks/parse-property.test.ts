import { expect, test } from "vitest";
import { parseWebhook, type WebhookEvent, WebhookPayloadError } from "wacloud/webhooks";
import { fc } from "../support/properties.ts";
import { type Change, envelope, type Json, type JsonObject, samples } from "./samples.ts";

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const changes: Change[] = [...samples.values()].flatMap((text) => {
  const { entry } = JSON.parse(text) as { entry: { changes: Change[] }[] };
  return entry.flatMap(({ changes }) => changes);
});

/** Lists of which every element is an event. */
const lists = [
  "messages",
  "statuses",
  "calls",
  "message_echoes",
  "errors",
  "user_actions",
  "user_preferences",
  "groups",
];
const wholeFields = new Set(["history", "standby", "flows", "from_the_future"]);

const listElements = ({ field, value }: Change): Json[] =>
  wholeFields.has(field)
    ? []
    : lists.flatMap((key) => (Array.isArray(value[key]) ? (value[key] as Json[]) : []));

/** What the events' `raw` must be, in any order of a value's keys: every element once, or the whole change. */
const listPieces = (change: Change): Json[] => {
  const elements = listElements(change);
  return elements.length > 0 ? elements : [change];
};

const sorted = (values: unknown[]): string[] => values.map((value) => JSON.stringify(value)).sort();

const change = fc.constantFrom(...changes).map((original): Change => structuredClone(original));

/** A value for a key, of the kinds JSON has; long integers have a test of their own. */
const anyJson = (fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>).filter(
  (value) => !/\d{16}/.test(JSON.stringify(value)),
);

function objectsIn(root: Json): JsonObject[] {
  if (Array.isArray(root)) return root.flatMap(objectsIn);
  return isObject(root) ? [root, ...Object.values(root).flatMap(objectsIn)] : [];
}

/** A sample with one member somewhere inside its value deleted, replaced or made null. */
const damaged = fc
  .tuple(change, fc.nat(), fc.nat(), fc.option(anyJson, { nil: undefined }))
  .map(([original, which, key, replacement]) => {
    const objects = objectsIn(original.value);
    const target = objects[which % objects.length] ?? {};
    const keys = Object.keys(target);
    const name = keys[key % Math.max(keys.length, 1)];
    if (name === undefined) return original;
    if (replacement === undefined) delete target[name];
    else target[name] = replacement;
    return original;
  });

test("nothing is lost: every element is the raw of exactly one event, however damaged", () => {
  fc.assert(
    fc.property(fc.array(damaged, { minLength: 1, maxLength: 5 }), (batch) => {
      // A list that stopped being one is a single element.
      const pieces = batch.flatMap((damage): Json[] => {
        const { field, value } = damage;
        if (!isObject(value) || wholeFields.has(field)) return [damage];
        const listed = lists.filter((key) => Object.hasOwn(value, key) && value[key] !== null);
        const usual = changes.some((sample) => sample.field === field && listElements(sample).length > 0);
        const known = listed.filter((key) => usual && (key !== "groups" || field.startsWith("group_")));
        const elements = known.flatMap((key) =>
          Array.isArray(value[key]) ? (value[key] as Json[]) : [value[key] ?? null],
        );
        return elements.length > 0 ? elements : [damage];
      });
      const events = parseWebhook(JSON.stringify(envelope(batch)));
      expect(sorted(events.map(({ raw }) => raw))).toEqual(sorted(pieces));
    }),
    { numRuns: 1000 },
  );
});

test("every event matches its type, or it is unknown", () => {
  fc.assert(
    fc.property(damaged, (original) => {
      for (const event of parseWebhook(envelope([original]))) expect(findBrokenPromises(event)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

/** The promises of the types that an event breaks, written down a second time by hand. */
function findBrokenPromises(event: WebhookEvent): string[] {
  const broken: string[] = [];
  const promise = (name: string, holds: boolean) => holds || broken.push(name);
  const isText = (value: unknown) => typeof value === "string";
  const isTextOrAbsent = (value: unknown) => value === undefined || isText(value);
  promise("id", isText(event.id) && event.id !== "");
  promise("businessAccountId", isText(event.businessAccountId));
  promise("phoneNumberId", isTextOrAbsent(event.phoneNumberId));
  promise("timestamp", event.timestamp === undefined || !Number.isNaN(event.timestamp.getTime()));
  const people = ["from" in event ? event.from : {}, "chat" in event ? event.chat : {}];
  promise(
    "people",
    people.every((person) => Object.values(person ?? {}).every(isText)),
  );
  if (event.type === "message" || event.type === "message_echo") {
    const { message } = event;
    promise("message.id", isText(message.id));
    promise("chat", message.type === "system" || Object.keys(event.chat).length > 0);
    promise("message.timestamp", isTextOrAbsent(message.timestamp));
    promise("message.from", isTextOrAbsent(message.from));
    promise("message.context", isTextOrAbsent(message.context?.id));
    if (message.type === "text") promise("text", isText(message.text.body));
    if (message.type === "image")
      promise("image", isText(message.image.id) && isTextOrAbsent(message.image.mime_type));
    if (message.type === "location") promise("location", Number.isFinite(message.location.latitude));
    if (message.type === "order")
      promise(
        "order",
        message.order.product_items.every(
          ({ product_retailer_id, quantity = 1 }) =>
            isText(product_retailer_id) && typeof quantity === "number",
        ),
      );
    if (message.type === "interactive" && message.interactive.type === "list_reply")
      promise("list_reply", isText(message.interactive.list_reply.id));
  }
  if (event.type === "status") {
    promise("status", isText(event.status.status) && isTextOrAbsent(event.status.recipient_id));
    promise(
      "errors",
      (event.status.errors ?? []).every(
        ({ code, title }) => ["number", "string"].includes(typeof code) || isText(title),
      ),
    );
  }
  if (event.type === "message_template_status_update")
    promise("template", isText(event.value.message_template_id) && isText(event.value.event));
  if (event.type === "user_preferences") promise("preference", isText(event.value.value));
  return broken;
}

test("a batch of samples keeps all its events in order", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), (batch) => {
      const alone = batch.flatMap((single) => parseWebhook(envelope([single])));
      const together = parseWebhook(envelope(batch));
      expect(together.map(({ type, raw }) => [type, raw])).toEqual(alone.map(({ type, raw }) => [type, raw]));
      expect(together.length).toBe(batch.flatMap(listPieces).length);
    }),
  );
});

test("an unknown field loses nothing but its type", () => {
  fc.assert(
    fc.property(change, anyJson, (original, value) => {
      const events = parseWebhook(envelope([{ field: "from_the_future", value }, original]));
      expect(events[0]).toMatchObject({ type: "unknown", reason: "field", field: "from_the_future" });
      expect(events.slice(1).map(({ type }) => type)).toEqual(
        parseWebhook(envelope([original])).map(({ type }) => type),
      );
    }),
  );
});

test("keys that Meta adds pass through and change neither the type nor an id from Meta", () => {
  fc.assert(
    fc.property(change, anyJson, (original, extra) => {
      const before = parseWebhook(envelope([structuredClone(original)]));
      const isListed = listElements(original).length > 0;
      for (const object of objectsIn(original.value)) {
        if (!isListed || object !== original.value) object.added_by_meta = extra;
      }
      const after = parseWebhook(envelope([original]));
      expect(after.map(({ type }) => type)).toEqual(before.map(({ type }) => type));
      for (const event of after) {
        if (event.type === "message") expect(event.message).toMatchObject({ added_by_meta: extra });
        else if (event.type === "status") expect(event.status).toMatchObject({ added_by_meta: extra });
        else if ("value" in event) expect(event.value).toMatchObject({ added_by_meta: extra });
      }
      const metasIds = (events: WebhookEvent[]) =>
        events.map(({ id }) => id).filter((id) => !id.startsWith("digest#"));
      expect(metasIds(after)).toEqual(metasIds(before));
    }),
  );
});

test("a key that Meta adds beside a list becomes an event of its own, and changes no other", () => {
  const listed = fc
    .constantFrom(...changes.filter((sample) => listElements(sample).length > 0))
    .map((original): Change => structuredClone(original));
  fc.assert(
    fc.property(listed, anyJson, (original, extra) => {
      const before = parseWebhook(envelope([original]));
      const added = { ...original, value: { ...original.value, added_by_meta: extra } };
      const [last, ...others] = parseWebhook(envelope([added])).reverse();
      fc.pre(extra !== null);
      expect(last).toMatchObject({ type: "unknown", reason: "shape", raw: { added_by_meta: extra } });
      expect(others.reverse().map(({ type, raw }) => [type, raw])).toEqual(
        before.map(({ type, raw }) => [type, raw]),
      );
    }),
  );
});

test("a renamed message type becomes unknown and keeps the message's id", () => {
  const withMessages = changes.filter(
    ({ field, value }) => field === "messages" && Array.isArray(value.messages),
  );
  fc.assert(
    fc.property(fc.constantFrom(...withMessages), fc.string({ minLength: 1 }), (original, name) => {
      const [message] = original.value.messages as JsonObject[];
      fc.pre(!withMessages.some(({ value }) => (value.messages as JsonObject[])[0]?.type === name));
      fc.pre(!["media_placeholder"].includes(name));
      const renamed = { ...original, value: { ...original.value, messages: [{ ...message, type: name }] } };
      const number = message?.group_id === undefined ? "" : ":700800900100200";
      expect(parseWebhook(envelope([renamed]))).toMatchObject([
        { type: "unknown", reason: "type", id: `${message?.id}${number}` },
      ]);
    }),
  );
});

/** The same JSON with the keys of every object in another order. */
function shuffled(value: Json, seed: number): Json {
  if (Array.isArray(value)) return value.map((element) => shuffled(element, seed));
  if (!isObject(value)) return value;
  const rank = (key: string) =>
    [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, seed);
  const keys = Object.keys(value).sort((a, b) => rank(a) - rank(b));
  return Object.fromEntries(keys.map((key) => [key, shuffled(value[key] ?? null, seed)]));
}

const escapedText = (text: string): string =>
  text.replace(/[a-z](?=[^"\\]*"[:,}\]])/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);

test("ids survive re-serialization: other key order, white space and escapes", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), fc.nat(65_520), (batch, seed) => {
      const payload = envelope(batch);
      const ids = (text: string) =>
        parseWebhook(text)
          .map(({ id }) => id)
          .sort();
      const original = ids(JSON.stringify(payload));
      const reordered = shuffled(payload, seed);
      expect(ids(JSON.stringify(reordered, null, 2))).toEqual(original);
      const escaped = escapedText(JSON.stringify(payload));
      expect(JSON.parse(escaped)).toEqual(payload);
      expect(ids(escaped)).toEqual(original);
      expect(
        parseWebhook(payload)
          .map(({ id }) => id)
          .sort(),
      ).toEqual(original);
    }),
  );
});

test("long integers give the same ids whether numbers or text", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 2n ** 53n, max: 10n ** 25n }), (long) => {
      const text = JSON.stringify(envelope([{ field: "from_the_future", value: { id: "LONG" } }]));
      const [number] = parseWebhook(text.replace('"LONG"', String(long)));
      const [string] = parseWebhook(text.replace("LONG", String(long)));
      expect(number?.id).toBe(string?.id);
      expect(number?.raw).toEqual({ field: "from_the_future", value: { id: String(long) } });
    }),
  );
});

/** Different events: no two changes alike, and every id of Meta's given once. */
const different = fc
  .uniqueArray(change, { selector: (value) => JSON.stringify(shuffled(value, 1)), maxLength: 12 })
  .map((batch) => {
    let given = 0;
    for (const element of batch.flatMap(listElements)) {
      given += 1;
      if (isObject(element) && typeof element.id === "string") element.id += `.${given}`;
    }
    return batch;
  });

test("different events have different ids, which do not depend on the batch", () => {
  fc.assert(
    fc.property(different, fc.nat(), (batch, cut) => {
      const together = parseWebhook(envelope(batch)).map(({ id }) => id);
      expect(new Set(together).size).toBe(together.length);
      const at = cut % (batch.length + 1);
      const apart = [batch.slice(0, at), batch.slice(at)].flatMap((part) => parseWebhook(envelope(part)));
      expect(apart.map(({ id }) => id)).toEqual(together);
    }),
  );
});

test("any JSON is either rejected or read without loss", () => {
  const entry = fc.oneof(anyJson, fc.record({ id: anyJson, time: anyJson, changes: anyJson }));
  const anything = fc.oneof(
    anyJson,
    fc.record({
      object: fc.constantFrom<Json>("whatsapp_business_account", "page", 1),
      entry: fc.array(entry),
    }),
    fc.record({
      object: fc.constant("whatsapp_business_account"),
      entry: fc.array(fc.record({ changes: fc.array(fc.oneof(anyJson, damaged)) })),
    }),
  );
  fc.assert(
    fc.property(anything, (value) => {
      try {
        const events = parseWebhook(JSON.stringify(value));
        const entries = (value as { entry: Json[] }).entry;
        const atLeast = entries.flatMap((each) => {
          const inside = isObject(each) ? each.changes : undefined;
          return Array.isArray(inside) ? inside : [each];
        });
        expect(events.length).toBeGreaterThanOrEqual(atLeast.length);
      } catch (error) {
        if (!(error instanceof WebhookPayloadError)) throw error;
        expect(isObject(value) && Array.isArray(value.entry)).toBe(false);
      }
    }),
    { numRuns: 1000 },
  );
});
