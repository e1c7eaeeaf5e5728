// Sends one text. Run: npm run example send-text +14155552671
import { ApiError, ValidationError, WhatsAppClient } from "wacloud";

const whatsapp = WhatsAppClient.fromEnv();
const to = process.argv[2] ?? "+14155552671";

try {
  const { id } = await whatsapp.messages.sendText({ to, body: "Hello from wacloud" });
  console.log(`accepted as ${id}`); // what becomes of it, a webhook tells: examples/error-handling.ts
} catch (error) {
  process.exitCode = 1;
  if (error instanceof ValidationError) {
    console.error(error.message); // nothing was sent: correct the number or the text
  } else if (error instanceof ApiError && error.category === "window-closed") {
    console.error("The customer last wrote over 24 hours ago: send a template instead.");
  } else if (error instanceof ApiError) {
    console.error(`${error.message}\n${error.hint}`);
  } else {
    throw error; // examples/error-handling.ts shows the rest
  }
} finally {
  await whatsapp.close();
}
