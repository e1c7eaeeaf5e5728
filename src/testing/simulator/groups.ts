import { WhatsAppError } from "../../errors.ts";
import { type Json, withoutUndefined } from "../../utils/json.ts";
import { statusUpdate, toMetadata } from "../events.ts";
import { nextTurn, toSeconds } from "./clock.ts";
import type { Customer } from "./customers.ts";
import { deliver } from "./delivery.ts";
import { createTraceId } from "./ids.ts";
import { type Group, type SentMessage, toNumberFacts, type UnfinishedStatuses } from "./records.ts";
import type { State } from "./state.ts";

const maxParticipants = 8;

/** A link by which customers join. */
export const createInviteLink = (): string => `https://chat.whatsapp.com/${createTraceId()}`;

type GroupFacts = Pick<Group, "phoneNumberId" | "subject"> &
  Partial<Pick<Group, "id" | "description" | "joinApprovalMode" | "participants">>;

/** Adds a group. */
export function addGroup(state: State, facts: GroupFacts): Group {
  const { id = createTraceId(), description, joinApprovalMode = "auto_approve", participants = [] } = facts;
  const { phoneNumberId, subject } = facts;
  const group: Group = {
    id,
    phoneNumberId,
    subject,
    description,
    joinApprovalMode,
    inviteLink: createInviteLink(),
    createdAt: state.now(),
    participants,
    removed: [],
    joinRequests: [],
    history: participants.map(() => ({ kind: "joined", at: state.now() })),
  };
  state.groups.set(id, group);
  return group;
}

export const listGroups = ({ groups }: State, phoneNumberId: string): Group[] =>
  [...groups.values()].filter((group) => group.phoneNumberId === phoneNumberId);

/** A customer as group webhooks and lists name them. */
export const describeMember = ({ visibleWaId, user_id, parent_user_id, username }: Customer): Json =>
  withoutUndefined({ wa_id: visibleWaId, user_id, parent_user_id, username });

/** The members of a group that are still customers. */
export const findMembers = ({ customers }: State, { participants }: Group): Customer[] =>
  customers.withIds(participants);

/** Posts what happened to a group. */
export function postGroupChange(state: State, group: Group, field: string, facts: Json): Promise<void> {
  const number = state.number(group.phoneNumberId);
  const timestamp = String(toSeconds(state.now()));
  const metadata = toMetadata(toNumberFacts(number));
  const groups = [withoutUndefined({ timestamp, group_id: group.id, ...facts })];
  const value = { messaging_product: "whatsapp", metadata, groups };
  return state.outbox.post({ field, value }, number.businessAccountId);
}

const participantsField = "group_participants_update";

/** A customer follows an invite link: they are a member then, or wait for the business's approval. */
export async function joinGroup(state: State, customer: Customer, inviteLink: string): Promise<string> {
  const group = [...state.groups.values()].find((one) => one.inviteLink === inviteLink);
  const { user_id } = customer;
  if (group === undefined || group.removed.includes(user_id))
    throw new WhatsAppError("The invite link is unknown or no longer valid for this customer.");
  if (group.participants.length >= maxParticipants) throw new WhatsAppError("The group is full.");
  if (group.participants.includes(user_id)) return group.id;
  if (group.joinApprovalMode === "auto_approve") await addParticipant(state, group, customer);
  else await askToJoin(state, group, customer);
  return group.id;
}

async function askToJoin(state: State, group: Group, customer: Customer): Promise<void> {
  const request = { id: createTraceId(), userId: customer.user_id, createdAt: state.now() };
  group.joinRequests.push(request);
  await postGroupChange(state, group, participantsField, {
    type: "group_join_request_created",
    join_request_id: request.id,
    ...describeMember(customer),
  });
}

/** Makes a customer a member. */
export async function addParticipant(state: State, group: Group, customer: Customer): Promise<void> {
  group.participants.push(customer.user_id);
  group.history.push({ kind: "joined", at: state.now() });
  await postGroupChange(state, group, participantsField, {
    type: "group_participants_add",
    reason: "invite_link",
    added_participants: [describeMember(customer)],
  });
}

/** Ends the membership of customers. */
export function removeMembers(state: State, group: Group, userIds: readonly string[]): void {
  group.participants = group.participants.filter((userId) => !userIds.includes(userId));
  group.history.push(...userIds.map(() => ({ kind: "left" as const, at: state.now() })));
}

/** A customer leaves a group. */
export async function leaveGroup(state: State, customer: Customer, groupId: string): Promise<void> {
  const group = state.groups.get(groupId);
  if (group?.participants.includes(customer.user_id) !== true)
    throw new WhatsAppError("The customer is not a member of a group with this id.");
  removeMembers(state, group, [customer.user_id]);
  await postGroupChange(state, group, participantsField, {
    type: "group_participants_remove",
    initiated_by: "participant",
    removed_participants: [describeMember(customer)],
  });
}

/** Delivers a message to each member of its group, with a status for each. */
export function deliverToGroup(state: State, sent: SentMessage): void {
  const group = state.groups.get(sent.groupId ?? "");
  if (group === undefined) return;
  for (const customer of findMembers(state, group)) {
    deliver(state, { ...sent, customer });
    if (!customer.hasReceived(sent.entry.id)) continue;
    const statuses = { messageId: sent.entry.id, memberId: customer.user_id, posted: [] };
    state.unfinished.add(statuses);
    state.outbox.track(finishMemberStatuses(state, statuses));
  }
}

/** Posts the statuses that a message to a group has for one of its members. */
export async function finishMemberStatuses(state: State, statuses: UnfinishedStatuses): Promise<void> {
  const { messageId, memberId = "" } = statuses;
  await nextTurn();
  const sent = state.sent.get(messageId);
  const customer = state.customers.byUserId.get(memberId);
  if (sent !== undefined && customer !== undefined) {
    await postMemberStatus(state, { sent, customer, statuses }, "delivered");
    if (customer.readsAutomatically) {
      for (const message of customer.inbox) if (message.id === messageId) message.isRead = true;
      await postMemberStatus(state, { sent, customer, statuses }, "read");
    }
  }
  state.unfinished.delete(statuses);
}

async function postMemberStatus(
  state: State,
  { sent, customer, statuses }: { sent: SentMessage; customer: Customer; statuses: UnfinishedStatuses },
  status: string,
): Promise<void> {
  if (statuses.posted.includes(status)) return;
  statuses.posted.push(status);
  sent.history.push({ kind: status, at: state.now() });
  const { entry, number, groupId } = sent;
  const { visibleWaId, user_id, parent_user_id } = customer;
  const change = statusUpdate({
    id: entry.id,
    status,
    timestamp: toSeconds(state.now()),
    recipient_id: groupId,
    recipient_type: "group",
    recipient_participant_id: visibleWaId,
    recipient_participant_user_id: user_id,
    recipient_participant_parent_user_id: parent_user_id,
    biz_opaque_callback_data: entry.tag,
    ...toNumberFacts(number),
  });
  await state.outbox.post(change, number.businessAccountId);
}
