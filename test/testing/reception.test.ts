import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createSimulator, type Simulator, type WebhookFunction } from "wacloud/testing";
import { customer, manualClock } from "./support.ts";

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** A simulator whose redeliveries wait for `advance`. */
function setUp(target: { webhookUrl: string } | { webhook: WebhookFunction }) {
  const said: string[] = [];
  const { clock, advance } = manualClock();
  const logger = { warn: (text: string) => void said.push(text) };
  const simulator = createSimulator({ ...target, clock, logger, redeliveryPausesMs: [1000, 5000] });
  ended.push(() => simulator.close());
  return { simulator, said, advance };
}

async function serve(status: () => number, port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer((_, response) => response.writeHead(status()).end()).listen(port, "127.0.0.1");
  await once(server, "listening");
  ended.push(() => stop(server));
  return { server, port: (server.address() as AddressInfo).port };
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Waits until every webhook has been tried this often, or is delivered. */
const tried = ({ webhooks }: Simulator, times: number): Promise<void> =>
  expect
    .poll(() => webhooks.every(({ state, attempts }) => state !== "pending" || attempts.length >= times))
    .toBe(true);

test("a webhook that nobody takes is said once, with the URL, and once more when it answers again", async () => {
  const { server, port } = await serve(() => 200);
  await stop(server);
  const place = `http://127.0.0.1:${port}/webhook`;
  const { simulator, said, advance } = setUp({ webhookUrl: `${place}?key=secret` });
  const ana = simulator.user(customer);
  await ana.sends("one");
  advance(1000);
  await tried(simulator, 2);
  advance(5000);
  await simulator.settled();
  await ana.sends("two");
  await ana.sends("three");
  expect(said).toEqual([
    `The webhook ${place} does not answer (ECONNREFUSED): webhooks are posted again for a while, and then given up.`,
  ]);
  await serve(() => 200, port);
  advance(1000);
  await simulator.settled();
  expect(said.slice(1)).toEqual([
    `The webhook ${place} answers again. Webhooks it had missed: late: 2, given up: 1.`,
  ]);
  await ana.sends("four");
  expect(said).toHaveLength(2);
});

test.each([[404], [401], [307], [204]])("an answer of %i means that nobody takes it", async (status) => {
  const { port } = await serve(() => status);
  const { simulator, said } = setUp({ webhookUrl: `http://127.0.0.1:${port}/webhok` });
  await simulator.user(customer).sends("one");
  await simulator.user(customer).sends("two");
  expect(said).toEqual([
    expect.stringContaining(`http://127.0.0.1:${port}/webhok answers ${status} instead of 200`),
  ]);
});

test("an app that fails says so itself", async () => {
  const { port } = await serve(() => 500);
  const { simulator, said } = setUp({ webhookUrl: `http://127.0.0.1:${port}` });
  await simulator.user(customer).sends("hi");
  expect(simulator.webhooks[0]?.attempts).toMatchObject([{ status: 500 }]);
  expect(said).toEqual([]);
});

test("a connection that comes and goes is said once in ten seconds", async () => {
  let isLost = false;
  const webhook = () => (isLost ? Promise.reject(new TypeError("fetch failed")) : new Response());
  const { simulator, said, advance } = setUp({ webhook });
  const comesAndGoes = async () => {
    for (isLost of [true, false, true, false]) await simulator.user(customer).sends("hi");
  };
  await comesAndGoes();
  expect(said).toHaveLength(2);
  advance(9999);
  await comesAndGoes();
  expect(said).toHaveLength(2);
  advance(1);
  await comesAndGoes();
  expect(said).toHaveLength(4);
});

test("a webhook function that throws is said, and so is a URL that is none", async () => {
  const thrown = setUp({ webhook: () => Promise.reject(new RangeError("no")) });
  await thrown.simulator.user(customer).sends("hi");
  expect(thrown.said).toEqual([
    expect.stringMatching(/^The webhook function does not answer \(RangeError\)/),
  ]);
  const nowhere = setUp({ webhookUrl: "localhost" });
  await nowhere.simulator.user(customer).sends("hi");
  expect(nowhere.said).toEqual([expect.stringMatching(/^The webhook localhost does not answer/)]);
});

test("closing the simulator is no failure of the webhook", async () => {
  const { simulator, said } = setUp({ webhook: () => new Promise<Response>(() => undefined) });
  const sending = simulator.user(customer).sends("hi");
  await simulator.close();
  await sending;
  expect(said).toEqual([]);
});

test("what a webhook function throws is told", async () => {
  const webhook = () => {
    throw new RangeError("No such menu.");
  };
  const { simulator, said } = setUp({ webhook });
  await simulator.user(customer).sends("hi");
  expect(simulator.webhooks[0]?.attempts[0]).toMatchObject({ error: "RangeError", thrown: "No such menu." });
  expect(said[0]).toMatch(/ It threw: No such menu\.$/);
});

test("thousands of webhooks do not keep each other waiting until their time is over", async () => {
  let [now, most] = [0, 0];
  const server = createServer((_, response) => {
    now += 1;
    most = Math.max(most, now);
    setImmediate(() => setImmediate(() => response.end()));
    response.once("close", () => {
      now -= 1;
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  ended.push(() => stop(server));
  const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
  const simulator = createSimulator({ webhookUrl, throughput: false });
  ended.push(() => simulator.close());
  const ana = simulator.user(customer);
  await Promise.all(Array.from({ length: 500 }, () => ana.sends("hi")));
  expect(most).toBeLessThanOrEqual(100);
  expect(simulator.webhooks.map(({ state, attempts }) => [state, attempts.length])).toEqual(
    Array(500).fill(["delivered", 1]),
  );
});
