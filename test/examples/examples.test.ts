import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { createSimulator } from "wacloud/testing";

const customer = "+5511987654321";
const folder = mkdtempSync(join(tmpdir(), "wacloud-examples-"));
const cleanUp: (() => unknown)[] = [];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

afterEach(async () => {
  for (const undo of cleanUp.splice(0)) await undo();
});

/** A local Cloud API, and the variables that point an example to it. */
async function cloud() {
  const simulator = createSimulator();
  cleanUp.push(() => simulator.close());
  const { url } = await simulator.listen();
  const { accessToken, phoneNumberId, businessAccountId } = simulator.clientOptions;
  const { appSecret, verifyToken } = simulator.webhookOptions;
  const env = {
    ...process.env,
    WHATSAPP_API_BASE_URL: url,
    WHATSAPP_ACCESS_TOKEN: accessToken,
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_BUSINESS_ACCOUNT_ID: businessAccountId,
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_WEBHOOK_VERIFY_TOKEN: verifyToken,
  };
  return { simulator, env };
}

/** Starts an example in the background; resolves when it prints that it listens. */
async function listening(file: string, env: NodeJS.ProcessEnv, ...words: string[]): Promise<string> {
  const port = String(await freePort());
  const child: ChildProcess = spawn(process.execPath, [file, ...words], {
    env: { ...env, PORT: port },
    stdio: ["ignore", "pipe", "inherit"],
  });
  cleanUp.push(() => child.kill());
  for (;;) {
    const [printed] = await once(child.stdout as NodeJS.ReadableStream, "data");
    if (String(printed).includes(port)) return `http://127.0.0.1:${port}/webhook`;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Runs an example to its end without blocking the simulator in this process. */
async function output(file: string, words: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [file, ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (printed += data));
  const [exitCode] = await once(child, "close");
  return { printed, exitCode };
}

test("send-text sends a text", async () => {
  const { simulator, env } = await cloud();
  const { printed, exitCode } = await output("examples/send-text.ts", [customer], env);
  expect(exitCode).toBe(0);
  expect(printed).toContain(simulator.ledger[0]?.id);
  expect(simulator.user(customer).inbox).toMatchObject([{ type: "text" }]);
});

test("send-text explains a number that cannot be dialled", async () => {
  const { simulator, env } = await cloud();
  const { printed, exitCode } = await output("examples/send-text.ts", ["4155552671"], env);
  expect(exitCode).toBe(1);
  expect(printed).toMatch(/country code/);
  expect(simulator.ledger).toEqual([]);
});

test("send-template sends the template with its values", async () => {
  const { simulator, env } = await cloud();
  const { printed, exitCode } = await output("examples/send-template.ts", [customer], env);
  expect({ exitCode, printed }).toEqual({
    exitCode: 0,
    printed: expect.stringContaining("accepted as wamid."),
  });
  expect(simulator.user(customer).inbox[0]?.text).toContain("Hi Ana, your order #777");
  expect(simulator.ledger[0]?.tag).toBe("order-777");
});

test("send-media uploads a file and sends it", async () => {
  const { simulator, env } = await cloud();
  const file = join(folder, "terms.txt");
  writeFileSync(file, "Everything in plain words.");
  const { exitCode } = await output("examples/send-media.ts", [customer, file], env);
  expect(exitCode).toBe(0);
  expect(simulator.user(customer).inbox).toMatchObject([{ type: "document" }]);
});

test("several-numbers sends from both", async () => {
  const { simulator, env } = await cloud();
  simulator.addPhoneNumber("700800900");
  const { exitCode } = await output("examples/several-numbers.ts", [customer, "700800900"], env);
  expect(exitCode).toBe(0);
  const senders = simulator.ledger.map(({ phoneNumberId }) => phoneNumberId).sort();
  expect(senders).toEqual([simulator.clientOptions.phoneNumberId, "700800900"].sort());
});

test("download-media keeps what a customer sends", async () => {
  const { simulator, env } = await cloud();
  const pictures = join(folder, "pictures");
  await simulator.subscribe(await listening("examples/download-media.ts", env, pictures));
  const picture = new Blob([Uint8Array.of(255, 216, 255, 1, 2, 3)], { type: "image/jpeg" });
  const ana = simulator.user(customer);
  await ana.sends({ type: "image", image: {}, file: picture });
  await simulator.settled();
  const [kept = ""] = readdirSync(pictures);
  expect([...readFileSync(join(pictures, kept))]).toEqual([255, 216, 255, 1, 2, 3]);
  expect(ana.inbox.map(({ text }) => text)).toEqual(["Thank you for the picture!"]);
});

test.each(["express", "fastify", "hono"])(
  "the echo bot on %s answers with what it was told",
  async (framework) => {
    const { simulator, env } = await cloud();
    await simulator.subscribe(await listening(`examples/echo-bot-${framework}.ts`, env));
    const ana = simulator.user(customer);
    await ana.sends("hello there");
    await simulator.settled();
    expect(ana.inbox.map(({ text }) => text)).toEqual(["hello there"]);
  },
);

test("the demo ends by itself and shows the whole way", () => {
  const printed = execFileSync(process.execPath, ["examples/demo/main.ts"], {
    encoding: "utf8",
    timeout: 15_000,
  });
  for (const line of [
    "text",
    "image",
    "buttons",
    "template",
    "delivered",
    "read",
    "taps: Yes",
    "writes: Thank you!",
  ]) {
    expect(printed).toContain(line);
  }
});
