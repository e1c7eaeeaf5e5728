import { flushCompileCache } from "node:module";
import { type Store, WhatsAppClient } from "wacloud";
import { createWebhookHandler, type WebhookRequest } from "wacloud/webhooks";

// A process of a bot: it handles what its parent passes on, and kills itself where it is told to.

/** What the parent asks for. */
export interface Task {
  number: number;
  request: WebhookRequest;
  /** Where the process dies. */
  dieAt: string | undefined;
}

/** What the parent is told. */
export type News =
  | { ready: true }
  | { number: number; status: number }
  | { eventId: string; error: string; redelivered: boolean };

const [storePath = "", place = "", baseUrl = "", settings = "{}"] = process.argv.slice(2);
let dieAt: string | undefined;
let storeCalls = 0;

const reach = (point: string) => {
  if (point === dieAt) process.kill(process.pid, "SIGKILL");
};

async function openStore(): Promise<Store> {
  const stores = await import(storePath);
  if (stores.sqliteStore !== undefined) return stores.sqliteStore(place);
  const { Redis } = await import("ioredis"); // which takes as long to load as all the rest
  return stores.ioredisStore(new Redis(place));
}

/** The store, with a point to die at before, during and after each call. */
function withPoints(store: Store): Store {
  const call = async <T>(value: string, operation: () => T | Promise<T>): Promise<T> => {
    storeCalls += 1;
    const name = `store call ${storeCalls}`;
    reach(`before ${name}`);
    if (value === "done") reach("before done");
    const result = operation();
    reach(`during ${name}`);
    await result;
    reach(`after ${name}`);
    if (value === "done") reach("after done");
    return result;
  };
  return {
    get: (key) => call("", () => store.get(key)),
    set: (key, value, options) => call(value, () => store.set(key, value, options)),
    delete: (key, options) => call("", () => store.delete(key, options)),
  };
}

const tell = (news: News) => new Promise<void>((resolve) => process.send?.(news, () => resolve()));

const store = withPoints(await openStore());
const { secrets, client } = JSON.parse(settings);
const whatsapp = new WhatsAppClient({ ...client, baseUrl, store, retry: false, rateLimit: false });

const handle = createWebhookHandler({
  ...secrets,
  store,
  leaseMs: 500,
  onError: async (error, event, { redelivered }) => {
    await tell({ eventId: event?.id ?? "", error: (error as Error).name, redelivered });
  },
  on: {
    message: async (event) => {
      reach("before the handler");
      const reply = whatsapp.replyTo(event);
      reach("before the send");
      await reply.sendText({ body: "first" });
      reach("after the send");
      await reply.sendText({ body: `second ${Math.random()}` }, { idempotencyKey: "second" });
      reach("after the handler");
    },
  },
});

process.on("message", async (task: Task) => {
  dieAt = task.dieAt;
  const { status } = await handle(task.request);
  await tell({ number: task.number, status });
});
flushCompileCache(); // the next process starts faster
await tell({ ready: true });
