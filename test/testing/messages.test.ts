import { expect, test } from "vitest";
import type { OutgoingMessageType } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { approved, call, customer, customerDigits, hello, post, quiet, send } from "./support.ts";

const long = (length: number): string => "x".repeat(length);
const numbered = (count: number) => Array.from({ length: count }, (_, index) => index);
const link = "https://example.com/a";

const interactive = (type: string, action: unknown, more: object = {}) => ({
  type: "interactive",
  interactive: { type, body: { text: "Body" }, action, ...more },
});
const buttons = (list: object[]) => ({
  buttons: list.map((reply) => ({ type: "reply", reply: { id: "1", title: "Yes", ...reply } })),
});
const oneButton = buttons([{}]);
const rows = (count: number, prefix = "r") =>
  numbered(count).map((index) => ({ id: `${prefix}${index}`, title: `Row ${index}` }));
const menu = (sections: unknown, button: string = "Open") => interactive("list", { button, sections });
const cta = (parameters: object, more: object = {}) =>
  interactive(
    "cta_url",
    { name: "cta_url", parameters: { display_text: "Open", url: link, ...parameters } },
    more,
  );
const flow = (parameters: object) =>
  interactive("flow", {
    name: "flow",
    parameters: { flow_message_version: "3", flow_id: "1", flow_cta: "Book", ...parameters },
  });
const products = (sections: unknown) =>
  interactive("product_list", { catalog_id: "7", sections }, { header: { type: "text", text: "Picks" } });
const items = (count: number) => numbered(count).map((index) => ({ product_retailer_id: `SKU${index}` }));
const image = { type: "image", image: { link } };
const urlCard = (index: number, more: object = {}) => ({
  card_index: index,
  type: "cta_url",
  header: image,
  body: { text: "Card" },
  action: { name: "cta_url", parameters: { display_text: "Buy", url: link } },
  ...more,
});
const replyCard = (index: number, count = 1) => ({
  card_index: index,
  header: image,
  action: {
    buttons: numbered(count).map((button) => ({
      type: "quick_reply",
      quick_reply: { id: `${index}-${button}`, title: "Pick" },
    })),
  },
});
const productCard = (index: number, catalog = "7") => ({
  card_index: index,
  type: "product",
  action: { product_retailer_id: `SKU${index}`, catalog_id: catalog },
});
const carousel = (cards: unknown[], more: object = {}) => interactive("carousel", { cards }, more);
const money = (value: number) => ({ value, offset: 100 });
const order = {
  status: "pending",
  items: [{ name: "Cake", amount: money(5000), quantity: 2 }],
  subtotal: money(10_000),
  tax: money(100),
  shipping: money(50),
  discount: money(150),
};
const orderDetails = (parameters: object, more: object = {}) =>
  interactive(
    "order_details",
    {
      name: "review_and_pay",
      parameters: {
        reference_id: "ord-1",
        type: "digital-goods",
        payment_type: "br",
        payment_settings: [{ type: "payment_link", payment_link: { uri: link } }],
        currency: "BRL",
        total_amount: money(10_000),
        order,
        ...parameters,
      },
    },
    more,
  );
const orderStatus = (status: string, more: object = {}) =>
  interactive("order_status", {
    name: "review_order",
    parameters: { reference_id: "ord-1", order: { status, ...more } },
  });
const voiceCall = (parameters: object) => interactive("voice_call", { name: "voice_call", parameters });
const contact = { name: { formatted_name: "Ana Ruiz", first_name: "Ana" } };

const accepted: [string, object][] = [
  ["a text of 4096 characters", { type: "text", text: { body: long(4096), preview_url: false } }],
  ["4096 emoji, each one character", { type: "text", text: { body: "😀".repeat(4096) } }],
  ["an image by link with a caption of 1024", { type: "image", image: { link, caption: long(1024) } }],
  ["a video", { type: "video", video: { link, caption: "Tour" } }],
  ["a voice message", { type: "audio", audio: { link, voice: true } }],
  ["a document with its name", { type: "document", document: { link, filename: "a.pdf", caption: "Bill" } }],
  ["a sticker", { type: "sticker", sticker: { link } }],
  [
    "a location in strings",
    {
      type: "location",
      location: { latitude: "37.44", longitude: "-122.16", name: "Shop", address: "1 St" },
    },
  ],
  ["a location in numbers", { type: "location", location: { latitude: -90, longitude: 180 } }],
  ["257 contacts", { type: "contacts", contacts: numbered(257).map(() => contact) }],
  [
    "a contact with everything",
    {
      type: "contacts",
      contacts: [
        {
          ...contact,
          phones: [{ phone: "+34600111222", type: "Mobile", wa_id: "34600111222" }],
          emails: [{ email: "a@example.com", type: "Work" }],
          addresses: [
            { street: "1 St", city: "Lima", state: "L", zip: "1", country: "PE", country_code: "pe" },
          ],
          org: { company: "C", department: "D", title: "T" },
          urls: [{ url: link, type: "Work" }],
          birthday: "1990-01-31",
        },
      ],
    },
  ],
  ["a reaction", { type: "reaction", reaction: { message_id: "wamid.X", emoji: "👍🏽" } }],
  ["a family as one emoji", { type: "reaction", reaction: { message_id: "wamid.X", emoji: "👨‍👩‍👧" } }],
  ["a reaction taken back", { type: "reaction", reaction: { message_id: "wamid.X", emoji: "" } }],
  [
    "three buttons",
    interactive(
      "button",
      buttons([
        { id: "a", title: "A" },
        { id: "b", title: "B" },
        { id: long(256), title: long(20) },
      ]),
    ),
  ],
  [
    "buttons under a document",
    interactive("button", oneButton, {
      header: { type: "document", document: { link, filename: "a.pdf" } },
      footer: { text: long(60) },
    }),
  ],
  [
    "a list of ten rows in ten sections",
    menu(numbered(10).map((index) => ({ title: `S${index}`, rows: rows(1, `s${index}`) }))),
  ],
  ["a list without a section title", menu([{ rows: rows(10) }])],
  [
    "a list with a body of 4096",
    interactive("list", { button: long(20), sections: [{ rows: rows(1) }] }, { body: { text: long(4096) } }),
  ],
  ["a link button", cta({ display_text: long(20) })],
  ["a payment link preview", cta({ payment_link_preview: {} })],
  [
    "a flow",
    flow({
      mode: "draft",
      flow_token: "t",
      flow_action: "navigate",
      flow_action_payload: { screen: "S", data: { a: 1 } },
    }),
  ],
  [
    "a flow by name",
    interactive("flow", {
      name: "flow",
      parameters: { flow_message_version: "3", flow_name: "f", flow_cta: "Go" },
    }),
  ],
  [
    "a product without body",
    {
      type: "interactive",
      interactive: { type: "product", action: { catalog_id: "7", product_retailer_id: "S" } },
    },
  ],
  [
    "30 products",
    products([
      { title: "A", product_items: items(15) },
      { title: "B", product_items: items(15) },
    ]),
  ],
  [
    "a catalog",
    interactive("catalog_message", {
      name: "catalog_message",
      parameters: { thumbnail_product_retailer_id: "S" },
    }),
  ],
  ["ten cards with links", carousel(numbered(10).map((index) => urlCard(index)))],
  ["cards with quick replies", carousel([replyCard(0), replyCard(1)])],
  ["cards with products", carousel([productCard(0), productCard(1)])],
  ["a location request", interactive("location_request_message", { name: "send_location" })],
  ["a contact request", interactive("request_contact_info", { name: "request_contact_info" })],
  [
    "an address request",
    interactive("address_message", {
      name: "address_message",
      parameters: { country: "IN", values: { name: "A", in_pin_code: "400051" } },
    }),
  ],
  ["order details for Brazil", orderDetails({})],
  [
    "order details as a JSON string",
    interactive("order_details", {
      name: "review_and_pay",
      parameters: JSON.stringify({
        reference_id: "o",
        type: "digital-goods",
        payment_type: "br",
        payment_settings: [{ type: "boleto", boleto: { digitable_line: "1" } }],
        currency: "BRL",
        total_amount: money(1),
      }),
    }),
  ],
  ["an order status", orderStatus("partially-shipped", { description: long(120) })],
  ["a call button", voiceCall({ display_text: long(20), ttl_minutes: 43_200, payload: long(512) })],
  [
    "a request for call permission",
    {
      type: "interactive",
      interactive: { type: "call_permission_request", action: { name: "call_permission_request" } },
    },
  ],
];

test.each(accepted)("accepts %s", async (_, message) => {
  const simulator = createSimulator({ openWindow: true });
  const { status, json } = await send(simulator, { ...message });
  expect({ status, error: json.error }).toEqual({ status: 200, error: undefined });
  expect(json.contacts).toEqual([{ input: customer, wa_id: customerDigits }]);
  expect(simulator.ledger).toMatchObject([{ id: json.messages[0].id, to: customer }]);
});

const missing = 131008;
const bad = 131009;
const invalid = 100;

const refused: [string, number, object][] = [
  ["an empty text", invalid, { type: "text", text: { body: "" } }],
  ["a text of 4097 characters", invalid, { type: "text", text: { body: long(4097) } }],
  ["a text without body", missing, { type: "text", text: {} }],
  ["a text that is a number", bad, { type: "text", text: { body: 5 } }],
  ["a misspelled key", invalid, { type: "text", text: { body: "Hi", previewUrl: true } }],
  ["an unknown key beside the message", invalid, { type: "text", text: { body: "Hi" }, reply_to: "wamid.X" }],
  ["the object of another type", invalid, { type: "text", text: { body: "Hi" }, image: { link } }],
  ["a type without its object", missing, { type: "image" }],
  ["no type", missing, { text: { body: "Hi" } }],
  ["an unknown type", 131051, { type: "poll", poll: {} }],
  ["an image without source", missing, { type: "image", image: { caption: "Hi" } }],
  ["an image with two sources", bad, { type: "image", image: { id: "1", link } }],
  ["an image from a local file", bad, { type: "image", image: { link: "file:///a.png" } }],
  ["a caption of 1025", invalid, { type: "image", image: { link, caption: long(1025) } }],
  ["a caption on audio", invalid, { type: "audio", audio: { link, caption: "Hi" } }],
  ["a caption on a sticker", invalid, { type: "sticker", sticker: { link, caption: "Hi" } }],
  ["a file name on an image", invalid, { type: "image", image: { link, filename: "a.png" } }],
  ["a media id that was never uploaded", 131053, { type: "image", image: { id: "999" } }],
  ["a location without longitude", missing, { type: "location", location: { latitude: 1 } }],
  ["a latitude of 91", bad, { type: "location", location: { latitude: 91, longitude: 0 } }],
  ["a longitude in words", bad, { type: "location", location: { latitude: 1, longitude: "west" } }],
  ["no contacts", invalid, { type: "contacts", contacts: [] }],
  ["258 contacts", invalid, { type: "contacts", contacts: numbered(258).map(() => contact) }],
  [
    "a contact without formatted name",
    missing,
    { type: "contacts", contacts: [{ name: { first_name: "Ana" } }] },
  ],
  [
    "a birthday in another form",
    bad,
    { type: "contacts", contacts: [{ ...contact, birthday: "31/01/1990" }] },
  ],
  ["two emoji", bad, { type: "reaction", reaction: { message_id: "wamid.X", emoji: "👍👍" } }],
  ["a word as emoji", bad, { type: "reaction", reaction: { message_id: "wamid.X", emoji: "k" } }],
  ["a reaction without target", missing, { type: "reaction", reaction: { emoji: "👍" } }],
  [
    "a reaction with context",
    bad,
    {
      type: "reaction",
      reaction: { message_id: "wamid.X", emoji: "👍" },
      context: { message_id: "wamid.X" },
    },
  ],
  ["a pin outside a group", bad, { type: "pin", pin: { type: "unpin", message_id: "wamid.X" } }],
  ["a context without id", missing, { type: "text", text: { body: "Hi" }, context: {} }],
  [
    "callback data of 513",
    invalid,
    { type: "text", text: { body: "Hi" }, biz_opaque_callback_data: long(513) },
  ],
  ["an unknown recipient type", bad, { type: "text", text: { body: "Hi" }, recipient_type: "team" }],
  ["an unknown interactive type", bad, interactive("poll", {})],
  ["no buttons", invalid, interactive("button", { buttons: [] })],
  [
    "four buttons",
    invalid,
    interactive("button", buttons(numbered(4).map((id) => ({ id: `${id}`, title: `${id}` })))),
  ],
  ["a button title of 21", invalid, interactive("button", buttons([{ title: long(21) }]))],
  ["a button id of 257", invalid, interactive("button", buttons([{ id: long(257) }]))],
  ["a button id with a space around it", bad, interactive("button", buttons([{ id: " a" }]))],
  ["two buttons with one id", bad, interactive("button", buttons([{ title: "A" }, { title: "B" }]))],
  ["two buttons with one title", bad, interactive("button", buttons([{ id: "a" }, { id: "b" }]))],
  [
    "buttons without body",
    missing,
    { type: "interactive", interactive: { type: "button", action: oneButton } },
  ],
  ["a body of 1025 over buttons", invalid, interactive("button", oneButton, { body: { text: long(1025) } })],
  ["a footer of 61", invalid, interactive("button", oneButton, { footer: { text: long(61) } })],
  ["a header of 61", invalid, interactive("button", oneButton, { header: { type: "text", text: long(61) } })],
  [
    "an image header that has text",
    missing,
    interactive("button", oneButton, { header: { type: "image", text: "Hi" } }),
  ],
  [
    "an image over a list",
    bad,
    interactive("list", { button: "Open", sections: [{ rows: rows(1) }] }, { header: image }),
  ],
  ["eleven rows in a section", invalid, menu([{ rows: rows(11) }])],
  [
    "eleven rows in two sections",
    invalid,
    menu([
      { title: "A", rows: rows(6) },
      { title: "B", rows: rows(5, "b") },
    ]),
  ],
  [
    "eleven sections",
    invalid,
    menu(numbered(11).map((index) => ({ title: `S${index}`, rows: rows(1, `s${index}`) }))),
  ],
  ["a section without rows", invalid, menu([{ rows: [] }])],
  ["two sections, one without title", missing, menu([{ title: "A", rows: rows(1) }, { rows: rows(1, "b") }])],
  [
    "two rows with one id",
    bad,
    menu([
      { title: "A", rows: rows(1) },
      { title: "B", rows: rows(1) },
    ]),
  ],
  ["a list button of 21", invalid, menu([{ rows: rows(1) }], long(21))],
  ["a section title of 25", invalid, menu([{ title: long(25), rows: rows(1) }])],
  ["a row title of 25", invalid, menu([{ rows: [{ id: "a", title: long(25) }] }])],
  ["a row id of 201", invalid, menu([{ rows: [{ id: long(201), title: "A" }] }])],
  ["a row description of 73", invalid, menu([{ rows: [{ id: "a", title: "A", description: long(73) }] }])],
  [
    "a list body of 4097",
    invalid,
    interactive("list", { button: "Open", sections: [{ rows: rows(1) }] }, { body: { text: long(4097) } }),
  ],
  ["a link label of 21", invalid, cta({ display_text: long(21) })],
  ["a link without a URL", bad, cta({ url: "example.com" })],
  [
    "a header over a payment link preview",
    bad,
    cta({ payment_link_preview: {} }, { header: { type: "text", text: "Hi" } }),
  ],
  ["a flow with id and name", bad, flow({ flow_name: "f" })],
  [
    "a flow with neither id nor name",
    missing,
    interactive("flow", { name: "flow", parameters: { flow_message_version: "3", flow_cta: "Go" } }),
  ],
  ["a flow of version 4", bad, flow({ flow_message_version: "4" })],
  ["a flow label of 31", invalid, flow({ flow_cta: long(31) })],
  ["an emoji in a flow label", bad, flow({ flow_cta: "Book 📅" })],
  ["empty flow data", bad, flow({ flow_action_payload: { screen: "S", data: {} } })],
  [
    "a header over a product",
    invalid,
    {
      type: "interactive",
      interactive: {
        type: "product",
        header: { type: "text", text: "Hi" },
        action: { catalog_id: "7", product_retailer_id: "S" },
      },
    },
  ],
  [
    "products without header",
    missing,
    interactive("product_list", { catalog_id: "7", sections: [{ product_items: items(1) }] }),
  ],
  [
    "31 products",
    invalid,
    products([
      { title: "A", product_items: items(16) },
      { title: "B", product_items: items(15) },
    ]),
  ],
  ["a section without products", invalid, products([{ product_items: [] }])],
  ["one card", invalid, carousel([urlCard(0)])],
  ["eleven cards", invalid, carousel(numbered(11).map((index) => urlCard(index)))],
  ["cards that count from 1", bad, carousel([urlCard(1), urlCard(2)])],
  ["cards of two kinds", missing, carousel([urlCard(0), replyCard(1)])],
  ["cards with different numbers of buttons", bad, carousel([replyCard(0), replyCard(1, 2)])],
  ["cards of two catalogs", bad, carousel([productCard(0), productCard(1, "8")])],
  ["a card body of 161", invalid, carousel([urlCard(0), urlCard(1, { body: { text: long(161) } })])],
  [
    "a card body of four lines",
    invalid,
    carousel([urlCard(0), urlCard(1, { body: { text: "a\nb\nc\nd" } })]),
  ],
  ["a footer under a carousel", invalid, carousel([urlCard(0), urlCard(1)], { footer: { text: "Hi" } })],
  [
    "an address outside India",
    bad,
    interactive("address_message", { name: "address_message", parameters: { country: "BR" } }),
  ],
  ["order details with a wrong total", bad, orderDetails({ total_amount: money(9999) })],
  ["order details with a wrong subtotal", bad, orderDetails({ order: { ...order, subtotal: money(1) } })],
  ["a reference id of 61", invalid, orderDetails({ reference_id: long(61) })],
  ["a reference id with a space", bad, orderDetails({ reference_id: "ord 1" })],
  ["BRL without payment type", bad, orderDetails({ payment_type: "upi" })],
  ["order details without payment settings", missing, orderDetails({ payment_settings: undefined })],
  ["an unknown order status", bad, orderStatus("lost")],
  ["a status description of 121", invalid, orderStatus("shipped", { description: long(121) })],
  ["a call button that lasts 43201 minutes", bad, voiceCall({ ttl_minutes: 43_201 })],
  ["a call payload of 513", invalid, voiceCall({ payload: long(513) })],
  ["a wrong action name", bad, interactive("location_request_message", { name: "location" })],
  ["Direct Send without being enabled", invalid, { ...hello, category: "utility" }],
  ["a time to live outside Direct Send", invalid, { ...hello, ttl_seconds: 600 }],
];

test.each(refused)("refuses %s with code %i", async (_, code, message) => {
  const simulator = createSimulator({ openWindow: true });
  const { status, json } = await send(simulator, { ...message });
  expect({ status, code: json.error?.code, details: json.error?.error_data?.details }).toMatchObject({
    status: 400,
    code,
    details: expect.any(String),
  });
  expect(json.error).toMatchObject({
    message: expect.stringMatching(`^\\(#${code}\\) `),
    type: "OAuthException",
    error_data: { messaging_product: "whatsapp" },
    fbtrace_id: expect.any(String),
  });
  expect(simulator.ledger).toEqual([]);
});

test("names the field and the limit, never the value", async () => {
  const simulator = createSimulator({ openWindow: true });
  const secret = "secret word ".repeat(3);
  const { json } = await send(simulator, interactive("button", buttons([{ title: secret }])));
  expect(json.error.error_data.details).toBe(
    "Param interactive['action']['buttons'][0]['reply']['title'] must be at most 20 characters long.",
  );
});

test("messaging_product is required, and must be whatsapp", async () => {
  const simulator = createSimulator({ openWindow: true });
  const path = `/v26.0/${simulator.clientOptions.phoneNumberId}/messages`;
  for (const body of [hello, { ...hello, messaging_product: "sms" }]) {
    const { status, json } = await call(simulator, "POST", path, body);
    expect({ status, code: json.error.code }).toEqual({ status: 400, code: 100 });
  }
});

test("a body without a JSON content type is ignored", async () => {
  const simulator = createSimulator({ openWindow: true });
  const { json } = await post(simulator, hello, { headers: { "content-type": "text/plain" } });
  expect(json.error.error_data.details).toMatch(/messaging_product is required/);
});

test("a body that is not JSON is refused", async () => {
  const simulator = createSimulator({ openWindow: true });
  const { phoneNumberId } = simulator.clientOptions;
  const answer = await simulator.fetch(`https://graph.facebook.com/v26.0/${phoneNumberId}/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${simulator.accessToken}`, "content-type": "application/json" },
    body: "{",
  });
  expect(answer.status).toBe(400);
});

test("the ledger has accepted messages in order, with their tags", async () => {
  const simulator = createSimulator({ openWindow: true });
  await send(simulator, { ...hello, biz_opaque_callback_data: "job-1" });
  await send(simulator, { type: "location", location: { latitude: 1, longitude: 2 } });
  expect(simulator.ledger).toMatchObject([
    { type: "text", to: customer, tag: "job-1", body: { text: { body: "Hello" } } },
    { type: "location", to: customer, tag: undefined },
  ]);
  const [first, second] = simulator.ledger;
  expect(first?.at).toBeLessThanOrEqual(second?.at ?? 0);
  expect(first?.id).toMatch(/^wamid\./);
  expect(first?.id).not.toBe(second?.id);
});

test("Direct Send accepts texts and mixed buttons if enabled", async () => {
  const simulator = quiet({ directSend: true, openWindow: false, closedWindow: "response" });
  const mixed = {
    buttons: [
      { type: "cta_url", cta_url: { display_text: "Open", url: link } },
      ...buttons(numbered(4).map((id) => ({ id: `${id}`, title: `${id}` }))).buttons,
    ],
  };
  const statuses = [
    await send(simulator, { ...hello, category: "utility", ttl_seconds: 43_200 }),
    await send(simulator, { ...interactive("button", mixed), category: "utility" }),
    await send(simulator, { ...hello, category: "authentication", ttl_seconds: 901 }),
    await send(simulator, { type: "text", text: { body: long(1025) }, category: "utility" }),
    await send(simulator, {
      ...interactive("button", { buttons: [...mixed.buttons].reverse() }),
      category: "utility",
    }),
    await send(simulator, { type: "sticker", sticker: { link }, category: "utility" }),
    await send(simulator, hello),
  ].map(({ status, json }) => json.error?.code ?? status);
  expect(statuses).toEqual([200, 200, 100, 100, 131009, 100, 131047]);
});

test("a message is marked as read, with everything before it", async () => {
  const simulator = createSimulator({ openWindow: true });
  const ana = simulator.user(customer);
  await ana.sends("one");
  const second = await ana.sends("two");
  await ana.sends("three");
  const answer = await post(simulator, {
    status: "read",
    message_id: second.id,
    typing_indicator: { type: "text" },
  });
  expect(answer).toMatchObject({ status: 200, json: { success: true } });
  expect(ana.outbox.map(({ isRead }) => isRead)).toEqual([true, true, false]);
  expect(ana.seesTyping).toBe(true);
  await send(simulator, hello);
  expect(ana.seesTyping).toBe(false);
  expect(simulator.ledger).toHaveLength(1);
});

test("only received messages can be marked as read", async () => {
  const simulator = createSimulator({ openWindow: true });
  const sent = await send(simulator, hello);
  for (const id of ["wamid.unknown", sent.json.messages[0].id]) {
    const { json } = await post(simulator, { status: "read", message_id: id });
    expect(json.error.code).toBe(131009);
  }
  const { json } = await post(simulator, { status: "read" });
  expect(json.error.code).toBe(131008);
});

const directCall = (more: object = {}) => ({
  type: "interactive",
  interactive: { type: "voice_call", body: { text: "Talk to us" }, action: { name: "voice_call" }, ...more },
  category: "utility",
});

test("Direct Send ignores `preview_url`, and takes one call button where calls are received", async () => {
  const simulator = quiet({ directSend: true });
  const calling = { calling: { status: "ENABLED" } };
  simulator.addPhoneNumber("222", { fields: calling });
  const from = async (phoneNumberId: string, message: object) => {
    const path = `/v26.0/${phoneNumberId}/messages`;
    const body = { messaging_product: "whatsapp", to: customer, ...message };
    const { status, json } = await call(simulator, "POST", path, body);
    return json.error?.code ?? status;
  };
  const preview = {
    type: "text",
    text: { body: "See https://ex.test", preview_url: true },
    category: "utility",
  };
  expect(await from("222", preview)).toBe(200);
  expect(await from("222", directCall())).toBe(200);
  expect(await from("222", directCall({ footer: { text: "Bye" } }))).not.toBe(200);
  expect(await from(simulator.clientOptions.phoneNumberId, directCall())).toBe(138000);
});

test.each([
  [{}, undefined, "utility", 100],
  [{}, "TIER_250", "utility", 100],
  [{}, "TIER_10K", "utility", 100],
  [{}, "TIER_100K", "utility", 200],
  [{}, "TIER_UNLIMITED", "utility", 200],
  [{}, "TIER_UNLIMITED", "authentication", 100],
  [{ directSend: true }, undefined, "utility", 200],
  [{ directSend: true }, undefined, "authentication", 200],
  [{ directSend: true }, "TIER_2K", "utility", 100],
  [{ directSend: false }, "TIER_UNLIMITED", "utility", 100],
])(
  "Direct Send with %j and the limit %s: %s is answered with %i",
  async (options, limit, category, expected) => {
    const simulator = quiet(options);
    const fields = limit === undefined ? {} : { whatsapp_business_manager_messaging_limit: limit };
    simulator.addPhoneNumber("222", { fields });
    const body = { messaging_product: "whatsapp", ...hello, category };
    const { status, json } = await call(simulator, "POST", "/v26.0/222/messages", body);
    expect(json.error?.code ?? status).toBe(expected);
    if (expected === 100) expect(json.error.error_data.details).toMatch(/category.*Direct Send/);
  },
);

test("a template with a max price is refused for a country without one", async () => {
  const simulator = quiet({ countriesWithoutMaxPrice: ["BR"] });
  await approved(simulator, {
    name: "sale",
    components: [{ type: "BODY", text: "Everything must go." }],
    optimization_spec: { bid_amount: 5000, bid_strategy: "LOWEST_COST_WITH_BID_CAP" },
  });
  const sendTo = async (to: string) => {
    const template = { name: "sale", language: { code: "en_US" } };
    const path = `/v26.0/${simulator.clientOptions.phoneNumberId}/marketing_messages`;
    const body = { messaging_product: "whatsapp", to, type: "template", template };
    const { status, json } = await call(simulator, "POST", path, body);
    return json.error?.code ?? status;
  };
  expect(await sendTo(customer)).toBe(131065);
  expect(await sendTo("+919876543210")).toBe(200);
});

/** Every type that the client sends. */
const types: Record<OutgoingMessageType, true> = {
  text: true,
  image: true,
  audio: true,
  video: true,
  document: true,
  sticker: true,
  location: true,
  contacts: true,
  reaction: true,
  interactive: true,
  template: true,
  pin: true,
};

test.each(Object.keys(types))("knows the type %s", async (type) => {
  const { json } = await post(quiet(), { to: customer, type });
  expect(json.error).toMatchObject({ code: 131008, error_data: { details: expect.stringContaining(type) } });
});
