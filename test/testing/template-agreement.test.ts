import { expect, test } from "vitest";
import { ApiError, type TemplateDefinition, ValidationError, WhatsAppClient } from "wacloud";
import { quiet } from "./support.ts";
import { templateKinds } from "./template-kind-cases.ts";
import { templateRules } from "./template-rule-cases.ts";
import { type Making, made, simple } from "./template-support.ts";

// The client and the simulator read Meta's rules each for itself. Where they differ, one of them is wrong.

/** What only Meta can tell: words that it may come to know, and what was uploaded to it. */
const onlyMetaKnows = [
  ..."a known language,a known sub_category,a known send_type,a known format,known components".split(","),
  ..."no unknown keys,no strange keys in a component,no package beside the apps".split(","),
  ..."no bid_spec any more,buttons that can be created,nothing in a header without values".split(","),
  ..."deep links in marketing only,a sample that was uploaded,a picture in an image".split(","),
  ..."a video in a video,a PDF in a document,a picture of 5 MB,an animation of 3.5 MB".split(","),
];

/** What becomes of a template that is created with the client: taken, or refused by it or by Meta. */
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

test.each([...templateRules, ...templateKinds])("both know: %s", async (rule, kept, broken) => {
  expect({ kept: await refuser(kept), broken: await refuser(broken) }).toEqual({
    kept: "nobody",
    broken: onlyMetaKnows.includes(rule) ? "Meta" : "the client",
  });
});

test("every rule that only Meta knows is one of the rules", () => {
  const rules = [...templateRules, ...templateKinds].map(([rule]) => rule);
  expect(onlyMetaKnows.filter((rule) => !rules.includes(rule))).toEqual([]);
});
