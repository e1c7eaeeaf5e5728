import type { Json } from "../../../utils/json.ts";
import type { MessageEvent, SentMessage } from "../records.ts";
import type { State } from "../state.ts";

/** A stretch of time in milliseconds; the end is not part of it. */
export interface Span {
  from: number;
  to: number;
}

/** Which messages are counted. */
export interface MessageFilter {
  templateIds: readonly string[];
  /** Those of the marketing endpoint, or all others. */
  isMarketing?: boolean | undefined;
}

/** The messages made of templates. */
export function findMessages({ sent }: State, { templateIds, isMarketing }: MessageFilter): SentMessage[] {
  return [...sent.values()].filter(({ template, category }) => {
    const isOfKind = isMarketing === undefined || isMarketing === (category === "marketing_lite");
    return template !== undefined && templateIds.includes(template.id) && isOfKind;
  });
}

const isWithin = ({ from, to }: Span, { at }: MessageEvent): boolean => at >= from && at < to;

/** How many messages something happened to. */
export const countMessages = (messages: readonly SentMessage[], kind: string, span: Span): number =>
  messages.filter(({ history }) => history.some((event) => event.kind === kind && isWithin(span, event)))
    .length;

/** What happened to messages within a time: each counted once, however often it was tapped. */
export function measure(messages: readonly SentMessage[], span: Span): Json {
  return {
    sent: countMessages(messages, "sent", span),
    delivered: countMessages(messages, "delivered", span),
    read: countMessages(messages, "read", span),
    replied: countMessages(messages, "replied", span),
    clicked: countClicks(messages, span),
  };
}

/** Taps by button; of a link also how many messages it was opened from. */
function countClicks(messages: readonly SentMessage[], span: Span): Json[] {
  const counts = new Map<string, { type: string; button_content: string; count: number }>();
  const count = (type: string, button_content: string, times: number) => {
    const known = counts.get(`${type} ${button_content}`) ?? { type, button_content, count: 0 };
    counts.set(`${type} ${button_content}`, { ...known, count: known.count + times });
  };
  for (const { history } of messages) {
    const taps = history.filter((event) => event.kind === "clicked" && isWithin(span, event));
    for (const { button } of taps) count(button?.type ?? "", button?.text ?? "", 1);
    const links = taps.filter(({ button }) => button?.type === "url_button");
    for (const text of new Set(links.map(({ button }) => button?.text ?? "")))
      count("unique_url_button", text, 1);
  }
  return [...counts.values()].map((one) => ({ ...one }));
}
