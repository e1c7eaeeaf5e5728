import { hmacSha256 } from "../utils/hash.ts";
import { invalidOptions } from "./invalid-options.ts";
import { checkRawBody, type RawBody, toBytes } from "./raw-body.ts";

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
  const secrets = toSecrets(appSecret);
  checkRawBody(rawBody);
  const given = signatureHex(signature);
  if (given === undefined) return false;
  for (const secret of secrets) if (equal(await digestBody(secret, rawBody), given)) return true;
  return false;
}

/**
 * The `X-Hub-Signature-256` header that Meta would send with this body: for tests and tools.
 *
 * @throws `ConfigurationError` when the app secret is missing or empty, or `rawBody` is a parsed object.
 */
export async function signPayload(input: { rawBody: RawBody; appSecret: string }): Promise<string> {
  const [secret = ""] = toSecrets(input.appSecret);
  checkRawBody(input.rawBody);
  return `sha256=${await digestBody(secret, input.rawBody)}`;
}

/** What is wrong with an `appSecret` option; `undefined` when nothing is. */
export function appSecretProblem(appSecret: unknown): string | undefined {
  const secrets: readonly unknown[] = Array.isArray(appSecret) ? appSecret : [appSecret];
  const areUsable = secrets.every((secret) => typeof secret === "string" && secret.trim() !== "");
  if (areUsable && secrets.length > 0) return undefined;
  return "is missing: pass `appSecret` or set WHATSAPP_APP_SECRET, without it no webhook can be trusted";
}

/** The secrets, none of them empty. */
export function toSecrets(appSecret: string | readonly string[]): readonly string[] {
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

/** The digest of a body, keyed with a secret, in lower-case hex. */
export const digestBody = (secret: string, body: RawBody): string | Promise<string> =>
  hmacSha256(secret, typeof body === "string" ? body : toBytes(body));

/**
 * Whether two texts are the same, in a time that tells at most their lengths: every pair of characters is looked at,
 * wherever the first difference is.
 */
export function equal(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let index = 0; index < one.length; index += 1) {
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  }
  return difference === 0;
}
