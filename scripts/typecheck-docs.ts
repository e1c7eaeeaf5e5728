// Type-checks every TypeScript block in the Markdown pages: code that readers copy must compile. A failure names the
// page and line.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { entries } from "./entries.ts";
import { codeBlocks, pages } from "./pages.ts";

/** Matches the location of a compiler error in a block. */
const place = /^\S*?([\w-]+\.ts)\((\d+),(\d+)\)/gm;
const folder = "node_modules/.cache/wacloud-docs";
const blocks = pages().flatMap(codeBlocks);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { file, code } of blocks) writeFileSync(`${folder}/${file}`, `${code}\nexport {};\n`);
writeFileSync(`${folder}/frameworks.d.ts`, frameworks());
writeFileSync(
  `${folder}/tsconfig.json`,
  JSON.stringify({
    extends: "../../../tsconfig.json",
    compilerOptions: { paths: sourcePaths(), skipLibCheck: true },
    include: ["*.ts", "../../../src/**/*.d.ts"],
    exclude: [],
  }),
);

const tsc = "node_modules/typescript-7/bin/tsc";
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [tsc, "--noEmit", "--pretty", "false", "-p", folder],
  { encoding: "utf8" },
);
console.log(
  status === 0 ? `${blocks.length} code blocks compile` : `${stdout}${stderr}`.replace(place, onPage),
);
process.exitCode = status ?? 1;

/** The place on its page of a place in a block. */
function onPage(found: string, file: string, line: string, column: string): string {
  const block = blocks.find((one) => one.file === file);
  return block === undefined ? found : `${block.page}:${block.line + Number(line)}:${column}`;
}

/** The types of what blocks import but is not here: frameworks, and the reader's own app. */
function frameworks(): string {
  return `declare module "@/app/webhook/route" {
  export const POST: (request: Request) => Promise<Response>;
}

declare module "next/server" {
  export function after<T>(task: Promise<T> | (() => T | Promise<T>)): void;
}

interface DurableObjectNamespace<T> {
  idFromName(name: string): unknown;
  get(id: unknown): T;
}

declare module "cloudflare:workers" {
  interface Storage {
    get<T>(key: string): Promise<T | undefined>;
    put(key: string, value: unknown): Promise<void>;
    setAlarm(time: number): Promise<void>;
    deleteAll(): Promise<void>;
  }
  export class DurableObject {
    ctx: { storage: Storage };
    alarm?(): Promise<void>;
  }
}
`;
}

/** The entries as seen from the folder of the blocks. */
function sourcePaths(): Record<string, string[]> {
  return Object.fromEntries(entries.map(({ name, source }) => [name, [`../../../${source}`]]));
}
