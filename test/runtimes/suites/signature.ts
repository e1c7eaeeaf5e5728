import { assert } from "chai";
import { explainSignature, signPayload, verifySignature } from "wacloud/webhooks";
import { appSecret } from "../../webhooks/signed.ts";
import { vectors } from "../../webhooks/vectors.ts";
import type { Suite } from "./world.ts";

const { rawBody, hex } = vectors["the same text without escapes"];
const signature = `sha256=${hex}`;

/** What must hold of signatures. */
export const signatureSuite: Suite<unknown> = {
  "signatures match those computed elsewhere": async () => {
    for (const [name, vector] of Object.entries(vectors)) {
      assert.strictEqual(
        await signPayload({ rawBody: vector.rawBody, appSecret }),
        `sha256=${vector.hex}`,
        name,
      );
      const checked = { rawBody: vector.rawBody, signature: `sha256=${vector.hex}`, appSecret };
      assert.strictEqual(await verifySignature(checked), true, name);
    }
  },

  "text, bytes, a part of a larger buffer and an ArrayBuffer are the same body": async () => {
    const bytes = new TextEncoder().encode(rawBody);
    const part = new Uint8Array([1, ...bytes, 2]).subarray(1, -1);
    for (const form of [rawBody, bytes, part, bytes.buffer]) {
      assert.strictEqual(await verifySignature({ rawBody: form, signature, appSecret }), true);
    }
  },

  "a forged, truncated or missing signature, or a re-serialized body, fails verification": async () => {
    const flipped = signature.slice(0, -1) + (signature.endsWith("0") ? "1" : "0");
    for (const given of [undefined, null, "", hex, "sha256=", signature.slice(0, -2), flipped]) {
      assert.strictEqual(await verifySignature({ rawBody, signature: given, appSecret }), false, `${given}`);
    }
    const escaped = vectors["text as Meta escapes it"];
    const reserialized = JSON.stringify(JSON.parse(escaped.rawBody));
    const checked = { rawBody: reserialized, signature: `sha256=${escaped.hex}`, appSecret };
    assert.strictEqual(await verifySignature(checked), false);
  },

  "each of several secrets is accepted, in any script": async () => {
    const secret = "sécret 🔑";
    const signed = await signPayload({ rawBody, appSecret: secret });
    const check = (appSecret: string[]) => verifySignature({ rawBody, signature: signed, appSecret });
    assert.strictEqual(await check([appSecret, secret]), true);
    assert.strictEqual(await check([appSecret]), false);
  },

  "explains why a signature fails": async () => {
    const explain = async (given: Partial<Parameters<typeof explainSignature>[0]>) => {
      const explained = await explainSignature({ rawBody, signature, appSecret, ...given });
      return explained.valid ? "valid" : explained.reason;
    };
    assert.strictEqual(await explain({}), "valid");
    assert.strictEqual(await explain({ signature: undefined }), "header-missing");
    assert.strictEqual(await explain({ signature: hex }), "header-malformed");
    assert.strictEqual(await explain({ appSecret: `${appSecret}\n` }), "secret-has-whitespace");
    assert.strictEqual(await explain({ appSecret: "another" }), "wrong-secret");
  },
};
