import { expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import { fc } from "../support/properties.ts";
import { account, approved, call, quiet, send } from "./support.ts";
import {
  bodied,
  composed,
  create,
  link,
  list,
  named,
  phone,
  quickReply,
  simple,
  withButtons,
  withHeader,
} from "./template-support.ts";

/** Values that look like parts of a template, and others that do not. */
const word = fc.constantFrom(
  ..."HEADER body FOOTER BUTTONS CAROUSEL LIMITED_TIME_OFFER CALL_PERMISSION_REQUEST".split(" "),
  ..."TEXT IMAGE PRODUCT LOCATION QUICK_REPLY URL OTP COPY_CODE FLOW SPM ORDER_DETAILS".split(" "),
  ..."UTILITY MARKETING AUTHENTICATION NAMED en_US news image text header button carousel url 0".split(" "),
  ..."{{1}} {{name}} Hi~{{1}}! Hello https://ex.test/{{1}}".split(" ").map((one) => one.replace("~", " ")),
);
const key = fc.constantFrom(
  ..."type format text example buttons cards components limited_time_offer header_handle body_text".split(
    " ",
  ),
  ..."url phone_number otp_type name language category parameter_format parameters sub_type index".split(" "),
  ..."card_index image languages hsm_ids template_ids library_template_name optimization_spec".split(" "),
);
const leaf = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null), fc.string());
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium" },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 5 }),
  ),
}));
const object = fc.dictionary(key, anything, { maxKeys: 8 });

/** Whatever the input, the simulator accepts or refuses it as Meta does. */
async function answers(simulator: Simulator, method: string, path: string, body: Record<string, unknown>) {
  const { status, json } = await call(simulator, method, path, body);
  if (status === 200) return;
  expect(json.error.code).toEqual(expect.any(Number));
  expect(json.error.error_data?.details ?? json.error.message).toEqual(expect.any(String));
}

test.each([
  ["POST", "message_templates", { ...simple, name: "news" }],
  ["DELETE", "message_templates", {}],
  ["POST", "upsert_message_templates", { name: "otp", languages: ["en"], category: "AUTHENTICATION" }],
  ["POST", "migrate_message_templates", {}],
  ["POST", "message_templates/archive", {}],
  ["POST", "message_templates/unarchive", {}],
  ["POST", "template_groups", { name: "All" }],
  ["POST", "message_samples", { type: "text" }],
  ["POST", "", {}],
])("%s %s answers any input", async (method, edge, base) => {
  const simulator = quiet({ reviewTemplatesAfterMs: false, directSend: true });
  const path = `${account(simulator)}${edge === "" ? "" : `/${edge}`}`;
  await fc.assert(
    fc.asyncProperty(object, async (body) => answers(simulator, method, path, { ...base, ...body })),
    { numRuns: 150 },
  );
});

const otpButton = {
  type: "OTP",
  otp_type: "ONE_TAP",
  supported_apps: [{ package_name: "com.ex", signature_hash: "K8a/AINcGX7" }],
};
const productCard = {
  components: [
    { type: "HEADER", format: "PRODUCT" },
    { type: "BUTTONS", buttons: [{ type: "SPM", text: "View" }] },
  ],
};
/** Valid templates of many kinds. */
const right: object[] = [
  bodied("Hi {{1}}!", "Ana"),
  named("Hi {{a}}!", "a"),
  withHeader({ format: "TEXT", text: "Hi {{1}}", example: { header_text: ["Ana"] } }),
  withButtons(link, phone, quickReply()),
  withButtons({ type: "FLOW", text: "Go", flow_id: "1" }),
  withButtons({ type: "COPY_CODE", example: "SAVE20" }),
  composed({ type: "CAROUSEL", cards: [productCard, productCard] }),
  composed({ type: "CALL_PERMISSION_REQUEST" }),
  composed({ type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Now", has_expiration: true } }),
  {
    category: "AUTHENTICATION",
    components: [
      { type: "BODY", add_security_recommendation: true },
      { type: "FOOTER", code_expiration_minutes: 5 },
      { type: "BUTTONS", buttons: [otpButton] },
    ],
  },
  {
    category: "UTILITY",
    components: undefined,
    library_template_name: "delivery_update_1",
    library_template_button_inputs: [{ type: "URL", url: { base_url: "https://ex.test" } }],
    library_template_body_inputs: { add_learn_more_link: true },
  },
];

/** A copy of the value with one nested value replaced. */
function spoilt(value: unknown, steps: readonly number[], replacement: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== "object" || value === null) return replacement;
  const keys = Object.keys(value);
  const name = keys[step % keys.length];
  if (name === undefined) return replacement;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[name] = spoilt(copy[name], rest, replacement);
  return copy;
}

test("a template with one mistake is answered, and the account can be read afterwards", async () => {
  const steps = fc.array(fc.nat(6), { minLength: 1, maxLength: 7 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...right), steps, anything, async (template, path, replacement) => {
      const simulator = quiet({ reviewTemplatesAfterMs: false });
      expect((await create(simulator, { name: "right", ...template })).status).toBe(200);
      const body = spoilt({ ...simple, ...template, name: "wrong" }, path, replacement);
      await answers(simulator, "POST", `${account(simulator)}/message_templates`, body as never);
      expect((await list(simulator)).status).toBe(200);
    }),
    { numRuns: 400 },
  );
});

test("edits and messages answer any input", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  const url = { type: "URL", text: "Open", url: "https://ex.test/{{1}}", example: ["a"] };
  const { json } = await approved(simulator, { name: "news", ...withButtons(url) });
  await fc.assert(
    fc.asyncProperty(object, fc.array(object, { maxLength: 3 }), async (body, components) => {
      await answers(simulator, "POST", `/v26.0/${json.id}`, body);
      const template = { name: "news", language: { code: "en_US" }, components };
      expect((await send(simulator, { type: "template", template })).status).toBeGreaterThanOrEqual(200);
    }),
    { numRuns: 150 },
  );
});
