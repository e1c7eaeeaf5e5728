import { expect, test, vi } from "vitest";
import { WhatsAppClient } from "wacloud";
import { createSimulator, type SimulatorOptions } from "wacloud/testing";
import {
  account,
  approved,
  call,
  customer,
  handle,
  hello,
  hours,
  manualClock,
  send,
  upload,
} from "./support.ts";

const template = { type: "template", template: { name: "hello_world", language: { code: "en_US" } } };
const taken = () => new Response();

/** A simulator in which something of everything has happened. */
async function used(options: SimulatorOptions = {}) {
  const webhook = vi.fn(taken);
  const simulator = createSimulator({ ...options, accessToken: "EAAgiven", webhook, pairLimit: false });
  const ana = simulator.user(customer, { name: "Ana" });
  await ana.sends("hi");
  await send(simulator, hello);
  await approved(simulator, { name: "news", components: [{ type: "BODY", text: "Big news." }] });
  const { json: media } = await upload(simulator, { type: "image/png" });
  await handle(simulator);
  simulator.addPhoneNumber("111");
  simulator.addBusinessAccount("222");
  await call(simulator, "POST", `/v26.0/${simulator.clientOptions.phoneNumberId}/message_qrdls`, {
    prefilled_message: "Hi",
  });
  simulator.fail({ code: 131016, times: 100 });
  simulator.accessToken = "EAAnew";
  await simulator.settled();
  return { simulator, ana, webhook, media };
}

test("reset empties the simulator", async () => {
  const { simulator, media } = await used();
  await simulator.reset();
  const { ledger, requests, webhooks, accessToken } = simulator;
  expect({ ledger, requests, webhooks, accessToken }).toEqual({
    ledger: [],
    requests: [],
    webhooks: [],
    accessToken: "EAAgiven",
  });
  const fresh = simulator.user(customer);
  expect({ name: fresh.name, inbox: fresh.inbox, isOpen: fresh.hasOpenWindow() }).toEqual({
    name: "Customer 4321",
    inbox: [],
    isOpen: false,
  });
  const { json: templates } = await call(
    simulator,
    "GET",
    `${account(simulator)}/message_templates?fields=name`,
  );
  expect(templates.data.map(({ name }: { name: string }) => name)).not.toContain("news");
  const { phoneNumberId } = simulator.clientOptions;
  expect((await call(simulator, "GET", `/v26.0/${phoneNumberId}/message_qrdls`)).json.data).toEqual([]);
  for (const id of [media.id, "111", "222"]) {
    expect((await call(simulator, "GET", `/v26.0/${id}`)).json.error).toMatchObject({
      code: 100,
      error_subcode: 33,
    });
  }
});

test("limits that were used up are free again, and the clock is back", async () => {
  const { clock } = manualClock();
  const simulator = createSimulator({ clock, openWindow: true, throughput: 1 });
  await simulator.clock.advance({ hours: 25 });
  await send(simulator, template);
  expect((await send(simulator, hello)).json.error.code).toBe(130429);
  await simulator.reset();
  expect((await send(simulator, hello)).status).toBe(200);
  expect(simulator.ledger[0]?.at).toBe(clock.now());
});

test("options, address and webhook stay", async () => {
  const { simulator, webhook } = await used({ openWindow: true });
  const { url } = await simulator.listen();
  await simulator.reset();
  expect(simulator.clientOptions).toMatchObject({ baseUrl: url, accessToken: "EAAgiven" });
  const whatsapp = new WhatsAppClient(simulator.clientOptions);
  webhook.mockClear();
  await whatsapp.messages.sendText({ to: customer, body: "Hello" });
  await simulator.settled();
  expect(webhook).toHaveBeenCalledTimes(3);
  expect(simulator.user(customer).inbox).toHaveLength(1);
  await simulator.close();
});

test("a webhook that waits is dropped, and what comes late of the time before goes nowhere", async () => {
  const { clock, advance } = manualClock();
  const failing = vi.fn(() => new Response(null, { status: 503 }));
  const simulator = createSimulator({ clock, webhook: failing });
  await simulator.user(customer).sends("hi");
  const [delivery] = simulator.webhooks;
  await simulator.reset();
  advance(hours(1));
  await simulator.settled();
  expect(delivery?.state).toBe("dropped");
  expect(failing).toHaveBeenCalledTimes(1);
  expect(simulator.webhooks).toEqual([]);
});

test("a customer from before the reset says so instead of writing to nobody", async () => {
  const { simulator, ana, webhook } = await used();
  await simulator.reset();
  webhook.mockClear();
  await expect(ana.sends("hi")).rejects.toThrow("forgot this customer. Get a new one");
  expect(webhook).not.toHaveBeenCalled();
  await simulator.user(customer).sends("hi");
  expect(webhook).toHaveBeenCalledTimes(1);
});
