import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

export interface Import {
  /** The file that imports, from the root of the project. */
  file: string;
  /** What it imports: a file, from the root as well, or a module as it is written there. */
  target: string;
}

/** Every import of a file, as TypeScript's scanner finds it: static, re-exported, lazy, and of types alone. */
export function readImports(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"));
  return importedFiles.map(({ fileName }) => {
    return { file, target: fileName.startsWith(".") ? join(dirname(file), fileName) : fileName };
  });
}

/** For each file on a cycle the shortest one, and each cycle once: `a.ts > b.ts > a.ts`. */
export function findCycles(imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { file, target } of imports) targets.set(file, [...(targets.get(file) ?? []), target]);
  const cycles = [...targets.keys()]
    .map((file) => findCycle(file, targets))
    .filter((cycle) => cycle.length > 0);
  return [...new Set(cycles.map((cycle) => [...cycle, cycle[0]].join(" > ")))];
}

/** The shortest way from a file back to itself, breadth first; empty when there is none. */
function findCycle(file: string, targets: ReadonlyMap<string, readonly string[]>): string[] {
  const paths = [[file]];
  const seen = new Set<string>();
  for (const path of paths) {
    for (const target of targets.get(path.at(-1) ?? "") ?? []) {
      if (target === file) return startAtFirstName(path);
      if (!seen.has(target)) paths.push([...path, target]);
      seen.add(target);
    }
  }
  return [];
}

/** A cycle has no first file: the one that the alphabet puts first makes two readings of it equal. */
function startAtFirstName(cycle: readonly string[]): string[] {
  const start = cycle.indexOf([...cycle].sort()[0] ?? "");
  return [...cycle.slice(start), ...cycle.slice(0, start)];
}
