import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entries } from "../../scripts/entries.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const folder = mkdtempSync(join(tmpdir(), "wacloud-"));
let tarball = "";

const npm = (cwd: string, ...words: string[]) => {
  const env = { ...process.env, npm_config_loglevel: "error" };
  return execFileSync("npm", words, { cwd, env, encoding: "utf8" });
};

/** An empty project with the packed package in it. */
function project(name: string, manifest: object): string {
  const cwd = join(folder, name);
  mkdirSync(cwd);
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ name, private: true, ...manifest }));
  npm(cwd, "install", "--offline", "--no-audit", "--no-fund", tarball);
  return cwd;
}

function run(cwd: string, file: string, source: string): unknown {
  writeFileSync(join(cwd, file), source);
  return JSON.parse(execFileSync(process.execPath, [file], { cwd, encoding: "utf8" }));
}

beforeAll(() => {
  const [packed] = JSON.parse(
    npm(process.cwd(), "pack", "--json", "--ignore-scripts", "--pack-destination", folder),
  );
  tarball = join(folder, packed.filename);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = entries.map(({ name }) => name);
const adapters = entries.filter(({ source }) => source.startsWith("src/adapters/"));

/** Loads every entry in a format's way, and uses what it loaded. */
const program = (load: (name: string) => string): string => `(async () => {
  const modules = { ${names.map((name) => `"${name}": ${load(name)}`).join(", ")} };
  const { wacloud, "wacloud/webhooks": webhooks, "wacloud/testing": testing } = modules;
  const simulator = testing.createSimulator({ openWindow: true });
  const whatsapp = new wacloud.WhatsAppClient(simulator.clientOptions);
  const ana = simulator.user("+5511987654321");
  const handled = [];
  const handler = webhooks.createWebhookHandler({
    ...simulator.webhookOptions,
    onEvent: (event) => void handled.push(event.type),
  });
  const sent = await whatsapp.messages.sendText({ to: "+5511987654321", body: "Hello" });
  const refused = await whatsapp.messages.sendText({ to: "4155552671", body: "Hello" }).catch((error) => error);
  const rawBody = JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: "1", changes: [{ field: "security", value: { display_phone_number: "1", event: "PIN_CHANGED" } }] }] });
  const signature = await webhooks.signPayload({ rawBody, appSecret: simulator.webhookOptions.appSecret });
  const reply = await handler({ method: "POST", query: {}, headers: { "x-hub-signature-256": signature }, rawBody });
  await whatsapp.close();
  await simulator.close();
  console.log(JSON.stringify({
    arrived: ana.inbox.length,
    accepted: simulator.ledger[0].id === sent.id,
    isPhoneNumberError: refused instanceof wacloud.PhoneNumberError,
    status: reply.status,
    handled,
    adapters: ${JSON.stringify(adapters)}.map(({ name, output }) => typeof modules[name][output + "Webhook"]),
  }));
})();`;
const expected = {
  arrived: 1,
  accepted: true,
  isPhoneNumberError: true,
  status: 200,
  handled: ["security"],
  adapters: adapters.map(() => "function"),
};

test("an empty ESM project installs one package and uses it", () => {
  const cwd = project("esm", { type: "module" });
  expect(readdirSync(join(cwd, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["wacloud"]);
  const output = run(
    cwd,
    "main.js",
    program((name) => `await import("${name}")`),
  );
  expect(output).toEqual(expected);
});

test("an empty CommonJS project does the same", () => {
  const cwd = project("cjs", {});
  const output = run(
    cwd,
    "main.js",
    program((name) => `require("${name}")`),
  );
  expect(output).toEqual(expected);
});

test("importing prints nothing and leaves nothing running", () => {
  const cwd = project("quiet", { type: "module" });
  writeFileSync(join(cwd, "main.js"), names.map((name) => `import "${name}";`).join("\n"));
  expect(execFileSync(process.execPath, ["main.js"], { cwd, encoding: "utf8", timeout: 120_000 })).toBe("");
});

test("the installed command runs, and loads definitions that import the package", () => {
  const cwd = project("command", { type: "module" });
  const wacloud = (...words: string[]) =>
    execFileSync(join(cwd, "node_modules/.bin/wacloud"), words, { cwd, encoding: "utf8" });
  expect(wacloud("--version").trim()).toBe(version);
  mkdirSync(join(cwd, "templates"));
  const defining = (name: string) =>
    `import { defineTemplate } from "wacloud";
     export const template = defineTemplate({ name: "${name}", language: "en_US", category: "UTILITY", body: "Hello." });`;
  writeFileSync(join(cwd, "templates/typed.ts"), defining("typed"));
  writeFileSync(join(cwd, "templates/plain.js"), defining("plain"));
  expect(JSON.parse(wacloud("templates", "lint", "--json"))).toEqual([]);
  writeFileSync(join(cwd, "templates/twice.ts"), defining("plain"));
  expect(() => wacloud("templates", "lint")).toThrow(/twice|Command failed/);
});
