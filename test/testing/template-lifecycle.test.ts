import { expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import { parseWebhook } from "wacloud/webhooks";
import { approved, call, customer, hours, manualClock, quiet, send } from "./support.ts";
import { composed, create, edit, list, names, read, simple } from "./template-support.ts";

/** A simulator with a manual clock and an approved template. */
async function withTemplate(template: object = {}) {
  const { clock } = manualClock();
  const simulator = quiet({ clock, reviewTemplatesAfterMs: false });
  const { json } = await approved(simulator, { ...simple, name: "news", ...template });
  return { simulator, id: String(json.id), now: () => Math.floor(clock.now() / 1000) };
}

/** The last webhooks, newest last. */
const heard = (simulator: Simulator, count = 1) =>
  simulator.webhooks.slice(-count).map(({ payload }) => payload.entry[0]?.changes[0]);

async function sending(simulator: Simulator, name = "news", components?: object[]) {
  const template = { name, language: { code: "en_US" }, ...(components === undefined ? {} : { components }) };
  const { status, json } = await send(simulator, { type: "template", template });
  return json.error?.code ?? status;
}

const statusOf = async (simulator: Simulator, id: string) => (await read(simulator, id)).json.status;

test("a rejection says what is wrong and what to do", async () => {
  const { simulator, id } = await withTemplate();
  const rejection_info = { reason: "Two questions at once.", recommendation: "Ask one." };
  await simulator.reject("news", "INVALID_FORMAT", { rejection_info });
  expect(heard(simulator)).toMatchObject([
    { value: { event: "REJECTED", reason: "INVALID_FORMAT", rejection_info } },
  ]);
  await simulator.reject("news", "SCAM", { rejection_info });
  expect(heard(simulator)[0]?.value).toMatchObject({ event: "REJECTED", reason: "SCAM" });
  expect(heard(simulator)[0]?.value).not.toHaveProperty("rejection_info");
  expect((await read(simulator, id, "?fields=rejected_reason")).json.rejected_reason).toBe("SCAM");
  expect(await sending(simulator)).toBe(132001);
});

test("the business appeals against a rejection", async () => {
  const { simulator, id } = await withTemplate();
  await simulator.reject("news");
  await simulator.appeal("news");
  expect(heard(simulator)).toMatchObject([{ value: { event: "IN_APPEAL" } }]);
  expect(await statusOf(simulator, id)).toBe("IN_APPEAL");
  expect(await sending(simulator)).toBe(132001);
  expect((await edit(simulator, id, composed())).json.error.error_subcode).toBe(2388039);
  await simulator.approve("news");
  expect(await sending(simulator)).toBe(200);
});

test("a pause for quality lasts 3 hours, then 6 hours; the third one disables the template", async () => {
  const { simulator, id, now } = await withTemplate();
  for (const [title, lasts] of [
    ["FIRST_PAUSE", 3],
    ["SECOND_PAUSE", 6],
  ] as const) {
    await simulator.pause("news");
    expect(heard(simulator)).toMatchObject([{ value: { event: "PAUSED", other_info: { title } } }]);
    await simulator.clock.advance({ milliseconds: hours(lasts) - 1 });
    expect(await sending(simulator)).toBe(132015);
    await simulator.clock.advance({ milliseconds: 1 });
    await simulator.settled();
    expect(heard(simulator)).toMatchObject([
      { value: { event: "APPROVED", other_info: { title: "UNPAUSE" } } },
    ]);
    expect(await sending(simulator)).toBe(200);
    await simulator.settled();
  }
  await simulator.pause("news");
  expect(heard(simulator)).toMatchObject([
    {
      value: {
        event: "DISABLED",
        disable_info: { disable_date: now() + hours(9) / 1000 },
        other_info: { title: "DISABLED" },
      },
    },
  ]);
  expect(await statusOf(simulator, id)).toBe("DISABLED");
  expect(await sending(simulator)).toBe(132016);
});

test("a pause for pacing lasts until the app ends it, after 5 minutes at the earliest", async () => {
  const { simulator, id } = await withTemplate();
  const unpause = async () => (await call(simulator, "POST", `/v26.0/${id}/unpause`)).json;
  expect(await unpause()).toEqual({ success: false, reason: expect.stringContaining("not paused") });
  await simulator.pause("news", { cause: "pacing" });
  expect(heard(simulator)).toMatchObject([
    { value: { event: "PAUSED", other_info: { title: "RATE_LIMITING_PAUSE" } } },
  ]);
  await simulator.clock.advance({ days: 2 });
  await simulator.pause("news", { cause: "pacing" });
  await simulator.clock.advance({ minutes: 4 });
  expect(await unpause()).toEqual({ success: false, reason: expect.stringContaining("5 minutes") });
  await simulator.clock.advance({ minutes: 1 });
  expect(await unpause()).toEqual({ success: true });
  expect(await statusOf(simulator, id)).toBe("APPROVED");
});

test("a pause for quality can be ended by the test, but not by the app", async () => {
  const { simulator, id } = await withTemplate();
  await simulator.pause("news");
  await simulator.clock.advance({ minutes: 10 });
  const { json } = await call(simulator, "POST", `/v26.0/${id}/unpause`);
  expect(json).toEqual({ success: false, reason: expect.stringContaining("automatically") });
  await simulator.unpause("news");
  expect(await sending(simulator)).toBe(200);
});

test("a warning changes nothing; a disabled template can be reinstated", async () => {
  const { simulator, id } = await withTemplate();
  await simulator.flag("news");
  expect(heard(simulator)).toMatchObject([{ value: { event: "FLAGGED" } }]);
  expect(await sending(simulator)).toBe(200);
  await simulator.settled();
  await simulator.disable("news");
  await simulator.reinstate("news");
  expect(heard(simulator)).toMatchObject([{ value: { event: "REINSTATED" } }]);
  expect(await statusOf(simulator, id)).toBe("APPROVED");
});

test("a quality change is posted, and can be read and filtered by", async () => {
  const { simulator, id, now } = await withTemplate();
  await simulator.setQuality("news", "YELLOW", { reasons: ["SPAM"] });
  expect(heard(simulator)).toEqual([
    {
      field: "message_template_quality_update",
      value: {
        previous_quality_score: "UNKNOWN",
        new_quality_score: "YELLOW",
        message_template_id: id,
        message_template_name: "news",
        message_template_language: "en_US",
      },
    },
  ]);
  const { quality_score } = (await read(simulator, id, "?fields=quality_score")).json;
  expect(quality_score).toEqual({ score: "YELLOW", date: now(), reasons: ["SPAM"] });
  expect(await names(simulator, "?quality_score=YELLOW,RED")).toEqual(["news"]);
  expect(await names(simulator, "?quality_score=UNKNOWN")).toEqual(["order_confirmation", "hello_world"]);
});

test("a category changes a day after the notice", async () => {
  const { simulator, id, now } = await withTemplate({ category: "UTILITY" });
  const identity = {
    message_template_id: id,
    message_template_name: "news",
    message_template_language: "en_US",
  };
  await simulator.changeCategory("news", "MARKETING");
  expect(heard(simulator)).toEqual([
    {
      field: "template_category_update",
      value: {
        ...identity,
        new_category: "UTILITY",
        correct_category: "MARKETING",
        category_update_timestamp: now() + 24 * 60 * 60,
      },
    },
  ]);
  const fields = "?fields=category,previous_category,correct_category";
  expect((await read(simulator, id, fields)).json).toEqual({
    id,
    category: "UTILITY",
    correct_category: "MARKETING",
  });
  expect(await names(simulator, "?correct_category=MARKETING")).toEqual(["news"]);
  await simulator.clock.advance({ hours: 24 });
  await simulator.settled();
  expect(heard(simulator)).toEqual([
    {
      field: "template_category_update",
      value: { ...identity, previous_category: "UTILITY", new_category: "MARKETING" },
    },
  ]);
  expect((await read(simulator, id, fields)).json).toEqual({
    id,
    category: "MARKETING",
    correct_category: "MARKETING",
    previous_category: "UTILITY",
  });
});

test("a category can change immediately", async () => {
  const { simulator, id } = await withTemplate({ category: "UTILITY" });
  await simulator.changeCategory("news", "MARKETING", { afterMs: 0 });
  expect(heard(simulator)[0]?.value).not.toHaveProperty("correct_category");
  expect((await read(simulator, id)).json.category).toBe("MARKETING");
});

test("a template created as utility can become marketing", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  simulator.judge("news", "MARKETING");
  const { json } = await create(simulator, { name: "news", category: "UTILITY" });
  expect(json).toMatchObject({ status: "PENDING", category: "MARKETING" });
  expect((await read(simulator, json.id, "?fields=category,previous_category")).json).toMatchObject({
    category: "MARKETING",
    previous_category: "UTILITY",
  });
  expect((await create(simulator, { name: "olds", category: "UTILITY" })).json.category).toBe("UTILITY");
});

test("an edit is posted with the new texts", async () => {
  const { simulator, id } = await withTemplate();
  const url = { type: "URL", text: "Open", url: "https://example.com" };
  const components = [
    ...composed({ type: "HEADER", format: "TEXT", text: "Now" }, { type: "FOOTER", text: "Bye" }).components,
    { type: "BUTTONS", buttons: [url, { type: "QUICK_REPLY", text: "Stop" }] },
  ];
  expect((await edit(simulator, id, { components })).status).toBe(200);
  await simulator.settled();
  expect(heard(simulator)).toEqual([
    {
      field: "message_template_components_update",
      value: {
        message_template_id: id,
        message_template_name: "news",
        message_template_language: "en_US",
        message_template_element: "Big news.",
        message_template_title: "Now",
        message_template_footer: "Bye",
        message_template_buttons: [
          {
            message_template_button_type: "URL",
            message_template_button_text: "Open",
            message_template_button_url: "https://example.com",
          },
          { message_template_button_type: "QUICK_REPLY", message_template_button_text: "Stop" },
        ],
      },
    },
  ]);
});

test("a template is archived after 12 months without use, and deleted 28 days later", async () => {
  const { simulator, id } = await withTemplate();
  await simulator.clock.advance({ days: 364 });
  expect(await sending(simulator)).toBe(200);
  await simulator.clock.advance({ days: 364 });
  await simulator.settled();
  expect(await statusOf(simulator, id)).toBe("APPROVED");
  expect(await names(simulator)).toEqual(["news"]);
  await simulator.clock.advance({ days: 1 });
  await simulator.settled();
  expect(heard(simulator)).toMatchObject([{ value: { event: "ARCHIVED", message_template_name: "news" } }]);
  expect(await sending(simulator)).toBe(132001);
  await simulator.clock.advance({ days: 28 });
  await simulator.settled();
  expect(heard(simulator)).toMatchObject([{ value: { event: "DELETED", message_template_name: "news" } }]);
  expect((await list(simulator)).json.data).toEqual([]);
});

test("the review rejects two parameters next to each other", async () => {
  const simulator = quiet();
  const example = { body_text: [["Ana", "Silva"]] };
  const components = [{ type: "BODY", text: "Dear customer {{1}} {{2}}, hello.", example }];
  const { json } = await create(simulator, { name: "news", components });
  expect(json.status).toBe("PENDING");
  await simulator.settled();
  expect(heard(simulator)).toMatchObject([
    {
      value: { event: "REJECTED", rejection_info: { reason: expect.stringContaining("next to each other") } },
    },
  ]);
});

test("a strict review rejects the texts of another template", async () => {
  for (const strictReview of [true, false]) {
    const simulator = quiet({ strictReview });
    for (const name of ["one", "two"]) {
      await create(simulator, { name });
      await simulator.settled();
    }
    await create(simulator, { name: "two", language: "es" });
    await simulator.settled();
    expect(await names(simulator, "?status=REJECTED")).toEqual(strictReview ? ["two"] : []);
  }
});

test("advancing time ends delays and closes windows", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: hours(24) });
  const ana = simulator.user(customer);
  const { json } = await create(simulator, { name: "news" });
  await simulator.clock.advance({ hours: 23 });
  expect(ana.hasOpenWindow()).toBe(true);
  expect(await statusOf(simulator, json.id)).toBe("PENDING");
  await simulator.clock.advance({ hours: 1 });
  await simulator.settled();
  expect(ana.hasOpenWindow()).toBe(false);
  expect(await statusOf(simulator, json.id)).toBe("APPROVED");
});

test("each account has its own templates, numbers and webhooks", async () => {
  const simulator = quiet({ reviewTemplatesAfterMs: false });
  simulator.addBusinessAccount("222");
  simulator.addPhoneNumber("333", { businessAccountId: "222" });
  const created = await call(simulator, "POST", "/v26.0/222/message_templates", { ...simple, name: "news" });
  expect(created.status).toBe(200);
  expect(await names(simulator)).toEqual(["order_confirmation", "hello_world"]);
  await expect(simulator.approve("news")).rejects.toThrow(/no template/);
  await simulator.approve("news", { businessAccountId: "222" });
  expect(simulator.webhooks.at(-1)?.payload.entry[0]?.id).toBe("222");
  expect(await sending(simulator)).toBe(132001);
  const numbers = await call(simulator, "GET", "/v26.0/222/phone_numbers?fields=id");
  expect(numbers.json.data).toEqual([{ id: "333" }]);
  const sent = await call(simulator, "POST", "/v26.0/333/messages", {
    messaging_product: "whatsapp",
    to: customer,
    type: "template",
    template: { name: "news", language: { code: "en_US" } },
  });
  expect(sent.status).toBe(200);
  await simulator.settled();
  expect(simulator.webhooks.at(-1)?.payload.entry[0]?.id).toBe("222");
  expect(() => simulator.addPhoneNumber("444", { businessAccountId: "999" })).toThrow(/addBusinessAccount/);
});

test("the parser knows every template webhook", async () => {
  const { simulator, id } = await withTemplate({ category: "UTILITY" });
  await simulator.pause("news");
  await simulator.unpause("news");
  await simulator.flag("news");
  await simulator.setQuality("news", "RED");
  await simulator.changeCategory("news", "MARKETING");
  await simulator.changeCategory("news", "MARKETING", { afterMs: 0 });
  await simulator.reject("news");
  await edit(simulator, id, composed());
  await simulator.disable("news");
  await simulator.settled();
  const types = simulator.webhooks.flatMap(({ rawBody }) => parseWebhook(rawBody)).map(({ type }) => type);
  expect(new Set(types)).toEqual(
    new Set([
      "message_template_status_update",
      "message_template_quality_update",
      "template_category_update",
      "message_template_components_update",
    ]),
  );
});
