import { expect, test } from "vitest";
import { ConfigurationError, verifyChallenge, type WebhookQuery } from "wacloud/webhooks";
import { fc } from "../support/properties.ts";
import { verifyToken } from "./signed.ts";

const right = { "hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": verifyToken };

test.each<[string, WebhookQuery]>([
  ["URLSearchParams", new URLSearchParams(right)],
  ["an object", right],
  ["an object without prototype", Object.assign(Object.create(null), right)],
  ["nested objects", { hub: { mode: "subscribe", challenge: "1158201444", verify_token: verifyToken } }],
  ["underscores", { hub_mode: "subscribe", hub_challenge: "1158201444", hub_verify_token: verifyToken }],
  ["lists of values", Object.fromEntries(Object.entries(right).map(([key, value]) => [key, [value]]))],
  ["a number", { ...right, "hub.challenge": 1158201444 }],
])("the challenge is found in a query of %s", (_, query) => {
  expect(verifyChallenge({ query, verifyToken })).toBe("1158201444");
});

test("the challenge is opaque text", () => {
  const challenge = "00<b>é</b>";
  expect(verifyChallenge({ query: { ...right, "hub.challenge": challenge }, verifyToken })).toBe(challenge);
});

test.each<[string, WebhookQuery]>([
  ["no query", {}],
  ["an empty query", new URLSearchParams()],
  ["a wrong token", { ...right, "hub.verify_token": `${verifyToken}x` }],
  ["a token that only begins right", { ...right, "hub.verify_token": verifyToken.slice(0, -1) }],
  ["a token in another case", { ...right, "hub.verify_token": verifyToken.toUpperCase() }],
  ["no token", { "hub.mode": "subscribe", "hub.challenge": "1" }],
  ["an empty token", { ...right, "hub.verify_token": "" }],
  ["an object as token", { ...right, "hub.verify_token": { a: verifyToken } }],
  ["another mode", { ...right, "hub.mode": "unsubscribe" }],
  ["no mode", { ...right, "hub.mode": undefined }],
  ["no challenge", { ...right, "hub.challenge": undefined }],
  ["an empty challenge", { ...right, "hub.challenge": "" }],
])("%s gives no challenge", (_, query) => {
  expect(verifyChallenge({ query, verifyToken })).toBeUndefined();
});

test.each([[""], ["  "], [undefined as never], [null as never]])(
  "a verify token of %j is an error, never `accept all`",
  (token) => {
    const verify = () => verifyChallenge({ query: { ...right, "hub.verify_token": "" }, verifyToken: token });
    expect(verify).toThrow(ConfigurationError);
    expect(verify).toThrow(/verifyToken.*WHATSAPP_WEBHOOK_VERIFY_TOKEN/);
  },
);

test("only the exact token is accepted", () => {
  const token = fc.string({ minLength: 1 }).filter((text) => text.trim() !== "");
  fc.assert(
    fc.property(token, fc.string(), (ours, theirs) => {
      const query = new URLSearchParams({ ...right, "hub.verify_token": theirs });
      const given = query.get("hub.verify_token");
      expect(verifyChallenge({ query, verifyToken: ours })).toBe(given === ours ? "1158201444" : undefined);
      query.set("hub.verify_token", ours);
      expect(verifyChallenge({ query, verifyToken: query.get("hub.verify_token") ?? "" })).toBe("1158201444");
    }),
  );
});
