import { assert } from "chai";
import { parseWebhook, WebhookPayloadError } from "wacloud/webhooks";
import type { Suite, World } from "./world.ts";

/** What must hold of parsing. */
export const parsingSuite: Suite<World> = {
  "every documented webhook becomes the same events, with the same ids, as on Node.js": async ({
    samples,
  }) => {
    assert.isAbove(samples.length, 50);
    for (const { file, text, events } of samples) {
      assert.strictEqual(JSON.stringify(parseWebhook(text)), events, file);
      assert.strictEqual(JSON.stringify(parseWebhook(new TextEncoder().encode(text))), events, file);
    }
  },

  "ids beyond 2^53 arrive unchanged": async () => {
    const [event] = parseWebhook(
      '{"object":"whatsapp_business_account","entry":[{"id":900719925474099267,"changes":[{"field":"tomorrow","value":{"id":900719925474099269}}]}]}',
    );
    assert.strictEqual(event?.businessAccountId, "900719925474099267");
    assert.include(JSON.stringify(event?.raw), '"900719925474099269"');
  },

  "a body that is not a webhook throws its own error class": async () => {
    assert.throws(() => parseWebhook("{"), WebhookPayloadError);
  },
};
