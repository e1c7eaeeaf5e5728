import type { CustomerView, GroupView, MessageView } from "./protocol.ts";

/** Whoever has a chat with the business: a customer, or a group of them. */
export interface Chatter extends CustomerView {
  /** Of a group. */
  members?: readonly CustomerView[];
  /** The business number that a group belongs to. */
  number?: string;
}

/** A group, with what lists and headings show of a customer. */
export function toChatter(
  { id, subject, number, members }: GroupView,
  customers: ReadonlyMap<string, CustomerView>,
): Chatter {
  return {
    id,
    name: subject,
    number,
    members: members.flatMap((member) => customers.get(member) ?? []),
    windows: {},
    isOnline: true,
    isBlocking: false,
    isReachable: true,
    hidesPhoneNumber: false,
    readsAutomatically: true,
  };
}

/** The id of whose chat a message belongs to. */
export const toChatId = ({ group, customer }: MessageView): string => group ?? customer;

/** Whether somebody can tap, quote and react: only who has a message can, and in groups the page only writes. */
export const canAnswer = ({ isFromBusiness, hasArrived, group }: MessageView): boolean =>
  group === undefined && (!isFromBusiness || hasArrived);
