import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createSimulator } from "wacloud/testing";

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
