import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { commandLine } from "../support/command.ts";
import { hasTerminal, runInTerminal } from "../support/terminal.ts";

/** Runs `wacloud templates push` in a terminal and presses this key when it prints `when`, by default the question. */
async function pushAndPress(key: string, { when = "Apply this plan to ", hangs = false } = {}) {
  const { simulator, folder, variables } = await commandLine();
  if (hangs) simulator.fail({ hang: "before-read" });
  mkdirSync(join(folder, "templates"));
  writeFileSync(
    join(folder, "templates/fresh.js"),
    `import { defineTemplate } from "wacloud";
     export const fresh = defineTemplate({ name: "fresh", language: "en_US", category: "UTILITY", body: "All new." });`,
  );
  const place = { cwd: folder, env: variables };
  const { exitCode, printed } = await runInTerminal("templates push", place, async ({ sees, press }) => {
    await sees(when);
    press(key);
  });
  simulator.recover();
  const client = new WhatsAppClient(simulator.clientOptions);
  return { exitCode, printed, created: await client.templates.find({ name: "fresh" }) };
}

test.runIf(hasTerminal)(
  "in a terminal, push shows the plan, asks for which account, and proceeds after a yes",
  async () => {
    const { exitCode, printed, created } = await pushAndPress("y");
    expect(exitCode).toBe(0);
    expect(printed.indexOf("+ create   fresh en_US")).toBeLessThan(
      printed.indexOf("Apply this plan to account"),
    );
    expect(printed.replace(/\s+/g, " ")).toMatch(/Apply this plan to account \d+ on \S+? ?\? 1 change/);
    expect(printed).toContain("✓ created  fresh en_US");
    expect(created).toMatchObject({ name: "fresh" });
  },
);

test.runIf(hasTerminal).each([
  ["a no", "n"],
  ["Enter, for no is what it proposes", "\r"],
  ["Ctrl-C", "\x03"],
])("nothing is changed at %s", async (_, key) => {
  const { exitCode, printed, created } = await pushAndPress(key);
  expect(exitCode).toBe(1);
  expect(printed).toContain("Nothing was changed.");
  expect(created).toBeUndefined();
});

test.runIf(hasTerminal)("Ctrl-C ends a running command with the exit code of an interruption", async () => {
  const { exitCode, printed, created } = await pushAndPress("\x03", { when: "Comparing", hangs: true });
  expect(exitCode).toBe(130);
  expect(printed).not.toContain("+ create");
  expect(created).toBeUndefined();
});
