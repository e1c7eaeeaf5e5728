import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { commandLine } from "../support/command.ts";
import { templateKinds } from "../support/template-kinds.ts";

const push = ["templates", "push"];
const diff = ["templates", "diff"];

/** A project whose modules define these bodies, by name, beside an account with the two templates of every account. */
async function project(bodies: Record<string, string> = {}, options: Parameters<typeof commandLine>[0] = {}) {
  const cli = await commandLine(options);
  const client = new WhatsAppClient(cli.simulator.clientOptions);
  mkdirSync(join(cli.folder, "templates"));
  const define = (name: string, body: string, more = "") =>
    writeFileSync(
      join(cli.folder, `templates/${name}.ts`),
      `import { defineTemplate, file } from "wacloud";
       export const template = defineTemplate({ name: "${name}", language: "en_US", category: "UTILITY", body: "${body}", ${more} });`,
    );
  for (const [name, body] of Object.entries(bodies)) define(name, body);
  const names = async () => {
    const found: string[] = [];
    for await (const { name } of client.templates.list({ limit: 100 })) found.push(name);
    return found.sort();
  };
  return { ...cli, client, define, names };
}

const own = ["hello_world", "order_confirmation"];

test("every kind is defined, pushed, approved, pulled twice with equal results, and pushed again without changes", async () => {
  const { simulator, folder, wacloud } = await project();
  copyFileSync("test/support/template-kinds.ts", join(folder, "templates/kinds.ts"));
  const pushed = await wacloud([...push, "--yes", "--json"]);
  expect(pushed.exitCode).toBe(0);
  const created = JSON.parse(pushed.stdout).create;
  expect(created.map(({ name, applied }: Record<string, unknown>) => [name, applied]).sort()).toEqual(
    templateKinds.map(({ name }) => [name, true]).sort(),
  );
  for (const { name } of templateKinds) await simulator.approve(name);

  const pull = ["templates", "pull", "--out", "pulled"];
  expect((await wacloud(pull)).exitCode).toBe(0);
  const texts = () =>
    readdirSync(join(folder, "pulled"))
      .filter((name) => name.endsWith(".mts"))
      .map((name) => readFileSync(join(folder, "pulled", name), "utf8"));
  const first = texts();
  expect(first).toHaveLength(templateKinds.length + own.length + 1);
  expect((await wacloud(pull)).exitCode).toBe(0);
  expect(texts()).toEqual(first);

  const writes = () => simulator.requests.filter(({ method }) => method !== "GET").length;
  const before = writes();
  expect(await wacloud([...push, "pulled"])).toMatchObject({
    exitCode: 0,
    stdout: `= ${templateKinds.length + own.length} unchanged\n`,
  });
  expect((await wacloud([...diff, "pulled", "--delete"])).exitCode).toBe(0);
  expect(writes()).toBe(before);
});

test("diff prints the differences line by line and exits with 1", async () => {
  const { wacloud, define, simulator, client } = await project({
    fresh: "All new.",
    order: "It has left.",
    waiting: "Soon.",
  });
  await client.templates.create({
    name: "order",
    language: "en_US",
    category: "UTILITY",
    components: [
      { type: "BODY", text: "It is here." },
      { type: "FOOTER", text: "Shop" },
    ],
  });
  await simulator.approve("order");
  await client.templates.create({
    name: "waiting",
    language: "en_US",
    category: "UTILITY",
    components: [{ type: "BODY", text: "Later." }],
  });
  const { exitCode, stdout, stderr } = await wacloud(diff);
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
  expect(stdout).toBe(`+ create   fresh en_US  UTILITY
~ edit     order en_US  APPROVED
             body.text
             - It is here.
             + It has left.
             footer.text
             - Shop
! blocked  waiting en_US  cannot edit
             It is in review: it can be edited once Meta has approved or rejected it.
             body.text
             - Later.
             + Soon.
= 2 templates in the account but not in your modules (--delete removes them)
`);
  define("order", "It is here.", 'footer: "Shop"');
  define("waiting", "Later.");
  define("fresh", "All new.");
  expect((await wacloud([...diff, "templates/order.ts", "templates/waiting.ts"])).exitCode).toBe(0);
  expect(await wacloud([...diff, "templates/order.ts", "--delete"])).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining("- delete   hello_world en_US"),
  });
});

test("push does nothing if it cannot ask for confirmation, and suggests the remedy", async () => {
  const { wacloud, names } = await project({ fresh: "All new." });
  const { exitCode, stdout, stderr } = await wacloud(push);
  expect(exitCode).toBe(2);
  expect(stdout).toContain("+ create   fresh en_US");
  expect(stderr).toContain("--yes");
  expect(await names()).toEqual(own);
});

test("push --yes applies the plan and prints each outcome", async () => {
  const { wacloud, names, define, simulator, client } = await project({
    fresh: "All new.",
    order: "It has left.",
  });
  expect(await wacloud([...push, "--yes"])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(
      /✓ created {2}fresh en_US {2}PENDING\n✓ created {2}order en_US {2}PENDING\n$/,
    ),
    stderr: expect.stringMatching(/^2 applied\.\n/),
  });
  await simulator.approve("order");
  define("order", "It is here.");
  expect((await wacloud([...push, "--yes"])).stdout).toContain("✓ edited   order en_US\n");
  expect(await client.templates.find({ name: "order" })).toMatchObject({
    components: [{ type: "BODY", text: "It is here." }],
  });
  expect(await names()).toEqual(["fresh", ...own, "order"].sort());
});

test("push deletes only the templates in the plan, and only with --delete", async () => {
  const { wacloud, names } = await project({ fresh: "All new." });
  await wacloud([...push, "--yes"]);
  expect(await names()).toEqual(["fresh", ...own]);
  const { stdout, exitCode } = await wacloud([...push, "--yes", "--delete"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("✓ deleted  hello_world en_US");
  expect(await names()).toEqual(["fresh"]);
});

test("a blocked or failed step sets exit code 1, but the other steps still run", async () => {
  const { wacloud, names, define, simulator } = await project({ fresh: "All new.", waiting: "Soon." });
  await wacloud([...push, "templates/waiting.ts", "--yes"]);
  define("waiting", "Later.");
  define("broken", "No sample.", 'header: { format: "IMAGE", example: file("none.png") }');
  simulator.fail({
    code: 100,
    match: ({ method, body }: { method: string; body?: unknown }) =>
      method === "POST" && JSON.stringify(body).includes("fresh"),
  } as never);
  const { exitCode, stdout, stderr } = await wacloud([...push, "--yes"]);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/✗ failed {3}broken en_US\n {13}.*cannot be read/);
  expect(stderr).toContain("Warning: broken en_US: header.example does not exist: none.png.");
  expect(stdout).toMatch(/✗ failed {3}fresh en_US\n {13}/);
  expect(stdout).toMatch(/! blocked {2}waiting en_US\n {13}It is in review/);
  expect(stderr).toContain("0 applied, 3 not applied; push again to retry.");
  expect(stderr).not.toContain("Meta reviews");
  expect(await names()).toEqual([...own, "waiting"].sort());
  const again = await wacloud([...push, "templates/fresh.ts", "--yes", "--json"]);
  expect(again.exitCode).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject({
    create: [{ name: "fresh", applied: true, status: "PENDING" }],
    blocked: [],
  });
});

test("--json prints errors as data", async () => {
  const { wacloud } = await project({ fresh: "All new." });
  const { exitCode, stdout } = await wacloud([...push, "--yes", "--json"], { WHATSAPP_APP_ID: undefined });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    create: [{ name: "fresh", applied: true }],
    edit: [],
    delete: [],
    blocked: [],
  });
});

test("compares nothing while a rule is broken", async () => {
  const { wacloud, define, simulator } = await project({ fresh: "{{1}} first" });
  define("other", "Fine.");
  for (const command of [diff, push]) {
    const { exitCode, stdout, stderr } = await wacloud(command);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/templates\/fresh\.ts: body /);
  }
  expect(simulator.requests).toEqual([]);
});
