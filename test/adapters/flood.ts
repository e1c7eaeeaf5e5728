import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import type { Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect } from "vitest";
import type { WebhookOptions } from "wacloud/webhooks";
import { until } from "../support/time.ts";
import { secrets } from "../webhooks/signed.ts";
import { afterTest } from "./serving.ts";

type Serve = (options: WebhookOptions) => Promise<URL>;

interface Flood {
  count: number;
  bytes: number;
  headers: Record<string, string>;
}

/**
 * Posts many bodies at once and stops before their last byte: then all that servers keep of them is in memory. Gives the
 * statuses that come once the bodies end, and how much memory was held before.
 */
async function flood(
  url: URL,
  { count, bytes, headers }: Flood,
): Promise<{ statuses: number[]; held: number }> {
  const servers = new Set<Socket>();
  const onRequest = (message: unknown) => servers.add((message as { socket: Socket }).socket);
  subscribe("http.server.request.start", onRequest);
  const agent = new Agent();
  const part = Buffer.alloc(bytes - 1, "x");
  const before = measureMemory();
  const posts = Array.from({ length: count }, () => {
    const post = request(url, {
      agent,
      method: "POST",
      headers: { "content-type": "text/plain", ...headers },
    });
    post.write(part);
    return { post, response: once(post, "response") as Promise<[IncomingMessage]> };
  });
  const received = () => [...servers].reduce((sum, socket) => sum + socket.bytesRead, 0);
  await until(() => received() >= count * part.length);
  const held = measureMemory() - before;
  for (const { post } of posts) post.end("x");
  const responses = await Promise.all(posts.map(({ response }) => response));
  for (const [response] of responses) response.resume();
  unsubscribe("http.server.request.start", onRequest);
  afterTest(() => agent.destroy());
  return { statuses: responses.map(([{ statusCode = 0 }]) => statusCode), held };
}

/** What buffers take, without those that nothing refers to any longer. */
function measureMemory(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().arrayBuffers;
}

const megabyte = 1024 * 1024;

/** What is on its way may be more on a busy machine; what is kept would be all of it. */
const share = 1 / 3;

/** What must hold of every adapter that reads bodies itself. */
export const floodSuite: Record<string, (serve: Serve) => Promise<void>> = {
  "150 unsigned bodies of 3 MB at once are refused, and not kept": async (serve) => {
    const url = await serve({ ...secrets, logger: silent });
    const { statuses, held } = await flood(url, { count: 150, bytes: 3 * megabyte, headers: {} });
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(held).toBeLessThan(150 * 3 * megabyte * share);
  },

  "bodies that say they are too large are refused, and not kept": async (serve) => {
    const url = await serve({ ...secrets, logger: silent });
    const headers = {
      "x-hub-signature-256": `sha256=${"0".repeat(64)}`,
      "content-length": String(10 * megabyte),
    };
    const { statuses, held } = await flood(url, { count: 30, bytes: 10 * megabyte, headers });
    expect(new Set(statuses)).toEqual(new Set([413]));
    expect(held).toBeLessThan(30 * 10 * megabyte * share);
  },
};

const silent = { warn: () => undefined, error: () => undefined };
