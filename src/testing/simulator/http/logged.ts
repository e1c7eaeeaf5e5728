import { parseJson } from "../../../utils/json.ts";
import { readFields } from "./parameters.ts";

/** The log of requests shows everything but these. */
const secrets = "access_token|appsecret_proof|client_secret|hash|input_token|verify_token|pin|sdp";
const isSecret = new RegExp(`^(${secrets})$`);
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** Most bodies have none, and are then parsed without asking for each key. */
const mentionsSecret = new RegExp(`"(${secrets}|code)"|${privateKey.source}`);

function hideSecret(name: string, value: unknown): unknown {
  if (typeof value !== "string" && typeof value !== "number") return value;
  const isHidden = isSecret.test(name) || privateKey.test(String(value)) || isVerificationCode(name, value);
  return isHidden ? "[removed]" : value;
}

/** Languages and currencies are called `code`, too. */
const isVerificationCode = (name: string, value: unknown): boolean =>
  name === "code" && typeof value === "string" && /^\d[\d -]+$/.test(value);

const hideSecrets = <T>(fields: Iterable<[string, T]>): [string, unknown][] =>
  [...fields].map(([name, value]) => [name, hideSecret(name, value)]);

/** A `code` is a secret here; in bodies, it is a language or a currency, too. */
export const toLoggedQuery = (query: URLSearchParams): Record<string, string> =>
  Object.fromEntries(
    hideSecrets(query).map(([name, value]) => [name, name === "code" ? "[removed]" : value]),
  ) as Record<string, string>;

/** A response, without the tokens that it gives. */
export const toLoggedResponse = (text: string): unknown => toLoggedJson(text, /"access_token"/);

/** Keeps the scheme: it shows whether and how a token was sent. */
export function toLoggedHeaders(headers: Headers): Record<string, string> {
  const seen = Object.fromEntries(headers);
  if (seen.authorization !== undefined) {
    seen.authorization = `${seen.authorization.split(" ")[0]} [removed]`;
  }
  return seen;
}

/** Longer ones are files: some programs say that everything is a form. */
const maxFormBytes = 100_000;

/** Parsed JSON, or the fields of a form. */
export function toLoggedBody(headers: Headers, bytes: Uint8Array): unknown {
  const contentType = headers.get("content-type") ?? "";
  const text = () => new TextDecoder().decode(bytes);
  if (/json/i.test(contentType)) return toLoggedJson(text(), mentionsSecret);
  if (!/urlencoded/i.test(contentType) || bytes.byteLength > maxFormBytes) return undefined;
  return readFields(hideSecrets(new URLSearchParams(text())));
}

function toLoggedJson(text: string, mentioned: RegExp): unknown {
  const body = parseJson(text);
  return mentioned.test(text) && body !== undefined ? JSON.parse(text, hideSecret) : body;
}
