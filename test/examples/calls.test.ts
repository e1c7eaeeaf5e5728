import { expect, test } from "vitest";
import { toObject } from "../../src/utils/json.ts";
import { cloud, customer, serve } from "./cloud.ts";

test("answer-calls accepts a customer's call, and hangs up when that fails", async () => {
  const settings = { calling: { status: "ENABLED" } };
  const { simulator, env } = await cloud({ seed: { numbers: [{ id: "106540352242922", settings }] } });
  const { url, prints } = await serve(["examples/answer-calls.ts"], env);
  await simulator.subscribe(`${url}/webhook`);
  const ana = simulator.user(customer);

  const call = await ana.calls();
  expect(call).toMatchObject({ state: "connected", answer: expect.stringContaining("opus/48000") });
  await ana.hangsUp();
  await prints("call ended after 0 seconds");

  simulator.fail({ reset: "after-read", match: ({ body }) => toObject(body).action === "accept" });
  const second = await ana.calls();
  expect(second.state).toBe("ended");
});
