import { encodeBase64, fromBase64 } from "../../../utils/base64.ts";
import { isObject, type Json, parseJson } from "../../../utils/json.ts";
import { signPayload } from "../../../webhooks/signature.ts";

/** A request as a phone sends it, and how its answer is read. */
export interface Sealed {
  body: string;
  /** The answer; `undefined` if it was not encrypted for this request. */
  open: (answer: string) => Promise<Json | undefined>;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Encrypts a request for the public key of a number, with a key and a vector of its own. */
export async function seal(request: Json, publicKey: string): Promise<Sealed> {
  const aesKey = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(16));
  const key = await crypto.subtle.importKey("raw", aesKey, "AES-GCM", false, ["encrypt", "decrypt"]);
  const content = new TextEncoder().encode(JSON.stringify(request));
  const [data, encryptedKey] = await Promise.all([
    crypto.subtle.encrypt(gcm(iv), key, content),
    crypto.subtle.encrypt("RSA-OAEP", await importPublicKey(publicKey), aesKey),
  ]);
  const body = JSON.stringify({
    encrypted_flow_data: toBase64(data),
    encrypted_aes_key: toBase64(encryptedKey),
    initial_vector: encodeBase64(iv),
  });
  const answerIv = iv.map((byte) => byte ^ 0xff);
  return { body, open: (answer) => open(answer, key, answerIv) };
}

async function open(answer: string, key: CryptoKey, iv: Bytes): Promise<Json | undefined> {
  try {
    const content = await crypto.subtle.decrypt(gcm(iv), key, fromBase64(answer) as Bytes);
    const parsed = parseJson(new TextDecoder().decode(content));
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const gcm = (iv: Bytes) => ({ name: "AES-GCM", iv, tagLength: 128 });

const toBase64 = (bytes: ArrayBuffer): string => encodeBase64(new Uint8Array(bytes));

const importPublicKey = (pem: string): Promise<CryptoKey> => {
  const bytes = fromBase64(pem.replace(/-----[A-Z ]+-----|\s/g, "")) as Bytes;
  return crypto.subtle.importKey("spki", bytes, { name: "RSA-OAEP", hash: "SHA-256" }, false, ["encrypt"]);
};

/** The JWT by which an endpoint knows that WhatsApp sent a token. */
export async function signToken(flow_token: string, appSecret: string): Promise<string> {
  const parts = [{ alg: "HS256", typ: "JWT" }, { flow_token }].map((part) =>
    toBase64Url(new TextEncoder().encode(JSON.stringify(part))),
  );
  const rawBody = parts.join(".");
  const hex = (await signPayload({ rawBody, appSecret })).slice("sha256=".length);
  const digest = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  return `${rawBody}.${toBase64Url(digest)}`;
}

const toBase64Url = (bytes: Uint8Array): string =>
  encodeBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
