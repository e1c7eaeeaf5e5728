import { hasLists, unwrapped, withLists } from "../core/answers.ts";
import type { Endpoint, Guard } from "../core/endpoint.ts";
import type { PhoneNumberOptions } from "../core/phone-number.ts";
import { checked } from "../core/validate.ts";
import type { BlockedUser, BlockedUsersAnswer, UnblockedUsersAnswer } from "../types/blocked-users.ts";
import { blockedUserFilters } from "../types/blocked-users.ts";
import type { NumberCallOptions } from "../types/common.ts";
import type { PageFilters, Paginated } from "../types/paging.ts";
import type { Recipient } from "../types/recipients.ts";
import { isObject } from "../utils/json.ts";
import { toUsers } from "./shared/people.ts";

type Judged = BlockedUsersAnswer & UnblockedUsersAnswer;

const isBlockedUser = (value: unknown): value is BlockedUser => isObject(value);
const areLists = hasLists<Judged>("added_users", "removed_users", "failed_users");
const isJudgment: Guard<{ block_users: Judged }> = (value): value is { block_users: Judged } =>
  isObject(value) && areLists(value.block_users);

/**
 * The people whose messages do not reach a number. A number blocks up to 64,000.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/block-users
 */
export class BlockedUsers {
  readonly #api: Endpoint;
  readonly #numbers: PhoneNumberOptions;

  /** @internal */
  constructor(api: Endpoint, settings: PhoneNumberOptions) {
    this.#api = api;
    this.#numbers = settings;
  }

  /**
   * Lists who is blocked.
   *
   * @throws {@link ApiError} with code 139102 when the list changes while it is read: start over.
   */
  list(filters: PageFilters = {}, options: NumberCallOptions = {}): Paginated<BlockedUser> {
    return this.#api.lazyList(() => {
      const query = { ...checked(blockedUserFilters(), filters, "blocked user filters") };
      const findItems = unwrapped("block_users");
      return { path: this.#path(options), query, expects: isBlockedUser, findItems };
    }, options);
  }

  /**
   * Blocks people who wrote within the last 24 hours: their messages do not arrive, and none reach them.
   *
   * It can fail for some of them: look at `failed_users`.
   *
   * @param users one person or up to 1,000, as you write them in `to`: `event.from`, a phone number, a user id.
   *
   * @example
   * const { failed_users } = await client.blockedUsers.block(event.from);
   */
  async block(
    users: Recipient | readonly Recipient[],
    options: NumberCallOptions = {},
  ): Promise<BlockedUsersAnswer> {
    const request = { ...this.#request(users), idempotent: true };
    const { block_users } = await this.#api.post(this.#path(options), request, options);
    return withLists<BlockedUsersAnswer>(block_users, "added_users", "failed_users");
  }

  /** Unblocks people. It can fail for some of them: look at `failed_users`. */
  async unblock(
    users: Recipient | readonly Recipient[],
    options: NumberCallOptions = {},
  ): Promise<UnblockedUsersAnswer> {
    const { block_users } = await this.#api.delete(this.#path(options), this.#request(users), options);
    return withLists<UnblockedUsersAnswer>(block_users, "removed_users", "failed_users");
  }

  #request(users: Recipient | readonly Recipient[]) {
    const block_users = toUsers(users, { ...this.#numbers, path: "users", max: 1000 });
    const body = { messaging_product: "whatsapp", block_users };
    return { body, expects: isJudgment, partial: { code: 139_100, key: "block_users" } };
  }

  #path(options: NumberCallOptions): string {
    return this.#api.phoneNumberPath(options, "block_users");
  }
}
