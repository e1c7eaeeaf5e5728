import type { WhatsAppClient } from "wacloud";
import type { WebhookOptions } from "wacloud/webhooks";

/** What the bot does with what arrives. */
export function createBot(whatsapp: WhatsAppClient): Pick<WebhookOptions, "store" | "on"> {
  return {
    store: whatsapp.store, // one memory: statuses settle replies whose outcome is unknown
    on: {
      // May run again for the same message; each of its replies is sent once.
      "message.text": async (event) => {
        const reply = whatsapp.replyTo(event);
        await reply.markAsRead({ typing: true });
        await reply.sendText({ body: `You wrote: ${event.message.text.body}` });
      },
      "status.failed": ({ status }) => {
        console.warn(`${status.id} was not delivered:`, status.errors?.[0]?.title);
      },
    },
  };
}
