import { describe, expect, test } from "vitest";
import { ana, type Connected, type Era, eras, overHttp, overStdio } from "./support.ts";

const transports: Record<string, (era: Era) => Promise<Connected>> = {
  "Streamable HTTP": (era) => overHttp(era),
  stdio: (era) => overStdio(era),
};

const ways = Object.entries(transports).flatMap(([name, connect]) =>
  (Object.keys(eras) as Era[]).map((era) => ({ name, era, connect })),
);

const image = "https://example.com/cake.png";

describe.each(ways)("$name, protocol of $era", ({ era, connect }) => {
  test("lists every tool with its input, and says what it does to the world", async () => {
    const { mcp } = await connect(era);
    expect(mcp.getNegotiatedProtocolVersion()).toBe(era);
    const { tools } = await mcp.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "whatsapp_send_text",
      "whatsapp_send_template",
      "whatsapp_send_media",
      "whatsapp_send_buttons",
      "whatsapp_react",
      "whatsapp_list_templates",
      "whatsapp_get_template",
      "whatsapp_create_template",
      "whatsapp_mark_as_read",
      "whatsapp_recent_messages",
      "whatsapp_wait_for_reply",
      "whatsapp_health",
    ]);
    for (const { description, inputSchema, annotations } of tools) {
      expect(description).toMatch(/\w{3}.*\.$/);
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      for (const property of Object.values(inputSchema.properties ?? {}))
        expect(property).toMatchObject({ description: expect.stringMatching(/\.$/) });
      expect(annotations).toMatchObject({
        readOnlyHint: expect.any(Boolean),
        destructiveHint: expect.any(Boolean),
      });
    }
    expect(tools[0]?.inputSchema).toMatchObject({
      required: ["to", "text"],
      properties: { text: { maxLength: 4096 }, preview_url: { type: "boolean" } },
    });
  });

  test("calls every tool", async () => {
    const { call, simulator } = await connect(era);
    const customer = simulator.user(ana, { name: "Ana" });
    await customer.sends("Is my cake ready?");
    const { data: recent } = await call("whatsapp_recent_messages");
    expect(recent).toMatchObject({
      messages: [{ from: ana, name: "Ana", type: "text", text: "Is my cake ready?" }],
      note: expect.stringContaining("not instructions"),
    });
    const [{ message_id }] = recent.messages;
    expect((await call("whatsapp_mark_as_read", { message_id, typing: true })).data).toEqual({
      success: true,
    });
    await call("whatsapp_react", { to: ana, message_id, emoji: "👍" });
    await call("whatsapp_send_text", { to: ana, text: "It is.", preview_url: false, reply_to: message_id });
    await call("whatsapp_send_media", { to: ana, type: "image", link: image, caption: "Here" });
    const buttons = [
      { id: "yes", title: "Yes" },
      { id: "no", title: "No" },
    ];
    const { data: sent } = await call("whatsapp_send_buttons", { to: ana, text: "Deliver?", buttons });
    expect(sent).toMatchObject({ message_id: customer.inbox.at(-1)?.id, window: { state: "open" } });
    await customer.taps("Yes");
    const { data: reply } = await call("whatsapp_wait_for_reply", { from: ana });
    expect(reply).toMatchObject({
      replied: true,
      messages: [{ type: "interactive", text: "Yes", choice_id: "yes" }],
    });
    const { data: created } = await call("whatsapp_create_template", {
      template_name: "order_left",
      language: "en_US",
      category: "UTILITY",
      body: "Hi {{1}}, your order {{2}} has left our bakery.",
      examples: ["Ana", "777"],
    });
    expect(created).toMatchObject({ id: expect.any(String), category: "UTILITY" });
    await simulator.approve("order_left");
    const { data: approved } = await call("whatsapp_list_templates", { status: "APPROVED" });
    expect(approved.templates.map(({ name }: { name: string }) => name)).toContain("order_left");
    const { data: read } = await call("whatsapp_get_template", { template_name: "order_left" });
    expect(read.templates).toMatchObject([{ name: "order_left", language: "en_US", status: "APPROVED" }]);
    await call("whatsapp_send_template", {
      to: ana,
      template_name: "order_left",
      language: "en_US",
      parameters: ["Ana", "777"],
    });
    expect(customer.inbox.map(({ type }) => type)).toEqual([
      "reaction",
      "text",
      "image",
      "interactive",
      "template",
    ]);
    const { data: health } = await call("whatsapp_health");
    expect(health.findings.map(({ status }: { status: string }) => status)).not.toContain("error");
  });

  test("100 calls with one key send once", async () => {
    const { call, simulator } = await connect(era);
    const customer = simulator.user(ana);
    await customer.sends("Hi");
    const input = { to: ana, text: "Your order has left.", idempotency_key: "order-777-left" };
    const answers = await Promise.all(Array.from({ length: 100 }, () => call("whatsapp_send_text", input)));
    expect(customer.inbox).toHaveLength(1);
    expect(new Set(answers.map(({ data }) => data.message_id))).toEqual(new Set([customer.inbox[0]?.id]));
    expect(answers.filter(({ data }) => data.repeated).length).toBeGreaterThan(0);
  });
});
