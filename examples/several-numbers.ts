// Sends from two business numbers through one client: connections are shared, each number keeps its own pace.
// Run: npm run example several-numbers +14155552671 SECOND_PHONE_NUMBER_ID
import { WhatsAppClient } from "wacloud";

const [, , to = "+14155552671", supportId] = process.argv;
if (supportId === undefined)
  throw new Error("Pass the customer's number and the id of your second phone number.");

const sales = WhatsAppClient.fromEnv();
const support = sales.withPhoneNumber(supportId);

const sent = await Promise.all([
  sales.messages.sendText({ to, body: "Your order has left." }),
  support.messages.sendText({ to, body: "Questions? Write to this number." }),
]);
for (const { id } of sent) console.log(`accepted as ${id}`);

// Answers need no choice: whatsapp.replyTo(event) sends from the number that the customer wrote to.
await sales.close(); // closes both
