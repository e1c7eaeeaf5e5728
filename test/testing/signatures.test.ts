import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createSimulator } from "wacloud/testing";

const run = promisify(execFile);

/** Both compute the signature of the bytes with a program that knows nothing of wacloud. */
const withNode = async (bytes: Buffer, secret: string) =>
  createHmac("sha256", secret).update(bytes).digest("hex");

function withOpenssl(bytes: Buffer, secret: string): Promise<string> {
  const running = run("openssl", ["dgst", "-sha256", "-hmac", secret]);
  running.child.stdin?.end(bytes);
  return running.then(({ stdout }) => stdout.trim().split(" ").at(-1) ?? "");
}

const hasOpenssl = await run("openssl", ["version"]).then(
  () => true,
  () => false,
);

const programs = { "node:crypto": withNode, ...(hasOpenssl ? { openssl: withOpenssl } : {}) };

test.each(Object.entries(programs))("%s verifies webhooks over the bytes that arrive", async (_, digest) => {
  const received: { headers: IncomingHttpHeaders; bytes: Buffer }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ headers: request.headers, bytes: Buffer.concat(chunks) });
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
  const simulator = createSimulator({ webhookUrl, appSecret: "s3cr3t-app-secret" });
  const texts = ["hi", "café / 5% <b> @", "東京 🚚\u2028", '"quoted" \\ \u0007'];
  for (const text of texts) await simulator.user("+5511987654321", { name: "Añá" }).sends(text);
  await simulator.close();
  server.close();
  expect(received.length).toBe(texts.length);
  for (const [index, { headers, bytes }] of received.entries()) {
    const { webhookOptions } = simulator;
    const signature = `sha256=${await digest(bytes, webhookOptions.appSecret)}`;
    expect(headers["x-hub-signature-256"]).toBe(signature);
    expect(headers["content-length"]).toBe(String(bytes.length));
    expect(/^[\x20-\x7e]*$/.test(bytes.toString("latin1"))).toBe(true);
    expect(JSON.parse(bytes.toString()).entry[0].changes[0].value.messages[0].text.body).toBe(texts[index]);
  }
});
