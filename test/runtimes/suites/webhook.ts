import { assert } from "chai";
import { batch, deferred, verifyToken } from "../../webhooks/signed.ts";
import { listening, post, sign, text } from "./posting.ts";
import type { Serve, Suite } from "./world.ts";

async function reply(response: Response) {
  const type = response.headers.get("content-type");
  return { status: response.status, type, body: await response.text() };
}

/** What must hold of every adapter on every runtime. */
export const webhookSuite: Suite<Serve> = {
  "a genuine webhook is handled and answered with 200": async (serve) => {
    const { url, ids } = await listening(serve);
    const answer = await reply(await post(url, batch(text("wamid.1"), text("wamid.2"))));
    assert.deepEqual(answer, { status: 200, type: "text/plain; charset=utf-8", body: "OK" });
    assert.deepEqual(ids, ["wamid.1", "wamid.2"]);
  },

  "a forged, missing or malformed signature is answered with 401, and nothing is handled": async (serve) => {
    const { url, ids } = await listening(serve);
    const body = batch(text("wamid.1"));
    const genuine = await sign(body);
    const flipped = genuine.slice(0, -1) + (genuine.endsWith("0") ? "1" : "0");
    for (const signature of [undefined, "", "sha256=", "sha1=abc", genuine.slice(7), flipped]) {
      assert.strictEqual((await post(url, body, { signature })).status, 401, `signature: ${signature}`);
    }
    assert.strictEqual((await post(url, `${body} `, { signature: genuine })).status, 401);
    assert.strictEqual((await post(url, "", { signature: genuine })).status, 401);
    assert.deepEqual(ids, []);
  },

  "the challenge is answered with the bare text, and a wrong token with 403": async (serve) => {
    const { url } = await listening(serve);
    const verify = (token: string) => {
      const query = { "hub.mode": "subscribe", "hub.challenge": "0042<b>", "hub.verify_token": token };
      return fetch(new URL(`?${new URLSearchParams(query)}`, url));
    };
    assert.deepEqual(await reply(await verify(verifyToken)), {
      status: 200,
      type: "text/plain; charset=utf-8",
      body: "0042<b>",
    });
    assert.strictEqual((await verify("wrong")).status, 403);
    assert.strictEqual((await fetch(url)).status, 403);
  },

  "a body without a length is read to its end, however it is split into chunks": async (serve) => {
    const { url, texts } = await listening(serve);
    const bytes = new TextEncoder().encode(batch(text("wamid.1", "Olá 👋 café")));
    const parts = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, part) =>
      bytes.subarray(part * 7, part * 7 + 7),
    );
    const body = new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        const part = parts.shift();
        if (part === undefined) controller.close();
        else controller.enqueue(part);
      },
    });
    const headers = { "x-hub-signature-256": await sign(bytes), "content-type": "application/json" };
    const sent = { method: "POST", body, headers, duplex: "half" };
    assert.strictEqual((await fetch(url, sent as RequestInit)).status, 200);
    assert.deepEqual(texts, ["Olá 👋 café"]);
  },

  "non-ASCII and escaped bodies are checked byte by byte": async (serve) => {
    const { url, texts } = await listening(serve);
    const plain = batch(text("wamid.1", "äöå / 5% <@> 👋"));
    const escaped = batch(text("wamid.2", "ESCAPED")).replace(
      "ESCAPED",
      "\\u00e4\\u00f6\\u00e5 \\/ 5\\u0025 \\u003C\\u0040> \\ud83d\\udc4b",
    );
    const spaced = JSON.stringify(JSON.parse(batch(text("wamid.3", "three"))), undefined, "\t");
    for (const body of [plain, escaped, spaced]) assert.strictEqual((await post(url, body)).status, 200);
    assert.deepEqual(texts, ["äöå / 5% <@> 👋", "äöå / 5% <@> 👋", "three"]);
    const reserialized = JSON.stringify(JSON.parse(escaped));
    assert.strictEqual((await post(url, reserialized, { signature: await sign(escaped) })).status, 401);
  },

  "the content type does not matter": async (serve) => {
    const { url, ids } = await listening(serve);
    const types = [
      "application/json; charset=utf-8",
      "text/plain",
      "application/octet-stream",
      "application/x-www-form-urlencoded",
      "application/vnd.custom+json",
    ];
    for (const [index, type] of types.entries()) {
      const posted = await post(url, batch(text(`wamid.${index}`)), { headers: { "content-type": type } });
      assert.strictEqual(posted.status, 200, type);
    }
    const bytes = new TextEncoder().encode(batch(text("wamid.none")));
    assert.strictEqual((await post(url, bytes, { headers: {} })).status, 200);
    assert.strictEqual(ids.length, types.length + 1);
  },

  "3 MB are accepted": async (serve) => {
    const { url, texts } = await listening(serve);
    const long = "é".repeat(1.5 * 1024 * 1024);
    assert.strictEqual((await post(url, batch(text("wamid.1", long)))).status, 200);
    assert.isOk(texts[0] === long);
  },

  "anything but GET and POST is answered with 405": async (serve) => {
    const { url, ids } = await listening(serve);
    for (const method of ["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]) {
      const body = method === "HEAD" ? null : batch(text("wamid.1"));
      const answer = await fetch(url, { method, body, headers: { "content-type": "application/json" } });
      assert.strictEqual(answer.status, 405, method);
      assert.strictEqual(answer.headers.get("allow"), "GET, POST");
    }
    assert.deepEqual(ids, []);
  },

  "a handler's failure is answered with 500, and only the failed event runs again": async (serve) => {
    const ran: string[] = [];
    let failing = true;
    const { url } = await listening(serve, {
      onEvent: async ({ id }) => {
        ran.push(id);
        await Promise.resolve();
        if (failing && id === "wamid.2") throw new Error("no");
      },
    });
    const body = batch(text("wamid.1"), text("wamid.2"), text("wamid.3"));
    assert.strictEqual((await post(url, body)).status, 500);
    failing = false;
    assert.strictEqual((await post(url, body)).status, 200);
    assert.strictEqual((await post(url, body)).status, 200);
    assert.deepEqual(ran, ["wamid.1", "wamid.2", "wamid.3", "wamid.2"]);
  },

  "duplicates are handled once, even if they arrive at the same time": async (serve) => {
    const { url, ids } = await listening(serve);
    const body = batch(text("wamid.1"), text("wamid.2"), text("wamid.1"));
    const answers = await Promise.all([post(url, body), post(url, body), post(url, body)]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.strictEqual((await post(url, body)).status, 200);
    assert.deepEqual(ids, ["wamid.1", "wamid.2"]);
  },

  "a signed body that is not a webhook is answered with 400": async (serve) => {
    const { url } = await listening(serve);
    for (const body of ["{", "[]", "null", '{"object":"page"}']) {
      assert.strictEqual((await post(url, body)).status, 400, body);
    }
  },

  "answering immediately does not wait for the handlers": async (serve) => {
    const { promise, resolve } = deferred();
    const done = deferred();
    const { url } = await listening(serve, {
      respond: "immediately",
      onEvent: async () => {
        await promise;
        done.resolve();
      },
    });
    assert.strictEqual((await post(url, batch(text("wamid.1")))).status, 200);
    resolve();
    await done.promise;
  },
};
