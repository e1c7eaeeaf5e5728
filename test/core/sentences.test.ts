import { describe, expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { parseWebhook, WebhookPayloadError } from "wacloud/webhooks";
import { client, refusal, to } from "../support/client.ts";
import { recorder } from "../support/recorder.ts";

/** What people pass by mistake; none of it leaves. */
const { fetch, requests } = recorder();
const { messages, templates } = client({ fetch });

describe("a recipient of the wrong kind gets the sentence that fixes it", () => {
  test.each<[string, unknown, string]>([
    ["a number", 14155552671, "to is a number: pass text, such as"],
    ["a bigint", 14155552671n, "to is a number: pass text, such as"],
    ["a list", ["+14155552671"], "to is a list: send to each alone"],
    ["nothing", undefined, "to is missing: pass the recipient"],
    ["null", null, "to is missing: pass a phone number"],
    ["a flag", true, "to must be a phone number"],
    ["an empty object", {}, "the object has none of these keys"],
    [
      "a BSUID in wa_id",
      { wa_id: "US.13491208655302741918" },
      "to.wa_id is a business-scoped user id: pass it as { user_id }",
    ],
    [
      "a number in wa_id",
      { wa_id: 14155552671 },
      "to.wa_id must be the digits from the `wa_id` of a webhook, as text",
    ],
    [
      "a phone number in user_id",
      { user_id: "+14155552671" },
      "to.user_id must be a business-scoped user id",
    ],
  ])("%s", async (_, recipient, sentence) => {
    const issues = await refusal(messages.sendText({ to: recipient as string, body: "Hello" }));
    expect(issues.join()).toContain(sentence);
  });
});

test.each([
  [{ to, name: "a" }, "language is missing: pass a code such as"],
  [{ to, name: "a", language: "en-US" }, "language must be a language code such as en or en_US"],
])("a template's language: %j", async (input, sentence) => {
  expect((await refusal(messages.sendTemplate(input as never))).join()).toContain(sentence);
});

test.each([
  [undefined, 'template.language is missing: pass { code: "en_US" }'],
  ["en_US", 'template.language must be an object: pass { code: "en_US" }'],
])("a template's language in Meta's form: %j", async (language, sentence) => {
  const message = { to, type: "template", template: { name: "a", language } };
  expect((await refusal(messages.send(message as never))).join()).toContain(sentence);
});

test.each([
  "https://graph.facebook.com/v26.0",
  "https://graph.facebook.com/v26.0/",
  "http://127.0.0.1:4004/v1.0",
])("a base URL with a version: %s", (baseUrl) => {
  const create = () => new WhatsAppClient({ accessToken: "EAA", phoneNumberId: "1", baseUrl });
  expect(create).toThrow("`baseUrl` must not contain a version: set `apiVersion` instead");
});

test.each([
  ["1234567890", "is a media id: pass an upload handle"],
  ["https://example.com/a.png", "is a URL: pass an upload handle"],
  ["", "must be an upload handle"],
])("a header's sample that is no handle: %s", async (sample, sentence) => {
  const template = {
    name: "a",
    language: "en_US",
    category: "MARKETING",
    components: [
      { type: "HEADER", format: "IMAGE", example: { header_handle: [sample] } },
      { type: "BODY", text: "Hi" },
    ],
  };
  const issues = await refusal(templates.create(template as never));
  expect(issues.join()).toContain(`components.0.example.header_handle.0 ${sentence}`);
});

test.each([
  [{ flow_cta: "Go 🎉" }, "flow_cta must not contain emoji"],
  [{ flow_cta: "x".repeat(31) }, "flow_cta must be at most 30 characters"],
  [{ flow_id: undefined }, "flow_id is missing"],
  [{ flow_name: "b" }, "flow_name conflicts with `flow_id`"],
  [{ flow_action: "open" }, "flow_action"],
  [{ flow_action_payload: { data: {} } }, "flow_action_payload.data must not be empty"],
])("a Flow against its limits: %j", async (parts, sentence) => {
  const flow = { to, body: "Book a slot", flow_id: "123", flow_cta: "Book", ...parts };
  expect((await refusal(messages.sendFlow(flow as never))).join()).toContain(sentence);
});

test.each(["text", "bytes", "object"])("the App Dashboard's sample of a field, as %s", (form) => {
  const sample = { field: "messages", value: { messaging_product: "whatsapp", messages: [] } };
  const text = JSON.stringify(sample);
  const input = form === "text" ? text : form === "bytes" ? new TextEncoder().encode(text) : sample;
  expect(() => parseWebhook(input)).toThrow(WebhookPayloadError);
  expect(() => parseWebhook(input)).toThrow(/sample of the App Dashboard: a webhook has it .* `changes`/);
});

test("none of this leaves", () => {
  expect(requests).toHaveLength(0);
});
