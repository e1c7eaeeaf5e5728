import { expect, test } from "vitest";
import { client, failure } from "../support/client.ts";
import { fc } from "../support/properties.ts";
import { type Recorded, recorder } from "../support/recorder.ts";

const template = (id: number | string) => ({
  id: String(id),
  name: `t_${id}`,
  language: "en",
  status: "APPROVED",
  category: "UTILITY",
});

const page = (ids: (number | string)[], paging?: object, more: object = {}) =>
  Response.json({ data: ids.map(template), ...(paging === undefined ? {} : { paging }), ...more });

const goesOn = (after: string) => ({
  cursors: { before: "b", after },
  next: `https://graph.facebook.com/v26.0/1/message_templates?access_token=EAAsecret&limit=2&after=${after}`,
});

async function collectIds(list: AsyncIterable<{ id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of list) ids.push(id);
  return ids;
}

const listCursors = (requests: Recorded[]) => requests.map(({ url }) => url.searchParams.get("after"));

test("iterating reads every page, with the same filters", async () => {
  const { fetch, requests } = recorder(page([1, 2], goesOn("c1")), page([3], { cursors: { after: "c2" } }));
  expect(await collectIds(client({ fetch }).templates.list({ limit: 2, name: "x" }))).toEqual([
    "1",
    "2",
    "3",
  ]);
  expect(listCursors(requests)).toEqual([null, "c1"]);
  expect(requests.map(({ url }) => url.searchParams.get("name"))).toEqual(["x", "x"]);
  expect(requests.map(({ url }) => url.searchParams.get("limit"))).toEqual(["2", "2"]);
});

test("nothing is requested before the list is read, and reading it again starts over", async () => {
  const { fetch, requests } = recorder(page([1]), page([1]));
  const list = client({ fetch }).templates.list();
  expect(requests).toHaveLength(0);
  expect(await collectIds(list)).toEqual(["1"]);
  expect(await collectIds(list)).toEqual(["1"]);
});

test("a page is requested only when the previous one is used up", async () => {
  const { fetch, requests } = recorder(page([1, 2], goesOn("c1")));
  for await (const { id } of client({ fetch }).templates.list()) if (id === "2") break;
  expect(requests).toHaveLength(1);
});

test("further pages come from the configured host, never from the URL Meta returns", async () => {
  const elsewhere = { cursors: { after: "c1" }, next: "https://evil.test/steal?after=c9" };
  const { fetch, requests } = recorder(page([1], elsewhere), page([2]));
  expect(await collectIds(client({ fetch }).templates.list())).toEqual(["1", "2"]);
  expect(requests.map(({ url }) => url.host)).toEqual(["graph.facebook.com", "graph.facebook.com"]);
  expect(listCursors(requests)).toEqual([null, "c1"]);
});

test("a cursor that is only in the next URL is found there", async () => {
  const { fetch, requests } = recorder(
    page([1], { next: "https://graph.facebook.com/x?after=c1" }),
    page([2]),
  );
  expect(await collectIds(client({ fetch }).templates.list())).toEqual(["1", "2"]);
  expect(listCursors(requests)).toEqual([null, "c1"]);
});

test.each([
  ["there is no next URL", { cursors: { after: "c1" } }],
  ["there is no cursor", { next: "https://graph.facebook.com/x" }],
  ["the cursor is empty", { cursors: { after: "" }, next: "https://graph.facebook.com/x" }],
  ["the cursor is not a string", { cursors: { after: 7 }, next: "https://graph.facebook.com/x" }],
  ["the next URL is not a string", { cursors: { after: "c1" }, next: null }],
  ["there is no paging", undefined],
  ["paging is null", null],
])("the list ends if %s", async (_, paging) => {
  const { fetch, requests } = recorder(Response.json({ data: [template(1)], paging }));
  expect(await collectIds(client({ fetch }).templates.list())).toEqual(["1"]);
  expect(requests).toHaveLength(1);
});

test("an empty page ends the list", async () => {
  const { fetch, requests } = recorder(page([1], goesOn("c1")), page([], goesOn("c2")));
  expect(await collectIds(client({ fetch }).templates.list())).toEqual(["1"]);
  expect(requests).toHaveLength(2);
});

test("cursors that form a cycle end the list", async () => {
  const { fetch, requests } = recorder(
    page([1], goesOn("a")),
    page([2], goesOn("b")),
    page([3], goesOn("a")),
  );
  expect(await collectIds(client({ fetch }).templates.list())).toEqual(["1", "2", "3"]);
  expect(requests).toHaveLength(3);
});

test("a page that points to itself ends the list, even if it was requested by its cursor", async () => {
  const { fetch, requests } = recorder(page([1], goesOn("a")));
  expect(await collectIds(client({ fetch }).templates.list({ after: "a" }))).toEqual(["1"]);
  expect(requests).toHaveLength(1);
});

test("page() returns one page with its cursors and counts", async () => {
  const { fetch } = recorder(page([1, 2], goesOn("c1"), { summary: { total_count: 3 } }));
  const first = await client({ fetch })
    .templates.list({ summary: ["total_count"] })
    .page();
  expect(first.data.map(({ id }) => id)).toEqual(["1", "2"]);
  expect(first.paging?.cursors).toEqual({ before: "b", after: "c1" });
  expect(first.summary).toEqual({ total_count: 3 });
});

test("page.next() can be called repeatedly, and is absent on the last page", async () => {
  const { fetch, requests } = recorder(
    page([1], goesOn("c1")),
    page([2], goesOn("c2")),
    page([2]),
    page([3]),
  );
  const first = await client({ fetch }).templates.list({ before: "x" }).page();
  const second = await first.next?.();
  await first.next?.();
  const third = await second?.next?.();
  expect(third?.data[0]?.id).toBe("3");
  expect(third).not.toHaveProperty("next");
  expect(third).not.toHaveProperty("summary");
  expect(listCursors(requests)).toEqual([null, "c1", "c1", "c2"]);
  expect(requests.map(({ url }) => url.searchParams.get("before"))).toEqual(["x", null, null, null]);
});

test("the token that Meta puts into the URLs of pages is removed", async () => {
  const secret = "https://graph.facebook.com/x?access_token=EAAsecret&appsecret_proof=ab&after=c1";
  const { fetch } = recorder(page([1], { cursors: { after: "c1" }, next: secret, previous: secret }));
  const { paging } = await client({ fetch }).templates.list().page();
  expect(paging).toEqual({
    cursors: { after: "c1" },
    next: "https://graph.facebook.com/x?after=c1",
    previous: "https://graph.facebook.com/x?after=c1",
  });
});

test.each([
  ["not a list", { data: {} }],
  ["null", null],
  ["a list", []],
  ["a list of elements without an id", { data: [{ name: "x" }] }],
  ["a list of non-objects", { data: [null] }],
])("a response that is %s is an error, not an empty list", async (_, body) => {
  const { fetch } = recorder(Response.json(body));
  expect(await failure(collectIds(client({ fetch }).templates.list()))).toMatchObject({ name: "ApiError" });
});

test("an abort ends the list between pages", async () => {
  const { fetch, requests } = recorder(page([1], goesOn("c1")));
  const abort = new AbortController();
  const reading = async () => {
    for await (const _ of client({ fetch }).templates.list({}, { signal: abort.signal }))
      abort.abort("enough");
  };
  expect(await failure(reading())).toBe("enough");
  expect(requests).toHaveLength(1);
});

test("however a list is split into pages, every item arrives once and in order", async () => {
  const cut = fc.array(fc.array(fc.integer(), { minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(cut, async (pages) => {
      const answers = pages.map((ids, index) =>
        page(ids, index < pages.length - 1 ? goesOn(`c${index}`) : {}),
      );
      const { fetch, requests } = recorder(...answers);
      expect(await collectIds(client({ fetch }).templates.list())).toEqual(pages.flat().map(String));
      expect(requests).toHaveLength(pages.length);
    }),
    { numRuns: 60 },
  );
});
