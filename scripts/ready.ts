// Runs before a publish and stops it if the result could not be corrected afterwards.
import { readFileSync } from "node:fs";

const { version, repository } = JSON.parse(readFileSync("package.json", "utf8"));
const conditions: [string, boolean][] = [
  [
    'package.json has no "repository": npm compares it with where the package is built. Set it to the public repository.',
    repository !== undefined,
  ],
  [
    `CHANGELOG.md says nothing about ${version}: run \`npm run version\`, and commit what it changes.`,
    readFileSync("CHANGELOG.md", "utf8").includes(`\n## ${version}\n`),
  ],
];

const missing = conditions.filter(([, holds]) => !holds).map(([remedy]) => remedy);
for (const remedy of missing) console.error(`Not published: ${remedy}`);
process.exitCode = missing.length === 0 ? 0 : 1;
