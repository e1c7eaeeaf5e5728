// Carries package.json's version into src/core/version.ts; runs after `changeset version`.
import { readFileSync, writeFileSync } from "node:fs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const file = "src/core/version.ts";
writeFileSync(file, readFileSync(file, "utf8").replace(/version = "[^"]*"/, `version = "${version}"`));
