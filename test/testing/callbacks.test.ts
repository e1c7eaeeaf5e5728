import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Graph, startGraph } from "./graph.ts";
import { customer } from "./support.ts";

/** A server that answers challenges with its own verify token, and remembers what is posted to it. */
interface App {
  url: string;
  /** The fields of the webhooks it got. */
  fields: string[];
}

let graph: Graph;
let servers: Server[] = [];

beforeEach(async () => {
  graph = await startGraph();
});

afterEach(async () => {
  await graph.simulator.close();
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
  servers = [];
});

async function startApp(verifyToken: string): Promise<App> {
  const fields: string[] = [];
  const server = createServer(async (request, response) => {
    const query = new URL(String(request.url), "http://localhost").searchParams;
    if (request.method === "GET") {
      const isRight = query.get("hub.mode") === "subscribe" && query.get("hub.verify_token") === verifyToken;
      return response.writeHead(isRight ? 200 : 403).end(query.get("hub.challenge"));
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { entry } = JSON.parse(Buffer.concat(chunks).toString());
    for (const { changes } of entry) for (const { field } of changes) fields.push(field);
    return response.end();
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, fields };
}

const override = (url: string, token: string) => ({ override_callback_uri: url, verify_token: token });

test("webhooks go to the number's URL, else to the account's, else to the app's", async () => {
  const { simulator, accountId, phoneNumberId, get, post } = graph;
  const [app, account, number] = [await startApp("a"), await startApp("b"), await startApp("c")];
  const ana = simulator.user(customer);
  const { appId } = simulator.clientOptions;
  const configuration = async () =>
    (await get(`${phoneNumberId}?fields=webhook_configuration`)).json.webhook_configuration;
  simulator.webhookUrl = app.url;
  await ana.sends("1");
  expect(app.fields).toEqual(["messages"]);
  expect(await configuration()).toEqual({ application: app.url });

  expect((await post(`${accountId}/subscribed_apps`, override(account.url, "b"))).json).toEqual({
    success: true,
  });
  expect((await get(`${accountId}/subscribed_apps`)).json).toEqual({
    data: [
      {
        whatsapp_business_api_data: {
          id: appId,
          name: expect.any(String),
          link: expect.stringContaining(appId),
        },
        override_callback_uri: account.url,
      },
    ],
  });
  await ana.sends("2");
  expect([app.fields.length, account.fields]).toEqual([1, ["messages"]]);

  expect((await post(phoneNumberId, { webhook_configuration: override(number.url, "c") })).json).toEqual({
    success: true,
  });
  await ana.sends("3");
  expect([app.fields.length, account.fields.length, number.fields]).toEqual([1, 1, ["messages"]]);
  expect(await configuration()).toEqual({
    application: app.url,
    whatsapp_business_account: account.url,
    phone_number: number.url,
  });
  expect(simulator.webhooks.map(({ url }) => url)).toEqual([undefined, account.url, number.url]);

  await simulator.pause("hello_world");
  expect(app.fields).toEqual(["messages", "message_template_status_update"]);

  await post(phoneNumberId, { webhook_configuration: override("", "c") });
  await ana.sends("4");
  expect(account.fields.length).toBe(2);
  await post(`${accountId}/subscribed_apps`);
  await ana.sends("5");
  expect(app.fields.length).toBe(3);
  expect(await configuration()).toEqual({ application: app.url });
});

test("the numbers of an account without an override are not affected by another account's", async () => {
  const { simulator, post } = graph;
  const [app, account] = [await startApp("a"), await startApp("b")];
  simulator.webhookUrl = app.url;
  simulator.addBusinessAccount("222");
  simulator.addPhoneNumber("333", { businessAccountId: "222" });
  await post("222/subscribed_apps", override(account.url, "b"));
  await simulator.user(customer).sends("hi");
  await simulator.user(customer).sends("hi", { phoneNumberId: "333" });
  expect([app.fields.length, account.fields.length]).toEqual([1, 1]);
});

test("a batch holds what goes to the same URL", async () => {
  const own = await startGraph({ batchWebhooks: true });
  const [app, number] = [await startApp("a"), await startApp("c")];
  own.simulator.webhookUrl = app.url;
  own.simulator.addPhoneNumber("111");
  await own.post("111", { webhook_configuration: override(number.url, "c") });
  const ana = own.simulator.user(customer);
  const to = { phoneNumberId: "111" };
  await Promise.all([ana.sends("1"), ana.sends("2", to), ana.sends("3"), ana.sends("4", to)]);
  expect(own.simulator.webhooks.map(({ url }) => url)).toEqual([undefined, number.url]);
  expect([app.fields.length, number.fields.length]).toEqual([2, 2]);
  await own.simulator.close();
});

test("an override is verified at once: one that does not answer is not taken", async () => {
  const { simulator, accountId, phoneNumberId, get, post } = graph;
  const { url } = await startApp("right");
  const nobody = "http://127.0.0.1:9/hook";
  for (const wrong of [override(url, "wrong"), override(nobody, "right")]) {
    expect((await post(`${accountId}/subscribed_apps`, wrong)).error).toEqual({ status: 400, code: 2200 });
    expect((await post(phoneNumberId, { webhook_configuration: wrong })).error).toEqual({
      status: 400,
      code: 2200,
    });
  }
  expect((await get(`${phoneNumberId}?fields=webhook_configuration`)).json.webhook_configuration).toEqual({});
  expect(simulator.webhooks).toEqual([]);
});

test.each([
  [{ override_callback_uri: "not a url", verify_token: "t" }],
  [{ override_callback_uri: "ftp://example.com", verify_token: "t" }],
  [{ override_callback_uri: `https://example.com/${"a".repeat(200)}`, verify_token: "t" }],
  [{ override_callback_uri: "https://example.com" }],
  [{ verify_token: "t" }],
])("an override of %j is refused", async (given) => {
  const { accountId, phoneNumberId, post } = graph;
  expect((await post(`${accountId}/subscribed_apps`, given)).error).toEqual({ status: 400, code: 100 });
  expect((await post(phoneNumberId, { webhook_configuration: given })).error).toEqual({
    status: 400,
    code: 100,
  });
});

test("an account without a subscription sends no webhooks, and takes no override", async () => {
  const { simulator, accountId, get, post, remove } = graph;
  const app = await startApp("a");
  simulator.webhookUrl = app.url;
  expect((await remove(`${accountId}/subscribed_apps`)).json).toEqual({ success: true });
  expect((await get(`${accountId}/subscribed_apps`)).json).toEqual({ data: [] });
  await simulator.user(customer).sends("hi");
  expect(app.fields).toEqual([]);
  expect(simulator.webhooks.map(({ state }) => state)).toEqual(["unsent"]);
  expect((await post(`${accountId}/subscribed_apps`, override(app.url, "a"))).error).toEqual({
    status: 400,
    code: 100,
  });
  await post(`${accountId}/subscribed_apps`);
  await simulator.user(customer).sends("hi");
  expect(app.fields).toEqual(["messages"]);
});

test("the app's own URL and fields can be set through the API", async () => {
  const { simulator, get, call } = graph;
  const { appId, appSecret } = simulator.clientOptions;
  const path = `${appId}/subscriptions`;
  const app = await startApp("a");
  const token = `${appId}|${appSecret}`;
  const wanted = {
    object: "whatsapp_business_account",
    callback_url: app.url,
    verify_token: "a",
    fields: "messages,calls",
    include_values: true,
  };
  expect((await get(path, token)).json).toEqual({ data: [] });
  for (const [changes, code] of [
    [{ object: "page" }, 100],
    [{ callback_url: undefined }, 100],
    [{ verify_token: "wrong" }, 2200],
  ] as const) {
    expect((await call("POST", path, { ...wanted, ...changes }, token)).error).toEqual({ status: 400, code });
  }
  expect((await call("POST", path, wanted, token)).json).toEqual({ success: true });
  const version = "v26.0";
  expect((await get(path, token)).json).toEqual({
    data: [
      {
        object: "whatsapp_business_account",
        callback_url: app.url,
        active: true,
        fields: [
          { name: "messages", version },
          { name: "calls", version },
        ],
      },
    ],
  });
  await simulator.user(customer).sends("hi");
  await simulator.pause("hello_world");
  expect(app.fields).toEqual(["messages"]);
  expect((await call("DELETE", path, { object: wanted.object }, token)).json).toEqual({ success: true });
  expect(simulator.webhookUrl).toBeUndefined();
});

/** An app that answers challenges in its own way. */
async function answering(
  answer: (challenge: string) => { status?: number; headers?: object; text?: string },
) {
  const server = createServer((request, response) => {
    const query = new URL(String(request.url), "http://localhost").searchParams;
    const { status = 200, headers = {}, text = "" } = answer(query.get("hub.challenge") ?? "");
    response.writeHead(status, { ...headers }).end(text);
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

test.each<[string, Parameters<typeof answering>[0], string]>([
  ["quotation marks", (text) => ({ text: JSON.stringify(text) }), "it answered in quotation marks, as JSON"],
  ["more", (text) => ({ text: `${text}\n` }), "it answered with more than that"],
  ["something else", () => ({ text: "ok" }), "with only the value of hub.challenge"],
  [
    "a redirect",
    () => ({ status: 308, headers: { location: "/hook/" } }),
    "redirects to /hook/, which Meta does not",
  ],
  ["an error", () => ({ status: 500 }), "look at what your app says"],
  ["a wrong path", () => ({ status: 404 }), "Check the path"],
  ["a wrong token", () => ({ status: 403 }), "WHATSAPP_WEBHOOK_VERIFY_TOKEN"],
])("a webhook that answers with %s is refused with the remedy", async (_, answer, remedy) => {
  const url = `http://${await answering(answer)}`;
  await expect(graph.simulator.subscribe(url)).rejects.toThrow(remedy);
});

test("a webhook that cannot be reached is refused with the cause", async () => {
  const place = await answering((text) => ({ text }));
  const { simulator } = graph;
  await expect(simulator.subscribe("http://127.0.0.1:9/")).rejects.toThrow(
    /Start your app, or correct the URL\. Cause: (ECONNREFUSED|bad port)\./,
  );
  await expect(simulator.subscribe(`https://${place}`)).rejects.toThrow("pass an http URL");
  await expect(simulator.subscribe(`http://ana:secret@${place}`)).rejects.toThrow(/credentials/);
});
