import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { test } from "vitest";
import { afterTest, cloud, customer, serve } from "./cloud.ts";

// Two of the projects that `wacloud init` writes, as their users have them: with the packed package and no other.

const run = promisify(execFile);
const installedNext = resolve("examples/next/node_modules");

/** A new project in a folder of its own, outside this repository. */
async function create(framework: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-scaffold-"));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  await run(process.execPath, [resolve("dist/cli.js"), "init", "bot", "--framework", framework], {
    cwd: folder,
  });
  return join(folder, "bot");
}

const npm = (cwd: string, ...words: string[]) =>
  run("npm", words, {
    cwd,
    env: { ...process.env, npm_config_loglevel: "error", NEXT_TELEMETRY_DISABLED: "1" },
  });

/** Packs this package into a folder. */
async function pack(folder: string): Promise<string> {
  const words = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [{ filename }] = JSON.parse((await npm(process.cwd(), ...words)).stdout);
  return join(folder, filename);
}

/** A customer writes to the bot, and gets its answer. */
async function chat(words: string[], project: string): Promise<void> {
  const { simulator, env } = await cloud({ openWindow: false });
  const { url } = await serve(words, { ...env, NODE_ENV: "production" }, project);
  await simulator.subscribe(`${url}/webhook`);
  const ana = simulator.user(customer);
  await ana.sends("Hello");
  await ana.waitFor("You wrote: Hello", { timeoutMs: 120_000 });
}

test("a bot on Express installs, type-checks, passes its tests, and answers", async () => {
  const project = await create("express");
  await npm(project, "install", "--prefer-offline", await pack(join(project, "..")));
  await npm(project, "run", "typecheck");
  await npm(project, "test");
  await chat(["src/server.ts"], project);
});

test("a bot on Next.js is built, passes its tests, and answers", async () => {
  if (!existsSync(installedNext)) throw new Error("Next is not installed: run `npm run examples`.");
  const project = await create("next");
  await linkTree(installedNext, join(project, "node_modules"));
  await npm(project, "run", "build");
  await npm(project, "run", "typecheck");
  await npm(project, "test");
  await chat([join(project, "node_modules/next/dist/bin/next"), "start"], project);
});

/** Next refuses to follow links out of its project. Hard links cost nothing; across file systems, a copy is needed. */
const linkTree = (from: string, to: string): Promise<unknown> =>
  run("cp", ["-al", from, to]).catch(() => cpSync(from, to, { recursive: true, force: true }));
