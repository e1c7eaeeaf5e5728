// Makes one script and one style sheet of `src/page/`, and puts them into the module `src/page/assets.ts`.
import { globSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build, type Plugin as EsbuildPlugin } from "esbuild";
import type { Plugin } from "vitest/config";

const placeholder = /src[\\/]page[\\/]assets\.ts$/;

/** The source of the module that stands in for the placeholder. */
async function bundle(): Promise<{ code: string; metafile: unknown }> {
  const { outputFiles, metafile } = await build({
    entryPoints: ["src/page/main.tsx", "src/page/style/page.css"],
    outdir: "page",
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    logLevel: "error",
  });
  const pack = (ending: string): string => {
    const file = outputFiles.find(({ path }) => path.endsWith(ending));
    return gzipSync(file?.contents ?? "", { level: 9 }).toString("base64");
  };
  const assets = { script: pack(".js"), style: pack(".css") };
  return { code: `export const assets = ${JSON.stringify(assets)};`, metafile };
}

/** For esbuild, and so for tsup. Leaves the list of what the page is made of beside those of tsup. */
export const pageForEsbuild = (): EsbuildPlugin => ({
  name: "page",
  setup({ onLoad }) {
    onLoad({ filter: placeholder }, async () => {
      const { code, metafile } = await bundle();
      mkdirSync("dist", { recursive: true });
      writeFileSync("dist/metafile-page.json", JSON.stringify(metafile));
      return { contents: code, loader: "js" };
    });
  },
});

/** When a file of the page was changed last. */
const changedAt = (): number =>
  Math.max(...globSync("src/page/**/*.*").map((file) => statSync(file).mtimeMs));

/** For Vite, and so for Vitest, which runs from the sources and keeps what it loaded until its key changes. */
export const pageForVite = (): Plugin => ({
  name: "page",
  configureVitest: ({ defineCacheKeyGenerator }) =>
    defineCacheKeyGenerator(({ id }) => (placeholder.test(id) ? String(changedAt()) : undefined)),
  async load(id) {
    return placeholder.test(id) ? (await bundle()).code : undefined;
  },
});
