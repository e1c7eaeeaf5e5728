import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { afterTest, cloud, customer, forge, run, serve } from "./cloud.ts";

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

test("download-media keeps what a customer sends", async () => {
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
  expect([...readFileSync(join(pictures, kept))]).toEqual([255, 216, 255, 1, 2, 3]);
  expect(ana.inbox.map(({ text }) => text)).toEqual(["Thank you for the picture!"]);
});

test("the demo ends by itself and shows the whole way", async () => {
  const { printed, exitCode } = await run(["examples/demo/main.ts"], process.env);
  expect(exitCode).toBe(0);
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
