import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { nonEmptyList, nonEmptyText, text, wholeNumber } from "./checks.ts";
import type { Open } from "./common.ts";
import type { MediaFile, MediaUpload } from "./media.ts";
import { type ListFilters, listFilters, type PageFilters, pageFilters } from "./paging.ts";
import { changes } from "./setting-checks.ts";

/** A person in a group, or one who asks to join. */
export interface GroupMember {
  /** Phone number in digits; absent for people who hide it. */
  wa_id?: string | undefined;
  /** The business-scoped user id. */
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
  username?: string | undefined;
  [key: string]: unknown;
}

/** A group. Lists contain `id`, `subject` and `created_at` only. */
export interface Group {
  id: string;
  subject?: string | undefined;
  description?: string | undefined;
  /** Whether Meta suspended it. */
  suspended?: boolean | undefined;
  /** Unix time in seconds. */
  creation_timestamp?: string | number | undefined;
  /** Unix time in seconds; in lists. */
  created_at?: string | number | undefined;
  participants?: GroupMember[] | undefined;
  total_participant_count?: number | undefined;
  join_approval_mode?: Open<"auto_approve" | "approval_required"> | undefined;
}

/** A group to create. */
export interface NewGroup {
  /** 1 to 128 characters. */
  subject: string;
  /** Up to 2,048 characters. */
  description?: string | undefined;
  /** Whether those who follow the invite link join at once, or wait for your approval. Default `auto_approve`. */
  join_approval_mode?: "auto_approve" | "approval_required" | undefined;
}

/** What to change about a group: at least one of these. */
export interface GroupChanges {
  /** 1 to 128 characters. */
  subject?: string | undefined;
  /** Up to 2,048 characters. */
  description?: string | undefined;
  /** A square JPEG of at least 192 pixels and at most 5 MB: a file as `media.upload` takes it. */
  profile_picture_file?: MediaFile | MediaUpload | undefined;
}

/** Which groups to list. */
export type GroupFilters<Field extends string = string> = ListFilters<Field>;

/** Which requests to join to list. */
export type JoinRequestFilters = PageFilters;

/** A person who asks to join. */
export interface JoinRequest extends GroupMember {
  join_request_id: string;
  /** Unix time in seconds. */
  creation_timestamp?: string | number | undefined;
}

/** A request to join that could not be decided, and why. */
export interface FailedJoinRequest {
  join_request_id: string;
  errors?:
    | {
        code?: number | undefined;
        message?: string | undefined;
        title?: string | undefined;
        error_data?: { details?: string | undefined } | undefined;
      }[]
    | undefined;
}

/** Which requests were approved. */
export interface ApprovedJoinRequests {
  approved_join_requests: string[];
  failed_join_requests: FailedJoinRequest[];
  [key: string]: unknown;
}

/** Which requests were rejected. */
export interface RejectedJoinRequests {
  rejected_join_requests: string[];
  failed_join_requests: FailedJoinRequest[];
  [key: string]: unknown;
}

/** Meta's response to a group that will be created: the outcome comes in a `group_lifecycle_update`. */
export interface RequestedGroup {
  /** Also in the webhook with the outcome. */
  request_id: string;
  [key: string]: unknown;
}

/** Meta's response to a change that takes effect later: the outcome comes in a webhook. */
export interface RequestedChange {
  /** Also in the webhook with the outcome. */
  request_id?: string | undefined;
  [key: string]: unknown;
}

/** The link by which people join. */
export interface InviteLink {
  invite_link: string;
  [key: string]: unknown;
}

export const newGroup = once(
  () =>
    z.object({
      subject: text(128),
      description: z.optional(text(2048, { min: 0 })),
      join_approval_mode: z.optional(z.enum(["auto_approve", "approval_required"])),
    }) satisfies z.ZodMiniType<NewGroup>,
);
export const groupChanges = once(
  () =>
    changes({
      subject: text(128),
      description: text(2048, { min: 0 }),
      profile_picture_file: z.custom<NonNullable<GroupChanges["profile_picture_file"]>>(),
    }) satisfies z.ZodMiniType<GroupChanges>,
);
const limit = () => z.optional(wholeNumber(1, 1024));
export const groupFilters = once(() => listFilters({ limit: limit() }));
export const joinRequestFilters = once(() => pageFilters({ limit: limit() }));
export const joinRequestIds = once(() => z.object({ ids: nonEmptyList(nonEmptyText()) }));

/** What `get` reads by default: Meta returns nothing but the id. */
export const groupFields = [
  "subject",
  "description",
  "suspended",
  "creation_timestamp",
  "participants",
  "total_participant_count",
  "join_approval_mode",
] as const;
