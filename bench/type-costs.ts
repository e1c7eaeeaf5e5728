import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Programs by name, each as its lines. */
export type Programs<Name extends string> = Readonly<Record<Name, readonly string[]>>;

/** One compiler's times in milliseconds, by program, the best of several rounds each. */
export type TypeCosts<Name extends string> = { compiler: string } & Record<Name, number>;

const root = fileURLToPath(new URL("..", import.meta.url));

/** Compiles each program with each compiler. The package must have been built with its declarations. */
export function measureTypes<Name extends string>(
  programs: Programs<Name>,
  compilers: readonly string[],
  rounds = 7,
): TypeCosts<Name>[] {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-types-"));
  const names = Object.keys(programs) as Name[];
  try {
    for (const name of names) {
      writeFileSync(join(folder, `${name}.ts`), programs[name].join("\n"));
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(settings(`${name}.ts`)));
    }
    return compilers.map((compiler) => {
      const times = bestTimes(names, rounds, (name) => compile(compiler, folder, name));
      return { compiler: readVersion(compiler), ...times };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readVersion(compiler: string): string {
  const { stdout } = spawnSync(process.execPath, [findCompiler(compiler), "--version"], { encoding: "utf8" });
  return stdout.trim().replace("Version", "TypeScript");
}

const settings = (file: string) => ({
  compilerOptions: {
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    paths: {
      wacloud: [join(root, "dist/index.d.ts")],
      "wacloud/flows": [join(root, "dist/flows.d.ts")],
    },
  },
  files: [file],
});

const findCompiler = (compiler: string) => join(root, "node_modules", compiler, "bin/tsc");

/** Other processes only ever make it worse, so the best round counts; and every round has every program once. */
function bestTimes<Name extends string>(
  names: readonly Name[],
  rounds: number,
  action: (name: Name) => void,
): Record<Name, number> {
  const best = Object.fromEntries(names.map((name) => [name, Infinity])) as Record<Name, number>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const started = performance.now();
      action(name);
      best[name] = Math.min(best[name], performance.now() - started);
    }
  }
  return best;
}

function compile(compiler: string, folder: string, program: string): void {
  const { status, stdout } = spawnSync(
    process.execPath,
    [findCompiler(compiler), "-p", join(folder, `${program}.json`)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${program} does not compile: ${stdout.slice(0, 2000)}`);
}
