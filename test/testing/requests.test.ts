import { request as httpRequest } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import { fc } from "../support/properties.ts";
import { customer, hello, quiet } from "./support.ts";

let simulator: Simulator;
let origin: string;

beforeEach(async () => {
  simulator = quiet({ openWindow: true });
  origin = (await simulator.listen()).url;
});

afterEach(() => simulator.close());

const number = () => simulator.clientOptions.phoneNumberId;

async function request(path: string, init: RequestInit = {}) {
  const answer = await fetch(`${origin}${path}`, init);
  // biome-ignore lint/suspicious/noExplicitAny: tests read responses freely
  return { status: answer.status, headers: answer.headers, json: (await answer.json()) as any };
}

/** A message as the fields of a form, nested objects as JSON. */
const fields = (message: object = {}) =>
  Object.entries({ messaging_product: "whatsapp", ...hello, ...message }).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]) as [string, string][];

const withToken = (): [string, string] => ["access_token", simulator.accessToken];

const multipart = (entries: [string, string][]): FormData => {
  const form = new FormData();
  for (const [name, value] of entries) form.set(name, value);
  return form;
};

test.each([
  ["urlencoded", () => ({ body: new URLSearchParams([...fields(), withToken()]) })],
  ["multipart", () => ({ body: multipart([...fields(), withToken()]) })],
  [
    "JSON",
    () => ({
      body: JSON.stringify({ messaging_product: "whatsapp", ...hello, access_token: simulator.accessToken }),
      headers: { "content-type": "application/json; charset=utf-8" },
    }),
  ],
])("a message as %s arrives as sent, without its token", async (_, toInit) => {
  const sent = await request(`/v26.0/${number()}/messages`, { method: "POST", ...toInit() });
  expect(sent).toMatchObject({ status: 200, json: { contacts: [{ wa_id: customer.slice(1) }] } });
  expect(simulator.ledger[0]?.body).toEqual({ messaging_product: "whatsapp", ...hello });
  expect(simulator.user(customer).inbox[0]?.text).toBe("Hello");
});

test("whatever the text, a form and JSON say the same", async () => {
  const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 100 });
  const json = fc.json().filter((text) => text.length <= 500);
  await fc.assert(
    fc.asyncProperty(words, fc.oneof(words, json), async (body, tag) => {
      const message = { text: { body }, biz_opaque_callback_data: tag };
      const before = simulator.ledger.length;
      const path = `/v26.0/${number()}/messages`;
      const headers = { authorization: `Bearer ${simulator.accessToken}` };
      const asJson = JSON.stringify({ messaging_product: "whatsapp", ...hello, ...message });
      const bodies = [new URLSearchParams(fields(message)), multipart(fields(message))];
      for (const one of bodies) await request(path, { method: "POST", body: one, headers });
      const contentType = { "content-type": "application/json" };
      await request(path, { method: "POST", body: asJson, headers: { ...headers, ...contentType } });
      const [urlencoded, parts, plain] = simulator.ledger.slice(before).map((entry) => entry.body);
      expect([urlencoded, parts]).toEqual([plain, plain]);
    }),
    { numRuns: 50 },
  );
});

test("the log of requests has the fields of a form as it has JSON", async () => {
  const body = new URLSearchParams([...fields(), withToken()]);
  await request(`/v26.0/${number()}/messages`, { method: "POST", body });
  expect(simulator.requests[0]?.body).toEqual({
    messaging_product: "whatsapp",
    ...hello,
    access_token: "[removed]",
  });
});

test("a message can be in the query", async () => {
  const query = new URLSearchParams([...fields(), withToken()]);
  expect((await request(`/v26.0/${number()}/messages?${query}`, { method: "POST" })).status).toBe(200);
  expect(simulator.ledger[0]?.body).toEqual({ messaging_product: "whatsapp", ...hello });
});

test("numbers and ids in a form stay what they are", async () => {
  const to = "15550002222";
  const body = new URLSearchParams([
    ...fields({ to, biz_opaque_callback_data: "true", text: { body: "[1]", preview_url: false } }),
    withToken(),
  ]);
  expect((await request(`/v26.0/${number()}/messages`, { method: "POST", body })).status).toBe(200);
  expect(simulator.ledger[0]).toMatchObject({
    body: { to, text: { body: "[1]", preview_url: false } },
    tag: "true",
  });
});

test.each([
  ["text={", 131009],
  ["text=hello", 131009],
  ["type=poll", 131051],
])("a form with %s is refused as JSON is: %i", async (field, code) => {
  const body = new URLSearchParams([...fields(), withToken(), ...new URLSearchParams(field)]);
  const { json } = await request(`/v26.0/${number()}/messages`, { method: "POST", body });
  expect(json.error.code).toBe(code);
});

test.each(["{", "[]", "null", '"text"'])("a JSON body of %s is refused", async (body) => {
  const headers = { "content-type": "application/json", authorization: `Bearer ${simulator.accessToken}` };
  const { status, json } = await request(`/v26.0/${number()}/messages`, { method: "POST", body, headers });
  expect({ status, code: json.error.code }).toEqual({ status: 400, code: 100 });
});

test("a multipart body without its boundary is refused", async () => {
  const headers = { "content-type": "multipart/form-data", authorization: `Bearer ${simulator.accessToken}` };
  const { status, json } = await request(`/v26.0/${number()}/messages`, {
    method: "POST",
    body: "x",
    headers,
  });
  expect({ status, code: json.error.code }).toEqual({ status: 400, code: 100 });
});

test("a JSON content type without a body is no body", async () => {
  const headers = { "content-type": "application/json", authorization: `Bearer ${simulator.accessToken}` };
  expect((await request(`/v26.0/${number()}`, { headers })).status).toBe(200);
});

test.each([
  ["", "v26.0"],
  ["/v26.0", "v26.0"],
  ["/v22.0", "v22.0"],
  ["/v21.0", "v21.0"],
  ["/v20.0", "v21.0"],
  ["/v9.0", "v21.0"],
])("a call of %s is served by %s", async (version, served) => {
  const query = new URLSearchParams([withToken()]);
  const { status, headers } = await request(`${version}/${number()}?${query}`);
  expect({ status, served: headers.get("facebook-api-version") }).toEqual({ status: 200, served });
});

test.each(["/v26.0", "/v26.0/"])("%s has no node", async (path) => {
  const { status, json } = await request(`${path}?${new URLSearchParams([withToken()])}`);
  expect({ status, code: json.error.code }).toEqual({ status: 400, code: 100 });
});

test("date_format is refused on every version; pretty and debug are ignored", async () => {
  const query = new URLSearchParams([withToken()]);
  expect((await request(`/v22.0/${number()}?date_format=U&${query}`)).json.error.code).toBe(100);
  expect((await request(`/v22.0/${number()}?pretty=0&debug=all&${query}`)).status).toBe(200);
});

test.each(["//v26.0/", "/v26.0/", "///", "/"])(
  "a path that begins with %s finds the number",
  async (prefix) => {
    const headers = { authorization: `Bearer ${simulator.accessToken}` };
    expect((await ask(`${prefix}${number()}`, { headers })).json.id).toBe(number());
    expect((await ask(`${prefix}${number()}/`, { headers })).json.id).toBe(number());
  },
);

test.each(["/v26.0/%ZZ", "/v26.0/1/%E0%A4%A"])("%s is refused with the reason", async (path) => {
  const headers = { authorization: `Bearer ${simulator.accessToken}` };
  const { status, json } = await ask(path, { headers });
  expect(status).toBe(400);
  expect(json.error.error_data.details).toContain("Write %25 for it.");
});

test.each(["__proto__", "constructor", "toString"])("%s is no field", async (name) => {
  const headers = { authorization: `Bearer ${simulator.accessToken}` };
  const { status, json } = await ask(`/v26.0/${number()}?fields=${name}`, { headers });
  expect({ status, code: json.error?.code }).toEqual({ status: 400, code: 100 });
});

test("what is posted to / is answered by Graph, which has batches there", async () => {
  const headers = { authorization: `Bearer ${simulator.accessToken}` };
  const { status, json } = await ask("/", { method: "POST", headers });
  expect(status).toBe(400);
  expect(json.error.code).toBe(100);
});

/** A request whose path is sent as it is. */
function ask(
  path: string,
  { method = "GET", headers }: { method?: string; headers: Record<string, string> },
  // biome-ignore lint/suspicious/noExplicitAny: tests read responses freely
): Promise<{ status: number; json: any }> {
  return new Promise((resolve, reject) => {
    const { hostname: host, port } = new URL(origin);
    const sent = httpRequest({ host, port, path, method, headers }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, json: JSON.parse(text) });
    });
    sent.once("error", reject);
    sent.end();
  });
}
