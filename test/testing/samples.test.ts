import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSimulator, type Simulator } from "wacloud/testing";
import { routes } from "../../src/testing/simulator/endpoints/routes.ts";
import type { NodeKind } from "../../src/testing/simulator/records.ts";
import { approved, call, handle, upload } from "./support.ts";

/**
 * Every request that the reference shows for an edge of the simulator, as it stands there. `in …` says what a sample is
 * a part of: its text is put into that unchanged. Ids are replaced in one way: those in the table of `makers`, which
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
let marketingId: string;
let callback: { url: string; close: () => void };

beforeEach(async () => {
  simulator = createSimulator({ directSend: true });
  await simulator.listen();
  await post(account(), { is_enabled_for_insights: true });
  await post(`${number()}/settings`, { calling: { status: "ENABLED" } });
  marketingId = (await approved(simulator, { name: "marketing", components: [textBody] })).json.id;
  for (const address of ["+34600111222", "+14155552671", "US.90817263544536271809"]) {
    await simulator.user(address).sends("hi");
  }
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

/** Posts to an edge as a program would, and returns the answer. */
const post = async (path: string, content: object) =>
  (await call(simulator, "POST", `/v26.0/${path}`, { ...content })).json;

const number = () => simulator.clientOptions.phoneNumberId;
const account = () => simulator.clientOptions.businessAccountId;
const seconds = () => Math.floor(Date.now() / 1000);
const sdp = "v=0\\r\\no=- 1 2 IN IP4 127.0.0.1\\r\\n";

/** A group with the member of the samples and two customers who ask to join. */
async function createGroup(): Promise<{ group: string; requests: string[] }> {
  const newest = () => {
    const { value } = simulator.webhooks.at(-1)?.payload.entry[0]?.changes[0] ?? {};
    return (value?.groups as Record<string, string>[] | undefined)?.[0] ?? {};
  };
  const product = { messaging_product: "whatsapp" };
  await post(`${number()}/groups`, {
    ...product,
    subject: "Launch",
    join_approval_mode: "approval_required",
  });
  await simulator.settled();
  const { group_id: group = "", invite_link = "" } = newest();
  const requests: string[] = [];
  for (const address of ["+15557654321", "+15550002222", "+15550003333"]) {
    await simulator.user(address).joins(invite_link);
    requests.push(String(newest().join_request_id));
  }
  await post(`${group}/join_requests`, { ...product, join_requests: requests.slice(0, 1) });
  return { group, requests };
}

const flowJson = {
  version: "7.3",
  screens: [
    {
      id: "DONE",
      terminal: true,
      layout: {
        type: "SingleColumnLayout",
        children: [{ type: "Footer", label: "Done", "on-click-action": { name: "complete", payload: {} } }],
      },
    },
  ],
};

const signup = {
  signup_message: "Get our news.",
  confirmation_message: "Welcome!",
  privacy_policy_url: "https://ex.test/privacy",
  policy: { tos: "https://www.facebook.com/legal/ads-manager-marketing-messages-terms", accepted: true },
};

const configuration = {
  configuration_name: "first",
  provider_name: "razorpay",
  redirect_url: "https://ex.test",
};

/** Adds a number that waits for its code. */
function addNumber(): string {
  const added = simulator.addPhoneNumber("111222333", { isRegistered: false, isVerified: false });
  added.verificationCode = "123456";
  return added.id;
}

/** The ids that stand in the reference and in braces, and what makes those that replace them. */
const makers: readonly (readonly [RegExp, () => Promise<string> | string])[] = [
  [/\{PHONE\}/g, number],
  [/\{WABA\}/g, account],
  [/\{APP\}/g, () => simulator.clientOptions.appId],
  [/\{TOKEN\}/g, () => simulator.accessToken],
  [/\{CODE\}/g, () => "123456"],
  [/\{NEW\}/g, () => addNumber()],
  [/\{CALLBACK\}/g, () => callback.url],
  [/\{TEMPLATE\}/g, () => marketingId],
  [/\{MEDIA\}/g, () => file("image/png", "a.png")],
  [/wamid\.(AAA|X|IN)/g, async () => (await simulator.user("+34600111222").sends("hi")).id],
  [/(?<="id":")1013859600285441(?=")/g, () => file("audio/ogg", "a.ogg")],
  [/(?<="id":")222(?=")/g, () => file("video/mp4", "a.mp4")],
  [/(?<="id":")333(?=")/g, () => file("image/webp", "a.webp")],
  [/(?<="id":")(111|1|2)(?=")/g, () => file("image/png", "a.png")],
  [/4::a(W\.\.\.)?/g, () => handle(simulator)],
  [/<GROUP_ID>/g, () => "24000000000001"],
  [
    /\{SECOND\}/g,
    () => {
      simulator.addBusinessAccount("102290129340399");
      return "102290129340399";
    },
  ],
  [
    /\{TEMPLATES\}/g,
    async () => {
      const { id } = (await approved(simulator, { name: "grouped", components: [textBody] })).json;
      const group = { name: "Sale", description: "d", whatsapp_business_templates: [id] };
      return (await post(`${account()}/template_groups`, group)).id;
    },
  ],
  [
    /\{ARCHIVED\}/g,
    async () => {
      const { id } = (await approved(simulator, { name: "archived", components: [textBody] })).json;
      await post(`${account()}/message_templates/archive`, { hsm_ids: [id] });
      return id;
    },
  ],
  [
    /\{QR\}/g,
    async () => (await post(`${number()}/message_qrdls`, { prefilled_message: "Cyber Monday" })).code,
  ],
  [
    /\{CONFIGURATION\}/g,
    async () => {
      await post(`${account()}/payment_configuration`, configuration);
      return configuration.configuration_name;
    },
  ],
  [/\{SIGNUP\}/g, async () => (await post(`${account()}/signups`, signup)).id],
  [
    /\{FLOW\}/g,
    async () =>
      (
        await post(`${account()}/flows`, {
          name: "Booking",
          categories: ["OTHER"],
          flow_json: JSON.stringify(flowJson),
        })
      ).id,
  ],
  [/\{CALL\}/g, async () => (await simulator.user("+14155552671").calls()).id],
  [
    /\{UPLOAD\}/g,
    async () =>
      (
        await post(
          `${simulator.clientOptions.appId}/uploads?file_name=a.png&file_length=3&file_type=image/png`,
          {},
        )
      ).id,
  ],
  [
    /\{SDP\}/g,
    async () => {
      await simulator.user("+14155552671").allowsCalls();
      return sdp;
    },
  ],
  [/\{PORTFOLIO\}/g, () => "2729063490586005"],
  [/\{SECRET\}/g, () => simulator.clientOptions.appSecret],
  [/\{AUTHORIZATION\}/g, () => simulator.embeddedSignup().code],
  [/\{CLIENT\}/g, () => simulator.embeddedSignup().message.data.business_id ?? ""],
  [
    /\{PROOF\}/g,
    () => createHmac("sha256", simulator.clientOptions.appSecret).update(simulator.accessToken).digest("hex"),
  ],
  [
    /\{COEXISTING\}/g,
    () => {
      simulator.embeddedSignup({ phoneNumberId: "106540352242999", staysInApp: true });
      return "106540352242999";
    },
  ],
  [/\{USER\}/g, () => "1001"],
  [/\{NOW\}/g, () => String(seconds())],
  [/\{WEEK\}/g, () => String(seconds() - 7 * 86_400)],
];

/** The text with other ids. */
async function fill(text: string): Promise<string> {
  let filled = text;
  for (const [pattern, make] of makers) {
    if (filled.search(pattern) >= 0) filled = filled.replace(pattern, String(await make()));
  }
  if (!/\{GROUP\}|JR\d/.test(filled)) return filled;
  const { group, requests } = await createGroup();
  return filled.replaceAll("{GROUP}", group).replace(/JR(\d)/g, (_, index) => requests[index] ?? "");
}

/** The path and body to send. */
async function toRequest({ path, within, body: part }: Sample): Promise<{ path: string; body: string }> {
  const [kind = "", name = ""] = within.split(" ");
  const known = kind === "template" && name !== "" ? "sent" : kind;
  const made =
    name === "" && part.includes('"order_ok"') && part.includes('"language":{') ? "order_ok" : name;
  const template = templates[made];
  if (template !== undefined) await approved(simulator, { name: made, ...(await template(simulator)) });
  const whole = await fill(`${path}\n${wholes[known]?.(part, name) ?? ""}`);
  const [address = "", content = ""] = whole.split(/\n(.*)/s);
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

/** Edges that no sample shows: they take a file, or need what many calls or a signup make. Other tests have them. */
const elsewhere = [
  "POST phone-number media",
  "POST upload ",
  "POST flow assets",
  "POST flow deprecate",
  "POST phone-number whatsapp_business_encryption",
  "POST template unpause",
  "GET template compare",
  "GET phone-number payments/*",
  "POST phone-number payments_refund",
];

/** The kinds of nodes, by the first part of a path. */
const kinds: Readonly<Record<string, NodeKind>> = {
  "{PHONE}": "phone-number",
  "{NEW}": "phone-number",
  "{WABA}": "business-account",
  "{APP}": "app",
  "{PORTFOLIO}": "portfolio",
  "{TEMPLATE}": "template",
  "{MEDIA}": "media",
  "{GROUP}": "group",
  "{SIGNUP}": "signup",
  "{FLOW}": "flow",
  "{UPLOAD}": "upload",
  "{COEXISTING}": "phone-number",
  "{CLIENT}": "client-portfolio",
  oauth: "oauth",
  debug_token: "debug-token",
  message_template_library: "template-library",
};

const edges = samples.map(({ method, path }) => {
  const [node = "", ...edge] = path.slice(1).replace(/\?.*/, "").split("/");
  return `${method} ${kinds[node]} ${edge.join("/").replace(/\{.*\}/, "*")}`;
});

test.each(routes.map(({ method, node, edge }) => `${method} ${node} ${edge}`))("%s has a sample", (edge) => {
  expect(elsewhere.includes(edge)).not.toBe(edges.includes(edge));
});
