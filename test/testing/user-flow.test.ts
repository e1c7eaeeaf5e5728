import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { WhatsAppClient } from "wacloud";
import { fetchFlow } from "wacloud/fetch";
import {
  completeFlow,
  createFlowKeys,
  defineFlow,
  type FlowJson,
  type FlowOptions,
  type FlowRequest,
  type FlowResponse,
  InvalidFlowTokenError,
  verifyFlowTokenSignature,
} from "wacloud/flows";
import { nodeFlow } from "wacloud/node";
import { createSimulator, type Simulator, type SimulatorOptions, type VirtualUser } from "wacloud/testing";
import sample from "../fixtures/flows/sample.json" with { type: "json" };
import { smallest } from "../flows/smallest.ts";
import { failure } from "../support/client.ts";

const to = "+5511987654321";
const keys = await createFlowKeys();
const others = await createFlowKeys();

let simulator: Simulator;
let whatsapp: WhatsAppClient;
let ana: VirtualUser;
/** What the endpoint was asked, in order. */
let asked: FlowRequest[];

beforeEach(() => begin());

afterEach(() => simulator.close());

function begin(options: SimulatorOptions = {}): void {
  asked = [];
  simulator = createSimulator({ openWindow: true, ...options });
  whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
  ana = simulator.user(to, { name: "Ana" });
}

const screenOf = (id: string, children: object[], more: object = {}) => ({
  id,
  title: id,
  layout: { type: "SingleColumnLayout", children },
  ...more,
});
const footer = (action: object, label = "Next") => ({ type: "Footer", label, "on-click-action": action });
const exchange = (payload: object) => ({ name: "data_exchange", payload });
const navigate = (name: string, payload: object) => ({
  name: "navigate",
  next: { type: "screen", name },
  payload,
});
const complete = (payload: object) => ({ name: "complete", payload });

const slots = [
  { id: "0800", title: "08:00" },
  { id: "0930", title: "09:30", enabled: false },
];
const slotsModel = {
  type: "array",
  items: { type: "object", properties: { id: { type: "string" }, title: { type: "string" } } },
  __example__: slots,
};

/** Asks for a slot, then shows it. */
const booking = {
  version: "7.3",
  data_api_version: "4.0",
  routing_model: { DATE: ["CONFIRM"], CONFIRM: [] },
  screens: [
    screenOf(
      "DATE",
      [
        { type: "TextHeading", text: "`'Hi ' ${data.name}`" },
        { type: "Dropdown", name: "slot", label: "Slot", required: true, "data-source": "${data.slots}" },
        footer(exchange({ slot: "${form.slot}" })),
      ],
      { data: { slots: slotsModel, name: { type: "string", __example__: "Ana" } } },
    ),
    screenOf(
      "CONFIRM",
      [
        { type: "TextBody", text: "`'Slot ' ${screen.DATE.form.slot}`" },
        { type: "TextInput", name: "note", label: "Note" },
        footer(complete({ slot: "${screen.DATE.form.slot}", note: "${form.note}" }), "Book"),
      ],
      { terminal: true, refresh_on_back: true, data: { price: { type: "number", __example__: 1 } } },
    ),
  ],
};

type On = NonNullable<FlowOptions["on"]>;

const answers: On = {
  INIT: () => ({ screen: "DATE", data: { slots, name: "Ana" } }),
  "data_exchange.DATE": () => ({ screen: "CONFIRM", data: { price: 10 } }),
  BACK: () => ({ screen: "DATE", data: { slots: [...slots, { id: "1100", title: "11:00" }], name: "Ana" } }),
};

/** An endpoint that answers so, and notes what it is asked. */
function endpoint(on: On = answers, options: Partial<FlowOptions> = {}): FlowOptions {
  const noting = Object.entries(on).map(([name, handle]) => [
    name,
    (request: never) => {
      asked.push(request);
      return (handle as (request: never) => never)(request);
    },
  ]);
  const { appSecret } = simulator.webhookOptions;
  return {
    privateKey: keys.privateKey,
    appSecret,
    on: Object.fromEntries(noting),
    logger: { warn: () => undefined, error: () => undefined },
    ...options,
  };
}

/** Sends a Flow of its own to Ana, with an endpoint that answers so. */
async function send(flow_json: object = booking, on: On = answers, message: object = {}): Promise<string> {
  simulator.flowEndpoint = fetchFlow(endpoint(on));
  await whatsapp.flows.setPublicKey({ business_public_key: keys.publicKey });
  const { id, validation_errors } = await whatsapp.flows.create({
    name: `Flow ${simulator.requests.length}`,
    categories: ["APPOINTMENT_BOOKING"],
    flow_json: flow_json as never,
    endpoint_uri: "https://app.example/flow",
  });
  expect(validation_errors).toEqual([]);
  const action = "data_api_version" in flow_json ? "data_exchange" : "navigate";
  await whatsapp.messages.sendFlow({
    to,
    body: "Book a slot",
    flow_id: id,
    flow_cta: "Book",
    flow_token: "token-1",
    flow_action: action,
    mode: "draft",
    ...message,
  } as never);
  return id;
}

/** The answers that the business got last. */
const received = (): unknown => {
  const content = ana.outbox.at(-1)?.content as { nfm_reply: { response_json: string } } | undefined;
  return JSON.parse(content?.nfm_reply.response_json ?? "null");
};

describe("a Flow with an endpoint", () => {
  test("is opened, filled in and submitted", async () => {
    await send();
    await ana.opensFlow("Book");
    expect(ana.flow).toMatchObject({ state: "open", screen: "DATE", title: "DATE", texts: ["Hi Ana"] });
    expect(ana.flow.data).toEqual({ slots, name: "Ana" });

    ana.flow.fills({ slot: "0800" });
    expect(await ana.flow.submits()).toBeUndefined();
    expect(ana.flow).toMatchObject({ screen: "CONFIRM", data: { price: 10 }, texts: ["Slot 0800"] });

    await ana.flow.fills({ note: "Window seat" });
    const message = await ana.flow.submits();
    expect(message).toMatchObject({ type: "interactive", replyTo: ana.inbox.at(-1)?.id });
    expect(received()).toEqual({ flow_token: "token-1", slot: "0800", note: "Window seat" });
    expect(ana.flow.state).toBe("completed");
    expect(asked).toMatchObject([
      { version: "4.0", action: "INIT", flow_token: "token-1" },
      {
        version: "4.0",
        action: "data_exchange",
        screen: "DATE",
        data: { slot: "0800" },
        flow_token: "token-1",
      },
    ]);
  });

  test("signs its token with the app's secret", async () => {
    await send();
    await ana.opensFlow();
    const { appSecret } = simulator.webhookOptions;
    const { flow_token: flowToken = "", flow_token_signature: signature } = asked[0] ?? {};
    expect(await verifyFlowTokenSignature({ signature, flowToken, appSecret })).toBe(true);
    expect(await verifyFlowTokenSignature({ signature, flowToken, appSecret: "other" })).toBe(false);
  });

  test("before version 7.3, or with the data API 3.0, it has no signature", async () => {
    await send({ ...booking, data_api_version: "3.0" });
    await ana.opensFlow();
    expect(asked).toEqual([{ version: "3.0", action: "INIT", flow_token: "token-1" }]);
  });

  test("can be ended by the endpoint", async () => {
    const ending: On = {
      ...answers,
      data_exchange: undefined,
      "data_exchange.DATE": ({ data, flow_token }) => completeFlow({ flow_token, slot: data.slot, ok: true }),
    };
    await send(booking, ending);
    await ana.opensFlow();
    ana.flow.fills({ slot: "0800" });
    expect(await ana.flow.submits()).toMatchObject({ type: "interactive" });
    expect(received()).toEqual({ flow_token: "token-1", slot: "0800", ok: true });
    await expect(ana.flow.submits()).rejects.toThrow("The Flow is completed");
  });

  test("an error_message keeps it on the screen, with what is filled in", async () => {
    const refusing: On = {
      ...answers,
      "data_exchange.DATE": () => ({
        screen: "DATE",
        data: { slots: slots.slice(0, 1), error_message: "Somebody was faster." },
      }),
    };
    await send(booking, refusing);
    await ana.opensFlow();
    ana.flow.fills({ slot: "0800" });
    await ana.flow.submits();
    expect(ana.flow.error).toBe("Somebody was faster.");
    expect(ana.flow).toMatchObject({ state: "open", screen: "DATE", form: { slot: "0800" } });
    expect(ana.flow.data).toEqual({ slots: slots.slice(0, 1), name: "Ana" });
  });

  test("goes back: through the endpoint where the screen says so", async () => {
    await send();
    await ana.opensFlow();
    ana.flow.fills({ slot: "0800" });
    await ana.flow.submits();
    await ana.flow.goesBack();
    expect(asked.at(-1)).toMatchObject({ action: "BACK", screen: "CONFIRM", flow_token: "token-1" });
    expect(ana.flow).toMatchObject({ screen: "DATE", form: { slot: "0800" } });
    expect(ana.flow.data.slots).toHaveLength(3);
    await expect(ana.flow.goesBack()).rejects.toThrow("first screen");
  });

  test("what a screen no longer offers is no longer chosen", async () => {
    const BACK = () => ({ screen: "DATE", data: { slots: [{ id: "1100", title: "11:00" }], name: "Ana" } });
    await send(booking, { ...answers, BACK });
    await ana.opensFlow();
    ana.flow.fills({ slot: "0800" });
    await ana.flow.submits();
    await ana.flow.goesBack();
    expect(ana.flow.form).toEqual({ slot: "" });
    await expect(ana.flow.submits()).rejects.toThrow('`slot` ("Slot") is required');
  });

  test("one that is left while the endpoint is asked sends nothing, whatever comes", async () => {
    let answer: (response: FlowResponse) => void = () => undefined;
    const answered = new Promise<FlowResponse>((resolve) => {
      answer = resolve;
    });
    await send(booking, { ...answers, "data_exchange.DATE": () => answered });
    await ana.opensFlow();
    ana.flow.fills({ slot: "0800" });
    const submitting = ana.flow.submits();
    await vi.waitFor(() => expect(asked).toHaveLength(2), 120_000);
    ana.flow.closes();
    answer(completeFlow({ slot: "0800" }));
    expect(await submitting).toBeUndefined();
    expect(ana.flow.state).toBe("closed");
    expect(ana.outbox).toEqual([]);
  });

  test("a component asks the endpoint when something is chosen", async () => {
    const flow = {
      ...booking,
      routing_model: { ASK: [] },
      screens: [
        screenOf(
          "ASK",
          [
            {
              type: "Dropdown",
              name: "city",
              label: "City",
              "data-source": [
                { id: "lima", title: "Lima" },
                { id: "cusco", title: "Cusco" },
              ],
              "on-select-action": exchange({ city: "${form.city}" }),
            },
            { type: "RadioButtonsGroup", name: "slot", label: "Slot", "data-source": "${data.slots}" },
            footer(complete({ city: "${form.city}", slot: "${form.slot}" })),
          ],
          { terminal: true, data: { slots: slotsModel } },
        ),
      ],
    };
    await send(flow, {
      INIT: () => ({ screen: "ASK", data: { slots: [] } }),
      data_exchange: ({ data }) => ({ screen: "ASK", data: { slots: data.city === "cusco" ? slots : [] } }),
    });
    await ana.opensFlow();
    await ana.flow.fills({ city: "Cusco" });
    expect(asked.at(-1)).toMatchObject({ action: "data_exchange", screen: "ASK", data: { city: "cusco" } });
    await ana.flow.fills({ slot: "08:00" });
    await ana.flow.fills({ city: "lima" });
    expect(ana.flow.form).toEqual({ city: "lima", slot: "" });
    await ana.flow.fills({ city: "cusco" });
    await ana.flow.fills({ slot: "08:00" });
    await ana.flow.submits();
    expect(received()).toMatchObject({ city: "cusco", slot: "0800" });
  });

  test("a draft that is sent as if it were published is opened, and said once", async () => {
    const said: string[] = [];
    begin({ logger: { warn: (text: string) => void said.push(text) } });
    const id = await send();
    expect(said).toEqual([]);
    const message = {
      to,
      body: "Book",
      flow_id: id,
      flow_cta: "Book",
      flow_action: "data_exchange",
    } as const;
    for (const _ of [1, 2]) await whatsapp.messages.sendFlow(message);
    expect(said).toEqual([expect.stringMatching(`The Flow ${id} was sent, but is a draft.*flows.publish`)]);
    await ana.opensFlow();
    await whatsapp.flows.publish(id);
    await whatsapp.messages.sendFlow(message);
    expect(said).toHaveLength(1);
  });

  test("runs over HTTP, against the endpoint that the Flow names", async () => {
    await send();
    const server = createServer(nodeFlow(endpoint()));
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    simulator.flowEndpoint = `http://127.0.0.1:${port}/flow`;
    await ana.opensFlow();
    expect(ana.flow.screen).toBe("DATE");

    simulator.flowEndpoint = undefined;
    const { baseUrl: _, fetch, accessToken } = { baseUrl: "", ...simulator.clientOptions };
    const { id } = (await whatsapp.flows.list().page()).data[0] ?? { id: "" };
    await fetch?.(`https://graph.facebook.com/v26.0/${id}`, {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
      body: JSON.stringify({ endpoint_uri: `http://127.0.0.1:${port}/flow` }),
    });
    await ana.opensFlow();
    expect(asked.filter(({ action }) => action === "INIT")).toHaveLength(2);
  });

  test("its endpoint stays after a reset, and a URL goes with a snapshot", async () => {
    simulator.flowEndpoint = "http://127.0.0.1:3000/flow";
    await simulator.reset();
    expect(simulator.flowEndpoint).toBe("http://127.0.0.1:3000/flow");
    const other = createSimulator();
    onTestFinished(() => other.close());
    await other.restore(simulator.snapshot());
    expect(other.flowEndpoint).toBe("http://127.0.0.1:3000/flow");
    expect(createSimulator({ flowEndpoint: "http://127.0.0.1:1" }).flowEndpoint).toBe("http://127.0.0.1:1");
  });

  test("a snapshot taken in the middle goes on elsewhere", async () => {
    await send();
    await ana.opensFlow();
    ana.flow.fills({ slot: "0800" });
    const other = createSimulator();
    onTestFinished(() => other.close());
    await other.restore(JSON.parse(JSON.stringify(simulator.snapshot())));
    other.flowEndpoint = simulator.flowEndpoint;
    const again = other.user(to);
    expect(again.flow).toMatchObject({ screen: "DATE", form: { slot: "0800" } });
    await again.flow.submits();
    await again.flow.submits();
    expect(again.outbox).toHaveLength(1);
    expect(ana.flow.screen).toBe("DATE");
  });
});

describe("what an endpoint does wrong", () => {
  const opening = async (): Promise<Error> => (await failure(ana.opensFlow())) as Error;

  test("427 shows its text, closes the Flow and disables its button", async () => {
    await send(booking, {
      ...answers,
      "data_exchange.DATE": () => {
        throw new InvalidFlowTokenError("This form has expired.");
      },
    });
    await ana.opensFlow();
    ana.flow.fills({ slot: "0800" });
    await expect(ana.flow.submits()).rejects.toThrow(
      /shows "This form has expired\.": the endpoint answered 427/,
    );
    expect(ana.flow).toMatchObject({ state: "closed", error: "This form has expired." });
    expect((await opening()).message).toContain("disabled");
  });

  test("421 makes the phone get the key again, and ask once more", async () => {
    await send();
    const statuses: number[] = [];
    const watch = (options: FlowOptions) => async (request: Request) => {
      const response = await fetchFlow(options)(request);
      statuses.push(response.status);
      return response;
    };
    await ana.opensFlow();
    simulator.flowEndpoint = watch(endpoint(answers, { privateKey: others.privateKey }));
    await whatsapp.flows.setPublicKey({ business_public_key: others.publicKey });
    ana.flow.fills({ slot: "0800" });
    await ana.flow.submits();
    expect(statuses).toEqual([421, 200]);
    expect(ana.flow.screen).toBe("CONFIRM");

    simulator.flowEndpoint = watch(endpoint(answers));
    expect((await opening()).message).toMatch(/Something went wrong.*answered 421 twice.*setPublicKey/);
    expect(statuses).toEqual([421, 200, 421, 421]);
  });

  test.each<[string, (request: Request) => Response | Promise<Response>, RegExp]>([
    ["432", () => new Response("Invalid signature", { status: 432 }), /432.*app secret/],
    ["500", () => new Response("Not handled", { status: 500 }), /answered 500 "Not handled"/],
    [
      "a function that throws",
      () => {
        throw new Error("no such table");
      },
      /did not answer: no such table/,
    ],
    ["a function that returns nothing", () => undefined as never, /did not answer: it returned no Response/],
    ["a function that returns text", () => "text" as never, /did not answer: it returned no Response/],
    [
      "an answer that is not encrypted",
      () => Response.json({ screen: "DATE", data: {} }),
      /cannot be decrypted/,
    ],
  ])("%s is shown as something that went wrong", async (_, flowEndpoint, why) => {
    await send();
    simulator.flowEndpoint = flowEndpoint;
    const { message } = await opening();
    expect(message).toMatch(/The phone shows "Something went wrong/);
    expect(message).toMatch(why);
    expect(ana.flow).toMatchObject({ state: "closed", error: "Something went wrong. Try again later." });
  });

  test("an endpoint that does not answer in time is given up", async () => {
    begin({ webhookTimeoutMs: 50 });
    await send();
    simulator.flowEndpoint = () => new Promise<Response>(() => undefined);
    expect((await opening()).message).toMatch(/Something went wrong.*in time; WhatsApp waits 10 seconds/);
  });

  test("the wrong secret is told apart by the endpoint: it answers 432", async () => {
    await send();
    simulator.flowEndpoint = fetchFlow(endpoint(answers, { appSecret: "another" }));
    expect((await opening()).message).toMatch(/432/);
  });

  test("a plain 427 is read, too", async () => {
    await send();
    simulator.flowEndpoint = () => Response.json({ error_msg: "Too late." }, { status: 427 });
    expect((await opening()).message).toContain('"Too late."');
  });

  test.each<[string, On, string, RegExp]>([
    [
      "a screen that does not exist",
      { INIT: () => ({ screen: "NOWHERE", data: {} }) },
      "invalid-screen-transition",
      /"NOWHERE", which the Flow does not have/,
    ],
    [
      "data that the screen does not declare so",
      { INIT: () => ({ screen: "DATE", data: { slots: "08:00", name: "Ana" } }) },
      "payload-schema-error",
      /`slots` of screen DATE must be of type array/,
    ],
    [
      "data that is missing",
      { INIT: () => ({ screen: "DATE", data: { slots } }) },
      "payload-schema-error",
      /`name` of screen DATE is missing/,
    ],
    [
      "an item of the wrong kind",
      { INIT: () => ({ screen: "DATE", data: { slots: [{ id: 8, title: "08:00" }], name: "Ana" } }) },
      "payload-schema-error",
      /`slots`/,
    ],
  ])("%s is refused by the phone, which says so to the endpoint", async (_, on, error, why) => {
    const told: unknown[] = [];
    await send(booking, { ...on, error: ({ data, action }) => void told.push({ action, ...data }) });
    expect((await opening()).message).toMatch(why);
    await simulator.settled();
    expect(told).toMatchObject([{ action: "INIT", error }]);
  });

  test("a screen to which the routing_model does not lead is refused", async () => {
    await send(
      { ...booking, routing_model: { DATE: [], CONFIRM: [] } },
      { ...answers, error: () => undefined },
    );
    await ana.opensFlow();
    ana.flow.fills({ slot: "0800" });
    await expect(ana.flow.submits()).rejects.toThrow(
      /"CONFIRM", to which its routing_model does not lead from DATE/,
    );
    expect(ana.flow).toMatchObject({ state: "open", screen: "DATE" });
    await simulator.settled();
    expect(asked.at(-1)).toMatchObject({
      action: "data_exchange",
      screen: "DATE",
      data: { error: "invalid-screen-transition" },
    });
  });

  test("what it needs and lacks is named", async () => {
    await send();
    simulator.flowEndpoint = undefined;
    const json = { ...booking, screens: booking.screens };
    const seeded = createSimulator({ openWindow: true, seed: { flows: { "1": json } } });
    onTestFinished(() => seeded.close());
    const client = new WhatsAppClient(seeded.clientOptions);
    const ben = seeded.user("+5511987654322");
    await client.messages.sendFlow({
      to: "+5511987654322",
      body: "Book",
      flow_id: "1",
      flow_cta: "Book",
      flow_action: "data_exchange",
    });
    await expect(ben.opensFlow("Book")).rejects.toThrow(/no endpoint.*simulator\.flowEndpoint/);
    seeded.flowEndpoint = fetchFlow(endpoint());
    await expect(ben.opensFlow("1")).rejects.toThrow(/no public key.*setPublicKey/);
    await client.flows.setPublicKey({
      business_public_key: "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
    });
    await expect(ben.opensFlow()).rejects.toThrow(/not an RSA key/);
  });
});

/** Three screens without an endpoint. */
const survey = {
  version: "7.3",
  screens: [
    screenOf(
      "WHO",
      [
        {
          type: "Form",
          name: "form",
          "init-values": { name: "${data.name}" },
          children: [
            { type: "TextBody", text: "Who are you?" },
            { type: "TextInput", name: "name", label: "Name", required: true, "min-chars": 2 },
            { type: "TextInput", name: "mail", label: "Mail", "input-type": "email" },
            { type: "OptIn", name: "news", label: "News", "on-click-action": navigate("TERMS", {}) },
            {
              type: "If",
              condition: "${form.news} == true",
              then: [{ type: "TextInput", name: "topic", label: "Topic", required: true }],
              else: [{ type: "TextCaption", text: "No news." }],
            },
            { type: "EmbeddedLink", text: "Terms", "on-click-action": navigate("TERMS", {}) },
            footer(navigate("TASTE", { name: "${form.name}" })),
          ],
        },
      ],
      { data: { name: { type: "string", __example__: "Ana" } } },
    ),
    screenOf("TERMS", [{ type: "TextBody", text: "All yours." }]),
    screenOf(
      "TASTE",
      [
        {
          type: "CheckboxGroup",
          name: "likes",
          label: "Likes",
          "min-selected-items": 1,
          "max-selected-items": 2,
          "data-source": ["tea", "milk", "cake"].map((id) => ({ id, title: id.toUpperCase() })),
        },
        {
          type: "DatePicker",
          name: "day",
          label: "Day",
          "min-date": "2027-01-10",
          "max-date": "2027-02-01",
          "unavailable-dates": ["2027-01-20"],
        },
        { type: "CalendarPicker", name: "stay", label: "Stay", mode: "range" },
        {
          type: "Switch",
          value: "${data.name}",
          cases: {
            Ana: [{ type: "TextBody", text: "Welcome back" }],
            Ben: [{ type: "TextBody", text: "Hello" }],
          },
        },
        footer(
          complete({
            name: "${data.name}",
            mail: "${screen.WHO.form.mail}",
            likes: "${form.likes}",
            day: "${form.day}",
            stay: "${form.stay}",
          }),
          "Done",
        ),
      ],
      { terminal: true, data: { name: { type: "string", __example__: "Ana" } } },
    ),
  ],
};

const sendSurvey = (data: object = { name: "Ana" }) =>
  send(survey, {}, { flow_action_payload: { screen: "WHO", data } });

describe("the screens of a phone", () => {
  test("lead from one to the other without an endpoint", async () => {
    await sendSurvey();
    await ana.opensFlow();
    expect(ana.flow).toMatchObject({ screen: "WHO", texts: ["Who are you?", "No news."] });
    expect(ana.flow.form).toMatchObject({ name: "Ana", news: false });
    ana.flow.fills({ mail: "ana@shop.example", news: true, topic: "Tea" });
    expect(ana.flow.texts).toEqual(["Who are you?"]);
    await ana.flow.submits();
    expect(ana.flow).toMatchObject({ screen: "TASTE", data: { name: "Ana" }, texts: ["Welcome back"] });
    ana.flow.fills({
      likes: ["tea", "CAKE"],
      day: "2027-01-15",
      stay: { "start-date": "2027-01-15", "end-date": "2027-01-17" },
    });
    await ana.flow.submits();
    expect(received()).toEqual({
      flow_token: "token-1",
      name: "Ana",
      mail: "ana@shop.example",
      likes: ["tea", "cake"],
      day: "2027-01-15",
      stay: { "start-date": "2027-01-15", "end-date": "2027-01-17" },
    });
    expect(asked).toEqual([]);
  });

  test("take answers in any order, also where one shows or hides the field of another", async () => {
    await sendSurvey();
    await ana.opensFlow();
    ana.flow.fills({ topic: "Tea", news: true });
    ana.flow.fills({ news: false, topic: "Milk" });
    expect(ana.flow.form).toMatchObject({ news: false, topic: "Milk" });
    expect(() => ana.flow.fills({ topic: "Tea" })).toThrow("no field `topic`");
    await ana.flow.taps("Next");
    expect(ana.flow.screen).toBe("TASTE");
  });

  test("can be left, and returned to with what was filled in", async () => {
    await sendSurvey();
    await ana.opensFlow();
    ana.flow.fills({ name: "Anna" });
    await ana.flow.taps("Terms");
    expect(ana.flow).toMatchObject({ screen: "TERMS", texts: ["All yours."] });
    await expect(ana.flow.submits()).rejects.toThrow("no button at its end");
    await ana.flow.goesBack();
    expect(ana.flow).toMatchObject({ screen: "WHO", form: { name: "Anna" } });
    await expect(ana.flow.taps("Term")).rejects.toThrow("[News] [Terms]");
    ana.flow.closes();
    expect(ana.flow.state).toBe("closed");
    expect(() => ana.flow.fills({ name: "A" })).toThrow("The Flow is closed");
    expect(ana.outbox).toEqual([]);
  });

  test.each<[object, RegExp]>([
    [{ nam: "Ana" }, /no field `nam`\. Did you mean `name`\? It has `name`, `mail`, `news`/],
    [{ topic: "Tea" }, /no field `topic`/],
    [{ name: true }, /`name` \("Name"\) takes text/],
    [{ news: "yes" }, /`news` \("News"\) takes true or false/],
  ])("%j is not filled in", async (given, why) => {
    await sendSurvey();
    await ana.opensFlow();
    expect(() => ana.flow.fills({ name: "Anna", ...given })).toThrow(why);
    expect(ana.flow.form.name).toBe("Ana");
  });

  test.each<[object, RegExp]>([
    [{ name: "" }, /`name` \("Name"\) is required/],
    [{ name: "A" }, /`name` \("Name"\) needs at least 2 characters/],
    [{ name: "A".repeat(81) }, /takes at most 80 characters/],
    [{ mail: "nowhere" }, /`mail` \("Mail"\) does not take this text/],
    [{ news: true }, /`topic` \("Topic"\) is required/],
  ])("%j is not submitted", async (given, why) => {
    await sendSurvey();
    await ana.opensFlow();
    ana.flow.fills({ ...given });
    await expect(ana.flow.submits()).rejects.toThrow(why);
    expect(ana.flow.screen).toBe("WHO");
  });

  test.each<[object, RegExp]>([
    [{ likes: ["coffee"] }, /`likes` \("Likes"\) has no option `coffee`\. It has `tea` \(TEA\), `milk`/],
    [{ day: "2027-01-09" }, /no date before 2027-01-10/],
    [{ day: "2027-02-02" }, /no date after 2027-02-01/],
    [{ day: "2027-01-20" }, /does not offer 2027-01-20/],
    [{ day: "tomorrow" }, /takes a date such as/],
    [{ stay: "2027-01-15" }, /start-date, end-date/],
    [{ stay: { "start-date": "2027-01-15", "end-date": "2027-01-14" } }, /ends before it starts/],
  ])("%j cannot be chosen", async (given, why) => {
    await sendSurvey();
    await ana.opensFlow();
    await ana.flow.submits();
    expect(() => ana.flow.fills({ ...given })).toThrow(why);
  });

  test("days and files are those that a phone could give", async () => {
    const children = [
      { type: "DatePicker", name: "day", label: "Day" },
      { type: "CalendarPicker", name: "visit", label: "Visit", "include-days": ["Mon", "Tue"] },
      { type: "PhotoPicker", name: "photos", label: "Photos" },
      footer(complete({})),
    ];
    await send({ version: "7.3", screens: [screenOf("ONLY", children, { terminal: true })] });
    await ana.opensFlow();
    expect(() => ana.flow.fills({ day: "2027-02-30" })).toThrow(/takes a date such as/);
    expect(() => ana.flow.fills({ visit: "2027-02-03" })).toThrow('`visit` ("Visit") does not offer a Wed');
    expect(() => ana.flow.fills({ photos: "a.png" })).toThrow('`photos` ("Photos") takes a list of files');
    const photo = { file_name: "a.png", media_id: "1" };
    ana.flow.fills({ day: "2028-02-29", visit: "2027-02-02", photos: photo });
    expect(ana.flow.form).toEqual({ day: "2028-02-29", visit: "2027-02-02", photos: [photo] });
  });

  test.each([
    [["2027-02-01", "2027-02-01"], "takes at least 3 days"],
    [["2027-02-01", "2027-02-02"], "takes at least 3 days"],
    [["2027-02-01", "2027-02-08"], "takes at most 6 days"],
    [["2027-01-31", "2027-02-04"], "takes no date before 2027-02-01"],
    [["2027-02-26", "2027-03-01"], "takes no date after 2027-02-28"],
    [["2027-02-01", ""], "takes both days, or none"],
    [["", "2027-02-04"], "takes both days, or none"],
    [["2027-02-01", "2027-02-03"], undefined],
    [["2027-02-01", "2027-02-07"], undefined],
    [["2027-02-25", "2027-02-28"], undefined],
    [["", ""], undefined],
  ] as const)("the days %j of a range", async ([start, end], problem) => {
    const limits = { "min-days": "${data.least}", "max-days": 6, "min-date": "2027-02-01" };
    const stay = { type: "CalendarPicker", name: "stay", label: "Stay", mode: "range", ...limits };
    const children = [{ ...stay, "max-date": "2027-02-28" }, footer(complete({}))];
    const data = { least: { type: "number", __example__: 1 } };
    await send(
      { version: "7.3", screens: [screenOf("ONLY", children, { terminal: true, data })] },
      {},
      { flow_action_payload: { screen: "ONLY", data: { least: 3 } } },
    );
    await ana.opensFlow();
    const given = { "start-date": start, "end-date": end };
    const fills = () => ana.flow.fills({ stay: given });
    if (problem !== undefined) return expect(fills).toThrow(`\`stay\` ("Stay") ${problem}.`);
    await fills();
    expect(ana.flow.form).toEqual({ stay: given });
  });

  test("an option that is named twice is chosen once", async () => {
    await sendSurvey();
    await ana.opensFlow();
    await ana.flow.submits();
    ana.flow.fills({ likes: ["tea", "TEA"] });
    expect(ana.flow.form.likes).toEqual(["tea"]);
  });

  test("too many choices are not submitted", async () => {
    await sendSurvey();
    await ana.opensFlow();
    await ana.flow.submits();
    ana.flow.fills({ likes: ["tea", "milk", "cake"] });
    await expect(ana.flow.submits()).rejects.toThrow(/`likes` \("Likes"\) takes at most 2/);
  });

  test("a disabled option cannot be chosen", async () => {
    await send();
    await ana.opensFlow();
    expect(() => ana.flow.fills({ slot: "0930" })).toThrow(/`slot` \("Slot"\).*disabled/);
  });

  test("what customers write is never taken for a reference", async () => {
    await sendSurvey();
    await ana.opensFlow();
    ana.flow.fills({ name: "${data.name} `1 + 1`" });
    await ana.flow.submits();
    expect(ana.flow.data).toEqual({ name: "${data.name} `1 + 1`" });
    await ana.flow.submits();
    expect(received()).toMatchObject({ name: "${data.name} `1 + 1`" });
  });

  test("a selection changes the data of the screen", async () => {
    const option = (id: string) => ({
      id,
      title: id,
      "on-select-action": { name: "update_data", payload: { chosen: id } },
      "on-unselect-action": { name: "update_data", payload: { given_up: id } },
    });
    const children = [
      { type: "RadioButtonsGroup", name: "size", label: "Size", "data-source": [option("s"), option("m")] },
      { type: "TextBody", text: "${data.chosen}", visible: "${data.is_shown}" },
      footer(complete({})),
    ];
    const data = Object.fromEntries(
      ["chosen", "given_up"].map((name) => [name, { type: "string", __example__: "" }]),
    );
    const model = { ...data, is_shown: { type: "boolean", __example__: true } };
    await send(
      { version: "7.3", screens: [screenOf("SIZE", children, { terminal: true, data: model })] },
      {},
      { flow_action_payload: { screen: "SIZE", data: { is_shown: true } } },
    );
    await ana.opensFlow();
    await ana.flow.fills({ size: "s" });
    await ana.flow.fills({ size: "m" });
    expect(ana.flow.data).toMatchObject({ chosen: "m", given_up: "s" });
    expect(ana.flow.texts).toEqual(["m"]);
  });

  test.each<[string, unknown]>([
    ["${data.a} + 2 / 4", 3.5],
    ["(${data.a} + 1) / 0", 0],
    ["7 % 4 - -1", 4],
    ["${data.a} > 2 && !(${data.text} == 'x')", true],
    ["${data.text} != 'x' || ${data.a} <= 3", true],
    ["'It\\'s ' ${data.text} ' at ' ${data.a} + 1", "It's tea at 4"],
    ["${data.missing} 'x'", "x"],
    ["not an expression", "`not an expression`"],
  ])("the expression %s", async (expression, value) => {
    const next = screenOf("NEXT", [footer(complete({}))], {
      terminal: true,
      data: { value: { type: "string", __example__: "" } },
    });
    const data = { a: { type: "number", __example__: 1 }, text: { type: "string", __example__: "" } };
    const first = screenOf("FIRST", [footer(navigate("NEXT", { value: `\`${expression}\`` }))], { data });
    const flow_action_payload = { screen: "FIRST", data: { a: 3, text: "tea" } };
    await send({ version: "7.3", screens: [first, next] }, {}, { flow_action_payload });
    await ana.opensFlow();
    await ana.flow.submits();
    expect(ana.flow.data).toEqual({ value });
  });

  test.each([
    ["parentheses", `\`${"(".repeat(20_000)}1${")".repeat(20_000)}\``],
    ["signs", `\`${"!".repeat(20_000)}true\``],
    ["references without an end", "${form.".repeat(100_000)],
  ])("%s in great number are shown as they are", async (_, text) => {
    const children = [{ type: "TextBody", text }, footer(complete({}))];
    await send({ version: "7.3", screens: [screenOf("ONLY", children, { terminal: true })] });
    await ana.opensFlow();
    expect(ana.flow.texts).toEqual([text]);
  });

  test.each(["constructor", "toString", "__proto__", "__defineGetter__"])(
    "what is called %s does what an unknown name does: nothing",
    async (name) => {
      const children = [
        { type: "TextInput", name: "note", label: "Note", "input-type": name },
        { type: "EmbeddedLink", text: "Go", "on-click-action": { name, payload: {} } },
        footer(complete({ note: "${form.note}" })),
      ];
      const data = { held: { type: name, __example__: "" } };
      const screens = [screenOf("ONLY", children, { terminal: true, data })];
      await send(
        { ...booking, routing_model: { ONLY: [] }, screens },
        {
          INIT: () => ({ screen: "ONLY", data: { held: "x" } }),
        },
      );
      await ana.opensFlow();
      expect(await ana.flow.taps("Go")).toBeUndefined();
      ana.flow.fills({ note: "x" });
      await ana.flow.submits();
      expect(received()).toMatchObject({ note: "x" });
    },
  );

  test("a Flow that is nested without end is a draft that nobody can open", async () => {
    const [open, close] = ['{"type":"If","condition":"true","then":[', "]}"];
    const inside = `${open.repeat(5000)}{"type":"TextBody","text":"x"}${close.repeat(5000)}`;
    const flow_json = `{"version":"7.3","screens":[{"id":"A","layout":{"type":"SingleColumnLayout","children":[${inside}]}}]}`;
    const draft = { name: "Deep", categories: ["OTHER"], flow_json };
    const { id, validation_errors } = await whatsapp.flows.create(draft);
    expect(validation_errors).toMatchObject([
      { error: "INVALID_FLOW_JSON", message: "Flow JSON is nested too deeply." },
    ]);
    const asked = {
      to,
      body: "x",
      flow_id: id,
      flow_cta: "Go",
      mode: "draft",
      flow_action: "navigate",
    } as const;
    await whatsapp.messages.sendFlow({ ...asked, flow_action_payload: { screen: "A" } });
    await expect(ana.opensFlow()).rejects.toThrow("nested too deeply");
  });

  test("a list of places to go is tapped", async () => {
    const item = (id: string) => ({ id, "main-content": { title: id.toUpperCase() } });
    const list = {
      type: "NavigationList",
      name: "list",
      "list-items": [item("a"), { ...item("b"), "on-click-action": navigate("END", { from: "b" }) }],
      "on-click-action": navigate("END", { from: "a" }),
    };
    const end = screenOf("END", [footer(complete({ from: "${data.from}" }))], {
      terminal: true,
      data: { from: { type: "string", __example__: "" } },
    });
    await send({ version: "7.3", screens: [screenOf("LIST", [list]), end] });
    await ana.opensFlow();
    expect(ana.flow.screen).toBe("LIST");
    await ana.flow.taps("B");
    await ana.flow.submits();
    expect(received()).toMatchObject({ from: "b" });
  });
});

describe("a Flow with each component passes in code and at the simulator, and is completed", () => {
  const samples: Record<string, unknown> = {
    OptIn: true,
    DatePicker: "2027-01-31",
    CalendarPicker: { "start-date": "2027-01-31", "end-date": "2027-02-01" },
    TextInput: "One",
    TextArea: "One",
    PhotoPicker: [{ file_name: "a.png" }],
    DocumentPicker: [{ file_name: "a.pdf" }],
  };
  const { Footer: _, ...components } = smallest;

  test.each(Object.entries(components))("%s", async (type, facts) => {
    const payload = "name" in facts ? { a: "${form.a}" } : {};
    const children = [{ type, ...facts }, footer(complete(payload))];
    const flow = { version: "7.3", screens: [screenOf("ONLY", children, { terminal: true })] };
    await send(defineFlow(flow as unknown as FlowJson));
    await ana.opensFlow();
    const given = samples[type] ?? "One";
    if ("name" in facts) await ana.flow.fills({ a: given });
    await ana.flow.submits();
    const chosen = type === "CheckboxGroup" || type === "ChipsSelector" ? ["1"] : "1";
    const answer = given === "One" && "data-source" in facts ? chosen : given;
    expect(received()).toEqual({ flow_token: "token-1", ...("name" in facts ? { a: answer } : {}) });
  });

  test("Meta's sample, whose endpoint leads on", async () => {
    await send(defineFlow(sample as FlowJson), {
      INIT: () => ({ screen: "DATE", data: { slots } }),
      "data_exchange.DATE": () => ({ screen: "CONFIRM", data: {} }),
    });
    await ana.opensFlow();
    ana.flow.fills({ slot: "0800" });
    await ana.flow.submits();
    await ana.flow.submits();
    expect(received()).toMatchObject({ slot: "0800" });
  });
});

describe("which Flow is opened", () => {
  test("the newest, or the one with this label, id or name", async () => {
    const first = await sendSurvey();
    await sendSurvey({ name: "Ben" });
    await whatsapp.messages.sendText({ to, body: "Still there?" });
    await ana.opensFlow();
    expect(ana.flow.data).toEqual({ name: "Ben" });
    await ana.opensFlow(first);
    expect(ana.flow.data).toEqual({ name: "Ana" });
    const { name } = await whatsapp.flows.get(first);
    await ana.opensFlow(name);
    expect(ana.flow.data).toEqual({ name: "Ana" });
    await expect(ana.opensFlow("Pay")).rejects.toThrow(/has a Flow "Pay"\. They have \[Book\] \[Book\]/);
  });

  test("none has been sent, or opened, or its screens are unknown", async () => {
    await expect(ana.opensFlow()).rejects.toThrow(/has a Flow\. They have none at all/);
    expect(() => ana.flow.screen).toThrow("Ana has opened no Flow");
    await whatsapp.messages.sendFlow({ to, body: "Book", flow_id: "9", flow_cta: "Book" });
    await expect(ana.opensFlow()).rejects.toThrow(/does not know the screens.*seed/);
  });

  test("that of a template, with the data that was sent", async () => {
    const button = {
      type: "FLOW",
      text: "Tell us",
      flow_json: JSON.stringify(survey),
      navigate_screen: "WHO",
    };
    const components = [
      { type: "BODY", text: "How was it?" },
      { type: "BUTTONS", buttons: [button] },
    ];
    await whatsapp.templates.create({
      name: "rate",
      language: "en_US",
      category: "MARKETING",
      components,
    } as never);
    const action = { flow_token: "token-2", flow_action_data: { name: "Cleo" } };
    const parameters = [{ type: "action", action }];
    await whatsapp.messages.sendTemplate({
      to,
      name: "rate",
      language: "en_US",
      components: [{ type: "button", sub_type: "flow", index: "0", parameters }],
    } as never);
    await ana.opensFlow("Tell us");
    expect(ana.flow.form.name).toBe("Cleo");
    await ana.flow.submits();
    await ana.flow.submits();
    expect(received()).toMatchObject({ flow_token: "token-2", name: "Cleo" });
  });
});
