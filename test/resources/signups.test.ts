import { describe, expect, test } from "vitest";
import { AmbiguousSendError, ApiError, type NewSignup, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { client, failure } from "../support/client.ts";
import { recorder } from "../support/recorder.ts";
import { testUnusable } from "../support/unusable.ts";
import { describeOperations, describeRefusals } from "./operations/operation.ts";
import { signupOperations } from "./operations/signups.ts";

const id = "31000000000001";
const content = {
  signup_message: "Get our news",
  confirmation_message: "Your code: {{promo_code}}",
  privacy_policy_url: "http://shop.example/privacy",
  promo_code: "SAVE10",
};
const tos = "https://www.facebook.com/legal/ads-manager-marketing-messages-terms";
const policy = { tos, accepted: true };
const ok = { success: true };

describeOperations(signupOperations);
testUnusable(signupOperations, {
  "signups.list": [{ data: [{}] }, ok],
  "signups.get": [{}],
  "signups.create": [ok],
});

const changed = (changes: object): NewSignup => ({ ...content, ...changes });

describeRefusals([
  ["signup_message must not be empty", ({ signups }) => signups.create(changed({ signup_message: "" }))],
  [
    "signup_message must be at most 300",
    ({ signups }) => signups.create(changed({ signup_message: "x".repeat(301) })),
  ],
  [
    "confirmation_message is missing",
    ({ signups }) => signups.create(changed({ confirmation_message: undefined })),
  ],
  [
    "confirmation_message must be at most 300",
    ({ signups }) => signups.update(id, { confirmation_message: "x".repeat(301) }),
  ],
  [
    "privacy_policy_url must be an http or https URL",
    ({ signups }) => signups.create(changed({ privacy_policy_url: "shop.example" })),
  ],
  [
    "privacy_policy_url is missing",
    ({ signups }) => signups.create(changed({ privacy_policy_url: undefined })),
  ],
  [
    "website_url must be an https URL",
    ({ signups }) => signups.create(changed({ website_url: "http://shop.example" })),
  ],
  ["website_url must be an https URL", ({ signups }) => signups.update(id, { website_url: "shop.example" })],
  [
    "promo_code must be 1 to 50 letters and digits",
    ({ signups }) => signups.create(changed({ promo_code: "SAVE-10" })),
  ],
  [
    "promo_code must be 1 to 50 letters and digits",
    ({ signups }) => signups.update(id, { promo_code: "x".repeat(51) }),
  ],
  [
    "display_name must be at most 256",
    ({ signups }) => signups.create(changed({ display_name: "x".repeat(257) })),
  ],
  ["display_name must not be empty", ({ signups }) => signups.update(id, { display_name: "" })],
  ["promo_code is missing", ({ signups }) => signups.create(changed({ promo_code: undefined }))],
  ["policy.tos is missing", ({ signups }) => signups.create(changed({ policy: { accepted: true } }))],
  ["has no change", ({ signups }) => signups.update(id, {})],
  ["id must be a non-empty id", ({ signups }) => signups.update("", { status: "ACTIVE" })],
  ["id must be a non-empty id", ({ signups }) => signups.get("")],
  ["color", ({ signups }) => signups.get({ id, color: "green" } as never)],
  ["color", ({ signups }) => signups.list({ color: "green" } as never).page()],
  ["limit must be", ({ signups }) => signups.list({ limit: 0 }).page()],
]);

test("a list is not requested before it is read", () => {
  const { fetch, requests } = recorder();
  client({ fetch }).signups.list();
  expect(requests).toHaveLength(0);
});

describe("on the simulator", () => {
  const start = () => {
    const simulator = createSimulator();
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    return { simulator, whatsapp, signups: whatsapp.signups };
  };
  const refusedWith = async (code: number, promise: Promise<unknown>) => {
    const error = await failure(promise);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code });
  };

  test("a form is created, read, changed and disabled", async () => {
    const { simulator, signups } = start();
    const { id: made } = await signups.create({ ...content, policy });
    const whole = {
      id: made,
      waba_id: simulator.clientOptions.businessAccountId,
      ...content,
      status: "ACTIVE",
    };
    expect(await signups.get(made)).toEqual(whole);
    await signups.update(made, { status: "DISABLED", confirmation_message: "Thanks" });
    const listed: unknown[] = [];
    for await (const one of signups.list()) listed.push(one);
    expect(listed).toEqual([{ ...whole, status: "DISABLED", confirmation_message: "Thanks" }]);
    expect(await signups.get({ id: made, fields: ["status"] })).toEqual({ id: made, status: "DISABLED" });
  });

  test("the terms are accepted with the first form, and only then", async () => {
    const { signups } = start();
    await refusedWith(2_494_168, signups.create(content));
    await refusedWith(2_494_168, signups.create({ ...content, policy: { tos, accepted: false } }));
    await refusedWith(
      2_494_177,
      signups.create({ ...content, policy: { tos: "https://x.example", accepted: true } }),
    );
    await signups.create({ ...content, policy });
    await refusedWith(2_494_176, signups.create({ ...content, policy }));
    await signups.create(content);
  });

  test("placeholders need their value, and addresses their scheme", async () => {
    const { simulator, whatsapp, signups } = start();
    const { id: made } = await signups.create({
      ...content,
      confirmation_message: "Thanks",
      promo_code: undefined,
      policy,
    });
    await refusedWith(2_494_167, signups.update(made, { confirmation_message: "{{promo_code}}" }));
    await refusedWith(2_494_166, signups.update(made, { confirmation_message: "{{name}}" }));
    const path = `/${simulator.clientOptions.businessAccountId}/signups`;
    const post = (body: object) => whatsapp.request({ method: "POST", path, body: { ...content, ...body } });
    await refusedWith(2_494_179, post({ website_url: "http://shop.example" }));
    await refusedWith(100, post({ promo_code: "SAVE-10" }));
    await refusedWith(100, post({ signup_message: "" }));
    await refusedWith(100, signups.get("31999999999999"));
    await refusedWith(100, whatsapp.request({ method: "POST", path: `/${made}`, body: {} }));
  });

  test("a form whose response was lost is found with list", async () => {
    const { simulator, signups } = start();
    simulator.fail({ reset: "after-read" });
    expect(await failure(signups.create({ ...content, policy }))).toBeInstanceOf(AmbiguousSendError);
    expect((await signups.list().page()).data).toMatchObject([{ promo_code: "SAVE10" }]);
  });
});
