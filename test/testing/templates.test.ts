import { expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import { account, approved, call, days, handle, hours, manualClock, quiet } from "./support.ts";

const simple = {
  language: "en_US",
  category: "MARKETING",
  components: [{ type: "BODY", text: "Big news." }],
};

const create = (simulator: Simulator, template: object) =>
  call(simulator, "POST", `${account(simulator)}/message_templates`, { ...simple, ...template });
const list = (simulator: Simulator, query = "") =>
  call(simulator, "GET", `${account(simulator)}/message_templates${query}`);
const names = async (simulator: Simulator, query = "") =>
  (await list(simulator, query)).json.data.map(({ name }: { name: string }) => name);
const remove = (simulator: Simulator, query: string) =>
  call(simulator, "DELETE", `${account(simulator)}/message_templates${query}`);
const read = (simulator: Simulator, id: string, query = "") => call(simulator, "GET", `/v25.0/${id}${query}`);

test("a new template is reviewed and approved, and the app hears of it", async () => {
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
  expect(simulator.deliveries.at(-1)?.payload.entry[0]).toEqual({
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

test("template ids travel as JSON numbers that a double cannot hold", async () => {
  const simulator = quiet();
  const { json } = await approved(simulator, { ...simple, name: "news" });
  const { rawBody = "" } = simulator.deliveries.at(-1) ?? {};
  expect(rawBody).toContain(`"message_template_id":${json.id},`);
  expect(String(JSON.parse(rawBody).entry[0].changes[0].value.message_template_id)).not.toBe(json.id);
});

test("a review can be decided by hand", async () => {
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

test("a template reads as it was created, with types in capitals", async () => {
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

test("one-time code templates get Meta's text, and their button comes back as a link", async () => {
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

test("a page links nowhere with the token in the address", async () => {
  const simulator = quiet();
  const { json } = await list(simulator, `?limit=1&access_token=${simulator.accessToken}`);
  expect(json.paging.next).toMatch(/after=/);
  expect(json.paging.next).not.toContain("access_token");
});

test("a bad limit, cursor or field is refused", async () => {
  const simulator = quiet();
  const code = async (query: string) => (await list(simulator, query)).json.error.code;
  expect(await code("?limit=0")).toBe(100);
  expect(await code("?after=xyz")).toBe(131059);
  expect(await code("?fields=name,colour")).toBe(100);
});

test("a summary counts", async () => {
  const { json } = await list(quiet(), "?limit=1&summary=total_count");
  expect(json.summary).toMatchObject({ total_count: 2, message_template_limit: 250 });
});

const bodied = (text: string, ...examples: string[]) => ({
  components: [
    { type: "BODY", text, ...(examples.length === 0 ? {} : { example: { body_text: [examples] } }) },
  ],
});
const withButtons = (...buttons: object[]) => ({
  components: [
    { type: "BODY", text: "Big news." },
    { type: "BUTTONS", buttons },
  ],
});
const withHeader = (header: object) => ({
  components: [
    { type: "HEADER", ...header },
    { type: "BODY", text: "Big news." },
  ],
});
const quickReply = (text = "Stop") => ({ type: "QUICK_REPLY", text });
const url = { type: "URL", text: "Open", url: "https://example.com" };

test.each<[string, number | undefined, object]>([
  ["a name in capitals", undefined, { name: "News" }],
  ["a name of 513 characters", undefined, { name: "x".repeat(513) }],
  ["an unknown language", undefined, { language: "xx" }],
  ["an unknown category", undefined, { category: "TRANSACTIONAL" }],
  ["an unknown key", undefined, { categories: ["UTILITY"] }],
  ["no components", undefined, { components: undefined }],
  ["no body", 2388072, { components: [{ type: "FOOTER", text: "Bye" }] }],
  ["a component twice", undefined, { components: [simple.components[0], simple.components[0]] }],
  ["a body of 1025 characters", 2388040, bodied("x".repeat(1025))],
  ["a body that begins with a parameter", 2388299, bodied("{{1}}, hello there", "Ana")],
  ["a body that ends with a parameter", 2388299, bodied("Hello there {{1}}", "Ana")],
  ["parameters that skip a number", 2388072, bodied("Hello {{1}} and {{3}}, welcome here", "Ana", "Bia")],
  ["unbalanced braces", 2388072, bodied("Hello {{1}, welcome", "Ana")],
  ["more parameters than words", 2388293, bodied("Hi {{1}} {{2}} {{3}}!", "a", "b", "c")],
  ["a parameter without example", 2388043, bodied("Hello {{1}}, welcome")],
  ["an example too many", 2388043, bodied("Hello {{1}}, welcome", "Ana", "Bia")],
  ["a header of 61 characters", 2388040, withHeader({ format: "TEXT", text: "x".repeat(61) })],
  ["a header with two parameters", 2388047, withHeader({ format: "TEXT", text: "Hi {{1}} {{2}} there" })],
  ["a header without format", 2388047, withHeader({ text: "Hi" })],
  ["a bold header", 2388047, withHeader({ format: "TEXT", text: "*Hi* there" })],
  ["a media header without sample", 2388043, withHeader({ format: "IMAGE" })],
  [
    "a sample that was never uploaded",
    2388273,
    withHeader({ format: "IMAGE", example: { header_handle: ["4::x"] } }),
  ],
  [
    "a footer of 61 characters",
    2388040,
    { components: [simple.components[0], { type: "FOOTER", text: "x".repeat(61) }] },
  ],
  [
    "a footer with a parameter",
    2388073,
    { components: [simple.components[0], { type: "FOOTER", text: "Bye {{1}}" }] },
  ],
  [
    "eleven buttons",
    undefined,
    withButtons(...Array.from({ length: 11 }, (_, index) => quickReply(`${index}`))),
  ],
  ["a button label of 26 characters", undefined, withButtons(quickReply("x".repeat(26)))],
  ["three links", undefined, withButtons(url, url, url)],
  [
    "two phone buttons",
    undefined,
    withButtons(...[1, 2].map(() => ({ type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" }))),
  ],
  ["quick replies apart from each other", undefined, withButtons(quickReply("A"), url, quickReply("B"))],
  [
    "a link with its parameter in the middle",
    undefined,
    withButtons({ ...url, url: "https://example.com/{{1}}/x", example: ["a"] }),
  ],
  [
    "a link with a parameter and no example",
    2388043,
    withButtons({ ...url, url: "https://example.com/{{1}}" }),
  ],
  [
    "a coupon example of 21 characters",
    undefined,
    withButtons({ type: "COPY_CODE", example: "x".repeat(21) }),
  ],
  ["a button nobody can create", undefined, withButtons({ type: "APP", text: "Open" })],
  ["an OTP button outside authentication", undefined, withButtons({ type: "OTP", otp_type: "COPY_CODE" })],
  [
    "a text of its own in authentication",
    2388072,
    { category: "AUTHENTICATION", ...bodied("Your code is here") },
  ],
  [
    "one tap without an app",
    undefined,
    {
      category: "AUTHENTICATION",
      components: [{ type: "BODY" }, { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "ONE_TAP" }] }],
    },
  ],
  [
    "one card",
    undefined,
    { components: [simple.components[0], { type: "CAROUSEL", cards: [{ components: [] }] }] },
  ],
  ["a time to live too short for marketing", undefined, { message_send_ttl_seconds: 600 }],
  ["a template of the library that there is not", undefined, { library_template_name: "x" }],
])("refuses %s", async (_, subcode, template) => {
  const simulator = quiet();
  const { status, json } = await create(simulator, { name: "news", ...template });
  expect({ status, code: json.error?.code, subcode: json.error?.error_subcode }).toEqual({
    status: 400,
    code: 100,
    subcode,
  });
  expect(await names(simulator)).toEqual(["order_confirmation", "hello_world"]);
});

test.each<[string, (simulator: Simulator) => object | Promise<object>]>([
  ["a body of 1024", () => bodied("x".repeat(1024))],
  [
    "ten quick replies",
    () => withButtons(...Array.from({ length: 10 }, (_, index) => quickReply(`${index}`))),
  ],
  [
    "two links and a phone",
    () => withButtons(url, url, { type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" }),
  ],
  ["a flow", () => withButtons({ type: "FLOW", text: "Sign up", flow_id: "123", navigate_screen: "FIRST" })],
  [
    "a header with one parameter",
    () => withHeader({ format: "TEXT", text: "Hi {{1}} there", example: { header_text: ["Ana"] } }),
  ],
  [
    "a video header",
    async (simulator) =>
      withHeader({ format: "video", example: { header_handle: [await handle(simulator, "video/mp4")] } }),
  ],
  [
    "a call permission request",
    () => ({ components: [simple.components[0], { type: "CALL_PERMISSION_REQUEST" }] }),
  ],
  [
    "product cards",
    () => {
      const card = {
        components: [
          { type: "HEADER", format: "PRODUCT" },
          { type: "BUTTONS", buttons: [{ type: "SPM", text: "View" }] },
        ],
      };
      return { components: [simple.components[0], { type: "CAROUSEL", cards: [card, card] }] };
    },
  ],
  ["a time to live of 12 hours", () => ({ message_send_ttl_seconds: 43_200 })],
  ["30 days for utility, written -1", () => ({ category: "UTILITY", message_send_ttl_seconds: -1 })],
])("takes %s", async (_, template) => {
  const simulator = quiet();
  const { status, json } = await create(simulator, { name: "news", ...(await template(simulator)) });
  expect({ status, error: json.error }).toEqual({ status: 200, error: undefined });
});

test("a name is taken once for each language", async () => {
  const simulator = quiet();
  await create(simulator, { name: "news" });
  const again = await create(simulator, { name: "news" });
  expect(again.json.error).toMatchObject({ code: 100, error_subcode: 2388024 });
  expect((await create(simulator, { name: "news", language: "es" })).status).toBe(200);
});

test("an account holds 250 templates", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  for (let index = 0; index < 248; index += 1) await create(simulator, { name: `n${index}` });
  expect((await create(simulator, { name: "one_more" })).json.error.error_subcode).toBe(2388019);
});

test("an edit replaces the components and goes back to review", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  const { json } = await approved(simulator, { ...simple, name: "news" });
  const components = [{ type: "BODY", text: "Bigger news." }];
  const edited = await call(simulator, "POST", `/v25.0/${json.id}`, { components });
  expect(edited).toMatchObject({ status: 200, json: { success: true } });
  expect((await read(simulator, json.id)).json).toMatchObject({ status: "PENDING", components });
  const again = await call(simulator, "POST", `/v25.0/${json.id}`, { components });
  expect(again.json.error).toMatchObject({ code: 100, error_subcode: 2388039 });
});

test("an approved template is edited once a day and ten times in 30 days", async () => {
  const { clock, advance } = manualClock();
  const simulator = quiet({ clock, reviewTemplatesAfterMs: false });
  const { json } = await approved(simulator, { ...simple, name: "news" });
  const edit = async () => {
    const body = { components: [{ type: "BODY", text: "Other news." }] };
    const answer = await call(simulator, "POST", `/v25.0/${json.id}`, body);
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

test("name, language and the category of an approved template stay", async () => {
  const simulator = quiet();
  const { json } = await approved(simulator, { ...simple, name: "news" });
  for (const body of [{ name: "olds" }, { language: "es" }, { category: "UTILITY" }]) {
    expect((await call(simulator, "POST", `/v25.0/${json.id}`, body)).json.error.code).toBe(100);
  }
  const query = "?cta_url_link_tracking_opted_out=true&category=marketing";
  expect((await call(simulator, "POST", `/v25.0/${json.id}${query}`)).status).toBe(200);
});

test("templates are deleted by name, by id and in numbers", async () => {
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

test("a disabled template cannot be deleted; a paused one can be unpaused", async () => {
  const simulator = quiet();
  const [{ id }] = (await list(simulator, "?name=hello_world")).json.data;
  await simulator.pause("hello_world");
  expect((await call(simulator, "POST", `/v25.0/${id}/unpause`)).json).toEqual({ success: true });
  expect((await read(simulator, id)).json.status).toBe("APPROVED");
  await simulator.disable("hello_world");
  expect((await remove(simulator, "?name=hello_world")).status).toBe(400);
});
