import type { Json } from "../../../utils/json.ts";
import type { MessageEvent, SentMessage } from "../records.ts";
import type { State } from "../state.ts";

/** A time span in milliseconds, without its end. */
export interface Span {
  from: number;
  to: number;
}

/** Selects messages. */
export interface MessageFilter {
  templateIds: readonly string[];
  /** Only messages of the marketing endpoint, or only others. Default: both. */
  isMarketing?: boolean | undefined;
}

/** Finds messages made from templates. */
export function findMessages({ sent }: State, { templateIds, isMarketing }: MessageFilter): SentMessage[] {
  return [...sent.values()].filter(({ template, category }) => {
    const isOfKind = isMarketing === undefined || isMarketing === (category === "marketing_lite");
    return template !== undefined && templateIds.includes(template.id) && isOfKind;
  });
}

const isWithin = ({ from, to }: Span, { at }: MessageEvent): boolean => at >= from && at < to;

/** Counts the messages with an event of this kind. */
export const countMessages = (messages: readonly SentMessage[], kind: string, span: Span): number =>
  messages.filter(({ history }) => history.some((event) => event.kind === kind && isWithin(span, event)))
    .length;

/** The metrics of a time span. A message counts once for each event but clicks. */
export function measure(messages: readonly SentMessage[], span: Span): Json {
  return {
    sent: countMessages(messages, "sent", span),
    delivered: countMessages(messages, "delivered", span),
    read: countMessages(messages, "read", span),
    replied: countMessages(messages, "replied", span),
    clicked: countClicks(messages, span),
  };
}

/** Clicks by button; for links also the number of messages with a click. */
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
