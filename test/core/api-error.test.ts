import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { AmbiguousSendError, ApiError, isWhatsAppError, toApiError } from "wacloud";
import { parseWebhook } from "wacloud/webhooks";
import { errorCodes } from "../../src/types/error-codes.ts";
import { client, failure, to } from "../support/client.ts";
import { recorder, refused, runtimeRecorder } from "../support/recorder.ts";

const read = async (...answer: Parameters<typeof refused>) =>
  (await failure(
    client({ fetch: recorder(refused(...answer)).fetch }).request({ method: "GET", path: "/1" }),
  )) as ApiError;

describe("an error response becomes fields", () => {
  test("with Meta's message, code, trace id and details", async () => {
    const error = await read(400, 131009, {
      error_data: { messaging_product: "whatsapp", details: "button title too long" },
    });
    expect(error).toBeInstanceOf(ApiError);
    expect(isWhatsAppError(error)).toBe(true);
    expect(error).toMatchObject({
      status: 400,
      code: 131009,
      category: "parameter",
      retryable: false,
      traceId: "trace",
      details: "button title too long",
      source: "response",
    });
    expect(error.message).toContain("button title too long");
    expect(error.hint).toMatch(/\w{4}/);
  });

  test("with the full response available, but never printed", async () => {
    const error = await read(400, 139100, { failed: "x" });
    expect(error.body).toMatchObject({ error: { failed: "x" } });
    expect(Object.keys(error)).not.toContain("body");
  });

  test.each([
    [
      "a template code as subcode of 100",
      400,
      100,
      { error_subcode: 2388024 },
      { category: "template", retryClass: "never" },
    ],
    [
      "a token's subcode",
      401,
      190,
      { error_subcode: 463 },
      { category: "auth", hint: expect.stringContaining("expired") },
    ],
    ["an unlisted permission code", 403, 273, {}, { category: "permission", retryable: false }],
    ["200005, which is not a permission code", 400, 200005, {}, { category: "template" }],
    ["an unlisted management limit", 400, 80009, {}, { category: "throttled", retryable: true }],
    ["an unknown code", 400, 999999, {}, { category: "unknown", retryable: false }],
    ["an unknown server error", 500, 999999, {}, { category: "unavailable", retryClass: "ambiguous" }],
    ["a transient error", 400, 999999, { is_transient: true }, { retryClass: "ambiguous" }],
    ["a conflict", 409, 100, {}, { retryClass: "backoff" }],
    ["details as a string", 400, 100, { error_data: "in words" }, { details: "in words" }],
    [
      "a wait stated only in the text",
      400,
      133008,
      { error_data: { details: "try again in 3 hours" } },
      { retryAfterMs: 10_800_000 },
    ],
    ["calling's 401", 401, 138000, {}, { category: "call", retryable: false }],
  ])("%s", async (_, status, code, more, expected) => {
    expect(await read(status, code, more)).toMatchObject(expected);
  });

  test.each([
    ["retry-after", "1.0001", 1001],
    ["x-business-use-case-usage", '{"1":[{"estimated_time_to_regain_access":0.00003}]}', 2],
  ])("a wait in %s becomes whole milliseconds", async (name, value, retryAfterMs) => {
    const response = Response.json({ error: { code: 80_007 } }, { status: 400, headers: { [name]: value } });
    const { fetch } = recorder(response);
    const options = { fetch, retry: false as const };
    expect(await failure(client(options).request({ method: "GET", path: "/1" }))).toMatchObject({
      retryAfterMs,
    });
  });

  test("a response that is not Meta's JSON has no code", async () => {
    const { fetch } = recorder(new Response("<html>Forbidden</html>", { status: 403 }));
    expect(await failure(client({ fetch }).request({ method: "GET", path: "/1" }))).toMatchObject({
      name: "ApiError",
      status: 403,
      code: undefined,
    });
  });
});

test("toApiError reads an error from a webhook", () => {
  const [event] = parseWebhook(readFileSync("test/fixtures/webhooks/status-failed.json", "utf8"));
  if (event?.type !== "status") throw new Error("expected a status");
  const [error] = (event.status.errors ?? []).map(toApiError);
  expect(error).toMatchObject({
    name: "ApiError",
    code: 131049,
    category: "spam-limited",
    source: "webhook",
    status: undefined,
    retryAfterMs: 86_400_000,
  });
  expect(toApiError({ code: "131047", title: "Re-engagement message" })).toMatchObject({
    code: 131047,
    category: "window-closed",
  });
});

test.each(["+14155552671", "+1 (415) 555-2671", "14155552671", "5511987654321"])(
  "toApiError tells no phone number, whether or not it has a plus: %s",
  (number) => {
    const words = `Message to ${number} failed (131026). Retry in 3 hours, at 12:30, or see 2388293`;
    const error = toApiError({ code: 131_026, title: words, error_data: { details: `${words}.` } });
    expect(error.details).toBe(`${words.replace(number, "[number]")}.`);
    expect(error.message).toContain(words.replace(number, "[number]"));
  },
);

test("every code has a hint, and a delay if it can be retried later", () => {
  const entries = Object.entries(errorCodes);
  expect(entries.length).toBeGreaterThan(150);
  for (const [code, { hint, retryClass, retryAfterMs }] of entries) {
    expect(hint, code).toMatch(/^[A-Z].{15,}\.$/);
    expect(retryAfterMs !== undefined, code).toBe(retryClass === "later");
  }
});

describe("a failure before the connection was made does not make a send ambiguous", () => {
  const caused = (cause: object) =>
    new TypeError("fetch failed", { cause: Object.assign(new Error("x"), cause) });
  const all = (...codes: string[]) =>
    new TypeError("fetch failed", {
      cause: new AggregateError(
        codes.map((code) => Object.assign(new Error("x"), { code, syscall: "connect" })),
      ),
    });
  test.each([
    ["host not found", caused({ code: "ENOTFOUND", syscall: "getaddrinfo" })],
    ["a busy resolver", caused({ code: "EAI_AGAIN", syscall: "getaddrinfo" })],
    ["a connect timeout", caused({ code: "UND_ERR_CONNECT_TIMEOUT" })],
    ["a connect timeout of the system", caused({ code: "ETIMEDOUT", syscall: "connect" })],
    ["a rejected certificate", caused({ code: "SELF_SIGNED_CERT_IN_CHAIN" })],
    ["every address refusing", all("ECONNREFUSED", "EHOSTUNREACH")],
    [
      "Bun's refusal",
      Object.assign(
        new TypeError("ECONNREFUSED: Unable to connect. Is the computer able to access the url?"),
        { code: "ECONNREFUSED" },
      ),
    ],
    [
      "Deno's refusal",
      new TypeError("error sending request for url (x): client error (Connect): tcp connect error"),
    ],
  ])("%s", async (_, error) => {
    runtimeRecorder(error);
    expect(await failure(client({}).messages.sendText({ to, body: "Hi" }))).toMatchObject({
      name: "ConnectionError",
    });
  });

  test.each([
    ["one address reset", all("ECONNREFUSED", "ECONNRESET")],
    ["a pipe that broke", caused({ code: "EPIPE" })],
    ["a read that timed out", caused({ code: "ETIMEDOUT", syscall: "read" })],
    ["a route that was lost", caused({ code: "EHOSTUNREACH", syscall: "read" })],
    ["a network that was lost", caused({ code: "ENETUNREACH", syscall: "write" })],
    ["a refusal that names no system call", caused({ code: "ECONNREFUSED" })],
    ["the peer closing", caused({ code: "UND_ERR_SOCKET" })],
    ["headers that never arrived", caused({ code: "UND_ERR_HEADERS_TIMEOUT" })],
    ["an unknown error", new Error("?")],
  ])("but %s does", async (_, error) => {
    runtimeRecorder(error);
    expect(await failure(client({}).messages.sendText({ to, body: "Hi" }))).toMatchObject({
      name: "AmbiguousSendError",
    });
  });

  test("but what the caller's own `fetch` throws proves nothing", async () => {
    const { fetch } = recorder(caused({ code: "ECONNREFUSED", syscall: "connect" }));
    expect(await failure(client({ fetch }).messages.sendText({ to, body: "Hi" }))).toMatchObject({
      name: "AmbiguousSendError",
    });
  });

  test("nor does a failure after the head of the answer", async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.error(caused({ code: "ECONNREFUSED", syscall: "connect" })),
    });
    runtimeRecorder(new Response(body));
    expect(await failure(client({}).messages.sendText({ to, body: "Hi" }))).toMatchObject({
      name: "AmbiguousSendError",
    });
  });

  test("over real sockets: nothing listening, an unknown host, and a port that `fetch` blocks", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    for (const baseUrl of [
      `http://127.0.0.1:${port}`,
      "http://no-such-host.invalid",
      "http://127.0.0.1:6000",
    ]) {
      expect(await failure(client({ baseUrl }).messages.sendText({ to, body: "Hi" }))).toMatchObject({
        name: "ConnectionError",
      });
    }
  });
});

test.each<[string, Response]>([
  ["a page of a proxy's", new Response("<html>", { status: 200 })],
  ["a redirect", new Response(null, { status: 302, headers: { location: "/login" } })],
  ["a bad gateway", new Response("bad gateway", { status: 502 })],
  ["Meta's own unknown error", refused(500, 131_000, { message: "Something went wrong" })],
])("%s leaves a send unclear: the error does not say that it was refused", async (_, answer) => {
  const { fetch } = recorder(answer);
  const error = (await failure(client({ fetch }).messages.sendText({ to, body: "Hello" }))) as Error;
  expect(error).toBeInstanceOf(AmbiguousSendError);
  expect(error.message).toMatch(
    /^The request may or may not have been carried out: WhatsApp gave no clear answer: /,
  );
  expect(error.message).not.toMatch(/refused/);
});
