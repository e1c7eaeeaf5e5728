import { describe, expect, test, vi } from "vitest";
import { AmbiguousSendError, ApiError, ConnectionError } from "wacloud";
import { client, failure, fakeClock, to } from "../support/client.ts";
import { accepted, recorder, refused, runtimeRecorder } from "../support/recorder.ts";

const hello = { to, body: "Hello" };
const refusedConnection = () =>
  new TypeError("fetch failed", {
    cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED", syscall: "connect" }),
  });
const reset = () =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("socket"), { code: "ECONNRESET" }) });

function setUp(...answers: Parameters<typeof recorder>) {
  const clock = fakeClock();
  const { requests } = runtimeRecorder(...answers);
  return { clock, requests, whatsapp: client({ clock, retry: {} }) };
}

describe("a send is repeated if Meta certainly did not accept it", () => {
  test.each([
    ["throughput", refused(429, 130429)],
    ["throughput, as an HTTP 400", refused(400, 130429)],
    ["the app's call limit", refused(400, 4)],
    ["the service being unavailable", refused(500, 131016)],
    ["the server being unavailable", refused(503, 133004)],
    ["maintenance", refused(500, 131057)],
    ["the pair limit", refused(400, 131056)],
    ["an undocumented throttling response", new Response("slow down", { status: 429 })],
    ["a refused connection", refusedConnection()],
  ])("after %s", async (_, answer) => {
    const { whatsapp, requests, clock } = setUp(answer, accepted());
    expect((await whatsapp.messages.sendText(hello)).id).toBe("wamid.1");
    expect(requests).toHaveLength(2);
    expect(clock.slept).toHaveLength(1);
  });
});

describe("a send whose outcome is unknown is not repeated", () => {
  test.each([
    ["a reset connection", reset(), undefined],
    ["an unknown 5xx", new Response("<html>oops</html>", { status: 503 }), 503],
    ["code 1", refused(400, 1), 400],
    ["code 2", refused(503, 2), 503],
    ["code 131000", refused(500, 131000), 500],
    [
      "a redirect",
      new Response(null, { status: 307, headers: { location: "https://graph.facebook.com/" } }),
      307,
    ],
    ["a truncated body", new Response('{"messages":[{"id":"wam'), 200],
    ["an empty body", new Response(""), 200],
    ["somebody else's body", Response.json({ hello: "captive portal" }), 200],
    ["a body without a message id", Response.json({ messages: [{}] }), 200],
    ["a request timeout", new Response("", { status: 408 }), 408],
  ])("after %s", async (_, answer, status) => {
    const { whatsapp, requests } = setUp(answer);
    const error = await failure(
      whatsapp.messages.sendText({ ...hello, biz_opaque_callback_data: "order-77" }),
    );
    expect(error).toBeInstanceOf(AmbiguousSendError);
    expect(error).toMatchObject({ correlationTag: "order-77" });
    if (status !== undefined) expect((error as Error).cause).toMatchObject({ name: "ApiError", status });
    expect(requests).toHaveLength(1);
  });

  test("unless the caller opted in", async () => {
    const clock = fakeClock();
    const { fetch, requests } = recorder(reset(), refused(500, 131000), accepted());
    const whatsapp = client({ fetch, clock, retry: { ambiguous: true } });
    await whatsapp.messages.sendText(hello);
    expect(requests).toHaveLength(3);
  });
});

test("a read is repeated after every failure that may pass", async () => {
  const { whatsapp, requests } = setUp(
    reset(),
    new Response("<html>", { status: 502 }),
    refused(503, 2),
    new Response('{"cut'),
    Response.json({ id: "1" }),
  );
  const { body } = await whatsapp.request({ method: "GET", path: "/1" });
  expect(body).toEqual({ id: "1" });
  expect(requests).toHaveLength(5);
});

test("a definite refusal is returned immediately", async () => {
  const { whatsapp, requests, clock } = setUp(refused(400, 131047));
  const error = await failure(whatsapp.messages.sendText(hello));
  expect(error).toMatchObject({
    name: "ApiError",
    category: "window-closed",
    retryable: false,
    code: 131047,
  });
  expect(requests).toHaveLength(1);
  expect(clock.slept).toEqual([]);
});

describe("the delay before a repeat", () => {
  test("grows exponentially, jittered below the doubling limit", async () => {
    const { whatsapp, clock } = setUp(...Array.from({ length: 5 }, () => refused(500, 131016)));
    await failure(whatsapp.messages.sendText(hello));
    expect(clock.slept).toEqual([1000, 2000, 4000, 8000]);
  });

  test.each([
    ["seconds", "7", 7000],
    ["a date", "Tue, 24 Nov 2026 10:00:30 GMT", 30_000],
  ])("is what Retry-After asks for, as %s", async (_, value, expected) => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 24, 10) });
    const { whatsapp, clock } = setUp(refused(429, 130429, {}, { "retry-after": value }), accepted());
    await whatsapp.messages.sendText(hello);
    vi.useRealTimers();
    expect(clock.slept).toEqual([expected]);
  });

  test("follows Meta's 4^n rule for the pair limit, until it grows too long and the error is returned", async () => {
    const { whatsapp, clock, requests } = setUp(...Array.from({ length: 4 }, () => refused(400, 131056)));
    const error = await failure(whatsapp.messages.sendText(hello));
    expect(clock.slept).toEqual([1000, 4000, 16_000]);
    expect(error).toMatchObject({ name: "ApiError", category: "throttled", retryAfterMs: 64_000 });
    expect(requests).toHaveLength(4);
  });

  test("comes from the usage header for call limits", async () => {
    const usage = JSON.stringify({
      "102290129340398": [{ type: "whatsapp", estimated_time_to_regain_access: 12 }],
    });
    const { whatsapp, clock } = setUp(refused(400, 80007, {}, { "x-business-use-case-usage": usage }));
    const error = await failure(whatsapp.messages.sendText(hello));
    expect(error).toMatchObject({ retryAfterMs: 720_000 });
    expect(clock.slept).toEqual([]);
  });

  test("is returned in the error if it exceeds maxDelayMs", async () => {
    const { whatsapp, clock, requests } = setUp(refused(429, 130429, {}, { "retry-after": "61" }));
    const error = await failure(whatsapp.messages.sendText(hello));
    expect(error).toMatchObject({ retryAfterMs: 61_000, retryable: true });
    expect(clock.slept).toEqual([]);
    expect(requests).toHaveLength(1);
  });
});

test("`attempts` includes the first one, and `retry: false` means one", async () => {
  const twice = runtimeRecorder(refusedConnection(), refusedConnection());
  const clock = fakeClock();
  const error = await failure(client({ clock, retry: { attempts: 2 } }).messages.sendText(hello));
  expect(error).toBeInstanceOf(ConnectionError);
  expect(twice.requests).toHaveLength(2);

  const once = runtimeRecorder(refusedConnection());
  await failure(client({ retry: false }).messages.sendText(hello));
  expect(once.requests).toHaveLength(1);
});

test("a repeat carries the same correlation tag as the first attempt", async () => {
  const { whatsapp, requests } = setUp(refused(500, 131016), accepted());
  await whatsapp.messages.sendText(hello);
  const tags = requests.map(
    ({ json }) => (json as { biz_opaque_callback_data: string }).biz_opaque_callback_data,
  );
  expect(tags[0]).toMatch(/\S{8,}/);
  expect(tags[1]).toBe(tags[0]);
});

test("a custom layer sees one call, however often it is repeated", async () => {
  const clock = fakeClock();
  const { fetch } = recorder(refused(500, 131016), accepted());
  const seen: number[] = [];
  const whatsapp = client({
    fetch,
    clock,
    retry: {},
    layers: [
      (next) => async (request) => {
        const response = await next(request);
        seen.push(response.status);
        return response;
      },
    ],
  });
  await whatsapp.messages.sendText(hello);
  expect(seen).toEqual([200]);
});

test("an error inside a 200 is an error", async () => {
  const { whatsapp } = setUp(Response.json({ error: { message: "(#131026)", code: 131026 } }));
  expect(await failure(whatsapp.messages.sendText(hello))).toBeInstanceOf(ApiError);
});

describe("once an attempt was unclear, the send stays unclear", () => {
  test.each([
    ["a refusal", refused(400, 131047), "ApiError"],
    ["a throttle that lasts too long", refused(429, 130429, {}, { "retry-after": "3600" }), "ApiError"],
    ["a refused connection", refusedConnection(), "ConnectionError"],
  ])("even after %s", async (_, answer, cause) => {
    const { requests } = runtimeRecorder(reset(), answer);
    const retry = { attempts: 2, ambiguous: true };
    const error = await failure(
      client({ clock: fakeClock(), retry }).messages.sendText({ ...hello, biz_opaque_callback_data: "tag" }),
    );
    expect(error).toBeInstanceOf(AmbiguousSendError);
    expect(error).toMatchObject({ correlationTag: "tag", cause: { name: cause } });
    expect((error as Error).message).toMatch(/was repeated because `retry.ambiguous` is set/);
    expect((error as Error).message).not.toMatch(/not repeated/);
    expect(requests).toHaveLength(2);
  });

  test("also if the last attempt was unclear like the first", async () => {
    const { fetch } = recorder(reset(), refused(400, 131000));
    const whatsapp = client({ fetch, clock: fakeClock(), retry: { attempts: 2, ambiguous: true } });
    const error = await failure(whatsapp.messages.sendText(hello));
    expect(error).toMatchObject({ name: "AmbiguousSendError", cause: { code: 131000 } });
    expect((error as Error).message).toMatch(/131000.*was repeated/);
  });

  test("but only what followed the unclear attempt counts as its repeat", async () => {
    const { fetch } = recorder(refused(500, 131016), reset());
    const whatsapp = client({ fetch, clock: fakeClock(), retry: { attempts: 2, ambiguous: true } });
    const error = await failure(whatsapp.messages.sendText(hello));
    expect((error as Error).message).toMatch(/It was not repeated/);
  });

  test("even if it is aborted while it waits to be repeated", async () => {
    const { fetch, requests } = recorder(reset());
    const controller = new AbortController();
    const clock = {
      ...fakeClock(),
      sleep: async () => {
        controller.abort("enough");
        controller.signal.throwIfAborted();
      },
    };
    const whatsapp = client({ fetch, clock, retry: { ambiguous: true } });
    const error = await failure(whatsapp.messages.sendText(hello, { signal: controller.signal }));
    expect(error).toMatchObject({ name: "AmbiguousSendError", cause: "enough" });
    expect((error as Error).message).toMatch(/It was not repeated/);
    expect(requests).toHaveLength(1);
  });
});
