import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ValidationError } from "wacloud";
import { client, failure } from "../support/client.ts";
import { recorder } from "../support/recorder.ts";

const account = "102290129340398";
const page = (data: unknown[], after?: string) =>
  Response.json({
    data,
    paging: after === undefined ? {} : { cursors: { after }, next: "https://graph.facebook.com/next" },
  });
const template = (name: string, language = "en_US") => ({
  id: `id-${name}-${language}`,
  name,
  language,
  status: "APPROVED",
  category: "UTILITY",
});
const definition = {
  name: "order_ok",
  language: "en_US",
  category: "UTILITY",
  components: [{ type: "BODY" as const, text: "Hi {{1}}", example: { body_text: [["Ana"]] } }],
};

describe("list", () => {
  test("passes every filter on", async () => {
    const { fetch, requests } = recorder(page([]));
    const filters = {
      fields: ["name", "status"],
      limit: 50,
      name: "order_ok",
      name_or_content: "order",
      content: "Hi",
      category: ["UTILITY"],
      language: ["en_US", "es"],
      status: ["APPROVED"],
      quality_score: ["GREEN"],
      source: "MANUAL",
      correct_category: "MARKETING",
      since: 1,
      until: 2,
      summary: ["total_count"],
    };
    await client({ fetch }).templates.list(filters).page();
    expect(requests[0]?.url.pathname).toBe(`/v25.0/${account}/message_templates`);
    expect(Object.fromEntries(requests[0]?.url.searchParams ?? [])).toEqual({
      fields: "name,status",
      limit: "50",
      name: "order_ok",
      name_or_content: "order",
      content: "Hi",
      category: '["UTILITY"]',
      language: '["en_US","es"]',
      status: '["APPROVED"]',
      quality_score: '["GREEN"]',
      source: "MANUAL",
      correct_category: "MARKETING",
      since: "1",
      until: "2",
      summary: "total_count",
    });
  });

  test("gives one page with its cursors", async () => {
    const { fetch, requests } = recorder(
      Response.json({
        data: [template("a")],
        paging: { cursors: { before: "B", after: "A" }, next: "https://evil.test" },
        summary: { total_count: 2 },
      }),
    );
    const first = await client({ fetch }).templates.list({ after: "START" }).page();
    expect(first).toEqual({
      data: [template("a")],
      cursors: { before: "B", after: "A" },
      hasNext: true,
      summary: { total_count: 2 },
    });
    expect(requests[0]?.url.searchParams.get("after")).toBe("START");
  });

  test("follows cursors on its own path, never the address in the answer", async () => {
    const { fetch, requests } = recorder(
      Response.json({
        data: [template("a")],
        paging: { cursors: { after: "2" }, next: "https://evil.test/steal" },
      }),
      page([template("b")]),
    );
    const names: string[] = [];
    for await (const { name } of client({ fetch }).templates.list({ limit: 1 })) names.push(name);
    expect(names).toEqual(["a", "b"]);
    expect(requests.map(({ url }) => url.host)).toEqual(["graph.facebook.com", "graph.facebook.com"]);
    expect(requests[1]?.url.searchParams.get("after")).toBe("2");
    expect(requests[1]?.url.searchParams.get("limit")).toBe("1");
  });

  test("asks for no more pages than are iterated", async () => {
    const { fetch, requests } = recorder(page([template("a"), template("b")], "2"));
    for await (const { name } of client({ fetch }).templates.list()) if (name === "b") break;
    expect(requests).toHaveLength(1);
  });

  test("ends when a cursor comes back, or a page is empty", async () => {
    const circle = recorder(page([template("a")], "X"), page([template("b")], "X"));
    const names: string[] = [];
    for await (const { name } of client({ fetch: circle.fetch }).templates.list()) names.push(name);
    expect(names).toEqual(["a", "b"]);
    const empty = recorder(page([], "Y"));
    for await (const { name } of client({ fetch: empty.fetch }).templates.list()) names.push(name);
    expect(names).toHaveLength(2);
  });

  test("gives every item once and in order, however it is split into pages, and again from the start", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer(), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        async (pages) => {
          const fetch = async (input: RequestInfo | URL) => {
            const at = Number(new URL((input as Request).url).searchParams.get("after") ?? 0);
            return page(
              (pages[at] ?? []).map((id) => ({ id })),
              at + 1 < pages.length ? String(at + 1) : undefined,
            );
          };
          const list = client({ fetch }).templates.list();
          for (let round = 0; round < 2; round += 1) {
            const ids: unknown[] = [];
            for await (const { id } of list) ids.push(id);
            expect(ids).toEqual(pages.flat());
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

test("get reads by id, getByName the exact name and language", async () => {
  const { fetch, requests, target } = recorder(
    Response.json(template("a")),
    page([template("a"), template("a", "es"), template("ab")]),
    page([template("a"), template("a", "es")]),
  );
  const { templates } = client({ fetch });
  expect(await templates.get({ id: "id-a", fields: ["name", "status"] })).toEqual(template("a"));
  expect((await templates.getByName("a")).map(({ language }) => language)).toEqual(["en_US", "es"]);
  expect(await templates.getByName("a", "es")).toEqual([template("a", "es")]);
  expect(target(0)).toBe("/v25.0/id-a?fields=name%2Cstatus");
  expect(requests[1]?.url.searchParams.get("name")).toBe("a");
});

describe("create and edit", () => {
  test("send the definition as it was given", async () => {
    const created = { id: "1", status: "PENDING", category: "MARKETING" };
    const { fetch, requests } = recorder(Response.json(created), Response.json({ success: true }));
    const { templates } = client({ fetch });
    const given = { ...definition, new_at_meta: { firstName: 1 } };
    expect(await templates.create(given)).toEqual(created);
    expect(requests[0]?.json).toEqual(given);
    expect(
      await templates.edit("1407", { components: definition.components, message_send_ttl_seconds: -1 }),
    ).toEqual({ success: true });
    expect(requests[1]?.url.pathname).toBe("/v25.0/1407");
    expect(requests[1]?.method).toBe("POST");
  });

  const button = (more: object) => [
    ...definition.components,
    { type: "BUTTONS", buttons: [{ type: "URL", text: "Go", ...more }] },
  ];
  test.each([
    ["name", { name: "Order OK" }],
    ["name", { name: "x".repeat(513) }],
    ["language", { language: "english" }],
    ["components", { components: undefined }],
    ["components.0.text", { components: [{ type: "BODY", text: "x".repeat(1025) }] }],
    ["components.0.text", { components: [{ type: "HEADER", format: "TEXT", text: "x".repeat(61) }] }],
    ["components.0.text", { components: [{ type: "HEADER", format: "TEXT" }] }],
    ["components.0.text", { components: [{ type: "FOOTER", text: "x".repeat(61) }] }],
    [
      "components.0.code_expiration_minutes",
      { components: [{ type: "FOOTER", code_expiration_minutes: 91 }] },
    ],
    ["components.1.buttons.0.text", { components: button({ text: "x".repeat(26) }) }],
    ["components.1.buttons.0.url", { components: button({ url: "x".repeat(2001) }) }],
    ["components.1.buttons.0.phone_number", { components: button({ phone_number: "1".repeat(21) }) }],
    [
      "components.1.buttons",
      {
        components: [
          definition.components[0],
          {
            type: "BUTTONS",
            buttons: Array.from({ length: 11 }, () => ({ type: "QUICK_REPLY", text: "a" })),
          },
        ],
      },
    ],
    [
      "components.0.limited_time_offer.text",
      { components: [{ type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "x".repeat(17) } }] },
    ],
    ["message_send_ttl_seconds", { message_send_ttl_seconds: 29 }],
  ])("refuse %s %#", async (path, wrong) => {
    const { fetch, requests } = recorder();
    const error = await failure(client({ fetch }).templates.create({ ...definition, ...wrong } as never));
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).issues.map((issue) => issue.path)).toContain(path);
    expect((error as Error).message).not.toContain("xxxxx");
    expect(requests).toHaveLength(0);
  });

  test("take either case, library templates, and components that are new at Meta", async () => {
    const created = () => Response.json({ id: "1", status: "PENDING", category: "UTILITY" });
    const { fetch } = recorder(created, created, created);
    const { templates } = client({ fetch });
    await templates.create({ ...definition, components: [{ type: "body", text: "Hi" }] } as never);
    await templates.create({ ...definition, components: [{ type: "ALBUM", pictures: [] }] } as never);
    const { components: _, ...bare } = definition;
    await templates.create({ ...bare, library_template_name: "delivery_update_1" });
  });

  test("an unclear creation is not repeated", async () => {
    const { fetch, requests } = recorder(new Response("", { status: 500 }));
    const error = await failure(client({ fetch, retry: {} }).templates.create(definition));
    expect(error).toMatchObject({ name: "AmbiguousSendError" });
    expect(requests).toHaveLength(1);
  });
});

describe("delete", () => {
  test.each([
    [{ name: "a" }, "?name=a"],
    [{ name: "a", id: "1" }, "?name=a&hsm_id=1"],
    [{ ids: ["1", "2"] }, "?hsm_ids=%5B%221%22%2C%222%22%5D"],
  ])("%j", async (which, search) => {
    const { fetch, requests } = recorder(Response.json({ success: true }));
    expect(await client({ fetch }).templates.delete(which)).toEqual({ success: true });
    expect(requests[0]?.method).toBe("DELETE");
    expect(requests[0]?.url.search).toBe(search);
  });

  test.each([
    [{}],
    [{ name: "" }],
    [{ id: "1" }],
    [{ ids: [] }],
    [{ ids: Array.from({ length: 101 }, String) }],
    [{ ids: ["1"], name: "a" }],
    [{ name: "a", id: "" }],
  ])("%j is refused: it could delete more than meant", async (which) => {
    const { fetch, requests } = recorder();
    expect(await failure(client({ fetch }).templates.delete(which as never))).toBeInstanceOf(ValidationError);
    expect(requests).toHaveLength(0);
  });

  test("an id cannot climb the path", async () => {
    const { fetch, requests } = recorder(Response.json({ success: true }));
    const { templates } = client({ fetch });
    await templates.edit("../me?x=1", { category: "UTILITY" });
    expect(requests[0]?.url.pathname).toBe("/v25.0/..%2Fme%3Fx%3D1");
    for (const id of ["", ".", ".."])
      expect(await failure(templates.get({ id }))).toBeInstanceOf(ValidationError);
  });
});
