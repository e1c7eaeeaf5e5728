import { expect, test } from "vitest";
import type { Change, Kind } from "../../src/page/protocol.ts";
import { hello, post } from "../testing/support.ts";
import { act, changes, listening, snapshot } from "./support.ts";

const ana = "+5511987654321";

/** Reads changes until one fits. */
async function until(stream: AsyncGenerator<Change>, isWanted: (change: Change) => boolean): Promise<Change> {
  for (;;) {
    const { value, done } = await stream.next();
    if (done) throw new Error("The stream ended.");
    if (isWanted(value)) return value;
  }
}

const ids = ({ put }: Change, kind: Kind): string[] => (put[kind] ?? []).map(({ id }) => id);

test("the first event holds everything, and later ones what changed", async () => {
  const { simulator, url } = await listening({ openWindow: true });
  const user = simulator.user(ana, { name: "Ana" });
  const { id } = await user.sends("hi");
  const stream = changes(url);
  const first = await until(stream, () => true);
  expect(first.isWhole).toBe(true);
  expect(ids(first, "messages")).toEqual([id]);
  expect(first.put.webhooks).toMatchObject([{ summary: "text from Ana", state: "unsent", messages: [id] }]);
  expect(first.put.templates?.map(({ name }) => name)).toContain("hello_world");

  const { json } = await post(simulator, hello);
  const sent: string = json.messages[0].id;
  const read = await until(
    stream,
    ({ put }) => put.messages?.some((one) => one.id === sent && one.status === "read") === true,
  );
  expect(read.isWhole).toBe(false);
  expect(ids(read, "messages")).toEqual([sent]);
  expect(read.put.customers).toEqual([]);
});

test("a call is told when it begins and when it is answered, with both bodies and without the token", async () => {
  const { simulator, url } = await listening();
  await post(simulator, { to: ana, type: "text" });
  const { put } = await snapshot(url);
  expect(put.calls).toMatchObject([
    {
      method: "POST",
      status: 400,
      outcome: "answer",
      body: { to: ana, type: "text" },
      response: { error: { code: 131008 } },
      error: { code: 131008, hint: expect.any(String) },
    },
  ]);
  expect(JSON.stringify(put.calls)).not.toContain(simulator.accessToken);
});

test("what nobody announces is noticed: a new name, a moved clock, a customer who is added by code", async () => {
  const { simulator, url } = await listening();
  const user = simulator.user(ana, { name: "Ana" });
  const stream = changes(url);
  await until(stream, ({ isWhole }) => isWhole);
  user.name = "Ana Souza";
  await until(stream, ({ put }) => put.customers?.[0]?.name === "Ana Souza");
  simulator.user("+351912345678", { name: "Bruno" });
  await until(stream, ({ put }) => put.customers?.[0]?.name === "Bruno");
  await act(url, { action: "advance", ms: 25 * 60 * 60 * 1000 });
  await until(stream, ({ now }) => now > Date.now() + 24 * 60 * 60 * 1000);
});

test("the log that a page gets is bounded", async () => {
  const { simulator, url } = await listening({ throughput: false });
  simulator.webhookUrl = undefined;
  const user = simulator.user(ana);
  for (let index = 0; index < 600; index += 1) await user.sends(`${index}`);
  const { put } = await snapshot(url);
  expect(put.webhooks).toHaveLength(500);
  expect(put.messages).toHaveLength(600);
  expect(put.webhooks?.at(-1)?.rawBody).toContain('"599"');
});

test("a page that leaves is forgotten, and closing the simulator ends all streams", async () => {
  const { simulator, url } = await listening();
  const streams = [changes(url), changes(url)];
  for (const stream of streams) await until(stream, ({ isWhole }) => isWhole);
  await simulator.close();
  for (const stream of streams) await expect(until(stream, () => false)).rejects.toThrow();
});

test("seeds that Meta would refuse are refused with the reason", async () => {
  const template = { name: "Big News", language: "en_US", category: "MARKETING", components: [] };
  await expect(listening({ seed: { templates: [template] } })).rejects.toMatchObject({
    name: "ConfigurationError",
    issues: [{ path: "seed.templates.0" }],
  });
});
