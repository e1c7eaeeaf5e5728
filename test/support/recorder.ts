import { onTestFinished, vi } from "vitest";

/** What a client sent, as a server would see it. */
export interface Recorded {
  method: string;
  url: URL;
  headers: Headers;
  text: string;
  json: unknown;
  form: FormData | undefined;
}

type Answer = Response | Error | ((request: Recorded) => Response | Promise<Response>);

/**
 * A `fetch` that answers from a list, in order, and keeps what it was asked. One answer more than the list has
 * is an error: an unexpected call fails loudly.
 */
export function recorder(...answers: Answer[]) {
  const requests: Recorded[] = [];
  /** The path and query of a request that must have been made. */
  const target = (index: number): string => {
    const request = requests[index];
    if (request === undefined) throw new Error(`There was no request ${index}.`);
    return request.url.pathname + request.url.search;
  };
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const recorded = await record(request);
    requests.push(recorded);
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`Unexpected call: ${request.method} ${recorded.url.pathname}`);
    if (answer instanceof Error) throw answer;
    return typeof answer === "function" ? answer(recorded) : answer;
  };
  return { fetch, requests, target };
}

async function record(request: Request): Promise<Recorded> {
  const multipart = request.headers.get("content-type")?.startsWith("multipart/form-data") ?? false;
  const form = multipart ? await request.clone().formData() : undefined;
  const text = multipart ? "" : await request.text();
  const { method, headers } = request;
  return { method, url: new URL(request.url), headers, text, json: parse(text), form };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A recorder in place of the runtime's own `fetch`, until the test ends. */
export function runtimeRecorder(...answers: Answer[]) {
  const { fetch, ...rest } = recorder(...answers);
  vi.stubGlobal("fetch", fetch);
  onTestFinished(() => void vi.unstubAllGlobals());
  return rest;
}

/** Meta's answer to an accepted message. */
export const accepted = (id = "wamid.1"): Response =>
  Response.json({
    messaging_product: "whatsapp",
    contacts: [{ input: "+14155552671", wa_id: "14155552671" }],
    messages: [{ id }],
  });

/** Meta's error envelope. */
export const refused = (
  status: number,
  code: number,
  more: object = {},
  headers: HeadersInit = {},
): Response =>
  Response.json(
    { error: { message: `(#${code}) refused`, type: "OAuthException", code, fbtrace_id: "trace", ...more } },
    { status, headers },
  );
