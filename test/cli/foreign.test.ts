import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { commandLine } from "../support/command.ts";

type Json = Record<string, unknown>;

const template = (name: string, more: Json = {}): Json => ({
  id: name,
  name,
  language: "en_US",
  status: "APPROVED",
  category: "UTILITY",
  components: [{ type: "BODY", text: "We are open." }],
  ...more,
});

const oldCode = template("old_code", {
  category: "AUTHENTICATION",
  components: [
    { type: "HEADER", format: "TEXT", text: "Your code" },
    { type: "BODY", text: "Use {{1}} now.", example: { body_text: [["1"]] } },
    { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "No" }] },
  ],
});

/** The command beside an account that holds these templates, and what was written to it. */
async function accountOf(...templates: unknown[]) {
  const written: string[] = [];
  const server = createServer((request, response) => {
    if (request.method !== "GET") written.push(`${request.method} ${request.url}`);
    const name = new URL(request.url ?? "", "http://localhost").searchParams.get("name");
    const data = templates.filter((one) => name === null || (one as Json | null)?.name === name);
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify(request.method === "GET" ? { data } : { success: true }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const cli = await commandLine();
  const { port } = server.address() as AddressInfo;
  const wacloud = (...words: string[]) =>
    cli.wacloud(["templates", ...words], { WHATSAPP_API_BASE_URL: `http://127.0.0.1:${port}` });
  return { ...cli, wacloud, written };
}

const pulled = (folder: string) =>
  readdirSync(join(folder, "templates")).map((file) => file.replace(/\.m?ts$/, ""));

test("pull leaves an authentication template of the old kind out by name, and push --delete keeps it", async () => {
  const { wacloud, folder, written } = await accountOf(
    template("plain"),
    oldCode,
    template("odd", { components: "?" }),
  );
  const { exitCode, stderr } = await wacloud("pull");
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/old_code \(en_US\) was skipped.*components\.0/);
  expect(stderr).toMatch(/odd \(en_US\) was skipped.*components/);
  expect(pulled(folder)).toEqual(["index", "plain"]);
  expect(await wacloud("diff", "--delete")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/no module can define, kept: .*old_code en_US/),
  });
  expect(await wacloud("push", "--delete", "--yes")).toMatchObject({ exitCode: 0 });
  expect(written).toEqual([]);
});

test("diff and push tell a rejected template as rejected, with its reason; diff exits with 1", async () => {
  const rejected = template("sale", { status: "REJECTED", rejected_reason: "TAG_CONTENT_MISMATCH" });
  const { wacloud } = await accountOf(rejected, template("plain"));
  await wacloud("pull");
  const told = expect.stringMatching(/rejected\s+sale en_US\s+TAG_CONTENT_MISMATCH[\s\S]*= 1 unchanged/);
  expect(await wacloud("diff")).toMatchObject({ exitCode: 1, stdout: told });
  expect(await wacloud("push", "--yes")).toMatchObject({ exitCode: 0, stdout: told });
  const data = JSON.parse((await wacloud("diff", "--json")).stdout);
  expect(data.unchanged).toContainEqual(
    expect.objectContaining({ name: "sale", rejected_reason: "TAG_CONTENT_MISMATCH" }),
  );
});

test.each(["DISABLED", "ARCHIVED"])(
  "a template that is %s leaves diff clean after a pull",
  async (status) => {
    const { wacloud } = await accountOf(template("plain"), template("gone", { status }));
    await wacloud("pull");
    expect(await wacloud("diff")).toMatchObject({ exitCode: 0 });
    expect(await wacloud("diff", "--delete")).toMatchObject({ exitCode: 0 });
    expect(await wacloud("push", "--yes")).toMatchObject({ exitCode: 0 });
  },
);

test("show draws what is unset, and says what is malformed", async () => {
  const nulls = { type: "BODY", text: "Hello there.", example: null, buttons: null, cards: null };
  const { wacloud } = await accountOf(
    template("plain", { components: [nulls], parameter_format: null }),
    template("odd", { components: [{ type: "BUTTONS", buttons: "?" }] }),
  );
  expect(await wacloud("show", "plain")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("Hello there."),
  });
  const odd = await wacloud("show", "odd");
  expect(odd.exitCode).not.toBe(0);
  expect(odd.stderr).toMatch(/components\.0\.buttons.*malformed/);
});

test("a list without names is refused in words", async () => {
  const { wacloud } = await accountOf({ id: "1", status: "APPROVED" });
  for (const words of [["list"], ["pull"]]) {
    const { exitCode, stderr } = await wacloud(...words);
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/name.*malformed|no usable response/);
    expect(stderr).not.toMatch(/TypeError|undefined/);
  }
});
