// What wacloud costs, as ratios measured in one run, raw figures beside. Run: npm run bench

import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WhatsAppClient } from "wacloud";
import { createWebhookHandler, parseWebhook, verifySignature } from "wacloud/webhooks";

interface Row {
  what: string;
  wacloud: string;
  floor: string;
  ratio: string;
}
const rows: Row[] = [];

const appSecret = "s3cr3t";
const sign = (body: string) => `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`;

/** The best of several rounds, in microseconds of CPU per call: other processes only ever make it worse. */
async function cpu(calls: number, action: () => unknown): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const before = process.cpuUsage();
    for (let call = 0; call < calls; call += 1) await action();
    const { user, system } = process.cpuUsage(before);
    rounds.push((user + system) / calls);
  }
  return Math.min(...rounds);
}

function add(what: string, ours: number, floor: number, unit: string): void {
  const format = (value: number) => `${value.toFixed(1)} ${unit}`;
  rows.push({ what, wacloud: format(ours), floor: format(floor), ratio: `×${(ours / floor).toFixed(2)}` });
}

async function sends(): Promise<void> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.setHeader("content-type", "application/json");
      response.end(
        '{"messaging_product":"whatsapp","contacts":[{"input":"1","wa_id":"1"}],"messages":[{"id":"wamid.1"}]}',
      );
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const whatsapp = new WhatsAppClient({
    accessToken: "t",
    phoneNumberId: "1",
    baseUrl,
    rateLimit: { messagesPerSecond: 100_000 },
  });
  const to = "+14155552671";
  const bare = async () => {
    const headers = { authorization: "Bearer t", "content-type": "application/json" };
    const body = JSON.stringify({ messaging_product: "whatsapp", to, type: "text", text: { body: "Hi" } });
    await (await fetch(`${baseUrl}/v25.0/1/messages`, { method: "POST", headers, body })).json();
  };
  const ours = () => whatsapp.messages.sendText({ to, body: "Hi" });
  add("CPU per send, server included, against bare fetch", await cpu(500, ours), await cpu(500, bare), "µs");
  await whatsapp.close();
  server.close();
  server.closeAllConnections();
}

async function webhooks(): Promise<void> {
  const sample = (name: string) =>
    JSON.stringify(JSON.parse(readFileSync(`test/fixtures/webhooks/${name}.json`, "utf8")));
  const text = sample("envelope");
  const { entry } = JSON.parse(text);
  const change = entry[0].changes[0];
  const [message] = change.value.messages;
  const many = Array.from({ length: 12_000 }, (_, index) => ({
    ...message,
    id: `wamid.${index}`,
    text: { body: "x".repeat(90) },
  }));
  const batch = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [{ field: "messages", value: { ...change.value, messages: many } }] }],
  });
  for (const [what, body, calls] of [
    ["a text webhook", text, 20_000],
    ["a status webhook", sample("status-sent"), 20_000],
    [`a batch of ${(batch.length / 1e6).toFixed(1)} MB`, batch, 3],
  ] as const) {
    const signature = sign(body);
    const bytes = Buffer.from(body);
    const ours = async () => {
      await verifySignature({ rawBody: bytes, signature, appSecret });
      parseWebhook(bytes);
    };
    const bare = () => {
      createHmac("sha256", appSecret).update(bytes).digest("hex");
      JSON.parse(bytes.toString());
    };
    add(
      `verify, parse and check ${what}, against createHmac and JSON.parse`,
      await cpu(calls, ours),
      await cpu(calls, bare),
      "µs",
    );
  }
  const handle = createWebhookHandler({ appSecret, verifyToken: "v", onEvent: () => {} });
  const request = {
    method: "POST",
    query: {},
    headers: { "x-hub-signature-256": sign(text) },
    rawBody: text,
  };
  const bare = () => {
    createHmac("sha256", appSecret).update(text).digest("hex");
    JSON.parse(text);
  };
  add(
    "the whole handler for a text webhook, against the same",
    await cpu(20_000, () => handle(request)),
    await cpu(20_000, bare),
    "µs",
  );
}

/** Milliseconds of a process that does this and ends. */
function startUp(source: string): number {
  const times = Array.from({ length: 9 }, () => {
    const started = performance.now();
    spawnSync(process.execPath, ["--input-type=module", "-e", source]);
    return performance.now() - started;
  });
  return Math.min(...times);
}

function imports(): void {
  const empty = startUp("");
  for (const entry of ["wacloud", "wacloud/webhooks", "wacloud/express", "wacloud/testing"]) {
    add(
      `start Node.js and import ${entry}, against starting it`,
      startUp(`import ${JSON.stringify(entry)}`),
      empty,
      "ms",
    );
  }
}

await webhooks();
await sends();
imports();
console.log(`Node.js ${process.version}, ${process.arch}\n`);
console.table(rows);
