import { describe, expect, test } from "vitest";
import {
  AmbiguousSendError,
  ApiError,
  type NewPaymentConfiguration,
  type RefundInput,
  WhatsAppClient,
} from "wacloud";
import { createSimulator } from "wacloud/testing";
import { parseWebhook } from "wacloud/webhooks";
import { failure } from "../support/client.ts";
import { testUnusable } from "../support/unusable.ts";
import { describeOperations, describeRefusals } from "./operations/operation.ts";
import { paymentOperations } from "./operations/payments.ts";

const ok = { success: true };
const created: NewPaymentConfiguration = {
  configuration_name: "shop",
  provider_name: "razorpay",
  merchant_category_code: "0000",
  purpose_code: "00",
  redirect_url: "https://shop.example/connected",
};
const amount = { currency: "INR", value: 50_000, offset: 100 };
const refund: RefundInput = { reference_id: "order-77", payment_config_id: "shop", amount };
describeOperations(paymentOperations);
testUnusable(paymentOperations, {
  "payments.configurations": [{ data: [{ payment_configurations: [{}] }] }, ok],
  "payments.getConfiguration": [{ data: [{}] }, { configuration_name: "shop" }],
  "payments.createConfiguration": [{ success: false }, { oauth_url: "https://provider.example" }],
  "payments.createOAuthLink": [ok],
  "payments.get": [{ payments: [{}] }, { reference_id: "order-77" }],
  "payments.refund": [ok],
});

const paid = (changes: object): RefundInput => ({ ...refund, amount: { ...amount, ...changes } });

describeRefusals([
  [
    "configuration_name is missing",
    ({ payments }) => payments.createConfiguration({ provider_name: "payu" } as never),
  ],
  [
    "provider_name is missing",
    ({ payments }) => payments.createConfiguration({ configuration_name: "a" } as never),
  ],
  ["has no change", ({ payments }) => payments.updateConfiguration("shop", {})],
  [
    "id must be a non-empty id",
    ({ payments }) => payments.updateConfiguration("", { data_endpoint_url: "x" }),
  ],
  ["id must be a non-empty id", ({ payments }) => payments.getConfiguration("")],
  ["name must not be empty", ({ payments }) => payments.deleteConfiguration("")],
  [
    "configuration_name must not be empty",
    ({ payments }) => payments.createOAuthLink({ configuration_name: "" }),
  ],
  ["reference_id is missing", ({ payments }) => payments.get({ configuration_name: "shop" } as never)],
  [
    "configuration_name must not be empty",
    ({ payments }) => payments.get({ configuration_name: "", reference_id: "1" }),
  ],
  [
    "reference_id is missing",
    ({ payments }) => payments.refund({ ...refund, reference_id: undefined as never }),
  ],
  [
    "payment_config_id must not be empty",
    ({ payments }) => payments.refund({ ...refund, payment_config_id: "" }),
  ],
  ["amount is missing", ({ payments }) => payments.refund({ ...refund, amount: undefined as never })],
  ["amount.value must be a whole number of 1 or more", ({ payments }) => payments.refund(paid({ value: 0 }))],
  [
    "amount.value must be a whole number of 1 or more",
    ({ payments }) => payments.refund(paid({ value: 1.5 })),
  ],
  [
    "amount.value must be a whole number of 1 or more",
    ({ payments }) => payments.refund(paid({ value: "-1" })),
  ],
  ["amount.offset must be 100", ({ payments }) => payments.refund(paid({ offset: 1000 }))],
  ["amount.offset ", ({ payments }) => payments.refund(paid({ offset: undefined }))],
  ["amount.currency is missing", ({ payments }) => payments.refund(paid({ currency: undefined }))],
  [
    'speed must be "normal" or "instant"',
    ({ payments }) => payments.refund({ ...refund, speed: "slow" as never }),
  ],
]);

describe("on the simulator", () => {
  const number = "+919812345678";
  const start = () => {
    const simulator = createSimulator();
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    return {
      simulator,
      whatsapp,
      payments: whatsapp.payments,
      ravi: simulator.user(number, { name: "Ravi" }),
    };
  };
  const refusedWith = async (code: number, promise: Promise<unknown>) => {
    const error = await failure(promise);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code });
  };

  test("configurations are created, connected, changed and deleted", async () => {
    const { payments } = start();
    expect(await payments.configurations()).toEqual([]);
    const vpa = { provider_name: "upi_vpa", merchant_vpa: "shop@bank" };
    expect(await payments.createConfiguration({ ...created, configuration_name: "upi", ...vpa })).toEqual(ok);
    expect(await payments.createConfiguration(created)).toEqual({
      success: true,
      oauth_url: expect.stringMatching(/^https:/),
      expiration: expect.any(Number),
    });
    await refusedWith(100, payments.createConfiguration(created));
    await refusedWith(
      100,
      payments.createConfiguration({ configuration_name: "b", provider_name: "upi_vpa" }),
    );
    await refusedWith(100, payments.createConfiguration({ configuration_name: "b", provider_name: "cash" }));
    expect(await payments.createOAuthLink({ configuration_name: "shop" })).toMatchObject({
      oauth_url: expect.any(String),
    });
    await refusedWith(100, payments.createOAuthLink({ configuration_name: "other" }));
    expect((await payments.configurations()).map(({ status }) => status)).toEqual([
      "Active",
      "Needs_Connecting",
    ]);
    await payments.updateConfiguration("shop", { data_endpoint_url: "https://shop.example" });
    await refusedWith(
      100,
      payments.updateConfiguration("other", { data_endpoint_url: "https://shop.example" }),
    );
    expect(await payments.getConfiguration("shop")).toMatchObject({
      provider_name: "razorpay",
      purpose_code: { code: "00" },
    });
    await payments.deleteConfiguration("shop");
    await refusedWith(100, payments.deleteConfiguration("shop"));
    expect(await payments.getConfiguration("shop")).toBeUndefined();
  });

  const order = {
    reference_id: "order-77",
    type: "digital-goods",
    payment_settings: [
      { type: "payment_gateway", payment_gateway: { type: "razorpay", configuration_name: "shop" } },
    ],
    currency: "INR",
    total_amount: { value: 50_000, offset: 100 },
    order: {
      status: "pending",
      items: [{ retailer_id: "1", name: "Tea", amount: { value: 50_000, offset: 100 }, quantity: 1 }],
      subtotal: { value: 50_000, offset: 100 },
      tax: { value: 0, offset: 100 },
    },
  };

  test("a customer pays, which is read and paid back", async () => {
    const { simulator, whatsapp, payments, ravi } = start();
    const key = { configuration_name: "shop", reference_id: "order-77" };
    await ravi.sends("hi");
    await expect(ravi.pays()).rejects.toThrow("asks to be paid");
    await whatsapp.messages.sendOrderDetails({ to: number, body: "Your order", parameters: order } as never);
    expect(await payments.get(key)).toBeUndefined();
    await refusedWith(100, payments.refund(refund));
    await ravi.pays();
    await simulator.settled();
    const captured = simulator.webhooks
      .flatMap(({ rawBody }) => parseWebhook(rawBody))
      .flatMap((event) =>
        event.type === "status" && event.status.status === "captured" ? [event.status] : [],
      );
    expect(captured).toMatchObject([
      {
        type: "payment",
        payment: { reference_id: "order-77", amount: { value: 50_000 }, transaction: { status: "success" } },
      },
    ]);
    expect(await payments.get(key)).toMatchObject({
      status: "captured",
      currency: "INR",
      transactions: [{ method: { type: "upi" } }],
    });
    const half = { ...refund, amount: { ...amount, value: "25000" } };
    expect(await payments.refund(half)).toMatchObject({ status: "completed", speed_processed: "normal" });
    await refusedWith(100, payments.refund(refund));
    await payments.refund({ ...half, speed: "instant" });
    const { transactions = [] } = (await payments.get(key)) ?? {};
    expect(transactions[0]?.refunds).toMatchObject([{ amount: half.amount }, { speed_processed: "instant" }]);
    const copy = createSimulator();
    await copy.restore(JSON.parse(JSON.stringify(simulator.snapshot())));
    const again = new WhatsAppClient(copy.clientOptions);
    expect(await again.payments.get(key)).toMatchObject({ status: "captured" });
  });

  test("a refund whose response was lost is found with get", async () => {
    const { simulator, whatsapp, payments, ravi } = start();
    await ravi.sends("hi");
    await whatsapp.messages.sendOrderDetails({ to: number, body: "Your order", parameters: order } as never);
    await ravi.pays();
    simulator.fail({ reset: "after-read" });
    expect(await failure(payments.refund(refund))).toBeInstanceOf(AmbiguousSendError);
    const { transactions = [] } =
      (await payments.get({ configuration_name: "shop", reference_id: "order-77" })) ?? {};
    expect(transactions[0]?.refunds).toHaveLength(1);
  });
});
