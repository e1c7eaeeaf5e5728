// Type-checked by `deno check`.
import { WhatsAppClient } from "wacloud";
import { fetchWebhook } from "wacloud/fetch";
import { createSimulator } from "wacloud/testing";

const webhook = fetchWebhook({ appSecret: "s", verifyToken: "v" });
Deno.serve({ port: 3000 }, webhook);
export default { fetch: webhook } satisfies Deno.ServeDefaultExport;

const whatsapp = new WhatsAppClient({ accessToken: "t", phoneNumberId: "1", fetch });
export const upload = async () => {
  const { readable } = await Deno.open("a.png");
  return whatsapp.media.upload({ file: readable, type: "image/png", filename: "a.png" });
};
export const simulator = createSimulator({ openWindow: true });

// @ts-expect-error the verify token is missing
fetchWebhook({ appSecret: "s" });
