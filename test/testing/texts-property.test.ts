import { expect, test } from "vitest";
import { matchers } from "wacloud/testing";
import { parseWebhook } from "wacloud/webhooks";
import { fc } from "../support/properties.ts";
import { customer, quiet, send } from "./support.ts";

expect.extend(matchers);

const text = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 200 })
  .filter((given) => given.trim() !== "");

test("any text that a customer receives is found, as a whole and in Meta's form, and stands in the chat", async () => {
  await fc.assert(
    fc.asyncProperty(text, text, async (body, other) => {
      const simulator = quiet({ openWindow: true });
      const ana = simulator.user(customer, { name: "Ana" });
      expect((await send(simulator, { type: "text", text: { body } })).status).toBe(200);
      expect(ana).toHaveReceived(body, { times: 1 });
      expect(ana).toHaveReceived({ type: "text", text: { body } });
      expect(ana.chat).toMatchObject([{ from: "business", text: body }]);
      for (const line of body.trimEnd().split("\n")) expect(ana.transcript()).toContain(line);
      if (other !== body)
        expect(() => expect(ana).toHaveReceived(other)).toThrow(/^Expected Ana to have received/);
    }),
    { numRuns: 50 },
  );
});

test("any text that a customer sends arrives as it is, edited, quoted and deleted", async () => {
  await fc.assert(
    fc.asyncProperty(text, text, async (first, second) => {
      const simulator = quiet({ openWindow: true });
      const ana = simulator.user(customer);
      const sent = await ana.sends(first);
      await ana.sends(second, { replyTo: sent });
      await ana.edits(second, sent);
      await ana.deletes(sent);
      const events = simulator.webhooks.flatMap(({ rawBody }) => parseWebhook(rawBody));
      expect(events).toMatchObject([
        { message: { text: { body: first } } },
        { message: { text: { body: second }, context: { id: sent.id } } },
        { message: { edit: { original_message_id: sent.id, message: { text: { body: second } } } } },
        { message: { revoke: { original_message_id: sent.id } } },
      ]);
      expect(events.filter(({ omitted }) => omitted !== undefined)).toEqual([]);
      expect(ana.chat.map(({ text }) => text)).toEqual(["(deleted)", second, second, undefined]);
    }),
    { numRuns: 50 },
  );
});
