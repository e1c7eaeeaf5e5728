// Bundles the library of the Model Context Protocol (src/mcp/library.ts) into a file of its own beside what tsup builds.
// It brings a zod of its own: sharing ours would add to what importing `wacloud` loads.
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { build, type Plugin } from "esbuild";

const source = resolve("src/mcp/library.ts");

/** For esbuild, and so for tsup. Leaves the list of what the file is made of beside those of tsup. */
export const mcpLibrary = (format: "esm" | "cjs"): Plugin => ({
  name: "mcp-library",
  setup({ onResolve, onEnd }) {
    const file = `mcp-library.${format === "esm" ? "js" : "cjs"}`;
    onResolve({ filter: /library\.ts$/ }, ({ path, resolveDir }) =>
      resolve(resolveDir, path) === source ? { path: `./${file}`, external: true } : undefined,
    );
    onEnd(async () => {
      const { metafile } = await build({
        entryPoints: [source],
        outfile: `dist/${file}`,
        bundle: true,
        // Its stack traces are never shown, and a third of the size is left.
        minify: true,
        metafile: true,
        format,
        target: "es2022",
        platform: "neutral",
        // The variant for every runtime: it checks JSON Schema without generating code, which Workers forbid.
        conditions: ["browser"],
        logLevel: "error",
      });
      mkdirSync("dist", { recursive: true });
      writeFileSync(`dist/metafile-mcp-${format}.json`, JSON.stringify(metafile));
    });
  },
});
