import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { graphApiVersion } from "../../src/core/version.ts";

test("`npm run version` writes the version into the code, and the Graph API version into the changelog", () => {
  const cwd = mkdtempSync(join(tmpdir(), "wacloud-version-"));
  mkdirSync(join(cwd, "src/core"), { recursive: true });
  cpSync("src/core/version.ts", join(cwd, "src/core/version.ts"));
  writeFileSync(join(cwd, "package.json"), '{ "version": "3.2.1" }');
  writeFileSync(
    join(cwd, "package-lock.json"),
    '{ "version": "3.2.0", "packages": { "": { "version": "3.2.0" } } }',
  );
  const older = "## 3.2.0\n\nGraph API v24.0.\n";
  writeFileSync(
    join(cwd, "CHANGELOG.md"),
    `# wacloud\n\n## 3.2.1\n\n### Patch Changes\n\n- One.\n\n${older}`,
  );

  for (const _ of ["once", "and again"])
    execFileSync(process.execPath, [join(process.cwd(), "scripts/version.ts")], { cwd });

  const changelog = readFileSync(join(cwd, "CHANGELOG.md"), "utf8");
  const code = readFileSync(join(cwd, "src/core/version.ts"), "utf8");
  const lock = JSON.parse(readFileSync(join(cwd, "package-lock.json"), "utf8"));
  rmSync(cwd, { recursive: true });
  expect(changelog).toBe(
    `# wacloud\n\n## 3.2.1\n\nGraph API ${graphApiVersion}.\n\n### Patch Changes\n\n- One.\n\n${older}`,
  );
  expect(lock).toEqual({ version: "3.2.1", packages: { "": { version: "3.2.1" } } });
  expect(code).toContain('const version = "3.2.1"');
  expect(code).toContain(`const graphApiVersion = "${graphApiVersion}"`);
});
