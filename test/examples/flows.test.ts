import { expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import type { VirtualUser } from "wacloud/testing";
import { cloud, run, serve } from "./cloud.ts";

test("deploy-flow creates the Flow and sets the key, and flow-endpoint answers with the other one", async () => {
  const { simulator, env } = await cloud();
  const { flows, messages } = new WhatsAppClient(simulator.clientOptions);
  const { exitCode, printed } = await run(["examples/deploy-flow.ts", "https://a.example/flow"], env);
  expect([exitCode, printed]).toEqual([0, expect.stringContaining("is a draft")]);
  const [, privateKey = ""] = /^WHATSAPP_FLOW_PRIVATE_KEY="(.*)"$/m.exec(printed) ?? [];
  const [flow] = (await flows.list().page()).data;
  expect(flow).toMatchObject({ status: "DRAFT", validation_errors: [] });
  const { url } = await serve(["examples/flow-endpoint.ts"], {
    ...env,
    WHATSAPP_FLOW_PRIVATE_KEY: privateKey,
  });
  simulator.flowEndpoint = `${url}/flow`;
  await flows.publish(String(flow?.id));

  const [ana, ben] = [simulator.user("+5511987654321"), simulator.user("+5511987654322")];
  const send = async (user: VirtualUser, flow_token: string) => {
    await user.sends("hi");
    await messages.sendFlow({
      to: `+${user.wa_id}`,
      body: "Book a table",
      flow_id: String(flow?.id),
      flow_cta: "Book",
      flow_token,
      flow_action: "data_exchange",
    });
  };
  await send(ana, "booking-7");
  await send(ben, "booking-8");
  await ana.opensFlow("Book");
  await ben.opensFlow("Book");
  expect(ana.flow).toMatchObject({ screen: "DATE", title: "Book a table", data: { slots: [{}, {}] } });
  await ana.flow.fills({ slot: "08:00" });
  await ana.flow.submits();
  const { content } = ana.outbox.at(-1) ?? {};
  expect(JSON.parse((content as { nfm_reply: { response_json: string } }).nfm_reply.response_json)).toEqual({
    flow_token: "booking-7",
    slot: "0800",
  });

  await ben.flow.fills({ slot: "08:00" });
  await ben.flow.submits();
  expect(ben.flow).toMatchObject({ state: "open", screen: "DATE", error: "Somebody was faster." });
  expect(ben.flow.data.slots).toHaveLength(1);
  await send(ana, "7");
  await expect(ana.opensFlow()).rejects.toThrow("This form has expired.");
});
