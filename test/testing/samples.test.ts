import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSimulator, type Simulator } from "wacloud/testing";
import { approved, handle, upload } from "./support.ts";

/**
 * Every request that the reference shows for an edge of the simulator, as it stands there. `in …` says what a sample is
 * a part of: its text is put into that unchanged. Ids are replaced in one way: those in the table of `findIds`, which
 * are unknown to a new simulator, by ids of what the test creates.
 */
const text = readFileSync(new URL("../fixtures/graph/requests.http", import.meta.url), "utf8");

interface Sample {
  title: string;
  method: string;
  path: string;
  /** What the body is a part of. */
  within: string;
  body: string;
}

function readSample(block: string, index: number): Sample {
  const [title = "", call = "", ...rest] = block.trim().split("\n");
  const [method = "", path = ""] = call.split(/ (.*)/);
  const within = rest[0]?.startsWith("in ") === true ? (rest.shift() ?? "").slice(3) : "";
  return { title: `${index}, ${title}: ${call}`, method, path, within, body: rest.join("\n") };
}

const samples = text
  .split(/^### /m)
  .filter((block) => block !== "")
  .map(readSample);

const messageTo = '"messaging_product":"whatsapp","to":"+34600111222"';
const template = '"name":"sample","language":"en_US","category":"MARKETING"';
const body = '{"type":"BODY","text":"Have a look."}';
const sent = (name: string, rest: string) =>
  `{${messageTo},"type":"template","template":{"name":"${name}","language":{"code":"en_US"},${rest}}}`;

/** The whole body, by what the sample is a part of. */
const wholes: Readonly<Record<string, (sample: string, name: string) => string>> = {
  "": (sample) => sample,
  message: (sample) =>
    `{${sample.includes('"to":') ? '"messaging_product":"whatsapp"' : messageTo},${sample.slice(1)}`,
  interactive: (sample) => `{${messageTo},"type":"interactive","interactive":${sample}}`,
  sent: (sample, name) => sent(name, sample.slice(1, -1)),
  component: (sample, name) => sent(name, `"components":[${sample}]`),
  template: (sample) =>
    `{${template}${sample.includes("_named_") ? ',"parameter_format":"NAMED"' : ""},"components":${sample}}`,
  components: (sample) => `{${template},"components":[${body},${sample}]}`,
  buttons: (sample) => `{${template},"components":[${body},{"type":"BUTTONS","buttons":[${sample}]}]}`,
  // "second card alike"
  cards: (sample) =>
    `{${template},"components":[${body},${sample.replace(/"cards":\[(.*)\]\}$/s, '"cards":[$1,$1]}')}]}`,
};

const image = async (simulator: Simulator) => ({
  type: "HEADER",
  format: "IMAGE",
  example: { header_handle: [await handle(simulator)] },
});
const textBody = { type: "BODY", text: "Have a look." };
const link = { type: "URL", text: "Open", url: "https://ex.test/{{1}}", example: ["https://ex.test/1"] };
const reply = { type: "QUICK_REPLY", text: "More" };
const withButtons = (...buttons: object[]) => ({ components: [textBody, { type: "BUTTONS", buttons }] });
const values = (...names: string[]) => names.map((param_name) => ({ param_name, example: "77" }));

/** The templates that samples send. */
const templates: Readonly<Record<string, (simulator: Simulator) => object | Promise<object>>> = {
  order_ok: async (simulator) => ({
    parameter_format: "NAMED",
    components: [
      await image(simulator),
      {
        type: "BODY",
        text: "Hi {{first_name}}, order {{order}} is on its way.",
        example: { body_text_named_params: values("first_name", "order") },
      },
      { type: "BUTTONS", buttons: [link, reply] },
    ],
  }),
  otp: () => ({
    category: "AUTHENTICATION",
    components: [{ type: "BODY" }, { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] }],
  }),
  carousel: async (simulator) => {
    const card = { components: [await image(simulator), { type: "BUTTONS", buttons: [reply, link] }] };
    const words = { type: "BODY", text: "Use {{1}} today.", example: { body_text: [["20OFF"]] } };
    return { components: [words, { type: "CAROUSEL", cards: [card, card] }] };
  },
  offer: () => ({
    components: [
      { type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Expiring offer!", has_expiration: true } },
      textBody,
      { type: "BUTTONS", buttons: [{ type: "COPY_CODE", example: "CARIBE25" }, link] },
    ],
  }),
  mpm: () => withButtons({ type: "MPM", text: "View items" }),
  catalog: () => withButtons({ type: "CATALOG", text: "View catalog" }),
  voice_call: () => withButtons({ type: "VOICE_CALL", text: "Call Now" }),
  payment_request: () =>
    withButtons({
      type: "PAYMENT_REQUEST",
      text: "Copy Pix code",
      payment_setting: { type: "pix_dynamic_code", pix_dynamic_code: { code: "00020101" } },
    }),
  location: () => ({ components: [{ type: "HEADER", format: "LOCATION" }, textBody] }),
  product: () => ({
    components: [
      { type: "HEADER", format: "PRODUCT" },
      textBody,
      { type: "BUTTONS", buttons: [{ type: "SPM", text: "View" }] },
    ],
  }),
  money: () => ({
    components: [
      { type: "BODY", text: "You pay {{1}} on {{2}} only.", example: { body_text: [["$10", "Feb 25"]] } },
    ],
  }),
  flow: () => withButtons({ type: "FLOW", text: "Sign up", flow_id: "123" }),
  tap: () => ({ components: [textBody] }),
  order_status: () => ({
    category: "UTILITY",
    sub_category: "ORDER_STATUS",
    components: [textBody, { type: "FOOTER", text: "Thanks" }],
  }),
};

let simulator: Simulator;
let callback: { url: string; close: () => void };

beforeEach(async () => {
  simulator = createSimulator({ directSend: true });
  await simulator.listen();
  const server = createServer((request, response) => {
    response.end(new URL(String(request.url), "http://localhost").searchParams.get("hub.challenge"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  callback = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    close: () => void server.close(),
  };
});

afterEach(async () => {
  callback.close();
  await simulator.close();
});

const file = async (type: string, name: string) => (await upload(simulator, { type, name })).json.id;

/** A group with the member of the samples and two customers who ask to join. */
async function createGroup(): Promise<[RegExp, string][]> {
  const { phoneNumberId, accessToken } = simulator.clientOptions;
  const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json" };
  const post = (path: string, content: object) => {
    const sending = JSON.stringify({ messaging_product: "whatsapp", ...content });
    return simulator.fetch(`https://graph.facebook.com/${path}`, { method: "POST", headers, body: sending });
  };
  const newest = () => {
    const { value } = simulator.webhooks.at(-1)?.payload.entry[0]?.changes[0] ?? {};
    return (value?.groups as Record<string, string>[] | undefined)?.[0] ?? {};
  };
  await post(`${phoneNumberId}/groups`, { subject: "Launch crew", join_approval_mode: "approval_required" });
  await simulator.settled();
  const { group_id = "", invite_link = "" } = newest();
  const requests: string[] = [];
  for (const address of ["+15557654321", "+15550002222", "+15550003333"]) {
    await simulator.user(address).joins(invite_link);
    requests.push(String(newest().join_request_id));
  }
  await post(`${group_id}/join_requests`, { join_requests: requests.slice(0, 1) });
  return [
    [/\{GROUP\}/g, group_id],
    [/JR1/g, requests[1] ?? ""],
    [/JR2/g, requests[2] ?? ""],
  ];
}

/** What stands in the reference, and what it is replaced by. */
async function findIds(): Promise<[RegExp, string][]> {
  const { phoneNumberId, businessAccountId, appId, accessToken } = simulator.clientOptions;
  const writes = ["+34600111222", "+14155552671", "US.90817263544536271809"].map((address) =>
    simulator.user(address).sends("hi"),
  );
  const [message] = await Promise.all(writes);
  const added = simulator.addPhoneNumber("111222333", { isRegistered: false, isVerified: false });
  added.verificationCode = "123456";
  const marketing = await approved(simulator, { name: "marketing", components: [textBody] });
  const png = await file("image/png", "a.png");
  return [
    [/\{PHONE\}/g, phoneNumberId],
    [/\{WABA\}/g, businessAccountId],
    [/\{APP\}/g, appId],
    [/\{TOKEN\}/g, accessToken],
    [/\{NEW\}/g, added.id],
    [/\{CODE\}/g, "123456"],
    [/\{CALLBACK\}/g, callback.url],
    [/\{TEMPLATE\}/g, marketing.json.id],
    [/\{MEDIA\}/g, png],
    [/wamid\.(AAA|X|IN)/g, String(message?.id)],
    [/(?<="id":")1013859600285441(?=")/g, await file("audio/ogg", "a.ogg")],
    [/(?<="id":")222(?=")/g, await file("video/mp4", "a.mp4")],
    [/(?<="id":")333(?=")/g, await file("image/webp", "a.webp")],
    [/(?<="id":")(111|1|2)(?=")/g, png],
    [/4::a(W\.\.\.)?/g, await handle(simulator)],
    [/<GROUP_ID>/g, "24000000000001"],
  ];
}

/** The path and body to send. */
async function toRequest({ path, within, body: part }: Sample): Promise<{ path: string; body: string }> {
  const [kind = "", name = ""] = within.split(" ");
  const known = kind === "template" && name !== "" ? "sent" : kind;
  const made =
    name === "" && part.includes('"order_ok"') && part.includes('"language":{') ? "order_ok" : name;
  const template = templates[made];
  if (template !== undefined) await approved(simulator, { name: made, ...(await template(simulator)) });
  let whole = [path, wholes[known]?.(part, name) ?? ""];
  const groupIds = path.includes("{GROUP}") ? await createGroup() : [];
  for (const [pattern, id] of [...groupIds, ...(await findIds())])
    whole = whole.map((one) => one.replace(pattern, id));
  const [address = "", content = ""] = whole;
  return { path: address, body: content };
}

type Send = (method: string, url: string, body: string) => Promise<{ status: number; text: string }>;

const contentType = (content: string) =>
  content.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded";

const withFetch: Send = async (method, url, content) => {
  const headers = { authorization: `Bearer ${simulator.accessToken}`, "content-type": contentType(content) };
  const answer = await fetch(url, { method, headers, ...(content === "" ? {} : { body: content }) });
  return { status: answer.status, text: await answer.text() };
};

const run = promisify(execFile);

const withCurl: Send = async (method, url, content) => {
  const parts = ["-sS", "-g", "-X", method, url, "-H", `Authorization: Bearer ${simulator.accessToken}`];
  if (content !== "") parts.push("-H", `Content-Type: ${contentType(content)}`, "--data-binary", content);
  const { stdout } = await run("curl", [...parts, "-w", "\n%{http_code}"]);
  const end = stdout.lastIndexOf("\n");
  return { status: Number(stdout.slice(end)), text: stdout.slice(0, end) };
};

const hasCurl = await run("curl", ["--version"]).then(
  () => true,
  () => false,
);

describe.each(
  hasCurl ? [["fetch", withFetch] as const, ["curl", withCurl] as const] : [["fetch", withFetch] as const],
)("samples of the reference, sent with %s", (_, send) => {
  test.each(samples)("$title", async (sample) => {
    const { path, body: content } = await toRequest(sample);
    const { url } = await simulator.listen();
    const answer = await send(sample.method, `${url}/v26.0${path}`, content);
    expect(answer).toEqual({ status: 200, text: expect.stringMatching(/^\{.*\}$/s) });
  });
});
