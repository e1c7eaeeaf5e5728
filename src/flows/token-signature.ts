import { decodeBase64, encodeBase64 } from "../utils/base64.ts";
import { toHex } from "../utils/hash.ts";
import { isObject, parseJson } from "../utils/json.ts";
import { appSecretProblem, isSigned, toSecrets } from "../webhooks/signature.ts";

/** What {@link verifyFlowTokenSignature} compares. */
export interface FlowTokenSignatureInput {
  /** `flow_token_signature` of the request. */
  signature: string | undefined;
  /** `flow_token` of the same request. */
  flowToken: string;
  /** The app secret (App Dashboard > App settings > Basic); several while you rotate it. */
  appSecret: string | readonly string[];
}

/**
 * Whether WhatsApp signed a `flow_token`: Flow JSON 7.3 with data API 4.0 sends a `flow_token_signature`. Compares in
 * constant time, and never throws.
 *
 * @example
 * const { flow_token, flow_token_signature: signature } = request;
 * if (!(await verifyFlowTokenSignature({ signature, flowToken: flow_token, appSecret })))
 *   throw new InvalidFlowTokenError("This form has expired.");
 */
export async function verifyFlowTokenSignature(input: FlowTokenSignatureInput): Promise<boolean> {
  const { signature, flowToken, appSecret = [] } = (input ?? {}) as Partial<FlowTokenSignatureInput>;
  if (
    appSecretProblem(appSecret) !== undefined ||
    typeof signature !== "string" ||
    typeof flowToken !== "string"
  )
    return false;
  const [header, payload, digest, ...rest] = signature.split(".");
  if (header === undefined || payload === undefined || digest === undefined || rest.length > 0) return false;
  const given = decode(digest);
  if (readJson(header)?.alg !== "HS256" || given === undefined) return false;
  if (!(await isSigned(`${header}.${payload}`, toHex(given), toSecrets(appSecret)))) return false;
  return readJson(payload)?.flow_token === flowToken;
}

function readJson(part: string): Record<string, unknown> | undefined {
  const bytes = decode(part);
  const parsed = bytes && parseJson(new TextDecoder().decode(bytes));
  return isObject(parsed) ? parsed : undefined;
}

/** The bytes of base64url; `undefined` if it is none, or could be written in another way. */
function decode(base64url: string): Uint8Array | undefined {
  const bytes = decodeBase64(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return bytes !== undefined && toBase64Url(bytes) === base64url ? bytes : undefined;
}

const toBase64Url = (bytes: Uint8Array): string =>
  encodeBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
