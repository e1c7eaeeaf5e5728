import { expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import { approved, call, customer, handle, quiet, send, upload } from "./support.ts";

const values = (...words: string[]) => words.map((text) => ({ type: "text", text }));
const named = (entries: Record<string, string>) =>
  Object.entries(entries).map(([parameter_name, text]) => ({ type: "text", parameter_name, text }));
const body = (...words: string[]) => ({ type: "body", parameters: values(...words) });
const button = (sub_type: string, index: number | string, ...parameters: object[]) => ({
  type: "button",
  sub_type,
  index,
  ...(parameters.length === 0 ? {} : { parameters }),
});

/** Sends a template. Returns the code of the refusal, or 200. */
async function outcome(simulator: Simulator, name: string, components?: object[], code = "en_US") {
  const template = { name, language: { code }, ...(components === undefined ? {} : { components }) };
  const { status, json } = await send(simulator, { type: "template", template });
  return json.error?.code ?? status;
}

test("the two templates of every account can be sent right away", async () => {
  const simulator = quiet({ openWindow: false });
  const ana = simulator.user(customer);
  expect(await outcome(simulator, "hello_world")).toBe(200);
  expect(await outcome(simulator, "order_confirmation", [body("Ana", "777", "Monday")])).toBe(200);
  expect(ana.inbox.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Hello World\nWelcome/),
    "Your Order is Confirmed!\nHi Ana, your order #777 has been confirmed and will be delivered by Monday.\nReply STOP to unsubscribe",
  ]);
});

test("the response to a template has its message_status", async () => {
  const template = { name: "hello_world", language: { code: "en_US" } };
  const { json } = await send(quiet(), { type: "template", template });
  expect(json.messages).toEqual([{ id: expect.any(String), message_status: "accepted" }]);
});

test("an unknown name or language is not found", async () => {
  const simulator = quiet();
  const template = { name: "hello", language: { code: "en_US" } };
  const { status, json } = await send(simulator, { type: "template", template });
  expect({ status, code: json.error.code }).toEqual({ status: 404, code: 132001 });
  expect(await outcome(simulator, "hello_world", undefined, "en")).toBe(132001);
});

test("the language must be an object", async () => {
  const template = { name: "hello_world", language: "en_US" };
  const { json } = await send(quiet(), { type: "template", template });
  expect(json.error.code).toBe(131009);
});

test("only approved templates can be sent", async () => {
  const simulator = quiet();
  await simulator.reject("hello_world");
  expect(await outcome(simulator, "hello_world")).toBe(132001);
  await simulator.pause("hello_world");
  expect(await outcome(simulator, "hello_world")).toBe(132015);
  await simulator.disable("hello_world");
  expect(await outcome(simulator, "hello_world")).toBe(132016);
});

test("a template needs one parameter per placeholder", async () => {
  const simulator = quiet();
  expect(await outcome(simulator, "order_confirmation")).toBe(132000);
  expect(await outcome(simulator, "order_confirmation", [body("Ana", "777")])).toBe(132000);
  expect(await outcome(simulator, "order_confirmation", [body("Ana", "777", "Monday", "x")])).toBe(132000);
  expect(await outcome(simulator, "hello_world", [body("Ana")])).toBe(132000);
});

test("positional parameters cannot have a name", async () => {
  const parameters = named({ a: "Ana", b: "777", c: "Monday" });
  expect(await outcome(quiet(), "order_confirmation", [{ type: "body", parameters }])).toBe(132018);
});

test("a text placeholder accepts text, amounts and dates", async () => {
  const simulator = quiet();
  const currency = {
    type: "currency",
    currency: { fallback_value: "$10.99", code: "USD", amount_1000: 10_990 },
  };
  const date = { type: "date_time", date_time: { fallback_value: "Feb 25" } };
  const parameters = [{ type: "text", text: "Ana" }, currency, date];
  expect(await outcome(simulator, "order_confirmation", [{ type: "body", parameters }])).toBe(200);
  expect(simulator.user(customer).inbox[0]?.text).toContain(
    "order #$10.99 has been confirmed and will be delivered by Feb 25.",
  );
  const image = { type: "image", image: { link: "https://example.com/a.png" } };
  const withImage = [{ type: "text", text: "Ana" }, image, date];
  expect(await outcome(simulator, "order_confirmation", [{ type: "body", parameters: withImage }])).toBe(
    132012,
  );
});

test("a parameter has the value that its type names", async () => {
  const parameters = [...values("Ana", "777"), { type: "text", payload: "x" }];
  expect(await outcome(quiet(), "order_confirmation", [{ type: "body", parameters }])).toBe(131008);
});

test("a filled-in body can have 1024 characters", async () => {
  const simulator = quiet();
  const long = "x".repeat(1024);
  expect(await outcome(simulator, "order_confirmation", [body(long, "777", "Monday")])).toBe(132005);
});

test("a template with only a body can have 32768 characters", async () => {
  const simulator = quiet();
  const example = { body_text: [["Ana"]] };
  await approved(simulator, { name: "bare", components: [{ type: "BODY", text: "Hi {{1}}!", example }] });
  expect(await outcome(simulator, "bare", [body("x".repeat(32_764))])).toBe(200);
  expect(await outcome(simulator, "bare", [body("x".repeat(32_765))])).toBe(132005);
});

test("named parameters need their names, in any order", async () => {
  const simulator = quiet();
  const example = {
    body_text_named_params: [
      { param_name: "first_name", example: "Ana" },
      { param_name: "order", example: "77" },
    ],
  };
  await approved(simulator, {
    name: "named",
    parameter_format: "NAMED",
    components: [{ type: "BODY", text: "Hi {{first_name}}, order {{order}} is on its way.", example }],
  });
  const sends = async (parameters: object[]) => outcome(simulator, "named", [{ type: "body", parameters }]);
  expect(await sends(named({ order: "77", first_name: "Ana" }))).toBe(200);
  expect(simulator.user(customer).inbox[0]?.text).toBe("Hi Ana, order 77 is on its way.");
  expect(await sends(values("Ana", "77"))).toBe(132018);
  expect(await sends(named({ first_name: "Ana", orders: "77" }))).toBe(132018);
  expect(await sends(named({ first_name: "Ana" }))).toBe(132000);
});

test("a media header needs media of its own kind", async () => {
  const simulator = quiet();
  const header = { type: "HEADER", format: "IMAGE", example: { header_handle: [await handle(simulator)] } };
  await approved(simulator, {
    name: "pictured",
    components: [header, { type: "BODY", text: "Look at this." }],
  });
  const withHeader = (...parameters: object[]) =>
    outcome(simulator, "pictured", [{ type: "header", parameters }]);
  const image = { type: "image", image: { link: "https://example.com/a.png" } };
  expect(await withHeader(image)).toBe(200);
  expect(await outcome(simulator, "pictured")).toBe(132012);
  expect(await withHeader({ type: "video", video: { link: "https://example.com/a.mp4" } })).toBe(132012);
  expect(await withHeader({ type: "text", text: "Hi" })).toBe(132012);
  expect(await withHeader(image, image)).toBe(132000);
  expect(await withHeader({ type: "image", image: { id: "999" } })).toBe(131053);
  const video = await upload(simulator, { type: "video/mp4" });
  expect(await withHeader({ type: "image", image: { id: video.json.id } })).toBe(131053);
  const png = await upload(simulator, { type: "image/png" });
  expect(await withHeader({ type: "image", image: { id: png.json.id } })).toBe(200);
});

test("a location header needs every part of a location", async () => {
  const simulator = quiet();
  await approved(simulator, {
    name: "place",
    category: "UTILITY",
    components: [
      { type: "HEADER", format: "LOCATION" },
      { type: "BODY", text: "We are here." },
    ],
  });
  const location = { latitude: "37.44", longitude: "-122.16", name: "Shop", address: "1 Main St" };
  const withPlace = (place: object) =>
    outcome(simulator, "place", [{ type: "header", parameters: [{ type: "location", location: place }] }]);
  expect(await withPlace(location)).toBe(200);
  expect(await withPlace({ latitude: "37.44", longitude: "-122.16" })).toBe(131008);
});

const buttons = [
  { type: "URL", text: "Track", url: "https://example.com/t/{{1}}", example: ["https://example.com/t/77"] },
  { type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" },
  { type: "QUICK_REPLY", text: "Stop" },
];

test("a URL with a placeholder needs a value; other buttons do not", async () => {
  const simulator = quiet();
  await approved(simulator, {
    name: "tracked",
    components: [
      { type: "BODY", text: "On its way." },
      { type: "BUTTONS", buttons },
    ],
  });
  const url = button("url", "0", { type: "text", text: "77" });
  const payload = { type: "payload", payload: "STOP" };
  const sends = (...components: object[]) => outcome(simulator, "tracked", components);
  expect(await sends(url)).toBe(200);
  expect(await sends(url, button("quick_reply", 2, payload))).toBe(200);
  expect(await sends()).toBe(131008);
  expect(await sends(button("quick_reply", "0", payload))).toBe(132018);
  expect(await sends(url, button("quick_reply", "1", payload))).toBe(132018);
  expect(await sends(url, button("quick_reply", "3", payload))).toBe(132018);
  expect(await sends(url, url)).toBe(132018);
  expect(await sends(url, button("url", "10", { type: "text", text: "77" }))).toBe(131009);
  expect(await sends(button("url", "0", payload))).toBe(132018);
  expect(await sends({ type: "button", sub_type: "url", parameters: values("77") })).toBe(131008);
});

test("a tap on a quick reply has the sent payload, or else its label", async () => {
  const simulator = quiet();
  await approved(simulator, {
    name: "tracked",
    components: [
      { type: "BODY", text: "On its way." },
      { type: "BUTTONS", buttons: buttons.slice(2) },
    ],
  });
  const ana = simulator.user(customer);
  await outcome(simulator, "tracked", [button("quick_reply", "0", { type: "payload", payload: "STOP-1" })]);
  expect((await ana.taps("Stop")).content).toEqual({ payload: "STOP-1", text: "Stop" });
  await outcome(simulator, "tracked");
  expect((await ana.taps("Stop")).content).toEqual({ payload: "Stop", text: "Stop" });
});

test("a coupon code has at most 20 characters", async () => {
  const simulator = quiet();
  await approved(simulator, {
    name: "coupon",
    components: [
      { type: "BODY", text: "Save now." },
      { type: "BUTTONS", buttons: [{ type: "COPY_CODE", example: "SAVE20" }] },
    ],
  });
  const withCode = (coupon_code: string) =>
    outcome(simulator, "coupon", [button("copy_code", 0, { type: "coupon_code", coupon_code })]);
  expect(await withCode("x".repeat(20))).toBe(200);
  expect(await withCode("x".repeat(21))).toBe(100);
  expect(await outcome(simulator, "coupon")).toBe(131008);
});

test("products are sent with sections and a thumbnail", async () => {
  const simulator = quiet();
  await approved(simulator, {
    name: "shop",
    components: [
      { type: "BODY", text: "Our picks." },
      { type: "BUTTONS", buttons: [{ type: "MPM", text: "View items" }] },
    ],
  });
  const action = (count: number) => ({
    thumbnail_product_retailer_id: "SKU0",
    sections: [
      {
        title: "New",
        product_items: Array.from({ length: count }, (_, index) => ({ product_retailer_id: `SKU${index}` })),
      },
    ],
  });
  const withAction = (one: object) =>
    outcome(simulator, "shop", [button("mpm", 0, { type: "action", action: one })]);
  expect(await withAction(action(30))).toBe(200);
  expect(await withAction(action(31))).toBe(100);
  expect(await withAction({ thumbnail_product_retailer_id: "SKU0" })).toBe(131008);
});

const otp = (type: object) => ({
  category: "AUTHENTICATION",
  components: [
    { type: "BODY", add_security_recommendation: true },
    { type: "FOOTER", code_expiration_minutes: 10 },
    { type: "BUTTONS", buttons: [{ type: "OTP", ...type }] },
  ],
});

test("a one-time code must be in body and button, and needs a phone number", async () => {
  const simulator = quiet();
  await approved(simulator, { name: "otp", ...otp({ otp_type: "copy_code" }) });
  const withCodes = (inBody: string, inButton: string) => [
    body(inBody),
    button("url", "0", { type: "text", text: inButton }),
  ];
  expect(await outcome(simulator, "otp", withCodes("J$FpnYnP", "J$FpnYnP"))).toBe(200);
  expect(simulator.user(customer).inbox[0]?.text).toBe(
    "*J$FpnYnP* is your verification code. For your security, do not share this code.\nThis code expires in 10 minutes.",
  );
  expect(await outcome(simulator, "otp", withCodes("123456", "654321"))).toBe(132018);
  expect(await outcome(simulator, "otp", withCodes("x".repeat(16), "x".repeat(16)))).toBe(132018);
  expect(await outcome(simulator, "otp", [body("123456")])).toBe(131008);
  const { clientOptions } = simulator;
  const { json } = await call(simulator, "POST", `/v26.0/${clientOptions.phoneNumberId}/messages`, {
    messaging_product: "whatsapp",
    recipient: "US.1349120865530",
    type: "template",
    template: { name: "otp", language: { code: "en_US" }, components: withCodes("1", "1") },
  });
  expect(json.error.code).toBe(131062);
});

async function carousel(simulator: Simulator) {
  const card = async () => ({
    components: [
      { type: "HEADER", format: "IMAGE", example: { header_handle: [await handle(simulator)] } },
      { type: "BODY", text: "Item, {{1}}", example: { body_text: [["red"]] } },
      { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "More" }] },
    ],
  });
  const cards = [await card(), await card()];
  await approved(simulator, {
    name: "deals",
    components: [
      { type: "BODY", text: "Two deals for you." },
      { type: "CAROUSEL", cards },
    ],
  });
}

test("a carousel is sent with exactly the cards it was created with", async () => {
  const simulator = quiet();
  await carousel(simulator);
  const card = (card_index: number, color = "red") => ({
    card_index,
    components: [
      { type: "header", parameters: [{ type: "image", image: { link: "https://example.com/a.png" } }] },
      body(color),
      button("quick_reply", "0", { type: "payload", payload: `more-${card_index}` }),
    ],
  });
  const sends = (...cards: object[]) => outcome(simulator, "deals", [{ type: "carousel", cards }]);
  expect(await sends(card(0), card(1, "blue"))).toBe(200);
  expect(await sends(card(0))).toBe(132012);
  expect(await sends(card(0), card(1), card(2))).toBe(132012);
  expect(await sends(card(1, "blue"), card(0))).toBe(200);
  expect(await sends(card(1), card(2))).toBe(132018);
  expect(await sends(card(0), card(0))).toBe(132018);
  const twice = { ...card(1), components: [...card(1).components, body("red")] };
  expect(await sends(card(0), twice)).toBe(132018);
  expect(await sends(card(0), card(1, "x".repeat(1019)))).toBe(132005);
  expect(await sends(card(0), { card_index: 1, components: [body("red")] })).toBe(132012);
  expect(await sends(card(0), { ...card(1), components: card(1).components.slice(0, 1) })).toBe(132000);
  const ana = simulator.user(customer);
  expect(ana.inbox[0]?.choices.map(({ reply }) => reply.payload)).toEqual(["more-0", "more-1"]);
  expect(ana.inbox[1]?.choices.map(({ reply }) => reply.payload)).toEqual(["more-0", "more-1"]);
});

test("a limited-time offer needs its expiration time", async () => {
  const simulator = quiet();
  const header = { type: "HEADER", format: "IMAGE", example: { header_handle: [await handle(simulator)] } };
  await approved(simulator, {
    name: "offer",
    components: [
      header,
      { type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Expiring offer!", has_expiration: true } },
      { type: "BODY", text: "Use it today." },
      { type: "BUTTONS", buttons: [{ type: "COPY_CODE", example: "CARIBE25" }] },
    ],
  });
  const parts = [
    { type: "header", parameters: [{ type: "image", image: { link: "https://example.com/a.png" } }] },
    button("copy_code", 0, { type: "coupon_code", coupon_code: "CARIBE25" }),
  ];
  const end = { type: "limited_time_offer", limited_time_offer: { expiration_time_ms: 1_798_562_800_000 } };
  expect(
    await outcome(simulator, "offer", [...parts, { type: "limited_time_offer", parameters: [end] }]),
  ).toBe(200);
  expect(await outcome(simulator, "offer", parts)).toBe(131008);
  const offer = { type: "limited_time_offer", parameters: [end] };
  expect(await outcome(simulator, "hello_world", [offer])).toBe(132018);
});

test("the marketing endpoint only accepts marketing templates", async () => {
  const simulator = quiet({ openWindow: false });
  await approved(simulator, { name: "news", components: [{ type: "BODY", text: "Big news." }] });
  const path = `/v26.0/${simulator.clientOptions.phoneNumberId}/marketing_messages`;
  const template = (name: string) => ({ type: "template", template: { name, language: { code: "en_US" } } });
  const sends = async (message: object) => {
    const body = { messaging_product: "whatsapp", to: customer, ...message };
    const { status, json } = await call(simulator, "POST", path, body);
    return json.error?.code ?? status;
  };
  expect(await sends({ ...template("news"), product_policy: "STRICT", message_activity_sharing: true })).toBe(
    200,
  );
  expect(await sends({ ...template("news"), product_policy: "MAYBE" })).toBe(131009);
  expect(await sends({ ...template("news"), bid_spec: { per_message_bid_multiplier: 0 } })).toBe(131009);
  expect(await sends(template("hello_world"))).toBe(134100);
  expect(await sends({ type: "text", text: { body: "Hi" } })).toBe(100);
  await simulator.settled();
  const [first] = simulator.webhooks.filter(({ rawBody }) => rawBody.includes('"statuses"'));
  expect(first?.rawBody).toContain('"category":"marketing_lite"');
  expect((await send(simulator, { ...template("news"), product_policy: "STRICT" })).json.error.code).toBe(
    100,
  );
});
