import { type Json, withoutUndefined } from "../../../utils/json.ts";
import { noteActivity } from "../account-activities.ts";
import { refuse } from "../errors.ts";
import { paginate } from "../http/paging.ts";
import { type GraphCall, pickFields, type Route, readParameters } from "../http/router.ts";
import { findMessagingLimit } from "../messaging-limit.ts";
import { callingCode } from "../phone-numbers.ts";
import type { PhoneNumber } from "../records.ts";
import { findFlag, findText, readConditions, readDigits, readText } from "../rules/parameters.ts";
import type { State } from "../state.ts";
import { describeAutomation } from "./automation.ts";
import { describeCallbacks, readOverride } from "./callbacks.ts";
import { numberHealth } from "./health-status.ts";
import { readPin } from "./registration.ts";

const byDefault = [
  "verified_name",
  "code_verification_status",
  "display_phone_number",
  "quality_rating",
  "platform_type",
  "throughput",
  "webhook_configuration",
] as const;

const listedByDefault = byDefault.slice(0, -1);

function toNode(state: State, number: PhoneNumber): Json {
  const { id, displayPhoneNumber, verifiedName, isRegistered, isVerified, pin, automation, fields } = number;
  const messagingLimit = findMessagingLimit(state, number);
  return {
    id,
    display_phone_number: `+${displayPhoneNumber}`,
    verified_name: verifiedName,
    quality_rating: "GREEN",
    quality_score: { score: "GREEN" },
    status: isRegistered ? "CONNECTED" : isVerified ? "DISCONNECTED" : "PENDING",
    name_status: "APPROVED",
    new_name_status: "NONE",
    new_display_name: undefined,
    code_verification_status: isVerified ? "VERIFIED" : "NOT_VERIFIED",
    platform_type: isRegistered ? "CLOUD_API" : "NOT_APPLICABLE",
    account_mode: "LIVE",
    throughput: { level: "STANDARD" },
    whatsapp_business_manager_messaging_limit: messagingLimit,
    messaging_limit_tier: messagingLimit,
    last_onboarded_time: undefined,
    is_official_business_account: false,
    is_pin_enabled: pin !== undefined,
    is_preverified_number: false,
    is_on_biz_app: number.appData !== undefined,
    official_business_account: { oba_status: "NOT_STARTED" },
    conversational_automation: describeAutomation(automation),
    search_visibility: "VISIBLE",
    eligibility_for_api_business_global_search: undefined,
    country_code: callingCode(displayPhoneNumber).country,
    country_dial_code: callingCode(displayPhoneNumber).code,
    unified_cert_status: "APPROVED",
    username: undefined, // its own edge says it
    certificate: undefined,
    new_certificate: undefined,
    health_status: numberHealth(state, number),
    webhook_configuration: describeCallbacks(state, number),
    ...fields,
  };
}

const show = (state: State, number: PhoneNumber, requested: unknown, names: readonly string[]): Json =>
  pickFields(toNode(state, number), requested, names);

const read = (call: GraphCall): Json =>
  show(call.state, call.state.number(call.id), readParameters(call).fields, byDefault);

/** The newest number comes first, unless the request sorts them. */
function list(call: GraphCall): Json {
  const { state } = call;
  const parameters = readParameters(call);
  const oldestFirst = state.listNumbers(call.id);
  const conditions = readConditions(parameters);
  const isAscending = /asc(ending)?\b/.test(JSON.stringify(parameters.sort ?? ""));
  const numbers = (isAscending ? oldestFirst : oldestFirst.reverse()).filter((one) =>
    conditions.every(({ field, value }) => toNode(state, one)[String(field)] === value),
  );
  const nodes = numbers.map((number) => show(state, number, parameters.fields, listedByDefault));
  return paginate(call, nodes, parameters);
}

/** A new number has to be verified and registered before it can send. */
function add(call: GraphCall): Json {
  const { state, id } = call;
  const parameters = readParameters(call);
  const digits = readDigits(parameters, "cc") + readDigits(parameters, "phone_number");
  const name = readText(parameters, "verified_name");
  findFlag(parameters, "migrate_phone_number");
  if (name.length < 2 || name.length > 75)
    throw refuse(100, "Param verified_name must have 2 to 75 characters.");
  const isKnown = [...state.numbers.values()].some(({ displayPhoneNumber }) => displayPhoneNumber === digits);
  if (isKnown) throw refuse(100, "The phone number is already in an account.", { subcode: 2388012 });
  const added = state.addNumber(state.phoneNumberIds.take(), {
    displayPhoneNumber: digits,
    verifiedName: name,
    businessAccountId: id,
    isRegistered: false,
    isVerified: false,
  });
  noteActivity(state, id, "PHONE_NUMBER_ADDED");
  return { id: added.id };
}

/** Sets the PIN, asks for another display name, or sends its webhooks elsewhere. */
async function change(call: GraphCall): Promise<Json> {
  const number = call.state.number(call.id);
  const parameters = readParameters(call);
  const { pin, webhook_configuration: callback } = parameters;
  const name = findText(parameters, "new_display_name");
  if (pin !== undefined) number.pin = readPin(pin);
  if (name !== undefined) {
    Object.assign(number.fields, { new_display_name: name, new_name_status: "PENDING_REVIEW" });
  }
  if (callback !== undefined) {
    const overrideCallbackUri = await readOverride(call, number.businessAccountId, callback);
    Object.assign(number, withoutUndefined({ overrideCallbackUri }));
    if (overrideCallbackUri === undefined) delete number.overrideCallbackUri;
  }
  if (pin !== undefined || name !== undefined || callback !== undefined) return { success: true };
  throw refuse(100, "One of the parameters pin, new_display_name and webhook_configuration is required.");
}

export const phoneNumberRoutes: readonly Route[] = [
  { method: "GET", node: "phone-number", edge: "", permission: "either", answer: read },
  { method: "POST", node: "phone-number", edge: "", permission: "both", answer: change },
  { method: "GET", node: "business-account", edge: "phone_numbers", answer: list },
  { method: "POST", node: "business-account", edge: "phone_numbers", answer: add },
];
