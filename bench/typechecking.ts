import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Comparison, compared, type Table } from "./table.ts";

const consumer = `import { ApiError, WhatsAppClient } from "wacloud";
import { createWebhookHandler } from "wacloud/webhooks";

const whatsapp = WhatsAppClient.fromEnv();
export const handle = createWebhookHandler({
  appSecret: "s",
  verifyToken: "v",
  on: { "message.text": (event) => whatsapp.replyTo(event).sendText({ body: event.message.text.body }) },
});
export const category = (error: unknown) => (error instanceof ApiError ? error.category : undefined);
`;

/** A compiler's run over a program of ten lines, against one over a program without imports. */
export function typechecking(): Table {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-bench-"));
  mkdirSync(join(folder, "node_modules"));
  for (const [name, target] of [
    ["wacloud", "."],
    ["@types", "node_modules/@types"],
  ] as const) {
    symlinkSync(resolve(target), join(folder, "node_modules", name));
  }
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "consumer.ts"), consumer);
  writeFileSync(join(folder, "nothing.ts"), "export const nothing = process.pid;\n");
  const rows = ["typescript", "typescript-7"].map((compiler): Comparison => {
    const best = { consumer: Number.POSITIVE_INFINITY, nothing: Number.POSITIVE_INFINITY };
    for (let attempt = 0; attempt < 5; attempt += 1) {
      for (const file of ["nothing", "consumer"] as const) {
        best[file] = Math.min(best[file], compile(compiler, folder, `${file}.ts`));
      }
    }
    const what = compiler === "typescript" ? "TypeScript 6 (target ≤ 2.5 s)" : "TypeScript 7";
    return { what, wacloud: best.consumer, floor: best.nothing, unit: "s" };
  });
  rmSync(folder, { recursive: true });
  return compared(
    "tsc over a consumer of ten lines, skipLibCheck off, against a program without imports",
    rows,
  );
}

/** Seconds by the clock. */
function compile(compiler: string, cwd: string, file: string): number {
  const flags = ["--noEmit", "--strict", "--skipLibCheck", "false", "--target", "es2022", "--types", "node"];
  const modules = ["--module", "nodenext", "--moduleResolution", "nodenext", "--ignoreConfig"];
  const started = performance.now();
  const { status, stdout } = spawnSync(
    process.execPath,
    [resolve(`node_modules/${compiler}/bin/tsc`), ...flags, ...modules, file],
    { cwd, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stdout);
  return (performance.now() - started) / 1000;
}
