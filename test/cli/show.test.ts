import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { commandLine } from "../support/command.ts";

type Definition = Parameters<WhatsAppClient["templates"]["create"]>[0];

/** A command line whose account holds these templates beside the two that every account starts with. */
async function account(...definitions: Definition[]) {
  const cli = await commandLine();
  const client = new WhatsAppClient(cli.simulator.clientOptions);
  for (const definition of definitions) await client.templates.create(definition);
  return cli;
}

const named = (first_name: string) => [{ param_name: "first_name", example: first_name }];

const shipped: Definition = {
  name: "order_shipped",
  language: "en_US",
  category: "UTILITY",
  parameter_format: "NAMED",
  components: [
    { type: "HEADER", format: "TEXT", text: "On its way" },
    {
      type: "BODY",
      text: "Hi *{{first_name}}*, your order is _on its way_ 🚚 to 東京都. We will ring ~twice~ once.",
      example: { body_text_named_params: named("Ana 👨‍👩‍👧") },
    },
    { type: "FOOTER", text: "Lucky Shop" },
    {
      type: "BUTTONS",
      buttons: [
        {
          type: "URL",
          text: "Track",
          url: "https://example.com/t/{{1}}",
          example: ["https://example.com/t/7"],
        },
        { type: "QUICK_REPLY", text: "Stop" },
      ],
    },
  ],
};

test("list prints one template per line, sorted by name", async () => {
  const { simulator, wacloud } = await account(shipped);
  await simulator.reject("order_shipped");
  const { stdout, stderr, exitCode } = await wacloud(["templates", "list"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toBe(
    [
      "NAME                LANGUAGE  CATEGORY  STATUS                     QUALITY",
      "hello_world         en_US     UTILITY   APPROVED                   –",
      "order_confirmation  en_US     UTILITY   APPROVED                   –",
      "order_shipped       en_US     UTILITY   REJECTED (INVALID_FORMAT)  –",
      "",
    ].join("\n"),
  );
});

test.each([
  [["--status", "pending"], ["order_shipped"]],
  [
    ["--name", "order"],
    ["order_confirmation", "order_shipped"],
  ],
  [["--language", "pt_BR", "de"], []],
  [
    ["--category", "MARKETING", "UTILITY", "--status", "APPROVED"],
    ["hello_world", "order_confirmation"],
  ],
])("list %j keeps what fits", async (filters, names) => {
  const { wacloud } = await account(shipped);
  const { stdout, exitCode } = await wacloud(["templates", "list", ...filters, "--json"]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).map(({ name }: { name: string }) => name)).toEqual(names);
});

test("show draws the message with its samples", async () => {
  const { wacloud } = await account(shipped);
  const { stdout, exitCode } = await wacloud(["templates", "show", "order_shipped"], { COLUMNS: "40" });
  expect(exitCode).toBe(0);
  expect(`\n${stdout}`).toBe(`
order_shipped · en_US · UTILITY · PENDING
╭──────────────────────────────────────╮
│ On its way                           │
│                                      │
│ Hi Ana 👨‍👩‍👧, your order is on its way  │
│ 🚚 to 東京都. We will ring twice     │
│ once.                                │
│                                      │
│ Lucky Shop                           │
├──────────────────────────────────────┤
│               ↗ Track                │
├──────────────────────────────────────┤
│                ↩ Stop                │
╰──────────────────────────────────────╯
`);
});

test("show renders WhatsApp's formatting in the terminal, unless NO_COLOR is set", async () => {
  const { wacloud } = await account(shipped);
  const { stdout } = await wacloud(["templates", "show", "order_shipped"], { FORCE_COLOR: "1" });
  expect(stdout).toContain("\x1b[1m\x1b[36mAna 👨‍👩‍👧\x1b[39m\x1b[22m");
  expect(stdout).toContain("\x1b[3mon its way\x1b[23m");
  expect(stdout).toContain("\x1b[9mtwice\x1b[29m");
  const plain = await wacloud(["templates", "show", "order_shipped"], { FORCE_COLOR: "1", NO_COLOR: "1" });
  expect(plain.stdout).toContain("Ana 👨‍👩‍👧");
  expect(plain.stdout).not.toContain("\x1b");
});

test('show hides surplus buttons behind "all options", and shows them when opened', async () => {
  const buttons = ["One", "Two", "Three", "Four"].map((text) => ({ type: "QUICK_REPLY" as const, text }));
  const { wacloud } = await account({
    name: "four",
    language: "en_US",
    category: "MARKETING",
    components: [
      { type: "BODY", text: "Pick one." },
      { type: "BUTTONS", buttons },
    ],
  });
  const { stdout } = await wacloud(["templates", "show", "four"], { COLUMNS: "24" });
  expect(`\n${stdout}`).toBe(`
four · en_US · MARKETING · PENDING
╭──────────────────────╮
│ Pick one.            │
├──────────────────────┤
│        ↩ One         │
├──────────────────────┤
│        ↩ Two         │
├──────────────────────┤
│  ≡ See all options   │
╰──────────────────────╯
  All options
╭──────────────────────╮
│        ↩ One         │
├──────────────────────┤
│        ↩ Two         │
├──────────────────────┤
│       ↩ Three        │
├──────────────────────┤
│        ↩ Four        │
╰──────────────────────╯
`);
});

test("show --json prints Meta's response, with one element per language", async () => {
  const german: Definition = { ...shipped, language: "de" } as Definition;
  const { wacloud } = await account(shipped, german);
  const all = JSON.parse((await wacloud(["templates", "show", "order_shipped", "--json"])).stdout);
  expect(all).toMatchObject([
    { language: "de", status: "PENDING" },
    { language: "en_US", parameter_format: "NAMED" },
  ]);
  const one = await wacloud(["templates", "show", "order_shipped", "--language", "de", "--json"]);
  expect(JSON.parse(one.stdout)).toEqual([all[0]]);
});

test("show suggests similar names if the template does not exist", async () => {
  const { wacloud } = await account(shipped);
  const { exitCode, stdout, stderr } = await wacloud(["templates", "show", "order_shiped"]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(stderr).toBe("Error: Template order_shiped does not exist. Did you mean order_shipped?\n");
  const other = await wacloud(["templates", "show", "order_shipped", "--language", "fr"]);
  expect(other).toMatchObject({
    exitCode: 1,
    stderr: "Error: Template order_shipped does not exist in fr. Available languages: en_US.\n",
  });
  expect((await wacloud(["templates", "show", "zzz"])).stderr).toContain("wacloud templates list");
});

test("show --local draws the templates of a module, without an account", async () => {
  const { folder, wacloud, simulator } = await commandLine();
  writeFileSync(
    join(folder, "code.ts"),
    `import { defineTemplate } from "wacloud";
     export const code = defineTemplate({
       name: "code", language: "en_US", category: "AUTHENTICATION",
       body: { add_security_recommendation: true }, footer: { code_expiration_minutes: 10 },
       buttons: [{ type: "OTP", otp_type: "COPY_CODE" }],
     });`,
  );
  const none = { WHATSAPP_ACCESS_TOKEN: undefined, COLUMNS: "44" };
  const { exitCode, stdout } = await wacloud(["templates", "show", "code", "--local", "code.ts"], none);
  expect(exitCode).toBe(0);
  expect(`\n${stdout}`).toBe(`
code · en_US · AUTHENTICATION
╭──────────────────────────────────────────╮
│ 123456 is your verification code. For    │
│ your security, do not share this code.   │
│                                          │
│ This code expires in 10 minutes.         │
├──────────────────────────────────────────┤
│               ⧉ Copy code                │
╰──────────────────────────────────────────╯
`);
  expect(simulator.requests).toEqual([]);
});

test("control characters in texts do not reach the terminal", async () => {
  const { wacloud } = await account({
    name: "sly",
    language: "en_US",
    category: "UTILITY",
    components: [{ type: "BODY", text: "One\x1b[2Jtwo\x07 three\x9b31m.\tFour\u202e evif\u202c." }],
  });
  const { stdout } = await wacloud(["templates", "show", "sly"]);
  expect(stdout).toContain("Onetwo three. Four evif.");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
});
