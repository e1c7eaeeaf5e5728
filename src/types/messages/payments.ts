import * as z from "zod/mini";
import { toObject } from "../../utils/json.ts";
import { httpUrl, list, nonEmptyText, openWord, rule, text, wholeNumber } from "../checks.ts";
import type { Open } from "../common.ts";
import { orderReferencePattern } from "../patterns.ts";

/** An amount: `value` divided by `offset`. */
export interface Amount {
  value: number;
  /** Always 100. */
  offset: number;
}

/** An amount with a description. */
export interface DescribedAmount extends Amount {
  /** Up to 60 characters. */
  description?: string | undefined;
}

/** An item of an order. */
export interface OrderItem {
  /** Up to 60 characters. */
  name: string;
  amount: Amount;
  quantity: number;
  retailer_id?: string | undefined;
  /** Less than `amount`. */
  sale_amount?: Amount | undefined;
  image?: { link: string } | undefined;
  country_of_origin?: string | undefined;
  importer_name?: string | undefined;
  importer_address?: Record<string, unknown> | undefined;
}

/** A way to pay; each type has an object of the same name. */
export interface PaymentSetting {
  type: Open<
    | "pix_dynamic_code"
    | "boleto"
    | "payment_link"
    | "offsite_card_pay"
    | "payment_gateway"
    | "upi_intent_link"
  >;
  pix_dynamic_code?:
    | {
        code: string;
        merchant_name?: string | undefined;
        key?: string | undefined;
        key_type?: string | undefined;
      }
    | undefined;
  boleto?: { digitable_line: string } | undefined;
  payment_link?:
    | { uri: string; success_url?: string | undefined; cancel_url?: string | undefined }
    | undefined;
  offsite_card_pay?: { last_four_digits: string; credential_id?: string | undefined } | undefined;
  payment_gateway?: Record<string, unknown> | undefined;
  upi_intent_link?: { link: string } | undefined;
}

/**
 * A payment request. Brazil (BRL) and India (INR) only.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders
 */
export interface OrderDetailsParameters {
  /** Unique within your business: letters, digits, `_`, `-`, `.`; up to 60 characters in Brazil, 35 in India. */
  reference_id: string;
  type: Open<"digital-goods" | "physical-goods">;
  /** `br` is required with BRL. */
  payment_type?: Open<"br" | "upi"> | undefined;
  payment_configuration?: string | undefined;
  /** Required unless there is a `payment_configuration`. In an order, every field of `pix_dynamic_code` and `offsite_card_pay` is required. */
  payment_settings?: PaymentSetting[] | undefined;
  beneficiaries?: Record<string, unknown>[] | undefined;
  shipping_info?: Record<string, unknown> | undefined;
  currency: Open<"BRL" | "INR">;
  total_amount: Amount;
  /** Required with INR. In Brazil optional, for a simple payment request. */
  order?:
    | {
        status: Open<"pending">;
        type?: Open<"quick_pay"> | undefined;
        catalog_id?: string | undefined;
        expiration?: { timestamp: string; description?: string | undefined } | undefined;
        items: OrderItem[];
        subtotal: Amount;
        tax: DescribedAmount;
        shipping?: DescribedAmount | undefined;
        discount?: (DescribedAmount & { discount_program_name?: string | undefined }) | undefined;
      }
    | undefined;
}

/** The status of an order. */
export interface OrderStatusParameters {
  reference_id: string;
  order: {
    status: Open<"pending" | "processing" | "partially-shipped" | "shipped" | "completed" | "canceled">;
    /** Up to 120 characters. */
    description?: string | undefined;
  };
  payment?: { status: Open<"pending" | "captured" | "failed">; timestamp?: number | undefined } | undefined;
}

const amount = (least = 0) =>
  z.object({ value: wholeNumber(least), offset: z.literal(100) as z.ZodMiniType<number> });
const described = {
  value: wholeNumber(0),
  offset: z.literal(100) as z.ZodMiniType<number>,
  description: z.optional(text(60)),
};
const record = z.record(z.string(), z.unknown());
const referenceId = () =>
  text(60).check(z.regex(orderReferencePattern, { error: "must consist of letters, digits, _, - and ." }));

const item = () =>
  z
    .object({
      name: text(60),
      amount: amount(),
      quantity: wholeNumber(1),
      retailer_id: z.optional(nonEmptyText()),
      sale_amount: z.optional(amount()),
      image: z.optional(z.object({ link: httpUrl() })),
      country_of_origin: z.optional(z.string()),
      importer_name: z.optional(z.string()),
      importer_address: z.optional(record),
    })
    .check(
      rule<OrderItem>(
        ({ amount: full, sale_amount: sale }) => sale === undefined || sale.value < full.value,
        "must be less than `amount`",
        ["sale_amount"],
      ),
    );

export const paymentSetting = () =>
  z
    .object({
      type: openWord<"pix_dynamic_code">() as z.ZodMiniType<PaymentSetting["type"]>,
      pix_dynamic_code: z.optional(
        z.object({
          code: text(2000),
          merchant_name: z.optional(nonEmptyText()),
          key: z.optional(nonEmptyText()),
          key_type: z.optional(nonEmptyText()),
        }),
      ),
      boleto: z.optional(z.object({ digitable_line: text(200) })),
      payment_link: z.optional(
        z.object({ uri: httpUrl(), success_url: z.optional(httpUrl()), cancel_url: z.optional(httpUrl()) }),
      ),
      offsite_card_pay: z.optional(
        z.object({ last_four_digits: text(4), credential_id: z.optional(nonEmptyText()) }),
      ),
      payment_gateway: z.optional(record),
      upi_intent_link: z.optional(z.object({ link: text(2000) })),
    })
    .check(
      rule<PaymentSetting>(
        (setting) => (setting as unknown as Record<string, unknown>)[setting.type] !== undefined,
        "must have an object named like its `type`",
      ),
    ) satisfies z.ZodMiniType<PaymentSetting>;

/** The fields that these ways to pay need in an order. A payment button needs fewer. */
const neededInOrders: Readonly<Record<string, readonly string[]>> = {
  pix_dynamic_code: ["merchant_name", "key", "key_type"],
  offsite_card_pay: ["credential_id"],
};

const orderSetting = () =>
  paymentSetting().check(
    ...Object.entries(neededInOrders).flatMap(([type, keys]) =>
      keys.map((key) =>
        rule<PaymentSetting>(
          (setting) => setting.type !== type || toObject(toObject(setting)[type])[key] !== undefined,
          "is missing: an order needs it",
          [type, key],
        ),
      ),
    ),
  );

const order = () =>
  z
    .object({
      status: openWord<"pending">(),
      type: z.optional(openWord<"quick_pay">()),
      catalog_id: z.optional(nonEmptyText()),
      expiration: z.optional(z.object({ timestamp: text(20), description: z.optional(text(120)) })),
      items: list(item(), 1, 999),
      subtotal: amount(),
      tax: z.object(described),
      shipping: z.optional(z.object(described)),
      discount: z.optional(z.object({ ...described, discount_program_name: z.optional(text(60)) })),
    })
    .check(
      rule<NonNullable<OrderDetailsParameters["order"]>>(
        ({ items, subtotal }) => subtotal.value === items.reduce((sum, one) => sum + sumPrice(one), 0),
        "must be the sum of the prices of its items",
        ["subtotal"],
      ),
    );

const sumPrice = ({ amount: full, sale_amount: sale, quantity }: OrderItem): number =>
  (sale ?? full).value * quantity;

export const orderDetailsParameters = () =>
  z
    .object({
      reference_id: referenceId(),
      type: openWord<"digital-goods" | "physical-goods">(),
      payment_type: z.optional(openWord<"br" | "upi">()),
      payment_configuration: z.optional(text(60)),
      payment_settings: z.optional(list(orderSetting(), 1, 10)),
      beneficiaries: z.optional(z.array(record)),
      shipping_info: z.optional(record),
      currency: openWord<"BRL" | "INR">(),
      total_amount: amount(1),
      order: z.optional(order()),
    })
    .check(
      rule<OrderDetailsParameters>(
        ({ currency, payment_type }) => currency !== "BRL" || payment_type === "br",
        'must be "br" for BRL',
        ["payment_type"],
      ),
      rule<OrderDetailsParameters>(
        ({ currency, reference_id }) => currency !== "INR" || reference_id.length <= 35,
        "must be at most 35 characters for INR",
        ["reference_id"],
      ),
      rule<OrderDetailsParameters>(
        ({ payment_settings, payment_configuration }) =>
          payment_settings !== undefined || payment_configuration !== undefined,
        "is missing: pass it, or `payment_configuration`",
        ["payment_settings"],
      ),
      rule<OrderDetailsParameters>(
        ({ currency, order: one }) => currency !== "INR" || one !== undefined,
        "is missing: only BRL works without an order",
        ["order"],
      ),
      rule<OrderDetailsParameters>(
        ({ order: one, total_amount }) => one === undefined || total_amount.value === sumTotal(one),
        "must equal subtotal + tax + shipping - discount",
        ["total_amount"],
      ),
    ) satisfies z.ZodMiniType<OrderDetailsParameters>;

const sumTotal = ({
  subtotal,
  tax,
  shipping,
  discount,
}: NonNullable<OrderDetailsParameters["order"]>): number =>
  subtotal.value + tax.value + (shipping?.value ?? 0) - (discount?.value ?? 0);

export const orderStatusParameters = () =>
  z.object({
    reference_id: referenceId(),
    order: z.object({
      status: openWord() as z.ZodMiniType<OrderStatusParameters["order"]["status"]>,
      description: z.optional(text(120)),
    }),
    payment: z.optional(
      z.object({ status: openWord<"pending" | "captured" | "failed">(), timestamp: z.optional(z.number()) }),
    ),
  }) satisfies z.ZodMiniType<OrderStatusParameters>;
