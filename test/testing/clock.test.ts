import { expect, test } from "vitest";
import { ConfigurationError, WhatsAppClient } from "wacloud";
import { customer, manualClock, quiet } from "./support.ts";

test("the clock adds up the parts of a duration", async () => {
  const simulator = quiet({ clock: manualClock(1000).clock });
  expect(simulator.clock.now()).toBe(1000);
  await simulator.clock.advance({ days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 });
  expect(simulator.clock.now() - 1000).toBe(86_400_000 + 2 * 3_600_000 + 3 * 60_000 + 4 * 1000 + 5);
});

test("a customer's window closes when the clock says so", async () => {
  const simulator = quiet();
  const ana = simulator.user(customer);
  await ana.sends("hi");
  await simulator.clock.advance({ hours: 23 });
  expect(ana.hasOpenWindow()).toBe(true);
  await simulator.clock.advance({ hours: 1 });
  expect(ana.hasOpenWindow()).toBe(false);
});

test.each([
  [{ hours: -1 }, "hours"],
  [{ hours: Number.NaN }, "hours"],
  [{ days: 1, minutes: "5" }, "minutes"],
  [{ seconds: Number.POSITIVE_INFINITY }, "seconds"],
  [{ weeks: 1 }, "weeks"],
  [{}, "duration"],
  [90_000_000, "duration"],
  [undefined, "duration"],
])("%j is no duration: the error names %s, and the clock stays", async (duration, path) => {
  const simulator = quiet({ clock: manualClock(0).clock });
  const error = await simulator.clock.advance(duration as object).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as ConfigurationError).issues[0]?.path).toBe(path);
  expect((error as ConfigurationError).message).toContain(path === "duration" ? "hours: 25" : path);
  expect(simulator.clock.now()).toBe(0);
});

test("every timestamp is in whole milliseconds, also if the clock below counts fractions", async () => {
  const { clock } = manualClock(1_790_000_000_000.75);
  const simulator = quiet({ clock });
  simulator.webhook = () => new Response();
  const ana = simulator.user(customer);
  await ana.sends("hi");
  await simulator.clock.advance({ milliseconds: 0.4 });
  await simulator.clock.advance({ seconds: 2.01, milliseconds: 0.3 });
  await new WhatsAppClient(simulator.clientOptions).messages.sendText({ to: customer, body: "Hello" });
  await simulator.settled();
  const written = [...ana.inbox, ...ana.outbox, ...simulator.business().inbox];
  const times = [
    ...written.map(({ timestamp }) => timestamp),
    ...[...simulator.ledger, ...simulator.requests, ...ana.chat].map(({ at }) => at),
    ...simulator.webhooks.flatMap(({ at, attempts }) => [at, ...attempts.map((attempt) => attempt.at)]),
  ];
  expect(simulator.webhooks[0]?.attempts).toHaveLength(1);
  expect(new Set(times)).toEqual(new Set([1_790_000_000_000, 1_790_000_002_010]));
  expect(Number.isInteger(quiet().clock.now())).toBe(true);
});
