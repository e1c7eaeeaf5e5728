import { once } from "../../utils/once.ts";
import type { Open } from "../common.ts";
import { errorsSchema, type WebhookError } from "./errors.ts";
import {
  flag,
  id,
  list,
  object,
  optional,
  optionalId,
  type Schema,
  string,
  text,
  timestamp,
} from "./schema.ts";

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
  timestamp: string;
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

const sharedMembers = () => ({ group_id: id, timestamp, request_id: optionalId, errors: errorsSchema() });

const person = { wa_id: optionalId, user_id: text, parent_user_id: text, username: text };

const participants = () => list(object({ input: optionalId, ...person, errors: errorsSchema() }));

const setting = () => ({ update_successful: flag, errors: errorsSchema() });

/** The schema of each group field's elements, built when the first one arrives. */
export const groupSchemas = {
  group_lifecycle_update: once(
    () =>
      object({
        ...sharedMembers(),
        type: string,
        subject: text,
        description: text,
        invite_link: text,
        join_approval_mode: text,
        added_participants: participants(),
      }) satisfies Schema<GroupLifecycleUpdate>,
  ),
  group_participants_update: once(
    () =>
      object({
        ...sharedMembers(),
        type: string,
        reason: text,
        initiated_by: text,
        added_participants: participants(),
        removed_participants: participants(),
        failed_participants: participants(),
        join_request_id: optionalId,
        ...person,
      }) satisfies Schema<GroupParticipantsUpdate>,
  ),
  group_settings_update: once(
    () =>
      object({
        ...sharedMembers(),
        type: string,
        profile_picture: optional(object({ ...setting(), mime_type: text, sha256: text })),
        group_subject: optional(object({ ...setting(), text })),
        group_description: optional(object({ ...setting(), text })),
      }) satisfies Schema<GroupSettingsUpdate>,
  ),
  group_status_update: once(
    () =>
      object({
        ...sharedMembers(),
        type: string,
      }) satisfies Schema<GroupStatusUpdate>,
  ),
} satisfies { [Field in keyof GroupValues]: () => Schema<GroupValues[Field]> };
