import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { commandLine } from "../support/command.ts";

const secrets = { WHATSAPP_APP_SECRET: "secret", WHATSAPP_WEBHOOK_VERIFY_TOKEN: "token" };

/** The command while it runs, with its input open. */
function start(words: readonly string[], more: Record<string, string> = {}) {
  const child: ChildProcessWithoutNullStreams = spawn(
    process.execPath,
    [resolve("dist/cli.js"), "mcp", ...words],
    {
      env: { PATH: process.env.PATH, WHATSAPP_ACCESS_TOKEN: "EAA", WHATSAPP_PHONE_NUMBER_ID: "1", ...more },
    },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) child[name].on("data", (text) => (printed[name] += text));
  const ready = (async () => {
    while (!printed.stderr.includes("waiting for an assistant")) await once(child.stderr, "data");
  })();
  return { child, printed, ready, ended: once(child, "close") };
}

test.each([
  ["an option that does not exist", ["--alow", "+5511987654321"], 2, /--alow/],
  ["a budget that is no number", ["--daily-budget", "many"], 2, /--daily-budget must be a whole number/],
  ["a port that does not exist", ["--webhook-port", "99999"], 2, /--webhook-port .* from 0 to 65535/],
  ["a recipient that is no number", ["--allow", "11 98765"], 2, /allowedRecipients.0|country code/],
])("%s is refused before anything is served", async (_, words, exitCode, message) => {
  const { wacloud } = await commandLine();
  const outcome = await wacloud(["mcp", ...words], { WHATSAPP_PHONE_NUMBER_ID: "1" });
  expect(outcome).toEqual({ exitCode, stdout: "", stderr: expect.stringMatching(message) });
});

test("missing variables are named: of the account, and of the webhook if there is one", async () => {
  const { wacloud } = await commandLine();
  const bare = await wacloud(["mcp"]);
  expect(bare).toMatchObject({
    exitCode: 2,
    stdout: "",
    stderr: expect.stringMatching(/WHATSAPP_PHONE_NUMBER_ID/),
  });
  const webhook = await wacloud(["mcp", "--webhook-port", "0"], { WHATSAPP_PHONE_NUMBER_ID: "1" });
  expect(webhook).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/WHATSAPP_APP_SECRET/) });
});

test("a port that is taken is said, with the option that chooses another", async () => {
  const taken = createServer();
  await once(taken.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  const { ended, printed } = start(["--webhook-port", String(port)], secrets);
  expect((await ended)[0]).toBe(2);
  expect(printed.stderr).toContain(`Port ${port} is in use: pass another one with --webhook-port.`);
});

test.each([
  ["its input ends", ({ stdin }: ChildProcessWithoutNullStreams) => stdin.end()],
  ["it is terminated", (child: ChildProcessWithoutNullStreams) => child.kill("SIGTERM")],
])("ends when %s, and has printed nothing but the protocol", async (_, end) => {
  const { child, ready, ended, printed } = start(["--webhook-port", "0"], secrets);
  await ready;
  child.stdin.write("this is no message\n");
  child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: 7, method: "tools/list" })}\n`);
  while (!printed.stdout.endsWith("\n")) await once(child.stdout, "data");
  end(child);
  expect((await ended)[0]).toBe(0);
  const lines = printed.stdout.trimEnd().split("\n");
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
});
