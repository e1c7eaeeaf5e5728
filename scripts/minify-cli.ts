// Halves dist/cli.js: nobody reads it in an editor, and no stack of it is ever shown.
import { readFileSync, writeFileSync } from "node:fs";
import { transform } from "esbuild";

const file = "dist/cli.js";
const { code } = await transform(readFileSync(file, "utf8"), {
  minify: true,
  format: "esm",
  target: "es2022",
});
writeFileSync(file, code);
