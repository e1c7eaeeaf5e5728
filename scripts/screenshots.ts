// Takes the pictures of the simulator's page that the documentation shows: docs/simulator.png and docs/simulator-dark.png.
// Needs a build and Chromium: npm run screenshots
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium } from "playwright-core";
import type { WhatsAppClient } from "../src/index.ts";
import type { Simulator } from "../src/testing/index.ts";

/** From dist: the page is only built there. */
const built = (entry: string) => import(new URL(`../dist/${entry}.js`, import.meta.url).href);
const { WhatsAppClient: Client } = await built("index");
const { createSimulator } = await built("testing");
const { nodeWebhook } = await built("node");

const to = "+5511987654321";
const simulator: Simulator = createSimulator({
  openWindow: false,
  closedWindow: "webhook",
  readsAutomatically: false,
  seed: { numbers: [{ id: "106540352242922", verifiedName: "Lucky Shop" }] },
});
const { url } = await simulator.listen();
const whatsapp: WhatsAppClient = new Client(simulator.clientOptions);
const bot = createServer(
  nodeWebhook({
    ...simulator.webhookOptions,
    store: whatsapp.store,
    on: {
      // biome-ignore lint/suspicious/noExplicitAny: the built package brings no types here
      "message.text": async (event: any) => {
        const reply = whatsapp.replyTo(event);
        await reply.markAsRead({ typing: true });
        await reply.sendButtons({
          body: `Hello *${event.from.name}*, your order _777_ is on its way:\n- 2 × green tea\n- 1 × cake of the day\nShall we deliver on *Monday*?`,
          footer: "Reply STOP to unsubscribe",
          buttons: [
            { id: "yes", title: "Yes, Monday" },
            { id: "no", title: "Another day" },
          ],
        });
      },
      // biome-ignore lint/suspicious/noExplicitAny: the built package brings no types here
      "message.interactive": async (event: any) => {
        await whatsapp.replyTo(event, { quote: true }).sendText({ body: "See you on Monday, then." });
      },
    },
  }),
);
await new Promise<void>((resolve) => bot.listen(3000, "127.0.0.1", resolve));
await simulator.subscribe(`http://127.0.0.1:${(bot.address() as AddressInfo).port}/webhook`);

const ana = simulator.user(to, { name: "Ana Souza" });
await simulator.user("+351912345678", { name: "Bruno Lima" }).sends("Do you have oat milk?");
await ana.sends("Hi, is my order ready?");
await simulator.settled();
await ana.taps("Yes, Monday");
await simulator.settled();
await whatsapp.messages.sendText({ to: "+97231234567", body: "Your parcel is on its way." });
await whatsapp.messages.sendTemplate({
  to,
  name: "order_confirmation",
  language: "en_US",
  parameters: ["Ana", "778", "Friday"],
});
await simulator.settled();

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [theme, file] of [
  ["light", "docs/simulator.png"],
  ["dark", "docs/simulator-dark.png"],
] as const) {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    colorScheme: theme,
    locale: "en-GB",
  });
  await page.goto(url);
  await page
    .getByRole("navigation")
    .getByRole("button", { name: /Ana Souza/ })
    .click();
  await page.getByRole("button", { name: /131047 failed/ }).click();
  await page.mouse.move(700, 20);
  await page.waitForTimeout(300);
  await page.screenshot({ path: file });
}
await browser.close();
await simulator.close();
bot.closeAllConnections();
bot.close();
