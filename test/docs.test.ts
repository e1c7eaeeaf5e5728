import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test("docs/error-codes.md says what the table of codes says (npm run docs:errors writes it)", () => {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-docs-"));
  const file = join(folder, "error-codes.md");
  execFileSync(process.execPath, ["scripts/error-docs.ts", file]);
  expect(readFileSync("docs/error-codes.md", "utf8")).toBe(readFileSync(file, "utf8"));
  rmSync(folder, { recursive: true });
});

test("the README stays under 250 lines", () => {
  expect(readFileSync("README.md", "utf8").split("\n").length).toBeLessThan(250);
});
