import { describe, expect, test } from "vitest";
import { AmbiguousSendError, ApiError, type Group, type GroupChanges, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { parseWebhook } from "wacloud/webhooks";
import { client, failure, phoneNumberId, to } from "../support/client.ts";
import { type Operation, testOperations, testRefusals } from "../support/operations.ts";
import { recorder, refused } from "../support/recorder.ts";

const edge = `/v26.0/${phoneNumberId}/groups`;
const id = "R1AxMjM0";
const node = `/v26.0/${id}`;
const product = { messaging_product: "whatsapp" };
const ok = { success: true };
const link = { ...product, invite_link: "https://chat.whatsapp.com/X1" };
const listed: Group = { id, subject: "Launch crew", created_at: "1790000000" };
const request: { join_request_id: string; wa_id: string } = { join_request_id: "JR1", wa_id: "15557654321" };
const failed = [{ join_request_id: "JR2", errors: [{ code: 131_213, message: "m", title: "t" }] }];
const errors = [{ code: 131_201, message: "m", title: "t", error_data: { details: "d" } }];
const of = "phoneNumberId" as const;
const every =
  "subject,description,suspended,creation_timestamp,participants,total_participant_count,join_approval_mode";

const operations: Operation[] = [
  {
    name: "list",
    call: ({ groups }, options) => groups.list({}, options),
    answer: { data: { groups: [listed] }, paging: { cursors: { before: "b", after: "a" } } },
    result: [listed],
    request: `GET ${edge}`,
    of,
    repeats: true,
    unusable: [{ data: { groups: [{}] } }, ok],
  },
  {
    name: "list as an array, with filters",
    call: ({ groups }, options) => groups.list({ limit: 1024, before: "b", fields: ["subject"] }, options),
    answer: { data: [{ subject: "Launch crew" }] },
    result: [{ subject: "Launch crew" }],
    request: `GET ${edge}?limit=1024&before=b&fields=subject`,
    of,
    repeats: true,
  },
  {
    name: "get",
    call: ({ groups }, options) => groups.get(id, options),
    answer: { ...product, id, subject: "Launch crew", participants: [{ user_id: "US.1" }] },
    request: `GET ${node}?fields=${every}`,
    repeats: true,
    unusable: [{ subject: "Launch crew" }],
  },
  {
    name: "get with fields",
    call: ({ groups }, options) => groups.get({ id, fields: ["subject"] }, options),
    answer: { ...product, id, subject: "Launch crew" },
    request: `GET ${node}?fields=subject`,
    repeats: true,
  },
  {
    name: "create",
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
    of,
    repeats: false,
    unusable: [ok],
  },
  {
    name: "update",
    call: ({ groups }, options) => groups.update(id, { subject: "Launch" }, options),
    answer: { request_id: "REQ2" },
    request: `POST ${node}`,
    body: { ...product, subject: "Launch" },
    repeats: true,
    unusable: [{ success: false }],
  },
  {
    name: "update without a request id",
    call: ({ groups }, options) => groups.update(id, { description: "d" }, options),
    answer: ok,
    request: `POST ${node}`,
    body: { ...product, description: "d" },
    repeats: true,
  },
  {
    name: "delete",
    call: ({ groups }, options) => groups.delete(id, options),
    answer: ok,
    request: `DELETE ${node}`,
    repeats: true,
    unusable: [{ success: false }],
  },
  {
    name: "getInviteLink",
    call: ({ groups }, options) => groups.getInviteLink(id, options),
    answer: link,
    request: `GET ${node}/invite_link`,
    repeats: true,
    unusable: [product],
  },
  {
    name: "resetInviteLink",
    call: ({ groups }, options) => groups.resetInviteLink(id, options),
    answer: link,
    request: `POST ${node}/invite_link`,
    body: product,
    repeats: false,
    unusable: [product],
  },
  {
    name: "deleteInviteLink",
    call: ({ groups }, options) => groups.deleteInviteLink(id, options),
    answer: { ...product, success: "true" },
    result: { ...product, success: true },
    request: `DELETE ${node}/invite_link`,
    body: product,
    repeats: true,
    unusable: [{ ...product, success: "false" }],
  },
  {
    name: "joinRequests",
    call: ({ groups }, options) => groups.joinRequests(id, { limit: 5 }, options),
    answer: { data: [request] },
    result: [request],
    request: `GET ${node}/join_requests?limit=5`,
    repeats: true,
    unusable: [{ data: [{}] }],
  },
  {
    name: "approveJoinRequests",
    call: ({ groups }, options) => groups.approveJoinRequests(id, ["JR1", "JR2"], options),
    answer: { ...product, approved_join_requests: ["JR1", "JR2"] },
    result: { ...product, approved_join_requests: ["JR1", "JR2"], failed_join_requests: [] },
    request: `POST ${node}/join_requests`,
    body: { ...product, join_requests: ["JR1", "JR2"] },
    repeats: false,
    unusable: [product, { ...product, approved_join_requests: "JR1" }],
  },
  {
    name: "rejectJoinRequests",
    call: ({ groups }, options) => groups.rejectJoinRequests(id, "JR2", options),
    answer: { ...product, failed_join_requests: failed, errors },
    result: { ...product, rejected_join_requests: [], failed_join_requests: failed, errors },
    request: `DELETE ${node}/join_requests`,
    body: { ...product, join_requests: ["JR2"] },
    repeats: false,
    unusable: [product],
  },
  {
    name: "removeParticipants",
    call: ({ groups }, options) =>
      groups.removeParticipants(id, [to, { wa_id: "15557654321" }, "US.1349", { user_id: "US.7" }], options),
    answer: { ...product, request_id: "REQ3" },
    request: `DELETE ${node}/participants`,
    body: {
      ...product,
      participants: [{ user: to }, { user: "+15557654321" }, { user_id: "US.1349" }, { user_id: "US.7" }],
    },
    repeats: true,
    unusable: [{ success: false }],
  },
  {
    name: "removeParticipants: one",
    call: ({ groups }, options) => groups.removeParticipants(id, { wa_id: "14155552671" }, options),
    answer: product,
    request: `DELETE ${node}/participants`,
    body: { ...product, participants: [{ user: to }] },
    repeats: true,
  },
];

testOperations(operations);

const nine = Array.from({ length: 9 }, (_, index) => `+1415555267${index}`);
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);
const picture = (profile_picture_file: unknown) => ({ profile_picture_file }) as GroupChanges;

testRefusals([
  ["subject must not be empty", ({ groups }) => groups.create({ subject: "" })],
  ["subject is missing", ({ groups }) => groups.create({} as never)],
  ["subject must be at most 128", ({ groups }) => groups.create({ subject: "x".repeat(129) })],
  [
    "description must be at most 2048",
    ({ groups }) => groups.create({ subject: "a", description: "x".repeat(2049) }),
  ],
  [
    'join_approval_mode must be "auto_approve" or "approval_required"',
    ({ groups }) => groups.create({ subject: "a", join_approval_mode: "anybody" as never }),
  ],
  ["messaging_product is added", ({ groups }) => groups.create({ subject: "a", ...product })],
  ["has no change", ({ groups }) => groups.update(id, {})],
  ["subject must not be empty", ({ groups }) => groups.update(id, { subject: "" })],
  ["description must be at most 2048", ({ groups }) => groups.update(id, { description: "x".repeat(2049) })],
  [
    "profile_picture_file image/png is not supported",
    ({ groups }) => groups.update(id, picture({ file: png, filename: "a.png" })),
  ],
  ["profile_picture_file image/png is not supported", ({ groups }) => groups.update(id, picture(png))],
  [
    "profile_picture_file cannot be read",
    ({ groups }) => groups.update(id, picture({ path: "nowhere.jpg" })),
  ],
  [
    "profile_picture_file must be at most 5 MB",
    ({ groups }) =>
      groups.update(id, picture(new Blob([jpeg(), new Uint8Array(5 * 2 ** 20)], { type: "image/jpeg" }))),
  ],
  [
    "profile_picture_file must be bytes, a Blob",
    ({ groups }) => groups.update(id, picture({ file: 7, type: "image/jpeg" })),
  ],
  ["id must be a non-empty id", ({ groups }) => groups.update("", { subject: "a" })],
  ["id must be a non-empty id", ({ groups }) => groups.get("")],
  ["id must be a non-empty id", ({ groups }) => groups.delete("..")],
  ["id must be a non-empty id", ({ groups }) => groups.joinRequests("")],
  ["limit must be a whole number from 1 to 1024", ({ groups }) => groups.list({ limit: 1025 })],
  ["limit must be a whole number from 1 to 1024", ({ groups }) => groups.joinRequests(id, { limit: 1025 })],
  ["color", ({ groups }) => groups.list({ color: "green" } as never)],
  ["color", ({ groups }) => groups.get({ id, color: "green" } as never)],
  ["ids must not be empty", ({ groups }) => groups.approveJoinRequests(id, [])],
  ["ids must not be empty", ({ groups }) => groups.rejectJoinRequests(id, [])],
  ["ids.0 must not be empty", ({ groups }) => groups.approveJoinRequests(id, "")],
  ["users must have 1 to 8 elements", ({ groups }) => groups.removeParticipants(id, [])],
  ["users must have 1 to 8 elements", ({ groups }) => groups.removeParticipants(id, nine)],
  ["users.1 must be a person", ({ groups }) => groups.removeParticipants(id, [to, { group_id: "R1" }])],
  ["users ", ({ groups }) => groups.removeParticipants(id, "nobody")],
]);

/** A JPEG with nothing but its frame header. */
function jpeg(width = 192, height = 192): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(40);
  bytes.set([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x04, 0x00, 0x00]); // a segment to skip
  bytes.set([0xff, 0xc0, 0x00, 0x0b, 0x08, height >> 8, height & 255, width >> 8, width & 255, 0x01], 8);
  return bytes;
}

describe("a picture", () => {
  test.each([
    ["bytes", jpeg()],
    ["a file as media.upload takes it", { file: jpeg(), filename: "crew.jpg" }],
    ["a Blob", new Blob([jpeg()], { type: "image/jpeg" })],
  ])("as %s travels as a form, and is sent again after a lost connection", async (_, file) => {
    const lost = new TypeError("terminated");
    const { fetch, requests } = recorder(lost, Response.json({ request_id: "REQ" }));
    const { groups } = client({ fetch, retry: { attempts: 2, minDelayMs: 0 } });
    await groups.update(id, { subject: "Launch", profile_picture_file: file });
    expect(requests).toHaveLength(2);
    for (const { form, url } of requests) {
      expect(url.pathname).toBe(node);
      expect(form?.get("messaging_product")).toBe("whatsapp");
      expect(form?.get("subject")).toBe("Launch");
      const part = form?.get("file") as File;
      expect([part.type, part.size]).toEqual(["image/jpeg", 40]);
      expect(part.name).toMatch(/\.jpe?g$/);
      expect([...(form?.keys() ?? [])].sort()).toEqual(["file", "messaging_product", "subject"]);
    }
  });
});

test("a partial failure resolves, with an error beside what was done", async () => {
  const body = { ...product, approved_join_requests: ["JR1"], failed_join_requests: failed };
  const error = { error: { code: 131_201, message: "(#131201) Partial" } };
  const { fetch } = recorder(
    Response.json({ ...body, errors }, { status: 206 }),
    Response.json({ ...body, ...error }, { status: 206 }),
    refused(400, 131_201),
  );
  const { groups } = client({ fetch });
  expect(await groups.approveJoinRequests(id, ["JR1", "JR2"])).toEqual({ ...body, errors });
  expect(await groups.approveJoinRequests(id, ["JR1", "JR2"])).toMatchObject(body);
  expect(await failure(groups.approveJoinRequests(id, ["JR1", "JR2"]))).toBeInstanceOf(ApiError);
});

test("a list is not requested before it is read", () => {
  const { fetch, requests } = recorder();
  client({ fetch }).groups.list();
  client({ fetch }).groups.joinRequests(id);
  expect(requests).toHaveLength(0);
});

describe("on the simulator", () => {
  const start = async (facts: object = {}) => {
    const simulator = createSimulator();
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    const { groups } = whatsapp;
    const { request_id } = await groups.create({ subject: "Launch crew", ...facts });
    /** What the app was told about groups, in order. */
    const heard = async () => {
      await simulator.settled();
      const events = simulator.webhooks.flatMap(({ rawBody }) => parseWebhook(rawBody));
      return events.flatMap((event) =>
        "value" in event ? [event.value as Group & Record<string, unknown>] : [],
      );
    };
    const [made] = await heard();
    const group = String(made?.group_id);
    expect(made).toMatchObject({ type: "group_create", request_id, subject: "Launch crew" });
    return { simulator, whatsapp, groups, group, heard, invite_link: String(made?.invite_link) };
  };
  const refusedWith = async (code: number, promise: Promise<unknown>) => {
    const error = await failure(promise);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code });
  };

  test("a group is created, joined, read, changed and deleted", async () => {
    const { simulator, groups, group, invite_link, heard } = await start({ description: "d" });
    const ana = simulator.user("+5511987654321", { username: "ana.r" });
    await ana.joins(invite_link);
    expect(await groups.get(group)).toEqual({
      ...product,
      id: group,
      subject: "Launch crew",
      description: "d",
      suspended: false,
      creation_timestamp: expect.any(String),
      participants: [{ wa_id: ana.wa_id, user_id: ana.user_id, username: "ana.r" }],
      total_participant_count: 1,
      join_approval_mode: "auto_approve",
    });
    expect((await groups.list().page()).data).toEqual([
      { id: group, subject: "Launch crew", created_at: expect.any(String) },
    ]);
    expect((await groups.list({ fields: ["subject"] }).page()).data).toEqual([
      { id: group, subject: "Launch crew" },
    ]);
    const { request_id } = await groups.update(group, { subject: "Launch" });
    expect((await heard()).at(-1)).toMatchObject({
      request_id,
      group_subject: { text: "Launch", update_successful: true },
    });
    await groups.removeParticipants(group, { user_id: ana.user_id });
    expect((await heard()).at(-1)).toMatchObject({
      initiated_by: "business",
      removed_participants: [{ input: ana.user_id }],
    });
    await expect(ana.joins(invite_link)).rejects.toThrow("no longer valid");
    await refusedWith(131_212, groups.removeParticipants(group, "+5511987654321"));
    await groups.delete(group);
    expect((await heard()).at(-1)).toMatchObject({ type: "group_delete" });
    expect(await failure(groups.get(group))).toBeInstanceOf(ApiError);
  });

  test("a picture is judged later, by its form", async () => {
    const { groups, group, heard } = await start();
    const judge = async (width: number, height: number) => {
      await groups.update(group, { profile_picture_file: jpeg(width, height) });
      return (await heard()).at(-1)?.profile_picture;
    };
    expect(await judge(192, 192)).toMatchObject({ mime_type: "image/jpeg", update_successful: true });
    expect(await judge(191, 191)).toMatchObject({ update_successful: false, errors: [{ code: 131_210 }] });
    expect(await judge(640, 480)).toMatchObject({ update_successful: false, errors: [{ code: 131_209 }] });
  });

  test("links are renewed and withdrawn", async () => {
    const { simulator, groups, group, invite_link } = await start();
    const ana = simulator.user("+5511987654321");
    expect((await groups.getInviteLink(group)).invite_link).toBe(invite_link);
    const renewed = await groups.resetInviteLink(group);
    expect(renewed.invite_link).not.toBe(invite_link);
    await expect(ana.joins(invite_link)).rejects.toThrow("no longer valid");
    expect(await groups.deleteInviteLink(group)).toEqual({ ...product, success: true });
    await expect(ana.joins(renewed.invite_link)).rejects.toThrow("no longer valid");
    await refusedWith(100, groups.getInviteLink(group));
    await ana.joins((await groups.resetInviteLink(group)).invite_link);
  });

  test("requests to join are listed, approved and rejected; what is unknown fails beside the rest", async () => {
    const { simulator, groups, group, invite_link, heard } = await start({
      join_approval_mode: "approval_required",
    });
    for (const number of ["+5511987654321", "+5511987654322"])
      await simulator.user(number).joins(invite_link);
    const [ana, bo] = (await groups.joinRequests(group).page()).data;
    expect(ana).toMatchObject({ wa_id: "5511987654321", creation_timestamp: expect.any(String) });
    const approved = await groups.approveJoinRequests(group, [ana?.join_request_id ?? "", "JR9"]);
    expect(approved).toMatchObject({
      approved_join_requests: [ana?.join_request_id],
      failed_join_requests: [{ join_request_id: "JR9", errors: [{ code: 131_213 }] }],
    });
    expect(await groups.rejectJoinRequests(group, bo?.join_request_id ?? "")).toEqual({
      ...product,
      rejected_join_requests: [bo?.join_request_id],
      failed_join_requests: [],
    });
    expect((await groups.joinRequests(group).page()).data).toEqual([]);
    expect((await groups.get(group)).total_participant_count).toBe(1);
    expect((await heard()).map(({ type }) => type)).toEqual([
      "group_create",
      "group_join_request_created",
      "group_join_request_created",
      "group_participants_add",
    ]);
  });

  test("a group whose response was lost is found with list", async () => {
    const { simulator, groups } = await start();
    simulator.fail({ reset: "after-read" });
    expect(await failure(groups.create({ subject: "Second" }))).toBeInstanceOf(AmbiguousSendError);
    expect((await groups.list().page()).data.map(({ subject }) => subject)).toEqual([
      "Launch crew",
      "Second",
    ]);
  });

  test("a change that changes nothing, a list that is too long, and what is no picture are refused as by Meta", async () => {
    const { simulator, whatsapp, group } = await start();
    const path = `/${simulator.clientOptions.phoneNumberId}/groups`;
    await refusedWith(100, whatsapp.request({ method: "GET", path, query: { limit: 1025 } }));
    await refusedWith(100, whatsapp.request({ method: "POST", path: `/${group}`, body: product }));
    const form = new FormData();
    form.append("messaging_product", "whatsapp");
    form.append("file", new Blob([png], { type: "image/png" }), "a.png");
    await refusedWith(100, whatsapp.request({ method: "POST", path: `/${group}`, body: form }));
  });
});
