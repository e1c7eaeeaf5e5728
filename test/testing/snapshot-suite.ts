import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, vi } from "vitest";
import { createSimulator, type Simulator, type SimulatorOptions } from "wacloud/testing";
import { applyChanges } from "../../src/testing/simulator/snapshot/journal.ts";
import type { Json } from "../../src/utils/json.ts";
import "../support/loaded.ts";
import { fc } from "../support/properties.ts";
import { seeded } from "../support/seeded.ts";
import { account, call, handle, manualClock, post, upload } from "./support.ts";

/** Something that happens to a simulator; `n` chooses the details. Returns what the caller is told. */
type Action = (simulator: Simulator, n: number) => unknown;

const people = ["+5511987654321", "+15551230001", "+4915112345678", "BR.123"];
const pick = <T>(values: readonly T[], n: number): T => values[n % values.length] as T;
const user = (simulator: Simulator, n: number) => simulator.user(pick(people, n));
const to = (n: number) => {
  const address = pick(people, n);
  return address.startsWith("+") ? { to: address } : { recipient: address };
};
const number = (simulator: Simulator) => `/v26.0/${simulator.clientOptions.phoneNumberId}`;
const name = (n: number) => pick(["news", "offer", "hello_world", "waits"], n);
const form = { language: "en_US", category: "MARKETING", components: [{ type: "BODY", text: "News." }] };
const firstGroup = async (simulator: Simulator) =>
  (await call(simulator, "GET", `${number(simulator)}/groups`)).json.data.groups[0]?.id;

const actions: readonly Action[] = [
  // the business writes
  (simulator, n) => post(simulator, { ...to(n), type: "text", text: { body: `Hello ${n}` } }),
  (simulator, n) =>
    post(simulator, { ...to(n), type: "text", text: { body: `Tagged` }, biz_opaque_callback_data: `${n}` }),
  (simulator, n) =>
    post(simulator, {
      ...to(n),
      type: "template",
      template: { name: name(n >> 2), language: { code: "en_US" } },
    }),
  (simulator, n) =>
    post(simulator, {
      ...to(n),
      type: "reaction",
      reaction: { message_id: user(simulator, n).outbox.at(-1)?.id ?? "wamid.x", emoji: "👍" },
    }),
  async (simulator, n) => {
    const { json } = await upload(simulator, { type: "image/png", bytes: new Uint8Array([n % 256, 2, 3]) });
    return post(simulator, { ...to(n), type: "image", image: { id: json.id } });
  },
  (simulator, n) => {
    const message_id = user(simulator, n).outbox.at(-1)?.id ?? "wamid.x";
    return post(simulator, { status: "read", message_id, typing_indicator: { type: "text" } });
  },
  async (simulator) => {
    const id = await firstGroup(simulator);
    return post(simulator, {
      to: id ?? "none",
      recipient_type: "group",
      type: "text",
      text: { body: "All" },
    });
  },
  // customers
  (simulator, n) => user(simulator, n).sends(`hi ${n}`),
  (simulator, n) => user(simulator, n).sends({ image: { file: new Uint8Array([n % 256]) } }),
  (simulator, n) => user(simulator, n).reads(),
  (simulator, n) => user(simulator, n).goesOffline(),
  (simulator, n) => user(simulator, n).comesOnline(),
  (simulator, n) => (n % 3 === 0 ? user(simulator, n).blocks() : user(simulator, n).unblocks()),
  (simulator, n) => (n % 2 === 0 ? user(simulator, n).closeWindow() : user(simulator, n).openWindow()),
  (simulator, n) => user(simulator, n).update({ name: `Name ${n}`, username: `user${n % 7}` }),
  (simulator, n) => {
    user(simulator, n).readsAutomatically = n % 2 === 0;
    user(simulator, n + 1).reachable = n % 5 !== 0;
  },
  (simulator, n) => simulator.user(people[2] as string).changesNumber(`+4917${1_000_000 + (n % 1000)}`),
  // templates
  (simulator, n) =>
    call(simulator, "POST", `${account(simulator)}/message_templates`, { ...form, name: name(n) }),
  (simulator, n) => call(simulator, "DELETE", `${account(simulator)}/message_templates?name=${name(n)}`),
  (simulator, n) => simulator.approve(name(n)),
  (simulator, n) => simulator.reject(name(n)),
  (simulator, n) => simulator.pause(name(n)),
  (simulator, n) => simulator.hold(name(n)),
  (simulator, n) => simulator.release(name(n)),
  (simulator, n) => simulator.changeCategory(name(n), "UTILITY", { afterMs: 3_600_000 * (n % 30) }),
  (simulator, n) => simulator.judge(name(n), "MARKETING"),
  // time
  (simulator, n) => simulator.clock.advance({ milliseconds: n % 500 }),
  (simulator, n) => simulator.clock.advance({ hours: n % 30 }),
  (simulator, n) => simulator.clock.advance({ days: n % 40 }),
  // the account
  (simulator, n) => simulator.addAccessToken({ token: `EAA${n % 3}`, expiresIn: { hours: n % 30 } }),
  (simulator, n) => simulator.invalidateAccessToken(`EAA${n % 3}`),
  (simulator, n) => simulator.addPhoneNumber(`11${n % 4}`),
  (simulator, n) => simulator.addBusinessAccount(`22${n % 3}`, { fields: { name: `Shop ${n}` } }),
  (simulator, n) =>
    call(simulator, "POST", `/v26.0/11${n % 4}/register`, { messaging_product: "whatsapp", pin: "123456" }),
  (simulator, n) =>
    call(simulator, "POST", `${number(simulator)}/block_users`, {
      messaging_product: "whatsapp",
      block_users: [{ user: pick(people, n) }],
    }),
  (simulator, n) =>
    call(simulator, "POST", `${number(simulator)}/whatsapp_business_profile`, {
      messaging_product: "whatsapp",
      about: `About ${n}`,
    }),
  (simulator, n) =>
    call(simulator, "POST", `${number(simulator)}/message_qrdls`, { prefilled_message: `Hi ${n}` }),
  (simulator, n) =>
    call(simulator, "POST", `${number(simulator)}/groups`, {
      messaging_product: "whatsapp",
      subject: `Group ${n}`,
    }),
  async (simulator, n) => {
    const id = await firstGroup(simulator);
    const link = await call(simulator, "GET", `/v26.0/${id}/invite_link`);
    return user(simulator, n).joins(link.json.invite_link);
  },
  (simulator) => handle(simulator),
  (simulator, n) =>
    call(simulator, "POST", `/v26.0/22${n % 3}/subscribed_apps`, {
      override_callback_uri: "http://localhost/other",
      verify_token: simulator.webhookOptions.verifyToken,
    }),
  (simulator, n) => {
    simulator.webhookFaults = { copies: 1 + (n % 2) };
  },
];

/** What the caller is told, whatever it is. */
async function act(simulator: Simulator, { kind, n }: Step): Promise<unknown> {
  try {
    const told = (await pick(actions, kind)(simulator, n)) as { status?: number; json?: unknown } | undefined;
    return told?.json === undefined ? told : { status: told.status, json: told.json };
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

/** Everything that can be seen from outside. */
async function observe(simulator: Simulator, batches: boolean): Promise<unknown> {
  const reads = [
    `${account(simulator)}/message_templates?fields=id,name,status,category,rejected_reason,quality_score`,
    `${account(simulator)}/phone_numbers`,
    `${account(simulator)}/subscribed_apps`,
    `${number(simulator)}/message_qrdls`,
    `${number(simulator)}/groups`,
    `${number(simulator)}/block_users`,
    `${number(simulator)}/whatsapp_business_profile?fields=about`,
    "/v26.0/220/message_templates",
    "/v26.0/220",
  ];
  const answers = [];
  for (const path of reads) answers.push((await call(simulator, "GET", path)).json);
  for (const token of ["EAA0", "EAA1", "EAA2"])
    answers.push((await call(simulator, "GET", account(simulator), undefined, { token })).json);
  const users = people.map((address) => simulator.user(address));
  return JSON.parse(
    JSON.stringify({
      answers: answers.map(withoutTrace),
      now: simulator.clock.now(),
      ledger: simulator.ledger,
      business: simulator.business().inbox,
      users: users.map((one) => ({
        id: [one.wa_id, one.user_id, one.name, one.username, one.hidesPhoneNumber],
        is: [one.isOnline, one.isBlocking, one.reachable, one.readsAutomatically, one.seesTyping],
        window: one.hasOpenWindow(),
        inbox: one.inbox,
        outbox: one.outbox,
        chat: one.chat,
      })),
      // statuses of several messages can overtake each other, and so end up in different batches
      webhooks: simulator.webhooks
        .flatMap(({ payload, state, url, attempts: timed }) => {
          const attempts = timed.map(({ tookMs: _, ...attempt }) => attempt); // the machine's time
          return payload.entry.flatMap(({ changes, ...entry }) =>
            changes.map((change) => ({ entry, change, url, ...(batches ? {} : { state, attempts }) })),
          );
        })
        .map((webhook) => JSON.stringify(webhook))
        .sort(),
    }),
  );
}

const withoutTrace = (answer: { error?: object }): unknown =>
  answer.error === undefined ? answer : { error: { ...answer.error, fbtrace_id: "" } };

/** Whether the app takes a webhook depends only on the webhook and the time. */
function createApp(now: () => number) {
  return async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    if (request.method === "GET") return new Response(url.searchParams.get("hub.challenge"));
    const body = await request.text();
    const sum = [...body].reduce((total, letter) => total + letter.charCodeAt(0), 0);
    const { time } = (JSON.parse(body) as { entry: [{ time: number }] }).entry[0];
    const isEarly = now() - time * 1000 < 150;
    return new Response(null, { status: sum % 3 === 0 && isEarly ? 503 : 200 });
  };
}

function start(options: SimulatorOptions = {}): Simulator {
  const { clock } = manualClock(1_790_000_000_000);
  const simulator: Simulator = createSimulator({
    clock,
    pairLimit: false,
    logger: { warn: () => undefined },
    reviewTemplatesAfterMs: 60_000,
    ...options,
    webhook: createApp(() => simulator.clock.now()),
  });
  return simulator;
}

interface Step {
  kind: number;
  n: number;
}

/** Lets statuses and first attempts happen. Nothing else happens while the clock stands still. */
async function rest({ webhooks }: Simulator): Promise<void> {
  const look = () => webhooks.reduce((sum, { attempts }) => sum + 1 + attempts.length, 0);
  let [seen, quiet] = [-1, 0];
  while (quiet < 4) {
    await wait(3);
    quiet = look() === seen ? quiet + 1 : 0;
    seen = look();
  }
}

async function run(simulator: Simulator, steps: readonly Step[]): Promise<unknown[]> {
  const told: unknown[] = [];
  for (const step of steps) {
    told.push(await act(simulator, step));
    await rest(simulator);
  }
  return told;
}

/** Makes ids repeatable: the same in both simulators. */
function drawIds(seed: number): void {
  const random = seeded(seed);
  vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
    const bytes = array as unknown as Uint8Array;
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = Math.floor(random() * 256);
    return array;
  });
}

const step = fc.record({ kind: fc.nat(actions.length - 1), n: fc.nat(9999) });
const steps = fc.array(step, { minLength: 5, maxLength: 25, size: "max" });

/** A simulator and one that was restored from its snapshot do the same from then on. */
export async function checkContinuation(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(steps, steps, fc.boolean(), fc.boolean(), async (before, after, isBusy, batches) => {
      const options = { batchWebhooks: batches };
      const original = start(options);
      drawIds(1);
      await run(original, before);
      if (isBusy) await act(original, pick(before, before.length - 1));
      const snapshot = original.snapshot();
      const text = JSON.stringify(snapshot);
      expect(JSON.parse(text)).toEqual(snapshot);
      const restored = start(options);
      await restored.restore(JSON.parse(text));
      if (!isBusy) expect(await observe(restored, batches)).toEqual(await observe(original, batches));
      await rest(original);
      await rest(restored);
      drawIds(2);
      const told = await run(original, after);
      const seen = await observe(original, batches);
      drawIds(2);
      expect(await run(restored, after)).toEqual(told);
      expect(await observe(restored, batches)).toEqual(seen);
      const ids = restored.ledger.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      await original.close();
      await restored.close();
    }),
    { numRuns, endOnFailure: true },
  );
}

/** A snapshot with each object in its place, wherever it was kept. */
function expand({ shared, ...snapshot }: Json): unknown {
  const objects = shared as unknown[];
  const show = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(show);
    if (typeof value !== "object" || value === null) return value;
    if ("$ref" in value) return show(objects[value.$ref as number]);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, show(member)]));
  };
  return show(snapshot);
}

function readStateFile(path: string): Json {
  const [whole, ...changes] = readFileSync(path, "utf8").trimEnd().split("\n");
  return applyChanges(
    JSON.parse(whole as string),
    changes.map((line) => JSON.parse(line)),
  );
}

/** Saves at a time when nothing happens meanwhile. Returns what was saved. */
async function saveQuietly(simulator: Simulator): Promise<unknown> {
  const look = () => expand(simulator.snapshot() as unknown as Json);
  for (;;) {
    const before = look();
    await simulator.save();
    if (JSON.stringify(look()) === JSON.stringify(before)) return before;
  }
}

/** Whatever happens, the state file says what a snapshot says. */
export async function checkStateFile(numRuns: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-state-"));
  let runs = 0;
  try {
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (happening, batchWebhooks) => {
        runs += 1;
        const stateFile = join(folder, `${runs}.json`);
        const simulator = start({ batchWebhooks, stateFile });
        for (const step of happening) {
          await run(simulator, [step]);
          const saved = await saveQuietly(simulator);
          expect(expand(readStateFile(stateFile))).toEqual(saved);
        }
        await simulator.close();
      }),
      { numRuns, endOnFailure: true },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
