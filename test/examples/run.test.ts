import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { afterTest, cloud, customer, start } from "./cloud.ts";

const { WHATSAPP_ACCESS_TOKEN: _, ...bare } = process.env;
const names = globSync("examples/*.ts").map((file) => basename(file, ".ts"));
const script = resolve("scripts/example.ts");

/** What `npm run example` does, in a folder with or without an `.env`. */
async function example(words: string[], dotEnv?: string) {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-"));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  if (dotEnv !== undefined) writeFileSync(join(folder, ".env"), dotEnv);
  const { ended, printed } = start([script, ...words], { env: bare, cwd: folder });
  return { exitCode: await ended, printed: printed() };
}

/** A program that hands a script to the shell. */
const runs = (shell: string) =>
  `process.exitCode = require("node:child_process").spawnSync("sh", ["-ec", ${JSON.stringify(shell)}], { stdio: "inherit" }).status`;

const template = readFileSync(".env.example", "utf8");

test("without a name, lists every example that can be started, with a description", async () => {
  const { exitCode, printed } = await example([]);
  expect(exitCode).toBe(0);
  const called = ["lambda-handler", "cloudflare-worker"];
  for (const name of names.filter((one) => !called.includes(one))) {
    expect(printed).toMatch(new RegExp(`^ +${name} +[A-Z].*[a-z]$`, "m"));
  }
  for (const name of called) expect(printed).not.toContain(name);
});

test("an unknown name prints the list and sets the exit code", async () => {
  const { exitCode, printed } = await example(["send-pigeon"]);
  expect(exitCode).toBe(1);
  expect(printed).toMatch(/^There is no example "send-pigeon"/);
  expect(printed).toContain("send-text");
});

test("without an .env, explains how to get one and names the missing variables", async () => {
  const { exitCode, printed } = await example(["send-text"]);
  expect(exitCode).toBe(1);
  expect(printed).toMatch(/copy \.env\.example/);
  expect(printed).toMatch(/WHATSAPP_ACCESS_TOKEN.*WHATSAPP_PHONE_NUMBER_ID/);
});

test("examples that a platform invokes are not started", async () => {
  const { exitCode, printed } = await example(["lambda-handler"]);
  expect(exitCode).toBe(1);
  expect(printed).toMatch(/called, by its platform/);
});

test("reads an .env made from .env.example, and passes arguments to the example", async () => {
  const { simulator, env } = await cloud();
  const filled = template.replace(/^(?:# )?(WHATSAPP_\w+)=.*$/gm, (line, name) => {
    return env[name] === undefined ? line : `${name}=${env[name]}`;
  });
  const { exitCode, printed } = await example(["send-text", customer], filled);
  expect({ exitCode, printed }).toEqual({ exitCode: 0, printed: `accepted as ${simulator.ledger[0]?.id}\n` });
  expect(simulator.user(customer).inbox).toHaveLength(1);
  const [, version] = /^# WHATSAPP_API_VERSION=(\S+)$/m.exec(template) ?? [];
  expect(simulator.requests[0]?.path.split("/")[1]).toBe(version);
});

test(".env.example lists every variable that is read, with a comment on where to find its value", () => {
  const sources = globSync("src/**/*.ts").map((file) => readFileSync(file, "utf8"));
  const read = new Set(sources.flatMap((source) => source.match(/"WHATSAPP_[A-Z_]+"/g) ?? []));
  const offered = Object.keys(parseEnv(template.replace(/^# (?=WHATSAPP_)/gm, "")));
  expect(offered.map((name) => `"${name}"`).sort()).toEqual([...read].sort());
  for (const name of offered) expect(template).toMatch(new RegExp(`^# \\S.*\n(?:# )?${name}=`, "m"));
  expect(Object.values(parseEnv(template)).filter((value) => value !== "")).toEqual([]); // no secret slipped in
});

test("every example can be copied: it imports the package by name, and no other file of this repository", () => {
  const copied = globSync([
    "examples/*.ts",
    "examples/{docker,tenants}/*.ts",
    "examples/next/{app,pages}/**/*.ts",
  ]);
  expect(copied.length).toBeGreaterThan(12);
  for (const file of copied) {
    const source = readFileSync(file, "utf8");
    const imports = [...source.matchAll(/from "([^"]+)"/g)].map(([, target]) => target);
    const outside = imports.filter((target) => target?.startsWith("..")); // a file beside it is copied with it
    expect({ file, outside }).toEqual({ file, outside: [] });
    expect({ file, isCommented: source.startsWith("// ") }).toEqual({ file, isCommented: true });
    const lines = source.trimEnd().split("\n").length;
    expect({ file, isShort: lines <= 50 }).toEqual({ file, isShort: true });
  }
});

test("in an empty project, the commands of the README run a copied example", async () => {
  const { simulator, env } = await cloud();
  const folder = mkdtempSync(join(tmpdir(), "wacloud-"));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync("examples/send-text.ts", join(folder, "send-text.ts"));
  const variables = Object.entries(env).filter(([name]) => name.startsWith("WHATSAPP_"));
  writeFileSync(join(folder, ".env"), variables.map((pair) => `${pair.join("=")}\n`).join(""));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(resolve("."), join(folder, "node_modules/wacloud"), "junction"); // what `npm install wacloud` would do

  const readme = readFileSync("examples/README.md", "utf8");
  const [, commands = ""] = /## In your own project[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(commands).toContain("\nnpm install wacloud\n");
  const shell = commands.replace("npm install wacloud", "").replace(/^node /m, `"${process.execPath}" `);
  const { ended, printed } = start(["-e", runs(shell)], { env: bare, cwd: folder });
  expect({ exitCode: await ended, printed: printed() }).toMatchObject({
    exitCode: 0,
    printed: expect.stringContaining(`accepted as ${simulator.ledger[0]?.id}\n`),
  });
});

test("the table lists every example", () => {
  const table = readFileSync("examples/README.md", "utf8");
  for (const name of names) expect(table).toContain(`(${name}.ts)`);
  for (const folder of ["demo", "docker", "next", "tenants"]) expect(table).toContain(`(${folder})`);
});
