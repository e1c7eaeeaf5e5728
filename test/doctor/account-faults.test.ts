import { expect, test } from "vitest";
import type { PhoneNumberFacts } from "wacloud/testing";
import { healthy, list, pick, serve, still } from "./setup.ts";

/** A set-up whose number, or account, has these fields. */
async function withNumber(facts: PhoneNumberFacts) {
  const all = await healthy();
  all.simulator.addPhoneNumber(all.simulator.clientOptions.phoneNumberId, facts);
  return all;
}

async function withAccount(fields: Record<string, unknown>) {
  const all = await healthy();
  all.simulator.addBusinessAccount(all.simulator.clientOptions.businessAccountId, { fields });
  return all;
}

const blocked = (entity_type: string, id: string, error_code: number, error_description: string) => ({
  can_send_message: "BLOCKED",
  entities: [
    {
      entity_type,
      id,
      can_send_message: "BLOCKED",
      errors: [{ error_code, error_description, possible_solution: "Do this." }],
    },
  ],
});

test.each(["expired", "password-changed", "logged-out", "app-removed"] as const)(
  "a token that is %s",
  async (reason) => {
    const { simulator, findings } = await healthy();
    simulator.invalidateAccessToken(simulator.accessToken, reason);
    const found = await findings();
    expect(list(found)).toEqual(["error token.valid"]);
    expect(pick(found, "token.valid")).toMatchObject({ code: 190 });
    expect(pick(found, "number.quality")).toMatchObject({
      status: "skipped",
      found: 'Needs "Access token", which failed.',
    });
  },
);

test("a token that expires within days", async () => {
  const { simulator, wrong } = await healthy();
  const { token } = simulator.addAccessToken({ expiresIn: { days: 3 } });
  expect(await wrong({}, { accessToken: token })).toEqual(["warning token.expiry"]);
});

test("a token that Meta does not know, with and without the app's secret", async () => {
  const { wrong } = await healthy();
  expect(await wrong({}, { accessToken: "EAAother" })).toEqual(["error token.valid"]);
  expect(await wrong({}, { accessToken: "EAAother", appId: undefined })).toEqual(["error token.valid"]);
});

test.each(["whatsapp_business_messaging", "whatsapp_business_management"])(
  "a token that has only %s",
  async (scope) => {
    const { simulator, findings } = await healthy();
    const { token } = simulator.addAccessToken({ scopes: [scope] });
    const found = await findings({}, { accessToken: token });
    expect(list(found)).toEqual(["error token.scopes"]);
    expect(pick(found, "token.scopes").found).not.toContain(`${scope}.`);
  },
);

test("a token of another account", async () => {
  const { simulator, findings } = await healthy();
  simulator.addBusinessAccount("222");
  const { token } = simulator.addAccessToken({ businessAccountIds: ["222"] });
  const found = await findings({}, { accessToken: token });
  expect(list(found)).toEqual(["error account.access"]);
  expect(pick(found, "account.access")).toMatchObject({ code: 200, found: expect.stringContaining("222") });
});

test("the temporary token of a user, and the token of an app", async () => {
  const { simulator, wrong } = await healthy();
  const scopes = ["whatsapp_business_messaging", "whatsapp_business_management"];
  const answer = (type: string) =>
    simulator.fail({
      path: "debug_token",
      status: 200,
      contentType: "application/json",
      body: JSON.stringify({
        data: { type, is_valid: true, expires_at: 0, scopes, app_id: simulator.clientOptions.appId },
      }),
    });
  answer("USER");
  expect(await wrong()).toEqual(["warning token.kind"]);
  answer("APP");
  expect(await wrong()).toEqual(["error token.kind"]);
});

test("a token of another app", async () => {
  const { simulator, wrong } = await healthy();
  simulator.fail({
    path: "debug_token",
    code: 100,
    details: "The App_id in the input_token did not match the Viewing App",
  });
  expect(await wrong()).toEqual(["error token.valid"]);
});

test("a token function that fails", async () => {
  const { findings } = await healthy();
  const accessToken = () => Promise.reject(new TypeError("vault: secret-of-mine"));
  const found = await findings({}, { accessToken });
  expect(list(found)).toEqual(["error token.valid"]);
  expect(JSON.stringify(found)).not.toContain("secret-of-mine");
});

test("another app's secret", async () => {
  const { wrong } = await healthy();
  const { appSecret } = (await healthy()).simulator.webhookOptions;
  const other = { appSecret: `${appSecret}-2` };
  expect(await wrong({ webhook: undefined }, other)).toEqual(["error app.secret"]);
  expect(await wrong({ webhook: undefined }, { ...other, appId: undefined })).toEqual(["error token.valid"]);
});

test("phone number ID and account ID swapped, one in place of the other, and the app's ID", async () => {
  const { simulator, findings, wrong } = await healthy();
  const { phoneNumberId, businessAccountId, appId } = simulator.clientOptions;
  const swapped = await findings({}, { phoneNumberId: businessAccountId, businessAccountId: phoneNumberId });
  expect(list(swapped)).toEqual(["error account.access"]);
  expect(pick(swapped, "account.access").found).toContain("is the ID of a phone number");
  const twice = await findings({}, { phoneNumberId: businessAccountId });
  expect(list(twice)).toEqual(["error number.access"]);
  expect(pick(twice, "number.access").found).toContain("is the ID of a WhatsApp Business Account");
  expect(await wrong({}, { businessAccountId: appId })).toEqual(["error account.access"]);
});

test("the number itself in place of its ID", async () => {
  const { findings, simulator } = await healthy();
  const found = await findings({}, { phoneNumberId: "15550001111" });
  expect(list(found)).toEqual(["error number.access"]);
  expect(pick(found, "number.access").next).toContain(simulator.clientOptions.phoneNumberId);
});

test("an ID that does not exist", async () => {
  const { wrong } = await healthy();
  expect(await wrong({}, { phoneNumberId: "404404" })).toEqual(["error number.access"]);
  expect(await wrong({}, { businessAccountId: "404404" })).toEqual(["error account.access"]);
});

test("a number of another account", async () => {
  const { simulator, findings } = await healthy();
  simulator.addBusinessAccount("222");
  simulator.addPhoneNumber("111", { businessAccountId: "222" });
  const found = await findings({}, { phoneNumberId: "111" });
  expect(list(found)).toEqual(["error number.account"]);
  expect(pick(found, "number.account").found).toContain(simulator.clientOptions.phoneNumberId);
});

test.each<[string, PhoneNumberFacts, string[]]>([
  ["not registered", { isRegistered: false }, ["error number.status", "error number.health"]],
  [
    "not verified",
    { isRegistered: false, isVerified: false },
    ["error number.status", "error number.health"],
  ],
  ["banned", { fields: { status: "BANNED" } }, ["error number.status"]],
  ["restricted", { fields: { status: "RESTRICTED" } }, ["error number.status"]],
  ["flagged", { fields: { status: "FLAGGED" } }, ["warning number.status"]],
  ["of low quality", { fields: { quality_rating: "RED" } }, ["warning number.quality"]],
  ["of medium quality", { fields: { quality_rating: "YELLOW" } }, ["warning number.quality"]],
  ["whose name was declined", { fields: { name_status: "DECLINED" } }, ["error number.name"]],
  ["whose name is being reviewed", { fields: { name_status: "PENDING_REVIEW" } }, ["warning number.name"]],
  [
    "whose new name was approved and is not in use",
    { fields: { new_display_name: "Luck", new_name_status: "APPROVED" } },
    ["warning number.name"],
  ],
  [
    "that is blocked",
    { fields: { health_status: blocked("PHONE_NUMBER", "1", 141_010, "The number is blocked.") } },
    ["error number.health"],
  ],
  [
    "that is limited",
    {
      fields: {
        health_status: {
          can_send_message: "LIMITED",
          entities: [
            { entity_type: "PHONE_NUMBER", id: "1", can_send_message: "LIMITED", additional_info: ["Why."] },
          ],
        },
      },
    },
    ["warning number.health"],
  ],
])("a number %s", async (_, facts, expected) => {
  const { findings } = await withNumber(facts);
  const found = await findings();
  expect(list(found)).toEqual(expected);
  for (const { status, next } of found)
    if (status === "error" || status === "warning") expect(next).toMatch(/\.$/);
});

test("a client that sends faster than Meta allows", async () => {
  const { wrong } = await healthy();
  expect(await wrong({}, { rateLimit: { messagesPerSecond: 500 } })).toEqual(["warning number.throughput"]);
  const fast = await withNumber({ fields: { throughput: { level: "HIGH" } } });
  expect(await fast.wrong({}, { rateLimit: { messagesPerSecond: 500 } })).toEqual([]);
});

test.each<[string, Record<string, unknown>, string[]]>([
  [
    "without a payment method",
    { health_status: blocked("WABA", "1", 141_006, "There is an error with the payment method.") },
    ["error account.payment"],
  ],
  ["without a funding source", { primary_funding_id: "0" }, ["warning account.payment"]],
  ["that is being reviewed", { account_review_status: "PENDING" }, ["warning account.review"]],
  ["that was rejected", { account_review_status: "REJECTED" }, ["error account.review"]],
  ["that is banned", { status: "BANNED" }, ["error account.review"]],
  ["on behalf of others", { ownership_type: "ON_BEHALF_OF" }, ["warning account.ownership"]],
  [
    "of a portfolio that is blocked",
    { health_status: blocked("BUSINESS", "1", 141_002, "The portfolio is restricted.") },
    ["error account.health"],
  ],
])("an account %s", async (_, fields, expected) => {
  const { findings } = await withAccount(fields);
  const found = await findings();
  expect(list(found)).toEqual(expected);
});

test.each([
  ["Meta does not say", { health_status: {} }, "Meta does not say."],
  [
    "only the payment is in the way",
    { health_status: blocked("WABA", "1", 141_006, "There is an error with the payment method.") },
    "Only the payment method is in the way.",
  ],
])("nobody is told that messages can be sent where %s", async (_, fields, expected) => {
  const { findings } = await withAccount(fields);
  const health = pick(await findings(), "account.health");
  expect(health).toMatchObject({ status: "skipped", found: expected });
});

test("health names the entity that is in the way, with Meta's code and solution", async () => {
  const { findings } = await withAccount({
    health_status: blocked("APP", "1", 141_001, "The app is restricted."),
  });
  expect(pick(await findings(), "account.health")).toMatchObject({
    code: 141_001,
    found: "Nothing can be sent: the app is blocked. The app is restricted.",
    next: "Do this.",
  });
});

test("numbers in what Meta writes are not repeated", async () => {
  const { findings } = await withAccount({
    health_status: blocked("WABA", "1", 141_001, "+1 555 000 1111 is unwell."),
  });
  expect(pick(await findings(), "account.health").found).toContain("[number] is unwell.");
});

test("an app that is not subscribed to the account", async () => {
  const { wrong, client } = await healthy();
  await client.businessAccount.unsubscribe();
  expect(await wrong()).toEqual(["error account.subscription"]);
});

test("another app is subscribed in its place, and two are", async () => {
  const { simulator, wrong } = await healthy();
  const answer = (...ids: string[]) =>
    simulator.fail({
      path: "subscribed_apps",
      status: 200,
      contentType: "application/json",
      body: JSON.stringify({ data: ids.map((id) => ({ whatsapp_business_api_data: { id, name: "App" } })) }),
    });
  answer("999");
  expect(await wrong()).toEqual(["error account.subscription"]);
  answer("999", simulator.clientOptions.appId);
  expect(await wrong()).toEqual(["warning account.responders"]);
});

test("webhooks that go elsewhere by an override of the account, and of the number", async () => {
  const { simulator, client, bot, findings, verifyToken } = await healthy();
  const { phoneNumberId, businessAccountId } = simulator.clientOptions;
  const elsewhere = await serve(bot);
  const override = { override_callback_uri: elsewhere, verify_token: verifyToken };
  const post = (path: string, body: object) => client.request({ method: "POST", path, body });
  await post(`/${businessAccountId}/subscribed_apps`, override);
  const found = await findings();
  expect(list(found)).toEqual(["error webhook.destination"]);
  expect(pick(found, "webhook.destination").next).toContain("businessAccount.subscribe()");
  await post(`/${phoneNumberId}`, { webhook_configuration: override });
  const again = await findings({ webhook: undefined });
  expect(list(again)).toEqual(["warning webhook.destination"]);
  expect(pick(again, "webhook.destination").found).toContain("the override of the number");
  expect(await findings({ webhook: elsewhere }).then(list)).toEqual([]);
  expect(simulator.webhooks).toEqual([]);
});

test("a webhook field that is not subscribed, one of an old version, and no callback URL at all", async () => {
  const { simulator, client, webhook, verifyToken, wrong } = await healthy();
  const { appId } = simulator.clientOptions;
  const body = { object: "whatsapp_business_account", callback_url: webhook, verify_token: verifyToken };
  await client.request({
    method: "POST",
    path: `/${appId}/subscriptions`,
    body: { ...body, fields: "account_update" },
  });
  expect(await wrong()).toEqual(["error app.fields"]);
  simulator.webhookUrl = undefined;
  expect(await wrong({ webhook: undefined })).toEqual(["warning app.webhook"]);
  const old = await healthy({ webhookVersion: "v20.0" });
  expect(await old.wrong()).toEqual(["warning app.fields"]);
});

test("a version that has ended, that another one serves, and that ends soon", async () => {
  const { findings, wrong } = await healthy();
  const found = await findings({}, { apiVersion: "v19.0" });
  expect(list(found)).toEqual(["error api.version"]);
  expect(pick(found, "api.version").found).toBe("v19.0 is no longer served. v21.0 answers in its place.");
  expect(await wrong({}, { apiVersion: "v23.0" })).toEqual([]);
  const other = await healthy({ servedVersion: "v25.0" });
  expect(await other.wrong()).toEqual(["error api.version"]);
});

test("the end of a version that is near", async () => {
  const now = Date.parse("2026-11-28");
  const clock = { ...still(), now: () => now };
  const { wrong } = await healthy({ clock });
  expect(await wrong({}, { apiVersion: "v21.0", clock })).toEqual(["warning api.version"]);
});

test.each([10, -10])("a clock that is %i minutes ahead", async (minutes) => {
  const { findings } = await healthy();
  const found = await findings({}, { clock: still(minutes * 60_000) });
  expect(list(found)).toEqual(["warning api.clock"]);
  expect(pick(found, "api.clock").found).toContain(minutes > 0 ? "ahead of" : "behind");
});

test("time that was skipped in the simulator", async () => {
  const { simulator, findings } = await healthy();
  await simulator.clock.advance({ hours: 25 });
  const found = await findings();
  expect(list(found)).toEqual(["warning api.clock"]);
  expect(pick(found, "api.clock").next).toContain("skipped in the simulator");
});

test("an API that does not answer, and something else in its place", async () => {
  const { findings } = await healthy();
  const away = await findings({ webhook: undefined }, { baseUrl: "http://127.0.0.1:9" });
  expect(list(away)).toEqual(["error api.reachable"]);
  expect(pick(away, "token.valid").status).toBe("skipped");
  const proxy = await serve((_, response) =>
    response.setHeader("content-type", "text/html").end("<p>Sign in</p>"),
  );
  expect(list(await findings({ webhook: undefined }, { baseUrl: new URL(proxy).origin }))).toEqual([
    "error api.reachable",
  ]);
});

test("a detail that cannot be read spoils no other", async () => {
  const { simulator, wrong } = await healthy();
  simulator.fail({ code: 10, match: ({ query }) => query.fields === "quality_rating" });
  expect(await wrong()).toEqual(["warning number.quality"]);
});
