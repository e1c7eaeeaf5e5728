import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { afterTest, cloud, customer, run, serve } from "./cloud.ts";

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);

function write(name: string, bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-"));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

test("profile-picture changes the profile and reads it back", async () => {
  const { env } = await cloud();
  const { printed, exitCode } = await run(["examples/profile-picture.ts", write("logo.png", png), "Hi"], env);
  expect({ printed, exitCode }).toEqual({
    printed: expect.stringMatching(/^about: Hi\npicture: http\S+\n$/),
    exitCode: 0,
  });
});

test("profile-picture says what is wrong, and changes nothing", async () => {
  const { simulator, env } = await cloud();
  const { printed, exitCode } = await run(
    ["examples/profile-picture.ts", write("logo.png", png), "x".repeat(140)],
    env,
  );
  expect({ printed, exitCode }).toMatchObject({
    printed: expect.stringMatching(/^about must be at most/),
    exitCode: 1,
  });
  expect(simulator.requests).toEqual([]);
});

test("block-spammer blocks who writes too much, and nobody else", async () => {
  const { simulator, env } = await cloud();
  const { url } = await serve(["examples/block-spammer.ts"], env);
  await simulator.subscribe(`${url}/webhook`);
  const [ana, ben] = [simulator.user(customer), simulator.user("+14155550199")];
  await ben.sends("hello");
  for (let count = 0; count < 8; count++) await ana.sends("buy now");
  await simulator.settled();
  const [number] = simulator.phoneNumbers;
  expect(number?.blocked).toEqual([ana.user_id]);
  expect(simulator.webhooks).toHaveLength(7);
});
