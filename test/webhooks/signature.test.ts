import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigurationError, explainSignature, signPayload, verifySignature } from "wacloud/webhooks";
import { digest, digestWithoutRuntime } from "../../src/webhooks/digest.ts";
import { hmac, hmacByWebCrypto } from "../../src/webhooks/signature.ts";

const appSecret = "s3cr3t-app-secret";
// Digests computed elsewhere.
const plain = '{"object":"whatsapp_business_account","entry":[]}';
const escaped = String.raw`{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{"text":{"body":"caf\u00e9 \/ 5\u0025"}}]}}]}]}`;
const vectors: [string, string, string][] = [
  ["a plain body", plain, "38aa970a90aeae51140d83b3f1d276c8c568e8166ac8c483a633ee90eb554f12"],
  ["an escaped body", escaped, "2a041e58b6bc81b4cdacf778f6f2eb7af924d913975e8ac9ced6239aab08c05b"],
  [
    "a body in UTF-8",
    JSON.stringify(JSON.parse(escaped)),
    "5c31d8ef0343929a71f33f775e2e1b4798295196f5086c510d32ca358360939a",
  ],
  ["an empty body", "", "8a6eaa0e20a867c5a1754bc9d1ce98839424966f3588eb31dde5de5f16d1f8b8"],
];

describe("a genuine signature is accepted", () => {
  test.each(vectors)("over %s, as text and as bytes", async (_, rawBody, hex) => {
    const signature = `sha256=${hex}`;
    const bytes = new TextEncoder().encode(rawBody);
    expect(await verifySignature({ rawBody, signature, appSecret })).toBe(true);
    expect(await verifySignature({ rawBody: bytes, signature, appSecret })).toBe(true);
    expect(await verifySignature({ rawBody: bytes.buffer, signature, appSecret })).toBe(true);
    expect(await signPayload({ rawBody, appSecret })).toBe(signature);
    expect(Buffer.from(await hmacByWebCrypto(appSecret, bytes)).toString("hex")).toBe(hex);
  });

  test("in upper case, and with either secret while one is rotated", async () => {
    const signature = `sha256=${vectors[0]?.[2].toUpperCase()}`;
    expect(await verifySignature({ rawBody: plain, signature, appSecret: ["new", appSecret] })).toBe(true);
  });
});

describe("everything else is refused, and nothing throws", () => {
  const hex = vectors[0]?.[2] ?? "";
  test.each([
    ["missing", undefined],
    ["null", null],
    ["empty", ""],
    ["of another body", `sha256=${vectors[1]?.[2]}`],
    ["SHA-1", `sha1=${createHmac("sha1", appSecret).update(plain).digest("hex")}`],
    ["without a prefix", hex],
    ["cut", `sha256=${hex.slice(2)}`],
    ["too long", `sha256=${hex}00`],
    ["no hex", `sha256=${"z".repeat(64)}`],
  ])("%s", async (_, signature) => {
    expect(await verifySignature({ rawBody: plain, signature, appSecret })).toBe(false);
  });

  test("a body serialised again does not match", async () => {
    const rawBody = JSON.stringify(JSON.parse(escaped));
    expect(await verifySignature({ rawBody, signature: `sha256=${vectors[1]?.[2]}`, appSecret })).toBe(false);
  });
});

test.each([[""], [[]], [["good", ""]], [undefined]])(
  "without a usable secret (%j) nothing is checked",
  async (secret) => {
    const input = { rawBody: plain, signature: "sha256=00", appSecret: secret as string };
    await expect(verifySignature(input)).rejects.toThrow(ConfigurationError);
    await expect(verifySignature(input)).rejects.toThrow(/WHATSAPP_APP_SECRET/);
  },
);

test("any body and secret round-trip, and any changed byte is noticed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1 }),
      fc.string({ minLength: 1 }),
      fc.nat(),
      async (rawBody, secret, at) => {
        const signature = await signPayload({ rawBody, appSecret: secret });
        expect(await verifySignature({ rawBody, signature, appSecret: secret })).toBe(true);
        const changed = Uint8Array.from(rawBody);
        const index = at % changed.length;
        changed[index] = (changed[index] ?? 0) ^ 1;
        expect(await verifySignature({ rawBody: changed, signature, appSecret: secret })).toBe(false);
        expect(Buffer.from(await hmacByWebCrypto(secret, rawBody))).toEqual(
          Buffer.from(await hmac(secret, rawBody)),
        );
      },
    ),
  );
});

test("digests are the same with and without the runtime's help", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => digest(text) === digestWithoutRuntime(text)),
  );
});

describe("explainSignature says why not", () => {
  const genuine = `sha256=${vectors[1]?.[2]}`;
  test.each([
    ["header-missing", { signature: undefined }],
    ["header-malformed", { signature: "sha1=abc" }],
    ["secret-has-whitespace", { appSecret: ` ${appSecret}\n` }],
    ["body-reserialised", { rawBody: JSON.stringify(JSON.parse(escaped)) }],
    ["wrong-secret", { appSecret: "another" }],
    ["wrong-secret", { rawBody: "not even JSON" }],
  ])("%s", async (reason, changed) => {
    const explanation = await explainSignature({
      rawBody: escaped,
      signature: genuine,
      appSecret,
      ...changed,
    });
    expect(explanation).toMatchObject({ valid: false, reason, hint: expect.stringMatching(/\w{3}/) });
    expect(JSON.stringify(explanation)).not.toContain(appSecret);
  });

  test("or that it is right", async () => {
    expect(await explainSignature({ rawBody: escaped, signature: genuine, appSecret })).toEqual({
      valid: true,
    });
  });
});
