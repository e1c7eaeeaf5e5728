import { expect, test } from "vitest";
import { quiet } from "./support.ts";
import { templateKinds } from "./template-kind-cases.ts";
import { templateRules } from "./template-rule-cases.ts";
import { bodyText, verdict } from "./template-support.ts";

test.each([...templateRules, ...templateKinds])("%s", async (_, kept, broken, code) => {
  expect({ kept: await verdict(quiet(), kept), broken: await verdict(quiet(), broken) }).toEqual({
    kept: "accepted",
    broken: code,
  });
});

test("an example for one parameter can be a plain string", async () => {
  const components = [{ ...bodyText, text: "Hi {{1}}!", example: { body_text: "Ana" } }];
  expect(await verdict(quiet(), { components })).toBe("accepted");
});
