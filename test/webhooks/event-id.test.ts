import { createHash } from "node:crypto";
import { expect, test, vi } from "vitest";
import { parseWebhook } from "wacloud/webhooks";
import { portableSha256 } from "../../src/utils/portable-sha256.ts";
import { sha256 } from "../../src/utils/sha256.ts";
import { fc } from "../support/properties.ts";
import {
  envelope,
  type Json,
  type JsonObject,
  messagesChange,
  sample,
  sampleChange,
  textMessage,
} from "./samples.ts";
import { notification } from "./signed.ts";

const eventIds = (...changes: Json[]): string[] => parseWebhook(envelope(changes)).map(({ id }) => id);
const idsOfStatuses = (...statuses: JsonObject[]): string[] =>
  eventIds(
    messagesChange({
      statuses: statuses.map((status) => ({ id: "wamid.O", status: "read", timestamp: "1", ...status })),
    }),
  );

test("a message has Meta's id, even if its type is unknown", () => {
  const messages = ["text", "hologram"].map((type) => textMessage({ type, id: `wamid.${type}/+=` }));
  expect(eventIds(messagesChange({ messages }))).toEqual(["wamid.text/+=", "wamid.hologram/+="]);
});

test("an echo has Meta's id", () => {
  expect(parseWebhook(sample("smb_message_echoes"))[0]?.id).toBe("wamid.E1");
});

test("in a group, a message is an event of each number that receives it, and an echo one more", () => {
  const received = (phone_number_id: string, field = "messages", key = "messages") =>
    messagesChange(
      { metadata: { phone_number_id }, [key]: [textMessage({ group_id: "G", to: "15550001111" })] },
      field,
    );
  const ids = eventIds(
    received("1"),
    received("2"),
    received("3", "smb_message_echoes", "message_echoes"),
    received("1"),
  );
  expect(ids).toEqual(["wamid.M1:1", "wamid.M1:2", "wamid.M1:3", "wamid.M1:1"]);
});

test("statuses differ by message, status and recipient, in a group by member", () => {
  expect(
    idsOfStatuses(
      {},
      { status: "delivered" },
      { id: "wamid.P" },
      { recipient_participant_id: "1" },
      { recipient_participant_id: "1", recipient_participant_user_id: "US.1" },
      { participant_recipient_id: "2" },
      { recipient_id: "3" },
      { recipient_id: "3", recipient_user_id: "US.3" },
      { recipient_id: "G", recipient_type: "group", recipient_participant_user_id: "US.4" },
      { recipient_id: "G", recipient_type: "group" },
    ),
  ).toEqual([
    "wamid.O:read",
    "wamid.O:delivered",
    "wamid.P:read",
    "wamid.O:read:1",
    "wamid.O:read:US.1",
    "wamid.O:read:2",
    "wamid.O:read:3",
    "wamid.O:read:US.3",
    "wamid.O:read:US.4",
    "wamid.O:read:G",
  ]);
});

test("every payment attempt and every refund is an event of its own", () => {
  const payments: JsonObject[] = [
    { transaction: { id: "t1", status: "pending" } },
    { transaction: { id: "t1", status: "failed" } },
    { transaction: { id: "t2", status: "failed" } },
    { transaction: { id: "t2", status: "failed" }, refunds: [{ id: "r1", status: "success" }] },
  ];
  const ids = idsOfStatuses(...payments.map((payment) => ({ payment: { reference_id: "o", ...payment } })));
  expect(new Set(ids).size).toBe(4);
  expect(ids[0]).toBe("wamid.O:read::t1:pending");
});

test("a call's events differ, and so do its recordings", () => {
  const call = (members: JsonObject): JsonObject => ({ id: "wacid.C", timestamp: "1", ...members });
  const recording = (id: string) =>
    call({ event: "call_recording_available", call_recording: { type: "audio", audio: { id } } });
  const transcript = call({
    event: "call_transcription_available",
    call_transcript: { document: { id: "d" } },
  });
  expect(
    eventIds(
      messagesChange(
        {
          calls: [
            call({ event: "connect" }),
            call({ event: "terminate" }),
            recording("a"),
            recording("b"),
            transcript,
          ],
        },
        "calls",
      ),
      messagesChange({ statuses: [call({ status: "RINGING", type: "call" })] }, "calls"),
    ),
  ).toEqual([
    "wacid.C:connect",
    "wacid.C:terminate",
    "wacid.C:call_recording_available:a",
    "wacid.C:call_recording_available:b",
    "wacid.C:call_transcription_available:d",
    "wacid.C:RINGING",
  ]);
});

test("an id from Meta cannot be mistaken for another kind of id", () => {
  const [digestId = ""] = parseWebhook(sample("security")).map(({ id }) => id);
  expect(digestId).toMatch(/^digest#[0-9a-f]{64}$/);
  const messages = [digestId, "wamid.O:read", "a%3Ab", "a:b"].map((id) => textMessage({ id }));
  const ids = [...eventIds(messagesChange({ messages })), ...idsOfStatuses({})];
  expect(ids).not.toContain(digestId);
  expect(new Set(ids).size).toBe(5);
});

test("events without an id from Meta differ by content, account, time, field, number and order", () => {
  const clicks = (members: JsonObject = {}, entry: JsonObject = {}, metadata?: JsonObject) => {
    const { value } = sampleChange("user_action");
    const [action] = value.user_actions as JsonObject[];
    const user_actions = [{ ...action, ...members }];
    return parseWebhook(envelope([messagesChange({ user_actions, ...(metadata && { metadata }) })], entry));
  };
  const events = [
    clicks(),
    clicks({ timestamp: "1790000001" }),
    clicks({}, { id: "1" }),
    clicks({}, { time: 1 }),
    clicks({}, {}, { phone_number_id: "2" }),
  ];
  expect(new Set(events.flat().map(({ id }) => id)).size).toBe(5);
  expect(clicks()[0]?.id).toBe(clicks()[0]?.id);

  const same = { code: 130429 };
  const [first, second] = eventIds(messagesChange({ errors: [same, same] }));
  expect(second).not.toBe(first);
  expect(eventIds(messagesChange({ errors: [same] }))).toEqual([first]);
  expect(eventIds(messagesChange({ messages: [same] }))).not.toEqual([first]);
  expect(eventIds(messagesChange({ errors: [same] }, "calls"))).not.toEqual([first]);
});

test("equal errors in different webhooks are different events, and the same in a redelivered one", () => {
  const errors = [{ code: 131000, title: "Something went wrong" }];
  const beside = (value: JsonObject) => eventIds(messagesChange({ ...value, errors })).at(-1);
  const ids = [
    beside({}),
    beside({ messages: [textMessage()] }),
    beside({ messages: [textMessage({ id: "wamid.M2" })] }),
    beside({ statuses: [{ id: "wamid.O", status: "failed" }] }),
    beside({ contacts: [{ wa_id: "1" }] }),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  expect(beside({ messages: [textMessage()] })).toBe(ids[1]);
});

test("an empty id counts as absent", () => {
  const ids = eventIds(
    messagesChange({ messages: [textMessage({ id: "" })], statuses: [{ id: "", status: "sent" }] }),
  );
  for (const id of ids) expect(id).toMatch(/^digest#/);
});

test("the digest is SHA-256, from the runtime and from the library", () => {
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect([sha256("abc"), portableSha256("abc")]).toEqual([abc, abc]);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const reference = createHash("sha256").update(text, "utf8").digest("hex");
      expect([sha256(text), portableSha256(text)]).toEqual([reference, reference]);
    }),
  );
});

test("ids are the same on runtimes without a synchronous digest", () => {
  const withRuntime = parseWebhook(sample("security"))[0]?.id;
  const original = process.getBuiltinModule;
  try {
    Object.defineProperty(process, "getBuiltinModule", { value: undefined, configurable: true });
    expect(parseWebhook(sample("security"))[0]?.id).toBe(withRuntime);
  } finally {
    Object.defineProperty(process, "getBuiltinModule", {
      value: original,
      configurable: true,
      writable: true,
    });
  }
});

test("many unknown keys are digested once, not once for each of them", () => {
  const digests: number[] = [];
  const parse = vi.spyOn(JSON, "stringify");
  const idsOf = (count: number) => {
    const keys = Object.fromEntries(Array.from({ length: count }, (_, index) => [`key_${index}`, [index]]));
    const before = parse.mock.calls.length;
    const events = parseWebhook(notification(keys));
    digests.push(parse.mock.calls.length - before);
    return new Set(events.map(({ id }) => id)).size;
  };
  expect([idsOf(100), idsOf(200)]).toEqual([100, 200]);
  expect((digests[1] ?? 0) / (digests[0] ?? 1)).toBeLessThan(2.5);
  vi.restoreAllMocks();
});
