import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { version } from "../../core/version.ts";
import { type Framework, type FrameworkName, frameworks, type Library, versions } from "./frameworks.ts";

/** A file of a project: its path, and its text. */
export type ProjectFile = readonly [path: string, text: string];

/** In the package, beside the folder that the command is built into. */
const scaffold = fileURLToPath(new URL("../scaffold/", import.meta.url));

/** Every file of a new project, sorted by path. A framework's own files replace shared ones. */
export function listFiles(name: string, chosen: FrameworkName): ProjectFile[] {
  const framework = frameworks[chosen];
  const fill = (text: string): string =>
    text
      .replaceAll("{{name}}", name)
      .replaceAll("{{framework}}", framework.title)
      .replaceAll("{{deploy}}", framework.deploy);
  const files = ["shared", chosen].flatMap((folder) => readFolder(join(scaffold, folder)));
  const all = new Map([...files, ["package.json", writeManifest(name, framework)] as const]);
  return [...all]
    .map(([path, text]) => [path, fill(text)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** npm leaves out some files whose name begins with a dot, so theirs begin with an underscore. */
const readFolder = (folder: string): ProjectFile[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => [path.replace(/^_/, "."), readFileSync(join(folder, path), "utf8")] as const);

function writeManifest(name: string, { dev, scripts, dependencies, devDependencies }: Framework): string {
  const manifest = {
    name,
    private: true,
    type: "module",
    engines: { node: ">=22.18" },
    scripts: {
      dev: `wacloud simulator --webhook http://127.0.0.1:3000/webhook --open -- ${dev}`,
      ...scripts,
      test: 'node --test "test/*.test.ts"',
      typecheck: "tsc",
    },
    dependencies: sortKeys({ ...withVersions(dependencies), wacloud: `^${version}` }),
    devDependencies: sortKeys(withVersions([...devDependencies, "@types/node", "typescript"])),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

const withVersions = (names: readonly Library[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, versions[name]]));

const sortKeys = (values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));

/** Writes new files; fails rather than replacing one. */
export function writeFiles(folder: string, files: readonly ProjectFile[]): void {
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx" });
  }
}
