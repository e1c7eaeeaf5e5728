import type { ValidationIssue } from "../../errors.ts";
import { isObject } from "../../utils/json.ts";
import { multipart } from "../bytes/multipart.ts";
import { invalid } from "../validate.ts";

/** A body as `fetch` takes it, and the headers that the runtime cannot derive from it. */
export interface Payload {
  body?: BodyInit;
  duplex?: "half";
  headers?: Readonly<Record<string, string>>;
}

/**
 * Plain values become JSON; whatever `fetch` accepts stays as it is.
 *
 * @throws {@link ValidationError} for a plain value that JSON cannot express.
 */
export async function toPayload(body: unknown): Promise<Payload> {
  if (body === undefined) return {};
  if (body instanceof FormData) return { body: await multipart(body) };
  if (body instanceof ReadableStream) return { body, duplex: "half" };
  const isNative =
    typeof body === "string" ||
    body instanceof Blob ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body) ||
    body instanceof URLSearchParams;
  if (isNative) return { body: body as BodyInit };
  return { body: toJson(body, "body"), headers: { "content-type": "application/json" } };
}

/** The payload as a stream, which nothing can send a second time, with the headers a stream does not imply. */
export function singleUse({ body = "", headers }: Payload): Payload {
  if (body instanceof ReadableStream) return { body, duplex: "half", ...(headers && { headers }) };
  const { stream, size, type } = typeof body === "string" ? openText(body) : openBlob(body);
  return {
    body: stream,
    duplex: "half",
    headers: {
      "content-length": String(size),
      ...(type !== null && body !== "" && { "content-type": type }),
      ...headers,
    },
  };
}

/** What a message is. As a Blob, it would cost more than all checks of the message. */
function openText(text: string) {
  const bytes = new TextEncoder().encode(text);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
  return { stream, size: bytes.length, type: "text/plain;charset=UTF-8" };
}

function openBlob(body: Exclude<BodyInit, string | ReadableStream>) {
  const type = new Response(body).headers.get("content-type");
  const part = body instanceof URLSearchParams ? `${body}` : (body as BlobPart);
  const blob = body instanceof Blob ? body : new Blob([part]);
  return { stream: blob.stream(), size: blob.size, type };
}

/** @throws {@link ValidationError} that names what JSON cannot express. */
export function toJson(value: unknown, path: string): string {
  let problem: ValidationIssue | undefined;
  try {
    const text = JSON.stringify(value);
    if (typeof text === "string") return text;
  } catch {
    problem = findUnserializable(value, path, []);
  }
  throw invalid("request", [problem ?? { path, message: "cannot be written as JSON" }]);
}

function findUnserializable(
  value: unknown,
  path: string,
  ancestors: readonly object[],
): ValidationIssue | undefined {
  if (typeof value === "bigint") return { path, message: "is a BigInt: pass a string instead" };
  if (!isObject(value) && !Array.isArray(value)) return undefined;
  if (ancestors.includes(value)) return { path, message: "contains itself, which JSON cannot express" };
  for (const [key, member] of Object.entries(value)) {
    const found = findUnserializable(member, `${path}.${key}`, [...ancestors, value]);
    if (found !== undefined) return found;
  }
  return undefined;
}
