// Sends from two business numbers through one client: connections are shared, each number keeps its own pace.
// Run: node examples/several-numbers.ts +14155552671 SECOND_PHONE_NUMBER_ID (WHATSAPP_* variables set)
import { WhatsAppClient } from "wacloud";

const sales = WhatsAppClient.fromEnv();
const [, , to = "+14155552671", supportId = ""] = process.argv;
const support = sales.withPhoneNumber(supportId);

const sent = await Promise.all([
  sales.messages.sendText({ to, body: "Your order has left." }),
  support.messages.sendText({ to, body: "Questions? Write to this number." }),
]);
for (const { id } of sent) console.log(`accepted as ${id}`);
await sales.close(); // closes both
