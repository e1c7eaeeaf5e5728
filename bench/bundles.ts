import { relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Table } from "./table.ts";

/** Programs that stand for a way to use wacloud. */
export const programs = {
  "send a text": {
    source: 'export { WhatsAppClient } from "./dist/index.js"',
    /** What sending a text loads after the import: the transport. */
    loads: /(^|\/)node_modules\/ky\/|\/distribution-[^/]+\.js$/,
  },
  "receive webhooks": {
    source: 'export { createWebhookHandler } from "./dist/webhooks.js"',
    loads: /(?!)/,
  },
};

interface Chunk {
  bytes: number;
  isEntry: boolean;
  inputs: string[];
  imports: { path: string; isLazy: boolean }[];
}

/** Kilobytes of a program, bundled, minified and gzipped: in one file, and split into what it loads as it goes. */
export async function bundleSize({ source, loads }: (typeof programs)[keyof typeof programs]) {
  const [whole] = await bundle(source, false);
  const chunks = await bundle(source, true);
  const loaded = reached(chunks, loads);
  const kilobytes = (some: Iterable<Chunk | undefined>) =>
    [...some].reduce((sum, chunk) => sum + (chunk?.bytes ?? 0), 0) / 1024;
  return { whole: kilobytes([whole?.[1]]), loaded: kilobytes(loaded) };
}

async function bundle(source: string, splitting: boolean): Promise<Map<string, Chunk>> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    splitting,
    metafile: true,
    format: "esm",
    platform: "neutral",
    outdir: ".",
    write: false,
    logLevel: "error",
  });
  const contents = new Map(outputFiles.map((file) => [relative(".", file.path), file.contents]));
  return new Map(
    Object.entries(metafile.outputs).map(([path, { entryPoint, inputs, imports }]) => [
      path,
      {
        bytes: gzipSync(contents.get(path) ?? new Uint8Array()).length,
        isEntry: entryPoint === "<stdin>",
        inputs: Object.keys(inputs),
        imports: imports.map(({ path, kind }) => ({ path, isLazy: kind === "dynamic-import" })),
      },
    ]),
  );
}

/** The chunks that the entry loads at once, and those it loads later that hold what `loads` names. */
function reached(chunks: ReadonlyMap<string, Chunk>, loads: RegExp): Set<Chunk> {
  const found = new Set<Chunk>();
  const visit = (chunk: Chunk | undefined): void => {
    if (chunk === undefined || found.has(chunk)) return;
    found.add(chunk);
    for (const { path, isLazy } of chunk.imports) {
      const next = chunks.get(path);
      if (!isLazy || next?.inputs.some((input) => loads.test(input))) visit(next);
    }
  };
  for (const chunk of chunks.values()) if (chunk.isEntry) visit(chunk);
  return found;
}

const limits: Record<keyof typeof programs, string> = {
  "send a text": "≤ 68 KB",
  "receive webhooks": "≤ 12 KB",
};

export async function bundles(): Promise<Table> {
  const rows: Record<string, string>[] = [];
  for (const [what, program] of Object.entries(programs)) {
    const { whole, loaded } = await bundleSize(program);
    rows.push({
      what,
      "one file": `${whole.toFixed(1)} KB`,
      "split: loaded": `${loaded.toFixed(1)} KB`,
      target: limits[what as keyof typeof programs],
    });
  }
  return { title: "Bundles by esbuild, minified and gzipped", rows };
}
