import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { nonEmptyText } from "./checks.ts";
import type { Open, SuccessAnswer } from "./common.ts";
import { changes } from "./setting-checks.ts";

/** A code with what it stands for. */
export interface PaymentCode {
  code?: string | undefined;
  description?: string | undefined;
}

/** How an account is paid. India only. */
export interface PaymentConfiguration {
  configuration_name: string;
  merchant_category_code?: PaymentCode | undefined;
  purpose_code?: PaymentCode | undefined;
  status?: Open<"Active" | "Needs_Connecting" | "Needs_Testing"> | undefined;
  provider_mid?: string | undefined;
  provider_name?: string | undefined;
  merchant_vpa?: string | undefined;
  /** Unix time in seconds. */
  created_timestamp?: string | number | undefined;
  /** Unix time in seconds. */
  updated_timestamp?: string | number | undefined;
  [key: string]: unknown;
}

/** A configuration to create. */
export interface NewPaymentConfiguration {
  configuration_name: string;
  provider_name: Open<"upi_vpa" | "razorpay" | "payu" | "zaakpay" | "billdesk">;
  merchant_category_code?: string | undefined;
  purpose_code?: string | undefined;
  /** For `upi_vpa`. */
  merchant_vpa?: string | undefined;
  /** Where the provider's page leads when the account is connected. */
  redirect_url?: string | undefined;
}

/** What to change about a configuration. */
export interface PaymentConfigurationChanges {
  data_endpoint_url?: string | undefined;
}

/** Meta's response to a new configuration. */
export interface CreatedPaymentConfiguration extends SuccessAnswer {
  /** The provider's page, which connects the account. */
  oauth_url?: string | undefined;
  /** Unix time in seconds. */
  expiration?: string | number | undefined;
}

/** Which configuration to connect. */
export interface OAuthLinkInput {
  configuration_name: string;
  redirect_url?: string | undefined;
}

/** The provider's page, which connects the account. */
export interface OAuthLink {
  oauth_url: string;
  /** Unix time in seconds. */
  expiration?: string | number | undefined;
  [key: string]: unknown;
}

/** An amount: `value` divided by `offset`. */
export interface PaymentAmount {
  value: number | string;
  /** Always 100. */
  offset: number | string;
}

/** Money that went back. */
export interface PaymentRefund {
  id: string;
  status?: Open<"pending" | "failed" | "completed"> | undefined;
  speed_processed?: Open<"normal" | "instant"> | undefined;
  [key: string]: unknown;
}

/** An attempt to pay. */
export interface PaymentTransaction {
  id: string;
  pg_transaction_id?: string | undefined;
  type?: Open<"billdesk" | "razorpay" | "payu" | "zaakpay"> | undefined;
  status?: Open<"pending" | "success" | "failed"> | undefined;
  /** Unix time in seconds. */
  created_timestamp?: string | number | undefined;
  /** Unix time in seconds. */
  updated_timestamp?: string | number | undefined;
  method?: { type?: Open<"upi" | "card" | "wallet" | "netbanking"> | undefined } | undefined;
  error?: { code?: string | undefined; reason?: string | undefined } | undefined;
  refunds?: PaymentRefund[] | undefined;
  [key: string]: unknown;
}

/** The payment of an order. */
export interface Payment {
  reference_id: string;
  status?: Open<"pending" | "captured"> | undefined;
  currency?: string | undefined;
  total_amount?: PaymentAmount | undefined;
  transactions?: PaymentTransaction[] | undefined;
  [key: string]: unknown;
}

/** Which payment to read. */
export interface PaymentKey {
  configuration_name: string;
  /** The order's. */
  reference_id: string;
}

/** What to pay back. */
export interface RefundInput {
  /** The order's. */
  reference_id: string;
  /** The name of the configuration that was paid with. */
  payment_config_id: string;
  amount: PaymentAmount & { currency: Open<"INR"> };
  /** Default: Meta's. */
  speed?: "normal" | "instant" | undefined;
}

export const newPaymentConfiguration = once(
  () =>
    z.object({
      configuration_name: nonEmptyText(),
      provider_name: nonEmptyText(),
      merchant_category_code: z.optional(z.string()),
      purpose_code: z.optional(z.string()),
      merchant_vpa: z.optional(z.string()),
      redirect_url: z.optional(z.string()),
    }) satisfies z.ZodMiniType<NewPaymentConfiguration>,
);
export const paymentConfigurationChanges = once(
  () => changes({ data_endpoint_url: z.string() }) satisfies z.ZodMiniType<PaymentConfigurationChanges>,
);
export const configurationName = once(() => z.object({ name: nonEmptyText() }));
export const oauthLinkInput = once(
  () =>
    z.object({
      configuration_name: nonEmptyText(),
      redirect_url: z.optional(z.string()),
    }) satisfies z.ZodMiniType<OAuthLinkInput>,
);
export const paymentKey = once(
  () =>
    z.object({
      configuration_name: nonEmptyText(),
      reference_id: nonEmptyText(),
    }) satisfies z.ZodMiniType<PaymentKey>,
);

/** Meta writes amounts as numbers and as text. */
const amount = (pattern: RegExp, error: string) =>
  z.union([z.number(), z.string()]).check(z.refine((value) => pattern.test(String(value)), { error }));

export const refundInput = once(
  () =>
    z.object({
      reference_id: nonEmptyText(),
      payment_config_id: nonEmptyText(),
      amount: z.object({
        currency: nonEmptyText(),
        value: amount(/^0*[1-9]\d*$/, "must be a whole number of 1 or more"),
        offset: amount(/^100$/, "must be 100"),
      }),
      speed: z.optional(z.enum(["normal", "instant"])),
    }) satisfies z.ZodMiniType<RefundInput>,
);
