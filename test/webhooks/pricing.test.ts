import { expect, test } from "vitest";
import { parseWebhook, type WebhookEvent } from "wacloud/webhooks";
import { envelope, type JsonObject, messagesChange, sample } from "./samples.ts";

const only = (input: string | object): WebhookEvent => {
  const [event, ...more] = parseWebhook(input);
  if (event === undefined || more.length > 0) throw new Error("Expected one event.");
  return event;
};

/** What a status's price is read as, and which keys are left out. */
function readPricing(pricing: JsonObject) {
  const status = { id: "wamid.O", status: "delivered", pricing };
  const event = only(envelope([messagesChange({ statuses: [status] })]));
  if (event.type !== "status") throw new Error("Expected a status.");
  return { pricing: event.status.pricing, omitted: event.omitted };
}

test("a message that is free for a government or non-profit says so", () => {
  expect(only(sample("status-delivered-2"))).toMatchObject({
    type: "status",
    status: { pricing: { type: "free_customer_service", category: "service", subtype: "paid_exempt" } },
  });
});

test.each([
  ["with its cost", { cost: { amount: 0.05, currency: "USD" } }, { cost: { amount: 0.05, currency: "USD" } }],
  [
    "with an amount as text",
    { cost: { amount: "0.05", currency: "USD" } },
    { cost: { amount: 0.05, currency: "USD" } },
  ],
  ["with another key beside", { cost: { amount: 5, offset: 100 } }, { cost: { amount: 5, offset: 100 } }],
  ["with a subtype that is new", { subtype: "paid_other" }, { subtype: "paid_other" }],
])("a price is read %s", (_, pricing, expected) => {
  expect(readPricing(pricing)).toEqual({ pricing: expected, omitted: undefined });
});

test.each([
  [{ cost: "0.05" }, {}, ["status.pricing.cost"]],
  [
    { cost: { amount: "much", currency: "USD" } },
    { cost: { currency: "USD" } },
    ["status.pricing.cost.amount"],
  ],
  [{ cost: { amount: 1, currency: 840 } }, { cost: { amount: 1 } }, ["status.pricing.cost.currency"]],
  [{ subtype: 1, type: "regular" }, { type: "regular" }, ["status.pricing.subtype"]],
])("what misfits in %j costs only itself", (pricing, expected, omitted) => {
  expect(readPricing(pricing)).toEqual({ pricing: expected, omitted });
});

test("the view of a landing page is a user action without a component", () => {
  expect(only(sample("user_action-2"))).toMatchObject({
    type: "user_action",
    value: { action_type: "landing_page_view", marketing_messages_link_click_data: { tracking_token: "t1" } },
  });
});
