import { once } from "../../utils/once.ts";
import type { Open } from "../common.ts";
import {
  anything,
  list,
  nullable,
  object,
  optional,
  optionalId,
  optionalNumber,
  type Schema,
  string,
  text,
  timestamp,
} from "./schema.ts";

type Switch = Open<"ENABLED" | "DISABLED">;

/** Calling settings of a phone number, as the settings endpoint returns them. Times are `HHMM`. */
export interface CallingSettings {
  status?: Switch | undefined;
  call_icon_visibility?: string | undefined;
  callback_permission_status?: Switch | undefined;
  call_hours?:
    | {
        status?: Switch | undefined;
        timezone_id?: string | undefined;
        weekly_operating_hours?:
          | {
              day_of_week?: string | undefined;
              open_time?: string | undefined;
              close_time?: string | undefined;
            }[]
          | undefined;
        holiday_schedule?:
          | { date?: string | undefined; start_time?: string | undefined; end_time?: string | undefined }[]
          | undefined;
      }
    | undefined;
  sip?:
    | {
        status?: Switch | undefined;
        servers?:
          | { hostname?: string | undefined; port?: number | undefined; request_uri_user_params?: unknown }[]
          | undefined;
      }
    | undefined;
  audio?: { additional_codecs?: string[] | undefined } | undefined;
  voicemail?: { status?: Switch | undefined; triggers?: string[] | undefined; audio?: unknown } | undefined;
  srtp_key_exchange_protocol?: string | undefined;
}

const calling = () =>
  object({
    status: text,
    call_icon_visibility: text,
    callback_permission_status: text,
    call_hours: optional(
      object({
        status: text,
        timezone_id: text,
        weekly_operating_hours: list(
          object({ day_of_week: text, open_time: optionalId, close_time: optionalId }),
        ),
        holiday_schedule: list(object({ date: text, start_time: optionalId, end_time: optionalId })),
      }),
    ),
    sip: optional(
      object({
        status: text,
        servers: list(
          object({
            hostname: text,
            port: optionalNumber,
            request_uri_user_params: anything,
          }),
        ),
      }),
    ),
    audio: optional(object({ additional_codecs: list(string) })),
    voicemail: optional(object({ status: text, triggers: list(string), audio: anything })),
    srtp_key_exchange_protocol: text,
  }) satisfies Schema<CallingSettings>;

/**
 * A phone number's settings changed: so far, its calling settings.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 */
export interface AccountSettingsUpdate {
  messaging_product?: string | undefined;
  /** Unix seconds. */
  timestamp?: string | undefined;
  /** Meta's pages differ in letter case: compare without it. */
  type?: Open<"PHONE_NUMBER_SETTINGS" | "phone_number_settings"> | undefined;
  phone_number_settings?:
    | { phone_number_id?: string | undefined; calling?: CallingSettings | null | undefined }
    | undefined;
}

export const accountSettingsSchema = once(
  () =>
    object({
      messaging_product: text,
      timestamp: optional(timestamp),
      type: text,
      phone_number_settings: optional(object({ phone_number_id: optionalId, calling: nullable(calling()) })),
    }) satisfies Schema<AccountSettingsUpdate>,
);
