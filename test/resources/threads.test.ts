import { describe, expect, test } from "vitest";
import { ApiError, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { parseWebhook } from "wacloud/webhooks";
import { client, failure, to } from "../support/client.ts";
import { recorder } from "../support/recorder.ts";
import { testUnusable } from "../support/unusable.ts";
import { describeOperations, describeRefusals } from "./operations/operation.ts";
import { threadOperations } from "./operations/threads.ts";

const product = { messaging_product: "whatsapp" };
const answer = { ...product, request_id: "A1b2C3" };
describeOperations(threadOperations);
testUnusable(threadOperations, {
  "threads.pass": [{ success: false }, { success: "false" }],
});

describeRefusals([
  ["to is missing", ({ threads }) => threads.pass({} as never)],
  ["to must be a person", ({ threads }) => threads.take({ to: { group_id: "R1" } })],
  ["to ", ({ threads }) => threads.release({ to: "nobody" })],
  ["metadata must be at most 2000", ({ threads }) => threads.pass({ to, metadata: "x".repeat(2001) })],
  ["metadata must be at most 2000", ({ threads }) => threads.release({ to, metadata: "x".repeat(2001) })],
  ["target_role must not be empty", ({ threads }) => threads.pass({ to, target_role: "" })],
  ["messaging_product is added", ({ threads }) => threads.take({ to, ...product } as never)],
]);

test("national numbers are read as in messages", async () => {
  const { fetch, requests } = recorder(Response.json(answer));
  await client({ fetch, defaultCountry: "US" }).threads.take({ to: "(415) 555-2671" });
  expect(requests[0]?.json).toMatchObject({ to });
});

describe("on the simulator", () => {
  const number = "+5511987654321";
  const start = (options = {}) => {
    const simulator = createSimulator(options);
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    const types = async () => {
      await simulator.settled();
      return simulator.webhooks.flatMap(({ rawBody }) => parseWebhook(rawBody)).map(({ type }) => type);
    };
    return { simulator, whatsapp, threads: whatsapp.threads, ana: simulator.user(number), types };
  };
  const refusedWith = async (code: number, promise: Promise<unknown>) => {
    const error = await failure(promise);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code });
  };

  test("a thread that was passed is another responder's, until it is passed back", async () => {
    const { simulator, whatsapp, threads, ana, types } = start({ isEscalationPartner: false });
    await ana.sends("hi");
    expect(await threads.pass({ to: number, target_role: "ai_agent" })).toMatchObject({
      request_id: expect.any(String),
    });
    await ana.sends("Is anybody there?");
    expect(await types()).toEqual(["message", "standby"]);
    await refusedWith(131_070, whatsapp.messages.sendText({ to: number, body: "Hello" }));
    await refusedWith(131_070, threads.pass({ to: number }));
    await refusedWith(131_070, threads.release({ to: number }));
    await refusedWith(2_494_191, threads.take({ to: number }));
    await whatsapp.messages.sendTemplate({ to: number, name: "hello_world", language: "en_US" });
    await simulator.passThread(number, { metadata: "wants a human" });
    const { payload } = simulator.webhooks.at(-1) ?? {};
    expect(payload?.entry[0]?.changes[0]?.value).toMatchObject({
      type: "control_passed",
      sender: { phone_number: "5511987654321" },
      control_passed: { previous_owner_role: "ai_agent", metadata: "wants a human" },
    });
    await whatsapp.messages.sendText({ to: number, body: "Hello" });
    await ana.sends("At last");
    expect((await types()).filter((type) => type !== "status")).toEqual([
      "message",
      "standby",
      "messaging_handovers",
      "message",
    ]);
    await expect(simulator.passThread(number)).rejects.toThrow("belongs to the app");
  });

  test("the escalation partner takes threads, also by answering", async () => {
    const { whatsapp, threads, ana, types } = start();
    await ana.sends("hi");
    await threads.pass({ to: number });
    await threads.take({ to: number });
    await ana.sends("again");
    await threads.pass({ to: { user_id: ana.user_id }, target_role: "marketing" });
    await whatsapp.messages.sendText({ to: number, body: "Hello" });
    await ana.sends("thanks");
    expect((await types()).filter((type) => type !== "status")).toEqual(["message", "message", "message"]);
  });

  test("a thread is idle after a day without a word of the customer, and can be released when it is", async () => {
    const { simulator, threads, ana, types } = start();
    await ana.sends("hi");
    await threads.pass({ to: number, target_role: "marketing" });
    await simulator.clock.advance({ hours: 23 });
    await ana.sends("still there?");
    await simulator.clock.advance({ hours: 23 });
    await ana.changesNumber("+5511900000000");
    await ana.sends("my new number");
    await simulator.clock.advance({ hours: 24 });
    await threads.release({ to: "+5511900000000" });
    await ana.sends("hello?");
    expect((await types()).filter((type) => /message|standby/.test(type))).toEqual([
      "message",
      "standby",
      "message",
      "standby",
      "message",
    ]);
  });

  test.each([
    [{ action: "keep" }],
    [{ recipient: "BR.1" }],
    [{ to: undefined }],
    [{ metadata: "x".repeat(2001) }],
    [{ action: "take", control_pass: { target_role: "utility" } }],
    [{ messaging_product: undefined }],
  ])("%j is refused as by Meta", async (changes) => {
    const { simulator, whatsapp } = start();
    const path = `/${simulator.clientOptions.phoneNumberId}/thread_control`;
    const body = { ...product, to: number, action: "pass", ...changes };
    await refusedWith(100, whatsapp.request({ method: "POST", path, body }));
  });
});
