import { join } from "node:path";
import { Redis } from "ioredis";
import { memoryStore, type Store, WhatsAppClient } from "wacloud";
import { createWebhookHandler } from "wacloud/webhooks";
import { missingProgram, startRedis } from "../test/support/databases.ts";
import { importStore } from "../test/support/docs-stores.ts";
import { start } from "./child.ts";
import { race } from "./measure.ts";
import { type Comparison, compared, type Table } from "./table.ts";
import { appSecret, sign, textWebhook } from "./webhooks.ts";

const title =
  "What a store costs: in memory and on Redis over a socket, against a send without a key and an event in memory";
const to = "+14155552671";

/** Keyed sends and claimed events, in memory and on a Redis server of its own. */
export async function remembering(): Promise<Table> {
  const missing = missingProgram("redis-server", "redis-server");
  if (missing !== undefined) return { title, rows: [{ what: missing }] };
  const server = await startRedis();
  const redis = new Redis(join(server.folder, "redis.sock"));
  const store = (await importStore<[Redis]>("ioredisStore"))(redis);
  const rows = [...(await sends(store)), ...(await events(store))];
  await redis.quit();
  await server.stop();
  return compared(title, rows);
}

async function sends(store: Store): Promise<Comparison[]> {
  const api = await start("cloud-api.ts");
  const connect = (options: { store: Store }) =>
    new WhatsAppClient({
      accessToken: "t",
      phoneNumberId: "1",
      baseUrl: api.url,
      rateLimit: false,
      ...options,
    });
  const [inMemory, onRedis] = [connect({ store: memoryStore() }), connect({ store })];
  const plain = () => inMemory.messages.sendText({ to, body: "Hi" });
  const keyed = (whatsapp: WhatsAppClient) => () =>
    whatsapp.messages.sendText({ to, body: "Hi" }, { idempotencyKey: crypto.randomUUID() });
  const memory = await race(keyed(inMemory), plain, { calls: 40, rounds: 40 });
  const shared = await race(keyed(onRedis), plain, { calls: 40, rounds: 40 });
  api.stop();
  return [
    { what: "keyed send, in memory: CPU", wacloud: memory.ours.cpu, floor: memory.floor.cpu, unit: "µs" },
    { what: "keyed send, on Redis: CPU", wacloud: shared.ours.cpu, floor: shared.floor.cpu, unit: "µs" },
    { what: "keyed send, on Redis: wait", wacloud: shared.ours.wall, floor: shared.floor.wall, unit: "µs" },
  ];
}

async function events(store: Store): Promise<Comparison[]> {
  const [calls, rounds] = [200, 20];
  const requests = Array.from({ length: calls * rounds * 2 }, (_, index) => {
    const rawBody = Buffer.from(textWebhook(`wamid.${index}`));
    return { method: "POST", query: {}, headers: { "x-hub-signature-256": sign(rawBody) }, rawBody };
  });
  let next = 0;
  const receive = (options: { store?: Store }) => {
    const handle = createWebhookHandler({ appSecret, verifyToken: "v", onEvent: () => {}, ...options });
    return () => handle(requests[next++ % requests.length] as (typeof requests)[number]);
  };
  const { ours, floor } = await race(receive({ store }), receive({}), { calls, rounds });
  return [
    { what: "claimed event, on Redis: CPU", wacloud: ours.cpu, floor: floor.cpu, unit: "µs" },
    { what: "claimed event, on Redis: wait", wacloud: ours.wall, floor: floor.wall, unit: "µs" },
  ];
}
