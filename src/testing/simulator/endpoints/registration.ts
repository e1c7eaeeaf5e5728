import { looseObject, number, optional, regex, string, union } from "zod/mini";
import type { Json } from "../../../utils/json.ts";
import { once } from "../../../utils/once.ts";
import { noteActivity } from "../account-activities.ts";
import { hour } from "../clock.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import { checkProduct } from "../rules/messages/envelope.ts";
import { checkSchema, someText } from "../rules/schema.ts";
import { regions } from "../rules/settings.ts";

const span = 72 * hour;
const maxTimes = 10;

export function readPin(pin: unknown): string {
  if (pin === undefined) throw refuse(100, "The parameter pin is required.");
  if (/^\d{6}$/.test(String(pin))) return String(pin);
  throw refuse(100, "Param pin must have 6 digits.");
}

/** Counts a call; at most 10 are allowed within 72 hours. */
function count(times: number[], now: number): void {
  if (times.filter((at) => at > now - span).length >= maxTimes)
    throw refuse(
      133016,
      `A phone number can be registered and deregistered ${maxTimes} times in 72 hours each.`,
    );
  times.push(now);
}

/** What a registration may carry beside the PIN. */
const extras = once(() =>
  looseObject({
    backup: optional(looseObject({ password: someText(), data: someText() })),
    tier: optional(string()),
    meta_store_retention_minutes: optional(union([number(), string().check(regex(/^\d+$/))])),
  }),
);

function register(call: GraphCall): Json {
  const { state } = call;
  const number = state.number(call.id);
  const parameters = readParameters(call);
  checkProduct(parameters);
  const pin = readPin(parameters.pin);
  const region = parameters.data_localization_region ?? "AU";
  if (!regions.includes(String(region)))
    throw refuse(100, `Param data_localization_region must be one of {${regions.join(", ")}}.`);
  checkSchema(extras(), parameters, { codes: "graph" });
  count(number.registrations, state.now());
  if (!number.isVerified) throw refuse(133006, "The phone number must be verified by a code first.");
  if ((number.pin ?? pin) !== pin) throw refuse(133005, "The PIN is not the one that was set.");
  Object.assign(number, { pin, isRegistered: true });
  return { success: true };
}

function deregister({ state, id }: GraphCall): Json {
  const number = state.number(id);
  if (!number.isRegistered) throw refuse(133010, "The phone number is not registered.");
  count(number.deregistrations, state.now());
  number.isRegistered = false;
  delete number.settings?.storage_configuration; // where messages are stored is chosen again
  return { success: true };
}

/** Sends a code, which tests find in `verificationCode` of the number. */
function requestCode(call: GraphCall): Json {
  const { state } = call;
  const number = state.number(call.id);
  const { code_method, language } = readParameters(call);
  if (code_method !== "SMS" && code_method !== "VOICE")
    throw refuse(100, "Param code_method must be one of {SMS, VOICE}.");
  if (!/^[a-z]{2,3}(_[A-Z]{2})?$/.test(String(language ?? "")))
    throw refuse(100, "Param language must be a language code, such as en or en_US.");
  if (number.isVerified) throw refuse(136024, "The phone number is already verified.");
  number.verificationCode = String(Math.floor(state.settings.clock.random() * 1_000_000)).padStart(6, "0");
  return { success: true };
}

function verifyCode(call: GraphCall): Json {
  const number = call.state.number(call.id);
  const { code } = readParameters(call);
  if (code === undefined) throw refuse(100, "The parameter code is required.");
  if (number.verificationCode === undefined || String(code).replace("-", "") !== number.verificationCode)
    throw refuse(100, "The code is wrong or has expired. Ask for a new one with request_code.");
  delete number.verificationCode;
  number.isVerified = true;
  noteActivity(call.state, number.businessAccountId, "PHONE_NUMBER_VERIFIED");
  return { success: true };
}

export const registrationRoutes: readonly Route[] = [
  { method: "POST", node: "phone-number", edge: "register", permission: "both", answer: register },
  { method: "POST", node: "phone-number", edge: "deregister", permission: "both", answer: deregister },
  { method: "POST", node: "phone-number", edge: "request_code", answer: requestCode },
  { method: "POST", node: "phone-number", edge: "verify_code", answer: verifyCode },
];
