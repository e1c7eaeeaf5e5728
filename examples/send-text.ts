// Sends one text. Run: node examples/send-text.ts +14155552671 (WHATSAPP_* variables set)
import { AmbiguousSendError, ApiError, ValidationError, WhatsAppClient } from "wacloud";

const whatsapp = WhatsAppClient.fromEnv();
const to = process.argv[2] ?? "+14155552671";

try {
  const { id } = await whatsapp.messages.sendText({ to, body: "Hello from wacloud" });
  console.log(`accepted as ${id}`);
} catch (error) {
  process.exitCode = 1;
  if (error instanceof ValidationError) {
    console.error(error.message); // nothing was sent: correct the number or the text
  } else if (error instanceof ApiError && error.category === "window-closed") {
    console.error("The customer last wrote over 24 hours ago: send a template instead.");
  } else if (error instanceof ApiError) {
    console.error(`${error.message}\n${error.hint}`);
  } else if (error instanceof AmbiguousSendError) {
    console.error(`It may have been sent: look for a status webhook tagged ${error.correlationTag}.`);
  } else {
    throw error;
  }
} finally {
  await whatsapp.close();
}
