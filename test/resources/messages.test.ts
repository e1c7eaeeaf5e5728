import { getCountries, getExampleNumber } from "libphonenumber-js/min";
import examples from "libphonenumber-js/mobile/examples";
import { describe, expect, test } from "vitest";
import { ConfigurationError, PhoneNumberError, toE164, ValidationError } from "wacloud";
import type { Messages } from "../../src/resources/messages.ts";
import { client, failure, phoneNumberId, to } from "../support/client.ts";
import { fc } from "../support/properties.ts";
import { accepted, recorder } from "../support/recorder.ts";

type Json = Record<string, unknown>;
type Send = (messages: Messages) => Promise<unknown>;

/** What traveled, without what is the same for every message. */
async function wire(send: Send): Promise<Json> {
  const { fetch, requests } = recorder(accepted());
  await send(client({ fetch }).messages);
  const { messaging_product, biz_opaque_callback_data: _, ...body } = (requests[0]?.json ?? {}) as Json;
  expect(messaging_product).toBe("whatsapp");
  expect(requests[0]?.url.pathname).toBe(`/v26.0/${phoneNumberId}/messages`);
  return body;
}

/** The error of a message that must not leave. */
async function refusal(send: Send): Promise<ValidationError> {
  const { fetch, requests } = recorder();
  const error = await failure(send(client({ fetch }).messages));
  expect(requests).toHaveLength(0);
  expect(error).toBeInstanceOf(ValidationError);
  return error as ValidationError;
}

const media = { id: "111" };
const reply = (id: string, title = id) => ({ type: "reply", reply: { id, title } });
const money = (value: number) => ({ value, offset: 100 });
const order = {
  reference_id: "ord-1",
  type: "digital-goods",
  payment_type: "br",
  payment_settings: [{ type: "payment_link", payment_link: { uri: "https://pay.test/1" } }],
  currency: "BRL",
  total_amount: money(5000),
  order: {
    status: "pending",
    items: [{ retailer_id: "SKU1", name: "Cake", amount: money(5000), quantity: 1 }],
    subtotal: money(5000),
    tax: money(0),
  },
};
const card = (index: number, name: string) => ({
  card_index: index,
  type: "cta_url" as const,
  header: { type: "image" as const, image: { link: `https://ex.test/${index}.png` } },
  body: { text: name },
  action: { name: "cta_url" as const, parameters: { display_text: "Buy", url: `https://ex.test/${index}` } },
});

describe("each shortcut sends Meta's documented body", () => {
  const cases: [string, Send, Json][] = [
    [
      "text",
      (m) => m.sendText({ to, body: "Hola", preview_url: false }),
      { type: "text", text: { body: "Hola", preview_url: false } },
    ],
    [
      "image",
      (m) => m.sendImage({ to, link: "https://ex.test/a.png", caption: "Hi" }),
      { type: "image", image: { link: "https://ex.test/a.png", caption: "Hi" } },
    ],
    [
      "video",
      (m) => m.sendVideo({ to, id: "222", caption: "Tour" }),
      { type: "video", video: { id: "222", caption: "Tour" } },
    ],
    [
      "audio",
      (m) => m.sendAudio({ to, id: "1013859600285441", voice: true }),
      { type: "audio", audio: { id: "1013859600285441", voice: true } },
    ],
    [
      "document",
      (m) => m.sendDocument({ to, link: "https://ex.test/a.pdf", filename: "a.pdf", caption: "Invoice" }),
      {
        type: "document",
        document: { link: "https://ex.test/a.pdf", filename: "a.pdf", caption: "Invoice" },
      },
    ],
    ["sticker", (m) => m.sendSticker({ to, id: "333" }), { type: "sticker", sticker: { id: "333" } }],
    [
      "location",
      (m) =>
        m.sendLocation({ to, latitude: "37.44", longitude: "-122.16", name: "Shop", address: "1 Main St" }),
      {
        type: "location",
        location: { latitude: "37.44", longitude: "-122.16", name: "Shop", address: "1 Main St" },
      },
    ],
    [
      "contacts",
      (m) => m.sendContacts({ to, contacts: [{ name: { formatted_name: "Ana Ruiz", first_name: "Ana" } }] }),
      { type: "contacts", contacts: [{ name: { formatted_name: "Ana Ruiz", first_name: "Ana" } }] },
    ],
    [
      "reaction",
      (m) => m.sendReaction({ to, message_id: "wamid.X", emoji: "👍" }),
      { type: "reaction", reaction: { message_id: "wamid.X", emoji: "👍" } },
    ],
    [
      "a reaction taken back",
      (m) => m.sendReaction({ to, message_id: "wamid.X", emoji: "" }),
      { type: "reaction", reaction: { message_id: "wamid.X", emoji: "" } },
    ],
    [
      "buttons",
      (m) =>
        m.sendButtons({
          to,
          header: "Shop",
          body: "Keep it?",
          footer: "Thanks",
          buttons: [
            { id: "yes", title: "Yes" },
            { id: "no", title: "No" },
          ],
        }),
      {
        type: "interactive",
        interactive: {
          type: "button",
          header: { type: "text", text: "Shop" },
          body: { text: "Keep it?" },
          footer: { text: "Thanks" },
          action: { buttons: [reply("yes", "Yes"), reply("no", "No")] },
        },
      },
    ],
    [
      "buttons under an image",
      (m) =>
        m.sendButtons({
          to,
          header: { type: "image", image: media },
          body: "Keep it?",
          buttons: [{ id: "yes", title: "Yes" }],
        }),
      {
        type: "interactive",
        interactive: {
          type: "button",
          header: { type: "image", image: media },
          body: { text: "Keep it?" },
          action: { buttons: [reply("yes", "Yes")] },
        },
      },
    ],
    [
      "list",
      (m) =>
        m.sendList({
          to,
          header: "Menu",
          body: "Choose",
          button: "Options",
          sections: [{ title: "Drinks", rows: [{ id: "tea", title: "Tea", description: "Green" }] }],
        }),
      {
        type: "interactive",
        interactive: {
          type: "list",
          header: { type: "text", text: "Menu" },
          body: { text: "Choose" },
          action: {
            button: "Options",
            sections: [{ title: "Drinks", rows: [{ id: "tea", title: "Tea", description: "Green" }] }],
          },
        },
      },
    ],
    [
      "cta url",
      (m) => m.sendCtaUrl({ to, body: "See dates", display_text: "Open", url: "https://ex.test/d" }),
      {
        type: "interactive",
        interactive: {
          type: "cta_url",
          body: { text: "See dates" },
          action: { name: "cta_url", parameters: { display_text: "Open", url: "https://ex.test/d" } },
        },
      },
    ],
    [
      "flow",
      (m) =>
        m.sendFlow({
          to,
          body: "Book a slot",
          flow_id: "123",
          flow_cta: "Book",
          flow_token: "t1",
          flow_action: "navigate",
          flow_action_payload: { screen: "FIRST", data: { city: "Lima" } },
        }),
      {
        type: "interactive",
        interactive: {
          type: "flow",
          body: { text: "Book a slot" },
          action: {
            name: "flow",
            parameters: {
              flow_message_version: "3",
              flow_id: "123",
              flow_cta: "Book",
              flow_token: "t1",
              flow_action: "navigate",
              flow_action_payload: { screen: "FIRST", data: { city: "Lima" } },
            },
          },
        },
      },
    ],
    [
      "location request",
      (m) => m.sendLocationRequest({ to, body: "Where are you?" }),
      {
        type: "interactive",
        interactive: {
          type: "location_request_message",
          body: { text: "Where are you?" },
          action: { name: "send_location" },
        },
      },
    ],
    [
      "address",
      (m) => m.sendAddress({ to, body: "Where to?", country: "IN", values: { name: "A" } }),
      {
        type: "interactive",
        interactive: {
          type: "address_message",
          body: { text: "Where to?" },
          action: { name: "address_message", parameters: { country: "IN", values: { name: "A" } } },
        },
      },
    ],
    [
      "product",
      (m) => m.sendProduct({ to, body: "Try it", catalog_id: "77", product_retailer_id: "SKU1" }),
      {
        type: "interactive",
        interactive: {
          type: "product",
          body: { text: "Try it" },
          action: { catalog_id: "77", product_retailer_id: "SKU1" },
        },
      },
    ],
    [
      "product list",
      (m) =>
        m.sendProductList({
          to,
          header: "Picks",
          body: "For you",
          catalog_id: "77",
          sections: [{ title: "New", product_items: [{ product_retailer_id: "SKU1" }] }],
        }),
      {
        type: "interactive",
        interactive: {
          type: "product_list",
          header: { type: "text", text: "Picks" },
          body: { text: "For you" },
          action: {
            catalog_id: "77",
            sections: [{ title: "New", product_items: [{ product_retailer_id: "SKU1" }] }],
          },
        },
      },
    ],
    [
      "catalog",
      (m) => m.sendCatalog({ to, body: "Our shop", thumbnail_product_retailer_id: "SKU1" }),
      {
        type: "interactive",
        interactive: {
          type: "catalog_message",
          body: { text: "Our shop" },
          action: { name: "catalog_message", parameters: { thumbnail_product_retailer_id: "SKU1" } },
        },
      },
    ],
    [
      "catalog without a picture",
      (m) => m.sendCatalog({ to, body: "Our shop" }),
      {
        type: "interactive",
        interactive: {
          type: "catalog_message",
          body: { text: "Our shop" },
          action: { name: "catalog_message" },
        },
      },
    ],
    [
      "carousel",
      (m) => m.sendCarousel({ to, body: "Two deals", cards: [card(0, "A"), card(1, "B")] }),
      {
        type: "interactive",
        interactive: {
          type: "carousel",
          body: { text: "Two deals" },
          action: { cards: [card(0, "A"), card(1, "B")] },
        },
      },
    ],
    [
      "carousel of products, numbered by place",
      (m) =>
        m.sendCarousel({
          to,
          body: "Products",
          cards: [1, 2].map((n) => ({
            type: "product" as const,
            action: { product_retailer_id: `SKU${n}`, catalog_id: "77" },
          })),
        }),
      {
        type: "interactive",
        interactive: {
          type: "carousel",
          body: { text: "Products" },
          action: {
            cards: [1, 2].map((n) => ({
              card_index: n - 1,
              type: "product",
              action: { product_retailer_id: `SKU${n}`, catalog_id: "77" },
            })),
          },
        },
      },
    ],
    [
      "order details",
      (m) => m.sendOrderDetails({ to, body: "Your order", parameters: order }),
      {
        type: "interactive",
        interactive: {
          type: "order_details",
          body: { text: "Your order" },
          action: { name: "review_and_pay", parameters: order },
        },
      },
    ],
    [
      "order status",
      (m) =>
        m.sendOrderStatus({
          to,
          body: "Update",
          parameters: { reference_id: "ord-1", order: { status: "shipped", description: "On its way" } },
        }),
      {
        type: "interactive",
        interactive: {
          type: "order_status",
          body: { text: "Update" },
          action: {
            name: "review_order",
            parameters: { reference_id: "ord-1", order: { status: "shipped", description: "On its way" } },
          },
        },
      },
    ],
    [
      "call permission",
      (m) => m.sendCallPermissionRequest({ to, body: "Can we call you?" }),
      {
        type: "interactive",
        interactive: {
          type: "call_permission_request",
          body: { text: "Can we call you?" },
          action: { name: "call_permission_request" },
        },
      },
    ],
    [
      "voice call",
      (m) =>
        m.sendVoiceCall({ to, body: "Talk to us", display_text: "Call", ttl_minutes: 100, payload: "p1" }),
      {
        type: "interactive",
        interactive: {
          type: "voice_call",
          body: { text: "Talk to us" },
          action: {
            name: "voice_call",
            parameters: { display_text: "Call", ttl_minutes: 100, payload: "p1" },
          },
        },
      },
    ],
    [
      "contact info request",
      (m) => m.sendContactInfoRequest({ to, body: "May we have your number?" }),
      {
        type: "interactive",
        interactive: {
          type: "request_contact_info",
          body: { text: "May we have your number?" },
          action: { name: "request_contact_info" },
        },
      },
    ],
  ];
  test.each(cases)("%s", async (_, send, expected) => {
    expect(await wire(send)).toEqual({ to, ...expected });
  });

  test("pin, in a group", async () => {
    const pin = { type: "pin" as const, message_id: "wamid.X", expiration_days: 7 };
    expect(await wire((m) => m.sendPin({ to: { group_id: "G1" }, ...pin }))).toEqual({
      to: "G1",
      recipient_type: "group",
      type: "pin",
      pin,
    });
  });
});

describe("templates", () => {
  const template = (components?: unknown) => ({
    to,
    type: "template",
    template: {
      name: "order_ok",
      language: { code: "en_US" },
      ...(components === undefined ? {} : { components }),
    },
  });
  const chosen = { to, name: "order_ok", language: "en_US" };

  test("without values", async () => {
    expect(await wire((m) => m.sendTemplate(chosen))).toEqual(template());
  });

  test("with positional values of every kind", async () => {
    const currency = {
      type: "currency" as const,
      currency: { fallback_value: "$10.99", code: "USD", amount_1000: 10_990 },
    };
    const date = { type: "date_time" as const, date_time: { fallback_value: "Feb 25" } };
    const sent = await wire((m) =>
      m.sendTemplate({ ...chosen, header: "Hello", parameters: ["Ana", 7, currency, date] }),
    );
    expect(sent).toEqual(
      template([
        { type: "header", parameters: [{ type: "text", text: "Hello" }] },
        {
          type: "body",
          parameters: [{ type: "text", text: "Ana" }, { type: "text", text: "7" }, currency, date],
        },
      ]),
    );
  });

  test("with named values, media header and buttons, as documented", async () => {
    const sent = await wire((m) =>
      m.sendTemplate({
        ...chosen,
        header: { type: "image", image: { id: "111" } },
        parameters: { first_name: "Ana", order: "77" },
        buttons: [
          { sub_type: "url", text: "77" },
          { sub_type: "quick_reply", payload: "STOP" },
        ],
      }),
    );
    expect(sent).toEqual(
      template([
        { type: "header", parameters: [{ type: "image", image: { id: "111" } }] },
        {
          type: "body",
          parameters: [
            { type: "text", parameter_name: "first_name", text: "Ana" },
            { type: "text", parameter_name: "order", text: "77" },
          ],
        },
        { type: "button", sub_type: "url", index: "0", parameters: [{ type: "text", text: "77" }] },
        {
          type: "button",
          sub_type: "quick_reply",
          index: "1",
          parameters: [{ type: "payload", payload: "STOP" }],
        },
      ]),
    );
  });

  test("with every kind of button", async () => {
    const sections = [{ title: "New", product_items: [{ product_retailer_id: "SKU1" }] }];
    const pix = { type: "pix_dynamic_code", pix_dynamic_code: { code: "0002" } };
    const sent = (await wire((m) =>
      m.sendTemplate({
        ...chosen,
        buttons: [
          { sub_type: "copy_code", coupon_code: "CARIBE25" },
          { sub_type: "catalog", thumbnail_product_retailer_id: "SKU1" },
          { sub_type: "mpm", thumbnail_product_retailer_id: "SKU1", sections },
          { sub_type: "flow", flow_token: "t", flow_action_data: { k: "v" } },
          { sub_type: "order_details", order_details: order },
          { sub_type: "payment_request", payment_request: { payment_setting: pix } },
          { sub_type: "voice_call", index: 9, ttl_minutes: 100, payload: "p1" },
        ],
      }),
    )) as { template: { components: Json[] } };
    const action = (value: Json) => [{ type: "action", action: value }];
    expect(sent.template.components.map(({ index, parameters }) => [index, parameters])).toEqual([
      ["0", [{ type: "coupon_code", coupon_code: "CARIBE25" }]],
      ["1", action({ thumbnail_product_retailer_id: "SKU1" })],
      ["2", action({ thumbnail_product_retailer_id: "SKU1", sections })],
      ["3", action({ flow_token: "t", flow_action_data: { k: "v" } })],
      ["4", action({ order_details: order })],
      ["5", action({ payment_request: { payment_setting: pix } })],
      [
        "9",
        [
          { type: "ttl_minutes", ttl_minutes: 100 },
          { type: "payload", payload: "p1" },
        ],
      ],
    ]);
  });

  test("with cards", async () => {
    const one = (n: number) => ({
      header: { type: "image" as const, image: { id: String(n) } },
      buttons: [{ sub_type: "quick_reply" as const, payload: `more-${n}` }],
    });
    const components = (n: number) => [
      { type: "header", parameters: [{ type: "image", image: { id: String(n) } }] },
      {
        type: "button",
        sub_type: "quick_reply",
        index: "0",
        parameters: [{ type: "payload", payload: `more-${n}` }],
      },
    ];
    expect(
      await wire((m) => m.sendTemplate({ ...chosen, parameters: ["20OFF"], cards: [one(1), one(2)] })),
    ).toEqual(
      template([
        { type: "body", parameters: [{ type: "text", text: "20OFF" }] },
        {
          type: "carousel",
          cards: [
            { card_index: 0, components: components(1) },
            { card_index: 1, components: components(2) },
          ],
        },
      ]),
    );
  });

  test("in Meta's form, every component as given", async () => {
    const components = [
      {
        type: "header" as const,
        parameters: [
          {
            type: "image" as const,
            image: { id: "1" },
          },
        ],
      },
      {
        type: "limited_time_offer" as const,
        parameters: [
          {
            type: "limited_time_offer" as const,
            limited_time_offer: { expiration_time_ms: 1_798_562_800_000 },
          },
        ],
      },
      {
        type: "order_status" as const,
        parameters: [
          {
            type: "order_status" as const,
            order_status: { reference_id: "ord-1", order: { status: "shipped" } },
          },
        ],
      },
      {
        type: "tap_target_configuration" as const,
        parameters: [
          {
            type: "tap_target_configuration" as const,
            tap_target_configuration: [{ url: "https://ex.test", title: "Offer" }],
          },
        ],
      },
      {
        type: "button" as const,
        sub_type: "url" as const,
        index: 0,
        parameters: [{ type: "text" as const, text: "J$FpnYnP" }],
      },
    ];
    expect(await wire((m) => m.sendTemplate({ ...chosen, language: { code: "en_US" }, components }))).toEqual(
      template(components),
    );
  });

  test.each([
    ["name", { name: "Order OK" }],
    ["language", { language: "english" }],
    ["language", { language: undefined }],
    ["components", { components: [], parameters: ["Ana"] }],
    ["buttons.0.coupon_code", { buttons: [{ sub_type: "copy_code", coupon_code: "x".repeat(21) }] }],
    ["buttons.0.index", { buttons: [{ sub_type: "quick_reply", index: 10, payload: "x" }] }],
    [
      "parameters.0.currency.code",
      {
        parameters: [
          { type: "currency", currency: { fallback_value: "1", code: "dollars", amount_1000: 1 } },
        ],
      },
    ],
  ])("are refused for %s", async (path, wrong) => {
    const { issues } = await refusal((m) => m.sendTemplate({ ...chosen, ...wrong } as never));
    expect(issues.map((issue) => issue.path)).toContain(path);
  });
});

describe("documented limits: a value at the limit is sent, a larger one is refused with path, limit and size", () => {
  const x = (length: number) => "x".repeat(length);
  const rows = (count: number, from = 0) =>
    Array.from({ length: count }, (_, n) => ({ id: `r${from + n}`, title: "Row" }));
  const buttons = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ id: `b${n}`, title: `B${n}` }));
  const items = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ product_retailer_id: `S${n}` }));
  const body = "Hi";
  const url = "https://ex.test";
  const section = (n: number) => ({ title: `S${n}`, rows: rows(1, n) });
  const limits: [string, string, (size: number) => Send, number][] = [
    ["text", "body", (n) => (m) => m.sendText({ to, body: x(n) }), 4096],
    ["caption", "caption", (n) => (m) => m.sendImage({ to, ...media, caption: x(n) }), 1024],
    [
      "tag",
      "biz_opaque_callback_data",
      (n) => (m) => m.sendText({ to, body, biz_opaque_callback_data: x(n) }),
      512,
    ],
    [
      "contacts",
      "contacts",
      (n) => (m) =>
        m.sendContacts({
          to,
          contacts: Array.from({ length: n }, () => ({ name: { formatted_name: "A" } })),
        }),
      257,
    ],
    ["buttons", "buttons", (n) => (m) => m.sendButtons({ to, body, buttons: buttons(n) }), 3],
    [
      "button id",
      "buttons.0.id",
      (n) => (m) => m.sendButtons({ to, body, buttons: [{ id: x(n), title: "B" }] }),
      256,
    ],
    [
      "button title",
      "buttons.0.title",
      (n) => (m) => m.sendButtons({ to, body, buttons: [{ id: "b", title: x(n) }] }),
      20,
    ],
    ["interactive body", "body", (n) => (m) => m.sendButtons({ to, body: x(n), buttons: buttons(1) }), 1024],
    ["header", "header", (n) => (m) => m.sendButtons({ to, header: x(n), body, buttons: buttons(1) }), 60],
    ["footer", "footer", (n) => (m) => m.sendButtons({ to, body, footer: x(n), buttons: buttons(1) }), 60],
    [
      "list body",
      "body",
      (n) => (m) => m.sendList({ to, body: x(n), button: "B", sections: [{ rows: rows(1) }] }),
      4096,
    ],
    [
      "list button",
      "button",
      (n) => (m) => m.sendList({ to, body, button: x(n), sections: [{ rows: rows(1) }] }),
      20,
    ],
    [
      "sections",
      "sections",
      (n) => (m) =>
        m.sendList({ to, body, button: "B", sections: Array.from({ length: n }, (_, at) => section(at)) }),
      10,
    ],
    [
      "rows in all",
      "sections",
      (n) => (m) =>
        m.sendList({
          to,
          body,
          button: "B",
          sections: [
            { title: "A", rows: rows(5) },
            { title: "B", rows: rows(n - 5, 5) },
          ],
        }),
      10,
    ],
    [
      "section title",
      "sections.0.title",
      (n) => (m) => m.sendList({ to, body, button: "B", sections: [{ title: x(n), rows: rows(1) }] }),
      24,
    ],
    [
      "row id",
      "sections.0.rows.0.id",
      (n) => (m) => m.sendList({ to, body, button: "B", sections: [{ rows: [{ id: x(n), title: "R" }] }] }),
      200,
    ],
    [
      "row title",
      "sections.0.rows.0.title",
      (n) => (m) => m.sendList({ to, body, button: "B", sections: [{ rows: [{ id: "r", title: x(n) }] }] }),
      24,
    ],
    [
      "row description",
      "sections.0.rows.0.description",
      (n) => (m) =>
        m.sendList({
          to,
          body,
          button: "B",
          sections: [{ rows: [{ id: "r", title: "R", description: x(n) }] }],
        }),
      72,
    ],
    ["link label", "display_text", (n) => (m) => m.sendCtaUrl({ to, body, display_text: x(n), url }), 20],
    ["flow label", "flow_cta", (n) => (m) => m.sendFlow({ to, body, flow_id: "1", flow_cta: x(n) }), 30],
    [
      "products in all",
      "sections",
      (n) => (m) =>
        m.sendProductList({
          to,
          header: "H",
          body,
          catalog_id: "1",
          sections: [
            { title: "A", product_items: items(15) },
            { title: "B", product_items: items(n - 15) },
          ],
        }),
      30,
    ],
    [
      "cards",
      "cards",
      (n) => (m) => m.sendCarousel({ to, body, cards: Array.from({ length: n }, (_, at) => card(at, "A")) }),
      10,
    ],
    [
      "card body",
      "cards.0.body.text",
      (n) => (m) => m.sendCarousel({ to, body, cards: [card(0, x(n)), card(1, "B")] }),
      160,
    ],
    ["call label", "display_text", (n) => (m) => m.sendVoiceCall({ to, body, display_text: x(n) }), 20],
    ["call minutes", "ttl_minutes", (n) => (m) => m.sendVoiceCall({ to, body, ttl_minutes: n }), 43_200],
    ["call payload", "payload", (n) => (m) => m.sendVoiceCall({ to, body, payload: x(n) }), 512],
    [
      "pin days",
      "expiration_days",
      (n) => (m) => m.sendPin({ to: { group_id: "G" }, type: "pin", message_id: "w", expiration_days: n }),
      30,
    ],
    [
      "direct send seconds",
      "ttl_seconds",
      (n) => (m) => m.sendText({ to, body, category: "utility", ttl_seconds: n }),
      43_200,
    ],
    [
      "template text",
      "parameters.0",
      (n) => (m) => m.sendTemplate({ to, name: "a", language: "en", parameters: [x(n)] }),
      1024,
    ],
    [
      "item name",
      "parameters.order.items.0.name",
      (n) => (m) =>
        m.sendOrderDetails({
          to,
          body,
          parameters: {
            ...order,
            order: { ...order.order, items: [{ name: x(n), amount: money(5000), quantity: 1 }] },
          },
        }),
      60,
    ],
  ];
  test.each(limits)("%s", async (_, path, of, limit) => {
    await wire(of(limit));
    const error = await refusal(of(limit + 1));
    expect(error.issues.map((issue) => issue.path)).toContain(path);
    expect(error.message).toContain(String(limit));
    expect(error.message).not.toContain("xxxxx");
  });

  test("an emoji counts as one character", async () => {
    await wire((m) => m.sendButtons({ to, body, buttons: [{ id: "b", title: "🎂".repeat(20) }] }));
    await refusal((m) => m.sendButtons({ to, body, buttons: [{ id: "b", title: "🎂".repeat(21) }] }));
  });
});

describe("documented rules", () => {
  const body = "Hi";
  const rules: [string, string, Send][] = [
    ["an empty text", "body", (m) => m.sendText({ to, body: "" })],
    [
      "media by id and link",
      "link",
      (m) => m.sendImage({ to, id: "1", link: "https://ex.test/a.png" } as never),
    ],
    ["media by neither", "id", (m) => m.sendImage({ to, caption: "Hi" } as never)],
    ["a link that is no address", "link", (m) => m.sendImage({ to, link: "a.png" })],
    ["a latitude beyond the pole", "latitude", (m) => m.sendLocation({ to, latitude: 91, longitude: 0 })],
    ["a reaction with a word", "emoji", (m) => m.sendReaction({ to, message_id: "w", emoji: "ok" })],
    ["a reaction with two emoji", "emoji", (m) => m.sendReaction({ to, message_id: "w", emoji: "👍👍" })],
    [
      "a reaction that quotes",
      "reply_to",
      (m) => m.sendReaction({ to, message_id: "w", emoji: "👍", reply_to: "w2" }),
    ],
    [
      "a birthday in words",
      "contacts.0.birthday",
      (m) => m.sendContacts({ to, contacts: [{ name: { formatted_name: "A" }, birthday: "May 1" }] }),
    ],
    [
      "buttons with the same title",
      "buttons",
      (m) =>
        m.sendButtons({
          to,
          body,
          buttons: [
            { id: "1", title: "A" },
            { id: "2", title: "A" },
          ],
        }),
    ],
    [
      "buttons with the same id",
      "buttons",
      (m) =>
        m.sendButtons({
          to,
          body,
          buttons: [
            { id: "1", title: "A" },
            { id: "1", title: "B" },
          ],
        }),
    ],
    [
      "a button id with spaces around",
      "buttons.0.id",
      (m) => m.sendButtons({ to, body, buttons: [{ id: " 1", title: "A" }] }),
    ],
    ["no buttons", "buttons", (m) => m.sendButtons({ to, body, buttons: [] })],
    [
      "rows with the same id",
      "sections",
      (m) =>
        m.sendList({
          to,
          body,
          button: "B",
          sections: [
            {
              rows: [
                { id: "1", title: "A" },
                { id: "1", title: "B" },
              ],
            },
          ],
        }),
    ],
    [
      "sections without titles",
      "sections",
      (m) =>
        m.sendList({
          to,
          body,
          button: "B",
          sections: [{ rows: [{ id: "1", title: "A" }] }, { rows: [{ id: "2", title: "B" }] }],
        }),
    ],
    [
      "a flow by id and name",
      "flow_name",
      (m) => m.sendFlow({ to, body, flow_id: "1", flow_name: "a", flow_cta: "Go" }),
    ],
    [
      "a product with a header",
      "header",
      (m) => m.sendProduct({ to, catalog_id: "1", product_retailer_id: "1", header: "no" } as never),
    ],
    [
      "a product list without a header",
      "header",
      (m) =>
        m.sendProductList({
          to,
          body,
          catalog_id: "1",
          sections: [{ product_items: [{ product_retailer_id: "1" }] }],
        } as never),
    ],
    ["a carousel of one card", "cards", (m) => m.sendCarousel({ to, body, cards: [card(0, "A")] })],
    [
      "a carousel out of order",
      "cards",
      (m) => m.sendCarousel({ to, body, cards: [card(1, "A"), card(0, "B")] }),
    ],
    [
      "a carousel of different kinds",
      "cards",
      (m) =>
        m.sendCarousel({
          to,
          body,
          cards: [card(0, "A"), { type: "product", action: { product_retailer_id: "1", catalog_id: "1" } }],
        }),
    ],
    [
      "a card with three line breaks",
      "cards.0.body.text",
      (m) => m.sendCarousel({ to, body, cards: [card(0, "a\nb\nc\nd"), card(1, "B")] }),
    ],
    [
      "an order whose total is wrong",
      "parameters.total_amount",
      (m) => m.sendOrderDetails({ to, body, parameters: { ...order, total_amount: money(4999) } }),
    ],
    [
      "an order whose subtotal is wrong",
      "parameters.order.subtotal",
      (m) =>
        m.sendOrderDetails({
          to,
          body,
          parameters: { ...order, order: { ...order.order, subtotal: money(1), tax: money(4999) } },
        }),
    ],
    ...Object.entries({
      "an order in reais for India": ["payment_type", { payment_type: "upi" }],
      "an order without a way to pay": ["payment_settings", { payment_settings: undefined }],
      "rupees without an order": ["order", { currency: "INR", order: undefined }],
      "a long reference in rupees": ["reference_id", { currency: "INR", reference_id: "x".repeat(36) }],
      "an order by Pix without a key": [
        "payment_settings.0.pix_dynamic_code.key",
        {
          payment_settings: [
            {
              type: "pix_dynamic_code",
              pix_dynamic_code: { code: "0002", merchant_name: "Shop", key_type: "EVP" },
            },
          ],
        },
      ],
      "an order by card without its credential": [
        "payment_settings.0.offsite_card_pay.credential_id",
        {
          payment_settings: [{ type: "offsite_card_pay", offsite_card_pay: { last_four_digits: "1234" } }],
        },
      ],
    } as const).map(([rule, [path, change]]): (typeof rules)[number] => [
      rule,
      `parameters.${path}`,
      (m) => m.sendOrderDetails({ to, body, parameters: { ...order, ...change } as never }),
    ]),
    [
      "a reference with spaces",
      "parameters.reference_id",
      (m) =>
        m.sendOrderStatus({ to, body, parameters: { reference_id: "ord 1", order: { status: "shipped" } } }),
    ],
    ["a pin outside a group", "to", (m) => m.sendPin({ to, type: "unpin", message_id: "w" })],
    [
      "two payloads for a button",
      "components.0.parameters",
      (m) => {
        const payload = { type: "payload", payload: "p" } as const;
        const parameters = [payload, payload];
        return m.sendTemplate({
          to,
          name: "a",
          language: "en",
          components: [{ type: "button", sub_type: "voice_call", index: 0, parameters }],
        });
      },
    ],
    [
      "a tap target that is no address",
      "components.0.parameters.0.tap_target_configuration.0.url",
      (m) => {
        const type = "tap_target_configuration" as const;
        const parameters = [{ type, [type]: [{ url: "ex.test", title: "Offer" }] }];
        return m.sendTemplate({ to, name: "a", language: "en", components: [{ type, parameters }] });
      },
    ],
    [
      "an offer that ended before it began",
      "components.0.parameters.0.limited_time_offer.expiration_time_ms",
      (m) => {
        const type = "limited_time_offer" as const;
        const parameters = [{ type, [type]: { expiration_time_ms: -1 } }];
        return m.sendTemplate({ to, name: "a", language: "en", components: [{ type, parameters }] });
      },
    ],
    [
      "a pin without days",
      "expiration_days",
      (m) => m.sendPin({ to: { group_id: "G" }, type: "pin", message_id: "w" }),
    ],
    [
      "buttons in a group",
      "to",
      (m) => m.sendButtons({ to: { group_id: "G" }, body, buttons: [{ id: "1", title: "A" }] }),
    ],
    ["an unknown type", "type", (m) => m.send({ to, type: "hologram" } as never)],
    ["a type without its object", "text", (m) => m.send({ to, type: "text" } as never)],
    [
      "to and recipient",
      "to",
      (m) => m.send({ to, recipient: "US.1", type: "text", text: { body } } as never),
    ],
    [
      "reply_to and context",
      "reply_to",
      (m) => m.send({ to, reply_to: "w", context: { message_id: "w" }, type: "text", text: { body } }),
    ],
    ["nobody to send to", "to", (m) => m.send({ type: "text", text: { body } } as never)],
    ["a read receipt for nothing", "messageId", (m) => m.markAsRead("")],
  ];
  test.each(rules)("%s is refused", async (_, path, send) => {
    const { issues } = await refusal(send);
    expect(issues.map((issue) => issue.path)).toContain(path);
  });

  test("all broken rules are reported together", async () => {
    const { issues } = await refusal((m) =>
      m.sendButtons({ to, body: "", footer: "x".repeat(61), buttons: [{ id: "", title: "" }] }),
    );
    expect(issues.length).toBeGreaterThanOrEqual(4);
  });
});

describe("recipients", () => {
  const sendTo = (recipient: unknown) => wire((m) => m.sendText({ to: recipient as string, body: "Hi" }));
  test.each([
    ["+14155552671", { to: "+14155552671" }],
    ["+1 (415) 555-2671", { to: "+14155552671" }],
    ["+5215512345678", { to: "+5215512345678" }],
    ["+551187654321", { to: "+551187654321" }],
    ["US.13491208655302741918", { recipient: "US.13491208655302741918" }],
    ["US.ENT.11223344556677889900", { recipient: "US.ENT.11223344556677889900" }],
    [{ wa_id: "14155552671" }, { to: "+14155552671" }],
    [{ wa_id: "5511987654321", user_id: "BR.1", name: "Ana" }, { to: "+5511987654321" }],
    [{ user_id: "BR.1", username: "ana.r" }, { recipient: "BR.1" }],
    [{ group_id: "R1AxMjM0" }, { to: "R1AxMjM0", recipient_type: "group" }],
  ])("%j is sent as", async (recipient, expected) => {
    expect(await sendTo(recipient)).toEqual({ ...expected, type: "text", text: { body: "Hi" } });
  });

  test("Meta's own recipient and recipient_type are sent unchanged", async () => {
    const text = { type: "text" as const, text: { body: "Hi" } };
    expect(await wire((m) => m.send({ recipient: "US.1", ...text }))).toEqual({ recipient: "US.1", ...text });
    const group = { to: "G1", recipient_type: "group" as const };
    expect(await wire((m) => m.send({ ...group, ...text }))).toEqual({ ...group, ...text });
  });

  test.each([
    ["4155552671", "missing-country-code", undefined],
    ["1-415-555-2671", "missing-country-code", "+14155552671"],
    ["14155552671", "missing-country-code", "+14155552671"],
    ["0014155552671", "missing-country-code", "+14155552671"],
    ["+999123456789", "invalid-country-code", undefined],
    ["+1415", "invalid-length", undefined],
    ["+1415555267112345678", "too-long", undefined],
    ["+1-800-FLOWERS", "not-a-number", undefined],
    ["+1 415 555 2671 ext. 5", "has-extension", undefined],
    ["ana", "not-a-number", undefined],
    ["  ", "empty", undefined],
  ])("%s is refused: %s", async (number, reason, suggestion) => {
    const error = (await refusal((m) => m.sendText({ to: number, body: "Hi" }))) as PhoneNumberError;
    expect(error).toBeInstanceOf(PhoneNumberError);
    expect(error).toMatchObject({ reason });
    expect(error.suggestion).toBe(suggestion);
    expect(Object.keys(error)).not.toContain("suggestion");
    if (number.trim().length > 4) expect(JSON.stringify(error) + error.stack).not.toContain(number);
  });

  test.each([[{}], [{ wa_id: "+1 415" }], [{ user_id: "1234" }], [{ group_id: "" }], [null], [7]])(
    "%j is no recipient",
    async (recipient) => {
      await refusal((m) => m.sendText({ to: recipient as never, body: "Hi" }));
    },
  );

  test("national numbers are accepted with a default country", async () => {
    for (const number of ["4155552671", "1-415-555-2671", "(415) 555-2671"]) {
      const { fetch, requests } = recorder(accepted());
      await client({ fetch, defaultCountry: "US" }).messages.sendText({ to: number, body: "Hi" });
      expect(requests[0]?.json).toMatchObject({ to: "+14155552671" });
    }
    expect(() => toE164("1", { defaultCountry: "XX" })).toThrow(ConfigurationError);
  });

  test("the example mobile numbers of every country are accepted unchanged", () => {
    const countries = getCountries();
    expect(countries.length).toBeGreaterThan(200);
    for (const country of countries) {
      const example = getExampleNumber(country, examples);
      if (example === undefined) throw new Error(`no example for ${country}`);
      expect(toE164(example.number)).toBe(example.number);
      expect(toE164(example.formatInternational())).toBe(example.number);
      expect(toE164(example.formatNational(), { defaultCountry: country })).toBe(example.number);
    }
  });
});

describe("every send", () => {
  test("carries a generated tag, your own, or none", async () => {
    const { fetch, requests } = recorder(accepted(), accepted(), accepted(), accepted());
    const { messages } = client({ fetch });
    await messages.sendText({ to, body: "Hi" });
    await messages.sendText({ to, body: "Hi", biz_opaque_callback_data: "order-77" });
    await messages.sendText({ to, body: "Hi" }, { correlate: false });
    await client({ fetch, correlate: false }).messages.sendText({ to, body: "Hi" });
    const tags = requests.map(({ json }) => (json as Json).biz_opaque_callback_data);
    expect(tags).toEqual([expect.stringMatching(/^\S{20,}$/), "order-77", undefined, undefined]);
  });

  test("takes the envelope keys, including a quoted message", async () => {
    const envelope = {
      recipient_identity_key_hash: "h",
      category: "utility" as const,
      ttl_seconds: 600,
      direct_send_config: { template_name: "a_b" },
    };
    expect(await wire((m) => m.sendText({ to, body: "Hi", reply_to: "wamid.Q", ...envelope }))).toEqual({
      to,
      type: "text",
      text: { body: "Hi" },
      context: { message_id: "wamid.Q" },
      ...envelope,
    });
  });

  test("returns Meta's response", async () => {
    const { fetch } = recorder(
      Response.json({
        contacts: [{ input: "a", wa_id: "b" }],
        messages: [{ id: "wamid.9", message_status: "accepted" }],
        extra: 1,
      }),
    );
    expect(await client({ fetch }).messages.sendText({ to, body: "Hi" })).toEqual({
      id: "wamid.9",
      message_status: "accepted",
      contact: { input: "a", wa_id: "b" },
      raw: {
        contacts: [{ input: "a", wa_id: "b" }],
        messages: [{ id: "wamid.9", message_status: "accepted" }],
        extra: 1,
      },
    });
  });

  test("sends unknown keys unchanged", async () => {
    const key = fc
      .stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{0,12}$/)
      .filter(
        (name) =>
          ![
            "body",
            "preview_url",
            "id",
            "link",
            "caption",
            "to",
            "context",
            "recipient",
            "category",
          ].includes(name),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(key, fc.oneof(fc.string(), fc.integer(), fc.boolean()), { maxKeys: 5 }),
        async (extra) => {
          const known = new Set([
            "reply_to",
            "recipient_type",
            "ttl_seconds",
            "direct_send_config",
            "biz_opaque_callback_data",
            "recipient_identity_key_hash",
          ]);
          const own = Object.fromEntries(Object.entries(extra).filter(([name]) => !known.has(name)));
          const mixed = { ...own, amount_1000: 5, firstName: "Ana" };
          const body = await wire((m) =>
            m.send({ to, type: "text", text: { body: "Hi", ...mixed } } as never),
          );
          expect(body).toEqual({ to, type: "text", text: { body: "Hi", ...mixed } });
        },
      ),
      { numRuns: 50 },
    );
  });
});

test("markAsRead marks as read, and with typing shows an indicator", async () => {
  const { fetch, requests } = recorder(Response.json({ success: true }), Response.json({ success: true }));
  const { messages } = client({ fetch });
  expect(await messages.markAsRead("wamid.IN")).toEqual({ success: true });
  await messages.markAsRead("wamid.IN", { typing: true, headers: { "x-trace": "1" } });
  const read = { messaging_product: "whatsapp", status: "read", message_id: "wamid.IN" };
  expect(requests.map(({ json }) => json)).toEqual([read, { ...read, typing_indicator: { type: "text" } }]);
  expect(requests[1]?.headers.get("x-trace")).toBe("1");
});

describe("replyTo", () => {
  const event = {
    phoneNumberId: "700800",
    chat: { wa_id: "15557654321", user_id: "US.1" },
    message: { id: "wamid.IN" },
  };

  test("replies in the chat, from the number that received the event, quoting on request", async () => {
    const { fetch, requests } = recorder(accepted(), accepted());
    const whatsapp = client({ fetch });
    await whatsapp.replyTo(event).sendText({ body: "Hi" });
    await whatsapp
      .replyTo(event, { quote: true })
      .sendButtons({ body: "Ok?", buttons: [{ id: "1", title: "Yes" }] });
    expect(requests.map(({ url }) => url.pathname)).toEqual([
      "/v26.0/700800/messages",
      "/v26.0/700800/messages",
    ]);
    expect(requests[0]?.json).toMatchObject({ to: "+15557654321", text: { body: "Hi" } });
    expect(requests[0]?.json).not.toHaveProperty("context");
    expect(requests[1]?.json).toMatchObject({ to: "+15557654321", context: { message_id: "wamid.IN" } });
  });

  test("replies to a group in the group, and to a person without a number by user id", async () => {
    const { fetch, requests } = recorder(accepted(), accepted());
    const whatsapp = client({ fetch });
    await whatsapp.replyTo({ ...event, chat: { group_id: "G1" } }).sendText({ body: "Hi" });
    await whatsapp.replyTo({ ...event, chat: { user_id: "US.1" } }).sendText({ body: "Hi" });
    expect(requests[0]?.json).toMatchObject({ to: "G1", recipient_type: "group" });
    expect(requests[1]?.json).toMatchObject({ recipient: "US.1" });
  });

  test("a reply that quotes can react, too: a reaction has nothing to quote", async () => {
    const { fetch, requests } = recorder(accepted());
    const reaction = { message_id: event.message.id, emoji: "👍" };
    await client({ fetch }).replyTo(event, { quote: true }).sendReaction(reaction);
    expect(requests[0]?.json).toMatchObject({ type: "reaction", reaction });
    expect(requests[0]?.json).not.toHaveProperty("context");
  });

  test("refuses an event without a chat, or without a message to quote", () => {
    const whatsapp = client({ fetch: recorder().fetch });
    expect(() => whatsapp.replyTo({})).toThrow(ValidationError);
    expect(() => whatsapp.replyTo({ chat: event.chat }, { quote: true })).toThrow(ValidationError);
  });
});

describe("marketing messages", () => {
  test("go to their own endpoint with their own keys", async () => {
    const { fetch, requests } = recorder(accepted());
    const input = {
      to,
      name: "sale",
      language: "en",
      parameters: ["Ana"],
      product_policy: "STRICT" as const,
      message_activity_sharing: true,
      bid_spec: { per_message_bid_multiplier: 1.5 },
    };
    await client({ fetch }).marketingMessages.sendTemplate(input);
    expect(requests[0]?.url.pathname).toBe(`/v26.0/${phoneNumberId}/marketing_messages`);
    expect(requests[0]?.json).toMatchObject({
      to,
      type: "template",
      template: {
        name: "sale",
        language: { code: "en" },
        components: [{ type: "body", parameters: [{ type: "text", text: "Ana" }] }],
      },
      product_policy: "STRICT",
      message_activity_sharing: true,
      bid_spec: { per_message_bid_multiplier: 1.5 },
    });
  });

  test("are templates only", async () => {
    const { fetch, requests } = recorder();
    const { marketingMessages } = client({ fetch });
    const text = { to, type: "text", text: { body: "Hi" } };
    expect(await failure(marketingMessages.send(text as never))).toBeInstanceOf(ValidationError);
    const free = { to, name: "sale", language: "en", bid_spec: { per_message_bid_multiplier: 0 } };
    expect(await failure(marketingMessages.sendTemplate(free))).toBeInstanceOf(ValidationError);
    expect(requests).toHaveLength(0);
  });
});

test.each([{}, { wa_id: undefined, user_id: undefined }])(
  "a recipient without an id (%j) is refused with what `to` may be",
  async (to) => {
    const { fetch, requests } = recorder();
    const error = await failure(client({ fetch }).messages.sendText({ to: to as never, body: "Hi" }));
    expect(error).toMatchObject({
      name: "ValidationError",
      message: expect.stringMatching(
        /`to` must be a phone number, \{ wa_id \}, \{ user_id \} or \{ group_id \}/,
      ),
    });
    expect(requests).toHaveLength(0);
  },
);
