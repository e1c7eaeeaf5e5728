// Uploads a file and sends it as a document. An uploaded file can be sent to many people for 30 days.
// Run: npm run example send-media +14155552671 ./invoice.pdf
import { basename } from "node:path";
import { ValidationError, WhatsAppClient } from "wacloud";

const whatsapp = WhatsAppClient.fromEnv();
const [, , to = "+14155552671", path = "./examples/price-list.txt"] = process.argv;

try {
  const { id } = await whatsapp.media.upload({ file: { path } });
  const sent = await whatsapp.messages.sendDocument({
    to,
    id,
    filename: basename(path), // what the customer sees
    caption: "As promised",
  });
  console.log(`uploaded as ${id}, accepted as ${sent.id}`);
} catch (error) {
  if (!(error instanceof ValidationError)) throw error;
  console.error(error.message); // a type WhatsApp does not take, too large, or an ending that does not fit
  process.exitCode = 1;
} finally {
  await whatsapp.close();
}
