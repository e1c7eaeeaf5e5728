import { expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { createSimulator, matchers, type VirtualUser } from "wacloud/testing";
import { customer, hello, manualClock, quiet, send } from "./support.ts";

expect.extend(matchers);

const buttons = {
  type: "interactive",
  interactive: {
    type: "button",
    body: { text: "Deliver on Monday?" },
    action: {
      buttons: [
        { type: "reply", reply: { id: "yes", title: "Yes" } },
        { type: "reply", reply: { id: "no", title: "No" } },
      ],
    },
  },
};
const parameters = ["Ana", "777", "Monday"].map((text) => ({ type: "text", text }));
const template = {
  type: "template",
  template: {
    name: "order_confirmation",
    language: { code: "en_US" },
    components: [{ type: "body", parameters }],
  },
};
const image = { type: "image", image: { link: "https://ex.test/cake.png", caption: "A cake" } };

/** A customer who has received one message of each kind. */
async function reader(): Promise<VirtualUser> {
  const simulator = quiet({ openWindow: true, clock: manualClock().clock });
  const ana = simulator.user(customer, { name: "Ana" });
  await ana.sends("Is it ready?");
  for (const message of [hello, buttons, template, image]) await send(simulator, message);
  await simulator.settled();
  return ana;
}

/** The message of a failure. */
function failure(check: () => void): string {
  try {
    check();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("Expected a failure, but the check passed.");
}

test("a text fits as a whole, in part, or by a matcher; a template and a caption are texts, too", async () => {
  const ana = await reader();
  expect(ana).toHaveReceived("Hello");
  expect(ana).toHaveReceived(/monday\?$/i);
  expect(ana).toHaveReceived(/monday/gi);
  expect(ana).toHaveReceived(expect.stringContaining("order #777"));
  expect(ana).toHaveReceived("A cake");
  expect(ana).not.toHaveReceived("hello");
  expect(ana).not.toHaveReceived("Is it ready?");
});

test("a pattern fits what the message has of ours and of Meta's, and leaves the rest open", async () => {
  const ana = await reader();
  expect(ana).toHaveReceived({ type: "text", body: /hello/i });
  expect(ana).toHaveReceived({ text: { body: "Hello" } });
  expect(ana).toHaveReceived({ text: "Hello" });
  expect(ana).toHaveReceived({ buttons: ["Yes", /no/i] });
  expect(ana).toHaveReceived({ buttons: "No" });
  expect(ana).toHaveReceived({ buttons: expect.arrayContaining(["No"]) });
  expect(ana).toHaveReceived({ template: { name: /^order/, language: { code: "en_US" } } });
  expect(ana).toHaveReceived({ image: { link: expect.any(String) }, phoneNumberId: /^\d+$/ });
  expect(ana).toHaveReceived({ id: ana.inbox[0]?.id, context: undefined });
  expect(ana).toHaveReceived(({ links }) => links.length === 0);
  expect(ana).not.toHaveReceived({ buttons: ["Yes"] });
  expect(ana).not.toHaveReceived({ buttons: "Maybe" });
  expect(ana).not.toHaveReceived({ type: "text", body: /monday/i });
  expect(ana).not.toHaveReceived({ template: { components: [] } });
  expect(ana).not.toHaveReceived({ image: { link: { href: "https://ex.test" } } });
  expect(ana).not.toHaveReceived(() => false);
});

test("it counts, if asked to", async () => {
  const ana = await reader();
  expect(ana).toHaveReceived(/./, { times: 4 });
  expect(ana).toHaveReceived("Bye", { times: 0 });
  expect(ana).not.toHaveReceived("Hello", { times: 2 });
  expect(failure(() => expect(ana).toHaveReceived("Hello", { times: 2 }))).toMatch(
    /^Expected Ana to have received "Hello" 2 times, which arrived once\.\n\nThe chat with Ana/,
  );
});

test("a failure says what came closest, then shows the chat", async () => {
  const ana = await reader();
  const text = failure(() =>
    expect(ana).toHaveReceived({ type: "interactive", body: /tuesday/i, buttons: "No" }),
  );
  expect(text).toBe(`Expected Ana to have received { type: "interactive", body: /tuesday/i, buttons: "No" }.

Nearest: "Deliver on Monday?"
  body should be /tuesday/i
       but is    "Deliver on Monday?"

The chat with Ana, newest last:
  0 ms ago  Ana       Is it ready?  ✓
  0 ms ago  business  Hello  ✓✓ read
  0 ms ago  business  Deliver on Monday?  ✓✓ read
                      [Yes] [No]
  0 ms ago  business  (template) Your Order is Confirmed!  ✓✓ read
                      Hi Ana, your order #777 has been confirmed and will be delivered by Monday.
                      Reply STOP to unsubscribe
  0 ms ago  business  (image) A cake  ✓✓ read`);
  expect(failure(() => expect(ana).not.toHaveReceived("Hello"))).toMatch(
    /^Expected Ana not to have received "Hello", which arrived once\.\n\nThe chat/,
  );
  const matcher = expect.stringContaining("Tuesday");
  expect(failure(() => expect(ana).toHaveReceived({ body: matcher, isRead: false }))).toMatch(
    /received \{ body: StringContaining "Tuesday", isRead: false \}/,
  );
});

test("of messages that are equally close, the newest is named", async () => {
  const ana = await reader();
  expect(failure(() => expect(ana).toHaveReceived("Bye"))).toContain('Nearest: "A cake"\n');
});

test("who has received nothing learns why", async () => {
  const simulator = createSimulator({ openWindow: false, closedWindow: "webhook" });
  const ana = simulator.user(customer, { name: "Ana" });
  expect(failure(() => expect(ana).toHaveReceived("Hello"))).toBe(
    'Expected Ana to have received "Hello".\n\nNobody has written in the chat with Ana.',
  );
  const { messages } = new WhatsAppClient(simulator.clientOptions);
  await messages.sendText({ to: customer, body: "Hello" });
  await simulator.settled();
  expect(failure(() => expect(ana).toHaveReceived("Hello"))).toMatch(
    /business {2}Hello {2}✗ failed with code 131047/,
  );
});

test("a long chat shows its end", async () => {
  const simulator = quiet({ openWindow: true, clock: manualClock().clock });
  const ana = simulator.user(customer, { name: "Ana" });
  for (let index = 0; index < 35; index += 1)
    await send(simulator, { ...hello, text: { body: `No. ${index}` } });
  const text = failure(() => expect(ana).toHaveReceived("Bye"));
  expect(text).toContain("newest last:\n  … 5 earlier\n  0 ms ago  business  No. 5 ");
});

test("anything but a customer is refused", () => {
  for (const other of [undefined, "Ana", createSimulator(), { inbox: [] }]) {
    expect(() => expect(other).toHaveReceived("Hello")).toThrow(/needs a customer/);
  }
});

test("a key that no message has is a mistake, also behind `not`", async () => {
  const ana = await reader();
  const mistyped = () => expect(ana).not.toHaveReceived({ tipe: "text" });
  expect(mistyped).toThrow("No message has the key `tipe`. Did you mean `type`?");
  expect(() => expect(ana).toHaveReceived({ chat: "Ana" })).toThrow(/`chat`\. Known here: id, type, /);
  expect(ana).not.toHaveReceived({ isRead: false, buttons: "Maybe", context: { message_id: "wamid.1" } });
});
