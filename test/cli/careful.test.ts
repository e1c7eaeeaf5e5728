import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { commandLine } from "../support/command.ts";

const list = ["templates", "list"];

/** A server that answers everything with this, and remembers the tokens it was given. */
async function server(answer: object, status = 200) {
  const tokens: (string | undefined)[] = [];
  const listening = createServer((request, response) => {
    tokens.push(request.headers.authorization);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }).listen(0);
  onTestFinished(() => void listening.close());
  return { tokens, url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}` };
}

describe("a base URL from a file counts only together with a token of that file", () => {
  test.each([".env", "other.env"])(
    "the environment's token is not sent to a server that %s names",
    async (name) => {
      const { tokens, url } = await server({ data: [] });
      const { wacloud, folder } = await commandLine();
      writeFileSync(join(folder, name), `WHATSAPP_API_BASE_URL=${url}\n`);
      const words = name === ".env" ? list : [...list, "--env", name];
      const token = {
        WHATSAPP_ACCESS_TOKEN: "EAAsecret",
        WHATSAPP_API_BASE_URL: undefined,
        HTTPS_PROXY: undefined,
      };
      const { stderr } = await wacloud(words, token);
      expect(tokens).toEqual([]);
      expect(stderr).toContain("Warning: WHATSAPP_API_BASE_URL of the file was ignored");
      expect(stderr).not.toContain("EAAsecret");
    },
  );

  test("a file that has both is used, and an environment that has both wins", async () => {
    const [file, own] = [await server({ data: [] }), await server({ data: [] })];
    const { wacloud, folder } = await commandLine();
    writeFileSync(join(folder, ".env"), `WHATSAPP_API_BASE_URL=${file.url}\nWHATSAPP_ACCESS_TOKEN=EAAfile\n`);
    await wacloud(list, { WHATSAPP_API_BASE_URL: undefined, WHATSAPP_ACCESS_TOKEN: undefined });
    expect(file.tokens).toEqual(["Bearer EAAfile"]);
    await wacloud(list, { WHATSAPP_API_BASE_URL: own.url, WHATSAPP_ACCESS_TOKEN: "EAAown" });
    expect([file.tokens.length, own.tokens]).toEqual([1, ["Bearer EAAown"]]);
  });
});

describe("a file of variables", () => {
  const variables = "WHATSAPP_ACCESS_TOKEN=EAAfile\n";

  test.each<[string, Uint8Array]>([
    ["with a byte order mark", Buffer.from(`\ufeff${variables}`)],
    ["in UTF-16, as PowerShell writes it", Buffer.from(`\ufeff${variables}`, "utf16le")],
    ["in the other UTF-16", Buffer.from(`\ufeff${variables}`, "utf16le").swap16()],
    ["with the line ends of Windows", Buffer.from(`# mine\r\n${variables.replace("\n", "\r\n")}`)],
  ])("is read: %s", async (_, bytes) => {
    const { tokens, url } = await server({ data: [] });
    const { wacloud, folder } = await commandLine();
    writeFileSync(join(folder, ".env"), bytes);
    await wacloud(list, { WHATSAPP_API_BASE_URL: url, WHATSAPP_ACCESS_TOKEN: undefined });
    expect(tokens).toEqual(["Bearer EAAfile"]);
  });

  test.each([
    [".env", list],
    ["secrets", [...list, "--env", "secrets"]],
  ])("that cannot be read is named, and nothing is attempted: %s", async (name, words) => {
    const { wacloud, folder } = await commandLine();
    mkdirSync(join(folder, name));
    const { exitCode, stderr } = await wacloud(words);
    expect(stderr).toMatch(
      new RegExp(`^Error: ${name} cannot be read: .*EISDIR.* Pass an existing file to --env.`),
    );
    expect(exitCode).toBe(2);
  });
});

describe("a server that cannot be reached", () => {
  test.each([
    ["refuses the connection", "http://127.0.0.1:1", "127.0.0.1:1", /ECONNREFUSED|bad port/],
    ["refuses it, with a path", "http://localhost:9/graph", "localhost:9", /ECONNREFUSED|bad port/],
    ["does not exist", "https://wacloud.invalid", "wacloud.invalid", /ENOTFOUND|EAI_AGAIN/],
  ])("is named, with the cause: one that %s", async (_, url, host, cause) => {
    const { wacloud } = await commandLine();
    const { exitCode, stderr } = await wacloud(list, { WHATSAPP_API_BASE_URL: url });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Error: No response from WhatsApp at ${host}: `);
    expect(stderr).toMatch(cause);
    expect(stderr).toMatch(/\nHint: .*WHATSAPP_API_BASE_URL/);
  });
});

const hostile = "\u001b[2J\u001b]0;owned\u0007\u009b31mA\r\u202eB\u2066\u001b[8mC\u001b[1;31mD\b\u0000";
/** Anything that steers a terminal. A line break is the command's own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe("what a server says cannot steer the terminal", () => {
  const template = {
    id: "1",
    name: `order${hostile}`,
    language: `en_US${hostile}`,
    status: `REJECTED${hostile}`,
    category: `UTILITY${hostile}`,
    rejected_reason: hostile,
    components: [{ type: "BODY", text: hostile }],
  };
  const error = { message: hostile, code: 100, error_data: { details: hostile }, fbtrace_id: hostile };
  test.each<[string, object, number, string[]]>([
    ["a list", { data: [template] }, 200, list],
    ["a list as JSON", { data: [template] }, 200, [...list, "--json"]],
    ["a template", { data: [template] }, 200, ["templates", "show", template.name]],
    ["a template that does not exist", { data: [template] }, 200, ["templates", "show", "orde"]],
    ["a template as JSON", { data: [template] }, 200, ["templates", "show", template.name, "--json"]],
    ["a pull", { data: [template] }, 200, ["templates", "pull"]],
    ["a pull as JSON", { data: [template] }, 200, ["templates", "pull", "--json"]],
    ["an error", { error }, 400, list],
  ])("%s", async (_, answer, status, words) => {
    const { url } = await server(answer, status);
    const { wacloud } = await commandLine();
    const plain = words.map((word) => word.replaceAll("\u0000", ""));
    const { stdout, stderr } = await wacloud(plain, { WHATSAPP_API_BASE_URL: url });
    expect(stdout + stderr).not.toMatch(steering);
    expect(stdout + stderr).not.toBe("");
  });

  test("with colors, only styles are left", async () => {
    const { url } = await server({ data: [template] });
    const { wacloud } = await commandLine();
    const { stdout } = await wacloud(list, { WHATSAPP_API_BASE_URL: url, FORCE_COLOR: "1" });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: styles
    expect(stdout.replace(/\u001b\[\d{1,2}m/g, "")).not.toMatch(steering);
    expect(stdout).not.toContain("\u001b[8m");
  });
});

describe("push says where to", () => {
  test("before it asks", async () => {
    const { wacloud, folder, variables, simulator } = await commandLine();
    mkdirSync(join(folder, "templates"));
    writeFileSync(
      join(folder, "templates/order.mjs"),
      'import { defineTemplate } from "wacloud";\nexport default defineTemplate({ name: "order", language: "en_US", category: "UTILITY", body: "It is here." });\n',
    );
    const host = new URL(String(variables.WHATSAPP_API_BASE_URL)).host;
    const target = `account ${variables.WHATSAPP_BUSINESS_ACCOUNT_ID} on ${host}`;
    const refused = await wacloud(["templates", "push"]);
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`Nothing was changed in ${target}`),
    });
    expect(simulator.requests.every(({ method }) => method === "GET")).toBe(true);
  });
});

describe("lint", () => {
  const broken = `import { defineTemplate } from "wacloud";

export const first = defineTemplate({ name: "first", language: "en_US", category: "UTILITY", body: "" });

export const good = defineTemplate({ name: "good", language: "en_US", category: "UTILITY", body: "Fine." });
export const second = defineTemplate({
  name: "second",
  language: "pt_BR",
  category: "NEWS",
  body: "Oi.",
});
export const third = [defineTemplate({ name: "Third!", language: "en_US", category: "UTILITY", body: "Hi." })];
`;

  test("reports every broken template of every module, with name and line", async () => {
    const { wacloud, folder } = await commandLine();
    mkdirSync(join(folder, "templates"));
    writeFileSync(join(folder, "templates/a.mjs"), broken);
    writeFileSync(
      join(folder, "templates/b.mjs"),
      broken.replaceAll('"first"', '"other"').replaceAll('"good"', '"fine"'),
    );
    const { exitCode, stdout } = await wacloud(["templates", "lint", "--json"]);
    expect(exitCode).toBe(1);
    const found = JSON.parse(stdout) as {
      file: string;
      line: number;
      name: string;
      language: string;
      path: string;
    }[];
    expect(found.map(({ file, line, name, language, path }) => [file, line, name, language, path])).toEqual([
      ["templates/a.mjs", 3, "first", "en_US", "body"],
      ["templates/a.mjs", 6, "second", "pt_BR", "category"],
      ["templates/a.mjs", 12, "Third!", "en_US", "name"],
      ["templates/b.mjs", 3, "other", "en_US", "body"],
      ["templates/b.mjs", 6, "second", "pt_BR", "category"],
      ["templates/b.mjs", 12, "Third!", "en_US", "name"],
    ]);
    const shown = await wacloud(["templates", "lint"]);
    expect(shown.stdout).toMatch(/error {4}category .* \(second pt_BR, line 6\)\n/);
    expect(shown.stderr).toContain("2 templates in 2 files: 6 errors, 0 warnings");
    const pushed = await wacloud(["templates", "push", "--yes"]);
    expect(pushed.stderr).toMatch(/templates\/b\.mjs: name .* \(Third! en_US, line 12\)/);
  });
});

describe("what pull writes loads in every project", () => {
  test.each([
    ["CommonJS", '{ "type": "commonjs" }'],
    ["no type", "{}"],
    ["a module", '{ "type": "module" }'],
  ])("%s", async (_, manifest) => {
    const { wacloud, folder } = await commandLine();
    writeFileSync(join(folder, "package.json"), manifest);
    for (const words of [
      ["--js", "--out", "js"],
      ["--out", "ts"],
    ]) {
      expect((await wacloud(["templates", "pull", "--no-media", ...words])).exitCode).toBe(0);
      const linted = await wacloud(["templates", "lint", String(words.at(-1))]);
      expect(linted).toMatchObject({
        exitCode: 0,
        stderr: expect.stringContaining("2 templates in 2 files"),
      });
    }
  });
});
