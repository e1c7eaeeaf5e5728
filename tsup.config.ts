import { defineConfig, type Options } from "tsup";
import { entries } from "./scripts/entries.ts";
import { mcpLibrary } from "./scripts/mcp-plugin.ts";
import { pageForEsbuild } from "./scripts/page-plugin.ts";

const entry = Object.fromEntries(entries.map(({ output, source }) => [output, source]));

/**
 * Not an entry, but built like one. It separates the code that a client needs from code that only `index.ts` exports:
 * bundlers omit, or load lazily, only whole files.
 */
const apart = { client: "src/client.ts" };

/** Dependencies of the command line. A test keeps them out of all other entries. */
const forTheCli = /^(commander|@clack\/|fast-string-|fast-wrap-ansi|sisteransi|yocto)/;

/** Hides the constructors of classes that only wacloud constructs: their types would expose half of the internals. */
const declarations = { compilerOptions: { stripInternal: true } };

const shared: Options = {
  entry,
  target: "es2022",
  platform: "neutral",
  splitting: true,
  treeshake: false,
  dts: declarations,
  // All dependencies are bundled: installing wacloud installs one package.
  noExternal: [/^(ky|p-retry|zod|libphonenumber-js|is-network-error|@noble\/hashes)(\/|$)/, forTheCli],
  external: [/^node:/],
  removeNodeProtocol: false,
};

export default defineConfig([
  {
    ...shared,
    entry: { ...entry, ...apart, cli: "src/cli/main.ts" },
    dts: { ...declarations, entry },
    format: "esm",
    esbuildPlugins: [pageForEsbuild(), mcpLibrary("esm")],
    onSuccess: "node scripts/minify-cli.ts",
    esbuildOptions: (options) => {
      options.mainFields = ["module", "main"]; // sisteransi has no exports
    },
  },
  { ...shared, esbuildPlugins: [pageForEsbuild(), mcpLibrary("cjs")], format: "cjs" },
]);
