import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { cloud, customer, forge, serve } from "./cloud.ts";

const app = "examples/next";
const next = resolve(app, "node_modules/next/dist/bin/next");

beforeAll(() => {
  const isBuilt = existsSync(next) && existsSync(`${app}/.next/BUILD_ID`);
  if (!isBuilt) throw new Error("The Next app is not built: run `npm run examples`.");
});

test.each([
  ["the App Router", "/webhook"],
  ["the edge runtime", "/edge/webhook"],
  ["the Pages Router", "/api/webhook"],
])("a built and started Next app answers on %s, and takes nothing forged", async (_, path) => {
  const { simulator, env } = await cloud();
  const { url } = await serve([next, "start"], { ...env, NODE_ENV: "production" }, app);
  await simulator.subscribe(url + path);
  const ana = simulator.user(customer);
  await ana.sends("olá 👋 from Next");
  await expect.poll(() => ana.inbox.map(({ text }) => text)).toEqual(["olá 👋 from Next"]);
  await simulator.settled();

  expect(await forge(url + path)).toBe(401);
  const wrong = new URLSearchParams({
    "hub.mode": "subscribe",
    "hub.challenge": "1",
    "hub.verify_token": "wrong",
  });
  expect((await fetch(`${url}${path}?${wrong}`)).status).toBe(403);
  expect((await fetch(url + path, { method: "PUT" })).status).toBe(405);
  expect(simulator.webhooks.flatMap(({ attempts }) => attempts.map(({ status }) => status))).not.toContain(
    500,
  );
});

test("a Next app without its secrets answers 500, and names them only in its own log", async () => {
  const { env } = await cloud();
  const { WHATSAPP_APP_SECRET: _, ...incomplete } = env;
  const { url, prints } = await serve([next, "start"], { ...incomplete, NODE_ENV: "production" }, app);
  for (const path of ["/webhook", "/edge/webhook", "/api/webhook"]) {
    const response = await fetch(url + path, { method: "POST", body: "{}" });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/WHATSAPP/);
  }
  await prints("WHATSAPP_APP_SECRET is not set");
});
