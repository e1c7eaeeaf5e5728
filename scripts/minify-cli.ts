// Halves the size of dist/cli.js. It is minified because nobody reads it and its stack traces are never shown.
import { readFileSync, writeFileSync } from "node:fs";
import { transform } from "esbuild";

const file = "dist/cli.js";
const { code } = await transform(readFileSync(file, "utf8"), {
  minify: true,
  format: "esm",
  target: "es2022",
});
writeFileSync(file, code);
