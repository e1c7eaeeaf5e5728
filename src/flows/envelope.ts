import { FlowDecryptionError } from "../errors.ts";
import { decodeBase64, encodeBase64 } from "../utils/base64.ts";
import { isObject, parseJson } from "../utils/json.ts";
import { isRawBody, type RawBody, toBytes } from "../webhooks/raw-body.ts";

/** A request as it travels: the data, the key it is encrypted with, and where the cipher starts, all in base64. */
export type Envelope = Readonly<
  Record<"encrypted_flow_data" | "encrypted_aes_key" | "initial_vector", string>
>;

/** A request that has been decrypted, and what its answer is encrypted with. */
export interface OpenedEnvelope {
  content: Uint8Array;
  aesKey: Uint8Array;
  iv: Uint8Array;
}

/** The parts of a body; `undefined` if it is not a Flow request. */
export function readEnvelope(body: RawBody | object): Envelope | undefined {
  const parsed = isRawBody(body) ? parseJson(new TextDecoder().decode(toBytes(body))) : body;
  if (!isObject(parsed)) return undefined;
  const { encrypted_flow_data, encrypted_aes_key, initial_vector } = parsed;
  const parts = [encrypted_flow_data, encrypted_aes_key, initial_vector];
  return parts.every((part) => typeof part === "string") ? (parsed as Envelope) : undefined;
}

/** Decrypts a request with the key that fits. Throws a {@link FlowDecryptionError} if none does. */
export async function openEnvelope(envelope: Envelope, keys: readonly CryptoKey[]): Promise<OpenedEnvelope> {
  const iv = decode(envelope.initial_vector);
  const aesKey = await decryptAesKey(decode(envelope.encrypted_aes_key), keys);
  if (aesKey?.length !== aesKeyLength) throw unreadable("its key was encrypted for another private key");
  try {
    const content = await (await gcm(aesKey, iv)).decrypt(decode(envelope.encrypted_flow_data));
    return { content, aesKey, iv };
  } catch {
    throw unreadable("its data was changed on the way, or encrypted with another key");
  }
}

/** Encrypts an answer, as base64. Its initialization vector is that of the request with every bit flipped. */
export async function sealAnswer(
  answer: object,
  { aesKey, iv }: Pick<OpenedEnvelope, "aesKey" | "iv">,
): Promise<string> {
  const flipped = Uint8Array.from(iv, (byte) => byte ^ 0xff);
  const content = new TextEncoder().encode(JSON.stringify(answer));
  return encodeBase64(await (await gcm(aesKey, flipped)).encrypt(content));
}

/** 128 bits. */
const aesKeyLength = 16;

async function decryptAesKey(
  encrypted: Uint8Array<ArrayBuffer>,
  keys: readonly CryptoKey[],
): Promise<Uint8Array | undefined> {
  for (const key of keys) {
    try {
      return new Uint8Array(await crypto.subtle.decrypt("RSA-OAEP", key, encrypted));
    } catch {} // the next one may fit
  }
  return undefined;
}

/** AES-128-GCM with a tag of 16 bytes, which WebCrypto appends. */
async function gcm(aesKey: Uint8Array, iv: Uint8Array) {
  const algorithm = { name: "AES-GCM", iv: iv as Uint8Array<ArrayBuffer>, tagLength: 128 };
  const raw = aesKey as Uint8Array<ArrayBuffer>;
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  return {
    encrypt: async (content: Uint8Array<ArrayBuffer>) =>
      new Uint8Array(await crypto.subtle.encrypt(algorithm, key, content)),
    decrypt: async (content: Uint8Array<ArrayBuffer>) =>
      new Uint8Array(await crypto.subtle.decrypt(algorithm, key, content)),
  };
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const bytes = decodeBase64(base64);
  if (bytes === undefined) throw unreadable("a part of it is not base64");
  return bytes as Uint8Array<ArrayBuffer>;
}

const unreadable = (why: string): FlowDecryptionError =>
  new FlowDecryptionError(`The Flow request cannot be decrypted: ${why}. Answer with status 421.`);
