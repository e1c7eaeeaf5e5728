import * as z from "zod/mini";
import { array, literal, optional, record, strictObject, string, unknown } from "zod/mini";
import { orderReferencePattern } from "../../../../types/patterns.ts";
import { once } from "../../../../utils/once.ts";
import { holdsItsType, integer, list, rule, someText, text, webUrl } from "../schema.ts";

const maxAmount = Number.MAX_SAFE_INTEGER;

const money = (least: number) => strictObject({ value: integer(least, maxAmount), offset: literal(100) });

interface Money {
  value: number;
}

const described = (more: Record<string, z.ZodMiniType> = {}) =>
  strictObject({
    value: integer(0, maxAmount),
    offset: literal(100),
    description: optional(text(60)),
    ...more,
  });

const settingTypes = [
  "pix_dynamic_code",
  "boleto",
  "payment_link",
  "offsite_card_pay",
  "payment_gateway",
  "upi_intent_link",
] as const;

const setting = once(() => {
  const gateway = record(string(), unknown());
  return strictObject({
    type: z.enum(settingTypes),
    pix_dynamic_code: optional(
      strictObject({
        code: someText(),
        merchant_name: someText(),
        key: someText(),
        key_type: z.enum(["CPF", "CNPJ", "EMAIL", "PHONE", "EVP"]),
      }),
    ),
    boleto: optional(strictObject({ digitable_line: someText() })),
    payment_link: optional(
      strictObject({ uri: webUrl(), success_url: optional(webUrl()), cancel_url: optional(webUrl()) }),
    ),
    offsite_card_pay: optional(strictObject({ last_four_digits: someText(), credential_id: someText() })),
    payment_gateway: optional(
      strictObject({
        type: z.enum(["billdesk", "razorpay", "payu", "zaakpay"]),
        configuration_name: text(60),
        billdesk: optional(gateway),
        razorpay: optional(gateway),
        payu: optional(gateway),
        zaakpay: optional(gateway),
      }),
    ),
    upi_intent_link: optional(
      strictObject({
        link: someText().check(rule((link: string) => link.startsWith("upi://"), "must begin with upi://")),
      }),
    ),
  }).check(...holdsItsType(settingTypes));
});

/** How a payment button is paid. Meta documents fewer of its fields than of an order. */
export const buttonSetting = once(() =>
  z
    .looseObject({
      type: someText(),
      pix_dynamic_code: optional(z.looseObject({ code: someText() })),
      boleto: optional(z.looseObject({ digitable_line: someText() })),
      payment_link: optional(z.looseObject({ uri: webUrl() })),
      offsite_card_pay: optional(
        z.looseObject({ last_four_digits: someText(), credential_id: optional(someText()) }),
      ),
    })
    .check(
      rule((one: { type: string }) => one.type in one, "needs the object that its type names", {
        kind: "missing",
      }),
    ),
);

const beneficiary = once(() =>
  strictObject({
    name: text(200),
    address_line1: text(100),
    address_line2: optional(text(100)),
    city: someText(),
    state: someText(),
    country: literal("India"),
    postal_code: string().check(rule((code: string) => /^\d{6}$/.test(code), "must have 6 digits")),
  }),
);

interface Item {
  amount: Money;
  sale_amount?: Money;
  quantity: number;
  image?: unknown;
}

const item = once(() => {
  const words = optional(string());
  const importer_address = strictObject({
    address_line1: words,
    address_line2: words,
    city: words,
    zone_code: words,
    postal_code: words,
    country_code: words,
  });
  return strictObject({
    retailer_id: optional(someText()),
    name: text(60),
    amount: money(0),
    quantity: integer(1, maxAmount),
    sale_amount: optional(money(0)),
    image: optional(strictObject({ link: webUrl() })),
    country_of_origin: words,
    importer_name: words,
    importer_address: optional(importer_address),
  }).check(
    rule(
      ({ amount, sale_amount }: Item) => sale_amount === undefined || sale_amount.value < amount.value,
      "must have a sale_amount below its amount",
    ),
    rule(
      (one: object) => !("image" in one && "retailer_id" in one),
      "cannot have both image and retailer_id",
    ),
  );
});

interface Order {
  items: Item[];
  subtotal: Money;
  tax: Money;
  shipping?: Money;
  discount?: Money;
  catalog_id?: string;
}

const sumItems = (items: readonly Item[]): number =>
  items.reduce((sum, { amount, sale_amount, quantity }) => sum + (sale_amount ?? amount).value * quantity, 0);

const withoutImages = ({ items, catalog_id }: Order): boolean => {
  const pictured = items.filter((one) => one.image !== undefined).length;
  return pictured === 0 || (items.length <= 10 && catalog_id === undefined);
};

const order = once(() =>
  strictObject({
    status: literal("pending"),
    type: optional(literal("quick_pay")),
    catalog_id: optional(someText()),
    expiration: optional(strictObject({ timestamp: someText(), description: text(120) })),
    items: array(item()).check(
      rule((items: unknown[]) => items.length > 0, "must not be empty", { kind: "length" }),
    ),
    subtotal: money(0),
    tax: described(),
    shipping: optional(described()),
    discount: optional(described({ discount_program_name: optional(text(60)) })),
  }).check(
    rule(({ items, subtotal }: Order) => sumItems(items) === subtotal.value, "must be the sum of the items", {
      path: ["subtotal"],
    }),
    rule(withoutImages, "can have images only without a catalog, and with at most 10 items", {
      path: ["items"],
    }),
  ),
);

const referenceId = () =>
  text(60).check(
    rule((id: string) => orderReferencePattern.test(id), "can only contain letters, digits, _ - and ."),
  );

interface OrderDetails {
  currency: string;
  payment_type?: string;
  reference_id: string;
  payment_settings?: unknown[];
  payment_configuration?: string;
  total_amount: Money;
  order?: Order;
}

const sumOrder = ({ subtotal, tax, shipping, discount }: Order): number =>
  subtotal.value + tax.value + (shipping?.value ?? 0) - (discount?.value ?? 0);

/** Brazil and India use the same form with different limits. */
export const orderDetailsParameters = once(() =>
  strictObject({
    reference_id: referenceId(),
    type: z.enum(["digital-goods", "physical-goods"]),
    payment_type: optional(someText()),
    payment_configuration: optional(text(60)),
    payment_settings: optional(list(setting(), 1, 10)),
    beneficiaries: optional(array(beneficiary())),
    shipping_info: optional(strictObject({ country: literal("IN"), addresses: optional(array(unknown())) })),
    currency: z.enum(["BRL", "INR"]),
    total_amount: money(1),
    order: optional(order()),
  }).check(
    rule(
      (details: OrderDetails) => details.currency !== "BRL" || details.payment_type === "br",
      'must be "br" for BRL',
      { path: ["payment_type"] },
    ),
    rule(
      (details: OrderDetails) => details.currency !== "INR" || details.reference_id.length <= 35,
      "must be at most 35 characters long for INR",
      { path: ["reference_id"], kind: "length" },
    ),
    rule(
      (details: OrderDetails) => "payment_settings" in details || "payment_configuration" in details,
      "is required",
      { path: ["payment_settings"], kind: "missing" },
    ),
    rule((details: OrderDetails) => details.currency === "BRL" || "order" in details, "is required", {
      path: ["order"],
      kind: "missing",
    }),
    rule(
      (details: OrderDetails) =>
        details.order === undefined || sumOrder(details.order) === details.total_amount.value,
      "must be subtotal + tax + shipping - discount",
      { path: ["total_amount"] },
    ),
  ),
);

export const orderDetailsAction = once(() =>
  strictObject({ name: literal("review_and_pay"), parameters: orderDetailsParameters() }),
);

/** Meta's tables have the hyphen, its samples the underscore. */
const orderStates = [
  "pending",
  "processing",
  "partially-shipped",
  "partially_shipped",
  "shipped",
  "completed",
  "canceled",
] as const;

export const orderStatusParameters = once(() =>
  strictObject({
    reference_id: referenceId(),
    order: strictObject({ status: z.enum(orderStates), description: optional(text(120)) }),
    payment: optional(
      strictObject({
        status: z.enum(["pending", "captured", "failed"]),
        timestamp: optional(z.number()),
      }),
    ),
  }),
);

export const orderStatusAction = once(() =>
  strictObject({ name: literal("review_order"), parameters: orderStatusParameters() }),
);
