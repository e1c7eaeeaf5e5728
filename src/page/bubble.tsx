import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { toObject, toText } from "../utils/json.ts";
import { canAnswer } from "./chatters.ts";
import { Content, toLine } from "./content/content.tsx";
import type { Deeds } from "./content/deeds.ts";
import { IconButton, Menu } from "./controls.tsx";
import { emojis } from "./emojis.ts";
import type { Chat } from "./fold.ts";
import type { ErrorView, MessageStatus, MessageView } from "./protocol.ts";
import { toClock } from "./time.ts";

/** What the bubble's own buttons do. */
export interface BubbleDeeds extends Deeds {
  select(message: MessageView): void;
  quote(message: MessageView): void;
  react(message: MessageView, emoji: string): void;
  edit(message: MessageView): void;
  remove(message: MessageView): void;
}

interface BubbleFacts {
  message: MessageView;
  chat: Chat;
  deeds: BubbleDeeds;
  isSelected: boolean;
  /** Whether it is the one that Tab leads to. */
  isTabStop: boolean;
  /** Who wrote a message. */
  toAuthor: (message: MessageView) => string;
}

/** One message. */
export function Bubble(facts: BubbleFacts): JSX.Element {
  const { message, chat, deeds, isSelected, isTabStop } = facts;
  const { id } = message;
  const { mine, theirs } = chat.reactions.get(id) ?? {};
  const isEdited = chat.edited.has(id);
  const isDeleted = chat.deleted.has(id);
  const quoted = message.quotes === undefined ? undefined : chat.byId.get(message.quotes);
  const kept = [message, isSelected, isTabStop, mine, theirs, isEdited, isDeleted, quoted, deeds];
  return useMemo(() => <BubbleView {...facts} />, kept);
}

function BubbleView({ message, chat, deeds, isSelected, isTabStop, toAuthor }: BubbleFacts): JSX.Element {
  const { id, isFromBusiness, at, status, error, quotes } = message;
  const isDeleted = chat.deleted.has(id);
  const author = toAuthor(message);
  const reactions = chat.reactions.get(id);
  const shown = [reactions?.mine, reactions?.theirs].filter((emoji) => emoji);
  const side = isFromBusiness ? "theirs" : "mine";
  return (
    <article
      class={`bubble ${side} type-${message.type} ${status === "failed" ? "failed" : ""}`}
      aria-label={`${author}, ${toClock(at)}`}
      aria-current={isSelected ? "true" : undefined}
      tabIndex={isTabStop ? 0 : -1}
      onClick={(event) => {
        if (!isControl(event.target)) deeds.select(message);
      }}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget) onBubbleKey(event, message, deeds);
      }}
    >
      <div class="bubble-body">
        {message.group === undefined || isFromBusiness ? undefined : <p class="author">{author}</p>}
        {quotes === undefined ? undefined : <Quote message={chat.byId.get(quotes)} toAuthor={toAuthor} />}
        {isDeleted ? (
          <p class="quiet">This message was deleted.</p>
        ) : (
          <Content message={message} deeds={deeds} />
        )}
        <p class="meta numerals">
          {chat.edited.has(id) ? <span>Edited</span> : undefined}
          <time dateTime={new Date(at).toISOString()}>{toClock(at)}</time>
          <Ticks status={status} isOwn={!isFromBusiness} />
        </p>
      </div>
      {error === undefined ? undefined : <Failure error={error} isOwn={!isFromBusiness} />}
      {shown.length === 0 ? undefined : (
        <p class="reactions" role="img" aria-label={`Reactions: ${shown.join(" ")}`}>
          {shown.join(" ")}
        </p>
      )}
      {isDeleted ? undefined : <BubbleTools message={message} deeds={deeds} mine={reactions?.mine} />}
    </article>
  );
}

const isControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("button, a, video, audio, summary, input, dialog") !== null;

function onBubbleKey(event: KeyboardEvent, message: MessageView, deeds: BubbleDeeds): void {
  if (event.key === "Enter" || event.key === " ") deeds.select(message);
  else if (event.key === "r" && !event.ctrlKey && !event.metaKey && canAnswer(message)) deeds.quote(message);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

interface ToolFacts {
  message: MessageView;
  deeds: BubbleDeeds;
  /** The emoji that the customer reacted with. */
  mine: string | undefined;
}

function BubbleTools({ message, deeds, mine }: ToolFacts): JSX.Element {
  const isOwn = !message.isFromBusiness && canAnswer(message);
  return (
    <div class="bubble-tools">
      {canAnswer(message) ? <AnswerTools message={message} deeds={deeds} mine={mine} /> : undefined}
      {isOwn && message.type === "text" ? (
        <IconButton icon="edit" label="Edit" onClick={() => deeds.edit(message)} />
      ) : undefined}
      {!isOwn ? undefined : (
        <IconButton icon="reset" label="Delete for everyone" onClick={() => deeds.remove(message)} />
      )}
      <IconButton icon="inspect" label="Show its calls and webhooks" onClick={() => deeds.select(message)} />
    </div>
  );
}

/** What only somebody can do who has the message. */
const AnswerTools = ({ message, deeds, mine }: ToolFacts): JSX.Element => (
  <>
    <Menu icon="emoji" label="React" up align={message.isFromBusiness ? "start" : "end"}>
      {(close) => (
        <EmojiGrid
          emojis={emojis.slice(0, 12)}
          chosen={mine}
          onChoose={(emoji) => {
            deeds.react(message, emoji === mine ? "" : emoji);
            close();
          }}
        />
      )}
    </Menu>
    <IconButton icon="reply" label="Quote in a reply" onClick={() => deeds.quote(message)} />
  </>
);

export const EmojiGrid = ({
  emojis: offered,
  chosen,
  onChoose,
}: {
  emojis: readonly (readonly [emoji: string, name: string])[];
  chosen?: string | undefined;
  onChoose: (emoji: string) => void;
}): JSX.Element => (
  <div class="emoji-grid">
    {offered.map(([emoji, name]) => (
      <button
        key={emoji}
        type="button"
        aria-label={name}
        title={name}
        aria-pressed={emoji === chosen}
        onClick={() => onChoose(emoji)}
      >
        {emoji}
      </button>
    ))}
  </div>
);

/** The message that another one quotes. */
export const Quote = ({
  message,
  toAuthor,
}: {
  message: MessageView | undefined;
  toAuthor: (message: MessageView) => string;
}): JSX.Element => (
  <blockquote class="quoted">
    <strong>{message === undefined ? "Quoted message" : toAuthor(message)}</strong>
    <span>{message === undefined ? "not in this chat" : toLine(message)}</span>
  </blockquote>
);

const words: Readonly<Record<MessageStatus, { business: string; own: string }>> = {
  held: { business: "Held for quality assessment", own: "Held" },
  accepted: { business: "Accepted", own: "On its way to your app" },
  sent: { business: "Sent", own: "Sent" },
  waiting: { business: "Sent, not delivered yet", own: "Sent" },
  delivered: { business: "Delivered", own: "Your app has it" },
  read: { business: "Read", own: "Marked as read by your app" },
  played: { business: "Played", own: "Played" },
  failed: { business: "Failed", own: "Your app did not take it" },
};

/** The ticks of a message: one when sent, two when delivered, in color when read. */
function Ticks({ status, isOwn }: { status: MessageStatus; isOwn: boolean }): JSX.Element {
  const label = words[status][isOwn ? "own" : "business"];
  const isDouble = ["delivered", "read", "played"].includes(status);
  const drawing =
    status === "failed"
      ? "M8 2.500v5.500M8 11v.5"
      : status === "held" || status === "accepted"
        ? "M8 2.500a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM8 5v3l2 1"
        : isDouble
          ? "M1 7.500l3 3 5.500-6.500M7 9.500l1 1L14 4"
          : "M5 7.500l3 3 5.500-6.500";
  return (
    <svg class={`ticks ${status}`} viewBox="0 0 16 14" width="16" height="14" role="img" aria-label={label}>
      <title>{label}</title>
      <path d={drawing} />
    </svg>
  );
}

/** Why a message failed, and what to do about it. */
const Failure = ({ error, isOwn }: { error: ErrorView; isOwn: boolean }): JSX.Element => (
  <div class="failure">
    <p>
      <strong>{isOwn ? error.title : `Not delivered: ${error.code ?? ""} ${error.title}`}</strong>
    </p>
    {error.hint === undefined ? undefined : <p>{error.hint}</p>}
  </div>
);

/** What can be edited of a message. */
export const toEditable = ({ content }: MessageView): string => toText(toObject(content).body) ?? "";
