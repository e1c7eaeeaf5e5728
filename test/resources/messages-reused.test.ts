// An object that the caller uses for the next message does not change the one that is waiting for its turn.
import { expect, test } from "vitest";
import { defineTemplate, type SendOptions, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";

const people = ["+5511987654321", "+5511987654322"];
const news = defineTemplate({
  name: "news",
  language: "en_US",
  category: "UTILITY",
  body: { text: "Hello {{1}}, there is news.", example: ["Ana"] },
});

type Messages = WhatsAppClient["messages"];

/** Each sends to one person after the other, with one object. */
const reuses: Record<
  string,
  (messages: Messages, options: (to: string) => SendOptions) => Promise<unknown>[]
> = {
  send(messages, options) {
    const message = { to: "", type: "text" as const, text: { body: "" } };
    return people.map((to) => {
      message.to = to;
      message.text.body = `For ${to}`;
      return messages.send(message, options(to));
    });
  },
  sendButtons(messages, options) {
    const button = { id: "1", title: "" };
    const message = { to: "", body: "Well?", buttons: [button] };
    return people.map((to) => {
      message.to = to;
      button.title = `For ${to}`;
      return messages.sendButtons(message, options(to));
    });
  },
  "sendTemplate by name"(messages, options) {
    const message = { to: "", name: "news", language: "en_US", parameters: [""] };
    return people.map((to) => {
      message.to = to;
      message.parameters[0] = `For ${to}`;
      return messages.sendTemplate(message, options(to));
    });
  },
  "sendTemplate of a defined template"(messages, options) {
    const parameters: [string] = [""];
    return people.map((to) => {
      parameters[0] = `For ${to}`;
      return messages.sendTemplate({ to, template: news, parameters }, options(to));
    });
  },
};

const keys: Record<string, (to: string) => SendOptions> = {
  "without a key": () => ({}),
  "with a key": (to) => ({ idempotencyKey: to }),
};

test.each(Object.keys(reuses).flatMap((name) => Object.keys(keys).map((key) => [name, key] as const)))(
  "%s, %s: each person gets their own",
  async (name, key) => {
    const simulator = createSimulator({ openWindow: true, reviewTemplatesAfterMs: false });
    const whatsapp = new WhatsAppClient(simulator.clientOptions);
    await whatsapp.templates.create(news);
    await simulator.approve("news");
    await Promise.all(reuses[name]?.(whatsapp.messages, keys[key] ?? (() => ({}))) ?? []);
    const sent = simulator.requests.map(({ body }) => body as { to?: string }).filter(({ to }) => to);
    expect(sent.map(({ to }) => to)).toEqual(people);
    for (const body of sent) expect(JSON.stringify(body)).toContain(`For ${body.to}`);
  },
);
