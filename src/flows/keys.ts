import { encodeBase64 } from "../utils/base64.ts";

/** A pair of keys in PEM form. */
export interface FlowKeys {
  /** Stays on your server: the `privateKey` of your endpoint. */
  privateKey: string;
  /** For Meta: `client.flows.setPublicKey({ business_public_key })`, once per phone number. */
  publicKey: string;
}

/**
 * Makes the keys of a Flow endpoint: RSA with 2,048 bits.
 *
 * @example
 * const { privateKey, publicKey } = await createFlowKeys();
 */
export async function createFlowKeys(): Promise<FlowKeys> {
  const algorithm = {
    name: "RSA-OAEP",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
  };
  const pair = await crypto.subtle.generateKey(algorithm, true, ["encrypt", "decrypt"]);
  const [secret, open] = await Promise.all([
    crypto.subtle.exportKey("pkcs8", pair.privateKey),
    crypto.subtle.exportKey("spki", pair.publicKey),
  ]);
  return { privateKey: toPem("PRIVATE KEY", secret), publicKey: toPem("PUBLIC KEY", open) };
}

function toPem(label: string, bytes: ArrayBuffer): string {
  const lines = encodeBase64(new Uint8Array(bytes)).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
