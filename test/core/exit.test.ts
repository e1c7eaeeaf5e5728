import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { createSimulator } from "wacloud/testing";

test("after close() the queue is drained, and nothing keeps the process alive", async () => {
  const simulator = createSimulator({ openWindow: true });
  await simulator.listen();
  const { fetch: _, ...options } = { fetch: undefined, ...simulator.clientOptions };
  const source = `
    import { WhatsAppClient } from "wacloud";
    const whatsapp = new WhatsAppClient(${JSON.stringify(options)});
    const sends = Array.from({ length: 20 }, () => whatsapp.messages.sendText({ to: "+5511987654321", body: "Hi" }));
    await whatsapp.close();
    const { length } = await Promise.all(sends);
    await new Promise((resolve) => setImmediate(resolve));
    console.log(JSON.stringify({ length, active: process.getActiveResourcesInfo() }));
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.on("data", (data) => (printed += data));
  const [exitCode] = await once(child, "close");
  expect(exitCode).toBe(0);
  const { length, active } = JSON.parse(printed) as { length: number; active: string[] };
  expect(length).toBe(20);
  expect(active.filter((resource) => /Timeout|Immediate|TCP|TLS/.test(resource))).toEqual([]);
  expect(simulator.ledger).toHaveLength(20);
  await simulator.close();
});
