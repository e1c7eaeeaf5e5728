import type { Open } from "../common.ts";
import { contactSchema, type WebhookContact } from "./identity.ts";
import { ids, number, numbers, type SchemaOf, texts } from "./schema.ts";

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
 * A click in a marketing message from the last seven days, or that the page behind it was opened in WhatsApp's browser
 * (`landing_page_view`). It identifies neither the customer nor the message. A view belongs to the click with the same
 * `tracking_token`, or else the same `click_id`, and may come before it or without it.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/marketing-messages/track-click-events
 */
export interface UserAction {
  action_type: Open<"marketing_messages_link_click" | "landing_page_view">;
  /** Unix seconds. */
  timestamp?: string | undefined;
  marketing_messages_link_click_data?:
    | {
        /** Only on clicks. */
        click_component?: Open<"cta" | "body"> | undefined;
        /** Only on clicks. */
        product_id?: string | undefined;
        click_id?: string | undefined;
        tracking_token?: string | undefined;
      }
    | undefined;
}

export const userActionSchema = {
  ...ids("timestamp"),
  ...texts("action_type!"),
  marketing_messages_link_click_data: {
    ...ids("product_id click_id"),
    ...texts("click_component tracking_token"),
  },
} satisfies SchemaOf<UserAction>;

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
  category?: Open<"marketing_messages"> | undefined;
  value: Open<"stop" | "resume" | "signup">;
  /** Unix seconds. */
  timestamp?: number | undefined;
  signup_id?: string | undefined;
}

export const userPreferenceSchema = {
  ...ids("wa_id signup_id"),
  ...texts("value! user_id parent_user_id detail category"),
  timestamp: number,
} satisfies SchemaOf<UserPreference>;

/** A lead or a purchase that Meta detected in a chat. */
export interface AutomaticEvent {
  /** The message in which it was detected. */
  id?: string | undefined;
  event_name: Open<"LeadSubmitted" | "Purchase" | "purchase">;
  /** Unix seconds. */
  timestamp?: number | undefined;
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
export const numberValue = {
  ...texts("messaging_product"),
  metadata: ids("display_phone_number phone_number_id"),
};

export const automaticEventsSchema = {
  ...numberValue,
  "automatic_events!": [
    {
      ...ids("id"),
      ...texts("event_name! ctwa_clid"),
      timestamp: number,
      custom_data: { ...texts("currency"), value: number },
    },
  ],
} as const satisfies SchemaOf<AutomaticEvents>;

/** A contact was added, edited or removed in the WhatsApp Business app. */
export interface AppContactSync {
  type?: Open<"contact"> | undefined;
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

export const appStateSyncSchema = {
  ...numberValue,
  "state_sync!": [
    {
      ...texts("action! type"),
      contact: { ...ids("phone_number"), ...texts("full_name first_name user_id parent_user_id username") },
      metadata: { ...ids("timestamp"), version: number },
    },
  ],
} as const satisfies SchemaOf<AppStateSync>;

/** Deliveries and clicks that carry tracking tokens; Meta documents no shape. */
export interface TrackingEvents extends NumberValue {
  events: {
    event_name: string;
    /** Unix seconds. */
    timestamp?: number | undefined;
    tracking_data?: { click_id?: string | undefined; tracking_token?: string | undefined } | undefined;
  }[];
}

export const trackingEventsSchema = {
  ...numberValue,
  "events!": [
    {
      ...texts("event_name!"),
      ...numbers("timestamp"),
      tracking_data: { ...ids("click_id"), ...texts("tracking_token") },
    },
  ],
} as const satisfies SchemaOf<TrackingEvents>;

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

const changedId = texts("previous current");

export const userIdUpdateSchema = {
  ...numberValue,
  contacts: [contactSchema],
  "user_id_update!": [
    { ...ids("wa_id timestamp"), ...texts("detail"), user_id: changedId, parent_user_id: changedId },
  ],
} as const satisfies SchemaOf<UserIdUpdate>;
