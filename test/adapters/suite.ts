import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { signPayload, type WebhookEvent, type WebhookOptions } from "wacloud/webhooks";
import { appSecret, batch, deferred, message, secrets, verifyToken } from "../webhooks/signed.ts";

/** Serves the webhook over a real socket; resolves with its address. */
export type Serve = (options: WebhookOptions) => Promise<URL>;

const sign = (rawBody: string | Uint8Array) => signPayload({ rawBody, appSecret });
const silent = { onError: () => undefined };

interface Posted {
  signature?: string | undefined;
  headers?: Record<string, string>;
}

/** Posts a body with its right signature, unless told otherwise. */
async function post(url: URL, body: string | Uint8Array, { headers = {}, ...rest }: Posted = {}) {
  const signature = "signature" in rest ? rest.signature : await sign(body);
  return fetch(url, {
    method: "POST",
    body: body as BodyInit,
    headers: {
      "content-type": "application/json",
      ...(signature === undefined ? {} : { "x-hub-signature-256": signature }),
      ...headers,
    },
  });
}

/** A webhook that keeps the ids and texts of what it handled. */
async function listening(serve: Serve, options: Partial<WebhookOptions> = {}) {
  const ids: string[] = [];
  const texts: string[] = [];
  const onEvent = (event: WebhookEvent) => {
    ids.push(event.id);
    if (event.type === "message" && event.message.type === "text") texts.push(event.message.text.body);
  };
  return { url: await serve({ ...secrets, onEvent, ...silent, ...options }), ids, texts };
}

async function reply(response: Response) {
  const type = response.headers.get("content-type");
  return { status: response.status, type, body: await response.text() };
}

/** Writes to a socket as it is, and gives what came back when the other side is done. */
async function raw(url: URL, write: (socket: ReturnType<typeof connect>) => void): Promise<string> {
  const socket = connect(Number(url.port), url.hostname);
  await once(socket, "connect");
  let received = "";
  socket.on("data", (data) => {
    received += String(data);
  });
  const closed = once(socket, "close"); // rejects when the connection was reset
  write(socket);
  await closed;
  return received;
}

const text = (id: string, body = "Hi", from?: string) => message(id, from, body);

/** What must hold of every adapter. Plain functions, so that any test runner on any runtime can call them. */
export const suite: Readonly<Record<string, (serve: Serve) => Promise<void>>> = {
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
      assert.equal((await post(url, body, { signature })).status, 401, `signature: ${signature}`);
    }
    assert.equal((await post(url, `${body} `, { signature: genuine })).status, 401);
    assert.equal((await post(url, "", { signature: genuine })).status, 401);
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
    assert.equal((await verify("wrong")).status, 403);
    assert.equal((await fetch(url)).status, 403);
  },

  "a body without a length is read to its end, wherever it is cut": async (serve) => {
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
    assert.equal((await fetch(url, sent as RequestInit)).status, 200);
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
    for (const body of [plain, escaped, spaced]) assert.equal((await post(url, body)).status, 200);
    assert.deepEqual(texts, ["äöå / 5% <@> 👋", "äöå / 5% <@> 👋", "three"]);
    const reserialised = JSON.stringify(JSON.parse(escaped));
    assert.equal((await post(url, reserialised, { signature: await sign(escaped) })).status, 401);
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
      assert.equal(posted.status, 200, type);
    }
    const bytes = new TextEncoder().encode(batch(text("wamid.none")));
    assert.equal((await post(url, bytes, { headers: {} })).status, 200);
    assert.equal(ids.length, types.length + 1);
  },

  "3 MB are accepted": async (serve) => {
    const { url, texts } = await listening(serve);
    const long = "é".repeat(1.5 * 1024 * 1024);
    assert.equal((await post(url, batch(text("wamid.1", long)))).status, 200);
    assert.ok(texts[0] === long);
  },

  "more than the limit is answered with 413, and the sender hears it": async (serve) => {
    const { url, ids } = await listening(serve, { maxBodyBytes: 1000 });
    const small = batch(text("wamid.1"));
    assert.equal((await post(url, small)).status, 200);
    for (const size of [1000, 100_000, 5_000_000]) {
      const body = batch(text("wamid.2", "x".repeat(size)));
      const head = `POST ${url.pathname} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-hub-signature-256: ${await sign(body)}\r\n`;
      const whole = await raw(url, (socket) => {
        socket.write(`${head}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`);
        socket.write(body);
      });
      assert.match(whole, /^HTTP\/1\.1 413 /);
      const chunked = await raw(url, (socket) => {
        socket.write(`${head}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`);
        socket.write(`${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
      });
      assert.match(chunked, /^HTTP\/1\.1 413 /);
    }
    assert.equal((await post(url, batch(text("wamid.3")))).status, 200);
    assert.deepEqual(ids, ["wamid.1", "wamid.3"]);
  },

  "anything but GET and POST is answered with 405": async (serve) => {
    const { url, ids } = await listening(serve);
    for (const method of ["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]) {
      const body = method === "HEAD" ? null : batch(text("wamid.1"));
      const answer = await fetch(url, { method, body, headers: { "content-type": "application/json" } });
      assert.equal(answer.status, 405, method);
      assert.equal(answer.headers.get("allow"), "GET, POST");
    }
    assert.deepEqual(ids, []);
  },

  "a handler's failure is answered with 500, and only what failed runs again": async (serve) => {
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
    assert.equal((await post(url, body)).status, 500);
    failing = false;
    assert.equal((await post(url, body)).status, 200);
    assert.equal((await post(url, body)).status, 200);
    assert.deepEqual(ran, ["wamid.1", "wamid.2", "wamid.3", "wamid.2"]);
  },

  "duplicates are handled once, also those that arrive at the same time": async (serve) => {
    const { url, ids } = await listening(serve);
    const body = batch(text("wamid.1"), text("wamid.2"), text("wamid.1"));
    const answers = await Promise.all([post(url, body), post(url, body), post(url, body)]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.equal((await post(url, body)).status, 200);
    assert.deepEqual(ids, ["wamid.1", "wamid.2"]);
  },

  "a signed body that is no webhook is answered with 400": async (serve) => {
    const { url } = await listening(serve);
    for (const body of ["{", "[]", "null", '{"object":"page"}']) {
      assert.equal((await post(url, body)).status, 400, body);
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
    assert.equal((await post(url, batch(text("wamid.1")))).status, 200);
    resolve();
    await done.promise;
  },

  "a sender that hangs up breaks nothing": async (serve) => {
    const started = deferred();
    const gate = deferred();
    const { url, ids } = await listening(serve, {
      on: {
        message: async ({ id }) => {
          if (id !== "wamid.slow") return;
          started.resolve();
          await gate.promise;
        },
      },
    });
    const send = async (body: string, length: number) => {
      const socket = connect(Number(url.port), url.hostname);
      const signature = `x-hub-signature-256: ${await sign(body)}`;
      socket.write(
        `POST ${url.pathname} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n${signature}\r\ncontent-length: ${length}\r\n\r\n${body}`,
      );
      return socket;
    };
    // In the middle of the body, politely and not.
    for (const hangUp of ["end", "destroy", "resetAndDestroy"] as const) {
      const body = batch(text("wamid.cut"));
      const socket = await send(body, body.length + 10);
      socket.on("error", () => undefined);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const closed = once(socket, "close");
      socket[hangUp]();
      socket.resume();
      await closed;
    }
    // While its events are handled.
    const slow = batch(text("wamid.slow"));
    const socket = await send(slow, slow.length);
    await started.promise;
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    gate.resolve();
    assert.equal((await post(url, slow)).status, 200);
    assert.equal((await post(url, batch(text("wamid.1")))).status, 200);
    assert.deepEqual(ids, ["wamid.slow", "wamid.1"]);
  },

  "an address that is none breaks nothing": async (serve) => {
    const { url } = await listening(serve);
    for (const target of ["//", "//[", "/%", "/webhook?%", "/webhook?hub.mode=%ff", "http://[", "*"]) {
      const head = `GET ${target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`;
      assert.match(await raw(url, (socket) => socket.write(head)), /^HTTP\/1\.1 (200|4\d\d) /, target);
    }
    assert.equal((await post(url, batch(text("wamid.1")))).status, 200);
  },
};
