import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { list, nonEmptyText, rule, wholeNumber } from "./checks.ts";
import type { Open } from "./common.ts";
import { fieldNames } from "./paging.ts";
import { matching, onOff } from "./setting-checks.ts";

/** `ENABLED` or `DISABLED`. */
export type OnOff = Open<"ENABLED" | "DISABLED">;

/** The settings of a number. Meta also returns keys that are not listed here. */
export interface PhoneNumberSettings {
  calling?: CallSettings | undefined;
  /** Whether messages fail when the recipient's identity has changed. */
  user_identity_change?: { enable_identity_key_check: boolean } | undefined;
  storage_configuration?: StorageConfiguration | undefined;
  payload_encryption?: PayloadEncryption | undefined;
}

/** Where messages are stored, and for how long. It can be changed only while the number is not registered. */
export interface StorageConfiguration {
  status: Open<
    "DEFAULT" | "IN_COUNTRY_STORAGE_ENABLED" | "IN_COUNTRY_STORAGE_DISABLED" | "NO_STORAGE_ENABLED"
  >;
  data_localization_region?: string | undefined;
  retention_minutes?: number | undefined;
}

/** Whether payloads are encrypted with a key of yours. */
export interface PayloadEncryption {
  status: OnOff;
  client_encryption_key?: string | undefined;
  client_encryption_key_fingerprint?: string | undefined;
  cloud_encryption_key?: string | undefined;
}

/**
 * How the number takes calls.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 */
export interface CallSettings {
  status?: OnOff | undefined;
  call_icon_visibility?: Open<"DEFAULT" | "DISABLE_ALL"> | undefined;
  /** Shows the call button only to numbers of these countries; `[]` to all. */
  call_icons?: { restrict_to_user_countries: readonly string[] } | undefined;
  call_hours?: CallHours | undefined;
  callback_permission_status?: OnOff | undefined;
  sip?: SipSettings | undefined;
  srtp_key_exchange_protocol?: Open<"DTLS" | "SDES"> | undefined;
  audio?: { additional_codecs?: readonly string[] | undefined } | undefined;
  voicemail?: VoicemailSettings | undefined;
  /** Why calls are restricted; only read. */
  restrictions?:
    | { restrictions_list: { type: string; reason?: string; expiration?: string | number }[] }
    | undefined;
}

/** When the number takes calls. Each change replaces all of it: without `holiday_schedule` there are no holidays. */
export interface CallHours {
  status?: OnOff | undefined;
  /** A time zone by its name: `America/New_York`. */
  timezone_id: string;
  /** Up to two times a day. */
  weekly_operating_hours?:
    | readonly {
        day_of_week: Open<"MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY">;
        /** `0930`. */
        open_time: string;
        close_time: string;
      }[]
    | undefined;
  /** Up to 20 days with other times. */
  holiday_schedule?: readonly { date: string; start_time: string; end_time: string }[] | undefined;
}

/** Calls over SIP. */
export interface SipSettings {
  status?: OnOff | undefined;
  servers?:
    | readonly {
        hostname: string;
        port?: number | undefined;
        request_uri_user_params?: Record<string, string> | undefined;
        /** Only read, and the password only with `include_sip_credentials`. */
        app_id?: string | undefined;
        sip_user_password?: string | undefined;
      }[]
    | undefined;
  webhook_delivery?: OnOff | undefined;
}

/** What happens to calls that nobody takes. */
export interface VoicemailSettings {
  status?: OnOff | undefined;
  triggers?: readonly Open<"REJECT" | "TIMEOUT">[] | undefined;
  audio?:
    | {
        default?:
          | {
              announcement_media_id?: string | undefined;
              /** Up to 30; needed for the trigger `TIMEOUT`. */
              timeout_seconds?: number | undefined;
            }
          | undefined;
      }
    | undefined;
}

/** One setting to change: exactly one of these. */
export type PhoneNumberSetting =
  | { calling: CallSettings }
  | { user_identity_change: { enable_identity_key_check: boolean } }
  | { storage_configuration: StorageConfiguration }
  | { payload_encryption: PayloadEncryption };

/** Which settings to read. */
export interface SettingsFilters {
  fields?: readonly string[] | undefined;
  /** Whether to also read the password of SIP users. Default false. */
  include_sip_credentials?: boolean | undefined;
}

export const settingsFilters = once(() =>
  z.strictObject({ fields: fieldNames(), include_sip_credentials: z.optional(z.boolean()) }),
);

const timePattern = /^([01]\d|2[0-3])[0-5]\d$/;
const time = () => z.optional(matching(timePattern, "must be a time as HHMM: 0930, 1800"));

interface Span {
  open_time?: string | undefined;
  close_time?: string | undefined;
  start_time?: string | undefined;
  end_time?: string | undefined;
}

const opening = ({ open_time, start_time }: Span): string => open_time ?? start_time ?? "";
const closing = ({ close_time, end_time }: Span): string => close_time ?? end_time ?? "";

const isTime = (text = ""): boolean => timePattern.test(text);

const endsLater = (start: keyof Span, end: keyof Span) =>
  rule<Span>(
    (value) => !isTime(value[start]) || !isTime(value[end]) || String(value[end]) > String(value[start]),
    `must be later than \`${start}\``,
    [end],
  );

/** Meta's table says `open_time` and `close_time`, some of its samples `start_time` and `end_time`. */
const times = () => ({ open_time: time(), close_time: time(), start_time: time(), end_time: time() });
const inOrder = () => [endsLater("open_time", "close_time"), endsLater("start_time", "end_time")] as const;
const openDay = () => z.object({ day_of_week: nonEmptyText(), ...times() }).check(...inOrder());
const holiday = () => z.object({ date: nonEmptyText(), ...times() }).check(...inOrder());

type OpenDay = Span & { day_of_week: string };

const timesOfDay = (days: readonly OpenDay[], { day_of_week }: OpenDay): OpenDay[] =>
  days
    .filter((one) => one.day_of_week === day_of_week)
    .sort((one, other) => opening(one).localeCompare(opening(other)));

const areApart = (days: readonly OpenDay[]): boolean =>
  days.every((day) =>
    timesOfDay(days, day).every(
      (one, index, all) => index === 0 || opening(one) >= closing(all[index - 1] ?? one),
    ),
  );

const weeklyHours = () =>
  z.array(openDay()).check(
    rule(
      (days) => days.every((day) => timesOfDay(days, day).length <= 2),
      "has more than 2 times on one day",
    ),
    rule((days) => areApart(days), "has times that overlap"),
  );

const callHours = () =>
  z.object({
    status: z.optional(onOff()),
    timezone_id: nonEmptyText(),
    weekly_operating_hours: z.optional(weeklyHours()),
    holiday_schedule: z.optional(list(holiday(), 0, 20)),
  });

const sip = () =>
  z.object({
    status: z.optional(onOff()),
    servers: z.optional(z.array(z.object({ hostname: nonEmptyText() }))),
  });

const timeout = () => z.optional(wholeNumber(0, 30));

const voicemail = () =>
  z
    .object({
      status: z.optional(onOff()),
      triggers: z.optional(z.array(nonEmptyText())),
      audio: z.optional(z.object({ default: z.optional(z.object({ timeout_seconds: timeout() })) })),
      timeout_seconds: timeout(),
    })
    .check(
      rule(
        ({ status, triggers = [] }) => status?.toUpperCase() !== "ENABLED" || triggers.length > 0,
        "must not be empty where voicemail is enabled",
        ["triggers"],
      ),
    );

const calling = () =>
  z.object({
    status: z.optional(onOff()),
    callback_permission_status: z.optional(onOff()),
    call_hours: z.optional(callHours()),
    sip: z.optional(sip()),
    voicemail: z.optional(voicemail()),
    audio: z.optional(z.object({ additional_codecs: z.optional(z.array(nonEmptyText())) })),
  });

const names = ["calling", "user_identity_change", "storage_configuration", "payload_encryption"] as const;

/** Meta's newer settings pass; of those here, one. */
export const phoneNumberSetting = once(() => {
  const settings = z.looseObject({
    calling: z.optional(calling()),
    user_identity_change: z.optional(z.object({ enable_identity_key_check: z.boolean() })),
    storage_configuration: z.optional(z.object({ status: nonEmptyText() })),
    payload_encryption: z.optional(z.object({ status: nonEmptyText() })),
  });
  return settings.check(
    rule(
      (value) => Object.values(value).some((entry) => entry !== undefined),
      `has no setting: pass one of ${names.join(", ")}`,
    ),
    rule(
      (value) => names.filter((name) => value[name] !== undefined).length <= 1,
      `has several settings: pass one of ${names.join(", ")} per call`,
    ),
  );
});
