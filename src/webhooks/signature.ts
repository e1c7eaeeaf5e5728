import { hmacSha256 } from "../utils/hash.ts";
import { invalidOptions } from "./invalid-options.ts";
import { checkRawBody, type RawBody, toBytes } from "./raw-body.ts";

/** A signed body, and what to verify it with. */
export interface SignatureInput {
  /** The body exactly as received, text or bytes. Re-serialized JSON never matches. */
  rawBody: RawBody;
  /** The `X-Hub-Signature-256` header, as your framework provides it. */
  signature: string | readonly string[] | null | undefined;
  /** The app secret. Pass several while you rotate it. */
  appSecret: string | readonly string[];
}

/**
 * Verifies that a webhook comes from Meta: its `X-Hub-Signature-256` header must be the HMAC-SHA256 of the raw body,
 * keyed with the app secret. Compares in constant time.
 *
 * @returns `false` if the signature is missing, malformed or wrong; `explainSignature` says which.
 * @throws `ConfigurationError` if the app secret is missing or empty, or if `rawBody` is a parsed object, because then
 * nothing can be verified.
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
  return given !== undefined && isSigned(rawBody, given, secrets);
}

/** Whether one of the secrets gives a body this digest: synchronous where hashing is. */
export function isSigned(
  body: RawBody,
  given: string,
  secrets: readonly string[],
): boolean | Promise<boolean> {
  const digests = secrets.map((secret) => digestBody(secret, body));
  const includesGiven = (all: readonly string[]) => all.some((digest) => equal(digest, given));
  return digests.every((digest) => typeof digest === "string")
    ? includesGiven(digests)
    : Promise.all(digests).then(includesGiven);
}

/**
 * Signs a body as Meta does and returns the `X-Hub-Signature-256` header. For tests and tools.
 *
 * @throws `ConfigurationError` if the app secret is missing or empty, or if `rawBody` is a parsed object.
 */
export async function signPayload(input: { rawBody: RawBody; appSecret: string }): Promise<string> {
  const [secret = ""] = toSecrets(input.appSecret);
  checkRawBody(input.rawBody);
  return `sha256=${await digestBody(secret, input.rawBody)}`;
}

/** The problem with an `appSecret` option; `undefined` if it is valid. */
export function appSecretProblem(appSecret: unknown): string | undefined {
  const secrets: readonly unknown[] = Array.isArray(appSecret) ? appSecret : [appSecret];
  const areUsable = secrets.every((secret) => typeof secret === "string" && secret.trim() !== "");
  if (areUsable && secrets.length > 0) return undefined;
  return "is missing: pass `appSecret` or set WHATSAPP_APP_SECRET. Without it, no webhook can be verified";
}

/** The secrets as a list. Throws if one is empty. */
export function toSecrets(appSecret: string | readonly string[]): readonly string[] {
  const problem = appSecretProblem(appSecret);
  if (problem !== undefined) throw invalidOptions([{ path: "appSecret", message: problem }]);
  return typeof appSecret === "string" ? [appSecret] : appSecret;
}

/** The digest in a signature header, in lowercase hex; `undefined` if the header is malformed. */
export function signatureHex(signature: SignatureInput["signature"]): string | undefined {
  return /^sha256=([0-9a-f]{64})$/i.exec(headerText(signature))?.[1]?.toLowerCase();
}

/** The text of a header; empty if it is missing. A header sent twice counts as malformed. */
function headerText(header: SignatureInput["signature"]): string {
  const text = Array.isArray(header) ? header.join(", ") : header;
  return typeof text === "string" ? text.trim() : "";
}

/** The HMAC of a body, keyed with a secret, in lowercase hex. */
const digestBody = (secret: string, body: RawBody): string | Promise<string> =>
  hmacSha256(secret, typeof body === "string" ? body : toBytes(body));

/**
 * Compares two texts in a time that reveals at most their lengths: it looks at every pair of characters, wherever the
 * first difference is.
 */
export function equal(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let index = 0; index < one.length; index += 1) {
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  }
  return difference === 0;
}

/** What is wrong with a signature header that contains no digest. */
export const headerProblem = (
  signature: SignatureInput["signature"],
): "header-missing" | "header-malformed" =>
  headerText(signature) === "" ? "header-missing" : "header-malformed";
