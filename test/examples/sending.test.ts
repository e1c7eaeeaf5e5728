import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Simulator } from "wacloud/testing";
import { afterTest, cloud, customer, freePort, run } from "./cloud.ts";

test("send-text sends a text", async () => {
  const { simulator, env } = await cloud();
  const { printed, exitCode } = await run(["examples/send-text.ts", customer], env);
  expect({ printed, exitCode }).toEqual({ printed: `accepted as ${simulator.ledger[0]?.id}\n`, exitCode: 0 });
  expect(simulator.user(customer).inbox).toMatchObject([{ type: "text" }]);
});

test("send-text explains an invalid number", async () => {
  const { simulator, env } = await cloud();
  const { printed, exitCode } = await run(["examples/send-text.ts", "4155552671"], env);
  expect(exitCode).toBe(1);
  expect(printed).toMatch(/country code/);
  expect(simulator.ledger).toEqual([]);
});

test("send-text explains a customer who has not written", async () => {
  const { simulator, env } = await cloud({ openWindow: false, closedWindow: "response" });
  const { printed, exitCode } = await run(["examples/send-text.ts", customer], env);
  expect(exitCode).toBe(1);
  expect(printed).toMatch(/send a template/);
  expect(simulator.ledger).toEqual([]);
});

test("send-template sends the template with its values", async () => {
  const { simulator, env } = await cloud({ openWindow: false });
  const { printed, exitCode } = await run(["examples/send-template.ts", customer], env);
  expect({ exitCode, printed }).toEqual({
    exitCode: 0,
    printed: expect.stringContaining("accepted as wamid."),
  });
  expect(simulator.user(customer).inbox[0]?.text).toContain("Hi Ana, your order #777");
  expect(simulator.ledger[0]?.tag).toBe("order-777");
});

test("send-media uploads a file and sends it", async () => {
  const { simulator, env } = await cloud();
  const folder = mkdtempSync(join(tmpdir(), "wacloud-"));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "terms.txt");
  writeFileSync(file, "Everything in plain words.");
  const { exitCode } = await run(["examples/send-media.ts", customer, file], env);
  expect(exitCode).toBe(0);
  expect(simulator.ledger).toMatchObject([
    { type: "document", body: { document: { filename: "terms.txt" } } },
  ]);
});

test("send-media explains a missing file", async () => {
  const { simulator, env } = await cloud();
  const { printed, exitCode } = await run(["examples/send-media.ts", customer, "./no-such-file.pdf"], env);
  expect(exitCode).toBe(1);
  expect(printed).toMatch(/cannot be read/);
  expect(simulator.ledger).toEqual([]);
});

test("several-numbers sends from both numbers", async () => {
  const { simulator, env } = await cloud();
  simulator.addPhoneNumber("700800900");
  const { exitCode } = await run(["examples/several-numbers.ts", customer, "700800900"], env);
  expect(exitCode).toBe(0);
  const senders = simulator.ledger.map(({ phoneNumberId }) => phoneNumberId).sort();
  expect(senders).toEqual([simulator.clientOptions.phoneNumberId, "700800900"].sort());
});

describe("error-handling", () => {
  const notify = async (simulator: Simulator, env: NodeJS.ProcessEnv, to = customer) => {
    const port = String(await freePort());
    simulator.webhookUrl = `http://127.0.0.1:${port}/webhook`;
    return run(["examples/error-handling.ts", to], { ...env, PORT: port });
  };

  test("prints the accepted message", async () => {
    const { simulator, env } = await cloud();
    const outcome = await notify(simulator, env);
    expect(outcome).toEqual({ exitCode: 0, printed: `accepted as ${simulator.ledger[0]?.id}\n` });
  });

  test("names the invalid field if nothing was sent", async () => {
    const { simulator, env } = await cloud();
    const { printed } = await notify(simulator, env, "4155552671");
    expect(printed).toMatch(/^nothing was sent: .*country code/);
    expect(simulator.ledger).toEqual([]);
  });

  test("sends a template when the call says that the window is shut", async () => {
    const { simulator, env } = await cloud({ openWindow: false, closedWindow: "response" });
    const { printed } = await notify(simulator, env);
    expect(printed).toBe("");
    expect(simulator.ledger).toMatchObject([{ type: "template" }]);
  });

  test("sends one template when a status says later that the window is shut", async () => {
    const { simulator, env } = await cloud({ openWindow: false });
    const { printed } = await notify(simulator, env);
    const [text, template] = simulator.ledger;
    expect(printed).toBe(`accepted as ${text?.id}\nthe window is shut: sent ${template?.id}\n`);
    expect(simulator.ledger.map(({ type }) => type)).toEqual(["text", "template"]);
    expect(simulator.user(customer).inbox).toMatchObject([{ type: "template" }]);
  });

  test("learns from a status that an unanswered send was accepted, and does not send again", async () => {
    const { simulator, env } = await cloud();
    simulator.fail({ reset: "after-read" });
    const { printed } = await notify(simulator, env);
    expect(printed).toBe(`no answer came, but it was accepted as ${simulator.ledger[0]?.id}\n`);
    expect(simulator.ledger).toHaveLength(1);
  });

  test("does not wait through a long pause", async () => {
    const { simulator, env } = await cloud();
    simulator.fail({ code: 130429, headers: { "retry-after": "3600" } });
    expect(await notify(simulator, env)).toEqual({ exitCode: 0, printed: "try again in 3600 seconds\n" });
    expect(simulator.ledger).toEqual([]);
  });

  test("prints the hint of every other error", async () => {
    const { simulator, env } = await cloud();
    simulator.fail({ code: 131026 });
    expect((await notify(simulator, env)).printed).toMatch(/131026.*\n.+\n$/);
  });
});
