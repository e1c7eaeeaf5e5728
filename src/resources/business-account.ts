import { unwrapped } from "../core/answers.ts";
import { type Endpoint, type Guard, hasSelected, isSuccess } from "../core/endpoint.ts";
import { joinPath } from "../core/path.ts";
import { checked } from "../core/validate.ts";
import type {
  AccountCallbackOverride,
  Activity,
  ActivityFilters,
  AssignedUser,
  AssignedUserFilters,
  BusinessAccount,
  BusinessAccountChanges,
  Portfolio,
  PortfolioAccountFilters,
  SubscribedApp,
  SystemUser,
  UserAssignment,
} from "../types/business-account.ts";
import * as schemas from "../types/business-account.ts";
import type { AccountCallOptions, CallOptions, SuccessAnswer } from "../types/common.ts";
import type { ListFilters, Paginated, Selected, Selection } from "../types/paging.ts";
import { isObject } from "../utils/json.ts";
import { getNode } from "./shared/selection.ts";

/** Meta returns the id of the account, or that it succeeded. */
const isChanged: Guard<object> = (value): value is object =>
  isSuccess(value) || (isObject(value) && typeof value.id === "string" && value.success === undefined);

/**
 * The WhatsApp Business Account: its settings, the apps and people with access to it, and the portfolio it belongs to.
 *
 * Methods about the account take `{ businessAccountId }` in their options to act on another one.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/whatsapp-business-accounts
 */
export class BusinessAccounts {
  readonly #api: Endpoint;

  /** @internal */
  constructor(api: Endpoint) {
    this.#api = api;
  }

  /**
   * Reads the account.
   *
   * @example
   * const { account_review_status } = await client.businessAccount.get({ fields: ["account_review_status"] });
   */
  async get<const Field extends string = keyof BusinessAccount>(
    selected: { fields?: readonly Field[] | undefined } = {},
    options: AccountCallOptions = {},
  ): Promise<Selected<BusinessAccount, Field>> {
    const { fields } = checked(schemas.accountSelection(), selected, "account selection");
    const request = { query: { fields }, expects: hasSelected<BusinessAccount>("id", fields) };
    return this.#api.get(this.#api.accountPath(options), request, options);
  }

  /** Changes settings of the account. */
  async update(changes: BusinessAccountChanges, options: AccountCallOptions = {}): Promise<SuccessAnswer> {
    const body = checked(schemas.accountChanges(), changes, "account changes");
    const request = { body, expects: isChanged, idempotent: true };
    await this.#api.post(this.#api.accountPath(options), request, options);
    return { success: true };
  }

  /**
   * Subscribes your app to the account's webhooks. With an override they go to a URL of their own; without one, to the
   * app's callback, also if there was an override before.
   *
   * @example
   * await client.businessAccount.subscribe();
   */
  async subscribe(
    override?: AccountCallbackOverride | undefined,
    options: AccountCallOptions = {},
  ): Promise<SuccessAnswer> {
    const body =
      override === undefined ? undefined : checked(schemas.callbackOverride(), override, "callback override");
    return this.#api.post(this.#path(options, "subscribed_apps"), { body, idempotent: true }, options);
  }

  /** Ends the subscription of your app: it receives no more webhooks of the account. */
  async unsubscribe(options: AccountCallOptions = {}): Promise<SuccessAnswer> {
    return this.#api.delete(this.#path(options, "subscribed_apps"), {}, options);
  }

  /** Lists the apps that receive the account's webhooks. */
  subscribedApps<const Field extends string = keyof SubscribedApp>(
    filters: ListFilters<Field> = {},
    options: AccountCallOptions = {},
  ): Paginated<Selected<SubscribedApp, Field>> {
    return this.#api.lazyList(() => {
      const query = { ...checked(schemas.subscribedAppFilters(), filters, "app filters") };
      const expects = hasSelected<SubscribedApp>("id", query.fields);
      const findItems = unwrapped("whatsapp_business_api_data");
      return { path: this.#path(options, "subscribed_apps"), query, expects, findItems };
    }, options);
  }

  /** Lists the people and system users of a portfolio who have access to the account. */
  users<const Field extends string = keyof AssignedUser>(
    filters: AssignedUserFilters<Field>,
    options: AccountCallOptions = {},
  ): Paginated<Selected<AssignedUser, Field>> {
    return this.#api.lazyList(() => {
      const query = { ...checked(schemas.assignedUserFilters(), filters, "user filters") };
      const path = this.#path(options, "assigned_users");
      return { path, query, expects: hasSelected<AssignedUser>("id", query.fields) };
    }, options);
  }

  /** Gives somebody access to the account; the tasks replace the ones that they had. */
  async assignUser(input: UserAssignment, options: AccountCallOptions = {}): Promise<SuccessAnswer> {
    const body = checked(schemas.userAssignment(), input, "user assignment");
    return this.#api.post(this.#path(options, "assigned_users"), { body, idempotent: true }, options);
  }

  /** Takes somebody's access to the account away. */
  async unassignUser(input: { user: string }, options: AccountCallOptions = {}): Promise<SuccessAnswer> {
    const body = checked(schemas.userRemoval(), input, "user");
    return this.#api.delete(this.#path(options, "assigned_users"), { body }, options);
  }

  /**
   * Lists what was done in the account, by whom, within 90 days.
   *
   * @example
   * for await (const { activity_type, actor_name } of client.businessAccount.activities({ since: "2026-11-01" })) {
   *   console.log(activity_type, actor_name);
   * }
   */
  activities<const Field extends string = keyof Activity>(
    filters: ActivityFilters<Field> = {},
    options: AccountCallOptions = {},
  ): Paginated<Selected<Activity, Field>> {
    return this.#api.lazyList(() => {
      const query = { ...checked(schemas.activityFilters(), filters, "activity filters") };
      const path = this.#path(options, "activities");
      return { path, query, expects: hasSelected<Activity>("id", query.fields) };
    }, options);
  }

  /** Reads a business portfolio. */
  async getPortfolio<const Field extends string = keyof Portfolio>(
    selected: Selection<"id", Field>,
    options: CallOptions = {},
  ): Promise<Selected<Portfolio, Field>> {
    return getNode<Portfolio>(this.#api, selected, "portfolio selection", options);
  }

  /** Lists the accounts that a portfolio owns. */
  ownedAccounts<const Field extends string = keyof BusinessAccount>(
    id: string,
    filters: PortfolioAccountFilters<Field> = {},
    options: CallOptions = {},
  ): Paginated<Selected<BusinessAccount, Field>> {
    return this.#accounts(id, "owned_whatsapp_business_accounts", filters, options);
  }

  /** Lists the accounts that clients share with a portfolio. */
  clientAccounts<const Field extends string = keyof BusinessAccount>(
    id: string,
    filters: PortfolioAccountFilters<Field> = {},
    options: CallOptions = {},
  ): Paginated<Selected<BusinessAccount, Field>> {
    return this.#accounts(id, "client_whatsapp_business_accounts", filters, options);
  }

  /** Lists the system users of a portfolio. */
  systemUsers<const Field extends string = keyof SystemUser>(
    id: string,
    filters: ListFilters<Field> = {},
    options: CallOptions = {},
  ): Paginated<Selected<SystemUser, Field>> {
    return this.#api.lazyList(() => {
      const query = { ...checked(schemas.systemUserFilters(), filters, "system user filters") };
      const path = joinPath(id, "system_users");
      return { path, query, expects: hasSelected<SystemUser>("id", query.fields) };
    }, options);
  }

  #accounts<Field extends string>(
    id: string,
    edge: string,
    filters: PortfolioAccountFilters<Field>,
    options: CallOptions,
  ): Paginated<Selected<BusinessAccount, Field>> {
    return this.#api.lazyList(() => {
      const query = { ...checked(schemas.portfolioAccountFilters(), filters, "account filters") };
      return { path: joinPath(id, edge), query, expects: hasSelected<BusinessAccount>("id", query.fields) };
    }, options);
  }

  #path(options: AccountCallOptions, edge: string): string {
    return this.#api.accountPath(options, edge);
  }
}
