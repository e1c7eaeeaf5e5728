import { expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import {
  account,
  approved,
  call,
  customer,
  days,
  hello,
  manualClock,
  minutes,
  post,
  quiet,
  send,
} from "./support.ts";
import { composed, create, edit, list, remove, simple } from "./template-support.ts";

/** The posted statuses, in order. */
const statuses = (simulator: Simulator): string[] =>
  simulator.webhooks.flatMap(({ payload }) => {
    const found = payload.entry[0]?.changes[0]?.value.statuses as { status: string }[] | undefined;
    return (found ?? []).map(({ status }) => status);
  });

const sends = (simulator: Simulator, name: string, components?: object[]) => {
  const template = { name, language: { code: "en_US" }, ...(components === undefined ? {} : { components }) };
  return send(simulator, { type: "template", template });
};

test("messages to an offline customer wait", async () => {
  const simulator = quiet();
  const ana = simulator.user(customer);
  ana.goesOffline();
  await send(simulator, hello);
  await simulator.settled();
  expect({ isOnline: ana.isOnline, inbox: ana.inbox, heard: statuses(simulator) }).toEqual({
    isOnline: false,
    inbox: [],
    heard: ["sent"],
  });
  await ana.comesOnline();
  expect(ana.inbox.map(({ text }) => text)).toEqual(["Hello"]);
  expect(statuses(simulator)).toEqual(["sent", "delivered", "read"]);
  await send(simulator, hello);
  await simulator.settled();
  expect(ana.inbox.length).toBe(2);
});

const code = (message_send_ttl_seconds?: number) => ({
  category: "AUTHENTICATION",
  components: [{ type: "BODY" }, { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] }],
  ...(message_send_ttl_seconds === undefined ? {} : { message_send_ttl_seconds }),
});
const codeValues = [
  { type: "body", parameters: [{ type: "text", text: "123" }] },
  { type: "button", sub_type: "url", index: 0, parameters: [{ type: "text", text: "123" }] },
];

test.each<[string, object, object[] | undefined, number]>([
  ["a code with no time to live: 10 minutes", code(), codeValues, minutes(10)],
  ["a code: its time to live", code(30), codeValues, minutes(0.5)],
  ["a code with -1: 30 days", code(-1), codeValues, days(30)],
  ["utility: its time to live", { category: "UTILITY", message_send_ttl_seconds: 60 }, undefined, minutes(1)],
  ["utility with no time to live: 30 days", { category: "UTILITY" }, undefined, days(30)],
  ["marketing outside its own endpoint: 30 days", { message_send_ttl_seconds: 43_200 }, undefined, days(30)],
])("%s", async (_, template, components, lasts) => {
  const { clock } = manualClock();
  const simulator = quiet({ clock, reviewTemplatesAfterMs: false });
  const ana = simulator.user(customer);
  await approved(simulator, { ...simple, name: "news", ...template });
  for (const [late, count] of [
    [0, 0],
    [1, 1],
  ] as const) {
    ana.goesOffline();
    expect((await sends(simulator, "news", components)).status).toBe(200);
    await simulator.settled();
    await simulator.clock.advance({ milliseconds: lasts - late });
    await ana.comesOnline();
    expect(ana.inbox.length).toBe(count);
  }
  expect(statuses(simulator)).toEqual(["sent", "sent", "delivered", "read"]);
});

test("Direct Send posts a status when its time to live is over", async () => {
  const simulator = quiet({ directSend: true });
  const ana = simulator.user(customer);
  ana.goesOffline();
  await send(simulator, { type: "text", text: { body: "Left." }, category: "utility", ttl_seconds: 30 });
  await simulator.settled();
  await simulator.clock.advance({ seconds: 31 });
  await ana.comesOnline();
  expect(statuses(simulator)).toEqual(["sent", "failed"]);
});

test("a customer who blocks the business gets no messages until they unblock it", async () => {
  const simulator = quiet();
  const ana = simulator.user(customer);
  ana.blocks();
  await send(simulator, hello);
  await simulator.settled();
  expect({ isBlocking: ana.isBlocking, heard: statuses(simulator) }).toEqual({
    isBlocking: true,
    heard: ["sent"],
  });
  ana.unblocks();
  await send(simulator, hello);
  expect(ana.inbox.length).toBe(1);
});

test("a customer opens links of buttons and calls to action, and no others", async () => {
  const simulator = quiet();
  const ana = simulator.user(customer);
  const parameters = { display_text: "See dates", url: "https://ex.test/dates" };
  const interactive = { type: "cta_url", body: { text: "Now" }, action: { name: "cta_url", parameters } };
  await send(simulator, { type: "interactive", interactive });
  expect(ana.inbox[0]?.links).toEqual([{ title: "See dates", url: "https://ex.test/dates" }]);
  expect(ana.follows("See dates")).toBe("https://ex.test/dates");
  expect(() => ana.follows("Elsewhere")).toThrow(/link with this label, "Elsewhere". They have /);
});

test("a template is deleted once its messages are delivered", async () => {
  const { clock } = manualClock();
  const simulator = quiet({ clock, reviewTemplatesAfterMs: false });
  const ana = simulator.user(customer);
  await approved(simulator, { ...simple, name: "news" });
  ana.goesOffline();
  await sends(simulator, "news");
  await simulator.settled();
  await remove(simulator, "?name=news");
  await simulator.settled();
  const heard = () => simulator.webhooks.at(-1)?.payload.entry[0]?.changes[0]?.value;
  expect(heard()).toMatchObject({ event: "PENDING_DELETION", message_template_name: "news" });
  expect((await list(simulator, "?name=news")).json.data).toMatchObject([{ status: "PENDING_DELETION" }]);
  expect((await sends(simulator, "news")).json.error.code).toBe(132001);
  expect((await create(simulator, { name: "news" })).json.error.error_subcode).toBe(2388023);
  await ana.comesOnline();
  expect((await list(simulator, "?name=news")).json.data).toEqual([]);
  await simulator.settled();
  expect(heard()).toMatchObject({ event: "DELETED", message_template_name: "news" });
});

test("a template is deleted after 30 days, delivered or not", async () => {
  const { clock } = manualClock();
  const simulator = quiet({ clock, reviewTemplatesAfterMs: false });
  await approved(simulator, { ...simple, name: "news" });
  simulator.user(customer).goesOffline();
  await sends(simulator, "news");
  await remove(simulator, "?name=news");
  await simulator.clock.advance({ milliseconds: days(30) - 1 });
  expect((await list(simulator, "?name=news")).json.data.length).toBe(1);
  await simulator.clock.advance({ milliseconds: 1 });
  expect((await list(simulator, "?name=news")).json.data).toEqual([]);
});

test("Direct Send generates templates, which cannot be edited or deleted", async () => {
  const simulator = quiet({ directSend: true, reviewTemplatesAfterMs: false });
  const direct = (body: string, direct_send_config?: object) =>
    post(simulator, {
      to: customer,
      type: "text",
      text: { body },
      category: "utility",
      ...(direct_send_config === undefined ? {} : { direct_send_config }),
    });
  await direct("Your parcel left.");
  await direct("Your parcel left.");
  await direct("Your parcel arrived.", { template_name: "arrived" });
  await simulator.settled();
  const { data } = (await list(simulator, "?source=AUTO_GENERATED&fields=name,source,category")).json;
  expect(data).toMatchObject([
    { name: "arrived", source: "auto_generated", category: "UTILITY" },
    { name: expect.stringMatching(/^direct_send_/), source: "auto_generated" },
  ]);
  const value = simulator.webhooks.at(-1)?.payload.entry[0]?.changes[0]?.value;
  expect(value?.statuses).toMatchObject([{ template_id: data[0].id }]);
  const refused = await edit(simulator, data[0].id, composed());
  expect(refused.json.error).toMatchObject({ code: 100, error_subcode: 2388318 });
  expect((await remove(simulator, "?name=arrived")).json.error).toMatchObject({
    code: 100,
    error_subcode: 2388330,
  });
  await create(simulator, { name: "mine" });
  expect((await direct("Hi", { template_name: "mine" })).json.error.code).toBe(132021);
  const all = await call(simulator, "GET", `${account(simulator)}/message_templates?source=MANUAL`);
  expect(all.json.data.length).toBe(3);
});

test("a message that was read stays read when the status delivered follows", async () => {
  const simulator = quiet({ openWindow: true, readsAutomatically: false });
  const ana = simulator.user(customer);
  let read: Promise<void> | undefined;
  simulator.webhook = async () => {
    read ??= ana.reads(); // between `sent` and `delivered`
    return new Response("OK");
  };
  await send(simulator, hello);
  await simulator.settled();
  await read;
  expect(ana.chat.map(({ status }) => status)).toEqual(["read"]);
  expect(ana.transcript()).toContain("✓✓ read");
});
