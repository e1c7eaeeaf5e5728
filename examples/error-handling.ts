// What to do about each way a send can go wrong. It receives webhooks, too: they tell what became of a send that got
// no answer, or that Meta took and could not deliver. Run: npm run example error-handling +14155552671
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { AmbiguousSendError, ApiError, toApiError, ValidationError, WhatsAppClient } from "wacloud";
import { nodeWebhook } from "wacloud/node";
import { type WebhookHandlers, webhookOptionsFromEnv } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();
const template = { name: "hello_world", language: "en_US" }; // for a customer who last wrote over 24 hours ago
const isShut = (error: unknown) => error instanceof ApiError && error.category === "window-closed";
const on: WebhookHandlers = {
  "status.failed": async (event) => {
    const errors = (event.status.errors ?? []).map(toApiError);
    if (!errors.some(isShut)) return console.error(...errors.map(explain));
    const { id } = await whatsapp.replyTo(event).sendTemplate(template);
    console.log(`the window is shut: sent ${id}`);
  },
};
const webhook = nodeWebhook({ ...webhookOptionsFromEnv(), store: whatsapp.store, on }); // settles unclear sends
const server = createServer(webhook).listen(Number(process.env.PORT ?? 3000));

async function notify(to: string, body: string, idempotencyKey: string, patience = 60): Promise<void> {
  try {
    const { id, repeated } = await whatsapp.messages.sendText({ to, body }, { idempotencyKey });
    console.log(repeated ? `no answer came, but it was accepted as ${id}` : `accepted as ${id}`);
  } catch (error) {
    if (isShut(error)) {
      const key = `${idempotencyKey}-template`; // sometimes Meta says at once what mostly a status says
      await whatsapp.messages.sendTemplate({ to, ...template }, { idempotencyKey: key });
    } else if (error instanceof AmbiguousSendError && patience > 0) {
      await pause(1000); // if it left, a status says so soon; until then, nothing is sent again with this key
      await notify(to, body, idempotencyKey, patience - 1);
    } else console.error(explain(error));
  }
}

function explain(error: unknown): string {
  if (error instanceof ValidationError) return `nothing was sent: ${error.message}`;
  if (error instanceof AmbiguousSendError) return "nobody knows; which is worse: two messages, or none?";
  if (!(error instanceof ApiError)) throw error;
  // Short waits were made already. A long one is yours to plan: put the message into a queue.
  if (error.retryAfterMs !== undefined) return `try again in ${error.retryAfterMs / 1000} seconds`;
  return `${error.message}\n${error.hint}`;
}

await notify(process.argv[2] ?? "+14155552671", "Your order has left.", `order-${Date.now()}`);
await pause(2000); // for the statuses
await Promise.all([whatsapp.close(), server.close()]);
