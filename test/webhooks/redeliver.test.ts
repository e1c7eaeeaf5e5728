import { describe, expect, test, vi } from "vitest";
import {
  AmbiguousSendError,
  ApiError,
  ConfigurationError,
  ConnectionError,
  HandlerTimeoutError,
  QueueFullError,
  StoreError,
  toApiError,
  ValidationError,
  WhatsAppClient,
} from "wacloud";
import { createSimulator } from "wacloud/testing";
import { createWebhookHandler, shouldRedeliver, type WebhookOptions } from "wacloud/webhooks";
import { batch, delivery, message, secrets } from "./signed.ts";

const fresh = { timestamp: new Date() };
const old = { timestamp: new Date(Date.now() - 15 * 60_000) };

const apiError = (category: string, retryable = false) =>
  Object.assign(toApiError({ code: 1, title: "" }), { category, retryable });

const lasting = [
  "spam-limited",
  "window-closed",
  "undeliverable",
  "opted-out",
  "template",
  "media",
  "parameter",
  "policy",
  "flow",
  "group",
  "call",
];
const passing = ["auth", "permission", "payment", "registration", "throttled", "unavailable"];

describe("shouldRedeliver", () => {
  test.each(lasting)("no: a refusal of category %s concerns this message or person", (category) => {
    expect(shouldRedeliver(apiError(category, true), fresh)).toBe(false);
  });

  test.each(passing)("yes: a refusal of category %s can be fixed for all events", (category) => {
    expect(shouldRedeliver(apiError(category), fresh)).toBe(true);
  });

  test("unknown refusals: as Meta says", () => {
    expect(shouldRedeliver(apiError("unknown", true), fresh)).toBe(true);
    expect(shouldRedeliver(apiError("unknown", false), fresh)).toBe(false);
  });

  test.each([
    new TypeError("x is not a function"),
    new DOMException("The operation was aborted.", "AbortError"),
    "a text",
    undefined,
    new ConnectionError("no"),
    new QueueFullError("no"),
    new ConfigurationError("no", []),
    new StoreError("no"),
    new HandlerTimeoutError("no"),
  ])("yes: %s", (error) => {
    expect(shouldRedeliver(error, fresh)).toBe(true);
  });

  test("no: invalid input", () => {
    expect(shouldRedeliver(new ValidationError("no", []), fresh)).toBe(false);
  });

  test("a send whose outcome is unknown: only if it is keyed and the event is fresh", () => {
    const error = (isKeyed: boolean) => new AmbiguousSendError("unknown", { isKeyed });
    expect(shouldRedeliver(error(false), fresh)).toBe(false);
    expect(shouldRedeliver(error(true), fresh)).toBe(true);
    expect(shouldRedeliver(error(true), old)).toBe(false);
    expect(shouldRedeliver(error(true), {})).toBe(true);
  });
});

describe("an error that wraps others", () => {
  const unclear = new AmbiguousSendError("unknown", { isKeyed: false });
  const itself = new Error("cyclic");
  itself.cause = itself;
  test.each<[string, unknown, boolean]>([
    ["a cause", new Error("no reply", { cause: unclear }), false],
    [
      "a cause's cause",
      new Error("a", { cause: new Error("b", { cause: apiError("window-closed") }) }),
      false,
    ],
    ["several errors", new AggregateError([new Error("database"), unclear]), false],
    ["a cause that time mends", new Error("no reply", { cause: new ConnectionError("no") }), true],
    ["errors of the user's own", new AggregateError([new Error("database"), undefined, "no"]), true],
    ["itself", itself, true],
  ])("%s: decides as what it wraps", (_, error, expected) => {
    expect(shouldRedeliver(error, fresh)).toBe(expected);
  });

  test("repeats no send whose outcome is unknown", async () => {
    const simulator = createSimulator({ openWindow: true });
    await simulator.listen();
    try {
      const whatsapp = new WhatsAppClient(simulator.clientOptions);
      const onEvent = vi.fn(async () => {
        await whatsapp.messages.sendText({ to: "+14155552671", body: "Hello" }).catch((cause) => {
          throw new Error("The reply failed.", { cause });
        });
      });
      const handle = createWebhookHandler({ ...secrets, onEvent, onError: () => undefined });
      simulator.fail({ reset: "after-read" });
      const request = await delivery(batch(message("wamid.1")));
      expect([(await handle(request)).status, (await handle(request)).status]).toEqual([200, 200]);
      expect(simulator.ledger).toHaveLength(1);
    } finally {
      await simulator.close();
    }
  });
});

describe("the option redeliver", () => {
  const failing = (error: unknown, options: Partial<WebhookOptions> = {}) => {
    const onError = vi.fn();
    const onEvent = vi.fn(() => Promise.reject(error));
    const handle = createWebhookHandler({ ...secrets, onEvent, onError, ...options });
    const deliver = async () => (await handle(await delivery(batch(message("wamid.1"))))).status;
    return { deliver, onError, onEvent };
  };
  const refusal = apiError("window-closed");

  test("by default, a permanent refusal is answered 200, reported, and not handled again", async () => {
    const { deliver, onError, onEvent } = failing(refusal);
    expect([await deliver(), await deliver()]).toEqual([200, 200]);
    expect(onEvent).toHaveBeenCalledTimes(1);
    expect(onError.mock.calls).toEqual([
      [refusal, expect.objectContaining({ id: "wamid.1" }), { redelivered: false }],
    ]);
  });

  test("by default, an exception is answered 500 and reported, and the event is handled again", async () => {
    const { deliver, onError, onEvent } = failing(new TypeError("x"));
    expect([await deliver(), await deliver()]).toEqual([500, 500]);
    expect(onEvent).toHaveBeenCalledTimes(2);
    expect(onError.mock.calls.map(([, , facts]) => facts)).toEqual([
      { redelivered: true },
      { redelivered: true },
    ]);
  });

  test("decides with the error and the event", async () => {
    const redeliver = vi.fn(() => true);
    const { deliver, onEvent } = failing(refusal, { redeliver });
    expect([await deliver(), await deliver()]).toEqual([500, 500]);
    expect(onEvent).toHaveBeenCalledTimes(2);
    expect(redeliver).toHaveBeenCalledWith(refusal, expect.objectContaining({ id: "wamid.1" }));
  });

  test("may take its time", async () => {
    const { deliver } = failing(new Error("no"), { redeliver: async () => false });
    expect(await deliver()).toBe(200);
  });

  const unsaid: readonly [string, () => unknown][] = [
    ["throws", () => Promise.reject(new Error("cannot decide"))],
    ["forgets to return", () => undefined],
    ["returns a text", () => "no"],
  ];
  const defaults = [
    ["delivered again", new TypeError("x"), 500],
    ["not delivered again", refusal, 200],
    ["not delivered again", new AmbiguousSendError("unknown", { isKeyed: false }), 200],
  ] as const;
  test.each(
    unsaid.flatMap(([what, redeliver]) => defaults.map((rest) => [what, ...rest, redeliver] as const)),
  )("that %s leaves it to the default: %s after %s", async (what, _, error, expected, redeliver) => {
    const { deliver, onError } = failing(error, { redeliver: redeliver as () => boolean });
    expect(await deliver()).toBe(expected);
    const told = what === "throws" ? [new Error("cannot decide"), error] : [error];
    expect(onError.mock.calls.map(([first]) => first)).toEqual(told);
    for (const [, , facts] of onError.mock.calls) expect(facts).toEqual({ redelivered: expected === 500 });
  });

  test('with respond: "immediately", nobody delivers again', async () => {
    const { deliver, onError } = failing(new TypeError("x"), { respond: "immediately" });
    expect(await deliver()).toBe(200);
    await vi.waitFor(() => expect(onError).toHaveBeenCalled(), 120_000);
    expect(onError.mock.calls[0]?.[2]).toEqual({ redelivered: false });
  });
});

test("ApiError is recognized across copies of the package, by its brand and name", () => {
  const foreign = Object.assign(Object.create(null, { [Symbol.for("wacloud.error")]: { value: true } }), {
    name: "ApiError",
    category: "media",
  });
  expect(foreign instanceof ApiError).toBe(false);
  expect(shouldRedeliver(foreign, fresh)).toBe(false);
});
