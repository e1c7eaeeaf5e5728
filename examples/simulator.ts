// A local Cloud API in which you are the customer: what you type reaches your bot, what it answers is printed.
// Run: npm run example simulator [your webhook, default http://127.0.0.1:3000/webhook]
import { createInterface } from "node:readline";
import { createSimulator } from "wacloud/testing";

const simulator = createSimulator({ webhookUrl: process.argv[2] ?? "http://127.0.0.1:3000/webhook" });
const { url } = await simulator.listen(Number(process.env.SIMULATOR_PORT ?? 4000));
const { accessToken, phoneNumberId, businessAccountId, appId } = simulator.clientOptions;
const { appSecret, verifyToken } = simulator.webhookOptions;
const you = simulator.user("+14155552671", { name: "Ana" });

console.log(`# Put these lines into .env and start another example in a second terminal.
WHATSAPP_API_BASE_URL=${url}
WHATSAPP_ACCESS_TOKEN=${accessToken}
WHATSAPP_PHONE_NUMBER_ID=${phoneNumberId}
WHATSAPP_BUSINESS_ACCOUNT_ID=${businessAccountId}
WHATSAPP_APP_ID=${appId}
WHATSAPP_APP_SECRET=${appSecret}
WHATSAPP_WEBHOOK_VERIFY_TOKEN=${verifyToken}

# You are +14155552671. Type a message, or the title of a button to tap it.`);

let shown = 0;
const printer = setInterval(() => {
  for (const { text, type, choices } of you.inbox.slice(shown)) {
    shown += 1;
    console.log(`« ${text ?? `[${type}]`}`, ...choices.map(({ title }) => `[${title}]`));
  }
}, 50);

createInterface({ input: process.stdin })
  .on("line", async (line) => {
    const isChoice = you.inbox.some(({ choices }) => choices.some(({ title }) => title === line));
    const { id } = await (isChoice ? you.taps(line) : you.sends(line));
    const webhook = simulator.webhooks.find(({ payload }) => JSON.stringify(payload).includes(id));
    const { status, error } = webhook?.attempts[0] ?? {};
    if (status !== 200) console.log(`(your webhook answered ${status ?? `nothing: ${error}`})`);
  })
  .on("close", () => {
    clearInterval(printer);
    simulator.close();
  });
