import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ApiError,
  ConfigurationError,
  file,
  type TemplateComponent,
  type TemplateDefinition,
  type TemplateFile,
  WhatsAppClient,
} from "wacloud";
import { createSimulator } from "wacloud/testing";
import { client, failure, refusal } from "../support/client.ts";
import { recorder } from "../support/recorder.ts";

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const png = bytes("\x89PNG\r\n\x1a\n0123456789");
const mp4 = bytes("\0\0\0\x18ftypisom0123456789");
const pdf = bytes("%PDF-1.7 0123456789");

const header = (sample: string | TemplateFile, format: "IMAGE" | "VIDEO" | "DOCUMENT" | "GIF" = "IMAGE") =>
  ({ type: "HEADER", format, example: { header_handle: [sample] } }) as const;
const definition = (...components: TemplateComponent[]): TemplateDefinition => ({
  name: "new_cake",
  language: "en_US",
  category: "MARKETING",
  components: [...components, { type: "BODY", text: "A new cake." }],
});
const card = (sample: string | TemplateFile) => ({
  components: [
    header(sample),
    { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "More" }] },
  ] as const,
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wacloud-samples-"));
  await writeFile(join(folder, "sample.png"), png);
});
afterAll(() => rm(folder, { recursive: true }));

/** A client of a fresh simulator, and the uploads it has seen. */
function account() {
  const simulator = createSimulator();
  const templates = new WhatsAppClient({ ...simulator.clientOptions, retry: false }).templates;
  const uploads = () => simulator.requests.filter(({ path }) => path.endsWith("/uploads")).length;
  return { simulator, templates, uploads };
}

describe("on the simulator, which accepts only handles of its own uploads", () => {
  test("a file is replaced by the handle of its upload", async () => {
    const { templates, uploads } = account();
    const { id } = await templates.create(definition(header(file(png))));
    const { components } = await templates.get(id);
    expect(components?.[0]).toMatchObject({ type: "HEADER", format: "IMAGE" });
    expect(components?.[0]?.example?.header_handle).toEqual([expect.any(String)]);
    expect(uploads()).toBe(1);
    const stranger = failure(templates.create({ ...definition(header("4::foreign")), name: "other" }));
    expect(await stranger).toBeInstanceOf(ApiError);
  });

  test.each([
    ["a path", () => file(join(folder, "sample.png"))],
    ["a file: address", () => file(pathToFileURL(join(folder, "sample.png")))],
    ["an object with a path", () => file({ path: join(folder, "sample.png") })],
    ["a Blob", () => file(new Blob([png], { type: "image/png" }))],
    ["a stream", () => file(new Blob([png]).stream(), { type: "image/png" })],
  ])("%s is accepted", async (_, sample) => {
    const { templates, uploads } = account();
    await templates.create(definition(header(sample())));
    expect(uploads()).toBe(1);
  });

  test("a file that several cards use is uploaded once, different files separately", async () => {
    const { templates, uploads } = account();
    const path = join(folder, "sample.png");
    const cards = [card(file(path)), card(file(path)), card(file(bytes("\xff\xd8\xff\xe0123")))];
    await templates.create(definition({ type: "CAROUSEL", cards }));
    expect(uploads()).toBe(2);
  });

  test("a defined template is created, and edited except for name and language", async () => {
    const { simulator, templates, uploads } = account();
    const { id } = await templates.create({ definition: definition(header(file(png))) });
    await simulator.approve("new_cake");
    const next = { definition: definition(header(file(mp4), "VIDEO")) };
    await templates.edit(id, next);
    expect((await templates.get(id)).components?.[0]).toMatchObject({ format: "VIDEO" });
    expect(uploads()).toBe(2);
  });
});

test("an edit with a whole definition sends neither name nor language", async () => {
  const { fetch, requests } = recorder(Response.json({ success: true }));
  const components = [{ type: "BODY", text: "A new cake." }] as const;
  const whole = {
    ...definition(),
    category: "MARKETING",
    components,
    send_type: "campaign",
    message_send_ttl_seconds: 43_200,
  } as const;
  await client({ fetch }).templates.edit("77", { definition: whole });
  expect(requests[0]?.json).toEqual({
    category: "MARKETING",
    components,
    message_send_ttl_seconds: 43_200,
  });
});

test("an upload without an app is refused, and the error says how to set it", async () => {
  const { fetch, requests } = recorder();
  const error = await failure(
    client({ fetch, appId: undefined }).templates.create(definition(header(file(png)))),
  );
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as Error).message).toMatch(/appId.*WHATSAPP_APP_ID/);
  expect(requests).toHaveLength(0);
});

test("an upload uses the app that the call names", async () => {
  const { fetch, requests } = recorder(
    Response.json({ id: "upload:1" }),
    Response.json({ h: "4::a" }),
    Response.json({ success: true }),
  );
  const changes = { components: [header(file(png)), { type: "BODY", text: "A new cake." }] as const };
  await client({ fetch, appId: undefined }).templates.edit("77", changes, { appId: "42" });
  expect(requests[0]?.url.pathname).toBe("/v26.0/42/uploads");
});

test("a handle needs no app", async () => {
  const { fetch, requests } = recorder(Response.json({ id: "77", status: "PENDING", category: "MARKETING" }));
  const given = definition(header("4::a"));
  await client({ fetch, appId: undefined }).templates.create(given);
  expect(requests[0]?.json).toEqual(given);
});

describe("a file that does not fit its header", () => {
  const refused = async (...components: TemplateComponent[]) => {
    const { fetch, requests } = recorder();
    const issues = await refusal(client({ fetch }).templates.create(definition(...components)));
    expect(requests).toHaveLength(0);
    return issues;
  };
  const at = "components.0.example.header_handle.0";

  test.each([
    [
      file(pdf),
      "IMAGE",
      "type application/pdf is not supported; supported types: image/jpeg, image/jpg, image/png",
    ],
    [file(png), "VIDEO", "type image/png is not supported; supported types: video/mp4"],
    [file(png), "DOCUMENT", "type image/png is not supported; supported types: application/pdf"],
    [file(png, { type: "image/jpeg" }), "IMAGE", "type is image/jpeg, but the content looks like image/png"],
    [file(new Uint8Array()), "IMAGE", "type is missing and could not be detected: pass it"],
    [file(new Uint8Array(), { type: "image/png" }), "IMAGE", "file is empty"],
    [file("/no/such.png"), "IMAGE", "file.path cannot be read (ENOENT)"],
    [
      file(new Blob([mp4, new Uint8Array(3.5 * 2 ** 20)], { type: "video/mp4" })),
      "GIF",
      "file must be at most 3.5 MB for video/mp4; it has 3670038 bytes",
    ],
  ] as const)("is refused before anything is sent: %#", async (sample, format, expected) => {
    expect(await refused(header(sample, format))).toEqual([`${at}.${expected}`]);
  });

  test("is reported with its card, along with all others", async () => {
    const cards = [card(file(pdf)), card(file(png)), card(file("/no/such.png"))];
    expect(await refused({ type: "CAROUSEL", cards })).toEqual([
      `components.0.cards.0.${at}.type application/pdf is not supported; supported types: image/jpeg, image/jpg, image/png`,
      `components.0.cards.2.${at}.file.path cannot be read (ENOENT)`,
    ]);
  });

  test("that is not a file is refused", async () => {
    const wrong = { kind: "file" } as unknown as TemplateFile;
    expect(await refused(header(wrong))).toEqual([`${at} must be an upload handle or file(…)`]);
    expect(await refused(header(""))).toEqual([`${at} must be an upload handle or file(…)`]);
  });
});
