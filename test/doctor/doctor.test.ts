import { expect, test } from "vitest";
import { healthy, list, pick } from "./setup.ts";

test("says nothing about a healthy set-up, and looks at everything", async () => {
  const { findings } = await healthy();
  const found = await findings({ sendTo: "+14155552671" });
  console.log(found);
  expect(list(found)).toEqual([]);
});
