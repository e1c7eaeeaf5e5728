import { type Json, toObject, toObjects, withoutUndefined } from "../../../utils/json.ts";
import { toSeconds } from "../clock.ts";
import { isNamed } from "../customers.ts";
import { Refusal, refuse, unsupported } from "../errors.ts";
import {
  addGroup,
  addParticipant,
  createInviteLink,
  describeMember,
  findMembers,
  listGroups,
  postGroupChange,
  removeMembers,
} from "../groups.ts";
import { paginate } from "../http/paging.ts";
import { type GraphCall, pickFields, type Route, readList, readParameters } from "../http/router.ts";
import { createTraceId } from "../ids.ts";
import type { Group } from "../records.ts";
import { checkProduct } from "../rules/messages/envelope.ts";
import { readPicture } from "./group-picture.ts";

const maxGroups = 10_000;
const maxPage = 1024;
const modes = ["auto_approve", "approval_required"];

/** Meta answers at once; a webhook has the outcome. */
function answerLater(call: GraphCall, group: Group, field: string, facts: Json): Json {
  const request_id = createTraceId();
  call.state.outbox.track(postGroupChange(call.state, group, field, { ...facts, request_id }));
  return { messaging_product: "whatsapp", request_id };
}

function readText(parameters: Json, name: string, max: number): string | undefined {
  const text = parameters[name];
  if (text === undefined) return undefined;
  const isFine = typeof text === "string" && text.length <= max && (text !== "" || name !== "subject");
  if (isFine) return text;
  throw refuse(100, `Param ${name} must be a text of at most ${max} characters.`);
}

function create(call: GraphCall): Json {
  const { state, id } = call;
  const parameters = readParameters(call);
  checkProduct(parameters);
  const subject = readText(parameters, "subject", 128);
  if (subject === undefined) throw refuse(100, "The parameter subject is required.");
  const mode = String(parameters.join_approval_mode ?? "auto_approve");
  if (!modes.includes(mode))
    throw refuse(100, `Param join_approval_mode must be one of {${modes.join(", ")}}.`);
  if (listGroups(state, id).length >= maxGroups)
    throw refuse(131211, `A number has at most ${maxGroups} groups.`);
  const group = addGroup(state, {
    phoneNumberId: id,
    subject,
    description: readText(parameters, "description", 2048),
    joinApprovalMode: mode as Group["joinApprovalMode"],
  });
  const { description, inviteLink } = group;
  const facts = { subject, description, invite_link: inviteLink, join_approval_mode: mode };
  return answerLater(call, group, "group_lifecycle_update", { type: "group_create", ...facts });
}

/** The groups are in an object, not in a list. */
function list(call: GraphCall): Json {
  const parameters = readParameters(call);
  if (Number(parameters.limit ?? 1) > maxPage) throw refuse(100, `Param limit must be at most ${maxPage}.`);
  const groups = listGroups(call.state, call.id).map(({ id, subject, createdAt }) => {
    const node = { id, subject, created_at: String(toSeconds(createdAt)) };
    return pickFields(node, parameters.fields, ["subject", "created_at"]);
  });
  const { data, ...rest } = paginate(call, groups, parameters);
  return { data: { groups: data }, ...rest };
}

function findGroup({ state, id, method }: GraphCall): Group {
  const group = state.groups.get(id);
  if (group !== undefined) return group;
  throw unsupported(method, id);
}

function read(call: GraphCall): Json {
  const group = findGroup(call);
  const members = findMembers(call.state, group).map(describeMember);
  const node = {
    id: group.id,
    subject: group.subject,
    description: group.description,
    suspended: false,
    creation_timestamp: String(toSeconds(group.createdAt)),
    participants: members,
    total_participant_count: members.length,
    join_approval_mode: group.joinApprovalMode,
  };
  return { messaging_product: "whatsapp", ...pickFields(node, readParameters(call).fields, []) };
}

async function change(call: GraphCall): Promise<Json> {
  const group = findGroup(call);
  const parameters = readParameters(call);
  checkProduct(parameters);
  const subject = readText(parameters, "subject", 128);
  const description = readText(parameters, "description", 2048);
  const picture = await readPicture(parameters);
  if (subject === undefined && description === undefined && picture === undefined)
    throw refuse(100, "One of the parameters subject, description and file is required.");
  Object.assign(group, withoutUndefined({ subject, description }));
  const outcome = (text: string | undefined) =>
    text === undefined ? undefined : { text, update_successful: true };
  return answerLater(call, group, "group_settings_update", {
    type: "group_settings_update",
    group_subject: outcome(subject),
    group_description: outcome(description),
    profile_picture: picture,
  });
}

function remove(call: GraphCall): Json {
  const group = findGroup(call);
  call.state.groups.delete(group.id);
  answerLater(call, group, "group_lifecycle_update", { type: "group_delete" });
  return { success: true };
}

function showLink(call: GraphCall): Json {
  const { inviteLink } = findGroup(call);
  if (inviteLink === undefined) throw refuse(100, "The group has no invite link. Create one.");
  return { messaging_product: "whatsapp", invite_link: inviteLink };
}

function renewLink(call: GraphCall): Json {
  checkProduct(readParameters(call));
  findGroup(call).inviteLink = createInviteLink();
  return showLink(call);
}

function removeLink(call: GraphCall): Json {
  checkProduct(readParameters(call));
  findGroup(call).inviteLink = undefined;
  return { messaging_product: "whatsapp", success: true };
}

function listRequests(call: GraphCall): Json {
  const { customers } = call.state;
  const requests = findGroup(call).joinRequests.map(({ id, userId, createdAt }) => ({
    join_request_id: id,
    ...describeMember(customers.get(userId)),
    creation_timestamp: String(toSeconds(createdAt)),
  }));
  return paginate(call, requests, readParameters(call));
}

const describeError = (code: number, message: string): Json => ({
  code,
  message,
  title: message,
  error_data: { details: message },
});

/** Approves or rejects requests. If some do not exist, answers 206 with what was done. */
const decide =
  (key: string, isApproved: boolean) =>
  (call: GraphCall): Json => {
    const { state } = call;
    const group = findGroup(call);
    const parameters = readParameters(call);
    checkProduct(parameters);
    const done: string[] = [];
    const failed: Json[] = [];
    const ids = readList(parameters.join_requests);
    if (ids.length === 0) throw refuse(100, "The parameter join_requests is required.");
    for (const id of ids) {
      const request = group.joinRequests.find((one) => one.id === id);
      group.joinRequests = group.joinRequests.filter((one) => one !== request);
      if (request !== undefined && isApproved)
        state.outbox.track(addParticipant(state, group, state.customers.get(request.userId)));
      if (request !== undefined) done.push(id);
      else
        failed.push({
          join_request_id: id,
          errors: [describeError(131213, "The join request does not exist.")],
        });
    }
    const answer = { messaging_product: "whatsapp", [key]: done };
    if (failed.length === 0) return answer;
    const errors = [describeError(131201, "Some join requests failed.")];
    throw new Refusal({
      code: 131201,
      status: 206,
      beside: { ...answer, failed_join_requests: failed, errors },
    });
  };

/** Removed customers cannot come back by a link. */
function removeParticipants(call: GraphCall): Json {
  const group = findGroup(call);
  const parameters = readParameters(call);
  checkProduct(parameters);
  const named = toObjects(parameters.participants).map((one) =>
    String(toObject(one).user ?? one.user_id ?? ""),
  );
  if (named.length < 1 || named.length > 8) throw refuse(100, "Param participants must have 1 to 8 users.");
  if (new Set(named).size < named.length) throw refuse(131202, "A participant is named twice.");
  const members = named.map((input) => {
    const found = findMembers(call.state, group).find((member) => isNamed(member, input));
    if (found === undefined) throw refuse(131212, "A participant is not a member of the group.");
    return found.user_id;
  });
  removeMembers(call.state, group, members);
  group.removed.push(...members);
  return answerLater(call, group, "group_participants_update", {
    type: "group_participants_remove",
    initiated_by: "business",
    removed_participants: named.map((input) => ({ input })),
  });
}

const permission = "messaging" as const;
const requests = { node: "group", edge: "join_requests", permission } as const;

export const groupRoutes: readonly Route[] = [
  { method: "POST", node: "phone-number", edge: "groups", permission, answer: create },
  { method: "GET", node: "phone-number", edge: "groups", permission, answer: list },
  { method: "GET", node: "group", edge: "", permission, answer: read },
  { method: "POST", node: "group", edge: "", permission, answer: change },
  { method: "DELETE", node: "group", edge: "", permission, answer: remove },
  { method: "GET", node: "group", edge: "invite_link", permission, answer: showLink },
  { method: "POST", node: "group", edge: "invite_link", permission, answer: renewLink },
  { method: "DELETE", node: "group", edge: "invite_link", permission, answer: removeLink },
  { method: "GET", ...requests, answer: listRequests },
  { method: "POST", ...requests, answer: decide("approved_join_requests", true) },
  { method: "DELETE", ...requests, answer: decide("rejected_join_requests", false) },
  { method: "DELETE", node: "group", edge: "participants", permission, answer: removeParticipants },
];
