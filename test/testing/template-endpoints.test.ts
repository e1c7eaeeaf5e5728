import { expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import { account, approved, call, customer, manualClock, quiet, send } from "./support.ts";
import { create, edit, list, names, read, remove, simple } from "./template-support.ts";

const post = (simulator: Simulator, edge: string, body: Record<string, unknown>) =>
  call(simulator, "POST", `${account(simulator)}/${edge}`, body);

const byHand = () => quiet({ reviewTemplatesAfterMs: false });

const heard = (simulator: Simulator) => simulator.webhooks.at(-1)?.payload.entry[0]?.changes[0]?.value;

test.each([
  ["the host of its own", "https://api.facebook.com", ""],
  ["the graph host", "https://graph.facebook.com", "/v26.0"],
])("templates are archived and unarchived on %s", async (_, base, version) => {
  const { clock } = manualClock();
  const simulator = quiet({ clock, reviewTemplatesAfterMs: false });
  const { businessAccountId } = simulator.clientOptions;
  const first = (await approved(simulator, { ...simple, name: "first" })).json.id;
  const second = (await create(simulator, { name: "second" })).json.id;
  await simulator.reject("second");
  const third = (await create(simulator, { name: "third" })).json.id;
  const change = (edge: string, hsm_ids: unknown) =>
    call(
      simulator,
      "POST",
      `${version}/${businessAccountId}/message_templates/${edge}`,
      { hsm_ids },
      { base },
    );
  expect((await change("archive", [first, second, third, "1"])).json).toEqual({
    archived_templates: [first, second],
    failed_templates: { [third]: expect.stringContaining("PENDING"), 1: expect.any(String) },
  });
  await simulator.settled();
  expect(heard(simulator)).toMatchObject({ event: "ARCHIVED", message_template_name: "second" });
  expect(await names(simulator, "?status=ARCHIVED")).toEqual(["second", "first"]);
  const template = { name: "first", language: { code: "en_US" } };
  expect((await send(simulator, { to: customer, type: "template", template })).json.error.code).toBe(132001);
  await simulator.clock.advance({ days: 27 });
  expect((await change("unarchive", `${first},${second},${third}`)).json).toEqual({
    unarchived_templates: [first, second],
    failed_templates: { [third]: expect.stringContaining("not archived") },
  });
  await simulator.settled();
  expect(heard(simulator)).toMatchObject({ event: "UNARCHIVED" });
  await simulator.clock.advance({ days: 2 });
  expect((await read(simulator, first)).json.status).toBe("APPROVED");
  expect((await read(simulator, second)).json.status).toBe("REJECTED");
  expect((await change("archive", [])).json.error.code).toBe(100);
  expect((await change("archive", Array.from({ length: 101 }, String))).json.error.code).toBe(100);
});

test("a template archived for 28 days is deleted, and its name is free", async () => {
  const simulator = byHand();
  const { json } = await approved(simulator, { ...simple, name: "news" });
  await post(simulator, "message_templates/archive", { hsm_ids: [json.id] });
  await simulator.clock.advance({ days: 28 });
  await simulator.settled();
  expect(heard(simulator)).toMatchObject({ event: "DELETED", message_template_name: "news" });
  expect((await create(simulator, { name: "news" })).status).toBe(200);
});

const otp = (button: object = {}) => ({
  name: "otp_bulk",
  languages: ["en_US", "es_ES", "fr"],
  category: "AUTHENTICATION",
  components: [
    { type: "BODY", add_security_recommendation: true },
    { type: "FOOTER", code_expiration_minutes: 10 },
    { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE", ...button }] },
  ],
});

test("authentication templates are created and updated in many languages", async () => {
  const simulator = byHand();
  const upsert = (body: Record<string, unknown>) => post(simulator, "upsert_message_templates", body);
  const { data } = (await upsert(otp())).json;
  expect(data).toEqual(
    ["en_US", "es_ES", "fr"].map((language) => ({ id: expect.any(String), status: "PENDING", language })),
  );
  await simulator.approve("otp_bulk");
  const { components } = (await read(simulator, data[1].id)).json;
  expect(components).toMatchObject([
    { text: "*{{1}}* es tu código de verificación. Por tu seguridad, no lo compartas." },
    { text: "Este código caduca en 10 minutos." },
    { buttons: [{ type: "URL", text: "Copiar código" }] },
  ]);
  const again = { ...otp(), languages: ["fr", "de"], message_send_ttl_seconds: 60 };
  const { json } = await upsert(again);
  expect(json.data).toEqual([
    { id: data[2].id, status: "PENDING", language: "fr" },
    { id: expect.any(String), status: "PENDING", language: "de" },
  ]);
  const fields = "?fields=message_send_ttl_seconds";
  expect((await read(simulator, data[2].id, fields)).json.message_send_ttl_seconds).toBe(60);
  expect((await names(simulator, "?name=otp_bulk")).length).toBe(4);
});

test.each<[string, object, number | undefined]>([
  ["another category", { ...otp(), category: "UTILITY" }, undefined],
  ["a single language", { ...otp(), language: "en" }, undefined],
  ["no language", { ...otp(), languages: [] }, undefined],
  ["an unknown language", { ...otp(), languages: ["xx"] }, undefined],
  ["a text on the button", otp({ text: "Copy" }), undefined],
  ["an autofill text on the button", otp({ autofill_text: "Fill" }), undefined],
  ["a time to live of an hour", { ...otp(), message_send_ttl_seconds: 3600 }, undefined],
  ["text in the body", { ...otp(), components: [{ type: "BODY", text: "Hi" }] }, 2388072],
  ["the name of another kind", { ...otp(), name: "hello_world" }, undefined],
])("an upsert refuses %s, in all languages", async (_, body, error_subcode) => {
  const simulator = byHand();
  const { json } = await post(simulator, "upsert_message_templates", { ...body });
  expect(json.error).toMatchObject({ code: 100, ...(error_subcode === undefined ? {} : { error_subcode }) });
  expect(await names(simulator)).toEqual(["order_confirmation", "hello_world"]);
});

test("previews have Meta's texts in each language", async () => {
  const simulator = quiet();
  const preview = (query: string) =>
    call(simulator, "GET", `${account(simulator)}/message_template_previews?${query}`);
  const asked =
    "category=AUTHENTICATION&languages=en_US,es_ES&add_security_recommendation=true&code_expiration_minutes=10&button_types=OTP";
  expect((await preview(asked)).json).toEqual({
    data: [
      {
        body: "*{{1}}* is your verification code. For your security, do not share this code.",
        footer: "This code expires in 10 minutes.",
        buttons: [{ text: "Copy code", autofill_text: "Autofill" }],
        language: "en_US",
      },
      {
        body: "*{{1}}* es tu código de verificación. Por tu seguridad, no lo compartas.",
        footer: "Este código caduca en 10 minutos.",
        buttons: [{ text: "Copiar código", autofill_text: "Autocompletar" }],
        language: "es_ES",
      },
    ],
  });
  const all = (await preview("category=AUTHENTICATION&button_types=OTP")).json.data;
  expect(all.length).toBeGreaterThan(70);
  expect(all[0]).not.toHaveProperty("footer");
  for (const query of [
    "category=AUTHENTICATION",
    "category=UTILITY&button_types=OTP",
    "category=AUTHENTICATION&button_types=URL",
    "category=AUTHENTICATION&button_types=OTP&languages=xx",
    "category=AUTHENTICATION&button_types=OTP&code_expiration_minutes=91",
  ]) {
    expect((await preview(query)).json.error?.code).toBe(100);
  }
});

const browse = async (simulator: Simulator, query: string) =>
  (await call(simulator, "GET", `/v26.0/message_template_library?${query}`)).json.data;

test("the library can be searched and filtered", async () => {
  const simulator = quiet();
  const found = async (query: string) =>
    (await browse(simulator, query)).map(
      ({ name, language }: Record<string, string>) => `${name} ${language}`,
    );
  expect(await found("search=arrives")).toEqual(["delivery_update_1 en_US"]);
  expect(await found("usecase=DELIVERY_UPDATE&language=es")).toEqual(["delivery_update_1 es"]);
  expect(await found("topic=PAYMENTS")).toEqual(["payment_due_reminder_1 en_US"]);
  expect(await found("industry=FINANCIAL_SERVICES&topic=ACCOUNT_UPDATE")).toEqual([
    "account_creation_confirmation_1 en_US",
    "statement_attachment_1 en_US",
  ]);
  expect(await found("category=AUTHENTICATION&language=pt_BR")).toEqual(["verification_code_1 pt_BR"]);
  expect(await found("topic=NOTHING")).toEqual([]);
  expect((await browse(simulator, "limit=2")).length).toBe(2);
  expect((await browse(simulator, "search=arrives"))[0]).toMatchObject({
    id: expect.any(String),
    category: "UTILITY",
    topic: "ORDER_MANAGEMENT",
    body: "Hi {{1}}, your order {{2}} is on its way and arrives on {{3}}.",
    body_params: ["Ana", "12345", "Friday, Jan 15"],
    body_param_types: ["TEXT", "NUMBER", "DATE"],
    buttons: [{ type: "URL", text: "Track delivery" }],
  });
});

const delivery = {
  name: "my_delivery",
  language: "en_US",
  category: "UTILITY",
  components: undefined,
  library_template_name: "delivery_update_1",
  library_template_button_inputs: [
    { type: "URL", url: { base_url: "https://ex.test/{{1}}", url_suffix_example: "https://ex.test/demo" } },
  ],
};

test("a library template is approved immediately, and its values are checked by type", async () => {
  const simulator = byHand();
  const { json } = await create(simulator, delivery);
  expect(json).toEqual({ id: expect.any(String), status: "APPROVED", category: "UTILITY" });
  expect((await read(simulator, json.id, "?fields=library_template_name,components")).json).toMatchObject({
    library_template_name: "delivery_update_1",
    components: [
      { type: "HEADER", format: "TEXT" },
      { type: "BODY" },
      { type: "BUTTONS", buttons: [{ type: "URL", text: "Track delivery", url: "https://ex.test/{{1}}" }] },
    ],
  });
  const outcome = async (...values: (string | object)[]) => {
    const parameters = values.map((value) =>
      typeof value === "string" ? { type: "text", text: value } : value,
    );
    const components = [
      { type: "body", parameters },
      { type: "button", sub_type: "url", index: 0, parameters: [{ type: "text", text: "77" }] },
    ];
    const template = { name: "my_delivery", language: { code: "en_US" }, components };
    const answer = await send(simulator, { type: "template", template });
    return answer.json.error?.code ?? answer.status;
  };
  const date = { type: "date_time", date_time: { fallback_value: "Monday" } };
  expect(await outcome("Ana", "12345", "15 January")).toBe(200);
  expect(await outcome("Ana", "12345", date)).toBe(200);
  expect(await outcome("Ana", "a lot", "15 January")).toBe(132012);
  expect(await outcome("Ana", "12345", "soon")).toBe(132012);
});

test("inputs can be a JSON string, and add sentences", async () => {
  const simulator = byHand();
  const { library_template_button_inputs } = delivery;
  const { json } = await create(simulator, {
    ...delivery,
    library_template_button_inputs: JSON.stringify(library_template_button_inputs),
    library_template_body_inputs: { add_track_package_link: true },
  });
  const [, body] = (await read(simulator, json.id)).json.components;
  expect(body.text).toMatch(/\{\{3\}\}\. Track your package/);
});

test("an authentication template of the library takes button and footer from the inputs", async () => {
  const simulator = byHand();
  const { json } = await create(simulator, {
    name: "my_code",
    language: "es",
    category: "AUTHENTICATION",
    components: undefined,
    library_template_name: "verification_code_1",
    library_template_button_inputs: [{ type: "otp", otp_type: "copy_code" }],
    library_template_body_inputs: { add_security_recommendation: true, code_expiration_minutes: 5 },
  });
  expect((await read(simulator, json.id)).json).toMatchObject({
    status: "APPROVED",
    components: [
      { text: expect.stringContaining("Por tu seguridad") },
      { text: "Este código caduca en 5 minutos." },
      { buttons: [{ type: "URL", text: "Copiar código" }] },
    ],
  });
});

test.each<[string, object]>([
  ["an unknown name", { library_template_name: "x" }],
  ["a language the library does not have", { language: "fr" }],
  ["another category", { category: "MARKETING" }],
  ["components of its own", { components: simple.components }],
  ["a button without input", { library_template_button_inputs: undefined }],
  [
    "a URL without example",
    { library_template_button_inputs: [{ type: "URL", url: { base_url: "https://ex.test/{{1}}" } }] },
  ],
  [
    "a surplus input",
    { library_template_button_inputs: [...delivery.library_template_button_inputs, { type: "QUICK_REPLY" }] },
  ],
  ["an unknown sentence", { library_template_body_inputs: { add_joke: true } }],
])("the library refuses %s", async (_, change) => {
  expect((await create(byHand(), { ...delivery, ...change })).json.error?.code).toBe(100);
});

test("approved templates of good quality can be copied between accounts", async () => {
  const simulator = byHand();
  simulator.addBusinessAccount("222");
  const source_waba_id = simulator.clientOptions.businessAccountId;
  const migrate = (body: Record<string, unknown>) =>
    call(simulator, "POST", "/v26.0/222/migrate_message_templates", body);
  const ids: Record<string, string> = {};
  for (const name of ["good", "bad", "new"]) ids[name] = (await create(simulator, { name })).json.id;
  await simulator.approve("good");
  await simulator.approve("bad");
  await simulator.setQuality("bad", "RED");
  const { migrated_templates, failed_templates } = (await migrate({ source_waba_id })).json;
  expect(migrated_templates).toEqual([ids.good]);
  expect(Object.values(failed_templates)).toEqual([
    expect.stringContaining("already exists"),
    expect.stringContaining("already exists"),
    expect.stringContaining("RED"),
    expect.stringContaining("PENDING"),
  ]);
  const there = await call(simulator, "GET", "/v26.0/222/message_templates?name=good");
  expect(there.json.data).toMatchObject([{ status: "APPROVED", components: simple.components }]);
  expect(there.json.data[0].id).not.toBe(ids.good);
  await simulator.setQuality("bad", "GREEN");
  expect((await migrate({ source_waba_id, template_ids: [ids.bad, "1"] })).json).toEqual({
    migrated_templates: [ids.bad],
    failed_templates: { 1: expect.any(String) },
  });
  await simulator.approve("new");
  const page = { source_waba_id, count: 2, page_number: 2 };
  expect((await migrate(page)).json.migrated_templates).toEqual([ids.new]);
  for (const body of [
    {},
    { source_waba_id: "999" },
    { source_waba_id: "222" },
    { source_waba_id, count: 501 },
    { source_waba_id, page_number: -1 },
  ]) {
    expect((await migrate(body)).json.error?.code).toBe(100);
  }
});

test("a copied template is edited and deleted independently", async () => {
  const simulator = byHand();
  simulator.addBusinessAccount("222");
  await approved(simulator, { ...simple, name: "news" });
  const source_waba_id = simulator.clientOptions.businessAccountId;
  await call(simulator, "POST", "/v26.0/222/migrate_message_templates", { source_waba_id });
  const [{ id }] = (await call(simulator, "GET", "/v26.0/222/message_templates?name=news")).json.data;
  await edit(simulator, id, { components: [{ type: "BODY", text: "Other news." }] });
  expect((await list(simulator, "?name=news")).json.data[0].components).toEqual(simple.components);
  await remove(simulator, "?name=news");
  expect((await read(simulator, id)).json.status).toBe("PENDING");
});
