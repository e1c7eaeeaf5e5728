import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { client, failure, to } from "../support/client.ts";

// Node.js answers a 421 by sending the request again, on its own. (`npm run test:runtimes` looks at the other runtimes.)

const arrived: { url: string; body: string; length: string | undefined }[] = [];
const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  arrived.push({ url: String(request.url), body, length: request.headers["content-length"] });
  response.writeHead(421, { "content-type": "application/json" }).end("{}");
});

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
});

afterAll(() => {
  server.close();
});

const whatsapp = () => client({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });

test.each([
  ["text", { name: "tést" }],
  ["bytes", new TextEncoder().encode("bytes")],
  ["a Blob", new Blob(["blob"])],
  ["parameters", new URLSearchParams({ a: "b c" })],
  ["nothing", undefined],
])("a request with %s as its body leaves once", async (_, body) => {
  arrived.length = 0;
  await failure(whatsapp().request({ method: "POST", path: "/1/things", body }));
  expect(arrived).toHaveLength(1);
  expect(arrived[0]?.length).toBe(String(Buffer.byteLength(arrived[0]?.body ?? "")));
});

test("a message leaves once, whole", async () => {
  arrived.length = 0;
  await failure(whatsapp().messages.sendText({ to, body: "Hello 👋" }));
  expect(arrived).toHaveLength(1);
  expect(JSON.parse(String(arrived[0]?.body))).toMatchObject({ to, text: { body: "Hello 👋" } });
});
