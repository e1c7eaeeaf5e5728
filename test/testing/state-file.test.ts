import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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

test("a line that a kill tore, wherever it was torn, is as if it had not been written", async () => {
  const simulator = open();
  const first = await send(simulator, hello);
  await simulator.settled();
  await simulator.save();
  const before = read().length;
  await send(simulator, hello);
  await simulator.save();
  const after = read();
  await simulator.close();
  const end = after.indexOf("\n", before) + 1;
  expect(end).toBeGreaterThan(before + 100);
  for (let length = before; length < end - 1; length += 17) {
    writeFileSync(stateFile, after.slice(0, length));
    const next = open({ logger: { warn: () => undefined } });
    expect(next.ledger).toMatchObject([{ id: first.json.messages[0].id }]);
    await next.close();
  }
});

test("a damaged line in the middle is refused", async () => {
  const simulator = open();
  await send(simulator, hello);
  await send(simulator, hello);
  await simulator.settled();
  await simulator.save();
  const [whole, , ...lines] = read().split("\n");
  await simulator.close();
  writeFileSync(stateFile, [whole, '{"put":', ...lines].join("\n"));
  expect(open).toThrow("It is not JSON.");
  writeFileSync(stateFile, [whole, '{"add":[[0,[1]]]}', ...lines].join("\n"));
  expect(open).toThrow("It is damaged.");
});

test("a call adds what it changed, however much there is already", async () => {
  const simulator = open({ throughput: false, pairLimit: false });
  const grow = async () => {
    const before = read().length;
    await send(simulator, hello);
    await simulator.settled();
    await simulator.save();
    return read().length - before;
  };
  const first = await grow();
  await Promise.all(Array.from({ length: 100 }, () => send(simulator, hello)));
  await simulator.settled();
  await simulator.save();
  expect(await grow()).toBeLessThan(2 * first);
  await simulator.close();
});

test("a file that has become long is written anew, with everything in it", async () => {
  const simulator = open({ throughput: false, pairLimit: false });
  const body = { ...hello, text: { body: "x".repeat(4000) } };
  const lines = () => read().split("\n").length;
  let [sent, most] = [0, 0];
  while (lines() >= most && sent < 500) {
    most = lines();
    await Promise.all(Array.from({ length: 10 }, () => send(simulator, body)));
    await simulator.settled();
    sent += 10;
  }
  expect(sent).toBeLessThan(500);
  await simulator.close();
  const next = open();
  expect(next.ledger).toHaveLength(sent);
  await next.close();
});

test("two simulators cannot keep the same file", async () => {
  const simulator = open();
  const text = read();
  expect(open).toThrow(ConfigurationError);
  expect(open).toThrow(/in use by another simulator.*Close that one/);
  expect(read()).toBe(text);
  await simulator.close();
  await open().close();
});

test("what another process that still runs keeps is refused, and what an ended one left is taken over", async () => {
  writeFileSync(`${stateFile}.lock`, `${process.ppid}\n`);
  expect(open).toThrow(`process ${process.ppid}`);
  writeFileSync(`${stateFile}.lock`, "999999999\n");
  await open().close();
  expect(existsSync(`${stateFile}.lock`)).toBe(false);
});

test("a simulator that is used again after it was closed takes its file back", async () => {
  const simulator = open();
  await simulator.close();
  const other = open();
  expect((await send(other, hello)).status).toBe(200);
  await expect(simulator.save()).rejects.toThrow("in use");
  await other.close();
  await simulator.save();
  expect(open).toThrow("in use");
  await simulator.close();
});

test("a file that is deleted meanwhile is written again", async () => {
  const simulator = open();
  rmSync(stateFile);
  await send(simulator, hello);
  await simulator.close();
  const next = open();
  expect(next.ledger).toHaveLength(1);
  await next.close();
});

test("after a write that failed, the next one writes everything", async () => {
  const simulator = open();
  rmSync(folder, { recursive: true });
  await expect(send(simulator, hello)).rejects.toThrow("ENOENT");
  mkdirSync(folder);
  const { json } = await send(simulator, hello);
  expect(read()).toContain(json.messages[0].id);
  await simulator.close();
  const next = open();
  expect(next.ledger).toHaveLength(2);
  await next.close();
});

test("a link to the file stays a link", async () => {
  const link = join(folder, "link.json");
  await open().close();
  symlinkSync(stateFile, link);
  const simulator = open({ stateFile: link });
  await send(simulator, hello);
  await simulator.close();
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  const next = open();
  expect(next.ledger).toHaveLength(1);
  await next.close();
});

test("an empty name is refused", () => {
  expect(() => open({ stateFile: "" })).toThrow("`stateFile` must not be empty.");
});

test("without a file, saving resolves at once", async () => {
  await expect(createSimulator().save()).resolves.toBeUndefined();
});
