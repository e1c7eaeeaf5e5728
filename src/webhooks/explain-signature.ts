import { checkRawBody, type RawBody, toBytes } from "./raw-body.ts";
import { headerProblem, isSigned, type SignatureInput, signatureHex, toSecrets } from "./signature.ts";

/** Why a signature does not match. */
export type SignatureProblem =
  | "header-missing"
  | "header-malformed"
  | "body-missing"
  | "secret-has-whitespace"
  | "body-reserialised"
  | "wrong-secret";

/** Whether a signature is valid, and if not, why and what to do. */
export type SignatureExplanation =
  | {
      /** The webhook comes from Meta. */
      valid: true;
    }
  | {
      /** The webhook would be refused. */
      valid: false;
      /** Why. */
      reason: SignatureProblem;
      /** The remedy, in one sentence. */
      hint: string;
    };

const hints: Readonly<Record<SignatureProblem, string>> = {
  "header-missing":
    "Pass on the X-Hub-Signature-256 header. If it never arrived, the request is not from Meta, or a proxy removed the header.",
  "header-malformed":
    "Pass on X-Hub-Signature-256 as received: sha256= and 64 hex digits. The older X-Hub-Signature (sha1=) does not work.",
  "body-missing":
    "Read the body before anything else does. It is empty here, so a parser in front of the webhook has consumed it.",
  "secret-has-whitespace": "Remove the whitespace around the app secret: without it, the signature matches.",
  "body-reserialised":
    "Verify the raw bytes. This body was parsed and re-serialized: mount the webhook before any JSON body parser.",
  "wrong-secret":
    "Use the app secret (App Dashboard > App settings > Basic) of the subscribed app, not the verify token or an access token. If it is the right secret, the body was altered on its way.",
};

/**
 * Explains why a signature is refused and how to fix it. Use it to debug a webhook that does not work yet. It tries many
 * variants of secret and body, so use `verifySignature` to answer requests.
 *
 * @throws `ConfigurationError` if the app secret is missing or empty, or if `rawBody` is a parsed object.
 *
 * @example
 * const result = await explainSignature({ rawBody, signature, appSecret });
 * if (!result.valid) console.warn(result.reason, result.hint);
 */
export async function explainSignature(input: SignatureInput): Promise<SignatureExplanation> {
  const { rawBody, signature, appSecret } = input;
  const secrets = toSecrets(appSecret);
  checkRawBody(rawBody);
  const given = signatureHex(signature);
  if (given !== undefined && (await isSigned(rawBody, given, secrets))) return { valid: true };
  const reason = given === undefined ? headerProblem(signature) : await diagnose(rawBody, given, secrets);
  return { valid: false, reason, hint: hints[reason] };
}

/** Larger bodies take too long to try all their forms: anybody can send one. */
const largestTriedBytes = 256 * 1024;

/** Finds out why a body does not have the digest that its header says. */
export async function diagnose(
  rawBody: RawBody,
  given: string,
  appSecrets: readonly string[],
): Promise<SignatureProblem> {
  const body = toBytes(rawBody);
  if (body.length === 0) return "body-missing";
  const secrets = [...new Set(appSecrets.map((secret) => secret.trim()))];
  if (await isSigned(body, given, secrets)) return "secret-has-whitespace";
  if (body.length > largestTriedBytes) return "wrong-secret";
  for (const form of formsOnTheWire(body))
    if (await isSigned(form, given, secrets)) return "body-reserialised";
  return "wrong-secret";
}

type Writing = (text: string) => string;

const unicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
const upperCaseEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

/** Characters that Meta escapes, as documented or observed, with the forms they can take besides the character itself. */
const escapes: readonly (readonly Writing[])[] = [
  [(text) => text.replace(/[\u0080-\uffff]/g, unicodeEscape)],
  [(text) => text.replaceAll("/", "\\/")],
  [(text) => text.replaceAll("<", upperCaseEscape), (text) => text.replaceAll("<", unicodeEscape)],
  [(text) => text.replaceAll("%", unicodeEscape)],
  [(text) => text.replaceAll("@", unicodeEscape)],
];

/** The forms a body may have had when it was signed, if it has been parsed and re-serialized since. */
function formsOnTheWire(body: Uint8Array): ReadonlySet<string> {
  const plain = reserialize(body);
  if (plain === undefined) return new Set();
  const forms = new Set([plain]);
  for (const ways of escapes) {
    const unescaped = [...forms];
    for (const write of ways) for (const form of unescaped) forms.add(write(form));
  }
  return forms;
}

function reserialize(body: Uint8Array): string | undefined {
  try {
    return JSON.stringify(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    return undefined;
  }
}
