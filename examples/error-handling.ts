// What to do about each way a send can go wrong. It receives webhooks, too: they tell what became of a send that got
// no answer. Run: npm run example error-handling +14155552671
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { AmbiguousSendError, ApiError, ValidationError, WhatsAppClient } from "wacloud";
import { nodeWebhook } from "wacloud/node";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();
const statuses = new Map<string, string>(); // by our tag; yours live in a database

const webhook = nodeWebhook({
  ...webhookOptionsFromEnv(),
  on: { status: ({ status }) => statuses.set(status.biz_opaque_callback_data ?? "", status.status) },
});
const server = createServer(webhook).listen(Number(process.env.PORT ?? 3000));

async function notify(to: string, body: string, tag: string): Promise<string> {
  try {
    const { id } = await whatsapp.messages.sendText({ to, body, biz_opaque_callback_data: tag });
    return `accepted as ${id}`;
  } catch (error) {
    if (error instanceof ValidationError) {
      return `nothing was sent. ${error.issues.map(({ path, message }) => `${path}: ${message}`).join("; ")}`;
    }
    if (error instanceof AmbiguousSendError) return outcomeOf(tag); // sending again could reach the customer twice
    if (!(error instanceof ApiError)) throw error;
    if (error.category === "window-closed") {
      const { id } = await whatsapp.messages.sendTemplate({ to, name: "hello_world", language: "en_US" });
      return `the customer last wrote over 24 hours ago; a template was accepted as ${id}`;
    }
    // Short waits were made already. A long one is yours to plan: put the message into a queue.
    if (error.retryAfterMs !== undefined) return `try again in ${error.retryAfterMs / 1000} seconds`;
    return `${error.message}\n${error.hint}`;
  }
}

async function outcomeOf(tag: string): Promise<string> {
  for (let seconds = 0; seconds < 60; seconds += 1) {
    const status = statuses.get(tag);
    if (status !== undefined) return `no answer came, but the message left: ${status}`;
    await pause(1000);
  }
  return "nobody can tell; decide whether two messages or none are worse";
}

console.log(await notify(process.argv[2] ?? "+14155552671", "Your order has left.", `order-${Date.now()}`));
await whatsapp.close();
server.close();
