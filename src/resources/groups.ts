import { hasLists, under, withLists } from "../core/answers.ts";
import { whatsappBody } from "../core/body.ts";
import { type Endpoint, type Guard, hasSelected, hasTexts } from "../core/endpoint.ts";
import { path } from "../core/path.ts";
import { checked } from "../core/validate.ts";
import type { CallOptions, NumberCallOptions, SuccessAnswer } from "../types/common.ts";
import type {
  ApprovedJoinRequests,
  Group,
  GroupChanges,
  GroupFilters,
  InviteLink,
  JoinRequest,
  JoinRequestFilters,
  NewGroup,
  RejectedJoinRequests,
  RequestedChange,
  RequestedGroup,
} from "../types/groups.ts";
import {
  groupChanges,
  groupFields,
  groupFilters,
  joinRequestFilters,
  joinRequestIds,
  newGroup,
} from "../types/groups.ts";
import type { Paginated, Selected, Selection } from "../types/paging.ts";
import type { Recipient } from "../types/recipients.ts";
import { isObject } from "../utils/json.ts";
import { toGroupForm } from "./groups/picture.ts";
import { toUsers } from "./shared/people.ts";
import { readSelection } from "./shared/selection.ts";

/** The client options that {@link Groups} uses. */
interface GroupSettings {
  defaultCountry?: string | undefined;
  timeoutMs: number;
}

/**
 * Groups of a number and up to 8 customers, who join by link. Changes take effect later: the outcome comes in one of
 * the `group_…` webhooks, with the `request_id` of the response.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups
 */
export class Groups {
  readonly #api: Endpoint;
  readonly #settings: GroupSettings;

  /** @internal */
  constructor(api: Endpoint, settings: GroupSettings) {
    this.#api = api;
    this.#settings = settings;
  }

  /** Lists the groups of the number: id, subject and time of creation. */
  list<const Field extends string = "id" | "subject" | "created_at">(
    filters: GroupFilters<Field> = {},
    options: NumberCallOptions = {},
  ): Paginated<Selected<Group, Field>> {
    return this.#api.lazyList(() => {
      const query = { ...checked(groupFilters(), filters, "group filters") };
      const expects = hasSelected<Group>("id", query.fields);
      return { path: this.#edge(options), query, expects, findItems: under("groups") };
    }, options);
  }

  /** Reads a group, with its members. */
  async get<const Field extends string = keyof Group>(
    selected: Selection<"id", Field>,
    options: CallOptions = {},
  ): Promise<Selected<Group, Field>> {
    const { id = "", fields = groupFields } = readSelection(selected, "group selection");
    return this.#api.get(path`/${id}`, { query: { fields }, expects: hasTexts<Group>("id") }, options);
  }

  /**
   * Creates a group without members. Its id and its invite link come in the webhook `group_lifecycle_update`.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: find out with {@link Groups.list}, or from the
   * webhook, whether the group exists.
   *
   * @example
   * const { request_id } = await client.groups.create({ subject: "Launch crew" });
   */
  async create(group: NewGroup, options: NumberCallOptions = {}): Promise<RequestedGroup> {
    const body = whatsappBody(newGroup(), group, "group");
    const expects = hasTexts<RequestedGroup>("request_id");
    return this.#api.post(this.#edge(options), { body, expects, idempotent: false }, options);
  }

  /**
   * Changes subject, description or picture. The webhook `group_settings_update` tells what was changed.
   *
   * @example
   * await client.groups.update(id, { subject: "Launch", profile_picture_file: { path: "launch.jpg" } });
   */
  async update(id: string, changes: GroupChanges, options: CallOptions = {}): Promise<RequestedChange> {
    const node = path`/${id}`;
    const content = whatsappBody(groupChanges(), changes, "group changes");
    const { body, timeoutMs } = await toGroupForm(content, this.#settings, options);
    return this.#api.post(node, { body, expects: isAccepted, idempotent: true }, { ...options, timeoutMs });
  }

  /** Deletes a group for everybody in it. The webhook `group_lifecycle_update` confirms it. */
  async delete(id: string, options: CallOptions = {}): Promise<SuccessAnswer> {
    return this.#api.delete(path`/${id}`, {}, options);
  }

  /** Reads the link by which people join. */
  async getInviteLink(id: string, options: CallOptions = {}): Promise<InviteLink> {
    return this.#api.get(path`/${id}/invite_link`, { expects: hasLink }, options);
  }

  /**
   * Replaces the invite link: the old ones no longer work.
   *
   * @throws {@link AmbiguousSendError} when no usable response arrived: read with {@link Groups.getInviteLink} which
   * link works now.
   */
  async resetInviteLink(id: string, options: CallOptions = {}): Promise<InviteLink> {
    const request = { body: product, expects: hasLink, idempotent: false };
    return this.#api.post(path`/${id}/invite_link`, request, options);
  }

  /** Withdraws the invite link: nobody joins until there is a new one. */
  async deleteInviteLink(id: string, options: CallOptions = {}): Promise<SuccessAnswer> {
    return this.#api.delete(path`/${id}/invite_link`, { body: product }, options);
  }

  /** Lists the people who ask to join a group whose `join_approval_mode` is `approval_required`. */
  joinRequests(
    id: string,
    filters: JoinRequestFilters = {},
    options: CallOptions = {},
  ): Paginated<JoinRequest> {
    return this.#api.lazyList(() => {
      const query = { ...checked(joinRequestFilters(), filters, "join request filters") };
      return { path: path`/${id}/join_requests`, query, expects: hasTexts<JoinRequest>("join_request_id") };
    }, options);
  }

  /**
   * Lets people in.
   *
   * @param ids the `join_request_id` of each, from {@link Groups.joinRequests} or the webhook.
   * @returns the ids that were approved. Where some were not, `failed_join_requests` says which and why.
   * @throws {@link AmbiguousSendError} when no usable response arrived: read with {@link Groups.joinRequests} which
   * requests are left.
   */
  async approveJoinRequests(
    id: string,
    ids: string | readonly string[],
    options: CallOptions = {},
  ): Promise<ApprovedJoinRequests> {
    const request = { ...decision(ids), expects: hasApproved, idempotent: false };
    const answer = await this.#api.post(path`/${id}/join_requests`, request, options);
    return withLists(answer, "approved_join_requests", "failed_join_requests");
  }

  /**
   * Turns people away.
   *
   * @param ids the `join_request_id` of each, from {@link Groups.joinRequests} or the webhook.
   * @returns the ids that were rejected. Where some were not, `failed_join_requests` says which and why.
   * @throws {@link AmbiguousSendError} when no usable response arrived: read with {@link Groups.joinRequests} which
   * requests are left.
   */
  async rejectJoinRequests(
    id: string,
    ids: string | readonly string[],
    options: CallOptions = {},
  ): Promise<RejectedJoinRequests> {
    const request = { ...decision(ids), expects: hasRejected, idempotent: false };
    const answer = await this.#api.delete(path`/${id}/join_requests`, request, options);
    return withLists(answer, "rejected_join_requests", "failed_join_requests");
  }

  /**
   * Removes people, who cannot join by link again. The webhook `group_participants_update` tells who is gone.
   *
   * @param users one person or up to 8, named as for a message.
   *
   * @example
   * await client.groups.removeParticipants(id, event.from);
   */
  async removeParticipants(
    id: string,
    users: Recipient | readonly Recipient[],
    options: CallOptions = {},
  ): Promise<RequestedChange> {
    const rules = { path: "users", max: 8, defaultCountry: this.#settings.defaultCountry };
    const body = { ...product, participants: toUsers(users, rules) };
    return this.#api.delete(path`/${id}/participants`, { body, expects: isAccepted }, options);
  }

  #edge(options: NumberCallOptions): string {
    return this.#api.phoneNumberPath(options, "groups");
  }
}

const product = { messaging_product: "whatsapp" } as const;

const hasLink = hasTexts<InviteLink>("invite_link");

/** Meta documents no key that is always there. */
const isAccepted: Guard<RequestedChange> = (value): value is RequestedChange =>
  isObject(value) && String(value.success) !== "false";

/** What becomes of requests to join. Part of them may fail. */
const decision = (ids: string | readonly string[]) => ({
  body: { ...product, join_requests: readIds(ids) },
  partial: { code: 131_201, key: "failed_join_requests" },
});

const readIds = (given: string | readonly string[]): readonly string[] =>
  checked(joinRequestIds(), { ids: typeof given === "string" ? [given] : given }, "join requests").ids;

const hasDecided =
  <Answer>(key: keyof Answer & string): Guard<Answer> =>
  (value): value is Answer =>
    hasLists<Answer & { failed_join_requests: unknown }>(key, "failed_join_requests")(value) &&
    isObject(value) &&
    (value[key] ?? value.failed_join_requests) != null;

const hasApproved = hasDecided<ApprovedJoinRequests>("approved_join_requests");
const hasRejected = hasDecided<RejectedJoinRequests>("rejected_join_requests");
