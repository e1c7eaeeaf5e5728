import * as z from "zod/mini";
import type { Open } from "../common.ts";
import { once } from "../once.ts";
import { errorsSchema, type WebhookError } from "./people.ts";
import { flag, object, open, optionalId, optionalNumber, text, timestamp } from "./pieces.ts";

/** A member or candidate of a group. */
export interface GroupParticipant {
  input?: string | undefined;
  wa_id?: string | undefined;
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
  username?: string | undefined;
  errors?: WebhookError[] | undefined;
}

/** A part of a group's settings, and whether changing it worked. */
export interface GroupSetting {
  text?: string | undefined;
  mime_type?: string | undefined;
  sha256?: string | undefined;
  update_successful?: boolean | undefined;
  errors?: WebhookError[] | undefined;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks */
export interface GroupUpdate {
  timestamp: string;
  group_id?: string | undefined;
  type: Open<
    | "group_create"
    | "group_delete"
    | "group_participants_add"
    | "group_participants_remove"
    | "group_join_request_created"
    | "group_join_request_revoked"
    | "group_settings_update"
    | "group_suspend"
    | "group_suspend_cleared"
  >;
  request_id?: string | undefined;
  subject?: string | undefined;
  description?: string | undefined;
  invite_link?: string | undefined;
  join_approval_mode?: Open<"auto_approve" | "approval_required"> | undefined;
  reason?: string | undefined;
  initiated_by?: Open<"business" | "participant"> | undefined;
  added_participants?: GroupParticipant[] | undefined;
  removed_participants?: GroupParticipant[] | undefined;
  failed_participants?: GroupParticipant[] | undefined;
  join_request_id?: string | undefined;
  wa_id?: string | undefined;
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
  username?: string | undefined;
  profile_picture?: GroupSetting | undefined;
  group_subject?: GroupSetting | undefined;
  group_description?: GroupSetting | undefined;
  errors?: WebhookError[] | undefined;
}

/** A customer stopped or resumed marketing messages. After `stop`, sending fails with 131050. */
export interface UserPreference {
  wa_id?: string | undefined;
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
  detail?: string | undefined;
  category: Open<"marketing_messages">;
  value: Open<"stop" | "resume" | "signup">;
  /** Unix seconds. */
  timestamp?: number | undefined;
  signup_id?: string | undefined;
}

/** A click on a marketing message; it names neither the person nor the message. */
export interface UserAction {
  action_type: Open<"marketing_messages_link_click">;
  timestamp?: string | undefined;
  marketing_messages_link_click_data?:
    | {
        click_component?: Open<"cta" | "body"> | undefined;
        product_id?: string | undefined;
        click_id?: string | undefined;
        tracking_token?: string | undefined;
      }
    | undefined;
}

/** A lead or purchase that Meta noticed in a chat. */
export interface AutomaticEvents {
  automatic_events: {
    id?: string | undefined;
    event_name: Open<"LeadSubmitted" | "Purchase">;
    timestamp?: number | undefined;
    ctwa_clid?: string | undefined;
    custom_data?: { currency?: string | undefined; value?: number | undefined } | undefined;
  }[];
}

/** Earlier chats of a number that also lives in the WhatsApp Business app. Do not answer them. */
export interface History {
  history?:
    | {
        metadata?:
          | { phase?: number | undefined; chunk_order?: number | undefined; progress?: number | undefined }
          | undefined;
        threads?:
          | {
              id?: string | undefined;
              context?: Record<string, unknown> | undefined;
              messages?: Record<string, unknown>[] | undefined;
            }[]
          | undefined;
        errors?: WebhookError[] | undefined;
      }[]
    | undefined;
  messages?: Record<string, unknown>[] | undefined;
  message_echoes?: Record<string, unknown>[] | undefined;
}

/** A copy of what happens in a chat that another sender handles at the moment. */
export interface Standby {
  standby?:
    | {
        contacts?: Record<string, unknown>[] | undefined;
        messages?: Record<string, unknown>[] | undefined;
        message_echoes?: Record<string, unknown>[] | undefined;
        statuses?: Record<string, unknown>[] | undefined;
      }
    | undefined;
}

/** What was handed over with a chat, and by whom. */
export interface ThreadControl {
  previous_owner_app_id?: string | undefined;
  previous_owner_role?: string | undefined;
  new_owner_app_id?: string | undefined;
  new_owner_role?: string | undefined;
  metadata?: string | undefined;
  conversation_context?: Record<string, unknown> | undefined;
}

/** You gained or lost a chat that several senders share. */
export interface MessagingHandover {
  recipient?: { display_phone_number?: string | undefined; phone_number_id?: string | undefined } | undefined;
  sender?:
    | { phone_number?: string | undefined; wa_id?: string | undefined; user_id?: string | undefined }
    | undefined;
  timestamp?: string | undefined;
  type?: Open<"control_passed" | "control_taken"> | undefined;
  control_passed?: ThreadControl | undefined;
  control_taken?: ThreadControl | undefined;
}

/** Address-book changes of a number that also lives in the WhatsApp Business app. */
export interface AppStateSync {
  state_sync: {
    type: Open<"contact">;
    action: Open<"add" | "remove">;
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
    metadata?: { timestamp?: string | undefined; version?: number | undefined } | undefined;
  }[];
}

/** An id changed; Meta withdrew this field in August 2026, `system` messages say it now. */
export interface UserIdUpdate {
  user_id_update: {
    wa_id?: string | undefined;
    detail?: string | undefined;
    user_id?: { previous?: string | undefined; current?: string | undefined } | undefined;
    parent_user_id?: { previous?: string | undefined; current?: string | undefined } | undefined;
    timestamp?: string | undefined;
  }[];
}

/** Tracking of marketing messages, as the test panel sends it. */
export interface TrackingEvents {
  events: {
    event_name: string;
    timestamp?: number | undefined;
    tracking_data?: { click_id?: string | undefined; tracking_token?: string | undefined } | undefined;
  }[];
}

const record = z.record(z.string(), z.unknown());
const records = z.optional(z.array(record));
const person = () => ({ wa_id: optionalId, user_id: text, parent_user_id: text, username: text });
const participants = () =>
  z.optional(z.array(object({ ...person(), input: optionalId, errors: errorsSchema() })));
const setting = () =>
  z.optional(
    object({ text, mime_type: text, sha256: text, update_successful: flag, errors: errorsSchema() }),
  );
const change = () => z.optional(object({ previous: text, current: text }));
const control = () =>
  z.optional(
    object({
      previous_owner_app_id: optionalId,
      previous_owner_role: text,
      new_owner_app_id: optionalId,
      new_owner_role: text,
      metadata: text,
      conversation_context: z.optional(record),
    }),
  );

export const groupSchema = once(
  () =>
    object({
      ...person(),
      timestamp,
      group_id: optionalId,
      type: open() as z.ZodMiniType<GroupUpdate["type"]>,
      request_id: text,
      subject: text,
      description: text,
      invite_link: text,
      join_approval_mode: z.optional(open<"auto_approve" | "approval_required">()),
      reason: text,
      initiated_by: z.optional(open<"business" | "participant">()),
      added_participants: participants(),
      removed_participants: participants(),
      failed_participants: participants(),
      join_request_id: optionalId,
      profile_picture: setting(),
      group_subject: setting(),
      group_description: setting(),
      errors: errorsSchema(),
    }) satisfies z.ZodMiniType<GroupUpdate>,
);

export const userPreferenceSchema = once(
  () =>
    object({
      wa_id: optionalId,
      user_id: text,
      parent_user_id: text,
      detail: text,
      category: open<"marketing_messages">(),
      value: open<"stop" | "resume" | "signup">(),
      timestamp: optionalNumber,
      signup_id: optionalId,
    }) satisfies z.ZodMiniType<UserPreference>,
);

export const userActionSchema = once(
  () =>
    object({
      action_type: open<"marketing_messages_link_click">(),
      timestamp: z.optional(timestamp),
      marketing_messages_link_click_data: z.optional(
        object({
          click_component: z.optional(open<"cta" | "body">()),
          product_id: optionalId,
          click_id: optionalId,
          tracking_token: text,
        }),
      ),
    }) satisfies z.ZodMiniType<UserAction>,
);

const history = () =>
  object({
    history: z.optional(
      z.array(
        object({
          metadata: z.optional(
            object({ phase: optionalNumber, chunk_order: optionalNumber, progress: optionalNumber }),
          ),
          threads: z.optional(
            z.array(object({ id: optionalId, context: z.optional(record), messages: records })),
          ),
          errors: errorsSchema(),
        }),
      ),
    ),
    messages: records,
    message_echoes: records,
  }) satisfies z.ZodMiniType<History>;

const appStateSync = () =>
  object({
    state_sync: z.array(
      object({
        type: open<"contact">(),
        action: open<"add" | "remove">(),
        contact: z.optional(
          object({
            full_name: text,
            first_name: text,
            phone_number: optionalId,
            user_id: text,
            parent_user_id: text,
            username: text,
          }),
        ),
        metadata: z.optional(object({ timestamp: z.optional(timestamp), version: optionalNumber })),
      }),
    ),
  }) satisfies z.ZodMiniType<AppStateSync>;

export const numberValueSchemas = {
  automatic_events: once(
    () =>
      object({
        automatic_events: z.array(
          object({
            id: text,
            event_name: open<"LeadSubmitted" | "Purchase">(),
            timestamp: optionalNumber,
            ctwa_clid: text,
            custom_data: z.optional(object({ currency: text, value: optionalNumber })),
          }),
        ),
      }) satisfies z.ZodMiniType<AutomaticEvents>,
  ),
  history: once(history),
  standby: once(
    () =>
      object({
        standby: z.optional(
          object({ contacts: records, messages: records, message_echoes: records, statuses: records }),
        ),
      }) satisfies z.ZodMiniType<Standby>,
  ),
  messaging_handovers: once(
    () =>
      object({
        recipient: z.optional(object({ display_phone_number: optionalId, phone_number_id: optionalId })),
        sender: z.optional(object({ phone_number: optionalId, wa_id: optionalId, user_id: text })),
        timestamp: z.optional(timestamp),
        type: z.optional(open<"control_passed" | "control_taken">()),
        control_passed: control(),
        control_taken: control(),
      }) satisfies z.ZodMiniType<MessagingHandover>,
  ),
  smb_app_state_sync: once(appStateSync),
  user_id_update: once(
    () =>
      object({
        user_id_update: z.array(
          object({
            wa_id: optionalId,
            detail: text,
            user_id: change(),
            parent_user_id: change(),
            timestamp: z.optional(timestamp),
          }),
        ),
      }) satisfies z.ZodMiniType<UserIdUpdate>,
  ),
  tracking_events: once(
    () =>
      object({
        events: z.array(
          object({
            event_name: z.string(),
            timestamp: optionalNumber,
            tracking_data: z.optional(object({ click_id: optionalId, tracking_token: text })),
          }),
        ),
      }) satisfies z.ZodMiniType<TrackingEvents>,
  ),
};
