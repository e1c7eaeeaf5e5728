// Type-checks every TypeScript block of README.md and docs/: what a reader copies must compile.
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const folder = "node_modules/.cache/wacloud-docs";
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const pages = ["README.md", ...globSync("docs/**/*.md")];
const blocks = pages.flatMap((page) =>
  [...readFileSync(page, "utf8").matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""], index) => ({
    page,
    index,
    code,
  })),
);
for (const { page, index, code } of blocks) {
  const name = `${page.replace(/\W+/g, "-")}-${index}.ts`;
  writeFileSync(`${folder}/${name}`, `${code}\nexport {};\n`);
}
const config = {
  extends: "../../../tsconfig.json",
  compilerOptions: { paths: sourcePaths(), skipLibCheck: true },
  include: ["*.ts", "../../../src/**/*.d.ts"],
  exclude: [],
};
writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(config));
const { status, stdout } = spawnSync(
  process.execPath,
  ["node_modules/typescript-7/bin/tsc", "--noEmit", "-p", folder],
  {
    encoding: "utf8",
  },
);
console.log(stdout || `${blocks.length} code blocks compile`);
process.exitCode = status ?? 1;

/** The entries as seen from the folder of the blocks. */
function sourcePaths(): Record<string, string[]> {
  const { compilerOptions } = JSON.parse(readFileSync("tsconfig.json", "utf8"));
  return Object.fromEntries(
    Object.entries(compilerOptions.paths as Record<string, string[]>).map(([entry, [file = ""]]) => [
      entry,
      [`../../.${file}`],
    ]),
  );
}
