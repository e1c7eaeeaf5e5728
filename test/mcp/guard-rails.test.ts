import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ConfigurationError, WhatsAppClient } from "wacloud";
import { createMcpServer } from "wacloud/mcp";
import { ana, type Era, eras, overHttp, overStdio, startSimulator } from "./support.ts";

const bo = "+14155552671";
const names = Object.keys(eras) as Era[];
const [era = "2025-11-25"] = names;

test("only allowed recipients are written to, however the number is spelled", async () => {
  const { call, simulator } = await overHttp(era, { allowedRecipients: [ana] });
  await simulator.user(ana).sends("Hi");
  await simulator.user(bo).sends("Hi");
  const refused = await call("whatsapp_send_text", { to: bo, text: "Hello" });
  expect(refused).toMatchObject({ isError: true, data: { error: { type: "recipient_not_allowed" } } });
  expect(refused.text).not.toContain("415");
  const { isError } = await call("whatsapp_send_text", { to: "+55 11 98765-4321", text: "Hello" });
  expect(isError).toBe(false);
  expect(simulator.ledger.map(({ to }) => to)).toEqual([ana]);
});

test("templates only: everything else is refused with the way on", async () => {
  const { call, simulator } = await overHttp(era, { templatesOnly: true });
  const { isError, text } = await call("whatsapp_send_text", { to: ana, text: "Hello" });
  expect(isError).toBe(true);
  expect(text).toContain("whatsapp_send_template");
  const input = { to: ana, template_name: "hello_world", language: "en_US" };
  expect((await call("whatsapp_send_template", input)).isError).toBe(false);
  expect(simulator.ledger).toHaveLength(1);
});

test("a dry run checks each message and shows what would have been sent", async () => {
  const { call, simulator } = await overHttp(era, { dryRun: true });
  await simulator.user(ana).sends("Hi");
  const buttons = [{ id: "yes", title: "Yes" }];
  const { data } = await call("whatsapp_send_buttons", { to: ana, text: "Deliver?", buttons });
  expect(data).toMatchObject({ dry_run: true, would_send: { to: ana, type: "interactive" } });
  const twice = await call("whatsapp_send_buttons", {
    to: ana,
    text: "?",
    buttons: [...buttons, ...buttons],
  });
  expect(twice.isError).toBe(true);
  const template = { template_name: "bad", language: "en_US", category: "UTILITY", body: "{{1}} first" };
  expect((await call("whatsapp_create_template", template)).isError).toBe(true);
  const good = { ...template, body: "Your order {{1}} has left.", examples: ["777"] };
  expect((await call("whatsapp_create_template", good)).data).toMatchObject({
    would_create: { name: "bad" },
  });
  expect((await call("whatsapp_mark_as_read", { message_id: "wamid.1" })).data.dry_run).toBe(true);
  expect(simulator.requests.filter(({ method }) => method === "POST")).toEqual([]);
});

describe("confirmation", () => {
  const accept = () => ({ action: "accept" as const, content: {} });
  const decline = () => ({ action: "decline" as const });

  test.each(names)(
    "protocol of %s over stdio: a person sees what would be sent, and decides",
    async (version) => {
      const questions: string[] = [];
      const answers = [decline, accept];
      const answer = (question: string) => {
        questions.push(question);
        return (answers.shift() ?? decline)();
      };
      const simulator = startSimulator({ openWindow: true });
      const { call } = await overStdio(version, ["--confirm"], { answer, simulator });
      const input = { to: ana, text: "Your order has left." };
      expect((await call("whatsapp_send_text", input)).data.error).toMatchObject({ type: "not_confirmed" });
      expect(simulator.user(ana).inbox).toEqual([]);
      expect((await call("whatsapp_send_text", input)).isError).toBe(false);
      expect(simulator.user(ana).inbox).toHaveLength(1);
      expect(questions).toEqual([
        `Send this WhatsApp message?\nwhatsapp_send_text ${JSON.stringify(input)}`,
        `Send this WhatsApp message?\nwhatsapp_send_text ${JSON.stringify(input)}`,
      ]);
    },
  );

  test("over Streamable HTTP, programs of 2026 can ask", async () => {
    const simulator = startSimulator({ openWindow: true });
    const { call } = await overHttp("2026-07-28", { confirm: true, answer: accept, simulator });
    expect((await call("whatsapp_send_text", { to: ana, text: "Hi" })).isError).toBe(false);
  });

  test.each(names)("protocol of %s: where nobody can be asked, nothing is sent", async (version) => {
    const simulator = startSimulator({ openWindow: true });
    const { call } = await overHttp(version, { confirm: true, simulator });
    const { data } = await call("whatsapp_send_text", { to: ana, text: "Hi" });
    expect(data.error).toMatchObject({ type: "cannot_confirm" });
    expect(simulator.ledger).toEqual([]);
  });

  test("a function of the user's decides instead; one that fails sends nothing", async () => {
    const simulator = startSimulator({ openWindow: true });
    const logged = vi.fn();
    const confirm = vi.fn(({ input }) => {
      if ((input as { text: string }).text === "no") return false;
      if ((input as { text: string }).text === "broken") throw new Error("secret 123");
      return true;
    });
    const { call } = await overHttp(era, { confirm, simulator, logger: { error: logged } });
    const say = (text: string) => call("whatsapp_send_text", { to: ana, text });
    expect((await say("yes")).isError).toBe(false);
    expect((await say("no")).data.error.type).toBe("not_confirmed");
    const broken = await say("broken");
    expect(broken.data.error.type).toBe("unexpected");
    expect(JSON.stringify(broken)).not.toContain("secret");
    expect(logged).toHaveBeenCalledOnce();
    expect(simulator.ledger).toHaveLength(1);
    expect(confirm).toHaveBeenNthCalledWith(1, {
      tool: "whatsapp_send_text",
      input: { to: ana, text: "yes" },
      question: "Send this WhatsApp message?",
    });
  });

  test("templates are confirmed too", async () => {
    const { call, simulator } = await overHttp("2026-07-28", { confirm: true, answer: decline });
    const template = { template_name: "left", language: "en_US", category: "UTILITY", body: "It has left." };
    expect((await call("whatsapp_create_template", template)).data.error.type).toBe("not_confirmed");
    expect(simulator.requests.filter(({ method }) => method === "POST")).toEqual([]);
  });
});

describe("the same call", () => {
  test.each([
    ["accept", 2],
    ["decline", 1],
  ] as const)("where a person can be asked, they decide: %s", async (action, messages) => {
    const simulator = startSimulator({ openWindow: true });
    const questions: string[] = [];
    const answer = (question: string) => {
      questions.push(question);
      return { action };
    };
    const { call } = await overHttp("2026-07-28", { answer, simulator });
    const input = { to: ana, text: "Your order has left." };
    await call("whatsapp_send_text", input);
    const { data } = await call("whatsapp_send_text", input);
    expect(questions).toEqual([expect.stringMatching(/^The same message was sent less than a minute ago/)]);
    expect(simulator.user(ana).inbox).toHaveLength(messages);
    expect(data.repeated).toBe(messages === 1 ? true : undefined);
  });

  test("a send that was refused is not taken for sent", async () => {
    const simulator = startSimulator({ openWindow: true });
    const { call } = await overHttp(era, { simulator });
    simulator.fail({ code: 131026, times: 1 });
    const input = { to: ana, text: "Hello" };
    expect((await call("whatsapp_send_text", input)).isError).toBe(true);
    expect((await call("whatsapp_send_text", input)).data.repeated).toBeUndefined();
    expect(simulator.user(ana).inbox).toHaveLength(1);
  });

  test("a send that was refused is no reason to ask, and what a person declines is not sent", async () => {
    const simulator = startSimulator({ openWindow: true });
    const answer = vi.fn(() => ({ action: "decline" as const }));
    const { call } = await overHttp("2026-07-28", { answer, simulator });
    const input = { to: ana, text: "Hello" };
    simulator.fail({ code: 131026, times: 1 });
    expect((await call("whatsapp_send_text", input)).isError).toBe(true);
    expect((await call("whatsapp_send_text", input)).data.repeated).toBeUndefined();
    expect(answer).not.toHaveBeenCalled();
    expect((await call("whatsapp_send_text", input)).data.repeated).toBe(true);
    expect(answer).toHaveBeenCalledOnce();
    expect(simulator.user(ana).inbox).toHaveLength(1);
  });

  test("while nobody knows whether a message left, nobody is talked into sending it again", async () => {
    const simulator = startSimulator({ openWindow: true });
    const answer = vi.fn(() => ({ action: "accept" as const, content: {} }));
    const { call } = await overHttp("2026-07-28", { answer, simulator });
    simulator.fail({ reset: "after-read", times: 1 });
    const input = { to: ana, text: "Hello" };
    expect((await call("whatsapp_send_text", input)).data.error.may_have_been_sent).toBe(true);
    await call("whatsapp_send_text", input);
    expect(answer).not.toHaveBeenCalled();
    expect(simulator.user(ana).inbox).toHaveLength(1);
  });

  test("an answer counts for its question: a confirmed request that arrives twice sends once", async () => {
    const simulator = startSimulator({ openWindow: true });
    const server = createMcpServer(new WhatsAppClient({ ...simulator.clientOptions, retry: false }), {
      confirm: true,
    });
    onTestFinished(() => server.close());
    const meta = {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientInfo": { name: "test", version: "1.0.0" },
      "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: {} } },
    };
    const confirmed = async () => {
      const params = {
        _meta: meta,
        name: "whatsapp_send_text",
        arguments: { to: ana, text: "Hello" },
        inputResponses: { confirm: { action: "accept", content: {} } },
      };
      const response = await server.fetch(
        new Request("http://127.0.0.1/", {
          method: "POST",
          headers: {
            "content-type": "application/json",
            accept: "application/json, text/event-stream",
            "mcp-protocol-version": "2026-07-28",
            "mcp-method": "tools/call",
            "mcp-name": "whatsapp_send_text",
          },
          body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }),
        }),
      );
      return response.text();
    };
    expect(await confirmed()).toContain("wamid.");
    expect(await confirmed()).toContain("The same message was sent less than a minute ago");
    expect(simulator.user(ana).inbox).toHaveLength(1);
  });
});

describe("the 24-hour window", () => {
  const say = { to: ana, text: "Hello" };

  test("where nothing is known, the message leaves with a warning; its failure closes the window, and a message opens it", async () => {
    const { call, simulator } = await overHttp(era);
    const { data } = await call("whatsapp_send_text", say);
    expect(data).toMatchObject({ window: { state: "unknown" }, note: expect.stringContaining("template") });
    await simulator.settled();
    const failed = await call("whatsapp_wait_for_reply", { from: ana });
    expect(failed).toMatchObject({ isError: true, data: { error: { type: "not_delivered" } } });
    expect((await call("whatsapp_send_text", { ...say, text: "?" })).data.error.type).toBe("window_closed");
    await simulator.user(ana).sends("Hi");
    expect((await call("whatsapp_send_text", { ...say, text: "!" })).data.window.state).toBe("open");
  });
});

test("a send whose outcome is unknown says that it must not be repeated, and is not, whatever the assistant does", async () => {
  const simulator = startSimulator({ openWindow: true });
  const { call } = await overHttp(era, { simulator });
  simulator.fail({ reset: "after-read", times: 1 });
  const input = { to: ana, text: "Hello" };
  const { text, data } = await call("whatsapp_send_text", input);
  expect(data.error).toMatchObject({ type: "AmbiguousSendError", may_have_been_sent: true });
  expect(text).toMatch(/Do not send it again/);
  await call("whatsapp_send_text", input);
  await call("whatsapp_send_text", input);
  expect(simulator.user(ana).inbox).toHaveLength(1);
});

test("errors are texts to act on, without secrets", async () => {
  const { call, simulator } = await overHttp(era);
  await simulator.user(ana).sends("Hi");
  expect((await call("whatsapp_send_text", { to: "11 98765-4321", text: "Hi" })).text).toMatch(
    /country code/,
  );
  expect((await call("whatsapp_send_text", { to: ana })).text).toContain("`text` is missing");
  expect((await call("whatsapp_send_text", { to: ana, text: "Hi", txt: "" })).text).toContain("txt");
  expect((await call("whatsapp_send_texts", { to: ana })).text).toContain("whatsapp_send_texts");
  const order = { to: ana, template_name: "order_confirmation", language: "en_US", parameters: ["Ana"] };
  const { text: refused } = await call("whatsapp_send_template", order);
  expect(refused.split("number of localizable_params (1)")).toHaveLength(2);
  simulator.invalidateAccessToken(simulator.accessToken);
  const { text, data } = await call("whatsapp_send_text", { to: ana, text: "Hi" });
  expect(text).toMatch(/token/i);
  expect(data.error).toMatchObject({ type: "ApiError", code: 190, category: "auth" });
  expect(text).not.toContain(simulator.clientOptions.accessToken);
});

test("a misspelled guard rail is refused: it would guard nothing", () => {
  const client = new WhatsAppClient(startSimulator().clientOptions);
  const create = (options: object) => () => createMcpServer(client, options);
  expect(create({ allowedRecipient: [ana] })).toThrow(
    /`allowedRecipient` is not an option. Did you mean `allowedRecipients`/,
  );
  expect(create({ allowedRecipients: ["11 98765"] })).toThrow(/country code/);
  expect(create({ dailyBudget: -1 })).toThrow(ConfigurationError);
  expect(create({ handler: () => undefined })).toThrow(/createWebhookHandler/);
  expect(create({ allowedOrigins: ["nowhere"] })).toThrow(/allowedOrigins/);
});
