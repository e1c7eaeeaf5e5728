import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConfigurationError } from "wacloud";
import { createSimulator, type SimulatorOptions } from "wacloud/testing";
import { customer, hello, send } from "./support.ts";

let folder = "";
let stateFile = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wacloud-state-"));
  stateFile = join(folder, "state.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (options: SimulatorOptions = {}) => createSimulator({ stateFile, openWindow: true, ...options });
const read = () => readFileSync(stateFile, "utf8");

test("what was answered is in the file when the answer arrives", async () => {
  const simulator = open();
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => send(simulator, hello)));
  const text = read();
  for (const { json } of answers) expect(text).toContain(json.messages[0].id);
  await simulator.close();
  expect(open().ledger).toEqual(simulator.ledger);
});

test("what a customer wrote is in the file when the app hears of it", async () => {
  const seen: string[] = [];
  const webhook = () => {
    seen.push(read());
    return new Response();
  };
  const simulator = open({ webhook });
  const { id } = await simulator.user(customer).sends("hi");
  await simulator.close();
  expect(seen).toEqual([expect.stringContaining(id)]);
  expect(open().user(customer).outbox).toMatchObject([{ id }]);
});

test("a simulator that was closed goes on with the webhooks that waited", async () => {
  const simulator = open({ webhook: () => new Response(null, { status: 503 }) });
  await simulator.user(customer).sends("hi");
  await simulator.close();
  const webhook = vi.fn(() => new Response());
  const next = open({ webhook });
  await next.settled();
  expect(webhook).toHaveBeenCalledTimes(1);
  await next.close();
});

test("the seed is for a new file, and for a reset", async () => {
  const seed = { customers: [{ phone: customer, name: "Ana" }] };
  const simulator = open({ seed });
  simulator.user(customer).name = "Eva";
  await simulator.close();
  const next = open({ seed });
  expect(next.user(customer).name).toBe("Eva");
  await next.reset();
  await next.close();
  expect(open().user(customer).name).toBe("Ana");
});

test("the clock and the webhook's URL are kept", async () => {
  const simulator = open();
  simulator.webhookUrl = "http://127.0.0.1:9/webhook";
  await simulator.clock.advance({ days: 3 });
  await simulator.close();
  const next = open();
  expect(next.webhookUrl).toBe(simulator.webhookUrl);
  expect(next.clock.now()).toBeGreaterThan(Date.now() + 2 * 24 * 60 * 60_000);
});

test.each([
  ["no JSON", "{", "It is not JSON."],
  ["no snapshot", "{}", "This is not a snapshot"],
  ["from a newer version", '{"version":99}', "newer version"],
])("a file that is %s is refused and stays as it is", (_, text, message) => {
  writeFileSync(stateFile, text);
  expect(open).toThrow(ConfigurationError);
  expect(open).toThrow(message);
  expect(open).toThrow("delete the file");
  expect(read()).toBe(text);
});

test("a file that cannot be written is refused at once", () => {
  const nowhere = join(folder, "missing", "state.json");
  expect(() => open({ stateFile: nowhere })).toThrow("The state file cannot be written.");
  expect(existsSync(nowhere)).toBe(false);
});

test("without a file, saving resolves at once", async () => {
  await expect(createSimulator().save()).resolves.toBeUndefined();
});
