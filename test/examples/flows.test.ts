import { expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { encryptAsWhatsApp, signedHeaders } from "../flows/phone.ts";
import { cloud, run, serve } from "./cloud.ts";

test("deploy-flow creates the Flow and sets the key, and flow-endpoint answers with the other one", async () => {
  const { simulator, env } = await cloud();
  const { flows } = new WhatsAppClient(simulator.clientOptions);
  const { exitCode, printed } = await run(["examples/deploy-flow.ts", "https://a.example/flow"], env);
  expect([exitCode, printed]).toEqual([0, expect.stringContaining("is a draft")]);
  const [, privateKey = ""] = /^WHATSAPP_FLOW_PRIVATE_KEY="(.*)"$/m.exec(printed) ?? [];
  const [flow] = (await flows.list().page()).data;
  expect(flow).toMatchObject({ status: "DRAFT", validation_errors: [] });
  await flows.publish(String(flow?.id));

  const { url } = await serve(["examples/flow-endpoint.ts"], {
    ...env,
    WHATSAPP_FLOW_PRIVATE_KEY: privateKey,
  });
  const publicKey = String((await flows.getPublicKey())?.business_public_key);
  const ask = async (request: object) => {
    const sent = encryptAsWhatsApp({ version: "4.0", flow_token: "booking-7", ...request }, publicKey);
    const body = JSON.stringify(sent.body);
    const headers = signedHeaders(body, String(env.WHATSAPP_APP_SECRET));
    const answer = await fetch(`${url}/flow`, { method: "POST", body, headers });
    return [answer.status, sent.read(await answer.text())];
  };
  expect(await ask({ action: "ping" })).toEqual([200, { data: { status: "active" } }]);
  expect(await ask({ action: "INIT" })).toMatchObject([200, { screen: "DATE", data: { slots: [{}, {}] } }]);
  expect(await ask({ action: "INIT", flow_token: "7" })).toMatchObject([
    427,
    { error_msg: "This form has expired." },
  ]);
  const book = { action: "data_exchange", screen: "DATE", data: { slot: "0800" } };
  const params = { flow_token: "booking-7", slot: "0800" };
  const completed = { screen: "SUCCESS", data: { extension_message_response: { params } } };
  expect(await ask(book)).toEqual([200, completed]);
  expect(await ask(book)).toMatchObject([
    200,
    { screen: "DATE", data: { error_message: "Somebody was faster." } },
  ]);
});
