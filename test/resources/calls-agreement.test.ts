import { expect, test } from "vitest";
import { ValidationError, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { phoneNumberId } from "../support/client.ts";
import { fc } from "../support/properties.ts";

// What the client accepts, the simulator accepts, and the other way round: two readings of the same pages.

const to = "+5511987654321";

/** A text around the limit, or none. */
const around = (max: number) => fc.constantFrom(0, 1, max, max + 1).map((length) => "x".repeat(length));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const recording = fc.record({
  status: fc.constantFrom("ENABLED", "disabled", "ON"),
  purpose: maybe(around(250)),
  announcement_language: maybe(fc.constant("en")),
});

const calling = { calling: { status: "ENABLED" } };
const tos = "https://www.facebook.com/legal/ads-manager-marketing-messages-terms";

/** A new account for each input: what one leaves behind must not decide about the next. */
async function start() {
  const simulator = createSimulator({ seed: { numbers: [{ id: phoneNumberId, settings: calling }] } });
  await simulator.user(to).allowsCalls();
  return { simulator, whatsapp: new WhatsAppClient({ ...simulator.clientOptions, retry: false }) };
}

interface Agreement {
  inputs: fc.Arbitrary<object>;
  call: (whatsapp: WhatsAppClient, input: never) => Promise<unknown>;
  /** The same, as anybody would send it. */
  path: "phone" | "account";
  edge: string;
  toBody: (input: never) => object;
}

const product = { messaging_product: "whatsapp" };

const agreements: Record<string, Agreement> = {
  "groups.create": {
    inputs: fc.record({
      subject: maybe(around(128)),
      description: maybe(around(2048)),
      join_approval_mode: maybe(fc.constantFrom("auto_approve", "approval_required", "anybody")),
    }),
    call: ({ groups }, input) => groups.create(input),
    path: "phone",
    edge: "groups",
    toBody: (input: object) => ({ ...product, ...input }),
  },
  "calls.connect": {
    inputs: fc.record({
      session: fc.record({ sdp: fc.constantFrom("", "v=0"), sdp_type: fc.constantFrom("offer", "answer") }),
      biz_opaque_callback_data: maybe(around(512)),
      recording: maybe(recording),
      transcription: maybe(recording),
    }),
    call: ({ calls }, input: object) => calls.connect({ to, ...input } as never),
    path: "phone",
    edge: "calls",
    toBody: (input: object) => ({ ...product, to, action: "connect", ...input }),
  },
  "threads.pass": {
    inputs: fc.record({
      target_role: maybe(fc.constantFrom("", "marketing")),
      metadata: maybe(around(2000)),
    }),
    call: ({ threads }, input: object) => threads.pass({ to, ...input }),
    path: "phone",
    edge: "thread_control",
    toBody: ({ target_role, ...input }: { target_role?: string }) => ({
      ...product,
      to,
      action: "pass",
      ...input,
      ...(target_role === undefined ? {} : { control_pass: { target_role } }),
    }),
  },
  "signups.create": {
    inputs: fc.record({
      signup_message: maybe(around(300)),
      confirmation_message: maybe(fc.oneof(around(300), fc.constant("Code: {{promo_code}}"))),
      privacy_policy_url: maybe(fc.constantFrom("http://a.example", "https://a.example", "a.example")),
      website_url: maybe(fc.constantFrom("https://a.example", "http://a.example", "a.example")),
      promo_code: maybe(fc.constantFrom("SAVE10", "SAVE-10", "", "x".repeat(51))),
      display_name: maybe(around(256)),
      policy: fc.constant({ tos, accepted: true }),
    }),
    call: ({ signups }, input) => signups.create(input),
    path: "account",
    edge: "signups",
    toBody: (input: object) => input,
  },
};

test.each(Object.entries(agreements))("%s", async (_, { inputs, call, path, edge, toBody }) => {
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      const byClient = await call((await start()).whatsapp, input as never).then(
        () => "accepted",
        (error: unknown) => (error instanceof ValidationError ? "refused" : String(error)),
      );
      const { simulator, whatsapp } = await start();
      const { businessAccountId } = simulator.clientOptions;
      const body = toBody(input as never);
      const owner = path === "phone" ? phoneNumberId : businessAccountId;
      const bySimulator = await whatsapp.request({ method: "POST", path: `/${owner}/${edge}`, body }).then(
        () => "accepted",
        () => "refused",
      );
      expect(bySimulator).toBe(byClient);
    }),
    { numRuns: 60 },
  );
});
