import { once } from "node:events";
import { connect } from "node:net";
import { assert } from "chai";
import { batch, deferred } from "../../webhooks/signed.ts";
import { listening, post, sign, text } from "./posting.ts";
import type { Serve, Suite } from "./world.ts";

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

/** What must hold of every adapter where senders do as they please with their sockets. */
export const socketSuite: Suite<Serve> = {
  "a body over the limit is answered with 413, and the sender receives it": async (serve) => {
    const { url, ids } = await listening(serve, { maxBodyBytes: 1000 });
    const small = batch(text("wamid.1"));
    assert.strictEqual((await post(url, small)).status, 200);
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
    assert.strictEqual((await post(url, batch(text("wamid.3")))).status, 200);
    assert.deepEqual(ids, ["wamid.1", "wamid.3"]);
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
    assert.strictEqual((await post(url, slow)).status, 200);
    assert.strictEqual((await post(url, batch(text("wamid.1")))).status, 200);
    assert.deepEqual(ids, ["wamid.slow", "wamid.1"]);
  },

  "an invalid URL breaks nothing": async (serve) => {
    const { url } = await listening(serve);
    for (const target of ["//", "//[", "/%", "/webhook?%", "/webhook?hub.mode=%ff", "http://[", "*"]) {
      const head = `GET ${target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`;
      assert.match(await raw(url, (socket) => socket.write(head)), /^HTTP\/1\.1 (200|4\d\d) /, target);
    }
    assert.strictEqual((await post(url, batch(text("wamid.1")))).status, 200);
  },
};
