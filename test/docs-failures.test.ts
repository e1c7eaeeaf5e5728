import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { memoryStore, WhatsAppClient } from "wacloud";
import {
  createSimulator,
  type Failure,
  type LedgerEntry,
  type SimulatedWebhook,
  type Simulator,
} from "wacloud/testing";
import { freePort } from "./examples/cloud.ts";
import { type Bot, findBots, type RunningBot, removeBots, startBot } from "./support/bots.ts";
import { until } from "./support/time.ts";

// The bots that readers copy, when things go wrong: nobody gets anything twice, and nothing is lost in silence.

const customer = "+14155552671";
const bots = findBots();

/** What goes wrong. */
interface Fault {
  failure: Failure;
  /**
   * Which request fails: the n-th of all, or of those that send a message. Where a bot brings its own simulator, counting
   * begins when its customer has written, or has tapped if that is what follows.
   */
  of: "requests" | "messages";
  at: number;
}

const afterRead: Failure = { reset: "after-read" };
const failures = {
  "the connection is lost after the request was read": afterRead,
  "the connection is lost before the request was read": { reset: "before-read" },
  "Meta refuses": { code: 131_026 },
} satisfies Record<string, Failure>;

const faults: (Fault & { name: string })[] = Object.entries(failures).flatMap(([what, failure]) => [
  ...("reset" in failure ? [{ name: `${what}, request 1`, failure, of: "requests" as const, at: 1 }] : []),
  ...[1, 2].map((at) => ({ name: `${what}, message ${at}`, failure, of: "messages" as const, at })),
]);

/** What became of a bot. */
interface Outcome {
  /** What Meta took. */
  taken: readonly LedgerEntry[];
  /** What the bot said on the console, and the error it ended with. */
  said: readonly string[];
}

let said: string[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  for (const level of ["warn", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((...words) => void said.push(words.map(String).join(" ")));
  }
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

afterAll(removeBots);

/** A Cloud API. Whenever it pauses before a redelivery, all statuses arrive, and four minutes pass. */
function createCloud(): Simulator {
  const now = () => performance.timeOrigin + performance.now();
  const sleep = async () => {
    await until(() => simulator.ledger.every(({ id }) => hasStatus(simulator, id)));
    vi.setSystemTime(Date.now() + 4 * 60_000);
  };
  const simulator = createSimulator({
    openWindow: true,
    clock: { now, sleep, random: Math.random },
    logger: { warn: () => undefined },
  });
  return simulator;
}

const hasStatus = ({ webhooks }: Simulator, id: string): boolean =>
  webhooks.some(({ payload, attempts }) => attempts.length > 0 && JSON.stringify(payload).includes(id));

function inject(simulator: Simulator, { failure, of, at }: Fault, hasBegun: () => boolean): void {
  let count = 0;
  simulator.fail(({ body }) => {
    const isMessage = (body as { type?: string } | undefined)?.type !== undefined;
    const isCounted = (of === "requests" || isMessage) && hasBegun();
    if (isCounted) count += 1;
    return isCounted && count === at ? failure : undefined;
  });
}

const hasBeenAnswered = ({ webhooks }: Simulator, { code }: Bot): boolean =>
  webhooks.some(({ rawBody }) =>
    rawBody.includes(code.includes(".taps(") ? '"button_reply"' : '"messages":['),
  );

/** Points the bots that read the environment to a simulator. */
async function announce(simulator: Simulator): Promise<void> {
  await simulator.listen();
  const { baseUrl, accessToken, phoneNumberId, businessAccountId } = simulator.clientOptions;
  const { appSecret, verifyToken } = simulator.webhookOptions;
  const variables = {
    WHATSAPP_API_BASE_URL: baseUrl,
    WHATSAPP_ACCESS_TOKEN: accessToken,
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_BUSINESS_ACCOUNT_ID: businessAccountId,
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_WEBHOOK_VERIFY_TOKEN: verifyToken,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}

/** Runs a bot, lets a customer write to it, and delivers everything once more. */
async function run(bot: Bot, fault: Fault | undefined): Promise<Outcome> {
  said = [];
  const main = createCloud();
  const own: Simulator[] = []; // bots that bring a simulator along
  const createOwn = () => {
    const simulator = createCloud();
    if (fault !== undefined) inject(simulator, fault, () => hasBeenAnswered(simulator, bot));
    own.push(simulator);
    return simulator;
  };
  await announce(main);
  await ask(main);
  const { length } = main.ledger;
  if (fault !== undefined) inject(main, fault, () => true);
  let running: RunningBot | undefined;
  try {
    const port = await freePort();
    main.webhookUrl = `http://127.0.0.1:${port}/webhook`;
    running = await startBot(bot, { port, createSimulator: createOwn });
    if (running.webhook !== undefined) await use(running, running.webhook, main);
  } catch (error) {
    said.push(String(error));
  } finally {
    running?.stop();
    await Promise.all([main, ...own].map((simulator) => simulator.close()));
  }
  return { taken: [...main.ledger.slice(length), ...own.flatMap(({ ledger }) => ledger)], said };
}

async function use(
  { remind, idle }: RunningBot,
  webhook: NonNullable<RunningBot["webhook"]>,
  simulator: Simulator,
): Promise<void> {
  if (typeof webhook === "string") simulator.webhookUrl = webhook;
  else simulator.webhook = webhook;
  await write(simulator);
  if (remind !== undefined) await untilDone(() => remind(customer, "appointment-7"), simulator);
  await idle();
  const { length } = simulator.ledger;
  const webhooks = simulator.webhooks.filter(({ attempts }) => attempts.length > 0);
  for (const webhook of webhooks) await simulator.redeliver(webhook);
  await simulator.settled();
  await idle();
  expect(simulator.ledger).toHaveLength(length);
  expect(new Set(webhooks.map(({ state }) => state))).toEqual(new Set(["delivered"]));
}

/** The question that the customer answers later. */
async function ask(simulator: Simulator): Promise<void> {
  const { messages } = new WhatsAppClient(simulator.clientOptions);
  const buttons = [
    { id: "yes", title: "Yes" },
    { id: "no", title: "No" },
  ];
  await messages.sendButtons({ to: customer, body: "Deliver on Monday?", buttons });
  await simulator.settled();
}

/** Everything that the bots react to. */
async function write(simulator: Simulator): Promise<void> {
  const ana = simulator.user(customer, { name: "Ana" });
  const picture = new Blob([Uint8Array.of(255, 216, 255)], { type: "image/jpeg" });
  await ana.sends("Good morning!");
  await ana.sends({ type: "image", image: {}, file: picture });
  await ana.taps("Yes");
  await simulator.settled();
}

/** Runs a job as a queue does: again until it succeeds, and then once more, because the queue has forgotten it. */
async function untilDone(job: () => Promise<void>, simulator: Simulator): Promise<void> {
  for (let runs = 1; runs < 4; runs += 1) {
    const isDone = await job().then(
      () => true,
      () => false,
    );
    await simulator.settled();
    if (isDone) break;
  }
  await job();
}

/** How often each message was taken. */
function counts(
  taken: readonly LedgerEntry[],
  describe: (entry: LedgerEntry) => string,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const entry of taken) found.set(describe(entry), (found.get(describe(entry)) ?? 0) + 1);
  return found;
}

const toKind = ({ to, type }: LedgerEntry): string => `${to} ${type}`;
const toContent = ({ body: { biz_opaque_callback_data: _, ...body } }: LedgerEntry): string =>
  JSON.stringify(body);

/** What was taken more often than when all goes well. */
function findDoubles(taken: readonly LedgerEntry[], usual: readonly LedgerEntry[]): string[] {
  const contents = counts(usual, toContent);
  const kinds = counts(usual, toKind);
  return [
    ...[...counts(taken, toContent)].filter(([content, count]) => count > (contents.get(content) ?? 1)),
    ...[...counts(taken, toKind)].filter(([kind, count]) => count > (kinds.get(kind) ?? 0)),
  ].map(([what, count]) => `${count} × ${what}`);
}

/** The runs in which nothing fails. */
const usually = new Map<Bot, Promise<Outcome>>();

function runUsually(bot: Bot): Promise<Outcome> {
  const outcome = usually.get(bot) ?? run(bot, undefined);
  usually.set(bot, outcome);
  return outcome;
}

test.each([
  ["the default store: it replies again", undefined, 2],
  ["a shared store: it does not", memoryStore(), 1],
])("README's bot, restarted, with %s", async (_, store, replies) => {
  const bot = bots.find(({ place }) => place.startsWith("README.md")) as Bot;
  const simulator = createCloud();
  await announce(simulator);
  const ana = simulator.user(customer);
  for (const isRestarted of [false, true]) {
    const port = await freePort();
    simulator.webhookUrl = `http://127.0.0.1:${port}/webhook`;
    const running = await startBot(bot, { port, createSimulator: createCloud, store });
    const [first] = simulator.webhooks;
    await (isRestarted ? simulator.redeliver(first as SimulatedWebhook) : ana.sends("Good morning!"));
    await simulator.settled();
    running.stop();
  }
  expect(ana.inbox).toHaveLength(replies);
  await simulator.close();
});

test("every page and every example with a bot is here", () => {
  const files = new Set(bots.map(({ place }) => place.replace(/:\d+$/, "")));
  const expected = [
    "README.md",
    "docs/errors-and-retries.md",
    "docs/sending.md",
    "docs/webhooks.md",
    "docs/setup.md",
  ];
  const examples = [
    "demo/main",
    "docker/server",
    "echo-bot-express",
    "generated-answers",
    "next/pages/api/webhook",
  ];
  expect([...files]).toEqual(
    expect.arrayContaining([...expected, ...examples.map((name) => `examples/${name}.ts`)]),
  );
});

const handling = bots.filter(({ code }) => /Webhook\(|fastifyWebhook/.test(code));

test.each(handling)("the webhook of $place has the client's store", ({ code }) => {
  expect(code).toContain("store: whatsapp.store");
});

describe.each(bots)("the bot of $place", (bot) => {
  test("sends each message once when all goes well, and says nothing", async () => {
    const { taken, said } = await runUsually(bot);
    expect(said).toEqual([]);
    expect(taken).not.toEqual([]);
  });

  test.each(faults)("doubles nothing, and loses nothing in silence: $name", async (fault) => {
    const usual = await runUsually(bot);
    const { taken, said } = await run(bot, fault);
    expect(findDoubles(taken, usual.taken)).toEqual([]);
    if (taken.length < usual.taken.length) expect(said).not.toEqual([]);
    const isSettled = fault.failure === afterRead && handling.includes(bot);
    if (isSettled) expect(taken).toHaveLength(usual.taken.length); // a status said what had become of it
  });
});
