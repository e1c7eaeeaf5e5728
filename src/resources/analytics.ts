import type { ZodMiniType } from "zod/mini";
import { type Endpoint, type Guard, hasData } from "../core/endpoint.ts";
import { checked } from "../core/validate.ts";
import type {
  CallAnalytics,
  CallAnalyticsFilters,
  ConversationAnalytics,
  ConversationAnalyticsFilters,
  GroupAnalytics,
  GroupAnalyticsFilters,
  MessageAnalytics,
  MessageAnalyticsFilters,
  PricingAnalytics,
  PricingAnalyticsFilters,
} from "../types/analytics.ts";
import {
  callAnalyticsFilters,
  conversationAnalyticsFilters,
  groupAnalyticsFilters,
  messageAnalyticsFilters,
  pricingAnalyticsFilters,
} from "../types/analytics.ts";
import type { AccountCallOptions } from "../types/common.ts";
import type { Paginated } from "../types/paging.ts";
import { isObject, type Json, withoutUndefined } from "../utils/json.ts";

const what = "analytics filters";

/**
 * What the numbers of an account sent, received and cost. Analytics of templates are in `client.templates.analytics`.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics
 */
export class Analytics {
  readonly #api: Endpoint;

  /** @internal */
  constructor(api: Endpoint) {
    this.#api = api;
  }

  /**
   * Counts messages, sent and delivered.
   *
   * @example
   * const end = Math.floor(Date.now() / 1000);
   * const { data_points } = await client.analytics.messages({ start: end - 7 * 86_400, end });
   */
  async messages(
    filters: MessageAnalyticsFilters,
    options: AccountCallOptions = {},
  ): Promise<MessageAnalytics> {
    const given = checked(messageAnalyticsFilters(), filters, what);
    return this.#read("analytics", { granularity: "DAY", ...withoutUndefined({ ...given }) }, options);
  }

  /** Counts conversations, by which Meta priced until July 2025. */
  async conversations(
    filters: ConversationAnalyticsFilters,
    options: AccountCallOptions = {},
  ): Promise<ConversationAnalytics> {
    return this.#readBilled("conversation_analytics", conversationAnalyticsFilters(), filters, options);
  }

  /**
   * Counts delivered messages by price, and adds up what they cost.
   *
   * @example
   * const dimensions = ["PRICING_CATEGORY", "COUNTRY"];
   * const { data_points } = await client.analytics.pricing({ start, end, granularity: "MONTHLY", dimensions });
   */
  async pricing(
    filters: PricingAnalyticsFilters,
    options: AccountCallOptions = {},
  ): Promise<PricingAnalytics> {
    return this.#readBilled("pricing_analytics", pricingAnalyticsFilters(), filters, options);
  }

  /** Counts calls, their cost and their average duration. */
  async calls(filters: CallAnalyticsFilters, options: AccountCallOptions = {}): Promise<CallAnalytics> {
    return this.#readBilled("call_analytics", callAnalyticsFilters(), filters, options);
  }

  /** Reports what happened in one group, up to 90 days back. */
  groups(filters: GroupAnalyticsFilters, options: AccountCallOptions = {}): Paginated<GroupAnalytics> {
    return this.#api.lazyList(() => {
      const query = { ...checked(groupAnalyticsFilters(), filters, what), granularity: "DAILY" };
      return { path: this.#api.accountPath(options, "group_analytics"), query, expects: hasPoints };
    }, options);
  }

  #readBilled<T extends Report>(
    metric: string,
    schema: ZodMiniType,
    filters: object,
    options: AccountCallOptions,
  ): Promise<T> {
    const given = checked(schema, filters, what);
    return this.#read(metric, { granularity: "DAILY", ...withoutUndefined({ ...given }) }, options);
  }

  async #read<T extends Report>(metric: string, filters: Json, options: AccountCallOptions): Promise<T> {
    const query = { fields: expand(metric, filters) };
    const expects = isAnswer(metric);
    return unwrap(await this.#api.get(this.#api.accountPath(options), { query, expects }, options), metric);
  }
}

interface Report extends Json {
  data_points: (Json & { start: number; end: number })[];
}

const hasPoints: Guard<Report> = (value): value is Report =>
  isObject(value) && Array.isArray(value.data_points) && value.data_points.every(isObject);

const hasReports = hasData(hasPoints);

const isAnswer =
  (metric: string): Guard<Json> =>
  (value): value is Json => {
    if (!isObject(value)) return false;
    const found = value[metric] ?? value;
    return hasPoints(found) || hasReports(found) || (found === value && value.data === undefined);
  };

/** `analytics.start(1).end(2).granularity(DAY).phone_numbers(["1555"])` */
function expand(metric: string, { start, end, granularity, ...lists }: Json): string {
  const filters = Object.entries(lists).map(([name, value]) => `.${name}(${JSON.stringify(value)})`);
  return `${metric}.start(${start}).end(${end}).granularity(${granularity})${filters.join("")}`;
}

/** Meta's pages show the data points in three places; a time without data has none of them. */
function unwrap<T extends Report>(answer: Json, metric: string): T {
  const found = answer[metric] ?? answer;
  if (hasPoints(found)) return found as T;
  const reports = hasReports(found) ? found.data : [];
  const data_points = reports.flatMap((report) => report.data_points);
  return Object.assign({}, ...reports, { data_points });
}
