import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { list, nonEmptyText, rule, text } from "./checks.ts";
import type { Open } from "./common.ts";
import { type ListFilters, listFilters } from "./paging.ts";
import { languagePattern, userIdPattern } from "./patterns.ts";
import { changes, httpsUrl, matching, sixDigits } from "./setting-checks.ts";

/**
 * A business phone number. Without `fields`, Meta returns the id, the number, the name, the quality and a few more.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/phone-numbers
 */
export interface PhoneNumber {
  id: string;
  /** The number as people write it: `+1 631-555-5555`. */
  display_phone_number: string;
  /** The name that customers see. */
  verified_name: string;
  quality_rating: Open<"GREEN" | "YELLOW" | "RED" | "NA" | "UNKNOWN">;
  quality_score?: { score: Open<"GREEN" | "YELLOW" | "RED" | "UNKNOWN"> } | undefined;
  /** It sends and receives only while this is `CONNECTED`. */
  status?:
    | Open<
        | "CONNECTED"
        | "PENDING"
        | "DISCONNECTED"
        | "FLAGGED"
        | "RESTRICTED"
        | "RATE_LIMITED"
        | "BANNED"
        | "MIGRATED"
        | "DELETED"
        | "UNVERIFIED"
        | "UNKNOWN"
      >
    | undefined;
  name_status?: NameStatus | undefined;
  /** The name that is being reviewed, and what became of it. */
  new_display_name?: string | undefined;
  new_name_status?: NameStatus | undefined;
  code_verification_status?: Open<"VERIFIED" | "NOT_VERIFIED" | "EXPIRED" | "UNVERIFIED"> | undefined;
  /** `NOT_APPLICABLE`: it is not registered. */
  platform_type?: Open<"CLOUD_API" | "ON_PREMISE" | "NOT_APPLICABLE"> | undefined;
  account_mode?: Open<"LIVE" | "SANDBOX"> | undefined;
  throughput?: { level: Open<"STANDARD" | "HIGH" | "NOT_APPLICABLE"> } | undefined;
  /** How many people the business may write to first within 24 hours. */
  whatsapp_business_manager_messaging_limit?:
    | Open<"TIER_250" | "TIER_2K" | "TIER_10K" | "TIER_100K" | "TIER_UNLIMITED" | "UNTIERED">
    | undefined;
  is_official_business_account?: boolean | undefined;
  is_pin_enabled?: boolean | undefined;
  is_preverified_number?: boolean | undefined;
  /** Whether the number is also used in the WhatsApp Business app. */
  is_on_biz_app?: boolean | undefined;
  official_business_account?: OfficialAccount | undefined;
  health_status?: HealthStatus | undefined;
  /** Where its webhooks go. */
  webhook_configuration?:
    | {
        application?: string | undefined;
        whatsapp_business_account?: string | undefined;
        phone_number?: string | undefined;
      }
    | undefined;
  last_onboarded_time?: string | undefined;
  search_visibility?: Open<"VISIBLE" | "HIDDEN"> | undefined;
  country_code?: string | undefined;
  country_dial_code?: string | undefined;
  username?: string | undefined;
}

/** What the review says about a display name. */
export type NameStatus = Open<
  "APPROVED" | "AVAILABLE_WITHOUT_REVIEW" | "DECLINED" | "EXPIRED" | "PENDING_REVIEW" | "NONE"
>;

/** Whether something can be sent, and what is in the way. */
export interface HealthStatus {
  can_send_message: Open<"AVAILABLE" | "LIMITED" | "BLOCKED">;
  entities: {
    entity_type: Open<"PHONE_NUMBER" | "WABA" | "BUSINESS" | "APP" | "MESSAGE_TEMPLATE" | "FLOW">;
    id: string;
    can_send_message: Open<"AVAILABLE" | "LIMITED" | "BLOCKED">;
    can_receive_call_sip?: string | undefined;
    additional_info?: string[] | undefined;
    errors?: { error_code: number; error_description: string; possible_solution?: string }[] | undefined;
  }[];
}

/** Which numbers to list. The newest come first, unless `sort` says otherwise. */
export interface PhoneNumberFilters<Field extends string = string> extends ListFilters<Field> {
  /** `"last_onboarded_time_ascending"`, or a list of such words. */
  sort?: string | readonly string[] | undefined;
  /** `[{ field: "account_mode", operator: "EQUAL", value: "SANDBOX" }]`. */
  filtering?: readonly ListFilter[] | undefined;
}

/** A condition that the elements of a list meet. */
export interface ListFilter {
  field: string;
  operator: Open<"EQUAL" | "GREATER_THAN" | "LESS_THAN">;
  value: string | number | boolean;
}

/** A number to add to the account. */
export interface NewPhoneNumber {
  /** The country calling code: `49`. */
  cc: string;
  /** The number without the country code, digits only. */
  phone_number: string;
  /** The name that customers will see. */
  verified_name: string;
  preverified_id?: string | undefined;
  /** Moves the number here from another account. */
  migrate_phone_number?: boolean | undefined;
}

/** Changes of a number, one or more. */
export interface PhoneNumberChanges {
  /** The new PIN, 6 digits. */
  pin?: string | undefined;
  /** Another name, which Meta reviews. Once it is approved, register the number again within 14 days. */
  new_display_name?: string | undefined;
  webhook_configuration?: CallbackOverride | undefined;
}

/** Sends webhooks elsewhere than to the app's callback. */
export interface CallbackOverride {
  /** An https URL of up to 200 characters; `""` ends the override. */
  override_callback_uri: string;
  /** What Meta sends to the URL to verify it. Needed with a URL. */
  verify_token?: string | undefined;
}

/** How the verification code reaches you. */
export interface CodeRequest {
  code_method: "SMS" | "VOICE";
  /** The language of the message or call: `en`, `en_US`. */
  language: string;
}

/** The verification code. */
export interface CodeVerification {
  /** 6 digits; a dash or space inside is taken out. */
  code: string;
}

/** What registers a number. */
export interface Registration {
  /** 6 digits: the number's PIN. If it has none yet, this becomes it. */
  pin: string;
  /** For Graph API v20.0 and older; later ones store locally by {@link PhoneNumberSettings.storage_configuration}. */
  data_localization_region?: string | undefined;
  /** The backup of a number that moves here from the On-Premises API. */
  backup?: { password: string; data: string } | undefined;
  tier?: string | undefined;
  meta_store_retention_minutes?: number | undefined;
}

/** The username of a number; absent while it has none. */
export interface Username {
  username?: string | undefined;
  status: UsernameStatus;
}

/** `reserved`: it is yours, but customers do not see it yet. */
export type UsernameStatus = Open<"approved" | "reserved" | "deleted">;

/** A username to take. */
export interface NewUsername {
  /** 3 to 35 letters, digits, periods and underscores, with a letter. Capitals do not matter. */
  username: string;
  /** `force_transfer` takes it from another number of yours. Default `none`. */
  transfer_action?: "none" | "force_transfer" | undefined;
}

/** A customer to delete from the contact book of a number. */
export interface ContactDeletion {
  /** The business-scoped user id: `US.1349…`. */
  bsuid: string;
}

/** What was deleted. */
export interface DeletedContact {
  success: boolean;
  /** Whether the contact was there. */
  deleted: boolean;
}

/** Whether the number is an official business account. */
export interface OfficialAccount {
  oba_status: Open<
    "NOT_STARTED" | "PENDING" | "UNDER_REVIEW" | "APPROVED" | "REJECTED" | "EXPIRED" | "CANCELLED"
  >;
  status_message?: string | undefined;
}

/** Why the number should be an official business account. */
export interface OfficialAccountRequest {
  business_website_url: string;
  /** The country, as two letters. */
  primary_country_of_operation: string;
  primary_language: string;
  /** Up to 5 links that show that the business is notable. */
  supporting_links?: readonly string[] | undefined;
  parent_business_or_brand?: string | undefined;
  additional_supporting_information?: string | undefined;
}

/** Conditions, as elements of a list. */
export const filtering = () =>
  z.optional(
    z.readonly(
      z.array(
        z.strictObject({
          field: nonEmptyText(),
          operator: nonEmptyText(),
          value: z.union([z.string(), z.number(), z.boolean()]),
        }),
      ),
    ),
  );

export const sorting = () => z.optional(z.union([nonEmptyText(), z.readonly(z.array(nonEmptyText()))]));

export const phoneNumberFilters = once(() => listFilters({ sort: sorting(), filtering: filtering() }));

export const newPhoneNumber = once(() =>
  z.object({
    cc: matching(/^\d{1,4}$/, "must be a country calling code: 1 to 4 digits"),
    phone_number: matching(/^\d+$/, "must be the number without its country code, digits only"),
    verified_name: nonEmptyText(),
    preverified_id: z.optional(z.string()),
    migrate_phone_number: z.optional(z.boolean()),
  }),
);

/** An https URL with a verify token. */
export const override = () =>
  z.object({ override_callback_uri: httpsUrl(200), verify_token: nonEmptyText() });

/** The same, or an empty URL, which ends the override. */
const clearableOverride = () =>
  z
    .object({ override_callback_uri: httpsUrl(200, { min: 0 }), verify_token: z.optional(nonEmptyText()) })
    .check(
      rule(
        (value) => value.override_callback_uri === "" || value.verify_token !== undefined,
        "is missing: Meta sends it to the URL to verify it",
        ["verify_token"],
      ),
    );

export const phoneNumberChanges = once(() =>
  changes({
    pin: sixDigits(),
    new_display_name: nonEmptyText(),
    webhook_configuration: clearableOverride(),
  }),
);

export const codeRequest = once(() =>
  z.object({
    code_method: z.enum(["SMS", "VOICE"]),
    language: matching(languagePattern, "must be a language code: en, en_US"),
  }),
);

export const codeVerification = once(() => z.object({ code: sixDigits() }));

export const registration = once(() =>
  z.object({
    pin: sixDigits(),
    data_localization_region: z.optional(z.string()),
    backup: z.optional(z.object({ password: nonEmptyText(), data: nonEmptyText() })),
    tier: z.optional(z.string()),
    meta_store_retention_minutes: z.optional(z.number()),
  }),
);

/** Letters, digits, underscores and single periods inside, with a letter, and nothing that looks like an address. */
const usernamePattern =
  /^(?=.*[a-z])(?!www)(?!.*\.(com|org|net|int|edu|gov|mil|us|in|html)$)[a-z0-9_]+(\.[a-z0-9_]+)*$/i;

export const newUsername = once(() =>
  z.object({
    username: text(35).check(
      z.refine((value) => value.length >= 3, { error: "must have at least 3 characters" }),
      z.regex(usernamePattern, {
        error:
          "must have a letter and only a-z, 0-9, underscores and single periods inside, and must not look like a website",
      }),
    ),
    transfer_action: z.optional(z.enum(["none", "force_transfer"])),
  }),
);

export const contactDeletion = once(() =>
  z.object({
    bsuid: matching(
      userIdPattern,
      "must be a business-scoped user id: two capital letters, a dot, letters and digits",
    ),
  }),
);

export const officialAccountRequest = once(() =>
  z.object({
    business_website_url: nonEmptyText(),
    primary_country_of_operation: nonEmptyText(),
    primary_language: nonEmptyText(),
    supporting_links: z.optional(list(nonEmptyText(), 0, 5)),
    parent_business_or_brand: z.optional(z.string()),
    additional_supporting_information: z.optional(z.string()),
  }),
);
