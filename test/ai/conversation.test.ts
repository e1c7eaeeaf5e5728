import { generateText, isStepCount } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { expect, test } from "vitest";
import { ConfigurationError, WhatsAppClient } from "wacloud";
import { whatsappTools } from "wacloud/ai";
import { createSimulator } from "wacloud/testing";
import { ana, inProcess } from "./support.ts";

type Prompt = MockLanguageModelV4["doGenerateCalls"][number]["prompt"];

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

/** What the last tool returned, as the model gets it. */
// biome-ignore lint/suspicious/noExplicitAny: each tool returns something else
function lastResult(prompt: Prompt): any {
  const results = prompt.flatMap(({ role, content }) => (role === "tool" ? content : []));
  const last = results.at(-1);
  return last?.type === "tool-result" && last.output.type === "json" ? last.output.value : undefined;
}

/** A model that decides by what it was told last: a tool to call, or what to say. */
function scripted(decide: (result: unknown, step: number) => [tool: string, input: object] | string) {
  let step = 0;
  return new MockLanguageModelV4({
    doGenerate: async ({ prompt }) => {
      const decision = decide(lastResult(prompt), step);
      step += 1;
      const isText = typeof decision === "string";
      return {
        content: isText
          ? [{ type: "text", text: decision }]
          : [
              {
                type: "tool-call",
                toolCallId: `call-${step}`,
                toolName: decision[0],
                input: JSON.stringify(decision[1]),
              },
            ],
        finishReason: { unified: isText ? "stop" : "tool-calls", raw: undefined },
        usage,
        warnings: [],
      };
    },
  });
}

test("the AI SDK runs a conversation: send, wait, answer", async () => {
  const { tools, simulator } = inProcess({ allowedRecipients: [ana] });
  const customer = simulator.user(ana);
  await customer.sends("Is my cake ready?");
  const model = scripted((result, step) => {
    if (step === 0) return ["whatsapp_send_text", { to: ana, text: "It is! Pick up or delivery?" }];
    if (step === 1) return ["whatsapp_wait_for_reply", { from: ana, timeout_seconds: 60 }];
    if (step > 2) return "Ana wants it delivered.";
    const { messages } = result as { messages: [{ from: string; text: string; message_id: string }] };
    const [{ from, text, message_id }] = messages;
    return ["whatsapp_send_text", { to: from, text: `${text} it is.`, reply_to: message_id }];
  });
  const talk = generateText({ model, tools, stopWhen: isStepCount(6), prompt: "Ana asks about her cake." });
  await customer.waitFor({ text: "It is! Pick up or delivery?" });
  await customer.sends("Delivery");
  expect((await talk).text).toBe("Ana wants it delivered.");
  expect(customer.inbox.map(({ text }) => text)).toEqual(["It is! Pick up or delivery?", "Delivery it is."]);
});

test("a model that repeats itself writes once, and reads that it was", async () => {
  const { tools, simulator } = inProcess({ simulator: { openWindow: true } });
  const results: unknown[] = [];
  const model = scripted((result, step) => {
    results.push(result);
    return step < 3 ? ["whatsapp_send_text", { to: ana, text: "Your order has left." }] : "Done.";
  });
  await generateText({ model, tools, stopWhen: isStepCount(6), prompt: "Tell Ana." });
  expect(simulator.user(ana).inbox).toHaveLength(1);
  expect(results.slice(2)).toEqual([
    expect.objectContaining({ repeated: true }),
    expect.objectContaining({ repeated: true }),
  ]);
});

test("the model is given names, descriptions and schemas, and what does not fit is told to it", async () => {
  const { tools, simulator } = inProcess();
  const model = scripted((_, step) => (step === 0 ? ["whatsapp_send_text", { to: ana }] : "Sorry."));
  const { steps } = await generateText({ model, tools, stopWhen: isStepCount(3), prompt: "Tell Ana." });
  expect(model.doGenerateCalls[0]?.tools).toHaveLength(12);
  expect(model.doGenerateCalls[0]?.tools?.[0]).toMatchObject({
    type: "function",
    name: "whatsapp_send_text",
    description: expect.stringContaining("24 hours"),
    inputSchema: { type: "object", required: ["to", "text"], additionalProperties: false },
  });
  const said = JSON.stringify(steps[0]?.content.filter(({ type }) => type === "tool-error"));
  expect(said).toContain("is missing: expected a string");
  expect(simulator.ledger).toEqual([]);
});

test("with confirm, the AI SDK asks before it calls what writes", async () => {
  const { tools, simulator } = inProcess({ confirm: true, simulator: { openWindow: true } });
  expect(tools.whatsapp_recent_messages.needsApproval).toBe(false);
  const model = scripted(() => ["whatsapp_send_text", { to: ana, text: "Hello" }]);
  const { content } = await generateText({ model, tools, prompt: "Greet Ana." });
  expect(content).toContainEqual(expect.objectContaining({ type: "tool-approval-request" }));
  expect(simulator.ledger).toEqual([]);
});

test("inputs are Standard Schema", () => {
  const { tools } = inProcess();
  const schema = tools.whatsapp_send_text.inputSchema["~standard"];
  expect(schema.validate({ to: ana, text: "Hi" })).toEqual({ value: { to: ana, text: "Hi" } });
  expect(schema.validate({ to: ana, text: "" })).toEqual({
    issues: [{ path: ["text"], message: "must not be empty" }],
  });
});

test("a misspelled option is refused", async () => {
  const simulator = createSimulator();
  const client = new WhatsAppClient(simulator.clientOptions);
  expect(() => whatsappTools(client, { dailyBudjet: 5 } as never)).toThrow(ConfigurationError);
  await simulator.close();
});
