import { expect, test } from "vitest";
import { defineTemplate } from "wacloud";
import { problems } from "../support/client.ts";

const order = defineTemplate({
  name: "order_ok",
  language: "en_US",
  category: "UTILITY",
  header: { format: "TEXT", text: "Hello {{1}}", example: "Ana" },
  body: { text: "Order {{1}} of {{2}} is on its way.", example: ["77", "Monday"] },
  footer: "Lucky Shop",
  buttons: [
    { type: "QUICK_REPLY", text: "Stop" },
    { type: "URL", text: "Track", url: "https://ex.test/t/{{1}}", example: "https://ex.test/t/77" },
    { type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" },
  ],
});

test("a definition has Meta's form", () => {
  expect(order.definition).toEqual({
    name: "order_ok",
    language: "en_US",
    category: "UTILITY",
    components: [
      { type: "HEADER", format: "TEXT", text: "Hello {{1}}", example: { header_text: ["Ana"] } },
      {
        type: "BODY",
        text: "Order {{1}} of {{2}} is on its way.",
        example: { body_text: [["77", "Monday"]] },
      },
      { type: "FOOTER", text: "Lucky Shop" },
      {
        type: "BUTTONS",
        buttons: [
          { type: "QUICK_REPLY", text: "Stop" },
          { type: "URL", text: "Track", url: "https://ex.test/t/{{1}}", example: ["https://ex.test/t/77"] },
          { type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" },
        ],
      },
    ],
  });
  expect(Object.isFrozen(order)).toBe(true);
});

test("named placeholders make a template with named parameters", () => {
  const { definition } = defineTemplate({
    name: "order_ok",
    language: "en_US",
    category: "UTILITY",
    body: {
      text: "Hi {{first_name}}, order {{order}} is on its way.",
      example: { first_name: "Ana", order: "77" },
    },
  });
  expect(definition).toEqual({
    name: "order_ok",
    language: "en_US",
    category: "UTILITY",
    parameter_format: "NAMED",
    components: [
      {
        type: "BODY",
        text: "Hi {{first_name}}, order {{order}} is on its way.",
        example: {
          body_text_named_params: [
            { param_name: "first_name", example: "Ana" },
            { param_name: "order", example: "77" },
          ],
        },
      },
    ],
  });
});

test("all broken rules are reported together, each at the path that the author wrote", () => {
  const broken = problems(() =>
    defineTemplate({
      name: "Order",
      language: "en_US",
      category: "UTILITY",
      header: "Hello",
      body: { text: "Hi {{1}} and {{3}}.", example: ["Ana"] },
      footer: "Bye {{1}}",
      buttons: [
        { type: "QUICK_REPLY", text: "x".repeat(26) },
        { type: "URL", text: "Track", url: "https://ex.test/{{1}}/t", example: "https://ex.test/7/t" },
        { type: "QUICK_REPLY", text: "Stop" },
      ],
      buton: [],
    } as never),
  );
  expect(Object.keys(broken).sort()).toEqual([
    "body.text",
    "buton",
    "buttons.0.text",
    "buttons.1.url",
    "buttons.2",
    "footer",
    "header",
    "name",
  ]);
  expect(broken["buttons.0.text"]).toBe("must be at most 25 characters; it has 26");
});

test("an error names the template", () => {
  expect(() =>
    defineTemplate({ name: "order_ok", language: "en_US", category: "UTILITY", body: " " }),
  ).toThrow("Invalid template order_ok: `body` must not be blank.");
});

test("values become components in order, with the indexes of the definition", () => {
  expect(order.fill({ header: "Ana", parameters: ["77", 5], buttons: [undefined, "77"] })).toEqual({
    name: "order_ok",
    language: { code: "en_US" },
    components: [
      { type: "header", parameters: [{ type: "text", text: "Ana" }] },
      {
        type: "body",
        parameters: [
          { type: "text", text: "77" },
          { type: "text", text: "5" },
        ],
      },
      { type: "button", sub_type: "url", index: "1", parameters: [{ type: "text", text: "77" }] },
    ],
  });
});

test.each([
  [{ a: "Ana" }, "parameters", /^must be a list in the order of the placeholders \(\{\{1\}\}, \{\{2\}\}\)/],
  [{ a: "Ana", b: "77" }, "parameters", /^must be a list in the order/],
  [["77", undefined], "parameters.1", /^is missing: expected a string or a finite number$/],
])("values %j for numbered placeholders are refused with the remedy", (parameters, path, message) => {
  const action = () => order.fill({ header: "Ana", parameters, buttons: [undefined, "77"] } as never);
  expect(problems(action)).toMatchObject({ [path]: expect.stringMatching(message) });
});

test("all invalid values are reported together, and never shown", () => {
  const action = () =>
    order.fill({ header: "secret".repeat(20), parameters: ["secret"], buttons: [], cards: [] } as never);
  expect(problems(action)).toEqual({
    header: "must leave the header at 60 characters or fewer; filled in, it has 126",
    parameters: "needs 2 values, one for each placeholder ({{1}}, {{2}}); got 1",
    "buttons.1": "is missing a value: the URL button at index 1 needs the end of its address",
    cards: "must be left out: the template has no cards",
  });
  expect(action).toThrow(expect.objectContaining({ message: expect.not.stringContaining("secret") }));
});
