import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { fetchFlow, fetchWebhook } from "wacloud/fetch";
import { createFlowKeys, decryptFlowRequest, encryptFlowResponse } from "wacloud/flows";
import { createSimulator, type Simulator } from "wacloud/testing";
import { failure } from "../support/client.ts";

let simulator: Simulator;
let flows: WhatsAppClient["flows"];

beforeEach(() => {
  simulator = createSimulator();
  ({ flows } = new WhatsAppClient({ ...simulator.clientOptions, retry: false }));
});

afterEach(() => simulator.close());

const footer = { type: "Footer", label: "Send", "on-click-action": { name: "complete", payload: {} } };
const layout = { type: "SingleColumnLayout", children: [footer] };
const screen = { id: "DATE", title: "Date", terminal: true, layout };
const flow_json = { version: "7.3", screens: [screen] };
const draft = { name: "Booking", categories: ["APPOINTMENT_BOOKING"] };
const exchanging = {
  version: "7.3",
  data_api_version: "4.0",
  routing_model: { DATE: [] },
  screens: [screen],
};

describe("the life of a Flow", () => {
  test("from a draft to its end", async () => {
    const { id, validation_errors } = await flows.create({ ...draft, flow_json });
    expect(validation_errors).toEqual([]);
    expect(await flows.get(id)).toEqual({ id, ...draft, status: "DRAFT", validation_errors: [] });
    await flows.publish(id);
    expect(await flows.get({ id, fields: ["status"] })).toEqual({ id, status: "PUBLISHED" });
    expect(await failure(flows.publish(id))).toMatchObject({ code: 139002 });
    expect(await failure(flows.delete(id))).toMatchObject({ code: 139004 });
    await flows.deprecate(id);
    expect(await failure(flows.deprecate(id))).toMatchObject({ code: 139003 });
    expect(await failure(flows.update(id, { name: "New" }))).toMatchObject({ code: 139001 });
  });

  test("it can be published at once, copied, listed and deleted", async () => {
    const { id } = await flows.create({ ...draft, flow_json, publish: true });
    expect(await flows.get(id)).toMatchObject({ status: "PUBLISHED" });
    const copy = await flows.create({ ...draft, name: "Copy", clone_flow_id: id });
    expect(await flows.get({ id: copy.id, fields: ["json_version", "status"] })).toMatchObject({
      json_version: "7.3",
      status: "DRAFT",
    });
    const { data } = await flows.list({ fields: ["name"] }).page();
    expect(data.map(({ name }) => name)).toEqual(["Booking", "Copy"]);
    await flows.delete(copy.id);
    expect((await flows.list().page()).data).toHaveLength(1);
    expect(await failure(flows.get(copy.id))).toMatchObject({ code: 100 });
  });

  test("a change makes a draft of it again", async () => {
    const { id } = await flows.create({ ...draft, flow_json, publish: true });
    await flows.update(id, { name: "New", categories: ["OTHER", "SURVEY"] });
    expect(await flows.get(id)).toMatchObject({
      name: "New",
      categories: ["OTHER", "SURVEY"],
      status: "DRAFT",
    });
    await flows.publish(id);
    expect(await flows.updateJson(id, { flow_json })).toEqual({ success: true, validation_errors: [] });
    expect(await flows.get(id)).toMatchObject({ status: "DRAFT" });
    expect((await flows.assets(id).page()).data).toMatchObject([
      { name: "flow.json", asset_type: "FLOW_JSON" },
    ]);
  });

  test("what is wrong with its JSON is in the answer, and keeps it from being published", async () => {
    const wrong = { ...flow_json, screens: [{ ...screen, terminal: false }] };
    const { id, validation_errors } = await flows.create({ ...draft, flow_json: wrong, publish: true });
    expect(validation_errors.map(({ error }) => error)).toEqual([
      "MISSING_TERMINAL_SCREEN",
      "INVALID_COMPLETE_ACTION",
    ]);
    expect(await flows.get(id)).toMatchObject({ status: "DRAFT", validation_errors });
    expect(await failure(flows.publish(id))).toMatchObject({ code: 139002 });
    expect((await flows.updateJson(id, { flow_json })).validation_errors).toEqual([]);
    await flows.publish(id);
  });

  test("one with an endpoint needs its address and a key", async () => {
    const { id } = await flows.create({ ...draft, flow_json: exchanging });
    expect(await failure(flows.publish(id))).toMatchObject({
      details: expect.stringContaining("endpoint_uri"),
    });
    await flows.update(id, { endpoint_uri: "https://a.example/flow" });
    expect(await failure(flows.publish(id))).toMatchObject({
      details: expect.stringContaining("public key"),
    });
    expect(await flows.getPublicKey()).toBeUndefined();
    const { privateKey, publicKey } = await createFlowKeys();
    await flows.setPublicKey({ business_public_key: publicKey });
    expect(await flows.getPublicKey()).toEqual({
      business_public_key: publicKey,
      business_public_key_signature_status: "VALID",
    });
    simulator.flowEndpoint = () => new Response("", { status: 503 });
    expect(await failure(flows.publish(id))).toMatchObject({
      code: 139002,
      details: expect.stringMatching(/not healthy: the endpoint answered 503/),
    });
    expect(await flows.get(id)).toMatchObject({ status: "DRAFT" });
    const { appSecret } = simulator.webhookOptions;
    simulator.flowEndpoint = fetchFlow({ privateKey, appSecret });
    await flows.publish(id);
  });

  test("an endpoint that answers something else than a ping's answer is not healthy", async () => {
    const { privateKey, publicKey } = await createFlowKeys();
    await flows.setPublicKey({ business_public_key: publicKey });
    simulator.flowEndpoint = async (request) => {
      const opened = await decryptFlowRequest({ body: await request.text(), privateKey });
      expect(opened.request).toEqual({ version: "4.0", action: "ping" });
      return new Response(await encryptFlowResponse({ response: { data: {} }, ...opened }));
    };
    const endpoint_uri = "https://a.example/flow";
    const publishing = flows.create({ ...draft, flow_json: exchanging, endpoint_uri, publish: true });
    expect(await failure(publishing)).toMatchObject({
      code: 139002,
      details: expect.stringContaining('{ data: { status: "active" } }'),
    });
    expect((await flows.list().page()).data).toEqual([]);
  });

  test("the app is told when its status changes", async () => {
    const { id } = await flows.create({ ...draft, flow_json });
    await flows.update(id, { categories: ["OTHER"] }); // a draft stays one
    await flows.publish(id);
    await flows.update(id, { name: "New" });
    await flows.publish(id);
    await flows.deprecate(id);
    const changes = simulator.webhooks.flatMap(({ payload }) => payload.entry[0]?.changes ?? []);
    const event = "FLOW_STATUS_CHANGE";
    const change = (name: string, old_status: string, new_status: string) => ({
      field: "flows",
      value: {
        event,
        message: `Flow ${name} changed status from ${old_status} to ${new_status}`,
        flow_id: id,
        old_status,
        new_status,
      },
    });
    expect(changes).toEqual([
      {
        field: "flows",
        value: { event, message: "Flow Booking was created", flow_id: id, new_status: "DRAFT" },
      },
      change("Booking", "DRAFT", "PUBLISHED"),
      change("New", "PUBLISHED", "DRAFT"),
      change("New", "DRAFT", "PUBLISHED"),
      change("New", "PUBLISHED", "DEPRECATED"),
    ]);
    const received: unknown[] = [];
    const { appSecret, verifyToken } = simulator.webhookOptions;
    simulator.webhook = fetchWebhook({
      appSecret,
      verifyToken,
      on: { flows: ({ value }) => void received.push(value.new_status) },
    });
    await flows.create({ ...draft, flow_json, publish: true });
    await simulator.settled();
    expect(received).toEqual(["DRAFT", "PUBLISHED"]);
  });

  test("its name is unique in the account", async () => {
    const { id } = await flows.create(draft);
    expect(await failure(flows.create(draft))).toMatchObject({ code: 100 });
    await flows.update(id, { name: "Booking" });
    await flows.create({ ...draft, name: "Other" });
    expect(await failure(flows.update(id, { name: "Other" }))).toMatchObject({ code: 100 });
  });

  test("its preview has an address, and another one when that is asked for", async () => {
    const { id } = await flows.create(draft);
    const first = await flows.preview(id);
    expect(await flows.preview(id)).toMatchObject({ preview_url: first.preview_url });
    const second = await flows.preview(id, { invalidate: true, flow_token: "a b" });
    expect(second.preview_url).not.toContain(first.preview_url);
    expect(second.preview_url).toMatch(/&flow_token=a%20b$/);
  });

  test("it can be copied to another account by its name, unless that is taken", async () => {
    simulator.addBusinessAccount("900100");
    await flows.create({ ...draft, flow_json, publish: true });
    const source_waba_id = simulator.clientOptions.businessAccountId;
    const elsewhere = { businessAccountId: "900100" };
    const source_flow_names = ["Booking", "Nothing"];
    const answer = await flows.migrate({ source_waba_id, source_flow_names }, elsewhere);
    expect(answer).toMatchObject({
      migrated_flows: [{ source_name: "Booking" }],
      failed_flows: [{ source_name: "Nothing", error_code: "4233041" }],
    });
    const [migrated] = answer.migrated_flows;
    expect(await flows.get(String(migrated?.migrated_id))).toMatchObject({
      name: "Booking",
      status: "DRAFT",
    });
    expect((await flows.migrate({ source_waba_id }, elsewhere)).migrated_flows).toEqual([]);
  });

  test("a snapshot has it", async () => {
    const { id } = await flows.create({ ...draft, flow_json });
    const restored = createSimulator();
    await restored.restore(JSON.parse(JSON.stringify(simulator.snapshot())));
    const client = new WhatsAppClient(restored.clientOptions);
    expect(await client.flows.get(id)).toMatchObject(draft);
    const next = await client.flows.create({ ...draft, name: "Next" });
    expect(next.id).not.toBe(id);
    await restored.close();
  });
});

/** Flow JSON with one thing changed, and what Meta calls that. */
const withScreen = (change: object) => ({ ...flow_json, screens: [{ ...screen, ...change }] });
const withComponents = (...children: object[]) =>
  withScreen({ layout: { ...layout, children: [...children, footer] } });
const many = (type: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    type,
    name: `n${index}`,
    label: "A",
    src: "A",
    text: "A",
    "on-click-action": {},
  }));

const words = { type: "TextBody", text: "A" };
const ifElse = (then: object[], otherwise: object[] = []) => ({
  type: "If",
  condition: "${form.a}",
  then,
  else: otherwise,
});
const switching = (cases: Record<string, object[]>) => ({ type: "Switch", value: "a", cases });
const withChildren = (...children: object[]) => withScreen({ layout: { ...layout, children } });

describe("validation errors", () => {
  test.each<[string, object]>([
    [
      "3 If in each other, and a Switch in them",
      withComponents(ifElse([ifElse([ifElse([switching({ a: [words] })])])])),
    ],
    ["Footers in both branches", withChildren(ifElse([footer], [words, footer]))],
    ["Footers in all cases", withChildren(switching({ a: [footer], b: [footer] }))],
    ["branches beside a Footer", withComponents(ifElse([words]), switching({ a: [words] }))],
  ])("none: %s", async (_, json) => {
    const { validation_errors } = await flows.create({ ...draft, flow_json: json });
    expect(validation_errors).toEqual([]);
  });

  test.each<[string, object]>([
    ["MISSING_FLOW_JSON_VERSION", { screens: [screen] }],
    ["INVALID_FLOW_JSON_VERSION", { ...flow_json, version: "4.0" }],
    [
      "MAX_SCREENS_NUMBER",
      {
        ...flow_json,
        screens: Array.from({ length: 101 }, (_, index) => ({ ...screen, id: `S${"_".repeat(index)}` })),
      },
    ],
    ["DUPLICATE_SCREEN_IDS", { ...flow_json, screens: [screen, screen] }],
    ["SCREEN_ID_IS_RESERVED_KEYWORD", withScreen({ id: "Success" })],
    ["PATTERN_MISMATCH", withScreen({ id: "DATE-2" })],
    ["MISSING_REQUIRED_PROPERTY", withScreen({ id: undefined })],
    ["INVALID_PROPERTY_VALUE", withScreen({ layout: { ...layout, type: "Grid" } })],
    [
      "MISSING_FOOTER_ON_TERMINAL_SCREEN",
      withScreen({ layout: { ...layout, children: [{ type: "TextBody", text: "A" }] } }),
    ],
    ["INVALID_ROUTING_MODEL", { ...flow_json, data_api_version: "4.0" }],
    ["INVALID_ROUTING_MODEL", { ...flow_json, routing_model: { DATE: ["TIME"] } }],
    ["INVALID_ROUTING_MODEL", { ...flow_json, routing_model: { DATE: ["DATE"] } }],
    ["INVALID_PROPERTY_VALUE", withComponents({ type: "Slider" })],
    ["MISSING_REQUIRED_PROPERTY", withComponents({ type: "TextInput", name: "a" })],
    [
      "DUPLICATE_FORM_COMPONENT_NAMES",
      withComponents(...[1, 2].map(() => ({ type: "TextInput", name: "a", label: "A" }))),
    ],
    ["MAX_IMAGE_PER_SCREEN", withComponents(...many("Image", 4))],
    ["MAX_OPT_IN_PER_SCREEN", withComponents(...many("OptIn", 6))],
    ["MAX_EMBEDDED_LINK_PER_SCREEN", withComponents(...many("EmbeddedLink", 3))],
    [
      "INVALID_NAVIGATE_ACTION_NEXT_SCREEN_NAME",
      withComponents({
        type: "EmbeddedLink",
        text: "A",
        "on-click-action": { name: "navigate", next: { name: "TIME" } },
      }),
    ],
    [
      "INVALID_COMPLETE_ACTION",
      withComponents({ type: "EmbeddedLink", text: "A", "on-click-action": { name: "complete" } }),
    ],
    ["INVALID_PROPERTY_VALUE", withComponents(ifElse([ifElse([], [ifElse([ifElse([words])])])]))],
    ["INVALID_PROPERTY_VALUE", withComponents(switching({ a: [ifElse([words])] }))],
    ["INVALID_PROPERTY_VALUE", withComponents(switching({ a: [switching({ b: [words] })] }))],
    ["INVALID_PROPERTY_VALUE", withChildren(ifElse([ifElse([footer]), footer], [footer]))],
    ["MISSING_FOOTER_IN_IF_ELSE_BRANCHES", withChildren(ifElse([footer]))],
    ["MISSING_FOOTER_IN_SWITCH_BRANCHES", withChildren(switching({ a: [footer], b: [words] }))],
    ["MAX_FOOTER_PER_SCREEN", withComponents(footer)],
    ["MORE_THAN_ONE_FOOTER", withComponents(ifElse([footer], [footer]))],
    [
      "INVALID_DEPENDENCIES",
      withComponents({
        type: "Switch",
        value: "yes",
        cases: { a: [{ type: "EmbeddedLink", text: "A", "on-click-action": { name: "data_exchange" } }] },
      }),
    ],
  ])("%s", async (error, json) => {
    const { validation_errors } = await flows.create({ ...draft, flow_json: json });
    expect(validation_errors.map((one) => one.error)).toEqual([error]);
    expect(validation_errors[0]).toMatchObject({
      error_type: "FLOW_JSON_ERROR",
      pointers: [{ line_start: 1 }],
    });
  });
});

describe("requests that Meta rejects", () => {
  const post = async (path: string, body: object | FormData) => {
    const isForm = body instanceof FormData;
    const answer = await simulator.fetch(`https://graph.facebook.com/v26.0/${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${simulator.accessToken}`,
        ...(isForm ? {} : { "content-type": "application/json" }),
      },
      body: isForm ? body : JSON.stringify(body),
    });
    return (await answer.json()).error?.code;
  };

  test.each([
    ["no name", { categories: ["OTHER"] }],
    ["no category", { name: "A", categories: [] }],
    ["another category", { name: "A", categories: ["GAMES"] }],
    ["no JSON", { ...draft, flow_json: "{" }],
    ["two sources", { ...draft, flow_json: "{}", clone_flow_id: "1" }],
    ["a source that does not exist", { ...draft, clone_flow_id: "1" }],
    ["an address without TLS", { ...draft, endpoint_uri: "http://a.example" }],
  ])("%s", async (_, body) => {
    expect(await post(`${simulator.clientOptions.businessAccountId}/flows`, body)).toBe(100);
  });

  test.each(["file", "name", "asset_type"])("a file without %s", async (missing) => {
    const { id } = await flows.create(draft);
    const form = new FormData();
    form.append("file", new Blob(["{}"], { type: "application/json" }), "flow.json");
    form.append("name", "flow.json");
    form.append("asset_type", "FLOW_JSON");
    form.delete(missing);
    expect(await post(`${id}/assets`, form)).toBe(100);
  });

  test("a key that is none", async () => {
    const path = `${simulator.clientOptions.phoneNumberId}/whatsapp_business_encryption`;
    expect(await post(path, { business_public_key: "secret" })).toBe(100);
  });
});
