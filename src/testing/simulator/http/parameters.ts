import { isObject, type Json, parseJson } from "../../../utils/json.ts";
import { refuse } from "../errors.ts";

/** The parts of a request that hold its parameters. */
interface Request {
  headers: Headers;
  bytes: Uint8Array;
}

/** Reads the parameters in the body, which is JSON or a form. Like Graph, ignores other bodies. */
export async function readBody({ headers, bytes }: Request): Promise<Json> {
  const contentType = headers.get("content-type") ?? "";
  const text = () => new TextDecoder().decode(bytes);
  if (bytes.byteLength === 0) return {};
  if (/^application\/(.+\+)?json\b/i.test(contentType)) return readObject(text());
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType))
    return readFields(new URLSearchParams(text()));
  return /^multipart\/form-data\b/i.test(contentType) ? readMultipart(contentType, bytes) : {};
}

function readObject(text: string): Json {
  const body = parseJson(text);
  if (!isObject(body)) throw refuse(100, "The body is not a JSON object.");
  return body;
}

async function readMultipart(contentType: string, bytes: Uint8Array): Promise<Json> {
  const headers = { "content-type": contentType };
  try {
    return readFields(await new Response(bytes as Uint8Array<ArrayBuffer>, { headers }).formData());
  } catch {
    throw refuse(100, "The multipart body could not be parsed.");
  }
}

/** Objects and lists are JSON texts in a query or form: `text={"body":"hi"}`. Lists of bare ids would lose digits. */
const nested = /^\s*(\{|\[\s*[[{"\]])/;

/** What people write stays text, even if it is JSON. */
const free = /^(biz_opaque_callback_data|prefilled_message|about|address|description|verify_token)$/;

/** Reads the fields of a query or form. */
export function readFields(fields: Iterable<[string, unknown]>): Json {
  const read = (name: string, value: unknown): unknown =>
    typeof value === "string" && nested.test(value) && !free.test(name) ? (parseJson(value) ?? value) : value;
  return Object.fromEntries([...fields].map(([name, value]) => [name, read(name, value)]));
}
