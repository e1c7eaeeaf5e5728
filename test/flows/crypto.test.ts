import { createHmac, generateKeyPairSync, webcrypto } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  ConfigurationError,
  completeFlow,
  createFlowKeys,
  decryptFlowRequest,
  encryptFlowResponse,
  FlowDecryptionError,
  flowOptionsFromEnv,
  verifyFlowTokenSignature,
} from "wacloud/flows";
import { fc } from "../support/properties.ts";

import { encryptAsWhatsApp } from "./phone.ts";

const keys = await createFlowKeys();
const others = await createFlowKeys();
const { privateKey } = keys;

const vector = {
  aesKey: Buffer.from("00112233445566778899aabbccddeeff", "hex"),
  iv: Buffer.from("000102030405060708090a0b0c0d0e0f", "hex"),
  request: "wl1KiidJqXOC3A18Tg3viwdQtMDG7OHl/bQfNj75Gni1nbD9ZokFR3ANhFPkL7ZtzA==",
  answer: "y4SaW1c+0q79lChUmNszjqIdbqrh9UQ3Ee6vVb5rWwjhy875hlv1EbOy970=",
};
const ping = { version: "3.0", action: "ping" };

describe("requests", () => {
  test("the test vectors", async () => {
    const { body } = encryptAsWhatsApp(ping, keys.publicKey, vector);
    expect(body.encrypted_flow_data).toBe(vector.request);
    const opened = await decryptFlowRequest({ body, privateKey });
    expect(opened).toEqual({
      request: ping,
      aesKey: new Uint8Array(vector.aesKey),
      iv: new Uint8Array(vector.iv),
    });
    const response = { data: { status: "active" } };
    expect(await encryptFlowResponse({ response, ...opened })).toBe(vector.answer);
    expect(await encryptFlowResponse({ response, aesKey: vector.aesKey, iv: vector.iv })).toBe(vector.answer);
  });

  test("1,000 random round trips", async () => {
    const anyObject = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(anyObject, anyObject, async (data, answer) => {
        const request = { version: "4.0", action: "data_exchange", flow_token: "t", screen: "A", data };
        const sent = encryptAsWhatsApp(request, keys.publicKey);
        const opened = await decryptFlowRequest({ body: JSON.stringify(sent.body), privateKey });
        expect(opened.request).toEqual(JSON.parse(JSON.stringify(request)));
        const response = completeFlow(answer);
        expect(sent.read(await encryptFlowResponse({ response, ...opened }))).toEqual(
          JSON.parse(JSON.stringify(response)),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test("every tampered byte is refused", async () => {
    const { body } = encryptAsWhatsApp(ping, keys.publicKey);
    for (const [name, value] of Object.entries(body)) {
      const bytes = Buffer.from(value, "base64");
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        const tampered = { ...body, [name]: changed.toString("base64") };
        await expect(decryptFlowRequest({ body: tampered, privateKey })).rejects.toThrow(FlowDecryptionError);
      }
    }
  });

  test.each([
    ["text that is no JSON", "hello"],
    ["a list", "[]"],
    ["nothing", ""],
    ["an object without the parts", { encrypted_flow_data: "AA==" }],
    ["parts that are no base64", { encrypted_flow_data: "%", encrypted_aes_key: "%", initial_vector: "%" }],
  ])("%s is refused", async (_, body) => {
    await expect(decryptFlowRequest({ body, privateKey })).rejects.toThrow(FlowDecryptionError);
  });

  test.each(['"ping"', "null", "{}", "no JSON", '{"action":1}'])(
    "what is encrypted but no request (%s) is refused",
    async (text) => {
      const { body } = encryptAsWhatsApp(text, keys.publicKey);
      await expect(decryptFlowRequest({ body, privateKey })).rejects.toThrow(FlowDecryptionError);
    },
  );

  test("a body as bytes, and as Node.js has them", async () => {
    const bytes = Buffer.from(JSON.stringify(encryptAsWhatsApp(ping, keys.publicKey).body));
    for (const body of [bytes, new Uint8Array(bytes), new Uint8Array(bytes).buffer])
      expect((await decryptFlowRequest({ body, privateKey })).request).toEqual(ping);
  });
});

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicKey = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
const pem = (type: "pkcs1" | "pkcs8", secret?: { cipher: string; passphrase: string }) =>
  pair.privateKey.export({ type, format: "pem", ...secret }).toString();
const encrypted = { cipher: "aes-256-cbc", passphrase: "open sesame" };
const { body } = encryptAsWhatsApp(ping, publicKey);

const imported = (usages: "decrypt"[]) =>
  webcrypto.subtle.importKey(
    "pkcs8",
    pair.privateKey.export({ type: "pkcs8", format: "der" }),
    { name: "RSA-OAEP", hash: "SHA-256" },
    false,
    usages,
  ) as Promise<CryptoKey>;

describe("private keys", () => {
  test.each(["pkcs1", "pkcs8"] as const)("%s, plain and encrypted", async (type) => {
    expect((await decryptFlowRequest({ body, privateKey: pem(type) })).request).toEqual(ping);
    const { passphrase } = encrypted;
    const opened = await decryptFlowRequest({ body, privateKey: pem(type, encrypted), passphrase });
    expect(opened.request).toEqual(ping);
  });

  test("line breaks do not matter", async () => {
    const windows = pem("pkcs8").replaceAll("\n", "\r\n");
    expect((await decryptFlowRequest({ body, privateKey: windows })).request).toEqual(ping);
  });

  test.each(["\\n", "\\r\\n"])("line breaks may be written as %s", async (written) => {
    const { passphrase } = encrypted;
    for (const key of [pem("pkcs1"), pem("pkcs8"), pem("pkcs1", encrypted), pem("pkcs8", encrypted)]) {
      const line = key.replaceAll("\n", written);
      expect((await decryptFlowRequest({ body, privateKey: line, passphrase })).request).toEqual(ping);
    }
  });

  test("a CryptoKey", async () => {
    expect((await decryptFlowRequest({ body, privateKey: await imported(["decrypt"]) })).request).toEqual(
      ping,
    );
  });

  test("several, of which one fits", async () => {
    const several = [privateKey, others.privateKey, pem("pkcs1")];
    expect((await decryptFlowRequest({ body, privateKey: several })).request).toEqual(ping);
    await expect(decryptFlowRequest({ body, privateKey: [privateKey, others.privateKey] })).rejects.toThrow(
      FlowDecryptionError,
    );
  });

  const wrong: [string, Parameters<typeof decryptFlowRequest>[0], string, RegExp][] = [
    ["none", { body, privateKey: "" }, "privateKey", /WHATSAPP_FLOW_PRIVATE_KEY/],
    ["an empty list", { body, privateKey: [] }, "privateKey", /is missing/],
    ["no PEM", { body, privateKey: "secret" }, "privateKey", /not a private key in PEM form/],
    ["a public key", { body, privateKey: [privateKey, publicKey] }, "privateKey.1", /public key/],
    ["a key of another kind", { body, privateKey: ecKey("sec1") }, "privateKey", /not an RSA key/],
    ["the same in PKCS#8", { body, privateKey: ecKey("pkcs8") }, "privateKey", /not an RSA key/],
    ["a damaged key", { body, privateKey: pem("pkcs1").replace(/\n.{9}/, "\n") }, "privateKey", /damaged/],
    ["no passphrase", { body, privateKey: pem("pkcs8", encrypted) }, "passphrase", /is missing/],
    [
      "a wrong passphrase",
      { body, privateKey: pem("pkcs1", encrypted), passphrase: "wrong" },
      "passphrase",
      /does not fit/,
    ],
  ];
  test.each(wrong)("%s is refused with a remedy", async (_, input, path, remedy) => {
    const error = await decryptFlowRequest(input).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).issues).toMatchObject([{ path }]);
    expect((error as Error).message).toMatch(remedy);
    expect((error as Error).message).not.toContain("wrong");
  });
});

function ecKey(type: "sec1" | "pkcs8"): string {
  const { privateKey: key } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return key.export({ type, format: "pem" }).toString();
}

afterEach(() => vi.restoreAllMocks());

describe("where the runtime has no node:crypto", () => {
  test("plain keys work; encrypted ones are refused with the command that converts them", async () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
    for (const type of ["pkcs1", "pkcs8"] as const)
      expect((await decryptFlowRequest({ body, privateKey: pem(type) })).request).toEqual(ping);
    const { passphrase } = encrypted;
    await expect(
      decryptFlowRequest({ body, privateKey: pem("pkcs8", encrypted), passphrase }),
    ).rejects.toThrow(/openssl pkcs8 -topk8 -nocrypt/);
  });
});

const token = {
  signature:
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJmbG93X3Rva2VuIjoidG9rLTEifQ.JxCopdR18mFgVqD8CV4l99F1gFELa7xZX8zocFiofl8",
  flowToken: "tok-1",
  appSecret: "app-secret",
};

const jwt = (header: object, payload: unknown, secret = token.appSecret) => {
  const parts = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const digest = createHmac("sha256", secret).update(parts.join(".")).digest("base64url");
  return [...parts, digest].join(".");
};

describe("flow_token_signature", () => {
  test("the test vector, and with several secrets", async () => {
    expect(await verifyFlowTokenSignature(token)).toBe(true);
    expect(await verifyFlowTokenSignature({ ...token, appSecret: ["old", "app-secret"] })).toBe(true);
    const signature = jwt({ alg: "HS256" }, { flow_token: "tok-1", iat: 1, exp: 2 });
    expect(await verifyFlowTokenSignature({ ...token, signature })).toBe(true);
  });

  test("every changed character is refused", async () => {
    const { signature } = token;
    for (let at = 0; at < signature.length; at += 1)
      for (const letter of ["A", "B", ".", "=", "é"]) {
        if (signature[at] === letter) continue;
        const changed = signature.slice(0, at) + letter + signature.slice(at + 1);
        expect(await verifyFlowTokenSignature({ ...token, signature: changed })).toBe(false);
      }
  });

  test.each<[string, object]>([
    ["another token", { flowToken: "tok-2" }],
    ["another secret", { appSecret: "other" }],
    ["no secret", { appSecret: "" }],
    ["no secrets", { appSecret: [] }],
    ["no signature", { signature: undefined }],
    ["an empty one", { signature: "" }],
    ["a number", { signature: 5 }],
    ["another algorithm", { signature: jwt({ alg: "none" }, { flow_token: "tok-1" }) }],
    ["HS512 by name", { signature: jwt({ alg: "HS512" }, { flow_token: "tok-1" }) }],
    ["a payload without a token", { signature: jwt({ alg: "HS256" }, {}), flowToken: undefined }],
    ["a payload that is null", { signature: jwt({ alg: "HS256" }, null) }],
    ["a fourth part", { signature: `${token.signature}.AA` }],
    ["no digest", { signature: token.signature.replace(/[^.]*$/, "") }],
  ])("%s is refused, and nothing is thrown", async (_, change) => {
    expect(await verifyFlowTokenSignature({ ...token, ...change } as typeof token)).toBe(false);
  });
});

test.each([undefined, null, "text"])("nothing to verify, %s, is refused, too", async (input) => {
  expect(await verifyFlowTokenSignature(input as never)).toBe(false);
});

describe("flowOptionsFromEnv", () => {
  const env = { WHATSAPP_FLOW_PRIVATE_KEY: privateKey.replaceAll("\n", "\\n"), WHATSAPP_APP_SECRET: "s" };

  test("reads the secrets, and line breaks of one line", () => {
    expect(flowOptionsFromEnv(env)).toEqual({ privateKey, appSecret: "s" });
    expect(flowOptionsFromEnv({ ...env, WHATSAPP_FLOW_PASSPHRASE: "p" })).toMatchObject({ passphrase: "p" });
  });

  test("names all that is missing", () => {
    expect(() => flowOptionsFromEnv({})).toThrow(/WHATSAPP_FLOW_PRIVATE_KEY is not set; WHATSAPP_APP_SECRET/);
  });
});
