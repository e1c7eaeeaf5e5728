import { defineConfig, type Options } from "tsup";
import { entries } from "./scripts/entries.ts";

const entry = Object.fromEntries(entries.map(({ output, source }) => [output, source]));

/**
 * No entry, but built like one: code that a client needs comes to stand in other files than code that only `index.ts`
 * exports, and bundlers leave out, or load late, whole files.
 */
const apart = { client: "src/client.ts" };

/** What only the command line stands on; in the other entries a test forbids it. */
const forTheCli = /^(commander|@clack\/|fast-string-|fast-wrap-ansi|sisteransi|yocto)/;

/** Classes that only wacloud constructs do not show with what: it would bring half of the inside with it. */
const declarations = { compilerOptions: { stripInternal: true } };

const shared: Options = {
  entry,
  target: "es2022",
  platform: "neutral",
  splitting: true,
  treeshake: false,
  dts: declarations,
  // Everything we stand on travels inside the package: installing wacloud installs one package.
  noExternal: [
    /^(ky|p-retry|bottleneck|zod|libphonenumber-js|is-network-error|@noble\/hashes)(\/|$)/,
    forTheCli,
  ],
  external: [/^node:/],
  removeNodeProtocol: false,
};

export default defineConfig([
  {
    ...shared,
    entry: { ...entry, ...apart, cli: "src/cli/main.ts" },
    dts: { ...declarations, entry },
    format: "esm",
    onSuccess: "node scripts/minify-cli.ts",
    esbuildOptions: (options) => {
      options.mainFields = ["module", "main"]; // sisteransi has no exports
    },
  },
  { ...shared, format: "cjs" },
]);
