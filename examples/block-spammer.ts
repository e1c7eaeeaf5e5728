// Blocks people who write more than five messages within a minute. Run: npm run example block-spammer
import { createServer } from "node:http";
import { WhatsAppClient } from "wacloud";
import { nodeWebhook } from "wacloud/node";
import { webhookOptionsFromEnv } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();
const limit = { messages: 5, milliseconds: 60_000 };

/** When each person wrote, by user id. With several processes, keep this where they share it. */
const written = new Map<string, number[]>();

const webhook = nodeWebhook({
  ...webhookOptionsFromEnv(),
  store: whatsapp.store,
  on: {
    message: async (event) => {
      const person = event.from.user_id ?? event.from.wa_id ?? "";
      const since = Date.now() - limit.milliseconds;
      const times = [...(written.get(person) ?? []).filter((time) => time > since), Date.now()];
      written.set(person, times);
      if (times.length <= limit.messages) return;
      written.delete(person);
      // Blocking again changes nothing, so the call is repeated if the network fails.
      const { failed_users } = await whatsapp.blockedUsers.block(event.from, {
        phoneNumberId: event.phoneNumberId,
      });
      const [failed] = failed_users;
      console.log(failed === undefined ? "blocked somebody" : `not blocked: ${failed.errors[0]?.code}`);
    },
  },
});

const port = Number(process.env.PORT ?? 3000);
createServer(webhook).listen(port, () => console.log(`listening on port ${port}`));
