import { expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { approved, call, days, hours, manualClock, quiet, send } from "./support.ts";
import { composed, create, list, mediaHeader, names, read, remove, simple } from "./template-support.ts";

test("a new template is reviewed and approved, and a webhook says so", async () => {
  const { clock, advance } = manualClock();
  const simulator = quiet({ clock, reviewTemplatesAfterMs: 50 });
  const { status, json } = await create(simulator, { name: "news" });
  expect({ status, json }).toEqual({
    status: 200,
    json: { id: expect.stringMatching(/^\d+$/), status: "PENDING", category: "MARKETING" },
  });
  expect((await read(simulator, json.id)).json.status).toBe("PENDING");
  advance(50);
  await simulator.settled();
  expect((await read(simulator, json.id)).json.status).toBe("APPROVED");
  expect(simulator.webhooks.at(-1)?.payload.entry[0]).toEqual({
    id: simulator.clientOptions.businessAccountId,
    time: Math.floor(clock.now() / 1000),
    changes: [
      {
        field: "message_template_status_update",
        value: {
          event: "APPROVED",
          message_template_id: json.id,
          message_template_name: "news",
          message_template_language: "en-US",
          message_template_category: "MARKETING",
          reason: "NONE",
        },
      },
    ],
  });
});

test("review is immediate unless told otherwise, even if time stands still", async () => {
  const { clock } = manualClock();
  const simulator = quiet({ clock });
  const { templates } = new WhatsAppClient(simulator.clientOptions);
  const news = { name: "news", language: "en_US", category: "MARKETING" } as const;
  const { id, status } = await templates.create({
    ...news,
    components: [{ type: "BODY", text: "Big news." }],
  });
  expect(status).toBe("PENDING");
  expect(await templates.waitUntilReviewed(id)).toMatchObject({ status: "APPROVED" });
  await templates.edit(id, { components: [{ type: "BODY", text: "Bigger news." }] });
  const message = { type: "template", template: { name: "news", language: { code: "en_US" } } };
  expect((await send(simulator, message)).status).toBe(200);
  await simulator.settled();
  const decisions = simulator.webhooks.flatMap(({ rawBody }) => rawBody.match(/"event":"\w+"/g) ?? []);
  expect(decisions).toEqual(['"event":"APPROVED"', '"event":"APPROVED"']);
});

test("without a call, a review ends by itself; once approved, nothing says so again", async () => {
  const simulator = quiet();
  await create(simulator, { name: "news" });
  await simulator.settled();
  await simulator.approve("news");
  expect(simulator.webhooks).toHaveLength(1);
  expect(simulator.webhooks[0]?.rawBody).toContain('"event":"APPROVED"');
});

test("webhooks have template ids as JSON numbers beyond 2^53", async () => {
  const simulator = quiet();
  const { json } = await approved(simulator, { ...simple, name: "news" });
  const { rawBody = "" } = simulator.webhooks.at(-1) ?? {};
  expect(rawBody).toContain(`"message_template_id":${json.id},`);
  expect(String(JSON.parse(rawBody).entry[0].changes[0].value.message_template_id)).not.toBe(json.id);
});

test("a test can decide a review", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  const { json } = await create(simulator, { name: "news" });
  await simulator.settled();
  expect((await read(simulator, json.id)).json.status).toBe("PENDING");
  await simulator.reject("news", "PROMOTIONAL");
  expect((await read(simulator, json.id, "?fields=status,rejected_reason")).json).toEqual({
    id: json.id,
    status: "REJECTED",
    rejected_reason: "PROMOTIONAL",
  });
  await simulator.approve("news", { language: "en_US" });
  expect((await read(simulator, json.id)).json.status).toBe("APPROVED");
  await expect(simulator.approve("news", { language: "fr" })).rejects.toThrow(/no template/);
});

test("a template is read as it was created, with types in capitals", async () => {
  const simulator = quiet();
  const components = [
    { type: "body", text: "Hi {{1}}, welcome.", example: { body_text: [["Ana"]] } },
    { type: "buttons", buttons: [{ type: "quick_reply", text: "Stop" }] },
  ];
  const { json } = await create(simulator, { name: "news", category: "marketing", components });
  expect((await read(simulator, json.id)).json).toMatchObject({
    id: json.id,
    name: "news",
    language: "en_US",
    category: "MARKETING",
    parameter_format: "POSITIONAL",
    components: [
      { type: "BODY", text: "Hi {{1}}, welcome.", example: { body_text: [["Ana"]] } },
      { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Stop" }] },
    ],
  });
});

test("authentication templates get Meta's text, and their button is returned as a URL button", async () => {
  const simulator = quiet();
  const components = [
    { type: "BODY", add_security_recommendation: false },
    { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] },
  ];
  const { json } = await create(simulator, { name: "otp", category: "AUTHENTICATION", components });
  const [body, buttons] = (await read(simulator, json.id)).json.components;
  expect(body.text).toBe("*{{1}}* is your verification code.");
  expect(buttons.buttons).toMatchObject([{ type: "URL", text: "Copy code" }]);
});

test("lists are filtered", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  await create(simulator, { name: "news" });
  await create(simulator, { name: "news", language: "pt_BR" });
  expect(await names(simulator, "?name=news")).toEqual(["news", "news"]);
  expect(await names(simulator, "?name=new")).toEqual([]);
  expect(await names(simulator, "?name_or_content=NEW")).toEqual(["news", "news"]);
  expect(await names(simulator, "?content=confirmed")).toEqual(["order_confirmation"]);
  expect(await names(simulator, "?category=UTILITY")).toEqual(["order_confirmation", "hello_world"]);
  expect(await names(simulator, "?language=pt_BR")).toEqual(["news"]);
  expect(await names(simulator, '?status=["PENDING","REJECTED"]')).toEqual(["news", "news"]);
  expect(await names(simulator, "?status=APPROVED,PENDING&name=hello_world")).toEqual(["hello_world"]);
});

test("lists are filtered by time and source", async () => {
  const { clock } = manualClock();
  const simulator = quiet({ clock, reviewTemplatesAfterMs: false });
  await simulator.clock.advance({ hours: 1 });
  const now = Math.floor(clock.now() / 1000) + 3600;
  await create(simulator, { name: "news" });
  expect(await names(simulator, `?since=${now}`)).toEqual(["news"]);
  expect(await names(simulator, `?until=${now - 1}`)).toEqual(["order_confirmation", "hello_world"]);
  expect(await names(simulator, "?source=AUTO_GENERATED")).toEqual([]);
  expect(await names(simulator, "?source=MANUAL&quality_score=GREEN")).toEqual([]);
});

test("lists come in pages, forwards and backwards", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  for (const name of ["a", "b", "c"]) await create(simulator, { name });
  const first = (await list(simulator, "?limit=2&fields=name")).json;
  expect(first.data.map(({ name }: { name: string }) => name)).toEqual(["c", "b"]);
  expect(first.paging).not.toHaveProperty("previous");
  const query = new URL(first.paging.next).search;
  expect(query).toContain("limit=2");
  const second = (await list(simulator, query)).json;
  expect(second.data.map(({ name }: { name: string }) => name)).toEqual(["a", "order_confirmation"]);
  const third = (await list(simulator, `?limit=2&after=${second.paging.cursors.after}`)).json;
  expect(third.data.map(({ name }: { name: string }) => name)).toEqual(["hello_world"]);
  expect(third.paging).not.toHaveProperty("next");
  const back = (await list(simulator, `?limit=2&fields=name&before=${third.paging.cursors.before}`)).json;
  expect(back.data.map(({ name }: { name: string }) => name)).toEqual(["a", "order_confirmation"]);
});

test("page links never have the token", async () => {
  const simulator = quiet();
  const { json } = await list(simulator, `?limit=1&access_token=${simulator.accessToken}`);
  expect(json.paging.next).toMatch(/after=/);
  expect(json.paging.next).not.toContain("access_token");
});

test("an invalid limit, cursor or field is refused", async () => {
  const simulator = quiet();
  const code = async (query: string) => (await list(simulator, query)).json.error.code;
  expect(await code("?limit=0")).toBe(100);
  expect(await code("?after=xyz")).toBe(131059);
  expect(await code("?fields=name,color")).toBe(100);
});

test("a summary counts", async () => {
  const summary = async (simulator: ReturnType<typeof quiet>, query: string) =>
    (await list(simulator, query)).json.summary;
  const simulator = quiet({ isVerified: true, reviewTemplatesAfterMs: false });
  await create(simulator, { name: "news" });
  expect(await summary(quiet(), "?limit=1&summary=total_count")).toEqual({ total_count: 2 });
  expect(await summary(simulator, "?name=news&summary=true")).toEqual({
    total_count: 1,
    message_template_count: 3,
    message_template_limit: 6000,
    are_translations_complete: false,
  });
  expect((await list(simulator, "?summary=colors")).json.error.code).toBe(100);
  expect(await summary(simulator, "")).toBeUndefined();
});

test("a name can be used once per language", async () => {
  const simulator = quiet();
  await create(simulator, { name: "news" });
  const again = await create(simulator, { name: "news" });
  expect(again.json.error).toMatchObject({ code: 100, error_subcode: 2388024 });
  expect((await create(simulator, { name: "news", language: "es" })).status).toBe(200);
});

test("an account holds 250 templates", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  for (let index = 0; index < 248; index += 1) {
    if (index % 100 === 0) await simulator.clock.advance({ hours: 1 });
    await create(simulator, { name: `n${index}` });
  }
  expect((await create(simulator, { name: "one_more" })).json.error.error_subcode).toBe(2388019);
});

test("100 templates can be created in an hour; the refusal says how long to wait", async () => {
  const { clock } = manualClock();
  const simulator = quiet({ clock, reviewTemplatesAfterMs: false });
  await create(simulator, { name: "first" });
  await simulator.clock.advance({ hours: 0.25 });
  for (let index = 1; index < 100; index += 1) await create(simulator, { name: `n${index}` });
  const refused = await create(simulator, { name: "one_more" });
  expect(refused).toMatchObject({ status: 400, json: { error: { code: 80007 } } });
  const usage = JSON.parse(refused.headers.get("x-business-use-case-usage") ?? "{}");
  expect(usage[simulator.clientOptions.businessAccountId]).toMatchObject([
    { call_count: 100, estimated_time_to_regain_access: 45 },
  ]);
  await simulator.clock.advance({ hours: 0.75 });
  expect((await create(simulator, { name: "one_more" })).status).toBe(200);
  expect((await create(simulator, { name: "two_more" })).json.error.code).toBe(80007);
});

test("an edit replaces the components and goes back to review", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  const { json } = await approved(simulator, { ...simple, name: "news" });
  const components = [{ type: "BODY", text: "Bigger news." }];
  const edited = await call(simulator, "POST", `/v26.0/${json.id}`, { components });
  expect(edited).toMatchObject({ status: 200, json: { success: true } });
  expect((await read(simulator, json.id)).json).toMatchObject({ status: "PENDING", components });
  const again = await call(simulator, "POST", `/v26.0/${json.id}`, { components });
  expect(again.json.error).toMatchObject({ code: 100, error_subcode: 2388039 });
});

test("an approved template can be edited once a day and ten times in 30 days", async () => {
  const { clock, advance } = manualClock();
  const simulator = quiet({ clock, reviewTemplatesAfterMs: false });
  const { json } = await approved(simulator, { ...simple, name: "news" });
  const edit = async () => {
    const body = { components: [{ type: "BODY", text: "Other news." }] };
    const answer = await call(simulator, "POST", `/v26.0/${json.id}`, body);
    if (answer.status === 200) await simulator.approve("news");
    return answer.json.error?.error_subcode ?? answer.status;
  };
  expect(await edit()).toBe(200);
  advance(hours(23));
  expect(await edit()).toBe(2388039);
  for (let count = 2; count <= 10; count += 1) {
    advance(days(1));
    expect(await edit()).toBe(200);
  }
  advance(days(1));
  expect(await edit()).toBe(2388039);
  advance(days(20));
  expect(await edit()).toBe(200);
});

test("name, language and category of an approved template cannot be changed", async () => {
  const simulator = quiet();
  const { json } = await approved(simulator, { ...simple, name: "news" });
  for (const body of [{ name: "olds" }, { language: "es" }, { category: "UTILITY" }]) {
    expect((await call(simulator, "POST", `/v26.0/${json.id}`, body)).json.error.code).toBe(100);
  }
  const query = "?cta_url_link_tracking_opted_out=true&category=marketing";
  expect((await call(simulator, "POST", `/v26.0/${json.id}${query}`)).status).toBe(200);
});

test("templates are deleted by name, by id and by list of ids", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  const ids: string[] = [];
  for (const [name, language] of [
    ["a", "en"],
    ["a", "es"],
    ["b", "en"],
    ["b", "es"],
    ["c", "en"],
    ["d", "en"],
  ]) {
    ids.push((await create(simulator, { name, language })).json.id);
  }
  expect((await remove(simulator, "?name=a")).json).toEqual({ success: true });
  expect((await remove(simulator, `?name=b&hsm_id=${ids[2]}`)).status).toBe(200);
  expect((await list(simulator, "?name=b")).json.data).toMatchObject([{ id: ids[3] }]);
  expect((await remove(simulator, `?hsm_ids=["${ids[4]}","1"]`)).status).toBe(400);
  expect((await remove(simulator, `?name=c&hsm_ids=["${ids[4]}"]`)).status).toBe(400);
  expect((await remove(simulator, `?hsm_ids=["${ids[4]}","${ids[5]}"]`)).status).toBe(200);
  expect(await names(simulator)).toEqual(["b", "order_confirmation", "hello_world"]);
  expect((await remove(simulator, "?name=a")).json.error.code).toBe(100);
  expect((await remove(simulator, "")).json.error.code).toBe(100);
});

test("the name of a deleted approved template is locked for 30 days", async () => {
  const { clock, advance } = manualClock();
  const simulator = quiet({ clock, reviewTemplatesAfterMs: false });
  await approved(simulator, { ...simple, name: "news" });
  await remove(simulator, "?name=news");
  expect((await create(simulator, { name: "news" })).json.error.error_subcode).toBe(2388023);
  advance(days(30));
  expect((await create(simulator, { name: "news" })).status).toBe(200);
});

test("a disabled template cannot be deleted", async () => {
  const simulator = quiet();
  await simulator.disable("hello_world");
  expect((await remove(simulator, "?name=hello_world")).status).toBe(400);
});

test("a sample is returned as a URL, which is not a handle", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  const header = await mediaHeader(simulator, "IMAGE", "image/png");
  const { json } = await create(simulator, { name: "pictured", ...composed(header) });
  const { components } = (await read(simulator, json.id)).json;
  const [address] = components[1].example.header_handle;
  expect(address).toMatch(/^https:\/\/scontent\.whatsapp\.net\/.+\.png\?/);
  await simulator.reject("pictured");
  const again = await call(simulator, "POST", `/v26.0/${json.id}`, { components });
  expect(again.json.error).toMatchObject({ code: 100, error_subcode: 2388273 });
  expect((await create(simulator, { name: "copy", components })).json.error.error_subcode).toBe(2388273);
  const fresh = composed(await mediaHeader(simulator, "IMAGE", "image/png"));
  expect((await call(simulator, "POST", `/v26.0/${json.id}`, fresh)).status).toBe(200);
});

test("rejected and paused templates can be edited any number of times, others not at all", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  const { json } = await create(simulator, { name: "news" });
  const edit = async () => {
    const { status, json: answer } = await call(simulator, "POST", `/v26.0/${json.id}`, composed());
    return answer.error?.error_subcode ?? status;
  };
  expect(await edit()).toBe(2388039);
  for (let count = 0; count < 3; count += 1) {
    await simulator.reject("news");
    expect(await edit()).toBe(200);
    await simulator.pause("news", { cause: "pacing" });
    expect(await edit()).toBe(200);
  }
  await simulator.disable("news");
  expect(await edit()).toBe(2388039);
});

test("the category of a rejected template can be changed, and the rest must fit it", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  const coupon = composed({ type: "BUTTONS", buttons: [{ type: "COPY_CODE", example: "SAVE20" }] });
  const plain = (await create(simulator, { name: "news" })).json.id;
  const promotional = (await create(simulator, { name: "save", ...coupon })).json.id;
  await simulator.reject("news", "INCORRECT_CATEGORY");
  await simulator.reject("save", "INCORRECT_CATEGORY");
  const edit = (id: string, body: Record<string, unknown>) => call(simulator, "POST", `/v26.0/${id}`, body);
  expect((await edit(promotional, { category: "UTILITY" })).status).toBe(400);
  expect((await edit(plain, { category: "AUTHENTICATION" })).status).toBe(400);
  expect((await edit(plain, {})).status).toBe(400);
  expect((await edit(plain, { category: "UTILITY" })).status).toBe(200);
  expect((await read(simulator, plain)).json).toMatchObject({ category: "UTILITY", status: "PENDING" });
});

test("a price can be edited a hundred times an hour, without a review", async () => {
  const simulator = quiet();
  const price = (bid_amount: number) => ({
    optimization_spec: { bid_amount, bid_strategy: "LOWEST_COST_WITH_BID_CAP" },
  });
  const { json } = await approved(simulator, { ...simple, name: "news", ...price(5000) });
  const edit = (amount: number) => call(simulator, "POST", `/v26.0/${json.id}`, price(amount));
  for (let amount = 1; amount <= 100; amount += 1) expect((await edit(amount)).status).toBe(200);
  expect((await edit(101)).json.error.error_subcode).toBe(2388039);
  expect((await read(simulator, json.id, "?fields=status,optimization_spec")).json).toMatchObject({
    status: "APPROVED",
    optimization_spec: { bid_amount: 100 },
  });
  await simulator.clock.advance({ hours: 1 });
  expect((await edit(101)).status).toBe(200);
});
