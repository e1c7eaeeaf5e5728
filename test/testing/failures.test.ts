import { afterEach, expect, test, vi } from "vitest";
import type { Failure, Simulator, SimulatorOptions } from "wacloud/testing";
import { type Access, call, customer, hello, manualClock, quiet, send } from "./support.ts";

const open: Simulator[] = [];
afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

/** The simulator in memory, or over a real socket. */
async function reach(
  kind: string,
  options: SimulatorOptions = {},
): Promise<{ simulator: Simulator; access: Access }> {
  const simulator = quiet(options);
  open.push(simulator);
  if (kind === "in memory") return { simulator, access: {} };
  const { url } = await simulator.listen();
  return { simulator, access: { fetch, base: url } };
}

interface Lost {
  message: string;
  cause: { code: string };
}

const lost = (promise: Promise<unknown>): Promise<Lost> =>
  promise.then(
    () => Promise.reject(new Error("Expected the connection to be lost.")),
    (error) => error as Lost,
  );

const kinds = [["in memory"], ["over a socket"]];

test.each(kinds)("an error code comes in Meta's envelope, as often as requested (%s)", async (kind) => {
  const { simulator, access } = await reach(kind);
  const handle = simulator.fail({
    code: 130429,
    subcode: 7,
    details: "Slow down.",
    times: 2,
    headers: { "Retry-After": "3" },
  });
  const { status, headers, json } = await send(simulator, hello, access);
  expect({ status, retryAfter: headers.get("retry-after") }).toEqual({ status: 400, retryAfter: "3" });
  expect(json.error).toMatchObject({
    message: "(#130429) Rate limit hit",
    type: "OAuthException",
    code: 130429,
    error_subcode: 7,
    error_data: { messaging_product: "whatsapp", details: "Slow down." },
  });
  expect(handle.remaining).toBe(1);
  expect((await send(simulator, hello, access)).status).toBe(400);
  expect(handle.remaining).toBe(0);
  expect((await send(simulator, hello, access)).status).toBe(200);
  expect(simulator.ledger).toHaveLength(1);
});

test.each([
  [190, 401],
  [131005, 403],
  [132001, 404],
  [138002, 429],
  [131000, 500],
  [133004, 503],
  [424242, 400],
])("code %i has status %i by default", async (code, status) => {
  const simulator = quiet();
  simulator.fail({ code });
  simulator.fail({ code, status: 418 });
  expect((await send(simulator, hello)).status).toBe(status);
  expect((await send(simulator, hello)).status).toBe(418);
});

test("transient codes are marked as transient", async () => {
  const simulator = quiet();
  simulator.fail({ code: 2 });
  expect((await send(simulator, hello)).json.error.is_transient).toBe(true);
});

test.each(kinds)("a response from a proxy has its own body and content type (%s)", async (kind) => {
  const { simulator, access } = await reach(kind);
  simulator.fail({ status: 503, body: "<html>Down</html>" });
  const { base = "https://graph.facebook.com", fetch: request = simulator.fetch } = access;
  const answer = await request(`${base}/v26.0/1`);
  expect({ status: answer.status, type: answer.headers.get("content-type") }).toEqual({
    status: 503,
    type: "text/html",
  });
  expect(await answer.text()).toBe("<html>Down</html>");
});

test.each(kinds)("a reset before the request is read loses the message (%s)", async (kind) => {
  const { simulator, access } = await reach(kind);
  simulator.fail({ reset: "before-read" });
  const error = await lost(send(simulator, hello, access));
  expect(error).toMatchObject({ message: "fetch failed", cause: { code: "ECONNRESET" } });
  expect(error).toBeInstanceOf(TypeError);
  expect(simulator.ledger).toEqual([]);
  expect(simulator.requests[0]).toMatchObject({ bodyRead: false, failure: { reset: "before-read" } });
  expect(simulator.requests[0]).not.toHaveProperty("status");
});

test.each(kinds)("a reset after the request is read loses only the response (%s)", async (kind) => {
  const { simulator, access } = await reach(kind);
  simulator.fail({ reset: "after-read" });
  expect(await lost(send(simulator, hello, access))).toMatchObject({ cause: { code: "ECONNRESET" } });
  expect(simulator.ledger).toMatchObject([{ to: customer }]);
  expect(simulator.user(customer).inbox).toHaveLength(1);
  expect(simulator.requests[0]).toMatchObject({ bodyRead: true });
});

test.each([
  ["in memory", "before-read", 0],
  ["in memory", "after-read", 1],
  ["over a socket", "before-read", 0],
  ["over a socket", "after-read", 1],
] as const)("%s, a hang %s ends when the caller gives up", async (kind, moment, count) => {
  const { simulator, access } = await reach(kind);
  simulator.fail({ hang: moment });
  const caller = new AbortController();
  const sending = lost(send(simulator, hello, { ...access, signal: caller.signal }));
  const seen = () => [simulator.requests.length, simulator.ledger.length];
  await expect.poll(seen).toEqual([1, count]);
  caller.abort();
  expect(await sending).toMatchObject({ name: "AbortError" });
});

test.each(kinds)("closing the simulator ends hanging requests (%s)", async (kind) => {
  const { simulator, access } = await reach(kind);
  simulator.fail({ hang: "after-read" });
  const hanging = lost(send(simulator, hello, access));
  await expect.poll(() => simulator.ledger.length).toBe(1);
  await simulator.close();
  expect((await hanging).message).toBe("fetch failed");
});

test.each(kinds)("a cut response starts normally and breaks off (%s)", async (kind) => {
  const { simulator, access } = await reach(kind);
  simulator.fail({ drop: "cut-body" });
  const { base = "https://graph.facebook.com", fetch: request = simulator.fetch } = access;
  const { phoneNumberId, accessToken } = simulator.clientOptions;
  const answer = await request(`${base}/v26.0/${phoneNumberId}/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({ messaging_product: "whatsapp", ...hello }),
  });
  expect(answer.status).toBe(200);
  expect(Number(answer.headers.get("content-length"))).toBeGreaterThan(100);
  expect(await lost(answer.text())).toMatchObject({
    message: "terminated",
    cause: { code: "UND_ERR_SOCKET" },
  });
  expect(simulator.ledger).toHaveLength(1);
});

test.each(kinds)("a failure can hide that the message was accepted (%s)", async (kind) => {
  const { simulator, access } = await reach(kind);
  simulator.fail({ code: 131000, accepted: true });
  simulator.fail({ status: 502, body: "{}", accepted: true });
  expect((await send(simulator, hello, access)).json.error.code).toBe(131000);
  expect((await send(simulator, hello, access)).status).toBe(502);
  expect(simulator.ledger).toHaveLength(2);
});

test("failures apply in order, each only to requests that it matches", async () => {
  const simulator = quiet();
  simulator.fail({ code: 1, match: ({ body }) => (body as { type: string }).type === "image" });
  simulator.fail({ code: 2, match: ({ path, method }) => method === "POST" && path.endsWith("/messages") });
  simulator.fail({ code: 4 });
  const codes = [
    (await send(simulator, hello)).json.error?.code,
    (await send(simulator, hello)).json.error?.code,
    (await send(simulator, { type: "image", image: { link: "https://example.com/a.png" } })).json.error?.code,
    (await send(simulator, hello)).json.error?.code,
  ];
  expect(codes).toEqual([2, 4, 1, undefined]);
});

test("a function decides for every request", async () => {
  const simulator = quiet();
  let calls = 0;
  const handle = simulator.fail(({ body }) => {
    calls += 1;
    return calls % 2 === 1 && (body as { to: string }).to === customer ? { code: 131016 } : undefined;
  });
  const statuses = [];
  for (let count = 0; count < 4; count += 1) statuses.push((await send(simulator, hello)).status);
  expect(statuses).toEqual([500, 200, 500, 200]);
  expect(handle.remaining).toBe(Number.POSITIVE_INFINITY);
  handle.cancel();
  expect(handle.remaining).toBe(0);
  expect((await send(simulator, hello)).status).toBe(200);
  expect(calls).toBe(4);
});

test("failures can be canceled, one or all", async () => {
  const simulator = quiet();
  simulator.fail({ code: 1, times: 5 }).cancel();
  const second = simulator.fail({ code: 2, times: 5 });
  expect((await send(simulator, hello)).json.error.code).toBe(2);
  simulator.recover();
  expect(second.remaining).toBe(0);
  expect((await send(simulator, hello)).status).toBe(200);
});

test("an invalid failure is refused", () => {
  const simulator = quiet();
  for (const wrong of [{}, { reset: "later" }, { drop: "all" }, { times: 2 }]) {
    expect(() => simulator.fail(wrong as Failure)).toThrow(/code.*status.*reset.*hang.*drop/);
  }
});

test("a failure function never sees the token", async () => {
  const simulator = quiet();
  const seen: unknown[] = [];
  simulator.fail((request) => void seen.push(request));
  await call(simulator, "GET", `/v26.0/1?access_token=${simulator.accessToken}`);
  expect(JSON.stringify(seen)).not.toContain(simulator.accessToken);
});

const template = { type: "template", template: { name: "hello_world", language: { code: "en_US" } } };

const outcomes = async (simulator: Simulator, count: number) => {
  const found: unknown[] = [];
  for (let index = 0; index < count; index += 1) {
    const { status, json } = await send(simulator, hello);
    found.push(json.error?.code ?? status);
  }
  return found;
};

test("every n-th call fails until it is cancelled, or as often as requested", async () => {
  const { simulator } = await reach("in memory");
  const handle = simulator.fail({ code: 131016, every: 3 });
  expect(await outcomes(simulator, 6)).toEqual([200, 200, 131016, 200, 200, 131016]);
  handle.cancel();
  simulator.fail({ code: 131016, every: 2, times: 1 });
  expect(await outcomes(simulator, 4)).toEqual([200, 131016, 200, 200]);
  for (const every of [0, -1, 1.5]) expect(() => simulator.fail({ code: 1, every })).toThrow(/`every`/);
});

test("a failure can be of one number, and of one kind of call", async () => {
  const { simulator } = await reach("in memory");
  simulator.addPhoneNumber("111");
  const { phoneNumberId } = simulator.clientOptions;
  simulator.fail({ code: 131016, phoneNumberId, path: "messages" });
  const body = { messaging_product: "whatsapp", ...hello };
  const others = [
    await call(simulator, "GET", `/v26.0/${phoneNumberId}`),
    await call(simulator, "POST", "/v26.0/111/messages", body),
    await call(simulator, "POST", `/v26.0/${phoneNumberId}/marketing_messages`, {
      messaging_product: "whatsapp",
      to: customer,
      ...template,
    }),
  ];
  expect(others.map(({ json }) => json.error?.code)).toEqual([undefined, undefined, 134100]);
  expect(await outcomes(simulator, 2)).toEqual([131016, 200]);
});

test.each(kinds)(
  "an answer can come late: the call has taken effect, whoever still waits (%s)",
  async (kind) => {
    const { clock, advance } = manualClock();
    const sleep = vi.spyOn(clock, "sleep");
    const waits = (times: number) => expect.poll(() => sleep.mock.calls.length).toBe(times);
    const { simulator, access } = await reach(kind, { clock });
    simulator.fail({ delayMs: 2000 });
    const waiting = new AbortController();
    const sending = send(simulator, hello, { ...access, signal: waiting.signal });
    await waits(1);
    expect(simulator.ledger).toHaveLength(1);
    advance(1999);
    waiting.abort();
    await expect(sending).rejects.toMatchObject({ name: "AbortError" });
    simulator.fail({ code: 131016, delayMs: 1 });
    const failing = send(simulator, hello, access);
    await waits(2);
    advance(1);
    expect((await failing).json.error.code).toBe(131016);
  },
);

test("usage headers tell how much of the allowance is used", async () => {
  const { simulator } = await reach("in memory");
  simulator.fail({ usage: 95 });
  const { status, headers } = await send(simulator, hello);
  const counts = { call_count: 95, total_cputime: 95, total_time: 95 };
  expect(status).toBe(200);
  expect(JSON.parse(headers.get("x-app-usage") ?? "")).toEqual(counts);
  expect(JSON.parse(headers.get("x-business-use-case-usage") ?? "")).toEqual({
    [simulator.clientOptions.businessAccountId]: [
      { type: "whatsapp_business_management", ...counts, estimated_time_to_regain_access: 0 },
    ],
  });
  expect((await send(simulator, hello)).headers.get("x-business-use-case-usage")).toBeNull();
});
