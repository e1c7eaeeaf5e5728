import { isObject, type Json } from "../../../utils/json.ts";
import { noteActivity } from "../account-activities.ts";
import { toSeconds } from "../clock.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, pickFields, type Route, readParameters } from "../http/router.ts";
import { portfolio } from "../portfolio.ts";
import { findText, readFlag, readText } from "../rules/parameters.ts";
import type { State } from "../state.ts";
import { takeAnalytics } from "./analytics.ts";
import { accountHealth } from "./health-status.ts";

/** What a node has without `fields`. */
export const accountFields = ["name", "timezone_id", "message_template_namespace"] as const;

/** Fields that exist and are not set. */
const absent = [
  "purchase_order_number",
  "primary_business_location",
  "primary_funding_id",
  "on_behalf_of_business_info",
  "marketing_messages_lite_api_status",
  "auth_international_rate_eligibility",
  "linked_commerce_account",
];

export function toAccountNode(state: State, id: string): Json {
  const { areInsightsEnabled, fields } = state.account(id);
  return {
    ...Object.fromEntries(absent.map((name) => [name, undefined])),
    id,
    name: "Test Business Account",
    currency: "USD",
    country: "US",
    timezone_id: "1",
    message_template_namespace: "2d10dc1f_0c1e_4f0e_9a6b_6f1a3f0b5c7d",
    status: "ACTIVE",
    account_review_status: "APPROVED",
    business_verification_status: state.settings.isVerified ? "verified" : "not_verified",
    ownership_type: "SELF",
    owner_business_info: portfolio,
    creation_time: toSeconds(state.startedAt),
    is_enabled_for_insights: areInsightsEnabled,
    is_shared_with_partners: false,
    disable_marketing_messages_on_cloud_api: false,
    template_auto_archival_enabled: true,
    marketing_messages_onboarding_status: "ONBOARDED",
    whatsapp_business_manager_messaging_limit: "TIER_250",
    health_status: accountHealth(state, id),
    ...fields,
  };
}

function read(call: GraphCall): Json {
  const { found, others } = takeAnalytics(call, readParameters(call).fields);
  return { ...found, ...pickFields(toAccountNode(call.state, call.id), others, accountFields) };
}

const switches = ["disable_marketing_messages_on_cloud_api", "template_auto_archival_enabled"];
const settings = ["is_enabled_for_insights", ...switches, "degrees_of_freedom_spec"];
const texts = ["name", "timezone_id"];

/** Changes settings. Template insights can be enabled, but never disabled again. */
function change(call: GraphCall): Json {
  const { state, id } = call;
  const parameters = readParameters(call);
  const account = state.account(id);
  const { is_enabled_for_insights: isEnabled, degrees_of_freedom_spec: freedom } = parameters;
  const changed = [...switches, ...texts].filter((key) => key in parameters);
  if (isEnabled === undefined && freedom === undefined && changed.length === 0)
    throw refuse(100, `One of the parameters ${[...settings, ...texts].join(", ")} is required.`);
  const name = findText(parameters, "name") ?? "";
  if (name.length > 100) throw refuse(100, "Param name must have 1 to 100 characters.");
  if (freedom !== undefined && !isObject(freedom))
    throw refuse(100, "Param degrees_of_freedom_spec must be of type object.");
  if (isEnabled !== undefined) enableInsights(call, isEnabled);
  for (const key of changed) {
    account.fields[key] = (switches.includes(key) ? readFlag : readText)(parameters, key);
  }
  noteActivity(state, id, "ACCOUNT_UPDATED");
  return { id, success: true };
}

function enableInsights({ state, id }: GraphCall, isEnabled: unknown): void {
  if (String(isEnabled) !== "true") throw refuse(200006, "Template insights cannot be disabled.");
  if (!state.settings.insights) throw refuse(200005, "Template insights are not available to this account.");
  state.account(id).areInsightsEnabled = true;
}

export const businessAccountRoutes: readonly Route[] = [
  { method: "GET", node: "business-account", edge: "", answer: read },
  { method: "POST", node: "business-account", edge: "", answer: change },
];
