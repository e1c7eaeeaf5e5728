import { describe, expect, test } from "vitest";
import { AmbiguousSendError, ApiError, type Group, type GroupChanges, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { parseWebhook } from "wacloud/webhooks";
import { client, failure, to } from "../support/client.ts";
import { recorder, refused } from "../support/recorder.ts";
import { testUnusable } from "../support/unusable.ts";
import { groupOperations } from "./operations/groups.ts";
import { describeOperations, describeRefusals } from "./operations/operation.ts";

const id = "R1AxMjM0";
const product = { messaging_product: "whatsapp" };
const ok = { success: true };
const failed = [{ join_request_id: "JR2", errors: [{ code: 131_213, message: "m", title: "t" }] }];
const errors = [{ code: 131_201, message: "m", title: "t", error_data: { details: "d" } }];

describeOperations(groupOperations);
testUnusable(groupOperations, {
  "groups.list": [{ data: { groups: [{}] } }, ok],
  "groups.get": [{ subject: "Launch crew" }],
  "groups.create": [ok],
  "groups.update": [{ success: false }],
  "groups.delete": [{ success: false }],
  "groups.resetInviteLink": [product],
  "groups.deleteInviteLink": [{ ...product, success: "false" }],
  "groups.joinRequests": [{ data: [{}] }],
  "groups.approveJoinRequests": [product, { ...product, approved_join_requests: "JR1" }],
  "groups.removeParticipants": [{ success: false }],
});

const nine = Array.from({ length: 9 }, (_, index) => `+1415555267${index}`);
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);
const picture = (profile_picture_file: unknown) => ({ profile_picture_file }) as GroupChanges;

describeRefusals([
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
  ["id must be a non-empty id", ({ groups }) => groups.joinRequests("").page()],
  ["limit must be a whole number from 1 to 1024", ({ groups }) => groups.list({ limit: 1025 }).page()],
  [
    "limit must be a whole number from 1 to 1024",
    ({ groups }) => groups.joinRequests(id, { limit: 1025 }).page(),
  ],
  ["color", ({ groups }) => groups.list({ color: "green" } as never).page()],
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
      expect(url.pathname).toBe(`/v26.0/${id}`);
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
