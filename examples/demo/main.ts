// The main job, end to end, without a Meta account: messages leave, a customer answers, and the answer arrives
// in a real web server through a verified webhook. Run: npm run demo
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import { WhatsAppClient } from "wacloud";
import { expressWebhook } from "wacloud/express";
import { createSimulator } from "wacloud/testing";

const customer = "+5511987654321";

// A local Cloud API replaces Meta's.
const simulator = createSimulator();
await simulator.listen();
const whatsapp = new WhatsAppClient(simulator.clientOptions);

// The web server of the business, with the adapter of the package.
const app = express();
app.use(
  "/webhook",
  expressWebhook({
    ...simulator.webhookOptions,
    store: whatsapp.store,
    on: {
      "status.failed": ({ status }) => console.log("  not delivered:", status.errors?.[0]?.title),
      status: ({ status }) => console.log(`  ${status.status.padEnd(9)} ${status.id}`),
      "message.interactive": async (event) => {
        const { interactive } = event.message;
        if (interactive.type !== "button_reply") return;
        console.log(`« ${event.from.name ?? "customer"} taps: ${interactive.button_reply.title}`);
        await whatsapp.replyTo(event).sendText({ body: "Great, see you on Monday." });
      },
      "message.text": async (event) => {
        console.log(`« ${event.from.name ?? "customer"} writes: ${event.message.text.body}`);
        const reply = whatsapp.replyTo(event, { quote: true });
        await reply.markAsRead({ typing: true });
        const isThanks = /thank/i.test(event.message.text.body);
        await reply.sendText({ body: isThanks ? "You are welcome!" : "One moment, please." });
      },
    },
  }),
);
const server = app.listen(0);
await once(server, "listening");
const { port } = server.address() as AddressInfo;
await simulator.subscribe(`http://127.0.0.1:${port}/webhook`);
console.log(`webhook verified on port ${port}`);

// The customer writes first: for 24 hours, the business may then send anything.
const ana = simulator.user(customer, { name: "Ana" });
await ana.sends("Hi, is my cake ready?");
await simulator.settled();

// What the business sends.
const { messages, media } = whatsapp;
const picture = await media.upload({ file: pixel(), filename: "cake.png" });
const sent = {
  text: await messages.sendText({ to: customer, body: "Hello Ana, your cake is ready." }),
  image: await messages.sendImage({ to: customer, id: picture.id, caption: "Lemon, as you wished" }),
  buttons: await messages.sendButtons({
    to: customer,
    body: "Shall we deliver it on Monday?",
    buttons: [
      { id: "monday-yes", title: "Yes" },
      { id: "monday-no", title: "No" },
    ],
  }),
  template: await messages.sendTemplate({
    to: customer,
    name: "order_confirmation",
    language: "en_US",
    parameters: ["Ana", "777", "Monday"],
  }),
};
for (const [kind, { id }] of Object.entries(sent)) console.log(`» ${kind.padEnd(9)} ${id}`);

// What the customer does.
await ana.taps("Yes");
await ana.sends("Thank you!");
await simulator.settled();

console.log("Ana's chat:");
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
