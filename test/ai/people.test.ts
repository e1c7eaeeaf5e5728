import { expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { whatsappTools } from "wacloud/ai";
import { inProcess } from "./support.ts";

/** A number of Brazil as people dial it, and as WhatsApp knows it: without the 9. */
const dialed = "+5511987654321";
const known = "+551187654321";

const withoutNine = (to: string): string => to.replace(/^\+?(55\d\d)9(\d{8})$/, "$1$2");

/** Accepts everything, and names each person as WhatsApp does. */
function accept(_: unknown, init?: { body?: unknown }): Promise<Response> {
  const { to } = JSON.parse(String(init?.body));
  const contacts = [{ input: to, wa_id: withoutNine(to).replace("+", "") }];
  const messages = [{ id: `wamid.${crypto.randomUUID()}` }];
  return Promise.resolve(Response.json({ messaging_product: "whatsapp", contacts, messages }));
}

function setUp() {
  const { simulator, handler } = inProcess();
  const options = { ...simulator.clientOptions, fetch: accept, retry: false, rateLimit: false } as const;
  const tools = whatsappTools(new WhatsAppClient(options), { handler, allowedRecipients: everybody });
  const texts = ({ messages }: { messages?: { text: string }[] }) => messages?.map(({ text }) => text);
  return {
    customer: simulator.user(known),
    say: (to: string, text: string) => tools.whatsapp_send_text.execute({ to, text }),
    replies: async (from: string) =>
      texts(await tools.whatsapp_wait_for_reply.execute({ from, timeout_seconds: 1 })),
    recent: async () => texts(await tools.whatsapp_recent_messages.execute({})),
  };
}

const toBrazil = (n: number): string => `+55119${String(20_000_000 + n)}`;
const others = Array.from({ length: 1000 }, (_, n) => toBrazil(n));
const everybody = [dialed, ...others];

test("a person is found under the id that WhatsApp names when they are written to", async () => {
  const { customer, say, replies } = setUp();
  await customer.sends("Earlier");
  await say(dialed, "Which cake?");
  await customer.sends("The small one");
  expect(await replies(dialed)).toEqual(["The small one"]);
});

test("what was told under one id of a person is not told again under another", async () => {
  const { customer, say, replies } = setUp();
  await customer.sends("Earlier");
  await say(dialed, "Which cake?");
  expect(await replies(known)).toEqual([]);
  await customer.sends("The small one");
  expect(await replies(dialed)).toEqual(["The small one"]);
  expect(await replies(known)).toEqual([]);
});

test("the other ids of 1,000 people are known; a message of somebody else is kept, and not told twice", async () => {
  const { customer, say, replies, recent } = setUp();
  await say(dialed, "Which cake?");
  await customer.sends("The small one");
  expect(await replies(dialed)).toEqual(["The small one"]);
  await customer.sends("Or the large one");
  for (const to of others) await say(to, "Which cake?");
  expect(await replies(dialed)).toEqual([]);
  expect(await recent()).toEqual(["The small one", "Or the large one"]);
  expect(await replies(known)).toEqual(["Or the large one"]);
  expect(await say(known, "Hello")).toMatchObject({ error: { type: "recipient_not_allowed" } });
});
