// Type-checked with Bun's types.
import { WhatsAppClient } from "wacloud";
import { fetchWebhook } from "wacloud/fetch";

const webhook = fetchWebhook({ appSecret: "s", verifyToken: "v" });
Bun.serve({ port: 3000, fetch: webhook });
Bun.serve({ routes: { "/webhook": { GET: webhook, POST: webhook } } });
export default { port: 3000, fetch: webhook };

const whatsapp = new WhatsAppClient({ accessToken: "t", phoneNumberId: "1", fetch });
export const upload = () => whatsapp.media.upload({ file: Bun.file("a.png"), type: "image/png" });

// @ts-expect-error the verify token is missing
fetchWebhook({ appSecret: "s" });
