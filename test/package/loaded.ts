import { readFileSync } from "node:fs";

interface Metafile {
  outputs: Record<string, { inputs: Record<string, unknown>; imports: { path: string; kind: string }[] }>;
}

/** Every source that loading a built file brings along: at once, or also on a first call. */
export function loaded(file: string, format: "esm" | "cjs", lazily: boolean): string[] {
  const outputs = { ...readOutputs(format), ...readOutputs(`mcp-${format}`) };
  const seen = new Set<string>();
  const visit = (path: string): void => {
    const output = outputs[path];
    if (output === undefined || seen.has(path)) return;
    seen.add(path);
    for (const { path: next, kind } of output.imports) {
      if (lazily || kind !== "dynamic-import") visit(next.replace(/^\.\//, "dist/"));
    }
  };
  visit(file.replace(/^\.\//, ""));
  return [...seen].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
}

/** What a build says about its files. The library of the Model Context Protocol is built apart. */
const readOutputs = (build: string): Metafile["outputs"] =>
  (JSON.parse(readFileSync(`dist/metafile-${build}.json`, "utf8")) as Metafile).outputs;
