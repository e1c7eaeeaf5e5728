import { describe, expect, test } from "vitest";
import {
  AmbiguousSendError,
  ApiError,
  ConfigurationError,
  ConnectionError,
  defineTemplate,
  file,
  type SyncOptions,
  type SyncProgress,
  sourceOf,
  type Template,
  type TemplateDefinition,
  type TemplatePlan,
  ValidationError,
  WhatsAppClient,
  type WhatsAppClientOptions,
} from "wacloud";
import { createSimulator, type SimulatorOptions } from "wacloud/testing";
import { client, failure, fakeClock } from "../support/client.ts";
import { recorder, refused, runtimeRecorder } from "../support/recorder.ts";
import { templateKinds } from "../support/template-kinds.ts";

const hour = 60 * 60 * 1000;

const comparedFields = [
  ...["name", "language", "category", "status", "components", "parameter_format"],
  ...["sub_category", "display_format", "message_send_ttl_seconds"],
  ...["cta_url_link_tracking_opted_out", "is_primary_device_delivery_only", "optimization_spec"],
] as (keyof Template)[];

/** A client of a fresh simulator without the sample templates, so that a plan names what a test is about. */
async function account(options: SimulatorOptions = {}, more: Partial<WhatsAppClientOptions> = {}) {
  const simulator = createSimulator({ reviewTemplatesAfterMs: false, ...options });
  const { templates } = new WhatsAppClient({ ...simulator.clientOptions, retry: false, ...more });
  await templates.delete({ name: "hello_world" });
  await templates.delete({ name: "order_confirmation" });
  const writes = () => simulator.requests.filter(({ method }) => method !== "GET").length - 2;
  return { simulator, templates, writes };
}

const message = (name: string, text = "We are open.", more: object = {}) =>
  ({
    name,
    language: "en_US",
    category: "UTILITY",
    components: [{ type: "BODY", text }],
    ...more,
  }) as TemplateDefinition;

/** Names by what becomes of them. */
const names = (plan: TemplatePlan): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(plan)
      .map(([step, items]) => [
        step,
        items.map(({ name, language }: { name: string; language: string }) => `${name} ${language}`),
      ])
      .filter(([, list]) => list?.length),
  );

describe("on the simulator", () => {
  test("a second run changes nothing, whatever is defined", async () => {
    const { simulator, templates, writes } = await account();
    const png = Uint8Array.from("\x89PNG\r\n\x1a\n0123", (letter) => letter.charCodeAt(0));
    const card = (text: string) => ({
      header: { format: "IMAGE" as const, example: file(png) },
      body: text,
      buttons: [{ type: "QUICK_REPLY" as const, text: "More" }] as const,
    });
    const definitions = [
      defineTemplate({
        name: "order_shipped",
        language: "en_US",
        category: "UTILITY",
        header: { format: "TEXT", text: "Your order" },
        body: {
          text: "Hi {{first_name}}, order {{order}} is on its way.",
          example: { first_name: "Ana", order: "77" },
        },
        footer: "Lucky Shop",
        buttons: [
          { type: "URL", text: "Track", url: "https://example.com/{{1}}", example: "https://example.com/77" },
          { type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" },
        ],
        message_send_ttl_seconds: 3600,
      }),
      defineTemplate({
        name: "one_time_code",
        language: "fr",
        category: "AUTHENTICATION",
        body: { add_security_recommendation: true },
        footer: { code_expiration_minutes: 5 },
        buttons: [{ type: "OTP", otp_type: "COPY_CODE" }],
      }),
      defineTemplate({
        name: "new_cakes",
        language: "en_US",
        category: "MARKETING",
        body: "New cakes today.",
        cards: [card("Cherry"), card("Apple")],
      }),
    ];
    const first = await templates.sync(definitions);
    expect(names(first)).toEqual({ create: ["order_shipped en_US", "one_time_code fr", "new_cakes en_US"] });
    expect(
      first.create.every(({ applied, id, status }) => applied && id !== undefined && status === "PENDING"),
    ).toBe(true);
    for (const { name } of definitions) await simulator.approve(name);
    const written = writes();
    const second = await templates.sync(definitions);
    expect(names(second)).toEqual({
      unchanged: ["order_shipped en_US", "one_time_code fr", "new_cakes en_US"],
    });
    expect(second.unchanged.map(({ status }) => status)).toEqual(["APPROVED", "APPROVED", "APPROVED"]);
    expect(writes()).toBe(written);
  });

  test("every kind of template is unchanged in a second run, as defined and as read from the account", async () => {
    const { simulator, templates, writes } = await account();
    const every = templateKinds.map(({ name, language }) => `${name} ${language}`);
    const { create } = await templates.sync(templateKinds);
    expect(create.filter(({ applied }) => !applied)).toEqual([]);
    expect(create).toHaveLength(every.length);
    for (const { name } of templateKinds) await simulator.approve(name);
    const written = writes();
    expect(names(await templates.sync(templateKinds))).toEqual({ unchanged: every });
    const readBack = [];
    for (const { id } of create) {
      const template = await templates.get({ id: id ?? "", fields: comparedFields });
      readBack.push(defineTemplate(sourceOf(template)));
    }
    expect(names(await templates.sync(readBack))).toEqual({ unchanged: every });
    expect(writes()).toBe(written);
  });

  test("a dry run returns what a real run then does", async () => {
    const { simulator, templates, writes } = await account();
    await templates.create(message("changed"));
    await templates.create(message("same"));
    await templates.create(message("extra"));
    for (const name of ["changed", "same", "extra"]) await simulator.approve(name);
    const definitions = [message("fresh"), message("changed", "We are closed."), message("same")];
    const before = writes();
    const plan = await templates.sync(definitions, { dryRun: true, delete: true });
    expect(writes()).toBe(before);
    const expected = {
      create: ["fresh en_US"],
      edit: ["changed en_US"],
      unchanged: ["same en_US"],
      delete: ["extra en_US"],
    };
    expect(names(plan)).toEqual(expected);
    expect(plan.edit[0]?.changes).toEqual([
      { path: "body.text", from: "We are open.", to: "We are closed." },
    ]);
    expect([...plan.create, ...plan.edit, ...plan.delete].every((item) => !("applied" in item))).toBe(true);
    const done = await templates.sync(definitions, { delete: true });
    expect(names(done)).toEqual(expected);
    expect([...done.create, ...done.edit, ...done.delete].map(({ applied }) => applied)).toEqual([
      true,
      true,
      true,
    ]);
    expect((await templates.find({ name: "changed" }))?.components?.[0]?.text).toBe("We are closed.");
    expect(await templates.find({ name: "extra" })).toBeUndefined();
  });

  test("nothing is deleted unless requested, and a function selects the templates to delete", async () => {
    const { templates } = await account();
    for (const name of ["old_a", "old_b"]) await templates.create(message(name));
    expect(names(await templates.sync([message("fresh")]))).toEqual({ create: ["fresh en_US"] });
    const plan = await templates.sync([], { delete: ({ name }) => name === "old_b" });
    expect(names(plan)).toEqual({ delete: ["old_b en_US"] });
    expect((await templates.list().page()).data.map(({ name }) => name).sort()).toEqual(["fresh", "old_a"]);
  });

  test("each language is a template of its own", async () => {
    const { templates } = await account();
    await templates.create(message("hours"));
    const plan = await templates.sync([
      message("hours"),
      message("hours", "Abrimos.", { language: "es_ES" }),
    ]);
    expect(names(plan)).toEqual({ create: ["hours es_ES"], unchanged: ["hours en_US"] });
  });

  test("a changed setting is edited alone, and a removed one goes back to its default", async () => {
    const { simulator, templates } = await account();
    await templates.create(message("hours", "We are open.", { message_send_ttl_seconds: 60 }));
    await simulator.approve("hours");
    const { edit } = await templates.sync([message("hours")]);
    expect(edit[0]).toMatchObject({
      applied: true,
      changes: [{ path: "message_send_ttl_seconds", from: 60 }],
    });
    expect(simulator.requests.at(-1)?.body).toEqual({ message_send_ttl_seconds: -1 });
    await simulator.approve("hours");
    expect(names(await templates.sync([message("hours")]))).toEqual({ unchanged: ["hours en_US"] });
  });

  test("progress is reported after each step", async () => {
    const { simulator, templates } = await account();
    await templates.create(message("changed"));
    await simulator.approve("changed");
    const seen: SyncProgress[] = [];
    await templates.sync([message("fresh"), message("changed", "We are closed.")], {
      onProgress: (progress) => void seen.push(progress),
    });
    expect(seen).toEqual([
      { action: "edit", name: "changed", language: "en_US", outcome: "applied", done: 1, total: 2 },
      { action: "create", name: "fresh", language: "en_US", outcome: "applied", done: 2, total: 2 },
    ]);
  });

  describe("Meta's rules block", () => {
    const blockedBy = async (
      { templates }: Awaited<ReturnType<typeof account>>,
      definitions: TemplateDefinition[],
      options?: SyncOptions,
    ) => (await templates.sync(definitions, options)).blocked;

    test("an edit while it is in review", async () => {
      const it = await account();
      await it.templates.create(message("hours"));
      const [blocked] = await blockedBy(it, [message("hours", "We are closed.")]);
      expect(blocked).toMatchObject({ name: "hours", action: "edit", code: "in-review", status: "PENDING" });
      expect(blocked?.changes?.map(({ path }) => path)).toEqual(["body.text"]);
      expect(it.writes()).toBe(1);
    });

    test("a second edit within a day, which a later run applies", async () => {
      const it = await account();
      await it.templates.create(message("hours"));
      for (const text of ["We are closed.", "We are back."]) {
        await it.simulator.approve("hours");
        const [blocked] = await blockedBy(it, [message("hours", text)]);
        if (text === "We are back.") {
          expect(blocked).toMatchObject({ code: "edit-limit", action: "edit", retryAfterMs: 24 * hour });
        } else expect(blocked).toBeUndefined();
      }
      await it.simulator.clock.advance({ hours: 24, milliseconds: 1 });
      expect(names(await it.templates.sync([message("hours", "We are back.")]))).toEqual({
        edit: ["hours en_US"],
      });
    });

    test("a change of category once it is approved", async () => {
      const it = await account();
      await it.templates.create(message("hours"));
      await it.simulator.approve("hours");
      const [blocked] = await blockedBy(it, [message("hours", "We are open.", { category: "MARKETING" })]);
      expect(blocked).toMatchObject({ code: "category-fixed", action: "edit" });
      expect(blocked?.reason).toContain("approved as UTILITY");
      await it.simulator.reject("hours");
      expect(
        names(await it.templates.sync([message("hours", "We are open.", { category: "MARKETING" })])),
      ).toEqual({
        edit: ["hours en_US"],
      });
    });

    test("the name of a deleted template", async () => {
      const it = await account();
      await it.templates.create(message("hours"));
      await it.simulator.approve("hours");
      await it.templates.delete({ name: "hours" });
      const [blocked] = await blockedBy(it, [message("hours")]);
      expect(blocked).toMatchObject({ code: "name-locked", action: "create", name: "hours" });
    });

    test("editing and deleting a disabled template", async () => {
      const it = await account();
      await it.templates.create(message("hours"));
      await it.simulator.disable("hours");
      expect(await blockedBy(it, [message("hours")])).toMatchObject([{ code: "disabled", action: "edit" }]);
      expect(await blockedBy(it, [], { delete: true })).toMatchObject([
        { code: "disabled", action: "delete" },
      ]);
    });

    test("an archived template", async () => {
      const it = await account();
      const { id } = await it.templates.create(message("hours"));
      await it.simulator.approve("hours");
      await it.templates.archive([id]);
      await it.simulator.settled();
      expect(await blockedBy(it, [message("hours")])).toMatchObject([{ code: "archived", id }]);
    });

    test("more than 100 in an hour: the rest is blocked with a time, and a later run creates it", async () => {
      const it = await account();
      const many = Array.from({ length: 103 }, (_, index) => message(`hours_${index}`));
      const first = await it.templates.sync(many);
      expect(first.create.filter(({ applied }) => applied)).toHaveLength(100);
      expect(first.blocked).toHaveLength(3);
      expect(first.blocked[0]).toMatchObject({ code: "hourly-limit", action: "create" });
      expect(first.blocked[0]?.retryAfterMs).toBeGreaterThan(59 * 60_000);
      expect(it.writes()).toBe(100);
      const other = new WhatsAppClient({ ...it.simulator.clientOptions, retry: false });
      const unknowing = await other.templates.sync(many);
      expect(unknowing.blocked).toHaveLength(3);
      expect(it.writes()).toBe(101);
      await it.simulator.clock.advance({ hours: 1 });
      const later = new WhatsAppClient({ ...it.simulator.clientOptions, retry: false });
      expect((await later.templates.sync(many)).create.map(({ applied }) => applied)).toEqual([
        true,
        true,
        true,
      ]);
    });
  });

  test("with `wait`, it continues when the hour is over", async () => {
    const clock = fakeClock();
    const { simulator, templates } = await account({ clock }, { clock });
    const many = Array.from({ length: 102 }, (_, index) => message(`hours_${index}`));
    const waits: SyncProgress[] = [];
    const { create, blocked } = await templates.sync(many, {
      wait: true,
      onProgress: (progress) => void (progress.outcome === "waiting" && waits.push(progress)),
    });
    expect(waits).toEqual([
      {
        action: "create",
        name: "hours_100",
        language: "en_US",
        outcome: "waiting",
        waitMs: hour,
        done: 100,
        total: 102,
      },
    ]);
    expect(create.filter(({ applied }) => applied)).toHaveLength(102);
    expect(blocked).toEqual([]);
    expect(clock.slept).toContain(hour);
    await simulator.close();
  });

  test("templates created one by one count, too, and Meta's refusal is remembered", async () => {
    const { simulator, templates, writes } = await account();
    for (let index = 0; index < 100; index++) await templates.create(message(`hand_${index}`));
    expect((await templates.sync([message("a")])).blocked[0]?.code).toBe("hourly-limit");
    const { templates: unknowing } = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    expect((await unknowing.sync([message("a")])).blocked[0]?.code).toBe("hourly-limit");
    expect((await unknowing.sync([message("a")])).blocked[0]?.code).toBe("hourly-limit");
    expect(writes()).toBe(101);
  });

  test("each account can create 100 templates an hour", async () => {
    const { fetch, requests } = recorder();
    const answer = async (...call: Parameters<typeof fetch>) => {
      await fetch(...call).catch(() => undefined);
      const isList = requests.at(-1)?.method === "GET";
      return Response.json(isList ? { data: [] } : { id: "77", status: "PENDING", category: "UTILITY" });
    };
    const { templates } = client({ fetch: answer, clock: fakeClock() });
    for (let index = 0; index < 100; index++) await templates.create(message(`hand_${index}`));
    const { blocked } = await templates.sync([message("a")]);
    const { create } = await templates.sync([message("a")], { businessAccountId: "555" });
    expect(blocked).toMatchObject([{ code: "hourly-limit" }]);
    expect(create).toMatchObject([{ name: "a", applied: true }]);
    expect(requests.at(-1)?.url.pathname).toBe("/v26.0/555/message_templates");
  });

  test("a creation whose answer was lost is reported as ambiguous, and recognized by the next run", async () => {
    const { simulator, templates } = await account();
    simulator.fail({
      reset: "after-read",
      match: ({ method, path }) => method === "POST" && path.endsWith("/message_templates"),
    });
    const first = await templates.sync([message("a"), message("b")]);
    expect(first.create.map(({ name, applied }) => `${name} ${applied}`)).toEqual(["a false", "b true"]);
    expect(first.create[0]?.error).toBeInstanceOf(AmbiguousSendError);
    expect(names(await templates.sync([message("a"), message("b")]))).toEqual({
      unchanged: ["a en_US", "b en_US"],
    });
  });

  test("an abort rejects with the signal's reason, and the next run does the rest", async () => {
    const { templates } = await account();
    const controller = new AbortController();
    const many = ["a", "b", "c"].map((name) => message(name));
    const run = templates.sync(many, {
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done === 2) controller.abort(new Error("enough"));
      },
    });
    expect(await failure(run)).toMatchObject({ message: "enough" });
    expect(names(await templates.sync(many))).toEqual({
      create: ["c en_US"],
      unchanged: ["a en_US", "b en_US"],
    });
  });

  test("a category changed by Meta is reported, and blocks until the definition has it, too", async () => {
    const { simulator, templates } = await account();
    simulator.judge("hours", "MARKETING");
    const { create } = await templates.sync([message("hours")]);
    expect(create[0]).toMatchObject({ applied: true, category: "MARKETING" });
    await simulator.approve("hours");
    expect((await templates.sync([message("hours")])).blocked[0]?.code).toBe("category-fixed");
    const agreed = message("hours", "We are open.", { category: "MARKETING" });
    expect(names(await templates.sync([agreed]))).toEqual({ unchanged: ["hours en_US"] });
  });
});

const edge = "/v26.0/102290129340398/message_templates";
const listing = (...data: object[]) => Response.json({ data });
const held = (more: object = {}) => ({ ...message("hours"), id: "1", status: "APPROVED", ...more });

describe("reading the account", () => {
  test("a few names are looked up one by one; for many, the whole account is read", async () => {
    const few = recorder(listing(), listing());
    await client({ fetch: few.fetch }).templates.sync(
      [message("a"), message("b"), message("b", "x y", { language: "de" })],
      {
        dryRun: true,
      },
    );
    expect(few.requests.map(({ url }) => url.searchParams.get("name"))).toEqual(["a", "b"]);
    const many = recorder(listing());
    await client({ fetch: many.fetch }).templates.sync(
      ["a", "b", "c", "d", "e", "f"].map((name) => message(name)),
      { dryRun: true },
    );
    expect(many.requests.map(({ url }) => url.searchParams.get("name"))).toEqual([null]);
    expect(many.requests[0]?.url.pathname).toBe(edge);
  });

  test("fields that not every account has are requested only if a definition has them", async () => {
    const fieldsFor = async (more: object) => {
      const { fetch, requests } = recorder(listing());
      await client({ fetch }).templates.sync([message("a", "We are open.", more)], { dryRun: true });
      return requests[0]?.url.searchParams.get("fields")?.split(",") ?? [];
    };
    expect(await fieldsFor({})).not.toContain("is_primary_device_delivery_only");
    expect(await fieldsFor({ is_primary_device_delivery_only: true })).toContain(
      "is_primary_device_delivery_only",
    );
  });

  test("that fails makes the whole sync fail", async () => {
    const { fetch } = recorder(refused(400, 190));
    expect(await failure(client({ fetch }).templates.sync([message("a")]))).toBeInstanceOf(ApiError);
  });

  test("needs an account", async () => {
    const { fetch } = recorder();
    const sync = client({ fetch, businessAccountId: undefined }).templates.sync([message("a")]);
    expect(await failure(sync)).toBeInstanceOf(ConfigurationError);
  });
});

describe("before any request", () => {
  test("every invalid definition is reported with its index", async () => {
    const { fetch, requests } = recorder();
    const error = await failure(
      client({ fetch }).templates.sync([message("a"), message("B"), message("c", "")]),
    );
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).issues.map(({ path }) => path)).toEqual([
      "1.name",
      "2.components.0.text",
    ]);
    expect(requests).toHaveLength(0);
  });

  test("two definitions with the same name and language are refused", async () => {
    const { fetch } = recorder();
    const error = await failure(client({ fetch }).templates.sync([message("a"), message("b"), message("a")]));
    expect((error as ValidationError).issues).toEqual([
      { path: "2.name", message: "is already defined in this language" },
    ]);
  });
});

describe("statuses", () => {
  const planned = async (status: string, text: string, more: object = {}) => {
    const { fetch } = recorder(listing(held({ status, ...more })));
    const plan = await client({ fetch }).templates.sync([message("hours", text)], { dryRun: true });
    return plan.blocked[0]?.code ?? Object.keys(names(plan))[0];
  };

  test.each([
    ["APPROVED", "unchanged", "edit"],
    ["REJECTED", "unchanged", "edit"],
    ["PAUSED", "unchanged", "edit"],
    ["PENDING", "unchanged", "in-review"],
    ["IN_APPEAL", "unchanged", "in-review"],
    ["LIMIT_EXCEEDED", "unchanged", "status"],
    ["PENDING_DELETION", "being-deleted", "being-deleted"],
    ["DELETED", "being-deleted", "being-deleted"],
    ["DISABLED", "disabled", "disabled"],
    ["ARCHIVED", "archived", "archived"],
    ["SOMETHING_NEW", "unchanged", "edit"],
    ["approved", "unchanged", "edit"],
  ])("%s: %s if it matches, %s if it differs", async (status, same, different) => {
    expect(await planned(status, "We are open.")).toBe(same);
    expect(await planned(status, "We are closed.")).toBe(different);
  });

  test("templates created by Direct Send are neither edited nor deleted", async () => {
    expect(await planned("APPROVED", "We are closed.", { source: "auto_generated" })).toBe("direct-send");
    const { fetch } = recorder(listing(held({ source: "AUTO_GENERATED" })));
    expect(names(await client({ fetch }).templates.sync([], { delete: true, dryRun: true }))).toEqual({});
  });

  test("a template that is being deleted is not deleted again", async () => {
    const { fetch } = recorder(listing(held({ status: "PENDING_DELETION" })));
    expect(names(await client({ fetch }).templates.sync([], { delete: true, dryRun: true }))).toEqual({});
  });
});

describe("when a step fails", () => {
  const created = () => Response.json({ id: "9", status: "PENDING", category: "UTILITY" });
  const two = [message("a"), message("b")];

  test("the others continue", async () => {
    const { fetch } = recorder(listing(), listing(), refused(400, 100), created());
    const { create } = await client({ fetch }).templates.sync(two);
    expect(create.map(({ applied }) => applied)).toEqual([false, true]);
    expect(create[0]?.error).toBeInstanceOf(ApiError);
  });

  test.each([
    ["the token", () => refused(401, 190), ApiError],
    ["the permission", () => refused(403, 200), ApiError],
    [
      "the connection",
      () =>
        new TypeError("fetch failed", {
          cause: Object.assign(new Error(), { code: "ECONNREFUSED", syscall: "connect" }),
        }),
      ConnectionError,
    ],
  ])("because of %s, no further step is tried", async (_, fail, expected) => {
    const { requests } = runtimeRecorder(listing(), listing(), fail());
    const { create } = await client({}).templates.sync(two);
    expect(create.map(({ applied }) => applied)).toEqual([false, false]);
    expect(create.every(({ error }) => error instanceof expected)).toBe(true);
    expect(requests).toHaveLength(3);
  });

  test("a throttle without a time, or with a very short one, blocks the rest", async () => {
    const throttled = () => refused(400, 80_008, {}, { "retry-after": "0" });
    const { fetch, requests } = recorder(listing(), listing(), throttled());
    const { blocked } = await client({ fetch, clock: fakeClock() }).templates.sync(two);
    expect(blocked.map(({ code, retryAfterMs }) => `${code} ${retryAfterMs}`)).toEqual([
      "hourly-limit 60000",
      "hourly-limit 60000",
    ]);
    expect(requests).toHaveLength(3);
  });

  test("a template that exists but was not listed is recognized by its content", async () => {
    const exists = () => refused(400, 100, { error_subcode: 2_388_024 });
    const same = recorder(listing(), exists(), listing(held()));
    const { create } = await client({ fetch: same.fetch }).templates.sync([message("hours")]);
    expect(create).toMatchObject([{ applied: true, id: "1", status: "APPROVED" }]);
    const other = recorder(
      listing(),
      exists(),
      listing(held({ components: [{ type: "BODY", text: "x y" }] })),
    );
    expect((await client({ fetch: other.fetch }).templates.sync([message("hours")])).blocked).toMatchObject([
      { code: "exists" },
    ]);
  });
});

test.each([
  [undefined, "must be a list"],
  [message("a"), "must be a list"],
  [[message("a"), null], "`1` must be an object; got null"],
])("anything but a list of definitions is refused before any request: %#", async (definitions, words) => {
  const { fetch, requests } = recorder();
  await expect(client({ fetch }).templates.sync(definitions as never)).rejects.toThrow(
    `Invalid list of templates: ${words}.`,
  );
  expect(requests).toEqual([]);
});
