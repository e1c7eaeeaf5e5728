import type { Open } from "../common.ts";
import { errorsSchema, type WebhookError } from "./errors.ts";
import { flag, ids, type SchemaOf, texts } from "./schema.ts";

/** A person who joined, left or was removed; `input` is how your own request named them. */
export interface GroupParticipant {
  input?: string | undefined;
  /** Phone number in digits; may be absent. */
  wa_id?: string | undefined;
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
  username?: string | undefined;
  /** Why your request failed for this person. */
  errors?: WebhookError[] | undefined;
}

/** The keys that all group updates share. */
export interface GroupNews {
  group_id: string;
  /** Unix seconds. */
  timestamp?: string | undefined;
  /** The id of your request that this update answers. */
  request_id?: string | undefined;
  errors?: WebhookError[] | undefined;
}

/** A group was created or deleted, or could not be. */
export interface GroupLifecycleUpdate extends GroupNews {
  type: Open<"group_create" | "group_delete">;
  subject?: string | undefined;
  description?: string | undefined;
  invite_link?: string | undefined;
  join_approval_mode?: Open<"auto_approve" | "approval_required"> | undefined;
  added_participants?: GroupParticipant[] | undefined;
}

/** People joined, left, were removed, or asked to join. */
export interface GroupParticipantsUpdate extends GroupNews {
  /** Meta also sends `group_add_participants` and `group_remove_participants`; they arrive as the names below. */
  type: Open<
    | "group_participants_add"
    | "group_participants_remove"
    | "group_join_request_created"
    | "group_join_request_revoked"
  >;
  reason?: Open<"invite_link"> | undefined;
  /** Whether you removed them or they left. */
  initiated_by?: Open<"business" | "participant"> | undefined;
  added_participants?: GroupParticipant[] | undefined;
  removed_participants?: GroupParticipant[] | undefined;
  failed_participants?: GroupParticipant[] | undefined;
  /** Only for a request to join. */
  join_request_id?: string | undefined;
  wa_id?: string | undefined;
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
  username?: string | undefined;
}

/** Whether a setting was changed as requested. */
export interface GroupSetting {
  update_successful?: boolean | undefined;
  errors?: WebhookError[] | undefined;
}

/** A group's picture, subject or description was changed, or could not be. */
export interface GroupSettingsUpdate extends GroupNews {
  type: Open<"group_settings_update">;
  profile_picture?:
    | (GroupSetting & { mime_type?: string | undefined; sha256?: string | undefined })
    | undefined;
  group_subject?: (GroupSetting & { text?: string | undefined }) | undefined;
  group_description?: (GroupSetting & { text?: string | undefined }) | undefined;
}

/** A group was suspended, or no longer is. */
export interface GroupStatusUpdate extends GroupNews {
  type: Open<"group_suspend" | "group_suspend_cleared">;
}

/**
 * Group updates, by webhook field.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupValues {
  group_lifecycle_update: GroupLifecycleUpdate;
  group_participants_update: GroupParticipantsUpdate;
  group_settings_update: GroupSettingsUpdate;
  group_status_update: GroupStatusUpdate;
}

const news = { ...ids("group_id! timestamp request_id"), ...texts("type!"), errors: errorsSchema };
const person = { ...ids("wa_id"), ...texts("user_id parent_user_id username") };
const participants = [{ ...person, ...ids("input"), errors: errorsSchema }] as const;
const setting = { update_successful: flag, errors: errorsSchema };

/** The schema of each group field's elements. */
export const groupSchemas = {
  group_lifecycle_update: {
    ...news,
    ...texts("subject description invite_link join_approval_mode"),
    added_participants: participants,
  },
  group_participants_update: {
    ...news,
    ...person,
    ...ids("join_request_id"),
    ...texts("reason initiated_by"),
    added_participants: participants,
    removed_participants: participants,
    failed_participants: participants,
  },
  group_settings_update: {
    ...news,
    profile_picture: { ...setting, ...texts("mime_type sha256") },
    group_subject: { ...setting, ...texts("text") },
    group_description: { ...setting, ...texts("text") },
  },
  group_status_update: news,
} satisfies { [Field in keyof GroupValues]: SchemaOf<GroupValues[Field]> };
