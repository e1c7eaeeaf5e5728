import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Bubble, type BubbleDeeds } from "./bubble.tsx";
import type { Chat } from "./fold.ts";
import { Icon } from "./icons.tsx";
import type { MessageView } from "./protocol.ts";
import { startOfDay, toDay } from "./time.ts";

/** How many messages are in the document at most; about half of them above and below the screen. */
const most = 160;
/** The height of a message that was never measured. */
const guess = 72;
/** Nearer to the end than this, the chat follows new messages. */
const near = 48;

interface ListFacts {
  chat: Chat;
  deeds: BubbleDeeds;
  selected: string | undefined;
  businessName: string;
  toAuthor: (message: MessageView) => string;
  now: number;
  typing: boolean;
}

/** Where somebody reads: at the end, or at a message that stays where it is when others grow. */
type Place = { isEnd: true } | { isEnd: false; id: string; offset: number };

/** A chat of any length, of which only the messages around the visible ones are in the document. */
export function ChatList(facts: ListFacts): JSX.Element {
  const { chat, deeds, selected, businessName, toAuthor, now, typing } = facts;
  const scroller = useRef<HTMLDivElement>(null);
  const heights = useRef(new Map<string, number>());
  const place = useRef<Place>({ isEnd: true });
  const [focused, setFocused] = useState<string>();
  const [, redraw] = useState({});
  const { rows } = chat;
  const tops = sumHeights(rows, heights.current);
  const { from, to } = findRange(rows, tops, place.current, scroller.current?.clientHeight ?? 800);
  const shown = rows.slice(from, to);
  const tabStop =
    focused !== undefined && shown.some(({ id }) => id === focused) ? focused : shown.at(-1)?.id;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const hasChanged = measure(element, heights.current);
    settle(element, rows, sumHeights(rows, heights.current), place.current);
    if (hasChanged) redraw({});
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const watcher = new ResizeObserver(() => redraw({}));
    watcher.observe(element);
    const list = element.querySelector("ol");
    if (list !== null) watcher.observe(list);
    return () => watcher.disconnect();
  }, []);

  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    place.current = findPlace(element, rows, tops);
    redraw({});
  };
  const toEnd = (): void => {
    place.current = { isEnd: true };
    redraw({});
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const bubble = event.target instanceof HTMLElement ? event.target.closest("article") : null;
    if (step === undefined || bubble === null || bubble !== event.target) return;
    event.preventDefault();
    const next = bubble.closest("li")?.[step > 0 ? "nextElementSibling" : "previousElementSibling"];
    const article = next?.querySelector("article");
    if (!(article instanceof HTMLElement)) return;
    article.focus();
    onScroll(); // the focus scrolled: what is drawn next goes by that place
    setFocused(next?.getAttribute("data-message") ?? undefined);
  };
  const isAway = !place.current.isEnd;
  return (
    <div class="chat-scroll-root">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go from message to message */}
      <div class="chat-scroll" ref={scroller} onScroll={onScroll} onKeyDown={onKeyDown}>
        <div style={{ height: `${tops[from] ?? 0}px` }} />
        <ol class="messages" aria-label="Messages">
          {shown.map((message, index) => (
            <li key={message.id} data-message={message.id}>
              <DayLine message={message} before={rows[from + index - 1]} now={now} />
              <Bubble
                message={message}
                chat={chat}
                deeds={deeds}
                isSelected={message.id === selected}
                isTabStop={message.id === tabStop}
                toAuthor={toAuthor}
              />
            </li>
          ))}
        </ol>
        <div style={{ height: `${(tops[rows.length] ?? 0) - (tops[to] ?? 0)}px` }} />
        {typing ? (
          <p class="typing" role="status">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            <span class="visually-hidden">{businessName} is typing</span>
          </p>
        ) : undefined}
      </div>
      {isAway ? (
        <button type="button" class="to-end button" onClick={toEnd}>
          <Icon name="arrowDown" /> Newest
        </button>
      ) : undefined}
    </div>
  );
}

function DayLine({
  message,
  before,
  now,
}: {
  message: MessageView;
  before: MessageView | undefined;
  now: number;
}): JSX.Element | null {
  if (before !== undefined && startOfDay(before.at) === startOfDay(message.at)) return null;
  return (
    <p class="day">
      <span>{toDay(message.at, now)}</span>
    </p>
  );
}

/** The top of each message, and the end of the last one. */
function sumHeights(rows: readonly MessageView[], heights: ReadonlyMap<string, number>): number[] {
  const tops = [0];
  let sum = 0;
  for (const { id } of rows) {
    sum += heights.get(id) ?? guess;
    tops.push(sum);
  }
  return tops;
}

/** The messages to draw: those on the screen, and as many on both sides. */
function findRange(
  rows: readonly MessageView[],
  tops: readonly number[],
  place: Place,
  height: number,
): { from: number; to: number } {
  const { length } = rows;
  if (place.isEnd) return { from: Math.max(0, length - most), to: length };
  const at = rows.findIndex(({ id }) => id === place.id);
  const first = at < 0 ? length - 1 : at;
  const last = findAt(tops, (tops[first] ?? 0) + height);
  const spare = Math.max(0, Math.floor((most - (last - first)) / 2));
  const from = Math.max(0, first - spare);
  return { from, to: Math.min(length, from + most) };
}

/** The last message that begins above a height; `tops` grows. */
function findAt(tops: readonly number[], height: number): number {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= height) low = middle;
    else high = middle - 1;
  }
  return low;
}

function findPlace(element: HTMLElement, rows: readonly MessageView[], tops: readonly number[]): Place {
  const { scrollTop, scrollHeight, clientHeight } = element;
  if (scrollHeight - scrollTop - clientHeight < near) return { isEnd: true };
  const at = Math.min(findAt(tops, scrollTop), rows.length - 1);
  const id = rows[at]?.id;
  return id === undefined ? { isEnd: true } : { isEnd: false, id, offset: scrollTop - (tops[at] ?? 0) };
}

/** Scrolls to where somebody reads. */
function settle(
  element: HTMLElement,
  rows: readonly MessageView[],
  tops: readonly number[],
  place: Place,
): void {
  const at = place.isEnd ? -1 : rows.findIndex(({ id }) => id === place.id);
  const target =
    place.isEnd || at < 0 ? element.scrollHeight - element.clientHeight : (tops[at] ?? 0) + place.offset;
  if (Math.abs(element.scrollTop - target) > 1) element.scrollTop = target;
}

/** Measures what is drawn. @returns whether anything has another height than before. */
function measure(element: HTMLElement, heights: Map<string, number>): boolean {
  let hasChanged = false;
  for (const row of element.querySelectorAll<HTMLElement>("[data-message]")) {
    const id = row.dataset.message ?? "";
    const { height } = row.getBoundingClientRect();
    if (Math.abs((heights.get(id) ?? -1) - height) < 1) continue;
    heights.set(id, height);
    hasChanged = true;
  }
  return hasChanged;
}
