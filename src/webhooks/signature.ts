import { nodeModule } from "../types/node-module.ts";
import { bytesOf, checkRawBody, hexOf, type RawBody } from "./bytes.ts";
import { equal } from "./equal.ts";
import { invalidOptions } from "./invalid-options.ts";

/** A signed body, and what it is checked with. */
export interface SignatureInput {
  /** The body exactly as it arrived, text or bytes. Re-serialised JSON never matches. */
  rawBody: RawBody;
  /** The `X-Hub-Signature-256` header, as the framework gives it. */
  signature: string | readonly string[] | null | undefined;
  /** The app secret; several while you rotate it. */
  appSecret: string | readonly string[];
}

/**
 * Whether a webhook really comes from Meta: whether its `X-Hub-Signature-256` header is the HMAC-SHA256 of the raw
 * body, keyed with the app secret. Compares in constant time.
 *
 * @returns false for a missing, malformed or forged signature; `explainSignature` tells which.
 * @throws `ConfigurationError` when the app secret is missing or empty, or `rawBody` is a parsed object:
 * nothing could be checked then.
 *
 * @example
 * const signature = request.headers.get("x-hub-signature-256");
 * if (!(await verifySignature({ rawBody: await request.text(), signature, appSecret }))) {
 *   return new Response("Invalid signature", { status: 401 });
 * }
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export async function verifySignature({ rawBody, signature, appSecret }: SignatureInput): Promise<boolean> {
  const secrets = secretsOf(appSecret);
  checkRawBody(rawBody);
  const given = signatureHex(signature);
  if (given === undefined) return false;
  for (const secret of secrets) if (equal(await hmac(secret, rawBody), given)) return true;
  return false;
}

/**
 * The `X-Hub-Signature-256` header that Meta would send with this body: for tests and tools.
 *
 * @throws `ConfigurationError` when the app secret is missing or empty, or `rawBody` is a parsed object.
 */
export async function signPayload(input: { rawBody: RawBody; appSecret: string }): Promise<string> {
  const [secret = ""] = secretsOf(input.appSecret);
  checkRawBody(input.rawBody);
  return `sha256=${await hmac(secret, input.rawBody)}`;
}

/** What is wrong with an `appSecret` option; `undefined` when nothing is. */
export function appSecretProblem(appSecret: unknown): string | undefined {
  const secrets: readonly unknown[] = Array.isArray(appSecret) ? appSecret : [appSecret];
  const areUsable = secrets.every((secret) => typeof secret === "string" && secret.trim() !== "");
  if (areUsable && secrets.length > 0) return undefined;
  return "is missing: pass `appSecret` or set WHATSAPP_APP_SECRET, without it no webhook can be trusted";
}

/** The secrets, none of them empty. */
export function secretsOf(appSecret: string | readonly string[]): readonly string[] {
  const problem = appSecretProblem(appSecret);
  if (problem !== undefined) throw invalidOptions([{ path: "appSecret", message: problem }]);
  return typeof appSecret === "string" ? [appSecret] : appSecret;
}

/** The digest that a header holds, in lower-case hex; `undefined` when it holds anything else. */
export function signatureHex(signature: SignatureInput["signature"]): string | undefined {
  const text = headerText(signature);
  return /^sha256=[0-9a-f]{64}$/i.test(text) ? text.slice("sha256=".length).toLowerCase() : undefined;
}

/** A header's text; empty when it is missing. Sent twice, it is refused like any other malformed one. */
export function headerText(header: SignatureInput["signature"]): string {
  const text = Array.isArray(header) ? header.join(", ") : header;
  return typeof text === "string" ? text.trim() : "";
}

/** HMAC-SHA256 in lower-case hex: at once where the runtime has `node:crypto`, through WebCrypto elsewhere. */
export function hmac(secret: string, body: RawBody): string | Promise<string> {
  const node = nodeModule("node:crypto");
  if (node === undefined) return hmacByWebCrypto(secret, bytesOf(body));
  return node
    .createHmac("sha256", secret)
    .update(typeof body === "string" ? body : bytesOf(body))
    .digest("hex");
}

async function hmacByWebCrypto(secret: string, body: Uint8Array): Promise<string> {
  const signed = await crypto.subtle.sign("HMAC", await keyOf(secret), body as Uint8Array<ArrayBuffer>);
  return hexOf(new Uint8Array(signed));
}

/** Importing a key costs as much as signing with it: the last few are kept. */
const keys = new Map<string, Promise<CryptoKey>>();
const keptKeys = 20;

function keyOf(secret: string): Promise<CryptoKey> {
  const kept = keys.get(secret);
  if (kept !== undefined) return kept;
  const [oldest] = keys.keys();
  if (keys.size >= keptKeys && oldest !== undefined) keys.delete(oldest);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["sign"]);
  keys.set(secret, key);
  return key;
}
