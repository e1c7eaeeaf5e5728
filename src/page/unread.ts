import { useEffect, useRef } from "preact/hooks";
import { type Chatter, toChatId } from "./chatters.ts";
import type { CustomerLine } from "./customers.tsx";
import type { MessageView } from "./protocol.ts";
import { act, type Store } from "./store.ts";

interface Unread {
  countUnread: (customer: string) => number;
  /** The newest message that arrived while the page was open. */
  news: MessageView | undefined;
}

/** What nobody looked at yet. Looking at a chat reads it, as on a phone. */
export function useUnread(store: Store, chosen: string | undefined, isLooking: boolean): Unread {
  const lookedAt = useRef(new Map<string, number>());
  const openedAt = useRef<number | undefined>(undefined);
  if (store.isLoaded) openedAt.current ??= store.now();
  const isSeen = chosen !== undefined && isLooking && document.visibilityState === "visible";
  if (isSeen) lookedAt.current.set(chosen, store.now());
  const isUnread = (message: MessageView): boolean => {
    if (!message.isFromBusiness || !message.hasArrived || message.type === "reaction") return false;
    const seenUntil = lookedAt.current.get(toChatId(message)) ?? openedAt.current ?? 0;
    return (message.group === undefined && !message.isRead) || message.at > seenUntil;
  };
  const countUnread = (customer: string): number => {
    if (isSeen && customer === chosen) return 0;
    return (store.chats.get(customer) ?? []).filter(isUnread).length;
  };
  const arrived = [...store.kinds.messages.values()].at(-1);
  const waiting = isSeen ? findUnread(store.chats.get(chosen) ?? []) : undefined;
  useEffect(() => {
    if (waiting !== undefined && chosen !== undefined) act({ action: "read", customer: chosen });
  }, [waiting, chosen]);
  const isNew =
    arrived?.isFromBusiness === true && arrived.at > (openedAt.current ?? Number.POSITIVE_INFINITY);
  return { countUnread, news: isNew ? arrived : undefined };
}

/** The id of the newest message that a customer has and has not read. With each one, all are read. */
const findUnread = (messages: readonly MessageView[]): string | undefined =>
  messages.findLast(
    ({ group, isFromBusiness, hasArrived, isRead }) =>
      group === undefined && isFromBusiness && hasArrived && !isRead,
  )?.id;

/** Whoever wrote or was written to last; before that, the first. */
export const findNewest = ({ chats }: Store, customers: readonly Chatter[]): Chatter | undefined =>
  customers.toSorted(
    (one, other) => (chats.get(other.id)?.at(-1)?.at ?? 0) - (chats.get(one.id)?.at(-1)?.at ?? 0),
  )[0];

/** What is said about other messages. */
const asides = ["reaction", "edit", "revoke"];

/** The lines of the list of customers: whoever wrote or was written to last comes first. */
export function listLines(
  store: Store,
  customers: readonly Chatter[],
  number: string,
  countUnread: (customer: string) => number,
): CustomerLine[] {
  const now = store.now();
  const lines = customers.map((customer) => ({
    customer,
    last: store.chats.get(customer.id)?.findLast(({ type }) => !asides.includes(type)),
    unread: countUnread(customer.id),
    windowEndsAt: customer.windows[number] ?? 0,
    isTyping: (customer.typing?.until ?? 0) > now,
  }));
  return lines.sort((one, other) => (other.last?.at ?? 0) - (one.last?.at ?? 0));
}
