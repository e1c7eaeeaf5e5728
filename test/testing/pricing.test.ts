import { expect, test } from "vitest";
import type { Simulator, SimulatorOptions } from "wacloud/testing";
import { approved, call, customer, days, hello, manualClock, post, quiet, send } from "./support.ts";

interface Status {
  id: string;
  status: string;
  pricing?: Record<string, unknown>;
  conversation?: Record<string, unknown>;
}

const listStatuses = ({ webhooks }: Simulator): Status[] =>
  webhooks.flatMap(({ payload }) => (payload.entry[0]?.changes[0]?.value.statuses ?? []) as Status[]);

/** Sends a message; what its `sent` status says about the price. */
async function priceOf(simulator: Simulator, message: Record<string, unknown> = hello) {
  const { json } = await send(simulator, message);
  await simulator.settled();
  const id = json.messages?.[0]?.id;
  return listStatuses(simulator).find((one) => one.id === id && one.status === "sent")?.pricing;
}

const service = (type: string) => ({
  billable: type === "regular",
  pricing_model: "PMP",
  type,
  category: "service",
});

async function sendMany(simulator: Simulator, count: number, message: Record<string, unknown> = hello) {
  for (let index = 0; index < count; index += 1) await send(simulator, message);
  await simulator.settled();
}

/** A simulator whose customer has received as much as is free. */
async function atTheTier(options: SimulatorOptions = {}, left = 0) {
  const simulator = quiet({ readsAutomatically: false, ...options });
  await sendMany(simulator, 1000 - left);
  return simulator;
}

test("a thousand delivered service messages of a number are free in a month, then each is charged", async () => {
  const { clock, advance } = manualClock(Date.parse("2026-11-28T12:00:00Z"));
  const simulator = await atTheTier({ clock }, 1);
  expect(await priceOf(simulator)).toEqual(service("free_customer_service"));
  expect(await priceOf(simulator)).toEqual(service("regular"));
  simulator.addPhoneNumber("222");
  await call(simulator, "POST", "/v26.0/222/messages", { messaging_product: "whatsapp", ...hello });
  await simulator.settled();
  expect(listStatuses(simulator).findLast(({ status }) => status === "sent")?.pricing).toEqual(
    service("free_customer_service"),
  );
  advance(days(3));
  simulator.user(customer).openWindow();
  expect(await priceOf(simulator)).toEqual(service("free_customer_service"));
});

test("only what is delivered counts: not what fails, waits for its customer, is a reaction or a template", async () => {
  const simulator = await atTheTier({}, 2);
  const ana = simulator.user(customer);
  const ben = simulator.user("+5511912345678", { name: "Ben" });
  ben.goesOffline();
  const written = await ana.sends("hi");
  await post(simulator, { ...hello, to: "+5511912345678" });
  await sendMany(simulator, 3, { type: "reaction", reaction: { message_id: written.id, emoji: "👍" } });
  await sendMany(simulator, 3, {
    type: "template",
    template: { name: "hello_world", language: { code: "en_US" } },
  });
  expect(await priceOf(simulator)).toEqual(service("free_customer_service"));
  await ben.comesOnline();
  expect(await priceOf(simulator)).toEqual(service("regular"));
});

test("reactions are never charged", async () => {
  const simulator = await atTheTier();
  const { id } = await simulator.user(customer).sends("hi");
  const reaction = { type: "reaction", reaction: { message_id: id, emoji: "👍" } };
  expect(await priceOf(simulator, reaction)).toMatchObject({ billable: false });
  expect(await priceOf(simulator)).toEqual(service("regular"));
});

test("a utility template is charged inside the window too", async () => {
  const simulator = quiet();
  const utility = {
    name: "update",
    category: "UTILITY",
    components: [{ type: "BODY", text: "Your order is ready." }],
  };
  await approved(simulator, utility);
  const template = { type: "template", template: { name: "update", language: { code: "en_US" } } };
  expect(await priceOf(simulator, template)).toMatchObject({
    type: "regular",
    category: "utility",
    billable: true,
  });
});

test("a group has categories of its own, and shares what is free: each member it reaches counts", async () => {
  const simulator = await atTheTier({}, 2);
  const { phoneNumberId } = simulator.clientOptions;
  const body = { messaging_product: "whatsapp", subject: "Crew" };
  await call(simulator, "POST", `/v26.0/${phoneNumberId}/groups`, body);
  await simulator.settled();
  const made = simulator.webhooks.flatMap(({ payload }) =>
    payload.entry.flatMap(
      ({ changes }) => (changes[0]?.value.groups ?? []) as { group_id: string; invite_link: string }[],
    ),
  );
  const { group_id: to, invite_link } = made[0] ?? { group_id: "", invite_link: "" };
  await simulator.user(customer).joins(invite_link);
  await simulator.user("+5511912345678").joins(invite_link);
  const message = { ...hello, to, recipient_type: "group" };
  const free = { ...service("free_group_customer_service"), category: "group_service" };
  expect(await priceOf(simulator, message)).toEqual(free);
  expect(await priceOf(simulator, message)).toEqual({ ...service("regular"), category: "group_service" });
  expect(await priceOf(simulator)).toEqual(service("regular"));
});

test("after an advertisement, everything is free for seven days from the first answer", async () => {
  const { clock, advance } = manualClock();
  const simulator = quiet({ clock, openWindow: false });
  const ana = simulator.user(customer);
  await ana.sends("hi", { referral: { source_type: "ad", source_id: "1", ctwa_clid: "c" } });
  advance(days(0.5));
  const free = {
    billable: false,
    pricing_model: "PMP",
    type: "free_entry_point",
    category: "referral_conversion",
  };
  expect(await priceOf(simulator)).toEqual(free);
  const conversation = listStatuses(simulator).find(({ status }) => status === "sent")?.conversation;
  expect(conversation).toEqual({
    id: expect.any(String),
    origin: { type: "referral_conversion" },
    expiration_timestamp: String((clock.now() + days(7)) / 1000),
  });
  const template = { type: "template", template: { name: "hello_world", language: { code: "en_US" } } };
  advance(days(7) - 1);
  expect(await priceOf(simulator, template)).toEqual(free);
  advance(1);
  expect(await priceOf(simulator, template)).toMatchObject({ type: "regular" });
});

test.each([
  ["a post", { source_type: "post", source_id: "1" }, 0],
  ["an advertisement that is answered too late", { source_type: "ad", source_id: "1" }, 1],
])("%s opens no free time", async (_, referral, afterDays) => {
  const { clock, advance } = manualClock();
  const simulator = quiet({ clock, openWindow: false });
  await simulator.user(customer).sends("hi", { referral });
  advance(days(afterDays));
  const template = { type: "template", template: { name: "hello_world", language: { code: "en_US" } } };
  expect(await priceOf(simulator, template)).toMatchObject({ type: "regular" });
  expect(listStatuses(simulator).every(({ conversation }) => conversation === undefined)).toBe(true);
});

test("what is free, and what advertisements opened, is in a snapshot", async () => {
  const simulator = await atTheTier();
  const ben = "+5511912345678";
  await simulator.user(ben).sends("hi", { referral: { source_type: "ad", source_id: "1" } });
  const copy = quiet({ readsAutomatically: false });
  await copy.restore(await simulator.snapshot());
  expect(await priceOf(copy)).toEqual(service("regular"));
  expect(await priceOf(copy, { ...hello, to: ben })).toMatchObject({ type: "free_entry_point" });
});

test("a template with a max price says what it cost, once it is delivered", async () => {
  const simulator = quiet();
  await approved(simulator, {
    name: "sale",
    components: [{ type: "BODY", text: "Everything must go." }],
    optimization_spec: { bid_amount: 5000, bid_strategy: "LOWEST_COST_WITH_BID_CAP" },
  });
  const { phoneNumberId } = simulator.clientOptions;
  const { json } = await call(simulator, "POST", `/v26.0/${phoneNumberId}/marketing_messages`, {
    messaging_product: "whatsapp",
    to: customer,
    type: "template",
    template: { name: "sale", language: { code: "en_US" } },
    bid_spec: { per_message_bid_multiplier: "0.5" },
  });
  expect(json.error).toBeUndefined();
  await simulator.settled();
  const costs = listStatuses(simulator).map(({ status, pricing }) => [status, pricing?.cost]);
  expect(costs).toEqual([
    ["sent", undefined],
    ["delivered", { amount: 0.025, currency: "USD" }],
    ["read", undefined],
  ]);
});
