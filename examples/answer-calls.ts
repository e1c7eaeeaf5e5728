// Answers customers' phone calls. The media stack is a stub: calls connect, but nobody hears anything.
// Run: npm run example answer-calls,
// then point the webhook of your Meta app at https://your-host/webhook and subscribe to "calls".
import { createServer } from "node:http";
import { WhatsAppClient } from "wacloud";
import { nodeWebhook } from "wacloud/node";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();

const webhook = nodeWebhook({
  ...webhookOptionsFromEnv(),
  store: whatsapp.store,
  on: {
    call: async ({ call, phoneNumberId }) => {
      const { id, event, direction, session: offer, duration } = call;
      if (event === "terminate") return console.log(`call ended after ${duration ?? 0} seconds`);
      if (event !== "connect" || direction !== "USER_INITIATED" || offer === undefined) return;
      const session = { sdp: await makeAnswer(offer.sdp) };
      try {
        await whatsapp.calls.preAccept(id, { session }, { phoneNumberId }); // media connects while the phone rings
        await whatsapp.calls.accept(id, { session }, { phoneNumberId });
        console.log("call accepted");
      } catch (error) {
        // No second try: the call may be connected, and the customer does not wait for another webhook.
        console.error("the call could not be taken:", error);
        await whatsapp.calls.terminate(id, { phoneNumberId });
      }
    },
  },
  onError: (error) => console.error(error),
});

const port = Number(process.env.PORT ?? 3000);
createServer(webhook).listen(port, () => console.log(`listening on port ${port}`));

/**
 * STUB of a media stack. Yours takes the offer, opens a port for sound, and describes it: as a full ICE agent that
 * controls, as DTLS client, with Opus at 48 kHz. See docs/calls.md.
 */
async function makeAnswer(_offer: string): Promise<string> {
  const audio = ["m=audio 9 UDP/TLS/RTP/SAVPF 111", "c=IN IP4 127.0.0.1", "a=rtpmap:111 opus/48000/2"];
  return ["v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=-", "t=0 0", ...audio, "a=setup:active", ""].join("\r\n");
}
