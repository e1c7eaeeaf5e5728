import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { commandLine } from "../support/command.ts";
import { freePort, startCommand } from "../support/running-command.ts";
import { hasTerminal, runInTerminal } from "../support/terminal.ts";

const command = resolve("dist/cli.js");
const run = promisify(execFile);

const frameworks = ["express", "fastify", "hono", "next", "workers", "lambda"];

/** A folder inside this repository, where a project finds the libraries that are installed here; gone after the test. */
function folderInside(): string {
  mkdirSync(".cache", { recursive: true });
  const folder = mkdtempSync(resolve(".cache/init-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new project. */
async function create(framework: string): Promise<string> {
  const folder = folderInside();
  await run(process.execPath, [command, "init", "my-bot", "--framework", framework], { cwd: folder });
  return join(folder, "my-bot");
}

/** A new project that finds the built wacloud, as if it had been installed. */
async function install(framework: string): Promise<string> {
  const project = await create(framework);
  mkdirSync(join(project, "node_modules"));
  symlinkSync(process.cwd(), join(project, "node_modules/wacloud"), "dir");
  return project;
}

const readManifest = (project: string) => JSON.parse(readFileSync(join(project, "package.json"), "utf8"));

test.each(frameworks)("a bot on %s type-checks, and its tests pass", async (framework) => {
  const project = await install(framework);
  const tsc = resolve("node_modules/typescript-7/bin/tsc");
  const { stdout } = await run(process.execPath, [tsc, "--pretty", "false"], { cwd: project }).catch(
    (error) => error,
  );
  expect(stdout).toBe("");
  const { scripts } = readManifest(project);
  const tested = await run(process.execPath, scripts.test.replaceAll('"', "").split(" ").slice(1), {
    cwd: project,
  });
  expect(tested.stdout).toMatch(/pass 2\n.* fail 0\n/);
});

/** How `npm run dev` starts the app beside the simulator: the words after `--`, without the watch that restarts it. */
const readStart = (project: string): string[] =>
  readManifest(project)
    .scripts.dev.split(" -- ")[1]
    .split(" ")
    .filter((word: string) => word !== "--watch");

test.each(["express", "fastify", "hono", "lambda"])(
  "a bot on %s answers beside the simulator, which starts it, and both end on Ctrl-C",
  async (framework) => {
    const project = await install(framework);
    const port = String(await freePort());
    const [, ...words] = readStart(project);
    const webhook = `http://127.0.0.1:${port}/webhook`;
    const running = startCommand(
      ["simulator", "--port", "0", "--webhook", webhook, "--", process.execPath, ...words],
      { cwd: project, env: { PORT: port } },
    );
    const [, page = ""] = /Chat page: (\S+)/.exec(await running.until(/Webhook verified/)) ?? [];
    expect(running.printed()).not.toMatch(/tried again|WHATSAPP_ACCESS_TOKEN/);
    const { id } = await act(page, { action: "addCustomer", address: "+5511987654321", name: "Ana" });
    await act(page, { action: "send", customer: id, content: { type: "text", text: { body: "Hello" } } });
    await running.until(/call +POST messages \(text\) +200/);
    expect(await running.interrupt()).toBe(0);
    await expect(fetch(webhook)).rejects.toThrow();
  },
);

const asked = "hub.mode=subscribe&hub.challenge=4711&hub.verify_token=pass-word";

test.each([
  ["next", `(await import("./app/webhook/route.ts")).GET(request).then((answer) => answer.text())`],
  [
    "workers",
    `(await import("./src/worker.ts")).default.fetch(request, process.env).then((answer) => answer.text())`,
  ],
  ["lambda", `(await import("./src/handler.ts")).handler(event).then((answer) => answer.body)`],
])("the entry of a bot on %s answers WhatsApp's verification", async (framework, call) => {
  const project = await install(framework);
  const script = `
    const request = new Request("https://example.com/webhook?${asked}");
    const event = { version: "2.0", requestContext: { http: { method: "GET" } }, headers: {},
      queryStringParameters: Object.fromEntries(new URLSearchParams("${asked}")) };
    console.log(await ${call});`;
  const env = {
    PATH: process.env.PATH,
    WHATSAPP_ACCESS_TOKEN: "token",
    WHATSAPP_PHONE_NUMBER_ID: "106540352242922",
    WHATSAPP_APP_SECRET: "secret",
    WHATSAPP_WEBHOOK_VERIFY_TOKEN: "pass-word",
  };
  const words = ["--input-type=module", "--eval", script];
  const { stdout } = await run(process.execPath, words, { cwd: project, env });
  expect(stdout).toBe("4711\n");
});

/** Does something at the simulator's page. */
async function act(page: string, action: object): Promise<{ id?: string }> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${page}/_/actions`, { method: "POST", headers, body: JSON.stringify(action) });
  return answer.json() as Promise<{ id?: string }>;
}

test("the versions of libraries are those that this release is tested with", async () => {
  const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
  const next = read("examples/next/package.json");
  const known = { ...next.dependencies, ...next.devDependencies, ...read("package.json").devDependencies };
  for (const framework of frameworks) {
    const { dependencies, devDependencies } = readManifest(await create(framework));
    const { wacloud, wrangler: _, ...others } = { ...dependencies, ...devDependencies };
    expect(wacloud).toBe(`^${read("package.json").version}`);
    for (const [name, range] of Object.entries(others))
      expect([name, range]).toEqual([name, `^${known[name]}`]);
  }
});

test("every framework has its entry, its scripts and its way out; nothing is left to fill in", async () => {
  for (const framework of frameworks) {
    const project = await create(framework);
    const paths = readdirSync(project, { recursive: true, encoding: "utf8" });
    expect(paths).toEqual(
      expect.arrayContaining([".env.example", ".gitignore", "README.md", "src/bot.ts", "test/bot.test.ts"]),
    );
    for (const path of paths.filter((name) => /\.\w+$/.test(name)))
      expect(readFileSync(join(project, path), "utf8")).not.toContain("{{");
    const { name, scripts } = readManifest(project);
    expect(name).toBe("my-bot");
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["dev", "test", "typecheck"]));
    const readme = readFileSync(join(project, "README.md"), "utf8");
    const named = [...readme.matchAll(/npm run ([a-z]+)/g)].map(([, script]) => script);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, path = ""]) => path);
    const targets = links.map((path) => path.replace("node_modules/wacloud", process.cwd()));
    expect(targets.filter((path) => !existsSync(resolve(project, path)))).toEqual([]);
  }
});

test("a directory that is not empty is left alone, and what is in the way is named", async () => {
  const { folder, wacloud } = await commandLine({}, { installed: false });
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, "notes.txt"), "mine");
  const refused = await wacloud(["init", "--yes"]);
  expect(refused).toMatchObject({
    exitCode: 2,
    stdout: "",
    stderr: expect.stringContaining("It contains notes.txt."),
  });
  expect(readdirSync(folder).sort()).toEqual([".git", "notes.txt"]);
  expect(await wacloud(["init", "notes.txt", "--yes"])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("notes.txt"),
  });
});

test("--yes writes a bot on Express into this directory, also into a new repository", async () => {
  const { folder, wacloud } = await commandLine({}, { installed: false });
  mkdirSync(join(folder, ".git"));
  const { exitCode, stdout } = await wacloud(["init", "--yes"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^A bot on Express:\n.*\nnpm install\nnpm run dev\n/s);
  expect(stdout).not.toMatch(/^cd /m);
  expect(readManifest(folder).dependencies).toHaveProperty("express");
});

test("a name that npm does not allow is made one that it does", async () => {
  const { folder, wacloud } = await commandLine({}, { installed: false });
  await wacloud(["init", "_My Bot!", "--framework", "hono"]);
  expect(readManifest(join(folder, "_My Bot!")).name).toBe("my-bot");
});

test("where nobody can be asked, the options are named", async () => {
  const { folder, wacloud } = await commandLine({}, { installed: false });
  const { exitCode, stderr } = await wacloud(["init", "bot"]);
  expect(exitCode).toBe(2);
  for (const framework of frameworks) expect(stderr).toContain(framework);
  expect(await wacloud(["init", "bot", "--framework", "koa"])).toMatchObject({ exitCode: 2 });
  expect(readdirSync(folder)).toEqual([]);
});

test.runIf(hasTerminal)("in a terminal it asks for directory and framework", async () => {
  const { folder, variables } = await commandLine({}, { installed: false });
  const { exitCode } = await runInTerminal(
    "init",
    { cwd: folder, env: variables },
    async ({ sees, press }) => {
      await sees("Directory");
      press("\r");
      await sees("What does the bot run on?");
      press("\x1b[B\r");
    },
  );
  expect(exitCode).toBe(0);
  expect(readManifest(join(folder, "whatsapp-bot")).dependencies).toHaveProperty("fastify");
});

test.runIf(hasTerminal)("Ctrl-C at a question writes nothing", async () => {
  const { folder, variables } = await commandLine({}, { installed: false });
  const { exitCode, printed } = await runInTerminal(
    "init bot",
    { cwd: folder, env: variables },
    async ({ sees, press }) => {
      await sees("What does the bot run on?");
      press("\x03");
    },
  );
  expect(exitCode).toBe(1);
  expect(printed).toContain("Nothing was written.");
  expect(readdirSync(folder)).toEqual([]);
});
