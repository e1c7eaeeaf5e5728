import { assert } from "chai";
import {
  AmbiguousSendError,
  ApiError,
  isWhatsAppError,
  PhoneNumberError,
  WhatsAppClient,
  type WhatsAppClientOptions,
} from "wacloud";
import { createSimulator, type Failure } from "wacloud/testing";
import type { Suite, World } from "./world.ts";

const to = "+14155552671";
const retry = { attempts: 3, minDelayMs: 1, maxDelayMs: 50 };

/** How the other side is asked to fail, and the mark by which it counts. */
function asking(mark: string, failure?: Failure, times: "always" | "once" = "always") {
  const headers: Record<string, string> = { "x-mark": mark };
  if (failure !== undefined) headers["x-fail"] = JSON.stringify(failure);
  if (times === "once") headers["x-fail-once"] = "yes";
  return { headers };
}

let marks = 0;
const newMark = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${++marks}`;

const createClient = ({ client }: World, options: Partial<WhatsAppClientOptions> = {}) =>
  new WhatsAppClient({ ...client, retry, ...options });

/** The error a promise rejects with. */
async function failure(promise: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([promise]);
  if (outcome?.status === "rejected") return outcome.reason;
  throw new Error("Expected a rejection, but the promise resolved.");
}

/** Sends one text whose request fails this way. */
async function sendThrough(world: World, trouble: Failure, options: Partial<WhatsAppClientOptions> = {}) {
  const mark = newMark();
  const message = { to, body: "Hello", biz_opaque_callback_data: mark };
  const error = await failure(createClient(world, options).messages.sendText(message, asking(mark, trouble)));
  return { error, mark, seen: await world.seen(mark) };
}

/** The send is reported as unclear, can be found again, was made once, and names nobody. */
function assertAmbiguous({ error, mark, seen }: Awaited<ReturnType<typeof sendThrough>>, accepted: number) {
  assert.instanceOf(error, AmbiguousSendError, String((error as Error).cause));
  assert.isTrue(isWhatsAppError(error));
  assert.strictEqual((error as AmbiguousSendError).correlationTag, mark);
  assert.deepEqual(seen, { requests: 1, accepted, hangUps: 0 });
  assertDiscreet(error);
}

/** The message certainly did not leave, or the runtime cannot tell. */
function assertRefused(error: unknown, { tellsRefusals }: World) {
  assert.instanceOf(error, Error);
  const { name, cause } = error as Error;
  assert.strictEqual(name, tellsRefusals ? "ConnectionError" : "AmbiguousSendError", String(cause));
  assertDiscreet(error);
}

/** Everything the network does: some of it is repeated safely, the rest is reported as unclear. */
const troubles: Failure[] = [
  { code: 131016 },
  { code: 133004 },
  { status: 503, body: "<html>" },
  { status: 500, accepted: true },
  { reset: "before-read" },
  { reset: "after-read" },
  { hang: "after-read" },
  { drop: "cut-body" },
];

const toErrorName = (error: unknown): string => (error instanceof Error ? error.name : String(error));

/** No token, number or text in an error, however deep. */
function assertDiscreet(error: unknown) {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    assert.notMatch(`${inner.stack} ${JSON.stringify(inner)}`, /EAA|4155552671|Hello/);
  }
}

/** What must hold of the client, over sockets and without. */
export const clientSuite: Suite<World> = {
  "in memory, a message arrives and the reply is answered": async () => {
    const simulator = createSimulator({ openWindow: true });
    const whatsapp = new WhatsAppClient(simulator.clientOptions);
    const ana = simulator.user(to, { name: "Ana" });
    const { id } = await whatsapp.messages.sendText({ to, body: "Hello 👋" });
    assert.strictEqual(ana.inbox.at(-1)?.text, "Hello 👋");
    assert.strictEqual(simulator.ledger[0]?.id, id);
    await whatsapp.close();
    await simulator.close();
  },

  "an invalid number is refused before anything is sent": async (world) => {
    const mark = newMark();
    const { messages } = createClient(world);
    const error = await failure(messages.sendText({ to: "4155552671", body: "Hello" }, asking(mark)));
    assert.instanceOf(error, PhoneNumberError);
    assert.deepInclude(await world.seen(mark), { requests: 0, accepted: 0 });
  },

  "a message is accepted once": async (world) => {
    const mark = newMark();
    const message = { to, body: "Hello 👋", biz_opaque_callback_data: mark };
    const whatsapp = createClient(world);
    const { id } = await whatsapp.messages.sendText(message, asking(mark));
    assert.match(id, /^wamid\./);
    assert.deepInclude(await world.seen(mark), { requests: 1, accepted: 1 });
    await whatsapp.close();
  },

  "many parallel messages are accepted once each, in a client with limits": async (world) => {
    const mark = newMark();
    const { messages } = createClient(world, { rateLimit: { messagesPerSecond: 200 } });
    const sends = Array.from({ length: 40 }, () =>
      messages.sendText({ to, body: "Hello", biz_opaque_callback_data: mark }, asking(mark)),
    );
    const ids = new Set((await Promise.all(sends)).map(({ id }) => id));
    assert.strictEqual(ids.size, 40);
    assert.deepInclude(await world.seen(mark), { requests: 40, accepted: 40 });
  },

  "uploaded media downloads unchanged": async (world) => {
    const { media } = createClient(world);
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]); // the signature of a PNG
    const { id } = await media.upload({ file: bytes, type: "image/png", filename: "a.png" });
    const download = await media.download(id);
    assert.strictEqual(download.mime_type, "image/png");
    assert.deepEqual(await download.bytes(), bytes);
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.subarray(0, 1000));
        controller.enqueue(bytes.subarray(1000));
        controller.close();
      },
    });
    const streamed = await media.upload({ file: stream, type: "image/png", filename: "b.png" });
    assert.deepEqual(await (await media.download(streamed.id)).bytes(), bytes);
  },

  "a refusal by Meta is an ApiError with its category": async (world) => {
    const { error, seen } = await sendThrough(world, { code: 131047, headers: { "x-fb-trace-id": "t" } });
    assert.instanceOf(error, ApiError);
    assert.deepInclude(error as ApiError, { code: 131047, category: "window-closed", source: "response" });
    assert.deepInclude(seen, { requests: 1, accepted: 0 });
    assertDiscreet(error);
  },

  "a throttled message is sent again, and accepted once": async (world) => {
    const mark = newMark();
    const message = { to, body: "Hello", biz_opaque_callback_data: mark };
    const throttled = asking(mark, { code: 131016 }, "once");
    await createClient(world).messages.sendText(message, throttled);
    assert.deepInclude(await world.seen(mark), { requests: 2, accepted: 1 });
  },

  "a refused connection is a ConnectionError: the message certainly did not leave": async (world) => {
    const { messages } = createClient(world, { baseUrl: world.refusing });
    const error = await failure(messages.sendText({ to, body: "Hello" }));
    assertRefused(error, world);
  },

  "a name that does not resolve is a ConnectionError": async (world) => {
    const { messages } = createClient(world, { baseUrl: "http://wacloud.invalid" });
    const error = await failure(messages.sendText({ to, body: "Hello" }));
    assertRefused(error, world);
  },

  "an untrusted certificate is a ConnectionError": async (world) => {
    const { messages } = createClient(world, { baseUrl: world.untrusted });
    assertRefused(await failure(messages.sendText({ to, body: "Hello" })), world);
  },

  "a reset before the request was read is ambiguous, and not repeated": async (world) => {
    assertAmbiguous(await sendThrough(world, { reset: "before-read" }), 0);
  },

  "a reset after the message was accepted is ambiguous, and not repeated": async (world) => {
    assertAmbiguous(await sendThrough(world, { reset: "after-read" }), 1);
  },

  "a used connection that ends without an answer is ambiguous, and the message is not sent on another":
    async (world) => {
      const { messages } = createClient(world, { baseUrl: world.hangingUp });
      const mark = newMark();
      for (let sent = 0; (await world.seen(mark)).hangUps === 0; sent += 1) {
        assert.isBelow(sent, 10, "No connection is used twice.");
        const [outcome] = await Promise.allSettled([messages.sendText({ to, body: "Hello" }, asking(mark))]);
        const error = outcome?.status === "rejected" ? outcome.reason : undefined;
        const { hangUps } = await world.seen(mark);
        if (hangUps > 0) assert.instanceOf(error, AmbiguousSendError);
      }
      assert.strictEqual((await world.seen(mark)).hangUps, 1);
    },

  "a truncated response is ambiguous, and not repeated": async (world) => {
    assertAmbiguous(await sendThrough(world, { drop: "cut-body" }), 1);
  },

  "a 502 from a proxy is ambiguous, and not repeated": async (world) => {
    assertAmbiguous(await sendThrough(world, { status: 502, body: "<html>" }), 0);
  },

  "a 421, after which runtimes may repeat a request on their own, is not repeated": async (world) => {
    const { seen } = await sendThrough(world, { status: 421 });
    assert.deepInclude(seen, { requests: 1, accepted: 0 });
  },

  "a redirect is not followed": async (world) => {
    const headers = { location: `${world.client.baseUrl}/elsewhere` };
    assertAmbiguous(await sendThrough(world, { status: 307, headers }), 0);
  },

  "a timeout is ambiguous, and named in the message": async (world) => {
    const sent = await sendThrough(world, { hang: "after-read" }, { timeoutMs: 1000 });
    assertAmbiguous(sent, 1);
    assert.strictEqual(((sent.error as Error).cause as Error).name, "TimeoutError");
  },

  "reads are repeated after all of these": async (world) => {
    const troubles: Failure[] = [{ reset: "before-read" }, { drop: "cut-body" }, { status: 502 }];
    for (const trouble of [...troubles, { hang: "before-read" } as const]) {
      const mark = newMark();
      const whatsapp = createClient(world, { timeoutMs: 1000 });
      const path = `/${world.client.phoneNumberId}`;
      const call = { method: "GET", path, ...asking(mark, trouble, "once") } as const;
      const { body } = await whatsapp.request<{ id: string }>(call);
      assert.strictEqual(body.id, world.client.phoneNumberId);
      assert.strictEqual((await world.seen(mark)).requests, 2, JSON.stringify(trouble));
    }
  },

  "on a failing network, no message is accepted twice, and every reported outcome is true": async (world) => {
    const whatsapp = createClient(world, { timeoutMs: 1000, rateLimit: false });
    const sends = Array.from({ length: 96 }, (_, index) => ({
      mark: newMark(),
      trouble: index % 2 === 0 ? undefined : troubles[(index >> 1) % troubles.length],
    }));
    const outcomes = new Map<string, string>();
    const queue = sends.values();
    const worker = async () => {
      for (const { mark, trouble } of queue) {
        const message = { to, body: "Hello", biz_opaque_callback_data: mark };
        const sent = whatsapp.messages.sendText(message, asking(mark, trouble, "once"));
        outcomes.set(mark, await sent.then(() => "accepted", toErrorName));
      }
    };
    await Promise.all(Array.from({ length: 6 }, worker)); // connections are used again and again
    for (const { mark, trouble } of sends) {
      const { accepted } = await world.seen(mark);
      const outcome = outcomes.get(mark);
      const facts = `${JSON.stringify(trouble)}: ${outcome}, accepted ${accepted} times`;
      if (outcome === "accepted") assert.strictEqual(accepted, 1, facts);
      else if (outcome === "AmbiguousSendError") assert.isAtMost(accepted, 1, facts);
      else assert.fail(facts);
    }
    assert.include([...outcomes.values()], "AmbiguousSendError");
  },

  "an abort before the request left rejects with its reason": async (world) => {
    const mark = newMark();
    const reason = new Error("changed my mind");
    const call = { ...asking(mark), signal: AbortSignal.abort(reason) };
    const error = await failure(createClient(world).messages.sendText({ to, body: "Hello" }, call));
    assert.strictEqual(error, reason);
    assert.deepInclude(await world.seen(mark), { requests: 0, accepted: 0 });
  },

  "an abort after the request left is ambiguous, with its reason as cause": async (world) => {
    const mark = newMark();
    const controller = new AbortController();
    const reason = new Error("too late");
    const message = { to, body: "Hello", biz_opaque_callback_data: mark };
    const call = { ...asking(mark, { hang: "after-read" }), signal: controller.signal };
    const error = failure(createClient(world).messages.sendText(message, call));
    while ((await world.seen(mark)).accepted === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort(reason);
    assertAmbiguous({ error: await error, mark, seen: await world.seen(mark) }, 1);
    assert.strictEqual(((await error) as Error).cause, reason);
  },

  "the doctor examines token, account and number": async () => {
    const simulator = createSimulator();
    const client = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    const findings = await client.doctor();
    const [errors, fine] = (["error", "ok"] as const).map((wanted) =>
      findings.filter(({ status }) => status === wanted).map(({ id }) => id),
    );
    assert.deepEqual(errors, []);
    assert.includeMembers(fine ?? [], ["token.scopes", "account.review", "number.status"]);
    await client.close();
  },
};
