import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { defineTemplate, WhatsAppClient } from "wacloud";
import { commandLine } from "../support/command.ts";

const list = ["templates", "list"];

test("--version and --help print to standard output", async () => {
  const { wacloud } = await commandLine();
  expect(await wacloud(["--version"])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
  const { stdout, exitCode } = await wacloud(["templates", "--help"]);
  expect(exitCode).toBe(0);
  for (const name of ["list", "show"]) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
});

test("a misspelled command or option exits as misuse and suggests the right one", async () => {
  const { wacloud } = await commandLine();
  expect(await wacloud(["templates", "lsit"])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("list"),
  });
  expect(await wacloud([...list, "--jsno"])).toMatchObject({
    exitCode: 2,
    stdout: "",
    stderr: expect.stringContaining("--json"),
  });
});

test("missing variables are named together", async () => {
  const { wacloud } = await commandLine();
  const { exitCode, stderr } = await wacloud(list, {
    WHATSAPP_ACCESS_TOKEN: "",
    WHATSAPP_BUSINESS_ACCOUNT_ID: undefined,
  });
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    "Error: Missing WHATSAPP_ACCESS_TOKEN and WHATSAPP_BUSINESS_ACCOUNT_ID: set them in the environment or in .env.\n",
  );
});

test("a malformed variable is named, but its value is never shown", async () => {
  const { wacloud } = await commandLine();
  const { exitCode, stderr } = await wacloud(list, { WHATSAPP_BUSINESS_ACCOUNT_ID: "my-account" });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("WHATSAPP_BUSINESS_ACCOUNT_ID");
  expect(stderr).not.toContain("my-account");
});

test("variables come from the environment, then from the given file or .env", async () => {
  const { folder, wacloud, variables } = await commandLine();
  const none = Object.fromEntries(Object.keys(variables).map((name) => [name, undefined]));
  const lines = (given: Record<string, string | undefined>) =>
    Object.entries(given)
      .map(([name, value]) => `${name}="${value}"\n`)
      .join("");
  writeFileSync(join(folder, ".env"), lines(variables));
  expect((await wacloud(list, none)).exitCode).toBe(0);
  writeFileSync(join(folder, "wrong.env"), lines({ ...variables, WHATSAPP_ACCESS_TOKEN: "another" }));
  expect((await wacloud([...list, "--env", "wrong.env"], none)).exitCode).toBe(1);
  expect((await wacloud([...list, "--env", "wrong.env"])).exitCode).toBe(0);
  expect(await wacloud([...list, "--env", "none.env"])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("none.env"),
  });
});

test("an error from Meta is explained with its hint, without a stack trace or a token", async () => {
  const { wacloud } = await commandLine();
  const token = "EAAwrongtoken";
  const { exitCode, stdout, stderr } = await wacloud(list, { WHATSAPP_ACCESS_TOKEN: token });
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(stderr).toMatch(/^Error: .*\nHint: {2}.*token/m);
  expect(stderr).not.toContain(token);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test("an unreachable server is reported in plain words", async () => {
  const { wacloud } = await commandLine();
  const { exitCode, stderr } = await wacloud(list, { WHATSAPP_API_BASE_URL: "not an address" });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("WHATSAPP_API_BASE_URL");
});

test("an unresponsive server is reported with advice on what to check", async () => {
  const { wacloud, simulator } = await commandLine();
  await simulator.close();
  const { exitCode, stdout, stderr } = await wacloud(list);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(stderr).toMatch(/^Error: No response from WhatsApp.*\nHint: .*WHATSAPP_API_BASE_URL/);
});

test("one long name does not push the other columns off the screen", async () => {
  const { wacloud, simulator } = await commandLine();
  const name = "x".repeat(300);
  const client = new WhatsAppClient(simulator.clientOptions);
  await client.templates.create(
    defineTemplate({ name, language: "en_US", category: "UTILITY", body: "It is here." }),
  );
  const rows = (await wacloud(list)).stdout.trimEnd().split("\n");
  expect(rows.filter((row) => row.length > 120)).toEqual([expect.stringMatching(/^x{300} {2}en_US/)]);
});
