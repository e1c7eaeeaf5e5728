import { execFileSync } from "node:child_process";
import { on } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LambdaResult } from "wacloud/lambda";
import type { SimulatedWebhook } from "wacloud/testing";
import worker from "../../examples/cloudflare-worker.ts";
import { forms } from "../adapters/lambda-events.ts";
import { afterTest, cloud, customer, forge, run, serve, start } from "./cloud.ts";

test.each(["express", "fastify", "hono"])(
  "the echo bot on %s answers with what it was told, and takes nothing forged",
  async (framework) => {
    const { simulator, env } = await cloud();
    const { url } = await serve([`examples/echo-bot-${framework}.ts`], env);
    await simulator.subscribe(`${url}/webhook`);
    const ana = simulator.user(customer);
    await ana.sends("hello there");
    await simulator.settled();
    expect(ana.inbox.map(({ text }) => text)).toEqual(["hello there"]);
    expect(await forge(`${url}/webhook`)).toBe(401);
  },
);

test("generated-answers sends each of its texts once, although they never come out the same", async () => {
  const { simulator, env } = await cloud();
  const { url } = await serve(["examples/generated-answers.ts"], env);
  await simulator.subscribe(`${url}/webhook`);
  let messages = 0;
  simulator.fail(({ body }) => {
    const isMessage = (body as { type?: string }).type !== undefined;
    if (isMessage) messages += 1;
    return isMessage && messages === 2 ? { reset: "after-read" } : undefined;
  });
  const ana = simulator.user(customer);
  await ana.sends("opening hours");
  await simulator.settled();
  expect(ana.inbox.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Answer: opening hours /),
    expect.stringMatching(/^Ask a question about: opening hours /),
  ]);
  const [incoming] = simulator.webhooks;
  expect(incoming?.attempts.map(({ status }) => status)).toEqual([500, 200]);
  await simulator.redeliver(incoming as SimulatedWebhook);
  expect(ana.inbox).toHaveLength(2);
});

test("download-media saves files that a customer sends", async () => {
  const { simulator, env } = await cloud();
  const folder = mkdtempSync(join(tmpdir(), "wacloud-"));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  const pictures = join(folder, "pictures");
  const { url } = await serve(["examples/download-media.ts", pictures], env);
  await simulator.subscribe(`${url}/webhook`);
  const picture = new Blob([Uint8Array.of(255, 216, 255, 1, 2, 3)], { type: "image/jpeg" });
  const ana = simulator.user(customer);
  await ana.sends({ type: "image", image: {}, file: picture });
  await simulator.settled();
  const [kept = ""] = readdirSync(pictures);
  expect(kept).toMatch(/\.jpg$/);
  expect([...readFileSync(join(pictures, kept))]).toEqual([255, 216, 255, 1, 2, 3]);
  expect(ana.inbox.map(({ text }) => text)).toEqual(["Thank you for the picture!"]);
});

describe("the Lambda handler, bundled as its comment instructs", () => {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-lambda-"));
  const bundle = join(folder, "index.mjs");

  beforeAll(() => {
    const [, words = ""] =
      /npx esbuild (\S.*)$/m.exec(readFileSync("examples/lambda-handler.ts", "utf8")) ?? [];
    const options = words
      .replace("lambda-handler.ts", "examples/lambda-handler.ts")
      .replace("index.mjs", bundle);
    execFileSync("node_modules/.bin/esbuild", [...options.split(" "), "--log-level=error"]);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(Object.entries(forms))("answers behind %s", async (_, form) => {
    const { simulator, env } = await cloud();
    const { child, ended } = start(["test/examples/lambda-runtime.ts", bundle], { env });
    const results = on(createInterface({ input: child.stdout as Readable }), "line");
    const frontDoor = async (request: Request): Promise<Response> => {
      const { pathname: path, search } = new URL(request.url);
      const body = new Uint8Array(await request.arrayBuffer());
      const { method } = request;
      const event = form({
        method,
        path,
        query: search.slice(1),
        headers: Object.fromEntries(request.headers),
        body,
      });
      child.stdin?.write(`${JSON.stringify(event)}\n`);
      const { value: [line] = [] } = await results.next();
      const result: LambdaResult = JSON.parse(line);
      return new Response(result.body, { status: result.statusCode, headers: result.headers });
    };
    await simulator.subscribe(frontDoor);
    const ana = simulator.user(customer);
    await ana.sends("olá Lambda 👋");
    await simulator.settled();
    expect(ana.inbox.map(({ text }) => text)).toEqual(["olá Lambda 👋"]);
    for (const { attempts } of simulator.webhooks) expect(attempts).toMatchObject([{ status: 200 }]);
    const forged = await frontDoor(new Request("https://a.example/webhook", { method: "POST", body: "{}" }));
    expect(forged.status).toBe(401);
    child.stdin?.end();
    expect(await ended).toBe(0);
  });
});

test("the Cloudflare Worker replies with the text it received", async () => {
  const { simulator, env } = await cloud();
  const waitUntil = (work: Promise<unknown>) => void work;
  const visit = (request: Request) => worker.fetch(request, env, { waitUntil });
  await simulator.subscribe(visit);
  const ana = simulator.user(customer);
  await ana.sends("hello there");
  await simulator.settled();
  expect(ana.inbox.map(({ text }) => text)).toEqual(["hello there"]);
  const forged = new Request("https://bot.example/webhook", { method: "POST", body: "{}" });
  expect((await visit(forged)).status).toBe(401);
});

test("the demo runs to completion and shows every step", async () => {
  const { printed, exitCode } = await run(["examples/demo/main.ts"], process.env);
  expect(exitCode).toBe(0);
  const steps = [
    "Ana writes: Hi, is my cake ready?",
    ...["text", "image", "buttons", "template"].flatMap((kind) => [`» ${kind}`, "sent", "delivered", "read"]),
    "Ana taps: Yes",
    "AmbiguousSendError",
    "was sent before: not again",
    "Ana writes: Thank you!",
    "handler failed: the database is down; it runs again",
    "the reply was sent before: not again",
    "Ana's phone",
  ];
  let position = -1;
  for (const step of steps) {
    expect(printed.slice(position + 1)).toContain(step);
    position = printed.indexOf(step, position + 1);
  }
  const phone = printed.slice(position).split("\n").slice(1, -1);
  expect(phone).toHaveLength(new Set(phone).size);
});
