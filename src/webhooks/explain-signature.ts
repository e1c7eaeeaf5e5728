import { bytesOf } from "./bytes.ts";
import { equal, hmac, type SignatureInput, secretsOf, signatureBytes, verifySignature } from "./signature.ts";

/** Why a signature does not match. */
export type SignatureProblem =
  | "header-missing"
  | "header-malformed"
  | "secret-has-whitespace"
  | "body-reserialised"
  | "wrong-secret";

/** Whether a signature is right, and if not, why and what to do. */
export type SignatureExplanation = { valid: true } | { valid: false; reason: SignatureProblem; hint: string };

const hints: Readonly<Record<SignatureProblem, string>> = {
  "header-missing":
    "The X-Hub-Signature-256 header is missing: the request does not come from Meta, or a proxy took the header out.",
  "header-malformed":
    "The X-Hub-Signature-256 header is not sha256= followed by 64 hex digits. X-Hub-Signature (SHA-1) is no substitute.",
  "secret-has-whitespace":
    "The app secret has spaces or line breaks around it; without them the signature matches.",
  "body-reserialised":
    "The body was parsed and serialised again: sign the bytes as they arrived. Mount the webhook before any JSON body parser.",
  "wrong-secret":
    "The body does not belong to this signature: check that the app secret (App Dashboard, App settings, Basic) is that of the app that is subscribed, and not the verify token; or the body was altered on its way.",
};

/**
 * Why a signature is refused: for the hour in which a webhook does not work yet. Answer requests with
 * `verifySignature`; this one tries several secrets' and bodies' forms.
 *
 * @throws `ConfigurationError` when the app secret is missing or empty.
 */
export async function explainSignature(input: SignatureInput): Promise<SignatureExplanation> {
  if (await verifySignature(input)) return { valid: true };
  const reason = await problemOf(input);
  return { valid: false, reason, hint: hints[reason] };
}

async function problemOf({ rawBody, signature, appSecret }: SignatureInput): Promise<SignatureProblem> {
  if (signature === undefined || signature === null || signature.trim() === "") return "header-missing";
  const given = signatureBytes(signature);
  if (given === undefined) return "header-malformed";
  const body = bytesOf(rawBody);
  const secrets = secretsOf(appSecret);
  for (const secret of secrets) {
    if (secret.trim() !== secret && equal(await hmac(secret.trim(), body), given))
      return "secret-has-whitespace";
  }
  for (const form of metaForms(body)) {
    for (const secret of secrets) {
      if (equal(await hmac(secret.trim(), bytesOf(form)), given)) return "body-reserialised";
    }
  }
  return "wrong-secret";
}

type Escape = (text: string) => string;

const unicode: Escape = (text) =>
  text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
const slashes: Escape = (text) => text.replaceAll("/", "\\/");
const signs: Escape = (text) =>
  text.replace(/[<%@]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);

/** How Meta may have written a body that was parsed and serialised again since. */
function metaForms(body: Uint8Array): string[] {
  const plain = reserialised(body);
  if (plain === undefined) return [];
  const optional = (form: Escape) => (forms: string[]) => [...forms, ...forms.map(form)];
  return [unicode, slashes, signs].reduce((forms, form) => optional(form)(forms), [plain]);
}

function reserialised(body: Uint8Array): string | undefined {
  try {
    return JSON.stringify(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    return undefined;
  }
}
