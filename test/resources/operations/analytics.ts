import { type Operation, readPage } from "./operation.ts";

const account = "/{A}";
const [start, end] = [1_790_000_000, 1_790_086_400];
const span = { start, end };
const point = { start, end, sent: 196, delivered: 179 };
const points = { data_points: [point] };
const daily = `.start(${start}).end(${end}).granularity(DAILY)`;
const group = { ...span, group_ids: ["R1"], metric_types: ["SENT"] };

/** `GET` of a field, as `URLSearchParams` writes it. */
const fields = (value: string) => `GET ${account}?fields=${value.replaceAll(" ", "+")}`;

export const analyticsOperations: Operation[] = [
  {
    name: "analytics.messages",
    call: ({ analytics }, options) => analytics.messages(span, options),
    answer: { analytics: { granularity: "DAY", phone_numbers: ["15550001111"], ...points }, id: "1" },
    result: { granularity: "DAY", phone_numbers: ["15550001111"], ...points },
    request: fields(`analytics.start(${start}).end(${end}).granularity(DAY)`),
  },
  {
    name: "analytics.messages with filters",
    call: ({ analytics }, options) =>
      analytics.messages(
        {
          ...span,
          granularity: "HALF_HOUR",
          phone_numbers: [],
          product_types: [0, 2],
          country_codes: ["US", "BR"],
        },
        options,
      ),
    answer: { id: "1" },
    result: { data_points: [] },
    request: fields(
      `analytics.start(${start}).end(${end}).granularity(HALF_HOUR).phone_numbers([]).product_types([0,2]).country_codes(["US","BR"])`,
    ),
  },
  {
    name: "analytics.conversations",
    call: ({ analytics }, options) =>
      analytics.conversations({ ...span, dimensions: ["PHONE"], granularity: undefined }, options),
    answer: { conversation_analytics: { data: [points, { data_points: [] }, points] }, id: "1" },
    result: { data_points: [point, point] },
    request: fields(`conversation_analytics${daily}.dimensions(["PHONE"])`),
  },
  {
    name: "analytics.pricing",
    call: ({ analytics }, options) =>
      analytics.pricing({ ...span, granularity: "MONTHLY", tiers: ["0:MAX"] }, options),
    answer: { data: [points], paging: {} },
    result: points,
    request: fields(`pricing_analytics.start(${start}).end(${end}).granularity(MONTHLY).tiers(["0:MAX"])`),
  },
  {
    name: "analytics.calls",
    call: ({ analytics }, options) => analytics.calls({ ...span, directions: ["USER_INITIATED"] }, options),
    answer: { call_analytics: { granularity: "DAILY", directions: "USER_INITIATED", ...points }, id: "1" },
    result: { granularity: "DAILY", directions: "USER_INITIATED", ...points },
    request: fields(`call_analytics${daily}.directions(["USER_INITIATED"])`),
  },
  {
    name: "analytics.groups",
    call: ({ analytics }, options) => readPage(analytics.groups({ ...group, limit: 5 }, options)),
    answer: { data: [{ granularity: "DAILY", ...points }] },
    result: [{ granularity: "DAILY", ...points }],
    request: `GET ${account}/group_analytics?start=${start}&end=${end}&group_ids=["R1"]&metric_types=["SENT"]&limit=5&granularity=DAILY`,
  },
];
