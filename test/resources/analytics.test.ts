import { describe, expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { client, phoneNumberId } from "../support/client.ts";
import { recorder } from "../support/recorder.ts";
import { testUnusable } from "../support/unusable.ts";
import { analyticsOperations } from "./operations/analytics.ts";
import { describeOperations, describeRefusals } from "./operations/operation.ts";

const [start, end] = [1_790_000_000, 1_790_086_400];
const span = { start, end };
const group = { ...span, group_ids: ["R1"], metric_types: ["SENT"] };

/** `GET` of a field, as `URLSearchParams` writes it. */

describeOperations(analyticsOperations);
testUnusable(analyticsOperations, {
  "analytics.messages": [{ analytics: { data_points: 1 } }, { analytics: "none" }],
  "analytics.pricing": [{ data: [{}] }],
  "analytics.groups": [{ data: [{}] }],
});

describeRefusals([
  ["start must be Unix time in whole seconds", ({ analytics }) => analytics.messages({ start: 1.5, end })],
  [
    "start must be Unix time in seconds; this is in milliseconds",
    ({ analytics }) => analytics.pricing({ start: start * 1000, end }),
  ],
  [
    "end must be Unix time in seconds; this is in milliseconds",
    ({ analytics }) => analytics.messages({ start, end: end * 1000 }),
  ],
  ["end is missing", ({ analytics }) => analytics.calls({ start } as never)],
  ["end must be after `start`", ({ analytics }) => analytics.conversations({ start, end: start })],
  ["end must be after `start`", ({ analytics }) => analytics.groups({ ...group, end: start - 1 }).page()],
  ["granularity must be", ({ analytics }) => analytics.messages({ ...span, granularity: "DAILY" as never })],
  ["granularity must be", ({ analytics }) => analytics.pricing({ ...span, granularity: "DAY" as never })],
  [
    "granularity must be",
    ({ analytics }) => analytics.groups({ ...group, granularity: "MONTHLY" as never }).page(),
  ],
  [
    "product_types.0 must be",
    ({ analytics }) => analytics.messages({ ...span, product_types: [1 as never] }),
  ],
  ["product_types must not be empty", ({ analytics }) => analytics.messages({ ...span, product_types: [] })],
  ["country_codes must not be empty", ({ analytics }) => analytics.calls({ ...span, country_codes: [] })],
  ["dimensions must not be empty", ({ analytics }) => analytics.conversations({ ...span, dimensions: [] })],
  [
    "group_ids must have 1 elements",
    ({ analytics }) => analytics.groups({ ...group, group_ids: ["1", "2"] }).page(),
  ],
  ["group_ids must have 1 elements", ({ analytics }) => analytics.groups({ ...group, group_ids: [] }).page()],
  [
    "metric_types must not be empty",
    ({ analytics }) => analytics.groups({ ...group, metric_types: [] }).page(),
  ],
  [
    "metric_types is missing",
    ({ analytics }) => analytics.groups({ ...span, group_ids: ["1"] } as never).page(),
  ],
  ["color", ({ analytics }) => analytics.messages({ ...span, color: "green" } as never)],
]);

test("a list is not requested before it is read", () => {
  const { fetch, requests } = recorder();
  client({ fetch }).analytics.groups(group);
  expect(requests).toHaveLength(0);
});

describe("on the simulator", () => {
  const start = () => {
    const settings = { calling: { status: "ENABLED" } };
    const simulator = createSimulator({ seed: { numbers: [{ id: phoneNumberId, settings }] } });
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    const now = Math.floor(simulator.clock.now() / 1000);
    const today = { start: now - 86_400, end: now + 86_400 };
    return { simulator, whatsapp, today, ana: simulator.user("+5511987654321", { name: "Ana" }) };
  };

  test("messages of both sides are counted, and filtered", async () => {
    const { simulator, whatsapp, today, ana } = start();
    expect(await whatsapp.analytics.messages(today)).toEqual({ data_points: [] });
    await ana.sends("hi");
    await whatsapp.messages.sendText({ to: "+5511987654321", body: "Hello" });
    ana.blocks();
    await whatsapp.messages.sendTemplate({ to: "+5511987654321", name: "hello_world", language: "en_US" });
    await simulator.settled();

    const all = await whatsapp.analytics.messages(today);
    expect(all).toMatchObject({ granularity: "DAY", phone_numbers: ["15550001111"] });
    expect(all.data_points).toEqual([
      { start: expect.any(Number), end: expect.any(Number), sent: 2, delivered: 1 },
    ]);
    const count = async (filters: object) => {
      const { data_points } = await whatsapp.analytics.messages({ ...today, ...filters });
      return data_points.reduce((sum, { sent = 0 }) => sum + sent, 0);
    };
    expect(await count({ product_types: [0] })).toBe(1);
    expect(await count({ product_types: [2, 100] })).toBe(2);
    expect(await count({ country_codes: ["BR"], granularity: "HALF_HOUR" })).toBe(2);
    expect(await count({ country_codes: ["US"] })).toBe(0);
    expect(await count({ phone_numbers: ["15550001111"], granularity: "MONTH" })).toBe(2);
    expect(await count({ phone_numbers: ["15550009999"] })).toBe(0);
    expect(await count({ end: today.start + 60 })).toBe(0);
  });

  test("prices and conversations are added up by what was asked for", async () => {
    const { simulator, whatsapp, today, ana } = start();
    await ana.sends("hi");
    await whatsapp.messages.sendText({ to: "+5511987654321", body: "Hello" });
    await whatsapp.messages.sendTemplate({ to: "+5511987654321", name: "hello_world", language: "en_US" });
    await simulator.settled();
    const prices = await whatsapp.analytics.pricing({
      ...today,
      dimensions: ["PRICING_CATEGORY", "PRICING_TYPE", "COUNTRY"],
    });
    const facts = { start: expect.any(Number), end: expect.any(Number), country: "BR" };
    expect(prices.data_points).toEqual([
      { ...facts, pricing_category: "SERVICE", pricing_type: "FREE_CUSTOMER_SERVICE", volume: 1, cost: 0 },
      { ...facts, pricing_category: "UTILITY", pricing_type: "REGULAR", volume: 1, cost: 0.01 },
    ]);
    const volume = await whatsapp.analytics.pricing({ ...today, metric_types: ["VOLUME"] });
    expect(volume.data_points).toEqual([{ start: facts.start, end: facts.end, volume: 2 }]);
    const talks = await whatsapp.analytics.conversations({
      ...today,
      conversation_directions: ["USER_INITIATED"],
      dimensions: ["PHONE"],
    });
    expect(talks.data_points).toEqual([
      { start: facts.start, end: facts.end, phone_number: "15550001111", conversation: 1, cost: 0 },
    ]);
  });

  test("calls are counted, with their average duration", async () => {
    const { simulator, whatsapp, today, ana } = start();
    const call = await ana.calls();
    await whatsapp.calls.accept(call.id, { session: { sdp: "v=0" } });
    await simulator.clock.advance({ seconds: 90 });
    await ana.hangsUp();
    await ana.calls();
    await ana.hangsUp();
    const { data_points, granularity } = await whatsapp.analytics.calls({
      ...today,
      dimensions: ["direction"],
    });
    expect(granularity).toBe("DAILY");
    expect(data_points).toMatchObject([
      { direction: "USER_INITIATED", count: 2, cost: 0, average_duration: expect.any(Number) },
    ]);
    expect(data_points[0]?.average_duration).toBeGreaterThanOrEqual(90);
    const none = await whatsapp.analytics.calls({ ...today, directions: ["BUSINESS_INITIATED"] });
    expect(none).toEqual({ data_points: [] });
  });

  test("what happens in a group is counted", async () => {
    const { simulator, whatsapp, today, ana } = start();
    await whatsapp.groups.create({ subject: "Launch crew" });
    const { data } = await whatsapp.groups.list().page();
    const id = data[0]?.id ?? "";
    await ana.joins((await whatsapp.groups.getInviteLink(id)).invite_link);
    const bo = simulator.user("+15550002222");
    await bo.joins((await whatsapp.groups.getInviteLink(id)).invite_link);
    await whatsapp.messages.sendText({ to: { group_id: id }, body: "Hello" });
    await simulator.settled();
    await bo.leaves(id);
    const metric_types = ["SENT", "DELIVERED", "READ", "PARTICIPANTS_JOINED", "PARTICIPANTS_LEFT"];
    const reports: unknown[] = [];
    for await (const report of whatsapp.analytics.groups({ ...today, group_ids: [id], metric_types }))
      reports.push(report);
    const counts = { sent: 1, delivered: 2, read: 2, joined: 2, left: 1 };
    const facts = { group_id: id, start: expect.any(Number), end: expect.any(Number) };
    expect(reports).toEqual([{ granularity: "DAILY", data_points: [{ ...facts, ...counts }] }]);
  });

  test.each([
    "analytics.start(1).end(2).granularity(DAILY)",
    "analytics.start(2).end(1).granularity(DAY)",
    "analytics.start(a).end(2).granularity(DAY)",
    "call_analytics.start(1).end(2).granularity(DAILY).color([1])",
    'pricing_analytics.start(1).end(2).granularity(DAILY).dimensions(["COLOR"])',
    'pricing_analytics.start(1).end(2).granularity(DAILY).metric_types(["COUNT"])',
  ])("%s is refused as by Meta", async (requested) => {
    const { simulator, whatsapp } = start();
    const path = `/${simulator.clientOptions.businessAccountId}`;
    const request = whatsapp.request({ method: "GET", path, query: { fields: requested } });
    await expect(request).rejects.toMatchObject({ name: "ApiError", code: 100 });
  });

  test.each([
    { group_ids: ["unknown"], metric_types: ["SENT"] },
    { group_ids: ["unknown"], metric_types: ["COLOR"] },
  ])("analytics of a group with %j are refused", async (filters) => {
    const { whatsapp, today } = start();
    const page = whatsapp.analytics.groups({ ...today, ...filters }).page();
    await expect(page).rejects.toMatchObject({ name: "ApiError" });
  });
});
