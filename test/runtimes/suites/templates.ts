import { assert } from "chai";
import { defineTemplate, file, ValidationError, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import type { Suite } from "./world.ts";

const to = "+14155552671";
const png = Uint8Array.from("\x89PNG\r\n\x1a\n0123", (letter) => letter.charCodeAt(0));
const cake = defineTemplate({
  name: "new_cake",
  language: "en_US",
  category: "MARKETING",
  header: { format: "IMAGE", example: file(png) },
  body: { text: "Hi {{1}}, there is a new cake.", example: ["Ana"] },
});

/** What must hold of templates as code: all of it is loaded when it is first used. */
export const templateSuite: Suite<unknown> = {
  "templates are synchronized with their samples, reviewed, checked and sent": async () => {
    const simulator = createSimulator();
    const { templates, messages } = new WhatsAppClient(simulator.clientOptions);
    const { create } = await templates.sync([cake]);
    assert.deepEqual(
      create.map(({ name, applied }) => ({ name, applied })),
      [{ name: "new_cake", applied: true }],
    );
    const { status } = await templates.waitUntilReviewed(cake);
    assert.strictEqual(status, "APPROVED");
    assert.lengthOf((await templates.sync([cake])).unchanged, 1);

    const choice = { to, name: "new_cake", language: "en_US" };
    const [refused] = await Promise.allSettled([messages.sendTemplate(choice, { checked: true })]);
    assert.instanceOf(refused?.status === "rejected" ? refused.reason : undefined, ValidationError);
    assert.lengthOf(simulator.ledger, 0);

    const header = { image: { link: "https://example.com/cake.png" } };
    const message = { to, template: cake, header: header.image, parameters: ["Ana"] } as const;
    await Promise.all([1, 2, 3].map(() => messages.sendTemplate(message, { checked: true })));
    assert.lengthOf(simulator.ledger, 3);
    await simulator.close();
  },
};
