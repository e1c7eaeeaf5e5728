import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSimulator, type Simulator } from "wacloud/testing";
import { until } from "../support/time.ts";
import { account, call, customer, hello, post } from "./support.ts";

test("closing while webhooks wait for their next attempt leaves nothing behind", async () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => void rejections.push(reason);
  process.on("unhandledRejection", note);
  const server = createServer((_, response) => response.writeHead(500).end()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (let round = 0; round < 20; round += 1) {
    const simulator = createSimulator({ webhookUrl });
    const sending = simulator.user("+5511987654321").sends("hi");
    await new Promise((resolve) => setTimeout(resolve, round % 5));
    await simulator.close();
    await sending;
  }
  server.close();
  server.closeAllConnections();
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off("unhandledRejection", note);
  expect(rejections).toEqual([]);
});

interface Use {
  what: string;
  /** @returns what is still going on when the simulator is closed. */
  use(simulator: Simulator): Promise<{ going?: Promise<unknown> | undefined }>;
}

const uses: readonly Use[] = [
  {
    what: "a customer writes, the app answers",
    async use(simulator) {
      await simulator.user(customer).sends("hi");
      await post(simulator, hello);
      return {};
    },
  },
  {
    what: "a webhook waits for its redelivery",
    async use(simulator) {
      simulator.webhook = () => new Response(null, { status: 500 });
      await simulator.user(customer).sends("hi");
      return {};
    },
  },
  {
    what: "it listens, and the app calls it",
    async use(simulator) {
      const { url: base } = await simulator.listen();
      await post(simulator, hello, { base, fetch });
      return {};
    },
  },
  {
    what: "a page is open",
    async use(simulator) {
      const { url } = await simulator.listen();
      const { body } = await fetch(`${url}/_/events`);
      return { going: body?.pipeTo(new WritableStream()) };
    },
  },
  {
    what: "an answer is late",
    async use(simulator) {
      simulator.fail({ delayMs: 3_600_000 });
      return { going: post(simulator, hello) };
    },
  },
  {
    what: "a call hangs",
    async use(simulator) {
      const { url: base } = await simulator.listen();
      simulator.fail({ hang: "after-read" });
      const calling = post(simulator, hello, { base, fetch });
      await until(() => simulator.requests.some(({ outcome }) => outcome === "hang"));
      return { going: calling };
    },
  },
  {
    what: "a template waits for its review",
    async use(simulator) {
      const template = { name: "news", language: "en_US", category: "MARKETING" };
      const components = [{ type: "BODY", text: "Big news." }];
      await call(simulator, "POST", `${account(simulator)}/message_templates`, { ...template, components });
      return {};
    },
  },
  {
    what: "it is emptied in between",
    async use(simulator) {
      await simulator.user(customer).sends("hi");
      await simulator.reset();
      await simulator.user(customer).sends("hi");
      return {};
    },
  },
];

describe("200 tests, each with a simulator of its own", () => {
  let before: readonly string[] = [];
  beforeAll(() => {
    before = process.getActiveResourcesInfo();
  });

  const tests = Array.from({ length: 29 }, (_, round) => uses.map((use) => ({ ...use, round }))).flat();
  test.each(tests.slice(0, 200))("$what, round $round", async ({ use }) => {
    const hour = 3_600_000;
    const simulator = createSimulator({
      openWindow: true,
      reviewTemplatesAfterMs: hour,
      redeliveryPausesMs: [hour],
    });
    const { going } = await use(simulator);
    const ending = Promise.allSettled([going]);
    await simulator.close();
    await ending;
  });

  afterAll(async () => {
    for (let turns = 0; turns < 10_000 && more(before).length > 0; turns += 1) await turn();
    expect(more(before)).toEqual([]);
  });
});

/** What keeps the process alive and did not do so before: sockets, servers, timers. */
function more(before: readonly string[]): string[] {
  const expected = [...before];
  return process.getActiveResourcesInfo().filter((name) => {
    const at = expected.indexOf(name);
    if (at >= 0) expected.splice(at, 1);
    return at < 0;
  });
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
