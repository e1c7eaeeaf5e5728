import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { fetchWebhook } from "wacloud/fetch";
import { createSimulator, type Simulator } from "wacloud/testing";

/** Ways of failing, one after the other: the handler has not run, or it has and nobody hears of it. */
const failures = ["refused", "answered 500", "cut off"] as const;

/** An app over HTTP that fails every third request. Counts how often each event was handled. */
async function startFailingApp(simulator: Simulator) {
  const handled = new Map<string, number>();
  const { webhookOptions } = simulator;
  const count = (id: string) => void handled.set(id, (handled.get(id) ?? 0) + 1);
  const webhook = fetchWebhook({ ...webhookOptions, on: { message: ({ id }) => count(id) } });
  let requests = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const failure = requests % 3 === 0 ? failures[(requests / 3) % failures.length] : undefined;
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (failure === "refused") return void response.writeHead(500).end();
    const headers = request.headers as Record<string, string>;
    const answer = await webhook(
      new Request("http://localhost/", { method: "POST", headers, body: Buffer.concat(chunks) }),
    );
    if (failure === "cut off") return void request.socket.destroy();
    response.writeHead(failure === undefined ? answer.status : 500).end(await answer.text());
  }

  const server = createServer((request, response) => void serve(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    handled,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests: () => requests,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const customers = 100;

/** Posts many webhooks, in copies and in disorder, to an app that fails every third request. */
export function describeExactlyOnce(count: number): void {
  test(`of ${count} events, an app that fails every third request handles each exactly once`, async () => {
    const simulator = createSimulator({
      throughput: false,
      redeliveryPausesMs: Array.from({ length: 20 }, (_, index) => Math.min(20 * 2 ** index, 2000)),
      webhookTimeoutMs: 60_000,
    });
    const app = await startFailingApp(simulator);
    simulator.webhookUrl = app.url;
    const sent: string[] = [];
    for (let done = 0; done < count; done += customers) {
      simulator.webhookFaults = (done / customers) % 2 === 0 ? {} : { copies: 2, shuffleWithin: 10 };
      const messages = Array.from({ length: customers }, (_, index) =>
        simulator.user(`+1555${String(1_000_000 + index)}`).sends(`message ${done + index}`),
      );
      for (const { id } of await Promise.all(messages)) sent.push(id);
    }
    await simulator.settled();
    const times = [...app.handled.values()];
    expect(app.handled.size).toBe(count);
    expect(sent.filter((id) => !app.handled.has(id))).toEqual([]);
    expect(times.filter((one) => one !== 1)).toEqual([]);
    expect(simulator.webhooks.filter(({ state }) => state !== "delivered")).toEqual([]);
    expect(app.requests()).toBeGreaterThan(count * 1.5);
    await simulator.close();
    app.close();
  });
}
