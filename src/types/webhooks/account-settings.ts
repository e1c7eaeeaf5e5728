import type { Open } from "../common.ts";
import { anything, ids, number, orNull, type SchemaOf, text, texts } from "./schema.ts";

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

const calling = {
  ...texts("status call_icon_visibility callback_permission_status srtp_key_exchange_protocol"),
  call_hours: {
    ...texts("status timezone_id"),
    weekly_operating_hours: [{ ...texts("day_of_week"), ...ids("open_time close_time") }],
    holiday_schedule: [{ ...texts("date"), ...ids("start_time end_time") }],
  },
  sip: {
    ...texts("status"),
    servers: [{ ...texts("hostname"), port: number, request_uri_user_params: anything }],
  },
  audio: { additional_codecs: [text] },
  voicemail: { ...texts("status"), triggers: [text], audio: anything },
} as const satisfies SchemaOf<CallingSettings>;

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

export const accountSettingsSchema = {
  ...texts("messaging_product type"),
  ...ids("timestamp"),
  phone_number_settings: { ...ids("phone_number_id"), calling: orNull(calling) },
} satisfies SchemaOf<AccountSettingsUpdate>;
