// Brings the account to the templates of examples/templates, waits for Meta's review, and sends one with its values.
// Run: npm run example sync-templates +14155552671
import { WhatsAppClient } from "wacloud";
import { loginCode } from "./templates/login_code.ts";
import { orderShipped } from "./templates/order_shipped.ts";

const whatsapp = WhatsAppClient.fromEnv();
const to = process.argv[2] ?? "+14155552671";

const { create, edit, unchanged, blocked } = await whatsapp.templates.sync(
  [loginCode, ...Object.values(orderShipped)],
  { onProgress: ({ action, name, language, outcome }) => console.log(action, name, language, outcome) },
);
console.log(`${unchanged.length} unchanged`);
for (const { name, language, reason } of blocked) console.log("blocked", name, language, reason);

const failed = [...create, ...edit].find(({ error }) => error !== undefined);
if (failed !== undefined) throw failed.error; // what was done stays done: run it again

const template = orderShipped.pt_BR;
const { status } = await whatsapp.templates.waitUntilReviewed(template); // usually minutes, at most 24 hours
if (status === "APPROVED") {
  const parameters = { first_name: "Ana", order: "777", day: "segunda-feira" }; // the compiler knows their names
  const { id } = await whatsapp.messages.sendTemplate({ to, template, parameters, buttons: ["777"] });
  console.log(`accepted as ${id}`);
} else console.log(`Not sent: ${template.name} is ${status}.`);
await whatsapp.close();
