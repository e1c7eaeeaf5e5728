import * as z from "zod/mini";
import { literal, looseObject, optional, string } from "zod/mini";
import { type Json, toObject, toObjects, withoutUndefined } from "../../../utils/json.ts";
import { once } from "../../../utils/once.ts";
import { day, toSeconds } from "../clock.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import { createTraceId } from "../ids.ts";
import { findPayment } from "../payments.ts";
import type { Payment } from "../records.ts";
import { checkSchema, rule, someText } from "../rules/schema.ts";

const configuration = once(() =>
  looseObject({
    configuration_name: someText(),
    provider_name: z.enum(["upi_vpa", "razorpay", "payu", "zaakpay", "billdesk"]),
    merchant_vpa: optional(string()),
    merchant_category_code: optional(string()),
    purpose_code: optional(string()),
    redirect_url: optional(string()),
  }).check(
    rule(
      (given) => given.provider_name !== "upi_vpa" || given.merchant_vpa !== undefined,
      "is required for upi_vpa",
      {
        path: ["merchant_vpa"],
        kind: "missing",
      },
    ),
  ),
);

/** The text that follows `edge/` in the path. */
const below = ({ url }: GraphCall, edge: string): string[] => {
  const [, rest = ""] = url.pathname.split(`/${edge}/`);
  return rest.split("/").map(decodeURIComponent);
};

const findConfigurations = ({ state, id }: GraphCall) => state.account(id).paymentConfigurations;

const list = (call: GraphCall): Json => ({
  data: [{ payment_configurations: [...findConfigurations(call).values()] }],
});

function read(call: GraphCall): Json {
  const [name = ""] = below(call, "payment_configuration");
  const found = findConfigurations(call).get(name);
  return { data: found === undefined ? [] : [found] };
}

const describe = (code: unknown) =>
  code === undefined ? undefined : { code: String(code), description: String(code) };

/** A VPA is ready at once; a payment gateway is connected on its own page first. */
function create(call: GraphCall): Json {
  const parameters = readParameters(call);
  checkSchema(configuration(), parameters, { codes: "graph" });
  const { configuration_name, provider_name, merchant_category_code, purpose_code, merchant_vpa } =
    parameters;
  const known = findConfigurations(call);
  const name = String(configuration_name);
  if (known.has(name)) throw refuse(100, "A payment configuration of this name exists.");
  const now = toSeconds(call.state.now());
  const isReady = provider_name === "upi_vpa";
  const created = {
    configuration_name: name,
    merchant_category_code: describe(merchant_category_code),
    purpose_code: describe(purpose_code),
    status: isReady ? "Active" : "Needs_Connecting",
    provider_name,
    merchant_vpa,
    created_timestamp: now,
    updated_timestamp: now,
  };
  known.set(name, withoutUndefined(created));
  return { success: true, ...(isReady ? {} : toLink(call, name)) };
}

const toLink = ({ state }: GraphCall, name: string): Json => ({
  oauth_url: `https://www.facebook.com/payments/connect/?${new URLSearchParams({ configuration_name: name })}`,
  expiration: toSeconds(state.now() + day),
});

function find(call: GraphCall, name: unknown): Json {
  const found = findConfigurations(call).get(String(name ?? ""));
  if (found !== undefined) return found;
  throw refuse(100, "Param configuration_name must be a payment configuration of the account.");
}

function change(call: GraphCall): Json {
  const parameters = readParameters(call);
  checkSchema(looseObject({ data_endpoint_url: string() }), parameters, { codes: "graph" });
  const { data_endpoint_url } = parameters;
  const found = find(call, below(call, "payment_configuration")[0]);
  Object.assign(found, { data_endpoint_url, updated_timestamp: toSeconds(call.state.now()) });
  return { success: true };
}

function link(call: GraphCall): Json {
  const parameters = readParameters(call);
  checkSchema(looseObject({ redirect_url: optional(string()) }), parameters, { codes: "graph" });
  const { configuration_name } = parameters;
  find(call, configuration_name);
  return toLink(call, String(configuration_name));
}

function remove(call: GraphCall): Json {
  const { configuration_name } = readParameters(call);
  find(call, configuration_name);
  findConfigurations(call).delete(String(configuration_name));
  return { success: true };
}

function readPayment(call: GraphCall): Json {
  const [name = "", reference = ""] = below(call, "payments");
  const found = findPayment(call.state, { phoneNumberId: call.id, configuration: name, reference });
  return { payments: found === undefined ? [] : [found.content] };
}

const wanted = once(() =>
  looseObject({
    reference_id: someText(),
    payment_config_id: someText(),
    amount: looseObject({
      currency: literal("INR"),
      value: z
        .union([z.number(), string()])
        .check(rule((value: unknown) => /^[1-9]\d*$/.test(String(value)), "must be a positive whole number")),
      offset: z
        .union([z.number(), string()])
        .check(rule((value: unknown) => String(value) === "100", "must be 100")),
    }),
    speed: optional(z.enum(["normal", "instant"])),
  }),
);

function refund(call: GraphCall): Json {
  const parameters = readParameters(call);
  checkSchema(wanted(), parameters, { codes: "graph" });
  const { reference_id, payment_config_id, amount, speed = "normal" } = parameters;
  const names = { configuration: String(payment_config_id), reference: String(reference_id) };
  const found = findPayment(call.state, { phoneNumberId: call.id, ...names });
  if (found === undefined)
    throw refuse(100, "There is no payment with this reference_id and payment_config_id.");
  checkRest(found, toObject(amount));
  const now = toSeconds(call.state.now());
  const made = { id: createTraceId(), status: "completed", speed_processed: speed };
  const times = { created_timestamp: now, updated_timestamp: now };
  const [transaction = {}] = found.content.transactions;
  transaction.refunds = [...toObjects(transaction.refunds), { ...made, amount, ...times }];
  return made;
}

/** Not more goes back than was paid. */
function checkRest({ content }: Payment, { value }: Json): void {
  const refunds = content.transactions.flatMap((one) => toObjects(one.refunds));
  const before = refunds.reduce((sum, { amount }) => sum + Number(toObject(amount).value), 0);
  if (before + Number(value) <= Number(toObject(content.total_amount).value)) return;
  throw refuse(100, "Param amount must not be more than what is left of the payment.");
}

const one = { node: "business-account", edge: "payment_configuration/*" } as const;
const edge = { node: "business-account", edge: "payment_configuration" } as const;

export const paymentRoutes: readonly Route[] = [
  { method: "GET", node: "business-account", edge: "payment_configurations", answer: list },
  { method: "GET", ...one, answer: read },
  { method: "POST", ...one, answer: change },
  { method: "POST", ...edge, answer: create },
  { method: "DELETE", ...edge, answer: remove },
  {
    method: "POST",
    node: "business-account",
    edge: "generate_payment_configuration_oauth_link",
    answer: link,
  },
  { method: "GET", node: "phone-number", edge: "payments/*", permission: "either", answer: readPayment },
  { method: "POST", node: "phone-number", edge: "payments_refund", permission: "either", answer: refund },
];
