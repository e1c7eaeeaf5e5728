import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { type DefinedTemplate, defineTemplate, WhatsAppClient } from "wacloud";
import { commandLine } from "../support/command.ts";
import { templateKinds } from "../support/template-kinds.ts";

const pull = ["templates", "pull"];

/** An account that holds these templates, all approved, and what was pulled of it. */
async function account(templates: readonly DefinedTemplate[] = templateKinds) {
  const cli = await commandLine();
  const client = new WhatsAppClient(cli.simulator.clientOptions);
  for (const template of templates) {
    await client.templates.create(template);
    await cli.simulator.approve(template.name);
  }
  const path = (name: string) => join(cli.folder, "templates", name);
  const read = (name: string) => readFileSync(path(name), "utf8");
  const write = (name: string, text: string) => writeFileSync(path(name), text);
  const pulled = async (...words: string[]) => {
    const outcome = await cli.wacloud([...pull, ...words, "--json"]);
    const report = outcome.stdout === "" ? undefined : JSON.parse(outcome.stdout);
    const fates: Record<string, string> = Object.fromEntries(
      (report?.files ?? []).map(({ path: file, fate }: Record<string, string>) => [
        file?.replace("templates/", ""),
        fate,
      ]),
    );
    return { ...outcome, report, fates };
  };
  return { ...cli, client, path, read, write, pulled };
}

const [plain, positional] = templateKinds.filter(({ name }) => name === "plain" || name === "positional");
const two = [plain, positional].filter((template) => template !== undefined);

/** Every file below a folder with what is in it. */
const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [
        join(parentPath, name),
        readFileSync(join(parentPath, name), "base64"),
      ]),
  );

test("a second pull does not change a single byte, for every kind", async () => {
  const { folder, pulled, simulator } = await account();
  const first = await pulled();
  expect(first).toMatchObject({
    exitCode: 0,
    stderr: "",
    report: { left_out: [], missing_samples: [], left_over: [] },
  });
  expect(Object.values(first.fates)).toEqual(Array(templateKinds.length + 3).fill("created"));
  const before = contents(join(folder, "templates"));
  expect(Object.keys(before).filter((file) => file.includes("/media/"))).toHaveLength(6);
  const fetches = () => simulator.requests.filter(({ path }) => path.startsWith("/v/")).length;
  const fetched = fetches();
  expect(new Set(Object.values((await pulled()).fates))).toEqual(new Set(["unchanged"]));
  expect(contents(join(folder, "templates"))).toEqual(before);
  expect(fetches()).toBe(fetched);
});

test("sample files equal the uploads, and are downloaded without the token", async () => {
  const { pulled, path, simulator, read } = await account();
  await pulled();
  expect([...readFileSync(path("media/image.en_US.png"))].slice(0, 4)).toEqual([137, 80, 78, 71]);
  expect(read("media_carousel.mts")).toContain('file("templates/media/media_carousel.en_US.card2.png")');
  const fetches = simulator.requests.filter(({ path: place }) => place.startsWith("/v/"));
  expect(fetches).toHaveLength(6);
  for (const { headers } of fetches) expect(headers).not.toHaveProperty("authorization");
});

test("pulled modules compile", async () => {
  const { folder, pulled } = await account();
  await pulled();
  const config = {
    extends: resolve("tsconfig.json"),
    compilerOptions: {
      paths: { wacloud: [resolve("src/index.ts")] },
      typeRoots: [resolve("node_modules/@types")],
    },
    files: [join(folder, "templates/index.mts")],
    include: [resolve("src/**/*.d.ts")],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = spawnSync(process.execPath, ["node_modules/typescript-7/bin/tsc", "--noEmit", "-p", folder], {
    encoding: "utf8",
  });
  expect(tsc.stdout).toBe("");
  expect(tsc.status).toBe(0);
});

test("formatting a pulled file does not count as editing it", async () => {
  const quotes = `She said "it's here" \\ and he said "no".`;
  const { folder, pulled, read } = await account([
    ...templateKinds,
    defineTemplate({ name: "quotes", language: "en_US", category: "UTILITY", body: quotes }),
  ]);
  await pulled();
  const before = read("quotes.mts");
  const style = [
    "--javascript-formatter-quote-style=single",
    "--semicolons=as-needed",
    "--trailing-commas=none",
  ];
  const options = ["--write", "--line-width=80", "--vcs-enabled=false", ...style];
  const biome = spawnSync(
    resolve("node_modules/.bin/biome"),
    ["format", ...options, join(folder, "templates")],
    { encoding: "utf8", cwd: folder },
  );
  expect(biome.stdout + biome.stderr).toMatch(/Fixed \d+ files/);
  expect(read("quotes.mts")).not.toBe(before);
  expect(new Set(Object.values((await pulled()).fates))).toEqual(new Set(["unchanged"]));
});

test("languages of one name share a file, and files and constants are named after the template", async () => {
  const { client, pulled, read } = await account([]);
  const body = { type: "BODY" as const, text: "Bye." };
  for (const [name, language] of [
    ["new", "en_US"],
    ["2_go", "en_US"],
    ["ta_ta", "pt_BR"],
    ["ta__ta", "de"],
    ["ta_ta", "en_US"],
  ]) {
    const text = `Bye, ${name} ${language}.`;
    await client.templates.create({
      name: String(name),
      language: String(language),
      category: "UTILITY",
      components: [{ ...body, text }],
    });
  }
  await pulled();
  expect(read("new.mts")).toContain("export const newTemplate = {");
  expect(read("2_go.mts")).toContain("export const _2Go = {");
  expect(read("ta__ta.mts")).toContain("export const ta__ta = {");
  expect(read("ta_ta.mts").replace(/^.*\n/, "")).toBe(`import { defineTemplate } from "wacloud";

export const ta_ta = {
  en_US: defineTemplate({
    name: "ta_ta",
    language: "en_US",
    category: "UTILITY",
    body: "Bye, ta_ta en_US.",
  }),
  pt_BR: defineTemplate({
    name: "ta_ta",
    language: "pt_BR",
    category: "UTILITY",
    body: "Bye, ta_ta pt_BR.",
  }),
};
`);
});

test("a reformatted file stays unchanged until the account changes", async () => {
  const { pulled, read, write, client } = await account(two);
  await pulled();
  const reformatted = read("plain.mts").replaceAll('"', "'").replaceAll("  ", "\t").replace("}),", "})");
  write("plain.mts", reformatted);
  expect((await pulled()).fates["plain.mts"]).toBe("unchanged");
  expect(read("plain.mts")).toBe(reformatted);
  const template = await client.templates.find({ name: "plain" });
  await client.templates.edit(String(template?.id), { components: [{ type: "BODY", text: "It has left." }] });
  const second = await pulled();
  expect(second).toMatchObject({
    exitCode: 0,
    fates: { "plain.mts": "updated", "positional.mts": "unchanged" },
  });
  expect(read("plain.mts")).toContain('body: "It has left."');
});

test("an edited file is never overwritten without --force", async () => {
  const { pulled, read, write, client, wacloud } = await account(two);
  await pulled();
  const edited = read("plain.mts").replace("has arrived", "is here");
  write("plain.mts", edited);
  expect(await pulled()).toMatchObject({ exitCode: 0, fates: { "plain.mts": "ahead" } });
  const template = await client.templates.find({ name: "plain" });
  await client.templates.edit(String(template?.id), { components: [{ type: "BODY", text: "It has left." }] });
  expect(await pulled()).toMatchObject({ exitCode: 1, fates: { "plain.mts": "kept" } });
  expect(read("plain.mts")).toBe(edited);
  expect((await wacloud(pull)).stdout).toContain("--force");
  expect(await pulled("--force")).toMatchObject({ exitCode: 0, fates: { "plain.mts": "updated" } });
  expect(read("plain.mts")).toContain('body: "It has left."');
});

test("a handwritten file is kept, and the index exports it", async () => {
  const { pulled, read, write, path } = await account(two);
  mkdirSync(path(""), { recursive: true });
  write("plain.mts", "export const mine = 1;\n");
  write("own.ts", "export const own = 2;\n");
  const { exitCode, fates } = await pulled();
  expect({ exitCode, fate: fates["plain.mts"] }).toEqual({ exitCode: 1, fate: "kept" });
  expect(read("plain.mts")).toBe("export const mine = 1;\n");
  expect(read("index.mts")).toContain('export * from "./own.ts";');
});

test("an edited file counts as pulled once it has been pushed", async () => {
  const { pulled, read, write, client } = await account(two);
  await pulled();
  write("plain.mts", read("plain.mts").replace("has arrived", "is here"));
  const template = await client.templates.find({ name: "plain" });
  const change = (text: string) =>
    client.templates.edit(String(template?.id), { components: [{ type: "BODY", text }] });
  await change("Your order is here.");
  expect((await pulled()).fates["plain.mts"]).toBe("unchanged");
  expect(read("plain.mts")).toContain("is here");
});

test("only the named templates are pulled; an unknown name is an error", async () => {
  const { pulled, path, folder } = await account(two);
  expect(Object.keys((await pulled("plain")).fates)).toEqual(["plain.mts", "index.mts"]);
  expect(readdirSync(path(""))).toEqual(["index.mts", "plain.mts"]);
  expect(await pulled("plian")).toMatchObject({
    exitCode: 1,
    stdout: "",
    stderr: expect.stringContaining("plian"),
  });
  expect(readdirSync(folder)).toEqual(["node_modules", "templates"]);
});

test("a file whose template is no longer in the account is reported", async () => {
  const { pulled, client, path, wacloud } = await account(two);
  await pulled();
  await client.templates.delete({ name: "plain" });
  expect((await pulled()).report.left_over).toEqual(["templates/plain.mts"]);
  expect(readdirSync(path(""))).toContain("plain.mts");
  expect((await wacloud(pull)).stderr).toMatch(/templates\/plain\.mts.*no longer in the account/);
});

test("--js writes JavaScript, --out sets the folder, --no-media omits samples", async () => {
  const { wacloud, folder } = await account(templateKinds.filter(({ name }) => name === "image"));
  const { exitCode } = await wacloud([...pull, "--js", "--out", "src/messages/", "--no-media"]);
  expect(exitCode).toBe(0);
  expect(readdirSync(join(folder, "src/messages"))).toEqual([
    "hello_world.mjs",
    "image.mjs",
    "index.mjs",
    "order_confirmation.mjs",
  ]);
  const text = readFileSync(join(folder, "src/messages/image.mjs"), "utf8");
  expect(text).toContain('file("src/messages/media/image.en_US.png")');
});

test.each([
  [undefined, "./plain.mts"],
  ['{ "compilerOptions": { "allowImportingTsExtensions": true } }', "./plain.mts"],
  ['{ "compilerOptions": { "module": "NodeNext" } }', "./plain.mjs"],
  ['{ "compilerOptions": { "moduleResolution": "bundler" } }', "./plain.mjs"],
])("the index names its modules as tsconfig.json wants it: %s", async (config, specifier) => {
  const { pulled, read, folder } = await account(two);
  if (config !== undefined) writeFileSync(join(folder, "tsconfig.json"), config);
  await pulled();
  expect(read("index.mts")).toContain(`export * from "${specifier}";`);
});

test("names that are not valid file names still get their own files", async () => {
  const long = "x".repeat(300);
  const names = [`${long}_one`, `${long}_two`, "con", "index"];
  const { pulled, path } = await account(
    names.map((name) =>
      defineTemplate({ name, language: "en_US", category: "UTILITY", body: "It has arrived." }),
    ),
  );
  const first = await pulled();
  expect(first.exitCode).toBe(0);
  expect(new Set(Object.values(first.fates))).toEqual(new Set(["created"]));
  const stems = readdirSync(path("")).map((file) => file.replace(/\.m?ts$/, ""));
  expect(stems).toContain("con-template");
  expect(stems).toContain("index-template");
  expect(stems.filter((stem) => stem.startsWith("xxx"))).toHaveLength(2);
  expect(new Set(Object.values((await pulled()).fates))).toEqual(new Set(["unchanged"]));
});

test("characters that reverse the text direction are escaped", async () => {
  const text = "Pay \u202e001\u202c now, \u2066please\u2069.";
  const { pulled, read } = await account([
    defineTemplate({ name: "turned", language: "en_US", category: "UTILITY", body: text }),
  ]);
  await pulled();
  expect(read("turned.mts")).toContain("Pay \\u202e001\\u202c now, \\u2066please\\u2069.");
});

test("an account that does not support the rare fields is read without them", async () => {
  const { simulator, pulled } = await account(two);
  const asksForRare = ({ query }: { query: Record<string, string> }) =>
    query.fields?.includes("optimization_spec") === true;
  simulator.fail({ code: 100, times: 9, match: asksForRare });
  expect((await pulled()).fates).toMatchObject({ "plain.mts": "created", "positional.mts": "created" });
  expect(simulator.requests.filter(asksForRare)).toHaveLength(1);
});

test("a refused token does not cause another request", async () => {
  const { simulator, pulled } = await account(two);
  const before = simulator.requests.length;
  simulator.fail({ code: 190, times: 9 });
  expect(await pulled()).toMatchObject({ exitCode: 1, stdout: "" });
  expect(simulator.requests).toHaveLength(before + 1);
});
