// What to do about each way a send can go wrong. It receives webhooks, too: they tell what became of a send that got
// no answer. Run: npm run example error-handling +14155552671
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { AmbiguousSendError, ApiError, ValidationError, WhatsAppClient } from "wacloud";
import { nodeWebhook } from "wacloud/node";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();
const webhook = nodeWebhook({ ...webhookOptionsFromEnv(), store: whatsapp.store }); // statuses settle unclear sends
const server = createServer(webhook).listen(Number(process.env.PORT ?? 3000));

async function send(to: string, body: string, key: string) {
  try {
    return await whatsapp.messages.sendText({ to, body }, { idempotencyKey: key });
  } catch (error) {
    if (!(error instanceof ApiError) || error.category !== "window-closed") throw error;
    const template = { to, name: "hello_world", language: "en_US" }; // the customer last wrote over 24 hours ago
    return whatsapp.messages.sendTemplate(template, { idempotencyKey: `${key}-template` });
  }
}

async function notify(to: string, body: string, key: string, patience = 60): Promise<void> {
  try {
    const { id, repeated } = await send(to, body, key);
    console.log(repeated ? `no answer came, but it was accepted as ${id}` : `accepted as ${id}`);
  } catch (error) {
    if (!(error instanceof AmbiguousSendError) || patience === 0) return console.error(explain(error));
    await pause(1000); // if it left, a status says so soon; until then, nothing is sent again with this key
    return notify(to, body, key, patience - 1);
  }
}

function explain(error: unknown): string {
  if (error instanceof ValidationError) {
    return `nothing was sent. ${error.issues.map(({ path, message }) => `${path}: ${message}`).join("; ")}`;
  }
  if (error instanceof AmbiguousSendError)
    return "nobody can tell; decide which is worse: two messages, or none";
  if (!(error instanceof ApiError)) throw error;
  // Short waits were made already. A long one is yours to plan: put the message into a queue.
  if (error.retryAfterMs !== undefined) return `try again in ${error.retryAfterMs / 1000} seconds`;
  return `${error.message}\n${error.hint}`;
}

await notify(process.argv[2] ?? "+14155552671", "Your order has left.", `order-${Date.now()}`);
await whatsapp.close();
server.close();
