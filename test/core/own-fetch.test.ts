import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { inspect } from "node:util";
import nodeFetch from "node-fetch";
import * as undici6 from "undici-6";
import * as undici7 from "undici-7";
import * as undici8 from "undici-8";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  AmbiguousSendError,
  ConnectionError,
  type Fetch,
  type FetchInit,
  toApiError,
  WhatsAppClient,
} from "wacloud";
import { createSimulator, type Simulator } from "wacloud/testing";
import { client, failure, to } from "../support/client.ts";
import { accepted } from "../support/recorder.ts";

const hello = { to, body: "Hello 👋" };
let simulator: Simulator;

beforeEach(async () => {
  simulator = createSimulator({ openWindow: true });
  await simulator.listen();
});

afterEach(async () => {
  await simulator.close();
});

/** Their types are accepted as they are. */
const implementations: [name: string, fetch: Fetch][] = [
  ["undici 6", undici6.fetch],
  ["undici 7", undici7.fetch],
  ["undici 8", undici8.fetch],
  ["node-fetch 3", nodeFetch],
];

describe.each(implementations)("%s as the client's fetch", (_, fetch) => {
  const start = () => new WhatsAppClient({ ...simulator.clientOptions, fetch, retry: false });

  test("sends, uploads and downloads", async () => {
    const whatsapp = start();
    const { id } = await whatsapp.messages.sendText(hello);
    expect(simulator.ledger.map((entry) => entry.id)).toEqual([id]);
    expect(simulator.user(to).inbox.at(-1)?.text).toBe(hello.body);
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
    const media = await whatsapp.media.upload({ file: bytes, type: "text/plain", filename: "a.txt" });
    const download = await whatsapp.media.download(media.id);
    expect(await download.bytes()).toEqual(bytes);
  });

  test("a refusal is an ApiError, and a redirect is not followed", async () => {
    simulator.fail({ code: 131047 });
    expect(await failure(start().messages.sendText(hello))).toMatchObject({ name: "ApiError", code: 131047 });
    simulator.fail({ status: 307, headers: { location: `${simulator.clientOptions.baseUrl}/elsewhere` } });
    expect(await failure(start().messages.sendText(hello))).toMatchObject({ cause: { status: 307 } });
  });

  test("a lost answer, a cut one and an abort leave a send unclear", async () => {
    simulator.fail({ reset: "after-read" });
    expect(await failure(start().messages.sendText(hello))).toMatchObject({ name: "AmbiguousSendError" });
    simulator.fail({ drop: "cut-body" });
    expect(await failure(start().messages.sendText(hello))).toMatchObject({ name: "AmbiguousSendError" });
    const controller = new AbortController();
    simulator.fail(() => {
      setImmediate(() => controller.abort("enough"));
      return { hang: "after-read" };
    });
    const sending = start().messages.sendText(hello, { signal: controller.signal });
    expect(await failure(sending)).toMatchObject({ name: "AmbiguousSendError", cause: "enough" });
  });
});

const viaProxy: [name: string, create: (uri: string) => { fetch: Fetch; close: () => Promise<void> }][] = [
  [
    "undici 6",
    (uri) => {
      const dispatcher = new undici6.ProxyAgent({ uri, proxyTunnel: true });
      const close = () => dispatcher.close();
      return { fetch: (url, init) => undici6.fetch(url, { ...init, dispatcher }), close };
    },
  ],
  [
    "undici 7",
    (uri) => {
      const dispatcher = new undici7.ProxyAgent({ uri, proxyTunnel: true });
      const close = () => dispatcher.close();
      return { fetch: (url, init) => undici7.fetch(url, { ...init, dispatcher }), close };
    },
  ],
  [
    "undici 8",
    (uri) => {
      const dispatcher = new undici8.ProxyAgent({ uri, proxyTunnel: true });
      const close = () => dispatcher.close();
      return { fetch: (url, init) => undici8.fetch(url, { ...init, dispatcher }), close };
    },
  ],
];

describe.each(viaProxy)("a ProxyAgent of %s", (_, create) => {
  let proxy: Server;
  const tunnels = vi.fn();

  beforeEach(async () => {
    tunnels.mockClear();
    proxy = createServer().on("connect", ({ url }, socket) => {
      const [host, port] = String(url).split(":");
      tunnels(url);
      const other = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        other.pipe(socket).pipe(other);
      });
      socket.on("error", () => other.destroy());
      other.on("error", () => socket.destroy());
    });
    await once(proxy.listen(0, "127.0.0.1"), "listening");
  });

  afterEach(() => {
    proxy.close();
  });

  test("takes messages through the proxy", async () => {
    const uri = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const { fetch, close } = create(uri);
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, fetch });
    await whatsapp.messages.sendText(hello);
    expect(simulator.ledger).toHaveLength(1);
    expect(tunnels).toHaveBeenCalledTimes(1);
    await close();
  });
});

test("it is called with a URL and plain values", async () => {
  const fetch = vi.fn(async (..._: Parameters<Fetch>) => accepted());
  await client({ fetch }).messages.sendText(hello, { headers: { "X-Trace": "7" } });
  const [[url, init] = []] = fetch.mock.calls;
  expect(url).toBe("https://graph.facebook.com/v26.0/106540352242922/messages");
  expect(init).toEqual({
    method: "POST",
    headers: {
      authorization: "Bearer EAAtoken",
      "content-type": "application/json",
      "user-agent": expect.stringMatching(/^wacloud\//),
      "x-trace": "7",
    },
    body: expect.stringContaining('"body":"Hello 👋"'),
    redirect: "manual",
    signal: expect.any(AbortSignal),
  });
});

test.each<[string, () => unknown]>([
  ["a refusal of another message", () => toApiError({ code: 131_056, title: "Pair limit" })],
  [
    "an error whose properties throw",
    () => ({
      get message() {
        throw new Error("no");
      },
    }),
  ],
])("%s that it throws proves nothing: the send is unclear, and not repeated", async (_, thrown) => {
  const fetch = vi.fn(async (url: string, init: object) => {
    await globalThis.fetch(url, init);
    throw thrown();
  });
  const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, fetch, retry: { minDelayMs: 0 } });
  expect(await failure(whatsapp.messages.sendText(hello))).toBeInstanceOf(AmbiguousSendError);
  expect(simulator.ledger).toHaveLength(1);
});

describe("what it throws is told without what the request held", () => {
  /** As test doubles and debugging wrappers do. */
  const talkative = (url: string, { headers = {}, body }: FetchInit) =>
    new Error(`No match for POST ${url} with ${JSON.stringify(headers)}`, {
      cause: new TypeError(`Cannot send: ${String(body)}`, {
        cause: new Error("+1 415 555-2671 is asleep"),
      }),
    });
  const fetch: Fetch = async (url, init) => {
    throw talkative(url, init);
  };

  test.each<[string, (whatsapp: WhatsAppClient) => Promise<unknown>, object]>([
    ["a send", ({ messages }) => messages.sendText(hello), AmbiguousSendError],
    ["a read", ({ media }) => media.get("1037543291543636"), ConnectionError],
    [
      "a setting",
      ({ businessProfile }) => businessProfile.update({ about: "Hello 👋", email: "14155552671@shop.test" }),
      ConnectionError,
    ],
  ])("%s", async (_, call, kind) => {
    const error = await failure(call(client({ fetch })));
    expect(error).toBeInstanceOf(kind);
    const told = inspect(error, { depth: 9 });
    expect(told).toMatch(/No match for POST \[address\] with .*Cannot send: /s);
    expect(told).not.toMatch(/EAAtoken|Hello 👋|5552671|555-2671/);
  });
});
