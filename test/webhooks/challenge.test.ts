import { expect, test } from "vitest";
import { ConfigurationError, verifyChallenge, webhookOptionsFromEnv } from "wacloud/webhooks";

const verifyToken = "open sesame";
const right = { "hub.mode": "subscribe", "hub.verify_token": verifyToken, "hub.challenge": "1158201444" };

test.each([
  ["URLSearchParams", new URLSearchParams(right)],
  ["a flat record", right],
  ["a nested record", { hub: { mode: "subscribe", verify_token: verifyToken, challenge: "1158201444" } }],
  ["underscores", { hub_mode: "subscribe", hub_verify_token: verifyToken, hub_challenge: 1158201444 }],
])("the challenge is found in %s", (_, query) => {
  expect(verifyChallenge({ query, verifyToken })).toBe("1158201444");
});

test.each([
  ["a wrong token", { ...right, "hub.verify_token": "open" }],
  ["another mode", { ...right, "hub.mode": "unsubscribe" }],
  ["no token", { "hub.mode": "subscribe", "hub.challenge": "1" }],
  ["nothing", {}],
])("%s gets no challenge", (_, query) => {
  expect(verifyChallenge({ query, verifyToken })).toBeUndefined();
});

test("an empty verify token is a mistake, not a match", () => {
  expect(() => verifyChallenge({ query: { ...right, "hub.verify_token": "" }, verifyToken: "" })).toThrow(
    ConfigurationError,
  );
});

test("the secrets come from the environment, and what is missing is named", () => {
  const env = { WHATSAPP_APP_SECRET: "s", WHATSAPP_WEBHOOK_VERIFY_TOKEN: "v" };
  expect(webhookOptionsFromEnv(env)).toEqual({ appSecret: "s", verifyToken: "v" });
  expect(() => webhookOptionsFromEnv({})).toThrow(/WHATSAPP_APP_SECRET.*WHATSAPP_WEBHOOK_VERIFY_TOKEN/);
  expect(() => webhookOptionsFromEnv({ ...env, WHATSAPP_APP_SECRET: "s\n" })).toThrow(/WHATSAPP_APP_SECRET/);
});
