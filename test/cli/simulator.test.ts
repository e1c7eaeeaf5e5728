import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { createFlowKeys } from "wacloud/flows";
import { nodeFlow, nodeWebhook } from "wacloud/node";
import { webhookOptionsFromEnv } from "wacloud/webhooks";
import { freePort, type RunningCommand, startCommand } from "../support/running-command.ts";

const start = (words: readonly string[]): RunningCommand => startCommand(["simulator", ...words]);

/** The variables that it prints for an app. */
async function readEnv({ until }: RunningCommand): Promise<NodeJS.Dict<string>> {
  return parseEnv(await until(/WHATSAPP_WEBHOOK_VERIFY_TOKEN=\S+\n/));
}

/** An app on a port. Without one: any free one. */
async function serveApp(env: NodeJS.Dict<string>, port = 0): Promise<number> {
  const whatsapp = WhatsAppClient.fromEnv({ retry: false }, env);
  const handle = nodeWebhook({
    ...webhookOptionsFromEnv(env),
    store: whatsapp.store,
    on: { "message.text": (event) => whatsapp.replyTo(event).sendText({ body: "Hello from the app" }) },
  });
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Does something at the page. */
async function act(env: NodeJS.Dict<string>, action: Record<string, unknown>): Promise<{ id?: string }> {
  const answer = await fetch(`${env.WHATSAPP_API_BASE_URL}/_/actions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(action),
  });
  return answer.json() as Promise<{ id?: string }>;
}

const write = (env: NodeJS.Dict<string>, customer: string | undefined, body: string) =>
  act(env, { action: "send", customer, content: { type: "text", text: { body } } });

test("prints the variables of an app, verifies its webhook, and then a line per call, webhook and error", async () => {
  const port = await freePort();
  const running = start(["--port", "0", "--webhook", `http://127.0.0.1:${port}/webhook`]);
  const env = await readEnv(running);
  expect(Object.keys(env).sort()).toEqual([
    "WHATSAPP_ACCESS_TOKEN",
    "WHATSAPP_API_BASE_URL",
    "WHATSAPP_APP_ID",
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_BUSINESS_ACCOUNT_ID",
    "WHATSAPP_PHONE_NUMBER_ID",
    "WHATSAPP_WEBHOOK_VERIFY_TOKEN",
  ]);
  const failed = await running.until(/tried again/);
  expect(failed).toContain(
    "it could not be reached. Start your app, or correct the URL. Cause: ECONNREFUSED.",
  );
  await serveApp(env, port);
  await running.until(/Webhook verified: http:\/\/127\.0\.0\.1:\d+\/webhook/);

  const { id } = await act(env, { action: "addCustomer", address: "+5511987654321", name: "Ana Souza" });
  await write(env, id, "a secret text");
  await running.until(/call +POST messages \(text\) +200/);
  await running.until(/webhook +message \(text\) +200/);
  await running.until(/webhook +status \(delivered\) +200/);
  await WhatsAppClient.fromEnv({}, env).messages.sendText({ to: "+351912345678", body: "another secret" });
  await running.until(/status \(failed\).*\n +131047: .*\n +.*Send a template message instead\./);
  expect(running.printed()).not.toMatch(/secret text|another secret|987654321|912345678|Ana/);

  running.child.kill("SIGINT");
  expect(await once(running.child, "close")).toEqual([0, null]);
});

test("an app that refuses the challenge is told why", async () => {
  const app = createServer((_, response) => response.writeHead(403).end());
  await new Promise<void>((done) => app.listen(0, "127.0.0.1", done));
  onTestFinished(() => void app.close());
  const { port } = app.address() as AddressInfo;
  const running = start(["--port", "0", "--webhook", `http://127.0.0.1:${port}/`]);
  const printed = await running.until(/tried again/);
  expect(printed).toContain("it answered 403. Its verify token must be the simulator's");
});

test("a file of seeds gives numbers, customers, templates and flows", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-seed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "seed.json");
  const template = {
    name: "news",
    language: "en_US",
    category: "MARKETING",
    components: [{ type: "BODY", text: "News." }],
  };
  const seed = {
    numbers: [{ id: "106540352242922", verifiedName: "Lucky Shop" }],
    customers: [{ phone: "+5511987654321", name: "Ana" }],
    templates: [template],
  };
  writeFileSync(file, JSON.stringify(seed));
  const running = start(["--port", "0", "--seed", file]);
  const env = await readEnv(running);
  const whatsapp = WhatsAppClient.fromEnv({}, env);
  const found = await whatsapp.templates.list({ name: "news" }).page();
  expect(found.data).toMatchObject([{ name: "news", status: "APPROVED" }]);
  expect((await whatsapp.request({ method: "GET", path: "/106540352242922" })).body).toMatchObject({
    verified_name: "Lucky Shop",
  });

  writeFileSync(file, JSON.stringify({ ...seed, custommers: [] }));
  const wrong = start(["--port", "0", "--seed", file]);
  expect(await once(wrong.child, "close")).toEqual([2, null]);
  expect(wrong.printed()).toContain("`seed.custommers` is unknown. Did you mean `customers`?");
});

test("a seed that is no JSON is refused with the place, and a byte order mark is none of its business", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-seed-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "seed.json");
  writeFileSync(file, '{"customers": [},]}');
  const wrong = start(["--port", "0", "--seed", file]);
  expect(await once(wrong.child, "close")).toEqual([2, null]);
  expect(wrong.printed()).toContain("seed.json is not JSON: Unexpected token '}'");
  const unreadable = start(["--port", "0", "--seed", folder]);
  expect(await once(unreadable.child, "close")).toEqual([2, null]);
  expect(unreadable.printed()).toContain("cannot be read: EISDIR");

  writeFileSync(file, '\uFEFF{"customers":[{"phone":"+5511987654321"}]}');
  const state = join(folder, "state.json");
  const first = start(["--port", "0", "--seed", file, "--state", state]);
  await readEnv(first);
  const second = start(["--port", "0", "--state", state]);
  expect(await once(second.child, "close")).toEqual([2, null]);
  expect(second.printed()).toContain("The state file is in use by another simulator of process");
  first.child.kill("SIGTERM");
  await once(first.child, "close");
  const again = start(["--port", "0", "--seed", file, "--state", state]);
  await again.until(/--seed counts only after a reset/);
});

test("a Flow that is published asks the endpoint that was named, and has a line", async () => {
  const { privateKey, publicKey } = await createFlowKeys();
  const server = createServer((request, response) => void handle?.(request, response));
  let handle: ReturnType<typeof nodeFlow> | undefined;
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const running = start(["--port", "0", "--flow-endpoint", `http://127.0.0.1:${port}/flow`]);
  const env = await readEnv(running);
  handle = nodeFlow({ privateKey, appSecret: String(env.WHATSAPP_APP_SECRET) });
  const whatsapp = WhatsAppClient.fromEnv({}, env);
  await whatsapp.flows.setPublicKey({ business_public_key: publicKey });
  const footer = { type: "Footer", label: "Send", "on-click-action": { name: "complete", payload: {} } };
  const layout = { type: "SingleColumnLayout", children: [footer] };
  const screens = [{ id: "END", terminal: true, layout }];
  await whatsapp.flows.create({
    name: "Booking",
    categories: ["OTHER"],
    flow_json: { version: "7.3", data_api_version: "4.0", routing_model: { END: [] }, screens } as never,
    endpoint_uri: "https://app.example/flow",
    publish: true,
  });
  await running.until(/flow +ping +200 /);
});

test("a call to a number without + says what becomes of it", async () => {
  const running = start(["--port", "0"]);
  const env = await readEnv(running);
  const body = { messaging_product: "whatsapp", to: "5511987654321", type: "text", text: { body: "Hi" } };
  await fetch(`${env.WHATSAPP_API_BASE_URL}/v26.0/${env.WHATSAPP_PHONE_NUMBER_ID}/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${env.WHATSAPP_ACCESS_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(await running.until(/has no \+/)).not.toContain("5511987654321");
});

test("with --state, what was written and answered is there after a kill", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-state-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const words = ["--port", "0", "--state", join(folder, "simulator.json")];
  const first = start(words);
  const env = await readEnv(first);
  const { id } = await act(env, { action: "addCustomer", address: "+5511987654321", name: "Ana Souza" });
  await write(env, id, "hi");
  const sent = await WhatsAppClient.fromEnv({}, env).messages.sendText({
    to: "+5511987654321",
    body: "Hello",
  });
  first.child.kill("SIGKILL");
  await once(first.child, "close");

  const after = await readEnv(start(words));
  const response = await fetch(`${after.WHATSAPP_API_BASE_URL}/_/events`);
  const events = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let told = "";
  while (!/data: .*\n\n/.test(told)) told += (await events?.read())?.value ?? "";
  await events?.cancel();
  expect(told).toContain("Ana Souza");
  expect(told).toContain('"hi"');
  expect(told).toContain(sent.id);
});

test("a port in use, a wrong option and a missing file end it with the remedy", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  for (const [words, message] of [
    [["--port", String(port)], `Port ${port} is in use: pass another one with --port.`],
    [["--port", "many"], "--port must be a whole number from 0 to 65535."],
    [
      ["--webhook", "localhost:3000"],
      "--webhook must be an http or https URL, such as http://127.0.0.1:3000/webhook.",
    ],
    [
      ["--flow-endpoint", "localhost:3000"],
      "--flow-endpoint must be an http or https URL, such as http://127.0.0.1:3000/flow.",
    ],
    [["--seed", "nowhere.json"], "File not found: nowhere.json. Pass an existing file to --seed."],
  ] as const) {
    const { child, printed } = start(words);
    expect(await once(child, "close")).toEqual([2, null]);
    expect(printed()).toBe(`Error: ${message}\n`);
  }
});

test("starts an app with its variables, and ends with it, telling whether it succeeded", async () => {
  for (const [code, expected] of [
    [0, 0],
    [7, 1],
  ]) {
    const script = `console.log("app on " + process.env.WHATSAPP_API_BASE_URL); process.exitCode = ${code};`;
    const running = start(["--port", "0", "--", process.execPath, "-e", script]);
    const text = await running.until(/app on http:\/\/127\.0\.0\.1:\d+\n/);
    expect(text).not.toContain("WHATSAPP_ACCESS_TOKEN=");
    expect(await once(running.child, "close")).toEqual([expected, null]);
  }
});

test("an app that cannot be started ends the command as misuse", async () => {
  const running = start(["--port", "0", "--", "no-such-program"]);
  expect(await once(running.child, "close")).toEqual([2, null]);
  expect(running.printed()).toContain("no-such-program could not be started: ENOENT.");
});
