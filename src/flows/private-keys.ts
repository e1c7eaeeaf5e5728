import { ConfigurationError } from "../errors.ts";
import { decodeBase64 } from "../utils/base64.ts";
import { nodeModule } from "../utils/runtime.ts";

/**
 * A private key: PEM (PKCS#8 or PKCS#1, encrypted or not; line breaks may be written as `\n`), or a `CryptoKey` for
 * RSA-OAEP with SHA-256.
 */
export type FlowPrivateKey = string | CryptoKey;

/** A key that the runtime can import (PKCS#8, as bytes), or has imported. */
export type ReadableKey = Uint8Array | CryptoKey;

/**
 * Reads one or several private keys.
 *
 * @throws {@link ConfigurationError} if one cannot be read, and says how it can be converted.
 */
export function readPrivateKeys(
  given: FlowPrivateKey | readonly FlowPrivateKey[],
  passphrase?: string,
): ReadableKey[] {
  if (!Array.isArray(given)) return [readPrivateKey(given, passphrase, "privateKey")];
  if (given.length === 0) throw unusable("privateKey", missingKey);
  return given.map((key, index) => readPrivateKey(key, passphrase, `privateKey.${index}`));
}

/** Makes keys ready to decrypt with. */
export const importPrivateKeys = (keys: readonly ReadableKey[]): Promise<CryptoKey[]> =>
  Promise.all(keys.map(importPrivateKey));

async function importPrivateKey(key: ReadableKey): Promise<CryptoKey> {
  if (!(key instanceof Uint8Array)) return key;
  const algorithm = { name: "RSA-OAEP", hash: "SHA-256" };
  try {
    return await crypto.subtle.importKey("pkcs8", key as Uint8Array<ArrayBuffer>, algorithm, false, [
      "decrypt",
    ]);
  } catch {
    throw unusable("privateKey", "is damaged, or not an RSA key: pass the key whose public half Meta has");
  }
}

function readPrivateKey(given: unknown, passphrase: string | undefined, path: string): ReadableKey {
  if (isCryptoKey(given)) return given;
  if (given === undefined || given === null || given === "") throw unusable(path, missingKey);
  if (typeof given !== "string") throw unusable(path, noText);
  const pem = breakLines(given);
  const [, label = "", content = ""] = /-----BEGIN ([A-Z ]+)-----(.*?)-----END \1-----/s.exec(pem) ?? [];
  if (/PUBLIC KEY$/.test(label)) throw unusable(path, "is a public key: pass the private half");
  if (!label.endsWith("PRIVATE KEY")) throw unusable(path, "is not a private key in PEM form");
  if (label.startsWith("ENCRYPTED") || content.includes("ENCRYPTED"))
    return decryptPem(pem, passphrase, path);
  const bytes = decodeBase64(content.replace(/\s+/g, ""));
  if (bytes === undefined) throw unusable(path, "is damaged: its content is not base64");
  if (label === "PRIVATE KEY") return bytes;
  if (label === "RSA PRIVATE KEY") return wrapPkcs1(bytes);
  throw unusable(path, "is not an RSA key: pass the key whose public half Meta has");
}

/** Line breaks as they are, where files and dashboards that hold one line write them as `\n`. */
export const breakLines = (pem: string): string => pem.replace(/(\\r)?\\n/g, "\n");

/** Said where there is no key at all. */
export const missingKey =
  "is missing: pass `privateKey` or set WHATSAPP_FLOW_PRIVATE_KEY. `createFlowKeys` makes a pair of keys";

const noText = "must be text in PEM form, or a CryptoKey: read its file as text, with the encoding utf8";

const isCryptoKey = (value: unknown): value is CryptoKey =>
  Object.prototype.toString.call(value) === "[object CryptoKey]";

/** WebCrypto reads no encrypted keys, so this needs Node.js's crypto. */
function decryptPem(pem: string, passphrase: string | undefined, path: string): Uint8Array {
  const node = nodeModule("node:crypto");
  if (node?.createPrivateKey === undefined) throw unusable(path, notEncryptedHere);
  if (!passphrase) throw unusable("passphrase", "is missing: the private key is encrypted");
  try {
    const key = node.createPrivateKey({ key: pem, format: "pem", passphrase });
    return new Uint8Array(key.export({ type: "pkcs8", format: "der" }));
  } catch {
    throw unusable("passphrase", "does not fit the private key, or the key is damaged");
  }
}

const notEncryptedHere =
  "is encrypted, which this runtime cannot read. Convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out plain.pem";

/** A PKCS#1 key inside a PKCS#8 envelope, which is all that WebCrypto imports. */
function wrapPkcs1(key: Uint8Array): Uint8Array {
  const version = [0x02, 0x01, 0x00];
  return element(0x30, Uint8Array.of(...version, ...rsaAlgorithm, ...element(0x04, key)));
}

/** An `AlgorithmIdentifier` with the OID 1.2.840.113549.1.1.1 (rsaEncryption). */
const rsaAlgorithm = [
  0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];

/** An element of DER: its tag, the length of its content, its content. */
const element = (tag: number, content: Uint8Array): Uint8Array =>
  Uint8Array.of(tag, ...derLength(content.length), ...content);

function derLength(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

const unusable = (path: string, message: string): ConfigurationError =>
  new ConfigurationError(`Invalid Flow options: \`${path}\` ${message}.`, [{ path, message }]);
