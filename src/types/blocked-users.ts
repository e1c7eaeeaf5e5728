import { once } from "../utils/once.ts";
import { pageFilters } from "./paging.ts";

/** A person whose messages do not arrive. */
export interface BlockedUser {
  /** The phone number in digits, if WhatsApp tells it. */
  wa_id?: string | undefined;
  /** The business-scoped user id. */
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
}

/** A person as named in the request, and who that is. */
export interface JudgedUser {
  input: string;
  wa_id?: string | undefined;
  user_id?: string | undefined;
}

/** A person for whom it failed, and why. */
export interface FailedUser extends JudgedUser {
  errors: { code: number; message: string; error_data?: { details?: string } | undefined }[];
}

/** What became of each person. */
export interface BlockedUsersAnswer {
  added_users: JudgedUser[];
  failed_users: FailedUser[];
}

/** What became of each person. */
export interface UnblockedUsersAnswer {
  removed_users: JudgedUser[];
  failed_users: FailedUser[];
}

export const blockedUserFilters = once(() => pageFilters({}));
