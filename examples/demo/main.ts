// The main job, end to end, without a Meta account: messages leave, a customer answers, and the answer arrives
// in a real web server through a verified webhook. Then two things go wrong, and nothing is sent twice. Run: npm run demo
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import { AmbiguousSendError, WhatsAppClient } from "wacloud";
import { expressWebhook } from "wacloud/express";
import { createSimulator } from "wacloud/testing";

const to = "+5511987654321";

// A local Cloud API replaces Meta's.
const simulator = createSimulator({ redeliveryPausesMs: [100] });
await simulator.listen();
const whatsapp = new WhatsAppClient(simulator.clientOptions);
const { messages, media } = whatsapp;

/** What the webhook is told, until it is printed. */
const told: string[] = [];

/** Prints what the webhook is told, once everything has arrived. */
async function tellNews(): Promise<void> {
  await simulator.settled();
  for (const news of told.splice(0)) console.log(news);
}

/** Prints a line, and then what follows from it. */
async function tell(line: string): Promise<void> {
  console.log(line);
  await tellNews();
}

let isDatabaseDown = false;

// The web server of the business, with the adapter of the package.
const app = express();
app.use(
  "/webhook",
  expressWebhook({
    ...simulator.webhookOptions,
    store: whatsapp.store,
    on: {
      "status.failed": ({ status }) => told.push(`    not delivered: ${status.errors?.[0]?.title}`),
      status: ({ status }) => told.push(`    ${status.status}`),
      "message.interactive": async (event) => {
        const { interactive } = event.message;
        if (interactive.type !== "button_reply") return;
        told.push(`« Ana taps: ${interactive.button_reply.title}`);
        await whatsapp.replyTo(event).sendText({ body: "Great, see you on Monday." });
        told.push("» Great, see you on Monday.");
      },
      "message.text": async (event) => {
        told.push(`« Ana writes: ${event.message.text.body}`);
        const reply = whatsapp.replyTo(event, { quote: true });
        await reply.markAsRead({ typing: true });
        const isThanks = /thank/i.test(event.message.text.body);
        const body = isThanks ? "You are welcome!" : "One moment, please.";
        const { repeated } = await reply.sendText({ body });
        told.push(repeated ? "    the reply was sent before: not again" : `» ${body}`);
        if (isDatabaseDown) throw new Error("the database is down");
      },
    },
    onError: (error, _, { redelivered }) => {
      if (!isDatabaseDown) return console.error(error); // nothing else should go wrong here
      isDatabaseDown = false;
      told.push(
        `    handler failed: ${(error as Error).message}; ${redelivered ? "it runs again" : "given up"}`,
      );
    },
  }),
);
const server = app.listen(0);
await once(server, "listening");
const { port } = server.address() as AddressInfo;
await simulator.subscribe(`http://127.0.0.1:${port}/webhook`);
console.log(`Webhook verified on port ${port}.`);

console.log("\nA customer writes first: for 24 hours, the business may then send anything.");
const ana = simulator.user(to, { name: "Ana" });
await ana.sends("Hi, is my cake ready?");
await tellNews();

console.log("\nWhat the business sends, and what becomes of it:");
const picture = await media.upload({ file: pixel(), filename: "cake.png" });
const text = await messages.sendText({ to, body: "Hello Ana, your cake is ready." });
await tell(`» text      ${text.id}`);
const image = await messages.sendImage({ to, id: picture.id, caption: "Lemon, as you wished" });
await tell(`» image     ${image.id}`);
const buttons = await messages.sendButtons({
  to,
  body: "Shall we deliver it on Monday?",
  buttons: [
    { id: "monday-yes", title: "Yes" },
    { id: "monday-no", title: "No" },
  ],
});
await tell(`» buttons   ${buttons.id}`);
const template = await messages.sendTemplate({
  to,
  name: "order_confirmation",
  language: "en_US",
  parameters: ["Ana", "777", "Monday"],
});
await tell(`» template  ${template.id}`);
await ana.taps("Yes");
await tellNews();

console.log("\nPromise 1: nothing is sent twice. The network loses the answer to a send:");
const receipt = { to, body: "Your receipt: 42 USD." };
const key = { idempotencyKey: "receipt-777" };
simulator.fail({ reset: "after-read" });
const outcome = await messages.sendText(receipt, key).catch((error: unknown) => error);
if (!(outcome instanceof AmbiguousSendError)) throw new Error("The answer should have been lost.");
await tell(`» text      no answer: ${outcome.name}. Was it sent? A status tells:`);
const again = await messages.sendText(receipt, key);
await tell(`» the same  ${again.id} ${again.repeated ? "was sent before: not again" : ""}`);

console.log("\nPromise 2: no event is lost, and none is answered twice. The handler fails after its reply:");
isDatabaseDown = true;
await ana.sends("Thank you!");
await tellNews();

console.log("\nAna's phone, each message once:");
for (const { text, type } of ana.inbox) console.log(`  ${text ?? `[${type}]`}`);

await whatsapp.close();
server.close();
await simulator.close();

/** The smallest PNG there is. */
function pixel(): Uint8Array {
  const base64 =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
