import { dirname, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { type Plugin, rollup } from "rollup";
import type { Table } from "./table.ts";

/** Typical programs that use wacloud. */
export const programs: Record<"send a text" | "receive webhooks", { source: string; loads: RegExp }> = {
  "send a text": {
    source: 'export { WhatsAppClient } from "./dist/index.js"',
    /** The file that sending a text loads after the import: the transport. */
    loads: /\/distribution-[^/]+\.js$/,
  },
  "receive webhooks": {
    source: 'export { createWebhookHandler } from "./dist/webhooks.js"',
    loads: /(?!)/,
  },
};

type Program = (typeof programs)["send a text"];

/** The size of a program in KB, minified and gzipped: in one file, and only the chunks that it loads. */
export async function bundleSize(program: Program): Promise<{ whole: number; loaded: number }> {
  return { whole: await wholeSize(program), loaded: await loadedSize(program) };
}

/** Bundles with esbuild, as wrangler and the AWS CDK do. */
async function wholeSize({ source }: Program): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    write: false,
    logLevel: "error",
  });
  return kilobytes(outputFiles[0]?.contents ?? "");
}

/** Bundles with Rollup, as Vite does: dynamic imports become separate chunks, which count only if they are loaded. */
async function loadedSize({ source, loads }: Program): Promise<number> {
  const bundle = await rollup({ input: "program", plugins: [inMemory(source)] });
  const { output } = await bundle.generate({ format: "es" });
  const chunks = new Map(output.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file]] : [])));
  const loaded = new Set<string>();
  const visit = (name: string): void => {
    const chunk = chunks.get(name);
    if (chunk === undefined || loaded.has(name)) return;
    loaded.add(name);
    for (const next of chunk.imports) visit(next);
    for (const next of chunk.dynamicImports) {
      if (chunks.get(next)?.moduleIds.some((id) => loads.test(id))) visit(next);
    }
  };
  for (const chunk of chunks.values()) if (chunk.isEntry) visit(chunk.fileName);
  const sizes = [...loaded].map(async (name) => {
    const { code } = await transform(chunks.get(name)?.code ?? "", { minify: true, format: "esm" });
    return kilobytes(code);
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** A program in memory, as if it were in this folder. As package.json states, importing wacloud has no side effects. */
const inMemory = (source: string): Plugin => ({
  name: "in-memory",
  resolveId: (path, importer) => ({
    id: importer === undefined ? path : resolve(importer === "program" ? "." : dirname(importer), path),
    moduleSideEffects: importer === undefined,
  }),
  load: (id) => (id === "program" ? source : null),
});

const kilobytes = (code: string | Uint8Array): number => gzipSync(code).length / 1024;

const limits: Record<keyof typeof programs, string> = {
  "send a text": "≤ 68 KB",
  "receive webhooks": "≤ 15 KB",
};

export async function bundles(): Promise<Table> {
  const rows: Record<string, string>[] = [];
  for (const [what, program] of Object.entries(programs)) {
    const { whole, loaded } = await bundleSize(program);
    rows.push({
      what,
      "one file": `${whole.toFixed(1)} KB`,
      "split, what is loaded": `${loaded.toFixed(1)} KB`,
      target: limits[what as keyof typeof programs],
    });
  }
  return { title: "Bundles, minified and gzipped: in one file by esbuild, split by Rollup", rows };
}
