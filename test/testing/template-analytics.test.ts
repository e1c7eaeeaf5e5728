import { expect, test } from "vitest";
import type { Simulator, SimulatorOptions } from "wacloud/testing";
import { account, approved, call, customer, days, hours, manualClock, quiet, send } from "./support.ts";
import { composed, simple, withButtons } from "./template-support.ts";

/** Midnight, UTC. */
const midnight = Date.UTC(2026, 9, 1);
const seconds = (milliseconds: number): number => milliseconds / 1000;

const get = (simulator: Simulator, edge: string, query: string) =>
  call(simulator, "GET", `${account(simulator)}/${edge}?${query}`);

const enable = (simulator: Simulator, value = "true") =>
  call(simulator, "POST", `${account(simulator)}?is_enabled_for_insights=${value}`);

/** A simulator at noon, with insights enabled and an approved template. */
async function withTemplate(options: SimulatorOptions = {}) {
  const { clock } = manualClock(midnight + hours(12));
  const simulator = quiet({ clock, reviewTemplatesAfterMs: false, ...options });
  const buttons = [
    { type: "QUICK_REPLY", text: "Stop" },
    { type: "URL", text: "Shop", url: "https://ex.test/{{1}}", example: ["https://ex.test/a"] },
  ];
  const { json } = await approved(simulator, { name: "news", ...withButtons(...buttons) });
  await enable(simulator);
  return { simulator, id: String(json.id) };
}

async function sends(simulator: Simulator, to = customer, endpoint = "messages") {
  const url = { type: "button", sub_type: "url", index: 1, parameters: [{ type: "text", text: "sku-1" }] };
  const template = { name: "news", language: { code: "en_US" }, components: [url] };
  const path = `/v26.0/${simulator.clientOptions.phoneNumberId}/${endpoint}`;
  const body = { messaging_product: "whatsapp", to, type: "template", template };
  const answer = await call(simulator, "POST", path, body);
  await simulator.settled();
  return answer.json.messages[0].id as string;
}

const range = (from: number, to: number) =>
  `granularity=DAILY&start=${seconds(midnight + days(from))}&end=${seconds(midnight + days(to))}`;

const point = (index: number, figures: object) => ({
  start: seconds(midnight + days(index)),
  end: seconds(midnight + days(index + 1)),
  ...figures,
});

test("analytics count a template's messages by day and by button", async () => {
  const { simulator, id } = await withTemplate();
  const ana = simulator.user(customer);
  const bia = simulator.user("+5511987650000");
  bia.readsAutomatically = false;
  await sends(simulator);
  await sends(simulator, "+5511987650000");
  await ana.taps("Stop");
  expect(ana.follows("Shop")).toBe("https://ex.test/sku-1");
  ana.follows("Shop");
  await simulator.clock.advance({ days: 1 });
  await bia.reads();
  const { json } = await get(simulator, "template_analytics", `${range(0, 2)}&template_ids=[${id}]`);
  expect(json.data).toEqual([
    {
      granularity: "DAILY",
      product_type: "CLOUD_API",
      data_points: [
        point(0, {
          template_id: id,
          sent: 2,
          delivered: 2,
          read: 1,
          replied: 1,
          clicked: [
            { type: "quick_reply_button", button_content: "Stop", count: 1 },
            { type: "url_button", button_content: "Shop", count: 2 },
            { type: "unique_url_button", button_content: "Shop", count: 1 },
          ],
        }),
        point(1, { template_id: id, sent: 0, delivered: 0, read: 1, replied: 0, clicked: [] }),
      ],
    },
  ]);
  expect(json.paging.cursors).toEqual({ before: expect.any(String), after: expect.any(String) });
});

test("metrics, endpoints and the account's days can be chosen", async () => {
  const { simulator, id } = await withTemplate();
  await sends(simulator);
  await sends(simulator, customer, "marketing_messages");
  await sends(simulator, customer, "marketing_messages");
  const first = async (query: string) => {
    const { json } = await get(simulator, "template_analytics", `template_ids=${id}&${query}`);
    return json.data[0].data_points[0];
  };
  const bare = { template_id: id, ...point(0, {}) };
  expect(await first(`${range(0, 1)}&metric_types=sent,READ`)).toEqual({ ...bare, sent: 1, read: 1 });
  const marketing = "product_type=MARKETING_MESSAGES_LITE_API&metric_types=SENT";
  expect(await first(`${range(0, 1)}&${marketing}`)).toEqual({ ...bare, sent: 2 });
  const dates = "granularity=DAILY&use_waba_timezone=true&start=2026-10-01&end=2026-10-02&metric_types=SENT";
  expect(await first(dates)).toEqual({ ...bare, sent: 1 });
  const { json } = await get(simulator, "template_analytics", `${dates}&template_ids=${id}`);
  expect(json.waba_timezone).toBe("Etc/UTC");
});

test("messages that failed or never arrived are not counted as delivered", async () => {
  const { simulator, id } = await withTemplate();
  simulator.user(customer).reachable = false;
  simulator.user("+5511987650000").goesOffline();
  simulator.user("+5511987651111").blocks();
  for (const to of [customer, "+5511987650000", "+5511987651111"]) await sends(simulator, to);
  const { json } = await get(simulator, "template_analytics", `${range(0, 1)}&template_ids=${id}`);
  expect(json.data[0].data_points[0]).toMatchObject({ sent: 2, delivered: 0, read: 0 });
});

test("insights are enabled once and for all", async () => {
  const simulator = quiet();
  const isEnabled = async () =>
    (await call(simulator, "GET", `${account(simulator)}?fields=is_enabled_for_insights`)).json
      .is_enabled_for_insights;
  const refused = await get(simulator, "template_analytics", `${range(0, 1)}&template_ids=1`);
  expect(refused.json.error.code).toBe(200007);
  expect((await get(simulator, "template_performance_metrics", "name=news")).json.error.code).toBe(200007);
  expect(await isEnabled()).toBe(false);
  expect((await enable(simulator, "false")).json.error.code).toBe(200006);
  expect((await enable(simulator)).status).toBe(200);
  expect(await isEnabled()).toBe(true);
  expect((await enable(simulator, "false")).json.error.code).toBe(200006);
  expect((await enable(quiet({ insights: false }))).json.error.code).toBe(200005);
});

test.each<[string, (id: string) => string]>([
  ["no templates", () => range(0, 1)],
  [
    "eleven templates",
    (id) =>
      `${range(0, 1)}&template_ids=${Array(11)
        .fill(id)
        .map((one, index) => one + index)}`,
  ],
  ["a template of another account", () => `${range(0, 1)}&template_ids=1`],
  ["another granularity", (id) => `${range(0, 1).replace("DAILY", "HOURLY")}&template_ids=${id}`],
  ["an unknown metric", (id) => `${range(0, 1)}&template_ids=${id}&metric_types=LOVED`],
  ["an unknown product", (id) => `${range(0, 1)}&template_ids=${id}&product_type=FAX`],
  ["a start 92 days ago", (id) => `${range(-92, 1)}&template_ids=${id}`],
  ["an end before the start", (id) => `${range(1, 0)}&template_ids=${id}`],
  ["dates in UTC", (id) => `granularity=DAILY&start=2026-10-01&end=2026-10-02&template_ids=${id}`],
  ["no start", (id) => `granularity=DAILY&template_ids=${id}`],
])("analytics refuse %s", async (_, query) => {
  const { simulator, id } = await withTemplate();
  expect((await get(simulator, "template_analytics", query(id))).json.error?.code).toBe(100);
});

test("a group adds up its templates", async () => {
  const { simulator, id } = await withTemplate();
  const other = (await approved(simulator, { ...simple, name: "other" })).json.id;
  const path = `${account(simulator)}/template_groups`;
  const group = { name: "All", description: "Both", whatsapp_business_templates: [id, other] };
  const created = await call(simulator, "POST", path, group);
  expect(created.json).toEqual({ id: expect.any(String) });
  expect((await call(simulator, "GET", path)).json.data).toEqual([{ id: created.json.id, ...group }]);
  await sends(simulator);
  await send(simulator, { type: "template", template: { name: "other", language: { code: "en_US" } } });
  await simulator.settled();
  const query = `${range(0, 1)}&metric_types=SENT&template_group_ids=${created.json.id}`;
  const { json } = await get(simulator, "template_group_analytics", query);
  expect(json.data[0].data_points).toEqual([
    { template_group_id: created.json.id, ...point(0, { sent: 2 }) },
  ]);
  for (const wrong of [{ name: "" }, { whatsapp_business_templates: ["1"] }, { color: "red" }]) {
    expect((await call(simulator, "POST", path, { ...group, ...wrong })).json.error?.code).toBe(100);
  }
  const unknown = await get(simulator, "template_group_analytics", `${range(0, 1)}&template_group_ids=1`);
  expect(unknown.json.error?.code).toBe(100);
});

test("performance is requested by name or id", async () => {
  const { simulator, id } = await withTemplate();
  await sends(simulator);
  const by = async (query: string) => (await get(simulator, "template_performance_metrics", query)).json;
  const expected = { template_id: id, name: "news", language: "en_US", sent: 1, delivered: 1, read: 1 };
  expect((await by("name=news")).data).toMatchObject([expected]);
  expect((await by(`template_id=${id}`)).data).toMatchObject([expected]);
  expect((await by("name=olds")).data).toEqual([]);
  expect((await by("")).error.code).toBe(100);
});

test("two templates can be compared once both were sent a thousand times", async () => {
  const { clock } = manualClock(midnight + hours(12));
  const simulator = quiet({ clock, reviewTemplatesAfterMs: false, readsAutomatically: false });
  const ids: string[] = [];
  for (const name of ["one", "two"]) ids.push((await approved(simulator, { name, ...composed() })).json.id);
  const compare = async (changes: Record<string, string> = {}) => {
    const now = Math.floor(clock.now() / 1000);
    const query = { template_ids: `[${ids[1]}]`, start: String(now - 604_800), end: String(now), ...changes };
    return (await call(simulator, "GET", `/v26.0/${ids[0]}/compare?${new URLSearchParams(query)}`)).json;
  };
  const sendAll = async (name: string, count: number) => {
    for (let index = 0; index < count; index += 1) {
      await send(simulator, { type: "template", template: { name, language: { code: "en_US" } } });
    }
    await simulator.settled();
  };
  await sendAll("two", 1000);
  await sendAll("one", 999);
  expect((await compare()).error.code).toBe(100);
  await sendAll("one", 1);
  simulator.user(customer).blocks("SPAM");
  expect((await compare()).data).toEqual([
    { metric: "BLOCK_RATE", type: "RELATIVE", order_by_relative_metric: [ids[1], ids[0]] },
    {
      metric: "MESSAGE_SENDS",
      type: "NUMBER_VALUES",
      number_values: [
        { key: ids[0], value: 1000 },
        { key: ids[1], value: 1000 },
      ],
    },
    {
      metric: "TOP_BLOCK_REASON",
      type: "STRING_VALUES",
      string_values: [
        { key: ids[0], value: "SPAM" },
        { key: ids[1], value: "UNKNOWN_BLOCK_REASON" },
      ],
    },
  ]);
  const wrong: Record<string, string>[] = [
    { template_ids: "[1]" },
    { template_ids: `[${ids[0]}]` },
    { start: "1" },
    { end: "99" },
  ];
  for (const changes of wrong) expect((await compare(changes)).error?.code).toBe(100);
});

test("Direct Send predicts the category of a message", async () => {
  const path = (simulator: Simulator) => `${account(simulator)}/message_samples`;
  const simulator = quiet({ directSend: true });
  const sample = async (body: string) =>
    (await call(simulator, "POST", path(simulator), { type: "text", text: { body } })).json;
  expect(await sample("Your parcel left the depot.")).toEqual({ success: true, category: "UTILITY" });
  expect(await sample("Summer sale: 20% off!")).toEqual({ success: true, category: "MARKETING" });
  expect(await sample("Your code is 123456.")).toEqual({ success: true, category: "AUTHENTICATION" });
  const off = quiet();
  const refused = await call(off, "POST", path(off), { type: "text", text: { body: "Hi" } });
  expect(refused.json.error.code).toBe(100);
  expect((await call(simulator, "POST", path(simulator), { type: "image" })).json.error.code).toBe(100);
});
