import { describe, expect, test } from "vitest";
import {
  AmbiguousSendError,
  ApiError,
  ConfigurationError,
  type QrCode,
  type QrCodes,
  ValidationError,
  WhatsAppClient,
} from "wacloud";
import { createSimulator } from "wacloud/testing";
import { client, failure, phoneNumberId, refusal } from "../support/client.ts";
import { recorder } from "../support/recorder.ts";

const code = "4O4YGZEG3RIVE1";
const prefilled_message = "Cyber Monday";
const qr: QrCode = { code, prefilled_message, deep_link_url: `https://wa.me/message/${code}` };
const ok = () => Response.json({ success: true });
const one = () => Response.json(qr);
const listed = (...data: unknown[]) => Response.json({ data });
const number = { phoneNumberId: "700800" };

/** The simplest call of each method, with a response to it. */
const calls: [string, (codes: QrCodes) => Promise<unknown>, () => Response][] = [
  ["list", (codes) => codes.list({}, number).page(), () => listed(qr)],
  ["get", (codes) => codes.get(code, number), () => listed(qr)],
  ["create", (codes) => codes.create({ prefilled_message }, number), one],
  ["update", (codes) => codes.update(code, { prefilled_message }, number), one],
  ["delete", (codes) => codes.delete(code, number), ok],
];

describe("requests", () => {
  const edge = `/v26.0/${phoneNumberId}/message_qrdls`;
  const image = "qr_image_url.format(PNG)";
  const fields = `?${new URLSearchParams({ fields: `code,${image}` })}`;
  const cases: [string, (codes: QrCodes) => Promise<unknown>, Response, string, unknown?][] = [
    ["a list", (codes) => codes.list().page(), listed(qr), `GET ${edge}`],
    [
      "a list with filters",
      (codes) => codes.list({ code, limit: 5, after: "a", fields: ["code", image] }).page(),
      listed(qr),
      `GET ${edge}?code=${code}&limit=5&after=a&${fields.slice(1)}`,
    ],
    ["a code", (codes) => codes.get(code), listed(qr), `GET ${edge}/${code}`],
    [
      "a code with its image",
      (codes) => codes.get({ code, fields: ["code", image] }),
      listed(qr),
      `GET ${edge}/${code}${fields}`,
    ],
    ["a code that needs escaping", (codes) => codes.get("a/b"), listed(qr), `GET ${edge}/a%2Fb`],
    [
      "a new code, with an unknown key",
      (codes) => codes.create({ prefilled_message, generate_qr_image: "SVG", ...{ color: "green" } }),
      one(),
      `POST ${edge}`,
      { prefilled_message, generate_qr_image: "SVG", color: "green" },
    ],
    [
      "a change",
      (codes) => codes.update(code, { prefilled_message }),
      one(),
      `POST ${edge}`,
      { prefilled_message, code },
    ],
    ["a deletion", (codes) => codes.delete(code), ok(), `DELETE ${edge}/${code}`],
  ];

  test.each(cases)("%s", async (_, call, answer, request, body) => {
    const { fetch, requests, target } = recorder(answer);
    await call(client({ fetch }).qrCodes);
    expect(`${requests[0]?.method} ${target(0)}`).toBe(request);
    expect(requests[0]?.json).toEqual(body);
  });

  test("a list is not requested before it is read", () => {
    const { fetch, requests } = recorder();
    client({ fetch }).qrCodes.list();
    expect(requests).toHaveLength(0);
  });

  test.each(calls)("%s uses the phone number in its options", async (_, call, answer) => {
    const { fetch, target } = recorder(answer());
    await call(client({ fetch, phoneNumberId: undefined }).qrCodes);
    expect(target(0)).toMatch(/^\/v26\.0\/700800\/message_qrdls/);
  });

  test("options reach the request", async () => {
    const { fetch, requests } = recorder(ok());
    await client({ fetch }).qrCodes.delete(code, { headers: { "x-trace": "7" } });
    expect(requests[0]?.headers.get("x-trace")).toBe("7");
  });
});

describe("results", () => {
  test("are Meta's objects, unknown keys included", async () => {
    const { fetch } = recorder(Response.json({ ...qr, color: "green" }));
    expect(await client({ fetch }).qrCodes.create({ prefilled_message })).toEqual({ ...qr, color: "green" });
  });

  test("are undefined for a code that does not exist", async () => {
    const { fetch } = recorder(listed());
    expect(await client({ fetch }).qrCodes.get(code)).toBeUndefined();
  });

  test("have only the fields that were asked for", async () => {
    const { fetch } = recorder(listed({ prefilled_message }), listed({ prefilled_message }));
    const { qrCodes } = client({ fetch });
    const fields = ["prefilled_message"] as const;
    expect(await qrCodes.get({ code, fields })).toEqual({ prefilled_message });
    expect((await qrCodes.list({ fields }).page()).data).toEqual([{ prefilled_message }]);
  });

  test.each([
    ["list", { data: [{}] }],
    ["get", { data: [{}] }],
    ["get", qr],
    ["update", { success: true }],
    ["delete", { success: false }],
  ])("%s does not accept the response %j", async (method, answer) => {
    const { fetch } = recorder(Response.json(answer));
    const [, call] = calls.find(([name]) => name === method) ?? [];
    const error = await failure(Promise.resolve(call?.(client({ fetch }).qrCodes)));
    expect(error).toMatchObject({ name: "ApiError", status: 200 });
  });
});

describe("refused before a request is made", () => {
  const long = { prefilled_message: "x".repeat(141) };
  const gif = { prefilled_message, generate_qr_image: "GIF" };
  const cases: [string, (codes: QrCodes) => Promise<unknown>][] = [
    ["prefilled_message must not be empty", (codes) => codes.create({ prefilled_message: "" })],
    ["prefilled_message must be at most 140 characters", (codes) => codes.create(long)],
    ["prefilled_message is missing", (codes) => codes.create({} as never)],
    ['generate_qr_image must be "SVG" or "PNG"', (codes) => codes.create(gif as never)],
    ["prefilled_message is missing", (codes) => codes.update(code, {} as never)],
    ["prefilled_message must be at most 140 characters", (codes) => codes.update(code, long)],
    ["code must not be empty", (codes) => codes.update("", { prefilled_message })],
    ["code must be a string", (codes) => codes.update(7 as never, { prefilled_message })],
    ["id must be a non-empty id", (codes) => codes.get("")],
    ["code is missing", (codes) => codes.get(undefined as never)],
    ["id must be a non-empty id", (codes) => codes.delete("..")],
    ["color", (codes) => codes.get({ code, color: "green" } as never)],
    ["color", (codes) => codes.list({ color: "green" } as never).page()],
    ["limit must be", (codes) => codes.list({ limit: 0 }).page()],
    ["fields must", (codes) => codes.list({ fields: [] }).page()],
    ["fields must", (codes) => codes.get({ code, fields: "code" } as never)],
  ];

  test.each(cases)("%s", async (expected, call) => {
    const { fetch, requests } = recorder();
    const issues = await refusal(call(client({ fetch }).qrCodes));
    expect(issues).toEqual([expect.stringContaining(expected)]);
    expect(requests).toHaveLength(0);
  });

  test("an emoji counts as one character", async () => {
    const { fetch } = recorder(one());
    await client({ fetch }).qrCodes.create({ prefilled_message: "🎂".repeat(140) });
  });

  test.each(calls)("%s without a phone number", async (_, call) => {
    const { fetch, requests } = recorder();
    const { qrCodes } = client({ fetch, phoneNumberId: undefined });
    const error = await failure(call(withoutOptions(qrCodes)));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as Error).message).toMatch(/`phoneNumberId`.*WHATSAPP_PHONE_NUMBER_ID/);
    expect(requests).toHaveLength(0);
  });

  /** The same methods without their options. */
  const withoutOptions = (codes: QrCodes) =>
    ({
      list: () => codes.list(),
      get: (id: string) => codes.get(id),
      create: (content: QrCode) => codes.create(content),
      update: (id: string, content: QrCode) => codes.update(id, content),
      delete: (id: string) => codes.delete(id),
    }) as unknown as QrCodes;
});

describe("when the connection breaks", () => {
  const lost = () => new TypeError("terminated");
  const retry = { attempts: 2, minDelayMs: 0 };

  test.each(calls.filter(([name]) => name !== "create"))("%s is repeated", async (_, call, answer) => {
    const { fetch, requests } = recorder(lost(), answer());
    await call(client({ fetch, retry }).qrCodes);
    expect(requests).toHaveLength(2);
  });

  test("create is not repeated: the code may exist", async () => {
    const { fetch, requests } = recorder(lost());
    const error = await failure(client({ fetch, retry }).qrCodes.create({ prefilled_message }));
    expect(error).toBeInstanceOf(AmbiguousSendError);
    expect(requests).toHaveLength(1);
  });
});

describe("on the simulator", () => {
  const start = () => {
    const simulator = createSimulator();
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    return { simulator, whatsapp, codes: whatsapp.qrCodes };
  };
  const all = async (list: AsyncIterable<Partial<QrCode>>) => {
    const found: Partial<QrCode>[] = [];
    for await (const item of list) found.push(item);
    return found;
  };

  test("a code is created, read, changed and deleted", async () => {
    const { codes } = start();
    const created = await codes.create({ prefilled_message });
    expect(created.code).toMatch(/^[A-Z0-9]{14}$/);
    const link = `https://wa.me/message/${created.code}`;
    expect(created).toEqual({ code: created.code, prefilled_message, deep_link_url: link });
    expect(await codes.get(created.code)).toEqual(created);

    const changed = await codes.update(created.code, { prefilled_message: "Hello" });
    expect(changed).toEqual({ ...created, prefilled_message: "Hello" });
    expect(await all(codes.list())).toEqual([changed]);

    expect(await codes.delete(created.code)).toEqual({ success: true });
    expect(await codes.get(created.code)).toBeUndefined();
    expect(await all(codes.list())).toEqual([]);
  });

  test("images are returned on request only", async () => {
    const { codes } = start();
    const { code: id, qr_image_url } = await codes.create({ prefilled_message, generate_qr_image: "SVG" });
    expect(qr_image_url).toMatch(/^https:.*\.svg$/);
    expect(await codes.get(id)).not.toHaveProperty("qr_image_url");
    const read = await codes.get({ code: id, fields: ["code", "qr_image_url.format(PNG)"] });
    expect(read).toEqual({ code: id, qr_image_url: expect.stringMatching(/^https:.*\.png$/) });
    const update = { prefilled_message, generate_qr_image: "PNG" } as const;
    expect((await codes.update(id, update)).qr_image_url).toMatch(/\.png$/);
  });

  test("lists have pages, and a filter by code", async () => {
    const { codes } = start();
    const texts = ["a", "b", "c", "d", "e"];
    for (const text of texts) await codes.create({ prefilled_message: text });
    const listed = await all(codes.list({ limit: 2 }));
    expect(listed.map((item) => item.prefilled_message)).toEqual(texts);
    const [, second] = listed;
    expect(await all(codes.list({ code: second?.code }))).toEqual([second]);
  });

  test("each phone number has its own codes", async () => {
    const { simulator, whatsapp, codes } = start();
    simulator.addPhoneNumber("700800");
    const { code: id } = await codes.create({ prefilled_message }, number);
    expect(await codes.get(id)).toBeUndefined();
    expect(await whatsapp.withPhoneNumber("700800").qrCodes.get(id)).toMatchObject({ prefilled_message });
  });

  test("a phone number has at most 2,000 codes", async () => {
    const { simulator, codes } = start();
    const { accessToken, phoneNumberId: id } = simulator.clientOptions;
    const query = new URLSearchParams({ access_token: accessToken, prefilled_message });
    const create = `https://graph.facebook.com/v26.0/${id}/message_qrdls?${query}`;
    for (let count = 0; count < 2000; count++) await simulator.fetch(create, { method: "POST" });
    expect(await failure(codes.create({ prefilled_message }))).toMatchObject({ name: "ApiError", code: 100 });
    const { data } = await codes.list({ limit: 1 }).page();
    await codes.delete(data[0]?.code ?? "");
    await codes.create({ prefilled_message });
  });

  test.each([
    ["a text that is missing", "POST", "", {}],
    ["an empty text", "POST", "", { prefilled_message: "" }],
    ["a text that is too long", "POST", "", { prefilled_message: "x".repeat(141) }],
    ["a format that does not exist", "POST", "", { prefilled_message, generate_qr_image: "GIF" }],
    ["a change of a code that does not exist", "POST", "", { code, prefilled_message }],
    ["the deletion of a code that does not exist", "DELETE", `/${code}`, undefined],
    ["a field that does not exist", "GET", "?fields=color", undefined],
  ] as const)("%s is refused as by Meta", async (_, method, rest, body) => {
    const { simulator, whatsapp, codes } = start();
    await codes.create({ prefilled_message });
    const path = `/${simulator.clientOptions.phoneNumberId}/message_qrdls${rest}`;
    const error = await failure(whatsapp.request({ method, path, body }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 100, status: 400 });
  });

  test("a code whose response was lost is found with list", async () => {
    const { simulator, codes } = start();
    simulator.fail({ reset: "after-read" });
    expect(await failure(codes.create({ prefilled_message }))).toBeInstanceOf(AmbiguousSendError);
    expect(await all(codes.list())).toMatchObject([{ prefilled_message }]);
  });
});

test("errors do not contain the text", async () => {
  const secret = "the secret of Ana ".repeat(9);
  const error = await failure(client({}).qrCodes.create({ prefilled_message: secret }));
  expect(error).toBeInstanceOf(ValidationError);
  expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain("secret");
});
