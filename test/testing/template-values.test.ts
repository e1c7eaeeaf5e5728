import { expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import { approved, quiet, send } from "./support.ts";
import {
  bodied,
  composed,
  type Making,
  made,
  mediaHeader,
  named,
  withButtons,
  withHeader,
} from "./template-support.ts";

/** Sends a template. Returns the code of the refusal, or 200. */
async function outcome(simulator: Simulator, components: readonly object[]) {
  const template = { name: "news", language: { code: "en_US" }, components };
  const { status, json } = await send(simulator, { type: "template", template });
  return json.error?.code ?? status;
}

const part = (type: string, ...parameters: object[]) => ({ type, parameters });
const button = (sub_type: string, ...parameters: object[]) => ({
  type: "button",
  sub_type,
  index: 0,
  parameters,
});
const action = (content: object) => ({ type: "action", action: content });
const text = (value: string, parameter_name?: string) => ({
  type: "text",
  text: value,
  ...(parameter_name === undefined ? {} : { parameter_name }),
});
const x = (count: number): string => "x".repeat(count);

const product = (facts: object) => part("header", { type: "product", product: facts });
const payment = (payment_request: object) => button("payment_request", action({ payment_request }));
const pix = { type: "pix_dynamic_code", pix_dynamic_code: { code: "0002" } };
const total_amount = { value: 1000, offset: 100 };
const order_details = {
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
  total_amount,
  order: {
    status: "pending",
    items: [{ retailer_id: "1", name: "Tea", amount: total_amount, quantity: 1 }],
    subtotal: total_amount,
    tax: { value: 0, offset: 100 },
  },
};
const items = (count: number) => [
  {
    title: "New",
    product_items: Array.from({ length: count }, (_, index) => ({ product_retailer_id: `SKU${index}` })),
  },
];
const shop = (count: number) =>
  button("mpm", action({ thumbnail_product_retailer_id: "SKU0", sections: items(count) }));
const sections = (count: number, title: string) =>
  button(
    "mpm",
    action({
      thumbnail_product_retailer_id: "SKU0",
      sections: Array.from({ length: count }, () => ({ ...items(1)[0], title })),
    }),
  );
const dollar = { type: "currency", currency: { fallback_value: "$1", code: "USD", amount_1000: 1000 } };
const tap = {
  type: "tap_target_configuration",
  tap_target_configuration: [{ url: "https://ex.test", title: "Offer" }],
};
const mpm = withButtons({ type: "MPM", text: "View items" });
const spm = composed(
  { type: "HEADER", format: "PRODUCT" },
  { type: "BUTTONS", buttons: [{ type: "SPM", text: "View" }] },
);
const call = withButtons({ type: "VOICE_CALL", text: "Call now" });
const bill = { category: "UTILITY", ...withButtons({ type: "ORDER_DETAILS", text: "Review and Pay" }) };
const pay = withButtons({ type: "PAYMENT_REQUEST", text: "Pay", payment_setting: pix });
const header = withHeader({ format: "TEXT", text: "Hi {{1}}", example: { header_text: ["Ana"] } });
const greeting = bodied("Hi {{1}}, welcome!", "Ana");
const tracking = withButtons({
  type: "URL",
  text: "Track",
  url: "https://ex.test/{{1}}",
  example: ["https://ex.test/77"],
});
const pdf: Making = async (simulator) =>
  composed(await mediaHeader(simulator, "DOCUMENT", "application/pdf"));
const file = { link: "https://ex.test/a.pdf" };

test.each<[string, Making, object[], object[], number]>([
  [
    "one value in the header",
    header,
    [part("header", text("Ana"))],
    [part("header", text("A"), text("B"))],
    132000,
  ],
  [
    "text in a text header",
    header,
    [part("header", text("Ana"))],
    [part("header", { type: "document", document: file })],
    132012,
  ],
  [
    "60 characters in the header",
    header,
    [part("header", text(x(57)))],
    [part("header", text(x(58)))],
    132005,
  ],
  [
    "a document in its header",
    pdf,
    [part("header", { type: "document", document: { ...file, filename: "a.pdf" } })],
    [part("header", text("a.pdf"))],
    132012,
  ],
  [
    "a file once",
    pdf,
    [part("header", { type: "document", document: file })],
    [part("header", { type: "document", document: { ...file, id: "1" } })],
    131009,
  ],
  [
    "values by name",
    named("Hi {{a}}!", "a"),
    [part("body", text("Ana", "a"))],
    [part("body", text("Ana", "b"))],
    132018,
  ],
  [
    "a value without line breaks",
    greeting,
    [part("body", text("Ana Lima"))],
    [part("body", text("Ana\nLima"))],
    132018,
  ],
  [
    "a value without tabs",
    greeting,
    [part("body", text("Ana Lima"))],
    [part("body", text("Ana\tLima"))],
    132018,
  ],
  [
    "4 spaces in a row",
    greeting,
    [part("body", text("Ana    Lima"))],
    [part("body", text("Ana     Lima"))],
    132018,
  ],
  [
    "a header value without line breaks",
    header,
    [part("header", text("Ana"))],
    [part("header", text("A\r\nB"))],
    132018,
  ],
  [
    "a link value without line breaks",
    tracking,
    [button("url", text("77"))],
    [button("url", text("7\n7"))],
    132018,
  ],
  [
    "a value that is a string",
    greeting,
    [part("body", text("42"))],
    [part("body", { type: "text", text: 42 })],
    131009,
  ],
  [
    "a value that is not null",
    greeting,
    [part("body", text("Ana"))],
    [part("body", { type: "text", text: null })],
    131009,
  ],
  [
    "a payload that is a string",
    withButtons({ type: "QUICK_REPLY", text: "Stop" }),
    [button("quick_reply", { type: "payload", payload: "7" })],
    [button("quick_reply", { type: "payload", payload: 7 })],
    131009,
  ],
  ["a payment request, with or without a value", pay, [], [button("payment_request", text("pix"))], 132018],
  [
    "a complete currency",
    named("Hi {{a}}!", "a"),
    [
      part("body", {
        type: "currency",
        parameter_name: "a",
        currency: { fallback_value: "$1", code: "USD", amount_1000: 1000 },
      }),
    ],
    [
      part("body", {
        type: "currency",
        parameter_name: "a",
        currency: { fallback_value: "$1", code: "US", amount_1000: 1000 },
      }),
    ],
    131009,
  ],
  [
    "a product with its catalog",
    spm,
    [product({ product_retailer_id: "SKU1", catalog_id: "77" })],
    [product({ product_retailer_id: "SKU1" })],
    131008,
  ],
  ["a product in its header", spm, [product({ product_retailer_id: "SKU1", catalog_id: "77" })], [], 132012],
  ["30 products", mpm, [shop(30)], [shop(31)], 100],
  ["10 sections", mpm, [sections(10, "New")], [sections(11, "New")], 100],
  ["24 characters in a section's title", mpm, [sections(1, x(24))], [sections(1, x(25))], 100],
  ["a product list", mpm, [shop(1)], [], 131008],
  [
    "minutes of a call button",
    call,
    [button("voice_call", { type: "ttl_minutes", ttl_minutes: 43_200 }, { type: "payload", payload: "p" })],
    [button("voice_call", { type: "ttl_minutes", ttl_minutes: 43_201 })],
    131009,
  ],
  ["no values for a call button", call, [], [button("voice_call", text("now"))], 132018],
  ["an order", bill, [button("order_details", action({ order_details }))], [], 131008],
  [
    "the whole order",
    bill,
    [button("order_details", action({ order_details }))],
    [button("order_details", action({}))],
    131008,
  ],
  ["a payment method", pay, [payment({ payment_setting: pix })], [payment({ payment_setting: {} })], 131008],
  [
    "payment in reais",
    pay,
    [payment({ payment_setting: pix, currency: "BRL", total_amount })],
    [payment({ payment_setting: pix, currency: "USD" })],
    131009,
  ],
  [
    "one value of each type for a call button",
    call,
    [button("voice_call", { type: "payload", payload: "p" })],
    [button("voice_call", { type: "payload", payload: "p" }, { type: "payload", payload: "q" })],
    132018,
  ],
  ["text, not money, in the header", header, [part("header", text("$1"))], [part("header", dollar)], 132012],
  [
    "money without line breaks",
    greeting,
    [part("body", dollar)],
    [part("body", { ...dollar, currency: { ...dollar.currency, fallback_value: "$1\n" } })],
    132018,
  ],
  [
    "a coupon code of letters and digits",
    withButtons({ type: "COPY_CODE", example: "SAVE20" }),
    [button("copy_code", { type: "coupon_code", coupon_code: "SAVE20" })],
    [button("copy_code", { type: "coupon_code", coupon_code: "SAVE-20" })],
    131009,
  ],
  [
    "titles of several sections",
    mpm,
    [sections(2, "New")],
    [
      button(
        "mpm",
        action({
          thumbnail_product_retailer_id: "SKU0",
          sections: [...items(1), { product_items: [{ product_retailer_id: "SKU0" }] }],
        }),
      ),
    ],
    131008,
  ],
  ["the whole payment request", pay, [], [button("payment_request", action({}))], 131008],
  [
    "the object of the payment method",
    pay,
    [payment({ payment_setting: pix })],
    [payment({ payment_setting: { type: "pix_dynamic_code" } })],
    131008,
  ],
  [
    "a tap target and nothing else",
    greeting,
    [part("body", text("Ana")), part("tap_target_configuration", tap)],
    [part("body", text("Ana")), part("tap_target_configuration", text("Ana"))],
    132018,
  ],
  [
    "no values for the footer",
    greeting,
    [part("body", text("Ana"))],
    [part("body", text("Ana")), part("footer", text("Ana"))],
    132018,
  ],
  ["the button's own sub_type", call, [], [button("url", text("a"))], 132018],
])("%s", async (_, making, right, wrong, code) => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  await approved(simulator, { name: "news", ...(await made(simulator, making)) });
  expect({ right: await outcome(simulator, right), wrong: await outcome(simulator, wrong) }).toEqual({
    right: 200,
    wrong: code,
  });
});
