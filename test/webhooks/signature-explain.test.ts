import { expect, test } from "vitest";
import { ConfigurationError, explainSignature, signPayload } from "wacloud/webhooks";
import { fc } from "../support/properties.ts";
import { appSecret, batch, message } from "./signed.ts";

const rawBody = batch(message("wamid.1", "15557654321", "Olá, <b>50%</b> off at a@b.c / 👋"));

async function reasonFor(change: Partial<Parameters<typeof explainSignature>[0]>) {
  const signature = await signPayload({ rawBody, appSecret });
  const explained = await explainSignature({ rawBody, signature, appSecret, ...change });
  if (explained.valid) return "valid";
  expect(explained.hint).toMatch(/^[A-Z].{40,}\.$/);
  expect(explained.hint).not.toContain(appSecret);
  return explained.reason;
}

test("a valid signature needs no explanation", async () => {
  expect(await reasonFor({})).toBe("valid");
});

test.each([[undefined], [null], [""], ["  "], [[]]])("a header of %j is missing", async (signature) => {
  expect(await reasonFor({ signature })).toBe("header-missing");
});

test.each([["sha1=5f3b2a"], ["abc"], [`sha256=${"0".repeat(63)}`], [["sha256=1", "sha256=2"]]])(
  "a header of %j is malformed",
  async (signature) => {
    expect(await reasonFor({ signature })).toBe("header-malformed");
  },
);

test("an empty body has been consumed by something else", async () => {
  expect(await reasonFor({ rawBody: "" })).toBe("body-missing");
  expect(await reasonFor({ rawBody: new Uint8Array() })).toBe("body-missing");
});

test("a secret that was copied with whitespace is recognized", async () => {
  expect(await reasonFor({ appSecret: `${appSecret}\n` })).toBe("secret-has-whitespace");
  expect(await reasonFor({ appSecret: ["another", ` ${appSecret}`] })).toBe("secret-has-whitespace");
});

test("a wrong secret is the last explanation", async () => {
  expect(await reasonFor({ appSecret: "another" })).toBe("wrong-secret");
  expect(await reasonFor({ rawBody: "no JSON" })).toBe("wrong-secret");
});

test("a missing secret is an error here, too", async () => {
  await expect(explainSignature({ rawBody, signature: undefined, appSecret: "" })).rejects.toThrow(
    ConfigurationError,
  );
});

const unicode = (text: string) =>
  text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

test.each([
  ["non-ASCII escaped", unicode(rawBody)],
  ["slashes escaped", rawBody.replaceAll("/", "\\/")],
  ["both escaped", unicode(rawBody).replaceAll("/", "\\/")],
  [
    "everything escaped",
    unicode(rawBody)
      .replaceAll("/", "\\/")
      .replaceAll("<", "\\u003C")
      .replaceAll("%", "\\u0025")
      .replaceAll("@", "\\u0040"),
  ],
  ["a sign escaped in lower case", rawBody.replaceAll("<", "\\u003c")],
  ["one sign escaped", rawBody.replaceAll("@", "\\u0040")],
])("a body that was signed with %s and re-serialized is recognized", async (_, onTheWire) => {
  const signature = await signPayload({ rawBody: onTheWire, appSecret });
  const parsed = JSON.parse(onTheWire);
  expect(await reasonFor({ signature, rawBody: JSON.stringify(parsed) })).toBe("body-reserialised");
  expect(await reasonFor({ signature, rawBody: JSON.stringify(parsed, undefined, 2) })).toBe(
    "body-reserialised",
  );
});

test("any text that Meta escaped is recognized after re-serialization", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
      const sent = JSON.stringify({ text: `é${text}` });
      const signature = await signPayload({ rawBody: unicode(sent), appSecret });
      expect(await reasonFor({ signature, rawBody: sent })).toBe("body-reserialised");
    }),
  );
});
