import { type Json, withoutUndefined } from "../../utils/json.ts";
import { day, hour, toSeconds } from "./clock.ts";
import { callingCode } from "./phone-numbers.ts";
import type { PhoneCall, PhoneNumber, SentMessage } from "./records.ts";
import type { State } from "./state.ts";
import type { Span } from "./templates/analytics.ts";

/** Something that counts: when it happened, what it was about, and by how much it counts. */
export interface Occurrence {
  /** Milliseconds. */
  at: number;
  /** By Meta's names in data points: `country`, `phone_number`, … */
  about: Readonly<Record<string, string>>;
  counts: Readonly<Record<string, number>>;
}

/** What counts of an account, by the name of the field that reports it. */
export const findOccurrences: Readonly<Record<string, (state: State, accountId: string) => Occurrence[]>> = {
  analytics: (state, accountId) => [...listMessages(state, accountId), ...listReceived(state, accountId)],
  conversation_analytics: listConversations,
  pricing_analytics: listPrices,
  call_analytics: listCalls,
};

const findNumbers = ({ numbers }: State, accountId: string): Map<string, PhoneNumber> =>
  new Map([...numbers].filter(([, number]) => number.businessAccountId === accountId));

function listSent(state: State, accountId: string): SentMessage[] {
  const numbers = findNumbers(state, accountId);
  return [...state.sent.values()].filter(({ number }) => numbers.has(number.id));
}

/** The number, and the country of the customer. */
const describe = (number: PhoneNumber, address: string): Record<string, string> => ({
  phone_number: number.displayPhoneNumber,
  country: /^[A-Z]{2}\./.test(address) ? address.slice(0, 2) : callingCode(address.replace("+", "")).country,
});

const findTimes = ({ history }: SentMessage, kind: string): number[] =>
  history.filter((event) => event.kind === kind).map(({ at }) => at);

function listMessages(state: State, accountId: string): Occurrence[] {
  return listSent(state, accountId).flatMap((sent) => {
    const product = sent.template === undefined ? "2" : "0";
    const about = { ...describe(sent.number, sent.entry.to), product };
    return ["sent", "delivered"].flatMap((kind) =>
      findTimes(sent, kind)
        .slice(0, 1)
        .map((at) => ({ at, about, counts: { [kind]: 1 } })),
    );
  });
}

function listReceived(state: State, accountId: string): Occurrence[] {
  const numbers = findNumbers(state, accountId);
  return state.customers.all().flatMap(({ user_id, outbox }) =>
    outbox.flatMap(({ phoneNumberId, timestamp }) => {
      const number = numbers.get(phoneNumberId);
      const counts = { sent: 1, delivered: 1 };
      return number === undefined
        ? []
        : [{ at: timestamp, about: { ...describe(number, user_id), product: "100" }, counts }];
    }),
  );
}

/** Meta's prices differ by country and category. Here everything that is billed costs one cent, unless it has a max price. */
const defaultPrice = 0.01;

const isBilled = ({ price }: SentMessage): boolean => price.type === "regular";

const findCost = (sent: SentMessage): number =>
  isBilled(sent) ? (sent.price.cost?.amount ?? defaultPrice) : 0;

const toConversationType = (sent: SentMessage): string => {
  if (isBilled(sent)) return "REGULAR";
  return sent.price.type === "free_entry_point" ? "FREE_ENTRY_POINT" : "FREE_TIER";
};

/** Messages of one category to one customer belong together for a day. */
function listConversations(state: State, accountId: string): Occurrence[] {
  const begun = new Map<string, number>();
  return listSent(state, accountId).flatMap((sent) => {
    const [at] = findTimes(sent, "delivered");
    const key = `${sent.number.id} ${sent.entry.to} ${sent.category}`;
    if (at === undefined || at < (begun.get(key) ?? Number.NEGATIVE_INFINITY) + day) return [];
    begun.set(key, at);
    const about = {
      ...describe(sent.number, sent.entry.to),
      conversation_category: sent.category.toUpperCase(),
      conversation_type: toConversationType(sent),
      conversation_direction: sent.category === "service" ? "USER_INITIATED" : "BUSINESS_INITIATED",
    };
    return [{ at, about, counts: { conversation: 1, cost: findCost(sent) } }];
  });
}

function listPrices(state: State, accountId: string): Occurrence[] {
  return listSent(state, accountId).flatMap((sent) =>
    findTimes(sent, "delivered")
      .slice(0, 1)
      .map((at) => ({
        at,
        about: {
          ...describe(sent.number, sent.entry.to),
          pricing_category: sent.price.category.toUpperCase(),
          pricing_type: sent.price.type.toUpperCase(),
          tier: "0:MAX",
        },
        counts: { volume: 1, cost: findCost(sent) },
      })),
  );
}

function listCalls(state: State, accountId: string): Occurrence[] {
  const numbers = findNumbers(state, accountId);
  return [...state.calls.values()].flatMap((call) => {
    const number = numbers.get(call.phoneNumberId);
    if (number === undefined || call.endedAt === undefined) return [];
    return [{ at: call.endedAt, about: toCallFacts(number, call), counts: countCall(call) }];
  });
}

const toCallFacts = (number: PhoneNumber, { userId, direction }: PhoneCall) => ({
  ...describe(number, userId),
  direction,
  tier: "0:MAX",
});

function countCall({ answeredAt, endedAt = 0, direction }: PhoneCall): Record<string, number> {
  if (answeredAt === undefined) return { count: 1, cost: 0 };
  const duration = toSeconds(endedAt) - toSeconds(answeredAt);
  const cost = direction === "BUSINESS_INITIATED" ? defaultPrice : 0;
  return { count: 1, cost, answered: 1, duration };
}

/** How occurrences are put together. */
export interface Grouping {
  span: Span;
  granularity: string;
  /** What data points are about: names as in {@link Occurrence.about}. */
  dimensions: readonly string[];
  /** What data points contain; empty for everything. */
  metrics: readonly string[];
}

/** The data points of the times in which something happened. */
export function toDataPoints(occurrences: readonly Occurrence[], grouping: Grouping): Json[] {
  const { span, granularity, dimensions, metrics } = grouping;
  const points = new Map<string, { key: Json; counts: Record<string, number> }>();
  for (const { at, about, counts } of occurrences) {
    if (at < span.from || at >= span.to) continue;
    const { from, to } = findPeriod(at, granularity);
    const named = Object.fromEntries(dimensions.map((name) => [name, about[name]]));
    const key = { start: from / 1000, end: to / 1000, ...named };
    const sums = points.get(JSON.stringify(key))?.counts ?? {};
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
    points.set(JSON.stringify(key), { key, counts: sums });
  }
  const inOrder = [...points.values()].sort((one, other) => Number(one.key.start) - Number(other.key.start));
  return inOrder.map(({ key, counts }) => ({ ...key, ...pickMetrics(counts, metrics) }));
}

function pickMetrics(
  { answered, duration, ...counts }: Record<string, number>,
  wanted: readonly string[],
): Json {
  const average_duration = answered === undefined ? undefined : Math.round((duration ?? 0) / answered);
  const all = Object.entries(withoutUndefined({ ...counts, average_duration }));
  return Object.fromEntries(all.filter(([name]) => wanted.length === 0 || wanted.includes(name)));
}

function findPeriod(at: number, granularity: string): Span {
  if (granularity.startsWith("MONTH")) {
    const date = new Date(at);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    return { from: Date.UTC(year, month), to: Date.UTC(year, month + 1) };
  }
  const length = granularity === "HALF_HOUR" ? hour / 2 : day;
  const from = Math.floor(at / length) * length;
  return { from, to: from + length };
}

/** What happened in a group. */
export function listGroupOccurrences(state: State, groupId: string): Occurrence[] {
  const messages = [...state.sent.values()].filter((sent) => sent.groupId === groupId);
  const counted = messages.flatMap((sent) =>
    ["sent", "delivered", "read"].flatMap((kind) =>
      findTimes(sent, kind).map((at) => ({ at, about: {}, counts: { [kind]: 1 } })),
    ),
  );
  const { history = [] } = state.groups.get(groupId) ?? {};
  return [...counted, ...history.map(({ kind, at }) => ({ at, about: {}, counts: { [kind]: 1 } }))];
}
