// Templates of every kind, a message that fits each, and faults to put into a message.

import { type DefinedTemplate, defineTemplate, file } from "wacloud";
import { fc } from "../support/properties.ts";
import { kinds as supported } from "../support/template-kinds.ts";
import { isJson, type Json } from "./agreement-forms.ts";

const picture = { link: "https://ex.test/a.png" };
const film = { link: "https://ex.test/a.mp4" };
const paper = { link: "https://ex.test/a.pdf", filename: "invoice.pdf" };
const shop = { latitude: "37.44", longitude: -122.16, name: "Shop", address: "1 Main St" };
const product = (product_retailer_id: string) => ({ product_retailer_id, catalog_id: "77" });
const tap = { url: "https://ex.test/offer", title: "Offer" };
const amount = { value: 5000, offset: 100 };
const order = {
  reference_id: "ord-1",
  type: "digital-goods",
  payment_type: "br",
  payment_settings: [
    {
      type: "pix_dynamic_code",
      pix_dynamic_code: { code: "0002", merchant_name: "Shop", key: "k", key_type: "EVP" },
    },
  ],
  currency: "BRL",
  total_amount: amount,
  order: {
    status: "pending",
    items: [{ name: "Cake", amount, quantity: 1, retailer_id: "1" }],
    subtotal: amount,
    tax: { value: 0, offset: 100 },
  },
};
const money = { type: "currency", currency: { fallback_value: "$10.99", code: "USD", amount_1000: 10990 } };
const day = { type: "date_time", date_time: { fallback_value: "Feb 25" } };
const sections = [
  { title: "New", product_items: [{ product_retailer_id: "SKU1" }, { product_retailer_id: "SKU2" }] },
  { title: "Old", product_items: [{ product_retailer_id: "SKU3" }] },
];
const end = { expiration_time_ms: 1_900_000_000_000 };
const mp4 = () =>
  file(new Blob([Uint8Array.of(0, 0, 0, 24, 102, 116, 121, 112, 109, 112, 52, 50)], { type: "video/mp4" }), {
    filename: "sample.mp4",
  });
const png = () =>
  file(new Blob([Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10, 1, 2, 3)], { type: "image/png" }), {
    filename: "sample.png",
  });

/** Templates and the values of a message that fits. */
const all: readonly (readonly [DefinedTemplate, Json])[] = [
  [supported.plain, {}],
  [supported.positional, { header: "777", parameters: ["Ana", money, day], buttons: ["FINE", "STOP", "77"] }],
  [supported.named, { header: "Bia", parameters: { first_name: "Bia", discount: "20%" } }],
  [supported.image, { header: picture, tap_target_configuration: tap }],
  [supported.video, { header: film }],
  [supported.document, { header: paper }],
  [supported.location, { header: shop }],
  [supported.coupon, { buttons: ["UNSUBSCRIBE", "250FF"] }],
  [
    supported.offer,
    {
      header: picture,
      parameters: ["Ana", "CARIBE25"],
      limited_time_offer: end,
      buttons: ["CARIBE25", "n3mtql"],
    },
  ],
  [
    supported.media_carousel,
    {
      parameters: ["Ana"],
      cards: [
        { header: picture, parameters: ["10 €"], buttons: ["more-1", "sku-1"] },
        { header: picture, buttons: [undefined, "sku-2"] },
      ],
    },
  ],
  [supported.product_carousel, { cards: ["1", "2", "3"].map((id) => ({ header: product(id) })) }],
  [supported.catalog, { buttons: [{ thumbnail_product_retailer_id: "SKU1" }] }],
  [
    supported.products,
    {
      header: "Ana",
      parameters: ["10OFF"],
      buttons: [{ thumbnail_product_retailer_id: "SKU1", sections }],
    },
  ],
  [supported.product, { header: product("SKU1"), parameters: { code: "25OFF" } }],
  [supported.order_details, { buttons: [order] }],
  [
    supported.order_status,
    {
      order_status: {
        reference_id: "ord-1",
        order: { status: "shipped", description: "On its way" },
        payment: { status: "captured", timestamp: 1_790_000_000 },
      },
    },
  ],
  [
    supported.payment_request,
    {
      buttons: [
        {
          payment_setting: {
            type: "offsite_card_pay",
            offsite_card_pay: { last_four_digits: "1234", credential_id: "c" },
          },
          currency: "BRL",
          total_amount: amount,
        },
      ],
    },
  ],
  [supported.flow, { buttons: [{ flow_token: "t", flow_action_data: { k: "v" } }] }],
  [supported.call_permission, { parameters: ["777"] }],
  [supported.voice_call, { buttons: [{ ttl_minutes: 100, payload: "p1" }] }],
  [supported.contact, {}],
  [supported.code_copied, { code: "J$FpnYnP" }],
  [supported.code_one_tap, { code: "482913" }],
  [supported.code_zero_tap, { code: "x".repeat(15) }],
  [
    defineTemplate({
      name: "bare",
      language: "en_US",
      category: "UTILITY",
      body: { text: "Hi {{1}}, your order is here.", example: ["Ana"] },
    }),
    { parameters: ["Ana"] },
  ],
  [
    defineTemplate({
      name: "gif",
      language: "en_US",
      category: "MARKETING",
      header: { format: "GIF", example: mp4() },
      body: "Look at this.",
    }),
    { header: film },
  ],
  [
    defineTemplate({
      name: "lasting_offer",
      language: "en_US",
      category: "MARKETING",
      header: { format: "VIDEO", example: mp4() },
      limited_time_offer: { text: "New offer!", has_expiration: false },
      body: "Have a look at this.",
      buttons: [
        {
          type: "URL",
          text: "Book",
          url: "https://example.com/o?c={{1}}",
          example: "https://example.com/o?c=n",
        },
      ],
    }),
    { header: film, buttons: ["n3"] },
  ],
  [
    defineTemplate({
      name: "linked_products",
      language: "en_US",
      category: "MARKETING",
      body: { text: "Fresh this week, {{first_name}}, have a look.", example: { first_name: "Ana" } },
      cards: [1, 2].map(() => ({
        header: { format: "PRODUCT" as const },
        buttons: [
          {
            type: "URL" as const,
            text: "Buy",
            url: "https://example.com/{{1}}",
            example: "https://example.com/1",
          },
        ],
      })),
    }),
    {
      parameters: { first_name: "Ana" },
      cards: ["1", "2"].map((id) => ({ header: product(id), buttons: [id] })),
    },
  ],
  [
    defineTemplate({
      name: "checkout",
      language: "en_US",
      category: "MARKETING",
      body: "Fresh this week, have a look.",
      cards: [1, 2].map(() => ({
        header: { format: "VIDEO" as const, example: mp4() },
        body: { text: "Only {{price}} as of today", example: { price: "10" } },
        buttons: [
          { type: "ORDER_DETAILS" as const, text: "Buy now" },
          { type: "QUICK_REPLY" as const, text: "More" },
        ],
      })),
    }),
    {
      cards: ["1", "2"].map((price) => ({ header: film, parameters: { price }, buttons: [order, "MORE"] })),
    },
  ],
  [
    defineTemplate({
      name: "many_buttons",
      language: "en_US",
      category: "MARKETING",
      header: { format: "IMAGE", example: png() },
      body: { text: "Pay {{amount}}, {{first_name}}, or call.", example: { amount: "1", first_name: "Ana" } },
      buttons: [
        { type: "URL", text: "A", url: "https://example.com/a" },
        { type: "URL", text: "B", url: "https://example.com/{{1}}", example: "https://example.com/b" },
        { type: "VOICE_CALL", text: "Call" },
        { type: "FLOW", text: "Sign up", flow_id: "123" },
        { type: "QUICK_REPLY", text: "Stop" },
      ],
    }),
    {
      header: picture,
      parameters: { amount: money, first_name: "Ana" },
      buttons: [undefined, "b", { payload: "call" }, undefined, "STOP"],
    },
  ],
];

export interface Kind {
  readonly template: DefinedTemplate;
  /** The values of a message that fits. */
  readonly values: Json;
  /** The same message in Meta's form. */
  readonly components: readonly Json[];
  readonly hasShortForm: boolean;
}

/** Values for which the short form has no place. */
const longOnly = ["limited_time_offer", "order_status", "tap_target_configuration"];

export const kinds: readonly Kind[] = all.map(([template, values]) => ({
  template,
  values,
  hasShortForm: !longOnly.some((key) => key in values),
  components: (template.fill(values as never).components ?? []) as unknown as Json[],
}));

// ---- Faults ----

const long = (length: number): string => "x".repeat(length);

/** Replacements for any value of a message. */
const values: readonly unknown[] = [
  undefined,
  null,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  true,
  {},
  [],
  { a: "b" },
  ["Ana"],
  "",
  " ",
  "Ana\nLima",
  "Ana\rLima",
  "Ana\tLima",
  "Ana    Lima",
  "Ana     Lima",
  "Ana\u2028Lima",
  "Bia",
  "é 🚚",
  "a/b?c=d&e",
  "usd",
  "not a link",
  "https://ex.test/a b",
  "ftp://ex.test",
  "0",
  0,
  1,
  -1,
  1.5,
  43_200,
  43_201,
  1_900_000_000,
  2 ** 53,
  ...[
    15, 16, 20, 21, 24, 25, 35, 36, 60, 61, 120, 121, 160, 200, 240, 256, 512, 900, 1024, 1025, 2000, 2001,
    4097,
  ].map(long),
  "🚚".repeat(20),
  "🚚".repeat(1000),
];

const parameters: readonly Json[] = [
  { type: "text", text: "Ana" },
  { type: "text", text: "Ana", parameter_name: "first_name" },
  { type: "text", text: "Ana", parameter_name: "discount" },
  { type: "text", text: "Ana", parameter_name: "other" },
  { type: "text", text: "Ana", parameter_name: "1" },
  { type: "text", text: "Ana", parameter_name: "" },
  { type: "text", text: "Ana", payload: "p" },
  money,
  { ...money, parameter_name: "discount" },
  day,
  { type: "group_id", group_id: "g" },
  { type: "image", image: picture },
  { type: "image", image: { ...picture, id: "1" } },
  { type: "image", image: paper },
  { type: "video", video: film },
  { type: "gif", gif: film },
  { type: "document", document: paper },
  { type: "location", location: shop },
  { type: "product", product: product("9") },
  { type: "product", product: { ...product("9"), catalog_id: "78" } },
  { type: "payload", payload: "p" },
  { type: "coupon_code", coupon_code: "SAVE" },
  { type: "coupon_code", coupon_code: "SAVE-20" },
  { type: "ttl_minutes", ttl_minutes: 5 },
  { type: "action", action: {} },
  { type: "action", action: { flow_token: "t" } },
  { type: "action", action: { order_details: order } },
  { type: "limited_time_offer", limited_time_offer: end },
  { type: "sticker", sticker: picture },
];

const subTypes = [
  "quick_reply",
  "url",
  "copy_code",
  "catalog",
  "mpm",
  "flow",
  "order_details",
  "payment_request",
  "voice_call",
  "phone_number",
  "spm",
  "request_contact_info",
  "otp",
  "URL",
];
const indexes = [0, 1, 2, 9, 10, -1, 1.5, "0", "1", "2", "9", "10", "x", "", null, undefined];

const button = (sub_type: string, index: unknown, ...list: Json[]): Json => ({
  type: "button",
  sub_type,
  index,
  parameters: list,
});
const parts: readonly Json[] = [
  ...parameters.slice(0, 22).map((one) => ({ type: "header", parameters: [one] })),
  ...parameters.slice(0, 12).map((one) => ({ type: "body", parameters: [one] })),
  ...["0", "1", "2", "3", "4", "5"].flatMap((index) => [
    button("quick_reply", index, { type: "payload", payload: "p" }),
    button("url", index, { type: "text", text: "p" }),
  ]),
  button("copy_code", "0", { type: "coupon_code", coupon_code: "SAVE" }),
  button("catalog", "0", { type: "action", action: {} }),
  button("flow", "0", { type: "action", action: {} }),
  button("phone_number", "4", { type: "text", text: "p" }),
  button("spm", "0", { type: "text", text: "p" }),
  button("voice_call", "0", { type: "payload", payload: "p" }),
  button("voice_call", "2", { type: "ttl_minutes", ttl_minutes: 5 }, { type: "ttl_minutes", ttl_minutes: 6 }),
  button("request_contact_info", "0", { type: "text", text: "p" }),
  { type: "limited_time_offer", parameters: [{ type: "limited_time_offer", limited_time_offer: end }] },
  {
    type: "order_status",
    parameters: [{ type: "order_status", order_status: { reference_id: "o", order: { status: "shipped" } } }],
  },
  {
    type: "tap_target_configuration",
    parameters: [{ type: "tap_target_configuration", tap_target_configuration: [tap] }],
  },
  { type: "carousel", cards: [{ card_index: 0, components: [] }] },
  {
    type: "carousel",
    cards: [0, 1].map((card_index) => ({
      card_index,
      components: [{ type: "header", parameters: [{ type: "product", product: product("9") }] }],
    })),
  },
  { type: "footer", parameters: [{ type: "text", text: "x" }] },
  { type: "buttons", parameters: [{ type: "text", text: "x" }] },
];

/** A value in a message, and where it is. */
interface Place {
  holder: Json | unknown[];
  key: string;
  value: unknown;
}

function places(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Json;
  return Object.keys(holder).flatMap((key) => [{ holder, key, value: holder[key] }, ...places(holder[key])]);
}

const isList = ({ holder }: Place): boolean => Array.isArray(holder);

/** A fault: what is done, where, and with which of the values to choose from. */
interface Fault {
  readonly how: keyof typeof ways;
  readonly at: number;
  readonly what: number;
}

const pick = <Value>(list: readonly Value[], index: number): Value | undefined => list[index % list.length];

const lists = (message: Json, name: string): unknown[][] =>
  places(message)
    .filter(({ key, value }) => key === name && Array.isArray(value))
    .map(({ value }) => value as unknown[]);

const holders = (message: Json, key: string): Json[] =>
  places(message)
    .filter((place) => place.key === key && isJson(place.holder))
    .map(({ holder }) => holder as Json);

const ways = {
  value(message: Json, { at, what }: Fault) {
    const place = pick(places(message.components), at);
    if (place !== undefined) (place.holder as Json)[place.key] = pick(values, what);
  },
  removed(message: Json, { at }: Fault) {
    const place = pick(places(message.components), at);
    if (place === undefined) return;
    if (Array.isArray(place.holder)) place.holder.splice(Number(place.key), 1);
    else delete place.holder[place.key];
  },
  repeated(message: Json, { at }: Fault) {
    const place = pick(places(message).filter(isList), at);
    if (place !== undefined)
      (place.holder as unknown[]).splice(Number(place.key), 0, structuredClone(place.value));
  },
  moved(message: Json, { at }: Fault) {
    const place = pick(places(message).filter(isList), at);
    if (place !== undefined)
      (place.holder as unknown[]).push(...(place.holder as unknown[]).splice(Number(place.key), 1));
  },
  part(message: Json, { at, what }: Fault) {
    pick(lists(message, "components"), at)?.push(structuredClone(pick(parts, what)));
  },
  parameter(message: Json, { at, what }: Fault) {
    pick(lists(message, "parameters"), at)?.push(structuredClone(pick(parameters, what)));
  },
  other(message: Json, { at, what }: Fault) {
    const list = pick(lists(message, "parameters"), at);
    if (list !== undefined) list[0] = structuredClone(pick(parameters, what));
  },
  index(message: Json, { at, what }: Fault) {
    const holder = pick(holders(message, "index"), at);
    if (holder !== undefined) holder.index = pick(indexes, what);
  },
  card(message: Json, { at, what }: Fault) {
    const holder = pick(holders(message, "card_index"), at);
    if (holder !== undefined) holder.card_index = pick(indexes, what);
  },
  subType(message: Json, { at, what }: Fault) {
    const holder = pick(holders(message, "sub_type"), at);
    if (holder !== undefined) holder.sub_type = pick(subTypes, what);
  },
  text(message: Json, { at, what }: Fault) {
    const list = [
      ...holders(message, "text"),
      ...holders(message, "payload"),
      ...holders(message, "coupon_code"),
    ];
    const holder = pick(list, at);
    if (holder !== undefined) holder[String(holder.type)] = pick(values, what);
  },
  code(message: Json, { what }: Fault) {
    for (const holder of holders(message, "text")) holder.text = pick(values, what);
  },
  catalog(message: Json, { at }: Fault) {
    const holder = pick(holders(message, "catalog_id"), at);
    if (holder !== undefined) holder.catalog_id = "78";
  },
};

const hows = Object.keys(ways) as (keyof typeof ways)[];

export const fault: fc.Arbitrary<Fault> = fc.record({
  how: fc.constantFrom(...hows),
  at: fc.nat({ max: 99 }),
  what: fc.nat({ max: 99 }),
});

/** A copy of a message, in any form, with these faults. */
export function spoil<Message>(content: Message, faults: readonly Fault[]): Message {
  const message: Json = { components: structuredClone(content) };
  for (const one of faults) ways[one.how](message, one);
  return message.components as Message;
}
