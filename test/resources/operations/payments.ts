import type { Operation } from "./operation.ts";

const account = "/{A}";
const edge = `${account}/payment_configuration`;
const configuration = { configuration_name: "shop", status: "Active" };
const ok = { success: true };
const created = {
  configuration_name: "shop",
  provider_name: "razorpay",
  merchant_category_code: "0000",
  purpose_code: "00",
  redirect_url: "https://shop.example/connected",
};
const link = { oauth_url: "https://provider.example", expiration: 1_790_000_000 };
const amount = { currency: "INR", value: 50_000, offset: 100 };
const refund = { reference_id: "order-77", payment_config_id: "shop", amount };
const payment = { reference_id: "order-77", status: "captured", transactions: [] };

export const paymentOperations: Operation[] = [
  {
    name: "payments.configurations",
    call: ({ payments }, options) => payments.configurations(options),
    answer: {
      data: [{ payment_configurations: [configuration] }, {}, { payment_configurations: [configuration] }],
    },
    result: [configuration, configuration],
    request: `GET ${account}/payment_configurations`,
  },
  {
    name: "payments.getConfiguration",
    call: ({ payments }, options) => payments.getConfiguration("shop", options),
    answer: { data: [configuration] },
    result: configuration,
    request: `GET ${edge}/shop`,
  },
  {
    name: "payments.getConfiguration of one that does not exist",
    call: ({ payments }, options) => payments.getConfiguration("a b", options),
    answer: { data: [] },
    result: undefined,
    request: `GET ${edge}/a b`,
  },
  {
    name: "payments.createConfiguration",
    call: ({ payments }, options) =>
      payments.createConfiguration({ ...created, ...{ color: "green" } }, options),
    answer: { success: true, ...link },
    request: `POST ${edge}`,
    body: { ...created, color: "green" },
    findOut: "getConfiguration",
  },
  {
    name: "payments.updateConfiguration",
    call: ({ payments }, options) =>
      payments.updateConfiguration("shop", { data_endpoint_url: "https://shop.example" }, options),
    answer: ok,
    request: `POST ${edge}/shop`,
    body: { data_endpoint_url: "https://shop.example" },
  },
  {
    name: "payments.deleteConfiguration",
    call: ({ payments }, options) => payments.deleteConfiguration("shop", options),
    answer: ok,
    request: `DELETE ${edge}`,
    body: { configuration_name: "shop" },
  },
  {
    name: "payments.createOAuthLink",
    call: ({ payments }, options) =>
      payments.createOAuthLink({ configuration_name: "shop", redirect_url: "https://shop.example" }, options),
    answer: link,
    request: `POST ${account}/generate_payment_configuration_oauth_link`,
    body: { configuration_name: "shop", redirect_url: "https://shop.example" },
  },
  {
    name: "payments.get",
    call: ({ payments }, options) =>
      payments.get({ configuration_name: "shop", reference_id: "order-77" }, options),
    answer: { payments: [payment] },
    result: payment,
    request: `GET /{N}/payments/shop/order-77`,
  },
  {
    name: "payments.get of an order without payment",
    call: ({ payments }, options) =>
      payments.get({ configuration_name: "shop", reference_id: "order-77" }, options),
    answer: { payments: [] },
    result: undefined,
    request: `GET /{N}/payments/shop/order-77`,
  },
  {
    name: "payments.refund",
    call: ({ payments }, options) => payments.refund({ ...refund, speed: "instant" }, options),
    answer: { id: "R1", status: "pending" },
    request: `POST /{N}/payments_refund`,
    body: { ...refund, speed: "instant" },
    findOut: "get",
  },
  {
    name: "payments.refund of an amount in words of Meta's samples",
    call: ({ payments }, options) =>
      payments.refund({ ...refund, amount: { ...amount, value: "50000", offset: "100" } }, options),
    answer: { id: "R1", status: "completed", speed_processed: "normal" },
    request: `POST /{N}/payments_refund`,
    body: { ...refund, amount: { ...amount, value: "50000", offset: "100" } },
    findOut: "get",
  },
];
