// Sends an approved template with its three values. Templates go at any time, free text only within 24 hours of the
// customer's last message. Run: npm run example send-template +14155552671
import { ApiError, WhatsAppClient } from "wacloud";

const whatsapp = WhatsAppClient.fromEnv();
const to = process.argv[2] ?? "+14155552671";

try {
  const { id, message_status } = await whatsapp.messages.sendTemplate({
    to,
    name: "order_confirmation",
    language: "en_US",
    parameters: ["Ana", "777", "Monday"],
    biz_opaque_callback_data: "order-777", // comes back in every status webhook of this message
  });
  console.log(`${message_status ?? "accepted"} as ${id}`);
} catch (error) {
  if (!(error instanceof ApiError)) throw error;
  console.error(`${error.message}\n${error.hint}`); // wrong name or language, wrong number of values, paused …
  process.exitCode = 1;
} finally {
  await whatsapp.close();
}
