import { expect, test } from "vitest";
import { ApiError, toApiError, WhatsAppClient } from "wacloud";
import { shouldRedeliver } from "wacloud/webhooks";
import { failure } from "../support/client.ts";
import { customer, quiet } from "./support.ts";

/** Codes of 2026, and what becomes of an event whose handler failed with them. */
const codes: [code: number, category: string, isRedelivered: boolean][] = [
  [131042, "payment", true],
  [131060, "undeliverable", false],
  [131061, "template", false],
  [131062, "parameter", false],
  [131063, "template", false],
  [131065, "template", false],
  [131070, "policy", false],
  [138038, "call", false],
  [139006, "flow", false],
  [2494191, "policy", false],
  [4233041, "flow", false],
];

test.each(codes)(
  "%i is known: category %s, and redelivered only if a repeat can help",
  async (code, category, isRedelivered) => {
    const simulator = quiet();
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    simulator.fail({ code });
    const error = await failure(whatsapp.messages.sendText({ to: customer, body: "Hi" }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      code,
      category,
      retryable: code === 139006,
      hint: expect.stringMatching(/\w{4}.*\.$/),
    });
    expect((error as ApiError).message).not.toMatch(/generic|unknown/i);
    expect(shouldRedeliver(error, { type: "message" } as never)).toBe(isRedelivered);
    expect(toApiError({ code }).category).toBe(category);
  },
);

test("hints say where the way out is", () => {
  const hint = (code: number) => toApiError({ code }).hint;
  expect(hint(131070)).toMatch(/messaging_handovers.*template/);
  expect(hint(131042)).toMatch(/prepaid/);
  expect(hint(131063)).toMatch(/marketingMessages/);
});
