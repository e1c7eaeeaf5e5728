import { readFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import express from "express";
import { expect, onTestFinished, test } from "vitest";
import { nodeWebhook } from "wacloud/node";
import { signPayload, verifyChallenge, verifySignature } from "wacloud/webhooks";
import { healthy, list, pick, serve } from "./setup.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The body of a request, as text. */
async function read(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A webhook written by hand: it knows the challenge, and answers POST with what this function says. */
function handmade(
  verifyToken: string,
  answer: (rawBody: string, signature: string) => Promise<number>,
): RequestListener {
  return async (request, response) => {
    const query = new URL(request.url ?? "", "http://localhost").searchParams;
    if (request.method === "GET") {
      const challenge = verifyChallenge({ query, verifyToken });
      response.writeHead(challenge === undefined ? 403 : 200).end(challenge);
      return;
    }
    const status = await answer(await read(request), String(request.headers["x-hub-signature-256"] ?? ""));
    response.writeHead(status).end();
  };
}

/** A set-up whose app posts to this webhook. */
async function withHandmade(
  answer: (rawBody: string, signature: string, appSecret: string) => Promise<number>,
) {
  const all = await healthy();
  const { appSecret } = all.simulator.webhookOptions;
  const webhook = await serve(
    handmade(all.verifyToken, (body, signature) => answer(body, signature, appSecret)),
  );
  await all.simulator.subscribe(webhook);
  return { ...all, webhook };
}

test("the verify token of another webhook", async () => {
  const { wrong } = await healthy();
  expect(await wrong({ verifyToken: "another" })).toEqual(["error webhook.challenge"]);
});

test("the app secret of another app", async () => {
  const { findings } = await healthy();
  const found = await findings({ appSecret: "another" });
  expect(list(found)).toEqual(["error webhook.signature"]);
  expect(pick(found, "webhook.signature").found).toContain("signed with the app secret");
});

test("a JSON parser before the handler, which re-serializes", async () => {
  const { simulator, findings, verifyToken } = await healthy();
  const { appSecret } = simulator.webhookOptions;
  const app = express();
  app.use(express.json());
  app.get("/webhook", (request, response) => {
    const challenge = verifyChallenge({ query: request.query, verifyToken });
    response.status(challenge === undefined ? 403 : 200).send(challenge);
  });
  app.post("/webhook", async (request, response) => {
    const signature = request.get("x-hub-signature-256");
    const isSigned = await verifySignature({ rawBody: JSON.stringify(request.body), signature, appSecret });
    response.sendStatus(isSigned ? 200 : 401);
  });
  const webhook = await serve(app);
  await simulator.subscribe(webhook);
  const found = await findings({ webhook });
  expect(list(found)).toEqual(["error webhook.signature"]);
  expect(pick(found, "webhook.signature").found).toContain("re-serialized");
});

test("a proxy that re-serializes what it passes on", async () => {
  const { simulator, webhook: behind, findings } = await healthy();
  const proxy = await serve(async (request, response) => {
    const { search } = new URL(request.url ?? "", "http://localhost");
    const text = await read(request);
    const init =
      request.method === "GET"
        ? {}
        : {
            method: "POST",
            body: JSON.stringify(JSON.parse(text)),
            headers: { "x-hub-signature-256": String(request.headers["x-hub-signature-256"]) },
          };
    const answer = await fetch(behind + search, init);
    response.writeHead(answer.status).end(await answer.text());
  });
  await simulator.subscribe(proxy);
  const found = await findings({ webhook: proxy });
  expect(list(found)).toEqual(["error webhook.signature"]);
  expect(pick(found, "webhook.signature").next).toContain("raw body");
});

test("a handler that accepts whatever comes", async () => {
  const { webhook, wrong } = await withHandmade(async () => 200);
  expect(await wrong({ webhook })).toEqual(["error webhook.unsigned", "error webhook.reserialized"]);
});

test("a handler that verifies a signature only if there is one", async () => {
  const { webhook, wrong } = await withHandmade(async (rawBody, signature, appSecret) =>
    signature === "" || (await verifySignature({ rawBody, signature, appSecret })) ? 200 : 401,
  );
  expect(await wrong({ webhook })).toEqual(["error webhook.unsigned"]);
});

test("a handler that verifies other bytes than it received", async () => {
  const { webhook, wrong } = await withHandmade(async (rawBody, signature, appSecret) => {
    const escaped = JSON.stringify(JSON.parse(rawBody)).replaceAll("/", "\\/").replaceAll("é", "\\u00e9");
    return signature === (await signPayload({ rawBody: escaped, appSecret })) ? 200 : 401;
  });
  expect(await wrong({ webhook })).toEqual(["error webhook.reserialized"]);
});

test.each([
  [500, "unknown field"],
  [204, "204"],
])("a handler that answers %i to a signed event", async (status, words) => {
  const { webhook, findings } = await withHandmade(async (rawBody, signature, appSecret) =>
    (await verifySignature({ rawBody, signature, appSecret })) ? status : 401,
  );
  const found = await findings({ webhook });
  expect(list(found)).toEqual(["error webhook.signature"]);
  expect(pick(found, "webhook.signature").found).toContain(words);
});

test("a handler that returns every challenge, and one that returns it in quotation marks", async () => {
  const { simulator, bot, wrong } = await healthy();
  const answering =
    (form: (challenge: string) => string): RequestListener =>
    (request, response) => {
      const challenge =
        new URL(request.url ?? "", "http://localhost").searchParams.get("hub.challenge") ?? "";
      if (request.method === "GET") response.end(form(challenge));
      else bot(request, response);
    };
  const open = await serve(answering((challenge) => challenge));
  simulator.webhookUrl = open;
  expect(await wrong({ webhook: open })).toEqual(["error webhook.wrong_token"]);
  const quoting = await serve(answering((challenge) => JSON.stringify({ challenge })));
  simulator.webhookUrl = quoting;
  expect(await wrong({ webhook: quoting })).toEqual(["error webhook.challenge", "error webhook.wrong_token"]);
});

test("a handler that is slow, and one that never answers", async () => {
  let now = Date.now();
  const clock = { now: () => now, random: () => 0.5, sleep: async () => {} };
  const slow = await withHandmade(async (rawBody, signature, appSecret) => {
    now += 3000;
    return (await verifySignature({ rawBody, signature, appSecret })) ? 200 : 401;
  });
  const found = await slow.findings({ webhook: slow.webhook }, { clock });
  expect(list(found)).toEqual(["warning webhook.time"]);
  const stuck = await withHandmade((_, signature) =>
    signature === "" ? Promise.resolve(401) : new Promise(() => {}),
  );
  const never = await stuck.findings({ webhook: stuck.webhook, webhookTimeoutMs: 2500 });
  expect(list(never)).toEqual(["error webhook.signature"]);
  expect(pick(never, "webhook.signature").found).toContain("too long");
});

test("a webhook that nobody serves, at another path, behind a redirect, and behind a broken proxy", async () => {
  const { simulator, wrong } = await healthy();
  const examine = async (webhook: string) => {
    simulator.webhookUrl = webhook;
    return wrong({ webhook });
  };
  const answering = (status: number) =>
    serve((_, response) => void response.writeHead(status, { location: "https://example.com" }).end());
  for (const webhook of [
    "http://127.0.0.1:9/webhook",
    await answering(404),
    await answering(302),
    await answering(502),
  ]) {
    expect(await examine(webhook)).toEqual(["error webhook.reachable"]);
  }
});

test("a certificate that signed itself", async () => {
  const { simulator, verifyToken, findings } = await healthy();
  const pem = readFileSync("test/fixtures/tls/self-signed.pem");
  const { appSecret } = simulator.webhookOptions;
  const server = createServer(
    { key: pem, cert: pem },
    nodeWebhook({ appSecret, verifyToken, logger: silent }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const webhook = `https://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
  simulator.webhookUrl = webhook;
  const found = await findings({ webhook });
  expect(list(found)).toEqual(["error webhook.certificate"]);
  expect(pick(found, "webhook.certificate").found).toMatch(/SELF_SIGNED/);
  expect(pick(found, "webhook.signature").status).toBe("skipped");
});

test("a webhook that Meta cannot reach, which only a simulator can", async () => {
  const { simulator, webhook, findings } = await healthy();
  const atMeta = { baseUrl: "https://graph.facebook.com", fetch: simulator.fetch };
  const found = await findings({}, atMeta);
  expect(list(found)).toEqual(["error webhook.url"]);
  expect(pick(found, "webhook.url").found).toBe(`Meta cannot reach ${webhook}.`);
  expect(pick(await findings(), "webhook.url").status).toBe("ok");
});

test.each([
  "https://10.1.2.3/webhook",
  "https://0.0.0.0:3000/webhook",
  "https://169.254.10.1/webhook",
  "https://[fe80::1]/webhook",
  "https://[::]:3000/webhook",
  "https://my-laptop/webhook",
])("a webhook on a private host: %s", async (webhook) => {
  const { simulator, findings } = await healthy();
  const atMeta = { baseUrl: "https://graph.facebook.com", fetch: simulator.fetch };
  expect(pick(await findings({ webhook }, atMeta), "webhook.url").status).toBe("error");
});

test("the same webhook by another name of this machine", async () => {
  const { webhook, wrong } = await healthy();
  expect(await wrong({ webhook: `${webhook.replace("127.0.0.1", "localhost")}/` })).toEqual([]);
});
