import { assert } from "chai";
import { ApiError, WhatsAppClient } from "wacloud";
import { createSimulator, matchers, type SimulatorMatchers } from "wacloud/testing";
import { assistantSuite } from "../suites/assistants.ts";
import { clientSuite } from "../suites/client.ts";
import { fileSuite } from "../suites/files.ts";
import { flowSuite } from "../suites/flows.ts";
import { parsingSuite } from "../suites/parsing.ts";
import { signatureSuite } from "../suites/signature.ts";
import { simulatorSuite } from "../suites/simulator.ts";
import { socketSuite } from "../suites/sockets.ts";
import { templateSuite } from "../suites/templates.ts";
import { webhookSuite } from "../suites/webhook.ts";
import { meet, type Suite, type World } from "../suites/world.ts";
import { serveNodeHttp } from "./node-http.ts";

/** As much of Jest as is used here. */
declare const jest: {
  resetModules: () => void;
  useFakeTimers: (options?: { now: number }) => void;
  useRealTimers: () => void;
  advanceTimersByTime: (milliseconds: number) => void;
};
declare const expect: {
  (received: unknown): SimulatorMatchers & { not: SimulatorMatchers };
  extend: (matchers: object) => void;
  stringContaining: (text: string) => string;
};
declare const describe: (name: string, body: () => void) => void;
declare const test: (name: string, body: () => Promise<void>) => void;

const register = <Given>(name: string, suite: Suite<Given>, given: () => Promise<Given>) =>
  describe(name, () => {
    for (const [title, check] of Object.entries(suite)) test(title, async () => check(await given()));
  });

let known: Promise<World> | undefined;
const world = () => {
  known ??= meet(String(process.env.ELSEWHERE));
  return known;
};

/** What a loaded module requires after a reset is another copy. */
const resetSuite: Suite<World> = {
  "after resetModules, refusals stay ApiErrors, and repeats and the token's renewal work": async () => {
    const simulator = createSimulator();
    const tokens = ["EAAold", simulator.clientOptions.accessToken];
    const accessToken = () => String(tokens.shift());
    const retry = { minDelayMs: 1 };
    const { messages } = new WhatsAppClient({ ...simulator.clientOptions, accessToken, retry });
    simulator.fail({ code: 190 });
    simulator.fail({ code: 131016 });
    simulator.fail({ code: 131047 });
    jest.resetModules();
    const [outcome] = await Promise.allSettled([messages.sendText({ to: "+14155552671", body: "Hello" })]);
    const error: unknown = outcome?.status === "rejected" ? outcome.reason : undefined;
    assert.instanceOf(error, ApiError);
    assert.strictEqual((error as ApiError).code, 131047);
    assert.deepEqual(tokens, []);
    await simulator.close();
  },
};

const hour = 60 * 60 * 1000;
const ana = "+5511987654321";

/** What becomes of a text: `sent`, or the code it is refused with. */
async function trySending({ messages }: WhatsAppClient): Promise<string | number | undefined> {
  return messages.sendText({ to: ana, body: "Hello" }).then(
    () => "sent",
    ({ code }: ApiError) => code,
  );
}

const setRealTimeout = setTimeout;

/** What a check that fails has faked concerns no other. */
const withRealTimers = (suite: Suite<undefined>): Suite<undefined> =>
  Object.fromEntries(
    Object.entries(suite).map(([title, check]) => [
      title,
      async (given) => {
        try {
          await check(given);
        } finally {
          jest.useRealTimers();
        }
      },
    ]),
  );

/** Fake timers stop `performance.now`, start it anew, and set the date to anything. */
const fakeTimerSuite = withRealTimers({
  "fake timers do not shut the window of a customer, but end it when it is over": async () => {
    for (const options of [undefined, { now: Date.UTC(2020, 0, 1) }, { now: Date.UTC(2040, 0, 1) }]) {
      const simulator = createSimulator({ closedWindow: "response" });
      const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false, rateLimit: false });
      const outcomes: unknown[] = [];
      const send = async () => outcomes.push(await trySending(whatsapp));
      await simulator.user(ana).sends("Hi");
      jest.useFakeTimers(options);
      await send();
      jest.advanceTimersByTime(23 * hour);
      await send();
      jest.useRealTimers();
      await send();
      jest.useFakeTimers(options);
      await send();
      jest.advanceTimersByTime(2 * hour);
      await send();
      await simulator.user(ana).sends("Hi again");
      await send();
      jest.useRealTimers();
      await send();
      assert.deepEqual(outcomes, ["sent", "sent", "sent", "sent", 131047, "sent", "sent"]);
      await simulator.close();
    }
  },

  "a simulator that was created under fake timers goes on without them": async () => {
    jest.useFakeTimers({ now: Date.UTC(2020, 0, 1) });
    const simulator = createSimulator({ openWindow: true });
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    assert.strictEqual(await trySending(whatsapp), "sent");
    jest.useRealTimers();
    assert.strictEqual(await trySending(whatsapp), "sent");
    await simulator.close();
  },

  "a customer waits for an answer, and not forever, while time stands still": async () => {
    const simulator = createSimulator({ openWindow: true });
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, rateLimit: false });
    const customer = simulator.user(ana, { name: "Ana" });
    jest.useFakeTimers();
    const answer = customer.waitFor("Hello");
    await whatsapp.messages.sendText({ to: ana, body: "Hello" });
    assert.strictEqual((await answer).type, "text");
    const [ended] = await Promise.allSettled([customer.waitFor("Bye", { timeoutMs: 1 })]);
    assert.match(String(ended?.status === "rejected" && ended.reason), /within 1 ms.*The chat with Ana/s);
    jest.useRealTimers();
    await simulator.close();
  },

  "the first send leaves at once, whenever fake timers came and went": async () => {
    const simulator = createSimulator({ openWindow: true });
    const rateLimit = { messagesPerSecond: 1 };
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false, rateLimit });
    for (const options of [undefined, { now: Date.UTC(2020, 0, 1) }, { now: Date.UTC(2040, 0, 1) }]) {
      jest.useFakeTimers(options);
      jest.advanceTimersByTime(2000);
      assert.strictEqual(await trySending(whatsapp), "sent");
      const held = trySending(whatsapp); // its timer goes with the fake ones
      jest.useRealTimers();
      jest.useFakeTimers(options);
      jest.advanceTimersByTime(2000);
      const next = trySending(whatsapp);
      while (simulator.ledger.length % 3 !== 0) {
        jest.advanceTimersByTime(100);
        await new Promise((resolve) => void setRealTimeout(resolve, 0));
      }
      assert.deepEqual(await Promise.all([held, next]), ["sent", "sent"]);
      jest.useRealTimers();
    }
    await simulator.close();
  },
});

/** The matcher with Jest's own `expect`. */
const matcherSuite: Suite<undefined> = {
  "a customer has received a message, or the failure shows the chat": async () => {
    expect.extend(matchers);
    const simulator = createSimulator({ openWindow: true });
    const whatsapp = new WhatsAppClient(simulator.clientOptions);
    const customer = simulator.user(ana, { name: "Ana" });
    await whatsapp.messages.sendText({ to: ana, body: "See you on Monday." });
    expect(customer).toHaveReceived({ type: "text", body: /monday/i });
    expect(customer).toHaveReceived({ body: expect.stringContaining("Monday") }, { times: 1 });
    expect(customer).not.toHaveReceived("See you on Tuesday.");
    const check = () => expect(customer).toHaveReceived({ body: expect.stringContaining("Tuesday") });
    const failure =
      /^Expected Ana to have received \{ body: StringContaining "Tuesday" \}\.\n\nNearest: "See/;
    assert.throws(check, failure);
    await simulator.close();
  },
};

register("signature", signatureSuite, world);
register("flows", flowSuite, world);
register("parsing", parsingSuite, world);
register("client", clientSuite, world);
register("resetModules", resetSuite, world);
register("fake timers", fakeTimerSuite, async () => undefined);
register("matcher", matcherSuite, async () => undefined);
register("files", fileSuite, world);
register("templates", templateSuite, world);
register("assistants", assistantSuite, world);
register("simulator", simulatorSuite, async () => serveNodeHttp);
register("node:http", { ...webhookSuite, ...socketSuite }, async () => serveNodeHttp);
