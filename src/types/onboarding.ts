import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { nonEmptyList, nonEmptyText, rule } from "./checks.ts";
import type { Open } from "./common.ts";
import { override } from "./phone-numbers.ts";
import { httpsUrl, sixDigits } from "./setting-checks.ts";

/** A code from Embedded Signup, to exchange for a token. */
export interface CodeExchange {
  /** `authResponse.code` of the popup. It works once, within 30 seconds. */
  code: string;
  /** The address that the customer came back to, if the popup was opened with one. */
  redirect_uri?: string | undefined;
}

/** The token of a customer. */
export interface CustomerToken {
  access_token: string;
  token_type?: string | undefined;
  /** In seconds. Absent: it does not expire. */
  expires_in?: number | undefined;
}

/** A permission, and what it was granted for. */
export interface GranularScope {
  scope: Open<"whatsapp_business_management" | "whatsapp_business_messaging" | "business_management">;
  /** Ids of WhatsApp Business Accounts, the newest first. Absent: all. */
  target_ids?: string[] | undefined;
}

/** What Meta tells about a token. */
export interface TokenInfo {
  app_id?: string | undefined;
  application?: string | undefined;
  type?: Open<"SYSTEM_USER" | "USER" | "APP"> | undefined;
  is_valid: boolean;
  /** Unix seconds; 0: never. */
  expires_at?: number | undefined;
  /** Unix seconds; 0: never. */
  data_access_expires_at?: number | undefined;
  /** Unix seconds. */
  issued_at?: number | undefined;
  user_id?: string | undefined;
  profile_id?: string | undefined;
  scopes?: string[] | undefined;
  granular_scopes?: GranularScope[] | undefined;
  /** Why it is not valid. */
  error?: { code: number; message: string; subcode?: number | undefined } | undefined;
}

/** A step of `onboarding.complete`. */
export type OnboardingStep = "exchange" | "account" | "subscribe" | "number" | "register";

/** How far `onboarding.complete` came. It holds the customer's token: keep it as safe as one. */
export interface OnboardingProgress {
  /** The customer's token. */
  accessToken: string;
  businessAccountId?: string | undefined;
  phoneNumberId?: string | undefined;
  /** The steps that are behind, in order. */
  done: readonly OnboardingStep[];
}

/** What the customer chose in Embedded Signup, and what to do with it. */
export interface SignupChoices {
  /** `waba_id` of the popup's message. Default: the newest account that the customer granted. */
  businessAccountId?: string | undefined;
  /** `phone_number_id` of the popup's message. Default: the newest number of the account. */
  phoneNumberId?: string | undefined;
  /** Registers the number with this PIN of 6 digits. Leave it out for numbers that stay in the WhatsApp Business app. */
  pin?: string | undefined;
  /** The address that the customer came back to, if the popup was opened with one. */
  redirect_uri?: string | undefined;
  /** Where this customer's webhooks go, instead of to the app's callback. */
  webhook?: { override_callback_uri: string; verify_token: string } | undefined;
  /** From {@link OnboardingProgress}; never from a browser: it skips checks. */
  done?: readonly OnboardingStep[] | undefined;
}

/** What Embedded Signup leaves to a server: a fresh `code`, or the progress of an earlier attempt. */
export type EmbeddedSignup = SignupChoices &
  ({ code: string; accessToken?: string | undefined } | { code?: string | undefined; accessToken: string });

/** A customer who is connected. Spread it into the options of a client. */
export type OnboardedCustomer = {
  /** The customer's token. */
  accessToken: string;
  businessAccountId: string;
} & ({ phoneNumberId: string } | { phoneNumberId?: undefined });

/** Where an app's webhooks go. */
export interface AppSubscriptionInput {
  /** An https URL, which Meta verifies during the call. */
  callback_url: string;
  /** What Meta sends to the URL to verify it. */
  verify_token: string;
  /** Which webhooks: `messages`, `account_update`, … They replace those of before. */
  fields: readonly string[];
}

/** A subscription of an app. */
export interface AppSubscription {
  object: Open<"whatsapp_business_account">;
  callback_url?: string | undefined;
  active?: boolean | undefined;
  /** The version of each field's payloads. */
  fields: { name: string; version?: string | undefined }[];
}

/** What the WhatsApp Business app shares: contacts first, then chats. */
export interface AppDataSync {
  sync_type: "smb_app_state_sync" | "history";
}

export const codeExchange = once(() =>
  z.strictObject({ code: nonEmptyText(), redirect_uri: z.optional(nonEmptyText()) }),
);

export const tokenInspection = once(() => z.strictObject({ input_token: nonEmptyText() }));

const step = () => z.enum(["exchange", "account", "subscribe", "number", "register"]);

export const embeddedSignup = once(() =>
  z
    .strictObject({
      code: z.optional(nonEmptyText()),
      accessToken: z.optional(nonEmptyText()),
      businessAccountId: z.optional(nonEmptyText()),
      phoneNumberId: z.optional(nonEmptyText()),
      pin: z.optional(sixDigits()),
      redirect_uri: z.optional(nonEmptyText()),
      webhook: z.optional(override()),
      done: z.optional(z.readonly(z.array(step()))),
    })
    .check(
      rule(
        ({ code, accessToken }) => code !== undefined || accessToken !== undefined,
        "is missing: pass the `code` of Embedded Signup, or the `progress` of an OnboardingError",
        ["code"],
      ),
      rule(
        ({ accessToken, done = [] }) => accessToken !== undefined || done.length === 0,
        "belongs to the `accessToken` of an OnboardingError's `progress`: leave it out",
        ["done"],
      ),
      rule(
        ({ businessAccountId, done = [] }) => businessAccountId !== undefined || !done.includes("account"),
        "is missing: `done` says that it is known",
        ["businessAccountId"],
      ),
    ),
);

export const appSubscription = once(() =>
  z.object({ callback_url: httpsUrl(), verify_token: nonEmptyText(), fields: nonEmptyList(nonEmptyText()) }),
);

export const appDataSync = once(() => z.object({ sync_type: z.enum(["smb_app_state_sync", "history"]) }));
