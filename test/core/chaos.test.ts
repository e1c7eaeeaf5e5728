import { afterEach, expect, test, vi } from "vitest";
import { AmbiguousSendError, WhatsAppClient, type WhatsAppError } from "wacloud";
import { createSimulator, type Failure } from "wacloud/testing";
import { fakeClock } from "../support/client.ts";
import { seeded } from "../support/seeded.ts";

/** Everything the real network does, each at the same chance. */
const troubles: Failure[] = [
  { code: 130429 },
  { code: 131016 },
  { code: 133004 },
  { status: 503, body: "<html>Service Unavailable</html>", contentType: "text/html" },
  { status: 500, body: "", accepted: true },
  { code: 131000 },
  { code: 131000, accepted: true },
  { reset: "before-read" },
  { reset: "after-read" },
  { hang: "before-read" },
  { hang: "after-read" },
  { drop: "cut-body" },
];
/** Those after which Meta certainly took nothing. */
const repeatable = new Set([130429, 131016, 133004]);

const count = 1000;
const workers = 50;
/** Far longer than the test takes: nothing times out but what {@link keepDeadlines} lets expire. */
const timeoutMs = 300_000;

afterEach(() => {
  vi.restoreAllMocks();
});

/** Keeps the deadline of every attempt, and lets all of them expire when the test says so. */
function keepDeadlines() {
  const start = globalThis.setTimeout;
  const deadlines: (() => void)[] = [];
  const keep = (action: () => void, milliseconds?: number) => {
    if (milliseconds === timeoutMs) deadlines.push(action);
    return start(action, milliseconds);
  };
  vi.spyOn(globalThis, "setTimeout").mockImplementation(keep as typeof setTimeout);
  return () => {
    for (const expire of deadlines.splice(0)) expire();
  };
}

test.each([[1], [20_261_124]])("1,000 sends through a failing network, seed %i", async (seed) => {
  const expireAll = keepDeadlines();
  let hanging = 0;
  let working = workers;
  /** What hangs times out as soon as nothing else is under way. */
  const goOn = () => {
    if (hanging < working) return;
    hanging = 0;
    expireAll();
  };
  const recipients = Array.from({ length: count }, (_, index) => `+1415555${String(index).padStart(4, "0")}`);
  // Each recipient has a generator of its own, so that a seed means the same in whatever order requests arrive.
  const generators = new Map(recipients.map((to, index) => [to, seeded(seed * count + index)]));
  const simulator = createSimulator({ openWindow: true, throughput: false, pairLimit: false });
  await simulator.listen();
  const injected = new Map<string, Failure[]>();
  simulator.fail((request) => {
    const { to } = request.body as { to: string };
    const random = generators.get(to) ?? expect.unreachable();
    if (random() >= 0.3) return undefined;
    const trouble = troubles[Math.floor(random() * troubles.length)] as Failure;
    injected.set(to, [...(injected.get(to) ?? []), trouble]);
    if ("hang" in trouble) {
      hanging += 1;
      setImmediate(goOn);
    }
    return trouble;
  });
  const whatsapp = new WhatsAppClient({
    ...simulator.clientOptions,
    clock: fakeClock(),
    timeoutMs,
    retry: { attempts: 12 },
    rateLimit: false,
  });

  const outcomes = new Map<string, { id: string } | WhatsAppError>();
  const queue = [...recipients];
  const worker = async () => {
    for (let to = queue.pop(); to !== undefined; to = queue.pop()) {
      const tag = `tag ${to}`;
      outcomes.set(
        to,
        await whatsapp.messages
          .sendText({ to, body: "Your order has left", biz_opaque_callback_data: tag })
          .catch((error: WhatsAppError) => error),
      );
    }
    working -= 1;
    goOn();
  };
  await Promise.all(Array.from({ length: workers }, worker));
  await whatsapp.close();
  await simulator.close();

  const accepted = new Map<string, string[]>();
  for (const { to, id } of simulator.ledger) accepted.set(to, [...(accepted.get(to) ?? []), id]);
  for (const to of recipients) {
    const outcome = outcomes.get(to);
    const ids = accepted.get(to) ?? [];
    const troublesMet = injected.get(to) ?? [];
    expect(ids.length, `${to} received more than once`).toBeLessThanOrEqual(1);
    if (outcome instanceof Error) {
      expect(outcome).toBeInstanceOf(AmbiguousSendError);
      expect(outcome).toMatchObject({ correlationTag: `tag ${to}` });
    } else {
      expect(ids).toEqual([outcome?.id]);
    }
    const onlyRepeatable = troublesMet.every((trouble) => "code" in trouble && repeatable.has(trouble.code));
    if (onlyRepeatable) expect(outcome, `${to} met only what may be repeated`).not.toBeInstanceOf(Error);
  }
  const unclear = [...outcomes.values()].filter((outcome) => outcome instanceof AmbiguousSendError).length;
  expect(unclear).toBeGreaterThan(100);
  expect(unclear).toBeLessThan(400);
});
