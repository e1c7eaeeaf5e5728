import { globSync, readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { ConfigurationError } from "wacloud";
import { createSimulator, type Simulator, type SimulatorSnapshot } from "wacloud/testing";
import { account, call, customer, hello, hours, manualClock, minutes, send, upload } from "./support.ts";

const taken = () => new Response();
const asJson = (simulator: Simulator): SimulatorSnapshot => JSON.parse(JSON.stringify(simulator.snapshot()));

/** A new simulator that remembers what another one does. */
async function restored(simulator: Simulator, options: Parameters<typeof createSimulator>[0] = {}) {
  const other = createSimulator(options);
  await other.restore(asJson(simulator));
  return other;
}

test("a snapshot is plain JSON, and a restored simulator has the same", async () => {
  const { clock } = manualClock();
  const simulator = createSimulator({ clock });
  const ana = simulator.user(customer, { name: "Ana" });
  await ana.sends({ image: { file: new Uint8Array([0, 127, 255]), caption: "Look" } });
  await send(simulator, hello);
  await send(simulator, { type: "text", text: { body: "keys" }, $ref: 1, $map: [[1]] });
  await simulator.settled();
  const snapshot = simulator.snapshot();
  expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  const other = await restored(simulator, { clock: manualClock().clock });
  expect(other.snapshot()).toEqual(snapshot);
  expect(other.ledger).toEqual(simulator.ledger);
  expect(other.user(customer).transcript()).toBe(ana.transcript());
});

test("files and the URLs they can be downloaded from are saved", async () => {
  const simulator = createSimulator();
  const bytes = new Uint8Array(100_000).map((_, index) => index % 251);
  const { json } = await upload(simulator, { type: "image/png", bytes });
  const { url } = (await call(simulator, "GET", `/v26.0/${json.id}`)).json;
  const other = await restored(simulator);
  const headers = { authorization: `Bearer ${other.accessToken}` };
  const answer = await other.fetch(url, { headers });
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
  const { json: next } = await upload(other, { type: "image/png" });
  expect(next.id).not.toBe(json.id);
});

test("the restored simulator shares nothing with the original or the snapshot", async () => {
  const simulator = createSimulator();
  await simulator.user(customer).sends("hi");
  const snapshot = simulator.snapshot();
  const before = JSON.stringify(snapshot);
  const other = createSimulator();
  await other.restore(snapshot);
  await other.user(customer).sends("again");
  await simulator.user(customer).sends("once more");
  expect(JSON.stringify(snapshot)).toBe(before);
  expect(other.user(customer).outbox.map(({ content }) => content)).toEqual([
    { body: "hi" },
    { body: "again" },
  ]);
});

test("customers from before say that they are gone, and new ones work", async () => {
  const simulator = createSimulator({ webhook: taken });
  const ana = simulator.user(customer);
  await ana.sends("hi");
  await simulator.restore(asJson(simulator));
  await expect(ana.sends("hello?")).rejects.toThrow("forgot this customer");
  await simulator.user(customer).sends("hi");
  await send(simulator, hello);
  expect(simulator.user(customer).inbox).toHaveLength(1);
  expect(simulator.user(customer).chat).toHaveLength(3);
});

test("ids, secrets and tokens are restored; other options stay", async () => {
  const simulator = createSimulator({ phoneNumberId: "77", appSecret: "old", accessToken: "EAAold" });
  simulator.addAccessToken({ token: "EAAmore" });
  const other = await restored(simulator, { appSecret: "new", closedWindow: "response" });
  expect(other.clientOptions).toMatchObject({ phoneNumberId: "77", appSecret: "old", accessToken: "EAAold" });
  expect((await send(other, hello, { token: "EAAmore" })).json.error.code).toBe(131047);
});

test("a webhook that waits is posted after the rest of its pause", async () => {
  const { clock } = manualClock();
  const pauses = { redeliveryPausesMs: [minutes(1), minutes(2)] };
  const failing = vi.fn(() => new Response(null, { status: 503 }));
  const simulator = createSimulator({ clock, ...pauses, webhook: failing });
  await simulator.user(customer).sends("hi");
  const webhook = vi.fn(taken);
  const other = await restored(simulator, { clock: manualClock().clock, ...pauses, webhook });
  await other.clock.advance({ seconds: 59 });
  expect(webhook).not.toHaveBeenCalled();
  await other.clock.advance({ seconds: 1 });
  await other.settled();
  expect(webhook).toHaveBeenCalledTimes(1);
  expect(other.webhooks).toMatchObject([
    { state: "delivered", attempts: [{ status: 503 }, { status: 200 }] },
  ]);
  await simulator.close();
});

test("statuses that had not been posted are, and none of them twice", async () => {
  const simulator = createSimulator({ openWindow: true, webhook: taken });
  await send(simulator, hello);
  const snapshot = asJson(simulator);
  await simulator.settled();
  const other = createSimulator({ webhook: taken });
  await other.restore(snapshot);
  await other.settled();
  const posted = (one: Simulator) =>
    one.webhooks.map(({ payload }) => payload.entry[0]?.changes[0]?.value.statuses);
  const names = (one: Simulator) =>
    posted(one).map((statuses) => (statuses as [{ status: string }])[0].status);
  expect(names(other)).toEqual(["sent", "delivered", "read"]);
  expect(names(other)).toEqual(names(simulator));
});

test("a review goes on, and the time that was skipped stays skipped", async () => {
  const options = { reviewTemplatesAfterMs: hours(2) };
  const simulator = createSimulator({ ...options, clock: manualClock().clock });
  await simulator.clock.advance({ days: 3 });
  await call(simulator, "POST", `${account(simulator)}/message_templates`, {
    name: "news",
    language: "en_US",
    category: "MARKETING",
    components: [{ type: "BODY", text: "Big news." }],
  });
  await simulator.clock.advance({ hours: 1 });
  const other = await restored(simulator, { ...options, clock: manualClock().clock });
  expect(other.clock.now()).toBe(simulator.clock.now());
  const status = () => other.business().templates.find(({ name }) => name === "news")?.status;
  expect(status()).toBe("PENDING");
  await other.clock.advance({ hours: 1 });
  await other.settled();
  expect(status()).toBe("APPROVED");
  await simulator.close();
});

test("time does not run backwards where the clock is behind", async () => {
  const simulator = createSimulator({ clock: manualClock().clock });
  const other = await restored(simulator, { clock: manualClock(1_000).clock });
  expect(other.clock.now()).toBe(simulator.clock.now());
});

test.each<[string, unknown, string]>([
  ["nothing", undefined, "This is not a snapshot"],
  ["text", "{}", "This is not a snapshot"],
  ["another object", {}, "This is not a snapshot"],
  ["a newer one", { version: 99 }, "from a newer version of wacloud"],
  ["half of one", { version: 1, clock: { now: 0, ahead: 0 } }, "damaged"],
  ["one with a reference to nothing", { ...createSimulator().snapshot(), shared: [] }, "damaged"],
  ["one with an unknown field", { ...createSimulator().snapshot(), root: { x: 1 } }, "damaged"],
])("%s is refused, and the simulator stays as it is", async (_, wrong, message) => {
  const simulator = createSimulator();
  await simulator.user(customer).sends("hi");
  const restoring = simulator.restore(wrong as SimulatorSnapshot);
  await expect(restoring).rejects.toBeInstanceOf(ConfigurationError);
  await expect(restoring).rejects.toThrow(message);
  expect(simulator.user(customer).outbox).toHaveLength(1);
});

/** Private fields with data that is not remembered. Whatever else a simulator remembers is in public fields. */
const forgotten: Readonly<Record<string, readonly string[]>> = {
  "simulator.ts": ["users", "server", "closing"],
  "activity.ts": ["listeners"],
  "state.ts": ["activity", "listeningAt", "flowEndpoint", "isReplaced"], // a URL is saved as `flowEndpoint`
  "clock.ts": ["sleepers", "ahead"], // the snapshot has it as `clock.ahead`
  "webhooks.ts": ["target", "pending", "done", "isFlushing", "closing", "turns"], // a URL is saved as `webhookUrl`
  "turns.ts": ["going"],
  "phone/expressions.ts": ["at"],
  "user-flow.ts": ["last"],
  "http/api.ts": ["answered"],
  "http/failures.ts": ["scripts", "remaining", "selected"],
  "snapshot/encode.ts": ["known", "places", "round", "changes"],
  "snapshot/decode.ts": ["known"],
  "snapshot/journal.ts": ["state", "encoder", "root"],
  "snapshot/state-file.ts": ["last", "next", "room"],
};

test("no class of the simulator keeps data in private fields, which a snapshot would not have", () => {
  const folder = "src/testing/simulator/";
  const files = globSync(`${folder}**/*.ts`).filter((file) => !file.startsWith(`${folder}page/`));
  const found = files.flatMap((file) => {
    const fields = readFileSync(file, "utf8").matchAll(
      /^ {2}(readonly )?#(\w+)(?:: [^=;()]+)?(?: = (.*))?;$/gm,
    );
    const data = [...fields].filter(
      ([, readonly, , value]) => readonly === undefined || /^(new|\[|\{)/.test(value ?? ""),
    );
    return data.map(([, , name]) => `${file.slice(folder.length)} ${name}`);
  });
  const known = Object.entries(forgotten).flatMap(([file, names]) => names.map((name) => `${file} ${name}`));
  expect(found.sort()).toEqual(known.sort());
});

test("a snapshot has every field of the state", () => {
  const [, body = ""] = readFileSync("src/testing/simulator/state.ts", "utf8").split(
    /^export class State \{$/m,
  );
  const names = [...body.matchAll(/^ {2}(?:readonly )?(\w+)(?:: .+| = .+);$/gm)].map(([, name]) => name);
  const simulator = createSimulator();
  const { root } = simulator.snapshot() as unknown as { root: object };
  expect(names.length).toBeGreaterThan(20);
  expect([...Object.keys(root), "subscribedFields"].sort()).toEqual(names.sort()); // `undefined` until it is set
});
