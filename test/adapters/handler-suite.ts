import { assert } from "chai";
import type { WebhookHandler, WebhookRequest } from "wacloud/webhooks";
import type { Suite } from "../runtimes/suites/world.ts";

/** Serves any handler over a real socket; resolves with its address. */
type ServeHandler = (handler: WebhookHandler) => Promise<URL>;

const post = (url: URL, body: string) =>
  fetch(new URL("?a=1&b=%C3%A9", url), {
    method: "POST",
    body,
    headers: { "content-type": "text/plain", "x-mark": "red" },
  });

const read = (facts: { get?: unknown }, name: string): unknown =>
  typeof facts.get === "function"
    ? facts.get(name)
    : Object.entries(facts).find(([key]) => key.toLowerCase() === name)?.[1];

/** The facts of a request on which all adapters must agree. */
const seen = ({ method, query, headers, rawBody }: WebhookRequest) => ({
  method,
  query: ["a", "b"].map((name) => String(read(query, name))),
  mark: String(read(headers, "x-mark")),
  body: typeof rawBody === "string" ? rawBody : new TextDecoder().decode(rawBody),
});

/** What must hold of every adapter, whatever it mounts. */
export const handlerSuite: Suite<ServeHandler> = {
  "a plain handler sees method, query, headers and raw body, and its reply is sent": async (serve) => {
    const url = await serve(async (request) => ({
      status: 422,
      headers: { "content-type": "application/x-seen", "x-answer": "blue" },
      body: JSON.stringify(seen(request)),
      events: [],
    }));
    const body = '{ "text":  "é 😀" }';
    const answer = await post(url, body);
    assert.strictEqual(answer.status, 422);
    assert.strictEqual(answer.headers.get("content-type"), "application/x-seen");
    assert.strictEqual(answer.headers.get("x-answer"), "blue");
    assert.deepEqual(await answer.json(), { method: "POST", query: ["1", "é"], mark: "red", body });
    assert.deepEqual(await (await fetch(new URL("?a=1&b=2", url), { headers: { "x-mark": "red" } })).json(), {
      method: "GET",
      query: ["1", "2"],
      mark: "red",
      body: "",
    });
  },

  "a handler may answer 204 without a body": async (serve) => {
    const url = await serve(async () => ({ status: 204, headers: {}, body: "", events: [] }));
    const answer = await post(url, "x");
    assert.strictEqual(answer.status, 204);
    assert.strictEqual(await answer.text(), "");
  },

  "a body over the limit is answered with 413 and never reaches the handler": async (serve) => {
    const lengths: number[] = [];
    const handler: WebhookHandler = async (request) => {
      lengths.push(seen(request).body.length);
      return { status: 200, headers: {}, body: "", events: [] };
    };
    const limited = await serve(Object.assign(handler.bind(undefined), { maxBodyBytes: 10 }));
    assert.strictEqual((await post(limited, "x".repeat(10))).status, 200);
    for (const length of [11, 5000]) {
      assert.strictEqual((await post(limited, "x".repeat(length))).status, 413);
    }
    const byDefault = await serve(handler);
    const limit = 3 * 1024 * 1024 + 64 * 1024;
    assert.strictEqual((await post(byDefault, "x".repeat(limit))).status, 200);
    assert.strictEqual((await post(byDefault, "x".repeat(limit + 1))).status, 413);
    assert.deepEqual(lengths, [10, limit]);
  },
};

/** A handler that fails. */
export const failing: WebhookHandler = () => Promise.reject(new Error("out of order"));
