import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Finding } from "wacloud";
import { nodeWebhook } from "wacloud/node";
import type { SimulatorOptions } from "wacloud/testing";
import { serve } from "../doctor/setup.ts";
import { commandLine, type Outcome } from "../support/command.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A command line with all variables, and a bot that the simulator posts to. */
async function withBot(options: SimulatorOptions = {}) {
  const { simulator, wacloud, folder } = await commandLine(options);
  const webhook = await serve(nodeWebhook({ ...simulator.webhookOptions, logger: silent }));
  await simulator.subscribe(webhook);
  const variables: Record<string, string | undefined> = {
    WHATSAPP_PHONE_NUMBER_ID: simulator.clientOptions.phoneNumberId,
    WHATSAPP_APP_SECRET: simulator.webhookOptions.appSecret,
    WHATSAPP_WEBHOOK_VERIFY_TOKEN: simulator.webhookOptions.verifyToken,
  };
  const doctor = (words: readonly string[] = [], more: Record<string, string | undefined> = {}) =>
    wacloud(["doctor", ...words], { ...variables, ...more });
  return { simulator, webhook, doctor, folder };
}

/** The screen without the ports of this run. */
const toScreen = ({ stdout }: Outcome): string =>
  `\n${stdout.replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:4004")}`;

test("fits a terminal of 80 columns", async () => {
  const { doctor, simulator } = await withBot();
  simulator.addPhoneNumber(simulator.clientOptions.phoneNumberId, {
    displayPhoneNumber: "+15550001111",
    fields: { name_status: "DECLINED", quality_rating: "YELLOW" },
  });
  const outcome = await doctor([], { COLUMNS: "80" });
  expect(outcome).toMatchObject({ exitCode: 1, stderr: "1 error, 1 warning, 11 skipped\n" });
  expect(toScreen(outcome)).toBe(`
wacloud doctor on 127.0.0.1:4004

Access
  ✔ Variables             ACCESS_TOKEN, PHONE_NUMBER_ID, BUSINESS_ACCOUNT_ID,
                          APP_ID, APP_SECRET, WEBHOOK_VERIFY_TOKEN, API_BASE_URL
                          from the environment (there is no .env here).
  ✔ Graph API             127.0.0.1:4004 answers.
  ✔ API version           v26.0 is served.
  ✔ Clock                 It agrees with the server's.
  ✔ App ID and secret     The secret is that of app 670843887433847.
  ✔ Access token          Meta accepts it.
  ✔ Kind of token         It is the token of a system user.
  ✔ Token expiry          It never expires.
  ✔ Permissions           whatsapp_business_messaging and
                          whatsapp_business_management.
  ✔ Reach of the token    All accounts of its system user.

Account
  ✔ Account               The token reads account 102290129340398, Test Business
                          Account.
  ✔ Account review        The account is active and was reviewed.
  ✔ Account owner         It is your own. Verification of the business:
                          not_verified.
  ✔ Payment method        Meta reports no problem.
  ✔ Account health        Messages can be sent.
  ✔ Subscribed apps       App 670843887433847 gets the webhooks of the account.
  ✔ Conversation routing  No other app answers on the account.

Number
  ✔ Phone number          The token reads the number that ends in 11, Test
                          Business.
  ✔ Number in account     It belongs to account 102290129340398.
  ✔ Registration          The number is connected.
  ✖ Display name          The display name is declined.
                          → Choose another name in WhatsApp Manager, Phone
                            numbers, which follows Meta's rules on display
                            names.
  ! Quality               The quality is medium (YELLOW).
                          → Send only what people asked for, and make it easy to
                            stop: blocks and reports lower the quality.
  ✔ Throughput            80 messages per second (STANDARD).
  ✔ Messaging limit       250 people in 24 hours can be written to first.
  ✔ Number health         Messages can be sent.
  ✔ Two-step PIN          Off, or retired by Meta.

Webhooks
  ✔ Callback URL          The app has an active callback URL.
  ✔ Webhook fields        messages (v26.0).
  ✔ Webhook destination   http://127.0.0.1:4004/webhook, by the callback URL of
                          the app.
  – Skipped               No webhook was given. (Webhook URL, Certificate,
                          Webhook answers, Verify token, Wrong verify token,
                          Signed event, Unsigned event, Changed event, Answer
                          time)

Sending
  – Skipped               Nobody was named to send to. (Template message,
                          Message status)
`);
});

test("uses a wide terminal, up to 120 columns", async () => {
  const { doctor } = await withBot();
  const outcome = await doctor([], { COLUMNS: "200" });
  expect(outcome).toMatchObject({ exitCode: 0, stderr: "0 errors, 0 warnings, 11 skipped\n" });
  const lines = outcome.stdout.split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(lines).toContain(
    "  ✔ Permissions           whatsapp_business_messaging and whatsapp_business_management.",
  );
  expect(lines.length).toBeLessThan(50);
});

test("colors what it found where the terminal shows colors", async () => {
  const { doctor, simulator } = await withBot();
  simulator.invalidateAccessToken(simulator.accessToken, "expired");
  const { stdout } = await doctor([], { FORCE_COLOR: "1" });
  expect(stdout).toContain(
    "  \x1b[31m✖\x1b[39m Access token          Meta does not accept it (code 190, subcode 463).",
  );
  expect(stdout).toContain("\x1b[32m✔\x1b[39m API version");
  expect(stdout).toContain("\x1b[31m→\x1b[39m The access token has expired.");
});

test("examines the webhook, and says what is wrong with it", async () => {
  const { doctor, webhook } = await withBot();
  const fine = await doctor(["--webhook", webhook, "--json"]);
  const findings: Finding[] = JSON.parse(fine.stdout);
  const wrong = findings.filter(
    ({ status, id }) => status !== "ok" && status !== "skipped" && id !== "webhook.time",
  );
  expect([wrong, fine.exitCode, fine.stderr]).toEqual([[], 0, ""]);
  const broken = await doctor(["--webhook", webhook], { WHATSAPP_WEBHOOK_VERIFY_TOKEN: "another" });
  expect(broken.exitCode).toBe(1);
  expect(broken.stdout).toContain("✖ Verify token          It refuses the verify token (403).");
});

test("trusts a certificate whose authority it knows", async () => {
  const { doctor, simulator } = await withBot();
  const file = resolve("test/fixtures/tls/self-signed.pem");
  const pem = readFileSync(file);
  const bot = nodeWebhook({ ...simulator.webhookOptions, logger: silent });
  const server = createServer({ key: pem, cert: pem }, bot).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const webhook = `https://localhost:${(server.address() as AddressInfo).port}/webhook`;
  simulator.webhookUrl = webhook;
  const { stdout } = await doctor(["--webhook", webhook, "--json"], { NODE_EXTRA_CA_CERTS: file });
  const findings: Finding[] = JSON.parse(stdout);
  const status = (id: string) => findings.find((finding) => finding.id === id)?.status;
  expect(["webhook.certificate", "webhook.challenge", "webhook.signature"].map(status)).toEqual([
    "ok",
    "ok",
    "ok",
  ]);
});

test("sends a template only if asked to", async () => {
  const { doctor, simulator } = await withBot();
  await doctor();
  expect(simulator.ledger).toEqual([]);
  const { stdout, exitCode } = await doctor(["--send", "+14155552671"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("✔ Template message      Meta accepted hello_world (en_US)");
  expect(simulator.ledger.map(({ to, type }) => [to, type])).toEqual([["+14155552671", "template"]]);
  const missing = await doctor(["--send", "+14155552671", "--template", "none"]);
  expect([missing.exitCode, missing.stdout]).toEqual([1, expect.stringContaining("132001")]);
});

test("never prints secrets or numbers", async () => {
  const { doctor, webhook, simulator } = await withBot();
  const { accessToken, appSecret } = simulator.clientOptions;
  const { verifyToken } = simulator.webhookOptions;
  const outcomes = await Promise.all([
    doctor(["--webhook", webhook, "--send", "+14155552671"]),
    doctor(["--json", "--webhook", `${webhook}?token=${verifyToken}`], {
      WHATSAPP_APP_SECRET: `${appSecret}2`,
    }),
  ]);
  const printed = outcomes.map(({ stdout, stderr }) => stdout + stderr).join();
  expect(printed).toContain("APP_SECRET");
  for (const secret of [accessToken, appSecret, verifyToken, "14155552671", "15550001111"])
    expect(printed).not.toContain(secret);
});

test.each<[string, Record<string, string | undefined>, string]>([
  ["missing", { WHATSAPP_ACCESS_TOKEN: "" }, "WHATSAPP_ACCESS_TOKEN is missing."],
  [
    "missing",
    { WHATSAPP_PHONE_NUMBER_ID: "", WHATSAPP_BUSINESS_ACCOUNT_ID: "" },
    "WHATSAPP_PHONE_NUMBER_ID and",
  ],
  [
    "malformed",
    { WHATSAPP_PHONE_NUMBER_ID: "+1 555 000 1111" },
    "(environment variable: WHATSAPP_PHONE_NUMBER_ID)",
  ],
  ["in quotation marks", { WHATSAPP_APP_SECRET: '"abc"' }, "WHATSAPP_APP_SECRET is in quotation marks."],
  ["with Bearer", { WHATSAPP_ACCESS_TOKEN: "Bearer EAAx" }, "WHATSAPP_ACCESS_TOKEN begins with Bearer."],
  [
    "a placeholder",
    { WHATSAPP_ACCESS_TOKEN: "<your token>" },
    "WHATSAPP_ACCESS_TOKEN is still a placeholder.",
  ],
  [
    "with a line break",
    { WHATSAPP_APP_SECRET: "abc\n" },
    "WHATSAPP_APP_SECRET begins or ends with white space.",
  ],
])("a variable that is %s is a finding", async (_, variables, expected) => {
  const { doctor, simulator } = await withBot();
  const { exitCode, stdout } = await doctor([], { ...variables, COLUMNS: "200" });
  expect([exitCode, stdout.replaceAll(/\s+/g, " ")]).toEqual([1, expect.stringContaining(expected)]);
  expect(simulator.requests).toEqual([]);
  expect(stdout).not.toContain("000 1111");
});

test("reads .env, and says so", async () => {
  const { doctor, folder, simulator } = await withBot();
  writeFileSync(join(folder, ".env"), `WHATSAPP_PHONE_NUMBER_ID=${simulator.clientOptions.phoneNumberId}\n`);
  const { stdout } = await doctor(["--json"], { WHATSAPP_PHONE_NUMBER_ID: undefined });
  const [variables, ...rest]: Finding[] = JSON.parse(stdout);
  expect(variables?.found).toContain("PHONE_NUMBER_ID");
  expect(variables?.found).toContain("from the environment and .env.");
  expect(rest.find(({ id }) => id === "number.status")?.status).toBe("ok");
});

test("a webhook that is no URL is misuse", async () => {
  const { doctor, simulator } = await withBot();
  expect(await doctor(["--webhook", "localhost:3000"])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("--webhook must be an http or https URL"),
  });
  const { exitCode, stderr } = await doctor(["--webhook", "https://ana:pass@example.com/webhook"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("without user name and password");
  expect(stderr).not.toMatch(/ana|pass@/);
  expect(simulator.requests).toEqual([]);
});

test("an API that does not answer is a finding", async () => {
  const { doctor, simulator } = await withBot();
  await simulator.close();
  const { exitCode, stdout } = await doctor();
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/✖ Graph API {13}127\.0\.0\.1:\d+ does not answer: ECONNREFUSED\./);
});
