import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { ApiError, WhatsAppClientOptions } from "wacloud";
import { client, failure } from "../support/client.ts";

const long = "12345678901234567890";
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A client of a server that always answers this text. */
async function answering(text: string, status = 200, options: Partial<WhatsAppClientOptions> = {}) {
  const server = createServer((_, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return client({ baseUrl: `http://127.0.0.1:${port}`, ...options });
}

test.each([
  [`{"id":${long}}`, { id: long }],
  [`{"id": ${long} }`, { id: long }],
  [`[${long},\n${long}]`, [long, long]],
  [`{"data":[{"template_id":-${long}}]}`, { data: [{ template_id: `-${long}` }] }],
  [`{"a":{"b":{"c":${long}}}}`, { a: { b: { c: long } } }],
  ['{"count":9007199254740991}', { count: 9_007_199_254_740_991 }],
  ['{"count":9007199254740993}', { count: "9007199254740993" }],
  ['{"id":7,"wa_ids":[8],"said":9}', { id: "7", wa_ids: ["8"], said: 9 }],
  ['{"id":9007199254740993}', { id: "9007199254740993" }],
  ['{"cost":0.1234567890123456}', { cost: 0.1234567890123456 }],
  ['{"cost":1e21}', { cost: 1e21 }],
  [`{"text":"order: ${long}"}`, { text: `order: ${long}` }],
  [`{"text":"\\\\","id":${long}}`, { text: "\\", id: long }],
  [long, long],
])("what Graph answers, here %s, is read exactly", async (text, expected) => {
  const whatsapp = await answering(text);
  const { body } = await whatsapp.request({ method: "GET", path: "/1" });
  expect(body).toEqual(expected);
});

test("lists of templates, and errors, are read exactly too", async () => {
  const button = `{"type":"URL","text":"Open","url":"https://ex.test","app_deep_link":{"meta_app_id":${long}}}`;
  const template = `{"id":"1","name":"a","language":"en","status":"APPROVED","category":"MARKETING","components":[{"type":"BUTTONS","buttons":[${button}]}]}`;
  const listing = await answering(`{"data":[${template}]}`);
  const { data } = await listing.templates.list().page();
  expect(JSON.stringify(data)).toContain(`"meta_app_id":"${long}"`);
  const failing = await answering(`{"error":{"code":100,"message":"no","ids":[${long}]}}`, 400);
  const error = await failure(failing.request({ method: "GET", path: "/1" }));
  expect((error as ApiError).body).toMatchObject({ error: { ids: [long] } });
});
