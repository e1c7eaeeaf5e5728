import { once } from "../../utils/once.ts";
import type { Open } from "../common.ts";
import { contactSchema, type WebhookContact } from "./identity.ts";
import {
  array,
  list,
  number,
  object,
  optional,
  optionalId,
  optionalNumber,
  type Schema,
  string,
  text,
  timestamp,
} from "./schema.ts";

/** The business phone number a webhook is about. */
export interface NumberMetadata {
  display_phone_number?: string | undefined;
  phone_number_id?: string | undefined;
}

/** The keys that the values of a phone number's fields share. */
export interface NumberValue {
  messaging_product?: string | undefined;
  metadata?: NumberMetadata | undefined;
}

/**
 * A click in a marketing message from the last seven days. It identifies neither the customer nor the message.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/marketing-messages/track-click-events
 */
export interface UserAction {
  action_type: Open<"marketing_messages_link_click">;
  /** Unix seconds. */
  timestamp: string;
  marketing_messages_link_click_data?:
    | {
        click_component?: Open<"cta" | "body"> | undefined;
        product_id?: string | undefined;
        click_id?: string | undefined;
        tracking_token?: string | undefined;
      }
    | undefined;
}

export const userActionSchema = once(
  () =>
    object({
      action_type: string,
      timestamp,
      marketing_messages_link_click_data: optional(
        object({
          click_component: text,
          product_id: optionalId,
          click_id: optionalId,
          tracking_token: text,
        }),
      ),
    }) satisfies Schema<UserAction>,
);

/**
 * A customer stopped or resumed marketing messages. After `stop`, sending them fails with code 131050.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences
 */
export interface UserPreference {
  /** Phone number in digits; may be absent. */
  wa_id?: string | undefined;
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
  detail?: string | undefined;
  category: Open<"marketing_messages">;
  value: Open<"stop" | "resume" | "signup">;
  /** Unix seconds. */
  timestamp: number;
  signup_id?: string | undefined;
}

export const userPreferenceSchema = once(
  () =>
    object({
      wa_id: optionalId,
      user_id: text,
      parent_user_id: text,
      detail: text,
      category: string,
      value: string,
      timestamp: number,
      signup_id: optionalId,
    }) satisfies Schema<UserPreference>,
);

/** A lead or a purchase that Meta detected in a chat. */
export interface AutomaticEvent {
  /** The message in which it was detected. */
  id: string;
  event_name: Open<"LeadSubmitted" | "Purchase" | "purchase">;
  /** Unix seconds. */
  timestamp: number;
  /** Click id of the advertisement. */
  ctwa_clid?: string | undefined;
  custom_data?: { currency?: string | undefined; value?: number | undefined } | undefined;
}

/**
 * Leads and purchases that Meta detected in chats that began with an advertisement.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/automatic_events
 */
export interface AutomaticEvents extends NumberValue {
  automatic_events: AutomaticEvent[];
}

/** The keys of {@link NumberValue} as schemas. */
export const numberValue = () => ({
  messaging_product: text,
  metadata: optional(object({ display_phone_number: optionalId, phone_number_id: optionalId })),
});

export const automaticEventsSchema = once(
  () =>
    object({
      ...numberValue(),
      automatic_events: array(
        object({
          id: string,
          event_name: string,
          timestamp: number,
          ctwa_clid: text,
          custom_data: optional(object({ currency: text, value: optionalNumber })),
        }),
      ),
    }) satisfies Schema<AutomaticEvents>,
);

/** A contact was added, edited or removed in the WhatsApp Business app. */
export interface AppContactSync {
  type: Open<"contact">;
  contact?:
    | {
        full_name?: string | undefined;
        first_name?: string | undefined;
        phone_number?: string | undefined;
        user_id?: string | undefined;
        parent_user_id?: string | undefined;
        username?: string | undefined;
      }
    | undefined;
  /** `add` also means an edit. */
  action: Open<"add" | "remove">;
  /** `timestamp` in Unix seconds. */
  metadata?: { timestamp?: string | undefined; version?: number | undefined } | undefined;
}

/**
 * The address book of a number that is also used in the WhatsApp Business app.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_app_state_sync
 */
export interface AppStateSync extends NumberValue {
  state_sync: AppContactSync[];
}

export const appStateSyncSchema = once(
  () =>
    object({
      ...numberValue(),
      state_sync: array(
        object({
          type: string,
          contact: optional(
            object({
              full_name: text,
              first_name: text,
              phone_number: optionalId,
              user_id: text,
              parent_user_id: text,
              username: text,
            }),
          ),
          action: string,
          metadata: optional(object({ timestamp: optional(timestamp), version: optionalNumber })),
        }),
      ),
    }) satisfies Schema<AppStateSync>,
);

/** Deliveries and clicks that carry tracking tokens; Meta documents no shape. */
export interface TrackingEvents extends NumberValue {
  events: {
    event_name: string;
    /** Unix seconds. */
    timestamp?: number | undefined;
    tracking_data?: { click_id?: string | undefined; tracking_token?: string | undefined } | undefined;
  }[];
}

export const trackingEventsSchema = once(
  () =>
    object({
      ...numberValue(),
      events: array(
        object({
          event_name: string,
          timestamp: optionalNumber,
          tracking_data: optional(object({ click_id: optionalId, tracking_token: text })),
        }),
      ),
    }) satisfies Schema<TrackingEvents>,
);

/** The id before and after a change. */
export interface ChangedId {
  previous?: string | undefined;
  current?: string | undefined;
}

/**
 * Ids of customers changed. Meta withdrew this field; `system` messages now announce such changes.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export interface UserIdUpdate extends NumberValue {
  contacts?: WebhookContact[] | undefined;
  user_id_update: {
    wa_id?: string | undefined;
    detail?: string | undefined;
    user_id?: ChangedId | undefined;
    parent_user_id?: ChangedId | undefined;
    /** Unix seconds. */
    timestamp?: string | undefined;
  }[];
}

const changedId = optional(object({ previous: text, current: text }));

export const userIdUpdateSchema = once(
  () =>
    object({
      ...numberValue(),
      contacts: list(contactSchema()),
      user_id_update: array(
        object({
          wa_id: optionalId,
          detail: text,
          user_id: changedId,
          parent_user_id: changedId,
          timestamp: optional(timestamp),
        }),
      ),
    }) satisfies Schema<UserIdUpdate>,
);
