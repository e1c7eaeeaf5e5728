import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import { type CodeBlock, codeBlocks, pages } from "../scripts/pages.ts";
import { accountFor } from "./support/docs-account.ts";

// What the pages show runs, on the simulator, with the package as it was built.

/** Inside the package, so that the blocks find it by its name. */
const folder = resolve(".cache/docs-run");
/** Where the blocks run: it holds the files that they name. */
const workplace = mkdtempSync(join(tmpdir(), "wacloud-docs-"));

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(workplace, "invoice.pdf"), "%PDF-1.4\n");
});

afterAll(() => {
  for (const done of [folder, workplace]) rmSync(done, { recursive: true, force: true });
});

const runnable = pages().map((page) => ({ page, blocks: codeBlocks(page).filter(canRun) }));

test.each(runnable.filter(({ blocks }) => blocks.length > 0))(
  "the code of $page runs",
  async ({ page, blocks }) => {
    const simulator = await accountFor(page);
    expect(await findFailures(blocks, simulator)).toBe("");
    await simulator.close();
  },
);

/** Not run: servers, which never end; frameworks and runners that are not here; what asks for a PIN of your own. */
function canRun({ code }: CodeBlock): boolean {
  return !/\blisten\(|next\/server|cloudflare:workers|from "vitest"|\.register\(/.test(code);
}

/** Runs blocks one after the other in one process, and tells which failed and how. */
async function findFailures(blocks: readonly CodeBlock[], simulator: Simulator): Promise<string> {
  for (const { file, code } of blocks) writeFileSync(join(folder, file), `${code}\nexport {};\n`);
  const list = blocks.map(({ file, page, line }) => [file, `${page}:${line}`]);
  const runner = join(folder, `run-${blocks[0]?.file.replace(".ts", ".mjs")}`);
  writeFileSync(
    runner,
    `for (const [file, place] of ${JSON.stringify(list)}) {
      await import("./" + file).catch((error) => console.error(place, error.stack));
    }`,
  );
  const { accessToken, phoneNumberId, businessAccountId, appId, baseUrl } = simulator.clientOptions;
  const { appSecret, verifyToken } = simulator.webhookOptions;
  const child = spawn(process.execPath, [runner, "+14155552671"], {
    cwd: workplace,
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      WHATSAPP_ACCESS_TOKEN: accessToken,
      WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
      WHATSAPP_BUSINESS_ACCOUNT_ID: businessAccountId,
      WHATSAPP_APP_ID: appId,
      WHATSAPP_API_BASE_URL: baseUrl,
      WHATSAPP_APP_SECRET: appSecret,
      WHATSAPP_WEBHOOK_VERIFY_TOKEN: verifyToken,
    },
  });
  let failures = "";
  child.stderr.on("data", (data) => {
    failures += data;
  });
  const [exitCode] = await once(child, "close");
  return exitCode === 0 ? failures : `${failures}\nexit code ${exitCode}`;
}
