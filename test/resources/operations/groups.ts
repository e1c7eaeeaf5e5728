import { type Operation, readPage } from "./operation.ts";

const to = "+14155552671";
const edge = `/{N}/groups`;
const id = "R1AxMjM0";
const node = `/${id}`;
const product = { messaging_product: "whatsapp" };
const ok = { success: true };
const link = { ...product, invite_link: "https://chat.whatsapp.com/X1" };
const listed = { id, subject: "Launch crew", created_at: "1790000000" };
const request = { join_request_id: "JR1", wa_id: "15557654321" };
const failed = [{ join_request_id: "JR2", errors: [{ code: 131_213, message: "m", title: "t" }] }];
const errors = [{ code: 131_201, message: "m", title: "t", error_data: { details: "d" } }];
const every =
  "subject,description,suspended,creation_timestamp,participants,total_participant_count,join_approval_mode";

export const groupOperations: Operation[] = [
  {
    name: "groups.list",
    call: ({ groups }, options) => readPage(groups.list({}, options)),
    answer: { data: { groups: [listed] }, paging: { cursors: { before: "b", after: "a" } } },
    result: [listed],
    request: `GET ${edge}`,
  },
  {
    name: "groups.list as an array, with filters",
    call: ({ groups }, options) =>
      readPage(groups.list({ limit: 1024, before: "b", fields: ["subject"] }, options)),
    answer: { data: [{ subject: "Launch crew" }] },
    result: [{ subject: "Launch crew" }],
    request: `GET ${edge}?limit=1024&before=b&fields=subject`,
  },
  {
    name: "groups.get",
    call: ({ groups }, options) => groups.get(id, options),
    answer: { ...product, id, subject: "Launch crew", participants: [{ user_id: "US.1" }] },
    request: `GET ${node}?fields=${every}`,
  },
  {
    name: "groups.get with fields",
    call: ({ groups }, options) => groups.get({ id, fields: ["subject"] }, options),
    answer: { ...product, id, subject: "Launch crew" },
    request: `GET ${node}?fields=subject`,
  },
  {
    name: "groups.create",
    call: ({ groups }, options) =>
      groups.create(
        {
          subject: "Launch crew",
          description: "",
          join_approval_mode: "approval_required",
          ...{ color: "green" },
        },
        options,
      ),
    answer: { ...product, request_id: "REQ1" },
    request: `POST ${edge}`,
    body: {
      ...product,
      subject: "Launch crew",
      description: "",
      join_approval_mode: "approval_required",
      color: "green",
    },
    findOut: "list",
  },
  {
    name: "groups.update",
    call: ({ groups }, options) => groups.update(id, { subject: "Launch" }, options),
    answer: { request_id: "REQ2" },
    request: `POST ${node}`,
    body: { ...product, subject: "Launch" },
  },
  {
    name: "groups.update without a request id",
    call: ({ groups }, options) => groups.update(id, { description: "d" }, options),
    answer: ok,
    request: `POST ${node}`,
    body: { ...product, description: "d" },
  },
  {
    name: "groups.delete",
    call: ({ groups }, options) => groups.delete(id, options),
    answer: ok,
    request: `DELETE ${node}`,
  },
  {
    name: "groups.getInviteLink",
    call: ({ groups }, options) => groups.getInviteLink(id, options),
    answer: link,
    request: `GET ${node}/invite_link`,
  },
  {
    name: "groups.resetInviteLink",
    call: ({ groups }, options) => groups.resetInviteLink(id, options),
    answer: link,
    request: `POST ${node}/invite_link`,
    body: product,
    findOut: "getInviteLink",
  },
  {
    name: "groups.deleteInviteLink",
    call: ({ groups }, options) => groups.deleteInviteLink(id, options),
    answer: { ...product, success: "true" },
    result: { ...product, success: true },
    request: `DELETE ${node}/invite_link`,
    body: product,
  },
  {
    name: "groups.joinRequests",
    call: ({ groups }, options) => readPage(groups.joinRequests(id, { limit: 5 }, options)),
    answer: { data: [request] },
    result: [request],
    request: `GET ${node}/join_requests?limit=5`,
  },
  {
    name: "groups.approveJoinRequests",
    call: ({ groups }, options) => groups.approveJoinRequests(id, ["JR1", "JR2"], options),
    answer: { ...product, approved_join_requests: ["JR1", "JR2"] },
    result: { ...product, approved_join_requests: ["JR1", "JR2"], failed_join_requests: [] },
    request: `POST ${node}/join_requests`,
    body: { ...product, join_requests: ["JR1", "JR2"] },
    findOut: "joinRequests",
  },
  {
    name: "groups.rejectJoinRequests",
    call: ({ groups }, options) => groups.rejectJoinRequests(id, "JR2", options),
    answer: { ...product, failed_join_requests: failed, errors },
    result: { ...product, rejected_join_requests: [], failed_join_requests: failed, errors },
    request: `DELETE ${node}/join_requests`,
    body: { ...product, join_requests: ["JR2"] },
    findOut: "joinRequests",
  },
  {
    name: "groups.removeParticipants",
    call: ({ groups }, options) =>
      groups.removeParticipants(id, [to, { wa_id: "15557654321" }, "US.1349", { user_id: "US.7" }], options),
    answer: { ...product, request_id: "REQ3" },
    request: `DELETE ${node}/participants`,
    body: {
      ...product,
      participants: [{ user: to }, { user: "+15557654321" }, { user_id: "US.1349" }, { user_id: "US.7" }],
    },
  },
  {
    name: "groups.removeParticipants one",
    call: ({ groups }, options) => groups.removeParticipants(id, { wa_id: "14155552671" }, options),
    answer: product,
    request: `DELETE ${node}/participants`,
    body: { ...product, participants: [{ user: to }] },
  },
];
