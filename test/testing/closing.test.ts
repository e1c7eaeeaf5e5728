import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSimulator } from "wacloud/testing";
import { until } from "../support/time.ts";
import { customer, post } from "./support.ts";

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

describe("200 tests, each with a simulator of its own", () => {
  let before: string[] = [];
  beforeAll(() => {
    before = process.getActiveResourcesInfo().sort();
  });

  test.each(Array.from({ length: 200 }, (_, index) => index))("simulator %i is used and closed", async (index) => {
    const simulator = createSimulator({ redeliveryPausesMs: [60_000] });
    if (index % 2 === 0) await simulator.listen();
    simulator.webhook = () => new Response(null, { status: index % 3 === 0 ? 500 : 200 });
    const ana = simulator.user(customer);
    await ana.sends("hi");
  });

  afterAll(async () => {
    await until(() => process.getActiveResourcesInfo().length <= before.length);
    expect(process.getActiveResourcesInfo().sort()).toEqual(before);
  });
});
