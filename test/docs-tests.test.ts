import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { codeBlocks, pages } from "../scripts/pages.ts";
import { cloud, customer, forge, freePort, start, startProgram } from "./examples/cloud.ts";
import { missingProgram } from "./support/databases.ts";

// The tests that the pages show pass, with the package as it was built, and their bots in other languages work.

/** Inside the package, so that what is in it finds the package by its name. */
const folder = resolve(".cache/docs-tests");
const page = readFileSync("docs/testing.md", "utf8");

beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Puts the page's block in this language into a file, for a port that is free. */
function writeBot(language: string, file: string, port: number): void {
  const [, code = ""] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(page) ?? [];
  writeFileSync(join(folder, file), code.replaceAll("3000", String(port)));
}

const bots = [
  { language: "python", file: "bot.py", program: "python3", missing: missingProgram("python3", "python3") },
  { language: "php", file: "bot.php", program: "php", missing: missingProgram("php", "php-cli") },
];

describe.each(bots)("the bot in $language", ({ language, file, program, missing }) => {
  test.skipIf(missing)(
    "verifies its webhook, repeats what it is told, and takes nothing forged",
    async () => {
      const port = await freePort();
      writeBot(language, file, port);
      const [, words = ""] = new RegExp(`^${program} (.*${file})$`, "m").exec(page) ?? [];
      const { simulator, env } = await cloud({ openWindow: false });
      startProgram(program, words.replace("3000", String(port)).split(" "), { env, cwd: folder });
      const url = `http://127.0.0.1:${port}/webhook`;
      await vi.waitFor(() => simulator.subscribe(url), 120_000);
      const ana = simulator.user(customer);
      await ana.sends("olá, tudo bem? 🎉");
      await ana.waitFor("You said: olá, tudo bem? 🎉", { timeoutMs: 60_000 });
      expect(await forge(url)).toBe(401);
      expect((await fetch(`${url}?hub.mode=subscribe&hub.challenge=42&hub.verify_token=wrong`)).status).toBe(
        403,
      );
    },
  );
});

test.skipIf(bots[0]?.missing)("the tests of the pages pass", async () => {
  const port = await freePort();
  writeBot("python", "bot.py", port);
  const route = join(folder, "app/webhook/route.ts");
  mkdirSync(dirname(route), { recursive: true });
  copyFileSync("examples/next/app/webhook/route.ts", route);
  const tests = pages()
    .flatMap(codeBlocks)
    .filter(({ code }) => code.includes('from "vitest"'));
  expect(tests.length).toBeGreaterThan(3);
  for (const { file, code } of tests) writeFileSync(join(folder, toTestFile(file)), toTest(code, port));
  const patience = { testTimeout: 300_000, hookTimeout: 300_000 };
  const config = { resolve: { alias: { "@": folder } }, test: { include: ["*.test.ts"], ...patience } };
  writeFileSync(join(folder, "vitest.config.mjs"), `export default ${JSON.stringify(config)};`);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/VITEST|^TEST$/.test(name)));
  const vitest = resolve("node_modules/vitest/vitest.mjs");
  const words = [vitest, "run", "--root", folder, "--reporter=default"];
  const { ended, printed } = start(words, { env, cwd: folder });
  expect(await ended, printed()).toBe(0);
});

const toTestFile = (file: string): string => file.replace(/\.ts$/, ".test.ts");

/** Vitest only takes files that have a test. */
function toTest(code: string, port: number): string {
  const hasTest = /^test\(/m.test(code);
  const whole = hasTest ? code : `${code}\nimport { test } from "vitest";\ntest("runs", () => undefined);\n`;
  return whole
    .replaceAll("127.0.0.1:3000", `127.0.0.1:${port}`)
    .replace("timeout: 10_000", "timeout: 120_000");
}
