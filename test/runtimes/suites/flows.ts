import { assert } from "chai";
import {
  createFlowHandler,
  createFlowKeys,
  decryptFlowMedia,
  decryptFlowRequest,
  encryptFlowResponse,
  FlowDecryptionError,
  verifyFlowTokenSignature,
} from "wacloud/flows";
import { signPayload } from "wacloud/webhooks";
import type { Suite } from "./world.ts";

const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const toBase64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const range = (first: number, length: number) => toBase64(Uint8Array.from({ length }, (_, at) => first + at));

const aesKey = fromHex("00112233445566778899aabbccddeeff");
const iv = fromHex("000102030405060708090a0b0c0d0e0f");
const ping = "wl1KiidJqXOC3A18Tg3viwdQtMDG7OHl/bQfNj75Gni1nbD9ZokFR3ANhFPkL7ZtzA==";
const active = "y4SaW1c+0q79lChUmNszjqIdbqrh9UQ3Ee6vVb5rWwjhy875hlv1EbOy970=";

/** The ping of the test vectors, for the owner of this key. */
async function encryptPing(publicKey: string): Promise<string> {
  const der = Uint8Array.from(atob(publicKey.replace(/-----.*?-----|\s/g, "")), (letter) =>
    letter.charCodeAt(0),
  );
  const algorithm = { name: "RSA-OAEP", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", der, algorithm, false, ["encrypt"]);
  const encrypted = new Uint8Array(await crypto.subtle.encrypt("RSA-OAEP", key, aesKey));
  return JSON.stringify({
    encrypted_flow_data: ping,
    encrypted_aes_key: toBase64(encrypted),
    initial_vector: toBase64(iv),
  });
}

/** What must hold of the endpoint of a Flow. */
export const flowSuite: Suite<unknown> = {
  "a request is decrypted and its answer encrypted, as computed elsewhere": async () => {
    const { privateKey, publicKey } = await createFlowKeys();
    const { request, ...opened } = await decryptFlowRequest({
      body: await encryptPing(publicKey),
      privateKey,
    });
    assert.deepEqual(request as unknown, { version: "3.0", action: "ping" });
    const response = { data: { status: "active" } };
    assert.strictEqual(await encryptFlowResponse({ response, ...opened }), active);
  },

  "the key of somebody else decrypts nothing": async () => {
    const [mine, theirs] = [await createFlowKeys(), await createFlowKeys()];
    const body = await encryptPing(theirs.publicKey);
    const failure = await decryptFlowRequest({ body, privateKey: mine.privateKey }).catch((error) => error);
    assert.instanceOf(failure, FlowDecryptionError);
  },

  "the handler answers a ping, and refuses a forged one": async () => {
    const { privateKey, publicKey } = await createFlowKeys();
    const appSecret = "app-secret";
    const rawBody = await encryptPing(publicKey);
    const handle = createFlowHandler({ privateKey, appSecret, logger: { warn: () => {}, error: () => {} } });
    const ask = (signature: string) =>
      handle({ method: "POST", query: {}, headers: { "x-hub-signature-256": signature }, rawBody });
    const answer = await ask(await signPayload({ rawBody, appSecret }));
    assert.deepEqual([answer.status, answer.body], [200, active]);
    assert.strictEqual((await ask(await signPayload({ rawBody, appSecret: "forged" }))).status, 432);
  },

  "a file is decrypted": async () => {
    const file = Uint8Array.from(atob("vOEpkJs8R4QL+ZOhyytaEUORLGcURZ62EYE="), (letter) =>
      letter.charCodeAt(0),
    );
    const metadata = {
      encrypted_hash: "LNiMxPHwiEwHHsWB3c7rQzDginfz9oqOL7IFcbODb/s=",
      iv: range(0x40, 16),
      encryption_key: range(0, 32),
      hmac_key: range(0x20, 32),
      plaintext_hash: "ZsuCouZGogo4TRC3/utJZ7UNMqth1kNsIbOnhdARdGM=",
    };
    assert.strictEqual(new TextDecoder().decode(await decryptFlowMedia({ file, metadata })), "hello flow");
  },

  "the signature of a token is verified": async () => {
    const signature =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJmbG93X3Rva2VuIjoidG9rLTEifQ.JxCopdR18mFgVqD8CV4l99F1gFELa7xZX8zocFiofl8";
    const given = { signature, flowToken: "tok-1", appSecret: "app-secret" };
    assert.strictEqual(await verifyFlowTokenSignature(given), true);
    assert.strictEqual(await verifyFlowTokenSignature({ ...given, appSecret: "other" }), false);
  },
};
