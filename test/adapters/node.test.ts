import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { nodeHandler, nodeWebhook } from "wacloud/node";
import { ConfigurationError } from "wacloud/webhooks";
import { batch, deferred, delivery, message, secrets } from "../webhooks/signed.ts";
import { floodSuite } from "./flood.ts";
import { failing, handlerSuite } from "./handler-suite.ts";
import { listen } from "./serving.ts";
import { suite } from "./suite.ts";

describe("node:http", () => {
  test.each(Object.entries(suite))("%s", async (_, check) => {
    await check((options) => listen(nodeWebhook(options)));
  });

  test.each(Object.entries(floodSuite))("%s", (_, check) => check((options) => listen(nodeWebhook(options))));
});

describe("node:http with a handler of your own", () => {
  test.each(Object.entries(handlerSuite))("%s", (_, check) =>
    check((handler) => listen(nodeHandler(handler))),
  );

  test("its failure rejects the listener, which leaves the response to you", async () => {
    const serve = nodeHandler(failing);
    const url = await listen((request, response) => {
      serve(request, response).catch((error: Error) => response.writeHead(503).end(error.message));
    });
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([503, "out of order"]);
  });
});

test("a webhook that is handled after another answer was sent breaks nothing", async () => {
  const { rawBody, headers } = await delivery(batch(message("wamid.1")));
  const gate = deferred();
  const handled: string[] = [];
  const onEvent = async ({ id }: { id: string }) => {
    await gate.promise;
    handled.push(id);
  };
  const webhook = nodeWebhook({ ...secrets, onEvent });
  const served: Promise<void>[] = [];
  const url = await listen((request, response) => {
    served.push(webhook(request, response));
    setTimeout(() => response.writeHead(503).end("too slow"), 5);
  });
  const answer = await fetch(url, { method: "POST", body: rawBody, headers } as RequestInit);
  expect([answer.status, await answer.text()]).toEqual([503, "too slow"]);
  gate.resolve();
  await Promise.all(served);
  expect(handled).toEqual(["wamid.1"]);
});

test("a webhook that is called after the sender hung up comes to an end", async () => {
  const webhook = nodeWebhook(secrets);
  const served = deferred();
  const url = await listen((request, response) => {
    request.on("close", () => setImmediate(() => webhook(request, response).then(served.resolve)));
    socket.destroy();
  });
  const socket = connect(Number(url.port), url.hostname);
  socket.write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n12345");
  await served.promise;
});

test("a webhook that is called after another answer was sent breaks nothing", async () => {
  const webhook = nodeWebhook(secrets);
  const served: Promise<void>[] = [];
  const url = await listen((request, response) => {
    response.end("first");
    served.push(webhook(request, response));
  });
  expect(await (await fetch(url)).text()).toBe("first");
  expect(await (await fetch(url, { method: "POST", body: "{}" })).text()).toBe("first");
  await Promise.all(served);
});

test("wrong options are rejected immediately", () => {
  expect(() => nodeWebhook({ ...secrets, appSecret: "" })).toThrow(ConfigurationError);
});

test("a stream that decodes its body to text works like any other", async () => {
  await suite["a body without a length is read to its end, however it is split into chunks"]?.((options) => {
    const webhook = nodeWebhook(options);
    return listen((request, response) => void webhook(request.setEncoding("utf8"), response));
  });
});

test("a body that was consumed earlier counts as empty, and the request is answered", async () => {
  const webhook = nodeWebhook(secrets);
  const url = await listen((request, response) => {
    request.on("end", () => setImmediate(() => webhook(request, response)));
    request.resume();
  });
  expect((await fetch(url, { method: "POST", body: "{}" })).status).toBe(401);
});

test("an endless body is answered with 413 while it arrives, and is not kept", async () => {
  const url = await listen(nodeWebhook({ ...secrets, maxBodyBytes: 1000 }));
  const before = process.memoryUsage().arrayBuffers;
  const socket = connect(Number(url.port), url.hostname);
  socket.write("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n");
  const part = Buffer.alloc(1024 * 1024, "x");
  const chunk = Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from("\r\n")]);
  let answer = "";
  socket.on("data", (data) => {
    answer += String(data);
  });
  for (let sent = 0; sent < 60 && answer === ""; sent += 1) {
    if (!socket.write(chunk)) await once(socket, "drain");
  }
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000);
  // The connection lives on, for the next request.
  socket.write(`0\r\n\r\nGET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
  await once(socket, "close");
  expect(answer).toMatch(/HTTP\/1\.1 403 /);
});
