import * as z from "zod/mini";
import { array, literal, number, optional, record, strictObject, string, union, unknown } from "zod/mini";
import { currencyPattern } from "../../../../types/patterns.ts";
import { once } from "../../../../utils/once.ts";
import { checkSchema, integer, list, rule, someText, text, webUrl } from "../schema.ts";
import { buttonSetting, orderDetailsParameters, orderStatusParameters } from "./payments.ts";
import { file, namedFile } from "./plain.ts";

const action = once(() =>
  strictObject({
    flow_token: optional(string()),
    flow_action_data: optional(record(string(), unknown())),
    thumbnail_product_retailer_id: optional(someText()),
    sections: optional(
      list(
        strictObject({
          title: optional(text(24)),
          product_items: list(strictObject({ product_retailer_id: someText() }), 1, Number.POSITIVE_INFINITY),
        }),
        1,
        10,
      ).check(
        rule(
          (sections: { title?: string }[]) =>
            sections.length === 1 || sections.every((section) => "title" in section),
          "must all have a title if there are several",
          { kind: "missing" },
        ),
        rule(
          (sections: unknown[]) => countProducts(sections) >= 1 && countProducts(sections) <= 30,
          "must have between 1 and 30 products in total",
          { kind: "length" },
        ),
      ),
    ),
    order_details: optional(orderDetailsParameters()),
    payment_request: optional(
      strictObject({
        payment_setting: buttonSetting(),
        currency: optional(literal("BRL")),
        total_amount: optional(
          strictObject({ value: integer(1, Number.MAX_SAFE_INTEGER), offset: literal(100) }),
        ),
      }),
    ),
  }),
);

const countProducts = (sections: readonly unknown[]): number =>
  sections.flatMap((section) => (section as { product_items: unknown[] }).product_items).length;

const typeNames = [
  "text",
  "currency",
  "date_time",
  "image",
  "video",
  "gif",
  "document",
  "location",
  "product",
  "group_id",
  "payload",
  "coupon_code",
  "ttl_minutes",
  "action",
  "limited_time_offer",
  "order_status",
  "tap_target_configuration",
] as const;

const degrees = () => union([number(), someText()]);

/** Text that fits into a sentence. The message is Meta's. */
const singleLine = () =>
  someText().check(
    rule(
      (value: string) => !/[\n\r\t]/.test(value) && !value.includes(" ".repeat(5)),
      "cannot have new-line/tab characters or more than 4 consecutive spaces",
      { code: 132018 },
    ),
  );

const parameter = once(() =>
  strictObject({
    type: z.enum(typeNames),
    parameter_name: optional(someText()),
    text: optional(singleLine()),
    currency: optional(
      strictObject({
        fallback_value: singleLine(),
        code: string().check(rule((code: string) => currencyPattern.test(code), "must be an ISO 4217 code")),
        amount_1000: z.int(),
      }),
    ),
    date_time: optional(z.looseObject({ fallback_value: singleLine() })),
    image: optional(file()),
    video: optional(file()),
    gif: optional(file()),
    document: optional(namedFile()),
    location: optional(
      strictObject({ latitude: degrees(), longitude: degrees(), name: someText(), address: someText() }),
    ),
    product: optional(strictObject({ product_retailer_id: someText(), catalog_id: someText() })),
    group_id: optional(someText()),
    payload: optional(someText()),
    coupon_code: optional(
      text(20).check(rule((code: string) => /^[A-Za-z0-9]+$/.test(code), "must be alphanumeric")),
    ),
    ttl_minutes: optional(integer(1, 43_200)),
    action: optional(action()),
    limited_time_offer: optional(strictObject({ expiration_time_ms: integer(1, Number.MAX_SAFE_INTEGER) })),
    order_status: optional(orderStatusParameters()),
    tap_target_configuration: optional(list(strictObject({ url: webUrl(), title: someText() }), 1, 1)),
  }).check(
    rule((one: { type: string }) => one.type in one, "needs the value that its type names", {
      kind: "missing",
    }),
    rule(
      (one: { type: string }) => typeNames.every((name) => name === one.type || !(name in one)),
      "has a value of another type",
    ),
  ),
);

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
  "call_permission_request",
  "app",
] as const;

const positions = Array.from({ length: 10 }, (_, index) => String(index));

const position = () =>
  union([string(), number()]).check(
    rule((index: string | number) => positions.includes(String(index)), "must be between 0 and 9"),
  );

interface Part {
  type: string;
  sub_type?: string;
  index?: unknown;
}

const component = (types: readonly [string, ...string[]], cards?: z.ZodMiniType) =>
  strictObject({
    type: z.enum(types),
    sub_type: optional(z.enum(subTypes)),
    index: optional(position()),
    parameters: optional(array(parameter())),
    ...(cards === undefined ? {} : { cards: optional(cards) }),
  }).check(
    rule((part: Part) => part.type !== "button" || "sub_type" in part, "is required for a button", {
      path: ["sub_type"],
      kind: "missing",
    }),
    rule((part: Part) => part.type !== "button" || "index" in part, "is required for a button", {
      path: ["index"],
      kind: "missing",
    }),
  );

const message = once(() => {
  const inCard = array(component(["header", "body", "button"]));
  const card = strictObject({ card_index: integer(0, 9), components: inCard });
  const types = [
    "header",
    "body",
    "button",
    "carousel",
    "limited_time_offer",
    "order_status",
    "tap_target_configuration",
    "call_permission_request",
    "footer",
  ] as const;
  return strictObject({
    name: text(512),
    language: strictObject({ code: someText(), policy: optional(literal("deterministic")) }),
    components: optional(array(component([...types], list(card, 1, 10)))),
  });
});

/** Checks the form of a `template` object, before it is matched with the template of that name. */
export const checkTemplateMessage = (content: unknown): void =>
  checkSchema(message(), content, { root: ["template"] });
