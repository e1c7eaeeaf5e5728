import { afterEach, beforeEach, expect, test } from "vitest";
import { type Graph, startGraph } from "./graph.ts";
import { handle } from "./support.ts";

let graph: Graph;

beforeEach(async () => {
  graph = await startGraph();
});

afterEach(() => graph.simulator.close());

const profile = {
  about: "Open from 9 to 18",
  address: "1 Main St",
  description: "Everything for the garden",
  email: "shop@example.com",
  websites: ["https://example.com", "http://example.org/a"],
  vertical: "RETAIL",
};

const fields = "about,address,description,email,profile_picture_url,websites,vertical";
const read = async (query = `?fields=${fields}`) =>
  (await graph.get(`${graph.phoneNumberId}/whatsapp_business_profile${query}`)).json;
const write = (changes: object) =>
  graph.post(`${graph.phoneNumberId}/whatsapp_business_profile`, {
    messaging_product: "whatsapp",
    ...changes,
  });

test("a profile is empty at first, and is changed field by field", async () => {
  const empty = { data: [{ messaging_product: "whatsapp" }] };
  expect(await read()).toEqual(empty);
  expect((await write(profile)).json).toEqual({ success: true });
  expect(await read()).toEqual({ data: [{ messaging_product: "whatsapp", ...profile }] });
  await write({ about: "Closed", email: "" });
  expect(await read("?fields=about,email")).toEqual({
    data: [{ messaging_product: "whatsapp", about: "Closed", email: "" }],
  });
  expect(await read("")).toEqual(empty);
});

test("the picture is an upload, which can then be seen", async () => {
  const { simulator } = graph;
  expect((await write({ profile_picture_handle: await handle(simulator) })).status).toBe(200);
  const [{ profile_picture_url }] = (await read()).data;
  const picture = await fetch(profile_picture_url);
  expect([picture.headers.get("content-type"), (await picture.arrayBuffer()).byteLength]).toEqual([
    "image/png",
    3,
  ]);
  expect((await write({ profile_picture_handle: "4::nothing" })).error).toEqual({ status: 400, code: 100 });
  const pdf = await handle(simulator, "application/pdf");
  expect((await write({ profile_picture_handle: pdf })).error).toEqual({ status: 400, code: 100 });
});

test.each([
  [{ messaging_product: undefined }],
  [{ about: "" }],
  [{ about: "a".repeat(140) }],
  [{ address: "a".repeat(257) }],
  [{ description: "a".repeat(513) }],
  [{ email: "nobody" }],
  [{ email: `${"a".repeat(117)}@example.com` }],
  [{ websites: ["https://a.com", "https://b.com", "https://c.com"] }],
  [{ websites: ["example.com"] }],
  [{ websites: [`https://example.com/${"a".repeat(240)}`] }],
  [{ vertical: "ROBOTS" }],
  [{ abuot: "misspelled" }],
])("a profile with %j is refused, and nothing changes", async (changes) => {
  await write(profile);
  const { error } = await write({ description: "new", ...changes });
  expect(error).toEqual({ status: 400, code: 100 });
  expect((await read("?fields=description")).data[0].description).toBe(profile.description);
});

test("a field that does not exist cannot be read", async () => {
  expect((await read("?fields=color")).error.code).toBe(100);
});
