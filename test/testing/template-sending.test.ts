import { expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import { approved, call, customer, manualClock, minutes, quiet, send } from "./support.ts";
import { composed, mediaHeader, withButtons } from "./template-support.ts";

interface Sending {
  components?: object[];
  endpoint?: "messages" | "marketing_messages";
  to?: object;
  further?: object;
}

/** Sends a template. Returns the code of the refusal, or 200. */
async function outcome(simulator: Simulator, name: string, sending: Sending = {}) {
  const { components, endpoint = "messages", to = { to: customer }, further } = sending;
  const template = { name, language: { code: "en_US" }, ...(components === undefined ? {} : { components }) };
  const path = `/v26.0/${simulator.clientOptions.phoneNumberId}/${endpoint}`;
  const body = { messaging_product: "whatsapp", type: "template", template, ...to, ...further };
  const { status, json } = await call(simulator, "POST", path, body);
  return json.error?.code ?? status;
}

const part = (type: string, ...parameters: object[]) => ({ type, parameters });
const orderStatus = part("order_status", {
  type: "order_status",
  order_status: { reference_id: "ord-1", order: { status: "shipped" } },
});

test("only an order status template takes an order status", async () => {
  const simulator = quiet();
  await approved(simulator, {
    name: "shipped",
    category: "UTILITY",
    sub_category: "ORDER_STATUS",
    ...composed(),
  });
  expect(await outcome(simulator, "shipped", { components: [orderStatus] })).toBe(200);
  expect(await outcome(simulator, "shipped")).toBe(131008);
  expect(await outcome(simulator, "hello_world", { components: [orderStatus] })).toBe(132018);
});

test("call permission is requested once a day and twice a week per customer", async () => {
  const { clock } = manualClock();
  const simulator = quiet({ clock });
  await approved(simulator, { name: "ask", ...composed({ type: "CALL_PERMISSION_REQUEST" }) });
  expect(await outcome(simulator, "ask")).toBe(200);
  expect(await outcome(simulator, "ask")).toBe(138009);
  await simulator.clock.advance({ hours: 24 });
  expect(await outcome(simulator, "ask")).toBe(200);
  await simulator.clock.advance({ hours: 25 });
  expect(await outcome(simulator, "ask")).toBe(138009);
  await simulator.clock.advance({ days: 6 });
  expect(await outcome(simulator, "ask")).toBe(200);
});

test("a template with a max price needs the marketing endpoint and a phone number", async () => {
  const simulator = quiet();
  const optimization_spec = { bid_amount: 5000, bid_strategy: "LOWEST_COST_WITH_BID_CAP" };
  await approved(simulator, { name: "priced", optimization_spec, ...composed() });
  await approved(simulator, { name: "plain", ...composed() });
  const marketing = { endpoint: "marketing_messages" } as const;
  const further = { bid_spec: { per_message_bid_multiplier: 1.5 } };
  expect(await outcome(simulator, "priced", { ...marketing, further })).toBe(200);
  expect(await outcome(simulator, "priced")).toBe(131061);
  const to = { recipient: "US.1349120865530" };
  expect(await outcome(simulator, "priced", { ...marketing, to })).toBe(131062);
  expect(await outcome(simulator, "plain", { ...marketing, to })).toBe(200);
  expect(await outcome(simulator, "plain", { ...marketing, further })).toBe(100);
});

test("a new template takes a while to sync to the marketing endpoint", async () => {
  const { clock } = manualClock();
  const simulator = quiet({ clock, marketingSyncMs: minutes(10) });
  await approved(simulator, { name: "news", ...composed() });
  const marketing = { endpoint: "marketing_messages" } as const;
  await simulator.clock.advance({ minutes: 9 });
  expect(await outcome(simulator, "news", marketing)).toBe(134101);
  expect(await outcome(simulator, "news")).toBe(200);
  await simulator.clock.advance({ minutes: 1 });
  expect(await outcome(simulator, "news", marketing)).toBe(200);
});

test("a product carousel takes two to ten products of one catalog, however many cards it was created with", async () => {
  const simulator = quiet();
  const card = {
    components: [
      { type: "HEADER", format: "PRODUCT" },
      { type: "BUTTONS", buttons: [{ type: "SPM", text: "View" }] },
    ],
  };
  await approved(simulator, { name: "shop", ...composed({ type: "CAROUSEL", cards: [card, card] }) });
  const sends = (catalogs: string[]) => {
    const cards = catalogs.map((catalog_id, card_index) => {
      const product = { product_retailer_id: `SKU${card_index}`, catalog_id };
      return { card_index, components: [part("header", { type: "product", product })] };
    });
    return outcome(simulator, "shop", { components: [{ type: "carousel", cards }] });
  };
  expect(await sends(Array(10).fill("77"))).toBe(200);
  expect(await sends(["77"])).toBe(132012);
  expect(await sends(Array(11).fill("77"))).not.toBe(200);
  expect(await sends(["77", "78"])).toBe(132018);
});

test("a tap target needs a text or image header", async () => {
  const simulator = quiet();
  const header = await mediaHeader(simulator, "VIDEO", "video/mp4");
  await approved(simulator, { name: "film", ...composed(header) });
  await approved(simulator, { name: "shop", ...composed({ type: "HEADER", format: "LOCATION" }) });
  const tap_target_configuration = [{ url: "https://ex.test", title: "Offer" }];
  const target = part("tap_target_configuration", {
    type: "tap_target_configuration",
    tap_target_configuration,
  });
  const film = part("header", { type: "video", video: { link: "https://ex.test/a.mp4" } });
  expect(await outcome(simulator, "hello_world", { components: [target] })).toBe(200);
  expect(await outcome(simulator, "film", { components: [film] })).toBe(200);
  expect(await outcome(simulator, "film", { components: [film, target] })).toBe(132018);
  const place = { latitude: 37.44, longitude: -122.16, name: "Shop", address: "1 Main St" };
  const location = part("header", { type: "location", location: place });
  expect(await outcome(simulator, "shop", { components: [location] })).toBe(200);
  expect(await outcome(simulator, "shop", { components: [location, target] })).toBe(132018);
});

test.each<[string, object, object]>([
  ["catalog", { type: "CATALOG", text: "View catalog" }, { thumbnail_product_retailer_id: "SKU1" }],
  ["flow", { type: "FLOW", text: "Go", flow_id: "1" }, { flow_token: "t", flow_action_data: { k: "v" } }],
])("a %s button takes its action", async (sub_type, created, action) => {
  const simulator = quiet();
  await approved(simulator, { name: "news", ...withButtons(created) });
  const button = (parameter: object) => ({ type: "button", sub_type, index: 0, parameters: [parameter] });
  expect(await outcome(simulator, "news")).toBe(200);
  expect(await outcome(simulator, "news", { components: [button({ type: "action", action })] })).toBe(200);
  expect(await outcome(simulator, "news", { components: [button({ type: "text", text: "x" })] })).toBe(
    132018,
  );
});

/** Holds a template and sends it twice. */
async function heldTemplate() {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  await approved(simulator, { name: "news", ...composed() });
  await simulator.hold("news");
  const template = { name: "news", language: { code: "en_US" } };
  const statuses: string[] = [];
  for (let count = 0; count < 2; count += 1) {
    const { json } = await send(simulator, { type: "template", template });
    statuses.push(json.messages[0].message_status);
  }
  await simulator.settled();
  return { simulator, statuses };
}

const heard = (simulator: Simulator) =>
  simulator.webhooks.flatMap(({ payload }) => {
    const { statuses } = payload.entry[0]?.changes[0]?.value ?? {};
    return (statuses ?? []) as { status: string; errors?: { code: number }[] }[];
  });

test("messages of a paced template are held and released", async () => {
  const { simulator, statuses } = await heldTemplate();
  expect(statuses).toEqual(["held_for_quality_assessment", "held_for_quality_assessment"]);
  expect({ inbox: simulator.user(customer).inbox, heard: heard(simulator) }).toEqual({
    inbox: [],
    heard: [],
  });
  await simulator.release("news");
  expect(simulator.user(customer).inbox.length).toBe(2);
  expect(heard(simulator).map(({ status }) => status)).toEqual([
    "sent",
    "delivered",
    "read",
    "sent",
    "delivered",
    "read",
  ]);
  expect(await outcome(simulator, "news")).toBe(200);
  expect(simulator.user(customer).inbox.length).toBe(3);
});

test("held messages can be dropped, which pauses the template", async () => {
  const { simulator } = await heldTemplate();
  await simulator.drop("news");
  expect(simulator.user(customer).inbox).toEqual([]);
  expect(heard(simulator).map(({ status, errors }) => [status, errors?.[0]?.code])).toEqual([
    ["failed", 132015],
    ["failed", 132015],
  ]);
  expect(await outcome(simulator, "news")).toBe(132015);
});
