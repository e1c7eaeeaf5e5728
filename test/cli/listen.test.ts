import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { createSimulator } from "wacloud/testing";
import { signPayload } from "wacloud/webhooks";
import { fc } from "../support/properties.ts";
import { freePort, startCommand } from "../support/running-command.ts";

const customer = "+5511987654321";

/** `wacloud listen`, with a simulator that posts to it. */
async function listening(words: readonly string[] = [], more: NodeJS.Dict<string> = {}) {
  const simulator = createSimulator({ redeliveryPausesMs: [50, 50], logger: { warn: () => undefined } });
  onTestFinished(() => simulator.close());
  const { appSecret, verifyToken } = simulator.webhookOptions;
  const env = { WHATSAPP_APP_SECRET: appSecret, WHATSAPP_WEBHOOK_VERIFY_TOKEN: verifyToken, ...more };
  const running = startCommand(["listen", "--port", "0", ...words], { env });
  const [, url = ""] = /Listening on (\S+)\./.exec(await running.until(/Then subscribe/)) ?? [];
  return { simulator, url, appSecret, verifyToken, ...running };
}

/** An executable file that stands in for a program. */
function fakeProgram(name: string, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-bin-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, name), `#!${process.execPath}\n${script}`);
  chmodSync(join(folder, name), 0o755);
  return folder;
}

/** An app that answers every webhook with a status. */
async function serveApp(status: () => number) {
  const bodies: string[] = [];
  const signatures: unknown[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    signatures.push(request.headers["x-hub-signature-256"]);
    response.writeHead(status()).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, bodies, signatures };
}

test("shows what to paste, is verified, prints what arrives, and ends on Ctrl-C", async () => {
  const { simulator, url, verifyToken, until, interrupt, results } = await listening();
  expect(await until(/Then subscribe/)).toContain(`Verify token  ${verifyToken}`);
  await simulator.subscribe(url);
  await until(/Callback URL verified/);
  const { id } = await simulator.user(customer, { name: "Ana" }).sends("Is my cake ready?\nI hope so.");
  await until(/I hope so/);
  expect(results()).toMatch(
    /^\d\d:\d\d:\d\d {2}message \(text\) {2}Ana \(\+5511987654321\) {2}wamid\.\S+\n {10}Is my cake ready\?\n {10}I hope so\.\n$/,
  );
  expect(results()).toContain(id);
  expect(await interrupt()).toBe(0);
});

test("without a verify token it makes one up", async () => {
  const { simulator, url, until } = await listening([], { WHATSAPP_WEBHOOK_VERIFY_TOKEN: "" });
  const [, token = ""] = /Verify token {2}(\S{24})\n/.exec(await until(/Then subscribe/)) ?? [];
  const query = new URLSearchParams({
    "hub.mode": "subscribe",
    "hub.challenge": "77",
    "hub.verify_token": token,
  });
  expect(await (await fetch(`${url}?${query}`)).text()).toBe("77");
  await simulator.close();
});

test("every kind of event is a line or a few, and failures come with their hint", async () => {
  const { simulator, url, until } = await listening();
  await simulator.subscribe(url);
  const ana = simulator.user(customer, { name: "Ana" });
  await ana.sends({ type: "location", location: { latitude: -23.5, longitude: -46.6, name: "Home" } });
  expect(await until(/message \(location\).*-46\.6/s)).toMatch(
    / {10}Home\n {10}\{"latitude":-23\.5,"longitude":-46\.6\}/,
  );
  const { rawBody, signature } = await signed(simulator.webhookOptions.appSecret, {
    statuses: [
      {
        id: "wamid.1",
        status: "failed",
        timestamp: "1",
        recipient_id: "5511987654321",
        errors: [{ code: 131047, title: "Re-engagement message" }],
      },
    ],
    messages: [{ id: "wamid.2", from: "5511987654321", timestamp: "1", type: "hologram", hologram: {} }],
  });
  await post(url, rawBody, signature);
  const shown = await until(/hologram/);
  expect(shown).toMatch(
    /status \(failed\) {2}\+5511987654321 {2}wamid\.1\n {10}131047: Re-engagement message\n {10}.*template/,
  );
  expect(shown).toMatch(/unknown \(type\) messages/);
});

const signed = async (appSecret: string, value: object, field = "messages") => {
  const metadata = { display_phone_number: "15550783881", phone_number_id: "106540352242922" };
  const changes = [{ field, value: { messaging_product: "whatsapp", metadata, ...value } }];
  const rawBody = JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: "1", changes }] });
  return { rawBody, signature: await signPayload({ rawBody, appSecret }) };
};

const post = async (url: string, body: string, signature: string) =>
  (await fetch(url, { method: "POST", body, headers: { "x-hub-signature-256": signature } })).status;

/** Texts that try to steer a terminal, or to look like what the command prints. */
const hostile = fc
  .array(
    fc.constantFrom(
      ..."\u001b[2J|\u001b]0;title\u0007|\u009b1m|\u202e|\u2066|\u2028|\u2029|\u0085|\r|\n|\r\n|\t|\b|\u007f|00:00:00  status (read)|Ana".split(
        "|",
      ),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(""));

test("what customers write can neither steer the terminal nor pose as another event", async () => {
  const { url, appSecret, until, results, printed } = await listening();
  let count = 0;
  const arrives = fc.asyncProperty(
    hostile,
    hostile,
    fc.constantFrom("text", "image", "document", "reaction", "hologram"),
    async (name, said, type) => {
      count += 1;
      const content = { body: said, caption: said, filename: said, emoji: said, message_id: said, id: "1" };
      const { rawBody, signature } = await signed(appSecret, {
        contacts: [{ wa_id: "5511987654321", profile: { name } }],
        messages: [{ id: `wamid.${count}`, from: "5511987654321", timestamp: "1", type, [type]: content }],
      });
      expect(await post(url, rawBody, signature)).toBe(200);
      await until(new RegExp(`wamid\\.${count}\\b.*\\n`));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
      expect(printed()).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/);
      expect(results().match(/^\S/gm)).toHaveLength(count);
    },
  );
  await fc.assert(arrives, { numRuns: 60, endOnFailure: true });
});

test("--json prints each event once, in one line, and nothing else on standard output", async () => {
  const { simulator, url, until, results } = await listening(["--json"]);
  await simulator.subscribe(url);
  const { id } = await simulator.user(customer).sends("one\u2028\u202etwo");
  await until(/wamid/);
  for (const webhook of simulator.webhooks) await simulator.redeliver(webhook);
  const lines = results().trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/[\u2028\u202e]/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    type: "message",
    message: { id, text: { body: "one\u2028\u202etwo" } },
  });
});

test("says why a request is refused, each time", async () => {
  const { url, appSecret, until, results } = await listening();
  const { rawBody, signature } = await signed("another", { messages: [] });
  expect(await post(url, rawBody, signature)).toBe(401);
  await until(/Refused with 401: wrong-secret\. Use the app secret/);
  expect((await fetch(url, { method: "POST", body: rawBody })).status).toBe(401);
  await until(/Refused with 401: header-missing\./);
  const own = await signed(appSecret, { messages: [] });
  expect(await post(url, own.rawBody.replace(":", ": "), own.signature)).toBe(401);
  await until(/Refused with 401: body-reserialised\./);
  expect((await fetch(`${url}?hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong`)).status).toBe(403);
  await until(/Refused with 403: this is not a verification request with the verify token above/);
  expect((await fetch(url, { method: "PUT" })).status).toBe(405);
  await until(/Refused with 405/);
  expect(results()).toBe("");
});

test("an event that cannot be printed is not acknowledged, and the command ends", async () => {
  const { simulator, url, child } = await listening();
  await simulator.subscribe(url);
  const ended = once(child, "close");
  child.stdout?.destroy();
  await simulator
    .user(customer)
    .sends("hi")
    .catch(() => undefined);
  expect(await ended).toEqual([1, null]);
  const statuses = simulator.webhooks.flatMap(({ attempts }) => attempts.map(({ status }) => status));
  expect(statuses.length).toBeGreaterThan(0);
  expect(statuses).not.toContain(200);
});

test("--forward passes the signed bytes on, and is acknowledged once the app has taken them", async () => {
  const answers = [503, 302, 200];
  const app = await serveApp(() => answers.shift() ?? 200);
  const { simulator, url, until, results } = await listening(["--forward", app.url]);
  await simulator.subscribe(url);
  await simulator.user(customer).sends("hi");
  await until(/answered 503.*answered 302/s);
  await simulator.settled();
  const [webhook] = simulator.webhooks;
  expect(webhook?.attempts.map(({ status }) => status)).toEqual([502, 502, 200]);
  expect(new Set(app.bodies).size).toBe(1);
  for (const [index, rawBody] of app.bodies.entries()) {
    const { appSecret } = simulator.webhookOptions;
    expect(app.signatures[index]).toBe(await signPayload({ rawBody, appSecret }));
  }
  expect(results().match(/message \(text\)/g)).toHaveLength(1);
});

test("--forward to an app that is not there is not acknowledged", async () => {
  const { url, appSecret, until } = await listening(["--forward", `http://127.0.0.1:${await freePort()}/`]);
  const { rawBody, signature } = await signed(appSecret, { messages: [] });
  expect(await post(url, rawBody, signature)).toBe(502);
  await until(/did not answer, so WhatsApp delivers this again/);
});

test("--tunnel shows the public address that cloudflared opens, and ends it too", async () => {
  const script = `
    console.error("INF Requesting new quick Tunnel on https://api.trycloudflare.com ...");
    setTimeout(() => console.error("INF |  https://four-plain-words.trycloudflare.com  |"), 50);
    console.error("words " + process.argv.slice(2).join(" "));
    setInterval(() => undefined, 1000);`;
  const folder = fakeProgram("cloudflared", script);
  const { until, interrupt } = await listening(["--tunnel"], {
    PATH: `${folder}${delimiter}${process.env.PATH}`,
  });
  expect(await until(/Verify token/)).toContain(
    "Callback URL  https://four-plain-words.trycloudflare.com/webhook\n",
  );
  expect(await interrupt()).toBe(0);
});

test("--tunnel without cloudflared says how to get it", async () => {
  const env = { WHATSAPP_APP_SECRET: "secret", PATH: tmpdir() };
  const { child, printed } = startCommand(["listen", "--port", "0", "--tunnel"], { env });
  expect(await once(child, "close")).toEqual([2, null]);
  expect(printed()).toMatch(/--tunnel needs cloudflared, which was not found\. Install it: \S+/);
});

test("a tunnel that ends takes the command with it, in cloudflared's words", async () => {
  const folder = fakeProgram(
    "cloudflared",
    `console.error("ERR failed to request quick Tunnel"); process.exitCode = 1;`,
  );
  const env = { WHATSAPP_APP_SECRET: "secret", PATH: `${folder}${delimiter}${process.env.PATH}` };
  const { child, printed } = startCommand(["listen", "--port", "0", "--tunnel"], { env });
  expect(await once(child, "close")).toEqual([1, null]);
  expect(printed()).toContain("failed to request quick Tunnel");
});

test.each<[string, readonly string[], NodeJS.Dict<string>, RegExp]>([
  ["without an app secret", [], {}, /^Error: Missing WHATSAPP_APP_SECRET/],
  ["a port that is none", ["--port", "web"], {}, /--port must be a whole number/],
  ["a forward that is no URL", ["--forward", "3000"], {}, /--forward must be an http or https URL/],
])("%s exits with 2", async (_, words, env, complaint) => {
  const { child, printed } = startCommand(["listen", ...words], { env });
  expect(await once(child, "close")).toEqual([2, null]);
  expect(printed()).toMatch(complaint);
});
