import { ConfigurationError } from "../errors.ts";
import { bytesOf, hexOf, type RawBody } from "./bytes.ts";
import { nodeCrypto } from "./node-crypto.ts";

/** A signed body, and what it is checked with. */
export interface SignatureInput {
  /** The body exactly as it arrived, text or bytes. Re-serialised JSON never matches. */
  rawBody: RawBody;
  /** The `X-Hub-Signature-256` header. */
  signature: string | null | undefined;
  /** The app secret; several while you rotate it. */
  appSecret: string | readonly string[];
}

/**
 * Whether a webhook really comes from Meta: whether its `X-Hub-Signature-256` header is the HMAC-SHA256 of the raw
 * body, keyed with the app secret. Compares in constant time.
 *
 * @returns false for a missing, malformed or forged signature.
 * @throws {@link ConfigurationError} when the app secret is missing or empty: nothing could be checked then.
 *
 * @example
 * if (!(await verifySignature({ rawBody, signature: request.headers.get("x-hub-signature-256"), appSecret }))) {
 *   return new Response("invalid signature", { status: 401 });
 * }
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export async function verifySignature({ rawBody, signature, appSecret }: SignatureInput): Promise<boolean> {
  const secrets = secretsOf(appSecret);
  const given = signatureBytes(signature);
  if (given === undefined) return false;
  const body = bytesOf(rawBody);
  for (const secret of secrets) if (equal(await hmac(secret, body), given)) return true;
  return false;
}

/**
 * The `X-Hub-Signature-256` header that Meta would send with this body: for tests and tools.
 *
 * @throws {@link ConfigurationError} when the app secret is missing or empty.
 */
export async function signPayload({
  rawBody,
  appSecret,
}: {
  rawBody: RawBody;
  appSecret: string;
}): Promise<string> {
  const [secret = ""] = secretsOf(appSecret);
  return `sha256=${hexOf(await hmac(secret, bytesOf(rawBody)))}`;
}

/** The secrets, none of them empty. */
export function secretsOf(appSecret: string | readonly string[] | undefined): readonly string[] {
  const secrets = typeof appSecret === "string" ? [appSecret] : (appSecret ?? []);
  const isUsable =
    secrets.length > 0 && secrets.every((secret) => typeof secret === "string" && secret !== "");
  if (isUsable) return secrets;
  const message =
    "Missing app secret: pass `appSecret` or set WHATSAPP_APP_SECRET. Without it no webhook can be trusted.";
  throw new ConfigurationError(message, [{ path: "appSecret", message }]);
}

/** The 32 bytes a header holds; `undefined` when it holds anything else. */
export function signatureBytes(signature: string | null | undefined): Uint8Array | undefined {
  const hex = /^\s*sha256=([0-9a-f]{64})\s*$/i.exec(signature ?? "")?.[1];
  return hex === undefined
    ? undefined
    : Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** HMAC-SHA256: at once where the runtime has `node:crypto`, through WebCrypto elsewhere. */
export async function hmac(secret: string, body: Uint8Array): Promise<Uint8Array> {
  const node = nodeCrypto();
  if (node !== undefined) return node.createHmac("sha256", secret).update(body).digest();
  return hmacByWebCrypto(secret, body);
}

/** The same value through WebCrypto. */
export async function hmacByWebCrypto(secret: string, body: Uint8Array): Promise<Uint8Array> {
  const signed = await crypto.subtle.sign("HMAC", await keyOf(secret), body as Uint8Array<ArrayBuffer>);
  return new Uint8Array(signed);
}

/** Importing a key costs as much as signing: the last few are kept. */
const keys = new Map<string, Promise<CryptoKey>>();
const keptKeys = 20;

function keyOf(secret: string): Promise<CryptoKey> {
  const kept = keys.get(secret);
  if (kept !== undefined) return kept;
  if (keys.size >= keptKeys) keys.clear();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["sign"]);
  keys.set(secret, key);
  return key;
}

/** Takes the same time wherever the first difference is. */
export function equal(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index += 1) difference |= (one[index] ?? 0) ^ (other[index] ?? 0);
  return difference === 0;
}
