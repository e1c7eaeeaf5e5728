import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ConfigurationError, signPayload, verifySignature } from "wacloud/webhooks";
import { fc } from "../support/properties.ts";
import { appSecret } from "./signed.ts";
import { vectors } from "./vectors.ts";

const { rawBody, hex } = vectors["text as Meta escapes it"];
const genuine = `sha256=${hex}`;

const withoutNodeCrypto = () => vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(["node:crypto", "WebCrypto"])("with %s", (crypto) => {
  beforeEach(() => {
    if (crypto === "WebCrypto") withoutNodeCrypto();
  });

  test.each(Object.entries(vectors))("the signature of %s is valid", async (_, vector) => {
    const signature = `sha256=${vector.hex}`;
    expect(await signPayload({ rawBody: vector.rawBody, appSecret })).toBe(signature);
    expect(await verifySignature({ rawBody: vector.rawBody, signature, appSecret })).toBe(true);
  });

  test("re-serialized JSON does not match", async () => {
    const reserialized = JSON.stringify(JSON.parse(rawBody));
    expect(await verifySignature({ rawBody: reserialized, signature: genuine, appSecret })).toBe(false);
  });

  test("text, bytes, a part of a larger buffer and an ArrayBuffer are the same body", async () => {
    const bytes = new TextEncoder().encode(rawBody);
    const part = new Uint8Array([1, ...bytes, 2]).subarray(1, -1);
    for (const form of [rawBody, bytes, Buffer.from(bytes), part, bytes.buffer]) {
      expect(await verifySignature({ rawBody: form, signature: genuine, appSecret })).toBe(true);
    }
  });

  test("each of several secrets is accepted, to rotate them", async () => {
    const check = (secrets: string[]) => verifySignature({ rawBody, signature: genuine, appSecret: secrets });
    expect(await check(["old secret", appSecret])).toBe(true);
    expect(await check([appSecret, "new secret"])).toBe(true);
    expect(await check(["old secret", "new secret"])).toBe(false);
  });

  test("only the signed body verifies", async () => {
    const secret = fc.string({ minLength: 1 }).filter((text) => text.trim() !== "");
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), secret, fc.nat(), async (body, key, position) => {
        const signature = await signPayload({ rawBody: body, appSecret: key });
        expect(await verifySignature({ rawBody: body, signature, appSecret: key })).toBe(true);
        expect(await verifySignature({ rawBody: body, signature, appSecret: `${key}x` })).toBe(false);
        const altered = Uint8Array.from(body);
        altered[position % body.length] = (altered[position % body.length] ?? 0) ^ 1;
        expect(await verifySignature({ rawBody: altered, signature, appSecret: key })).toBe(false);
      }),
    );
  });

  test("every digit of the signature counts", async () => {
    for (let position = 0; position < hex.length; position += 1) {
      const digit = hex[position] === "0" ? "1" : "0";
      const signature = `sha256=${hex.slice(0, position)}${digit}${hex.slice(position + 1)}`;
      expect(await verifySignature({ rawBody, signature, appSecret })).toBe(false);
    }
  });
});

test.each([
  ["uppercase hex", `sha256=${hex.toUpperCase()}`],
  ["whitespace around it", ` ${genuine}\r\n`],
  ["a list of one", [genuine]],
])("a header with %s is accepted", async (_, signature) => {
  expect(await verifySignature({ rawBody, signature, appSecret })).toBe(true);
});

test.each([
  ["missing", undefined],
  ["null", null],
  ["empty", ""],
  ["an empty list", []],
  ["sent twice", [genuine, genuine]],
  ["without its prefix", hex],
  ["SHA-1", `sha1=${hex}`],
  ["SHA-1 of the right length", `sha1=${hex.slice(0, 40)}`],
  ["too short", genuine.slice(0, -2)],
  ["too long", `${genuine}00`],
  ["not hex", `${genuine.slice(0, -1)}g`],
  ["hex with a blank inside", `sha256= ${hex}`],
  ["two lines", `${genuine}\nsha256=${hex}`],
  ["a number", 5 as never],
  ["an object", {} as never],
])("a header that is %s is refused without an error", async (_, signature) => {
  expect(await verifySignature({ rawBody, signature, appSecret })).toBe(false);
});

test.each([
  ["missing", undefined as never],
  ["null", null as never],
  ["empty", ""],
  ["blank", "  "],
  ["an empty list", []],
  ["a list with an empty one", [appSecret, ""]],
  ["a list with something else", [appSecret, undefined as never]],
])(
  "a secret that is %s is an error that names option and variable, never `accept all`",
  async (_, secret) => {
    const refused = await verifySignature({ rawBody, signature: genuine, appSecret: secret }).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(ConfigurationError);
    expect(String(refused)).toMatch(/appSecret.*WHATSAPP_APP_SECRET/);
    expect((refused as ConfigurationError).issues[0]?.path).toBe("appSecret");
    await expect(signPayload({ rawBody, appSecret: secret as string })).rejects.toThrow(ConfigurationError);
  },
);

test.each([
  ["a parsed object", { entry: [] }],
  ["nothing", undefined],
  ["a number", 5],
])("a body that is %s is an error that says how to fix it", async (_, body) => {
  const input = { rawBody: body as never, signature: genuine, appSecret };
  await expect(verifySignature(input)).rejects.toThrow(/rawBody.*as received.*before any JSON parser/);
  await expect(signPayload(input)).rejects.toThrow(ConfigurationError);
});

test("WebCrypto imports the key of a secret once, and keeps a bounded number of them", async () => {
  withoutNodeCrypto();
  const importKey = vi.spyOn(crypto.subtle, "importKey");
  const sign = (secret: string) => signPayload({ rawBody, appSecret: secret });
  await sign("a kept secret");
  await sign("a kept secret");
  expect(importKey).toHaveBeenCalledTimes(1);
  for (let index = 0; index < 50; index += 1) await sign(`secret ${index}`);
  await sign("secret 49");
  expect(importKey).toHaveBeenCalledTimes(51);
  await sign("a kept secret");
  expect(importKey).toHaveBeenCalledTimes(52);
});
