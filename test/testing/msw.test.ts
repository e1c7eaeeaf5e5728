import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { WhatsAppClient } from "wacloud";
import { createSimulator, mswHandlers } from "wacloud/testing";
import { failure } from "../support/client.ts";
import { customer } from "./support.ts";

const simulator = createSimulator({ openWindow: true, throughput: false, pairLimit: false });
const server = setupServer(
  http.get("https://ex.test/ping", () => HttpResponse.text("pong")),
  ...mswHandlers(simulator),
);
const { fetch: _, ...options } = simulator.clientOptions;

/** A client that knows of no simulator: it uses the global `fetch`. */
const client = () => new WhatsAppClient({ ...options, retry: false, rateLimit: false });

beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
beforeEach(() => simulator.recover());
afterAll(() => server.close());

test("calls of a client with the global fetch reach the simulator", async () => {
  const { messages, media, templates } = client();
  const { id } = await messages.sendText({ to: customer, body: "Hello" });
  expect(simulator.ledger.at(-1)).toMatchObject({ id, type: "text" });
  expect(simulator.user(customer).inbox.at(-1)?.text).toBe("Hello");
  const names: string[] = [];
  for await (const { name } of templates.list()) names.push(name);
  expect(names).toContain("hello_world");
  const file = new Blob([new Uint8Array([1, 2, 3])], { type: "text/plain" });
  const uploaded = await media.upload({ file, filename: "a.txt" });
  const downloaded = await media.download(uploaded.id);
  expect(await downloaded.bytes()).toEqual(new Uint8Array([1, 2, 3]));
});

test("refusals have Meta's code, a lost connection is a network error, and nothing is logged", async () => {
  const logged = [vi.spyOn(console, "error"), vi.spyOn(console, "warn")];
  const send = () => client().messages.sendText({ to: customer, body: "Hello" });
  simulator.fail({ code: 131016 });
  expect(await failure(send())).toMatchObject({ code: 131016 });
  for (const loss of [{ reset: "after-read" }, { drop: "cut-body" }] as const) {
    const before = simulator.ledger.length;
    simulator.fail(loss);
    expect(await failure(send())).toMatchObject({ name: "AmbiguousSendError" });
    expect(simulator.ledger.length).toBe(before + 1);
  }
  for (const spy of logged) expect(spy).not.toHaveBeenCalled();
});

test("a call that hangs ends with the caller's patience", async () => {
  simulator.fail({ hang: "before-read" });
  const controller = new AbortController();
  const call = fetch("https://graph.facebook.com/v26.0/1", { signal: controller.signal });
  await vi.waitFor(() => expect(simulator.requests.at(-1)?.path).toBe("/v26.0/1"), 120_000);
  controller.abort();
  expect(await failure(call)).toMatchObject({ name: "AbortError" });
});

test("what is not for Graph is left to other handlers, and to Mock Service Worker", async () => {
  expect(await (await fetch("https://ex.test/ping")).text()).toBe("pong");
  const silenced = vi.spyOn(console, "error").mockImplementation(() => undefined);
  expect(await failure(fetch("https://graph.facebook.com.ex.test/v26.0/1"))).toBeInstanceOf(Error);
  silenced.mockRestore();
});

test("handlers of a test come first, and go with a reset", async () => {
  const url = "https://graph.facebook.com/v26.0/1";
  server.use(http.get(url, () => HttpResponse.text("mine")));
  expect(await (await fetch(url)).text()).toBe("mine");
  server.resetHandlers();
  expect((await fetch(url)).status).not.toBe(200);
  server.restoreHandlers();
  server.use(...mswHandlers(createSimulator()));
  server.resetHandlers();
});
