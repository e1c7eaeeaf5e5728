import { request } from "node:http";
import { onTestFinished } from "vitest";
import { createSimulator, type Simulator, type SimulatorOptions } from "wacloud/testing";
import type { Change } from "../../src/page/protocol.ts";

/** A simulator that listens until the test is over. */
export async function listening(
  options: SimulatorOptions = {},
): Promise<{ simulator: Simulator; url: string }> {
  const simulator = createSimulator(options);
  onTestFinished(() => simulator.close());
  const { url } = await simulator.listen();
  return { simulator, url };
}

export interface Answered {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** Length of the body as it travelled. */
  bytes: number;
}

/** A request with headers that `fetch` would not send, such as `host`. */
export function ask(
  url: string,
  {
    method = "GET",
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, async (response) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const { statusCode: status = 0, headers: given } = response;
      resolve({ status, headers: given, text: body.toString(), bytes: body.byteLength });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

/** Does what the page does when somebody clicks. */
export async function act(url: string, action: Record<string, unknown>): Promise<Answered> {
  const headers = { "content-type": "application/json", origin: url };
  return ask(`${url}/_/actions`, { method: "POST", headers, body: JSON.stringify(action) });
}

/** The changes that the page is told of, in order. */
export async function* changes(url: string): AsyncGenerator<Change> {
  const aborting = new AbortController();
  onTestFinished(() => aborting.abort());
  const { body } = await fetch(`${url}/_/events`, { signal: aborting.signal });
  let text = "";
  for await (const chunk of (body as ReadableStream<Uint8Array>).pipeThrough(
    new TextDecoderStream() as never,
  )) {
    text += chunk;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) if (event.startsWith("data: ")) yield JSON.parse(event.slice(6));
  }
}

/** The first thing that the page is told. */
export async function snapshot(url: string): Promise<Change> {
  for await (const change of changes(url)) return change;
  throw new Error("The stream ended.");
}
