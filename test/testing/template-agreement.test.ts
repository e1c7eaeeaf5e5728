import { expect, test } from "vitest";
import { ApiError, type TemplateDefinition, ValidationError, WhatsAppClient } from "wacloud";
import { quiet } from "./support.ts";
import { templateKinds } from "./template-kind-cases.ts";
import { templateRules } from "./template-rule-cases.ts";
import { type Making, made, simple } from "./template-support.ts";

// Client and simulator implement Meta's rules independently. If they differ, one of them is wrong.

/** Rules that only Meta can check: values that it may add later, and its uploads. */
const onlyMetaChecks = [
  "a known language",
  "a known sub_category",
  "a known send_type",
  "a known format",
  "known components",
  "no unknown keys",
  "no unknown keys in a component",
  "no package beside the apps",
  "no bid_spec",
  "buttons that can be created",
  "no example in a header without values",
  "deep links in marketing only",
  "a sample that was uploaded",
  "an image in an image header",
  "a video in a video header",
  "a PDF in a document header",
  "an image of 5 MB",
  "an animation of 3.5 MB",
];

/** The outcome of creating a template with the client: accepted, or refused by the client or by Meta. */
async function refuser(making: Making): Promise<string> {
  const simulator = quiet();
  const client = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
  const template = { ...simple, name: "news", ...(await made(simulator, making)) };
  const requests = simulator.requests.length;
  try {
    await client.templates.create(template as TemplateDefinition);
    return "nobody";
  } catch (error) {
    if (error instanceof ApiError) return "Meta";
    expect(error).toBeInstanceOf(ValidationError);
    expect(simulator.requests.length).toBe(requests);
    return "the client";
  }
}

test.each([...templateRules, ...templateKinds])("both check: %s", async (rule, kept, broken) => {
  expect({ kept: await refuser(kept), broken: await refuser(broken) }).toEqual({
    kept: "nobody",
    broken: onlyMetaChecks.includes(rule) ? "Meta" : "the client",
  });
});

test("every rule that only Meta checks exists", () => {
  const rules = [...templateRules, ...templateKinds].map(([rule]) => rule);
  expect(onlyMetaChecks.filter((rule) => !rules.includes(rule))).toEqual([]);
});
