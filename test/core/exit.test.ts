import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { createSimulator } from "wacloud/testing";

test("the process ends after close(), with the queue drained", async () => {
  const simulator = createSimulator();
  await simulator.listen();
  const { fetch: _, ...options } = { fetch: undefined, ...simulator.clientOptions };
  const source = `
    import { WhatsAppClient } from "wacloud";
    const whatsapp = new WhatsAppClient(${JSON.stringify(options)});
    const sends = Array.from({ length: 20 }, () => whatsapp.messages.sendText({ to: "+5511987654321", body: "Hi" }));
    await whatsapp.close();
    console.log((await Promise.all(sends)).length);
  `;
  const started = performance.now();
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.on("data", (data) => (printed += data));
  const [exitCode] = await once(child, "close");
  expect({ exitCode, printed: printed.trim() }).toEqual({ exitCode: 0, printed: "20" });
  expect(performance.now() - started).toBeLessThan(4000);
  expect(simulator.ledger).toHaveLength(20);
  await simulator.close();
});
