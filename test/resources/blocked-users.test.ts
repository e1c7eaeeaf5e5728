import { describe, expect, test } from "vitest";
import { ApiError, PhoneNumberError, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { client, failure } from "../support/client.ts";
import { recorder } from "../support/recorder.ts";
import { blockedUserOperations } from "./operations/blocked-users.ts";
import { describeOperations, describeRefusals } from "./operations/operation.ts";

describeOperations(blockedUserOperations);

const many = (count: number) => Array.from({ length: count }, (_, index) => `US.${index}`);

describeRefusals([
  ["users must have 1 to 1000 elements; it has 0", ({ blockedUsers }) => blockedUsers.block([])],
  ["users must have 1 to 1000 elements", ({ blockedUsers }) => blockedUsers.unblock(many(1001))],
  ["users is missing", ({ blockedUsers }) => blockedUsers.block(undefined as never)],
  ["users.1 is missing", ({ blockedUsers }) => blockedUsers.block(["US.1", null as never])],
  ["users must be a person", ({ blockedUsers }) => blockedUsers.block({ group_id: "R1" })],
  ["users.0 must be a person", ({ blockedUsers }) => blockedUsers.unblock([{ group_id: "R1" }])],
  ["users.0 The phone number has no country code", ({ blockedUsers }) => blockedUsers.block(["4155552671"])],
  ["users.0.wa_id must be the digits", ({ blockedUsers }) => blockedUsers.block([{ wa_id: "Ana" }])],
  ["users.user_id must be a business-scoped", ({ blockedUsers }) => blockedUsers.block({ user_id: "Ana" })],
  ["color", ({ blockedUsers }) => blockedUsers.list({ color: "green" } as never).page()],
]);

test("all people who cannot be meant are named at once", async () => {
  const error = await failure(client({}).blockedUsers.block(["Ana", "US.1", { group_id: "R1" }]));
  expect(error).toMatchObject({ issues: [{ path: "users.0" }, { path: "users.2" }] });
});

test("a number that cannot be dialed is refused as in `to`", async () => {
  const error = await failure(client({}).blockedUsers.block("4155552671"));
  expect(error).toBeInstanceOf(PhoneNumberError);
  expect(error).toMatchObject({ reason: "missing-country-code", issues: [{ path: "users" }] });
});

test("national numbers belong to `defaultCountry`", async () => {
  const { fetch, requests } = recorder(Response.json({ block_users: {} }));
  await client({ fetch, defaultCountry: "US" }).blockedUsers.block("(415) 555-2671");
  expect(requests[0]?.json).toMatchObject({ block_users: [{ user: "+14155552671" }] });
});

describe("when it fails for some", () => {
  const error = { message: "(#139100) Failed", type: "OAuthException", code: 139100 };
  const failed = [{ input: "US.7", errors: [{ code: 131047, message: "m" }] }];

  test("the answer says for whom", async () => {
    const body = { error, block_users: { added_users: [], failed_users: failed } };
    const { fetch } = recorder(Response.json(body, { status: 400 }));
    expect(await client({ fetch }).blockedUsers.block("US.7")).toEqual(body.block_users);
  });

  test.each([
    ["the code without the lists", { error }],
    ["lists that are none", { error, block_users: { failed_users: "US.7" } }],
    ["another code", { error: { ...error, code: 139101 }, block_users: { failed_users: failed } }],
  ])("%s is an error", async (_, body) => {
    const { fetch } = recorder(Response.json(body, { status: 400 }));
    expect(await failure(client({ fetch }).blockedUsers.block("US.7"))).toBeInstanceOf(ApiError);
  });
});

describe("on the simulator", () => {
  const start = () => {
    const simulator = createSimulator();
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    return { simulator, whatsapp, blockedUsers: whatsapp.blockedUsers };
  };

  test("what a blocked person writes does not arrive, until they are unblocked", async () => {
    const { simulator, whatsapp, blockedUsers } = start();
    const ana = simulator.user("+14155552671");
    await ana.sends("Buy now!");
    const { added_users, failed_users } = await blockedUsers.block("+14155552671");
    expect(added_users).toMatchObject([{ wa_id: "14155552671" }]);
    expect(failed_users).toEqual([]);
    for await (const { wa_id } of blockedUsers.list()) expect(wa_id).toBe("14155552671");

    await ana.sends("Buy now!");
    expect(simulator.business().inbox).toHaveLength(2); // what they wrote
    expect(simulator.webhooks).toHaveLength(1); // what arrived
    expect(await failure(whatsapp.messages.sendText({ to: "+14155552671", body: "Hi" }))).toMatchObject({
      code: 130403,
    });

    expect((await blockedUsers.unblock({ wa_id: "14155552671" })).removed_users).toHaveLength(1);
    expect((await blockedUsers.list().page()).data).toEqual([]);
    await ana.sends("Sorry");
    expect(simulator.webhooks).toHaveLength(2);
  });

  test("somebody who never wrote is among those for whom it failed", async () => {
    const { simulator, blockedUsers } = start();
    await simulator.user("+14155552671").sends("Hi");
    const answer = await blockedUsers.block(["+14155552671", "+14155552672"]);
    expect(answer.added_users).toHaveLength(1);
    expect(answer.failed_users).toMatchObject([{ input: "+14155552672", errors: [{ code: 131047 }] }]);
  });
});
