import { describe, expect, test } from "vitest";
import { defineTemplate, sourceOf, type Template, ValidationError, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { templateKinds } from "../support/template-kinds.ts";

/** What the account holds of a template, all of it. */
async function created(template: (typeof templateKinds)[number]): Promise<Template> {
  const whatsapp = new WhatsAppClient(createSimulator({ openWindow: true }).clientOptions);
  const { id } = await whatsapp.templates.create(template);
  const fields = [
    "name",
    "language",
    "category",
    "status",
    "components",
    "parameter_format",
    "sub_category",
    "message_send_ttl_seconds",
    "cta_url_link_tracking_opted_out",
    "is_primary_device_delivery_only",
  ] as const;
  return whatsapp.templates.get({ id, fields });
}

/** Samples of media come back as addresses: what they are does not matter here. */
const withoutSamples = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, inner) => (key === "header_handle" ? ["sample"] : inner));

describe("a created template reads back as an equivalent source", () => {
  test.each(templateKinds.map((template) => [template.name, template] as const))(
    "%s",
    async (_, template) => {
      const source = sourceOf(await created(template));
      const again = defineTemplate(source);
      expect(withoutSamples(again.definition)).toEqual(withoutSamples(template.definition));
    },
  );
});

const base = { id: "1", name: "old", language: "en_US", status: "APPROVED", category: "UTILITY" } as const;

test("the source omits Meta's own choices, and fields that no definition may contain", () => {
  const source = sourceOf({
    ...base,
    components: [
      { type: "BODY", text: "Tell us more." },
      {
        type: "BUTTONS",
        buttons: [
          {
            type: "FLOW",
            text: "Go",
            flow_id: 123,
            flow_action: "NAVIGATE",
            icon: "DEFAULT",
            flow_name: "f",
          },
        ],
      },
    ],
    parameter_format: "POSITIONAL",
    sub_category: "CUSTOM",
    cta_url_link_tracking_opted_out: false,
    is_primary_device_delivery_only: false,
    quality_score: { score: "GREEN" },
  });
  expect(source).toEqual({
    name: "old",
    language: "en_US",
    category: "UTILITY",
    body: "Tell us more.",
    buttons: [{ type: "FLOW", text: "Go", flow_id: "123", flow_action: "navigate" }],
  });
});

test("accepts lowercase types, and samples outside of lists", () => {
  const source = sourceOf({
    ...base,
    components: [
      {
        type: "header" as never,
        format: "text" as never,
        text: "Hi {{1}}",
        example: { header_text: "Ana" as never },
      },
      { type: "body" as never, text: "Order {{1}} it is.", example: { body_text: ["777"] as never } },
      {
        type: "buttons" as never,
        buttons: [
          { type: "copy_code" as never, example: ["250FF"] },
          {
            type: "url" as never,
            text: "Go",
            url: "https://example.com/{{1}}",
            example: ["https://example.com/1"],
          },
        ],
      },
    ],
  });
  expect(source).toMatchObject({
    header: { format: "TEXT", text: "Hi {{1}}", example: "Ana" },
    body: { text: "Order {{1}} it is.", example: ["777"] },
    buttons: [
      { type: "COPY_CODE", example: "250FF" },
      { type: "URL", example: "https://example.com/1" },
    ],
  });
});

test("the sample of a single placeholder may come without lists", () => {
  const sample = (body_text: unknown) =>
    defineTemplate(
      sourceOf({
        ...base,
        components: [
          { type: "BODY", text: "Order {{1}} it is.", example: { body_text: body_text as never } },
        ],
      }) as never,
    ).definition;
  expect(sample("777")).toEqual(sample([["777"]]));
  expect(sample(["777"])).toEqual(sample([["777"]]));
});

test("a component without a type is refused", () => {
  const components = [{ type: "BODY", text: "Look." }, { text: "?" }];
  expect(() => sourceOf({ ...base, components: components as never })).toThrow(
    "`components.1` has no `type`",
  );
});

test("headers and buttons of kinds new at Meta are kept unchanged", () => {
  const source = sourceOf({
    ...base,
    components: [
      { type: "HEADER", format: "COLLECTION", size: 3 },
      { type: "BODY", text: "Look." },
      { type: "BUTTONS", buttons: [{ type: "TELEPORT", text: "Go", where: "Mars" }] },
    ],
  });
  expect(source).toMatchObject({
    header: { format: "COLLECTION", size: 3 },
    buttons: [{ type: "TELEPORT", text: "Go", where: "Mars" }],
  });
});

test("components and categories that a source cannot express are refused together", () => {
  const album: Template = {
    ...base,
    category: "FREE_SERVICE",
    components: [{ type: "ALBUM" }, { type: "BODY", text: "Look." }],
  };
  expect(() => sourceOf(album)).toThrow(ValidationError);
  expect(() => sourceOf(album)).toThrow(/`category` is FREE_SERVICE.*`components\.0` is of type ALBUM/);
});
