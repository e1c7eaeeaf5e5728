import { expect, test } from "vitest";
import { type TemplateDefinition, WhatsAppClient } from "wacloud";
import { createSimulator, type Failure } from "wacloud/testing";
import { fc } from "../support/properties.ts";

const isWrite = ({ method, path }: { method: string; path: string }) =>
  method !== "GET" && !path.endsWith("/uploads");

/** What can happen to a write: it is refused, it never arrives, or it takes effect and the answer is lost. */
const failure: fc.Arbitrary<Failure> = fc.constantFrom<Failure>(
  { reset: "before-read", match: isWrite },
  { reset: "after-read", match: isWrite },
  { code: 2, match: isWrite },
  { code: 131_000, accepted: true, match: isWrite },
  { status: 502, match: isWrite },
  { status: 502, accepted: true, match: isWrite },
  { drop: "cut-body", match: isWrite },
);

const names = ["a", "b", "c", "d"];
const text = (version: number) => `We are open since ${version + 1} days.`;
const definition = (name: string, version: number): TemplateDefinition => ({
  name,
  language: "en_US",
  category: "UTILITY",
  components: [{ type: "BODY", text: text(version) }],
});

test("after any failures, repeated runs make the account match the definitions, and do nothing twice", async () => {
  const scenario = fc.record({
    held: fc.subarray(names),
    wanted: fc.subarray([...names, "e", "f"]),
    failures: fc.array(fc.option(failure, { nil: undefined }), { maxLength: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ held, wanted, failures }) => {
      const simulator = createSimulator({ reviewTemplatesAfterMs: false });
      const { templates } = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
      await templates.delete({ name: "hello_world" });
      await templates.delete({ name: "order_confirmation" });
      for (const name of held) {
        await templates.create(definition(name, 0));
        await simulator.approve(name);
      }
      const before = simulator.webhooks.length;
      for (const one of failures) if (one !== undefined) simulator.fail(one);
      const definitions = wanted.map((name) => definition(name, 1));
      let isDone = false;
      for (let run = 0; run < 12 && !isDone; run++) {
        const plan = await templates.sync(definitions, { delete: true });
        expect(plan.blocked).toEqual([]);
        isDone = [...plan.create, ...plan.edit, ...plan.delete].length === 0;
      }
      expect(isDone).toBe(true);
      const { data } = await templates.list().page();
      expect(data.map(({ name }) => name).sort()).toEqual([...wanted].sort());
      expect(data.every(({ components }) => components?.[0]?.text === text(1))).toBe(true);
      simulator.recover();
      await simulator.settled();
      const events = simulator.webhooks
        .slice(before)
        .flatMap(({ payload }) => payload.entry.flatMap(({ changes }) => changes))
        .map(
          ({ field, value }) =>
            `${field} ${(value as { message_template_name?: string }).message_template_name}`,
        );
      expect(new Set(events).size, events.join("; ")).toBe(events.length);
      await simulator.close();
    }),
    { numRuns: 60 },
  );
});
