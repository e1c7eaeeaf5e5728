import type { Json } from "../../../utils/json.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, pickFields, type Route, readParameters } from "../http/router.ts";
import { takeAnalytics } from "./analytics.ts";
import { accountHealth } from "./health-status.ts";

const byDefault = ["name", "timezone_id", "message_template_namespace"] as const;

function read(call: GraphCall): Json {
  const { areInsightsEnabled, fields } = call.state.account(call.id);
  const account = {
    id: call.id,
    name: "Test Business Account",
    currency: "USD",
    country: "US",
    timezone_id: "1",
    message_template_namespace: "2d10dc1f_0c1e_4f0e_9a6b_6f1a3f0b5c7d",
    status: "ACTIVE",
    account_review_status: "APPROVED",
    business_verification_status: call.state.settings.isVerified ? "verified" : "not_verified",
    ownership_type: "SELF",
    is_enabled_for_insights: areInsightsEnabled,
    is_shared_with_partners: false,
    disable_marketing_messages_on_cloud_api: false,
    template_auto_archival_enabled: true,
    marketing_messages_onboarding_status: "ONBOARDED",
    whatsapp_business_manager_messaging_limit: "TIER_250",
    health_status: accountHealth(call.state, call.id),
    ...fields,
  };
  const { found, others } = takeAnalytics(call, readParameters(call).fields);
  return { ...found, ...pickFields(account, others, byDefault) };
}

const switches = ["disable_marketing_messages_on_cloud_api", "template_auto_archival_enabled"];

/** Changes settings. Template insights can be enabled, but never disabled again. */
function change(call: GraphCall): Json {
  const { state, id } = call;
  const parameters = readParameters(call);
  const account = state.account(id);
  const changed = switches.filter((name) => name in parameters);
  const { is_enabled_for_insights: isEnabled } = parameters;
  if (isEnabled === undefined && changed.length === 0)
    throw refuse(100, `One of the parameters is_enabled_for_insights, ${switches.join(", ")} is required.`);
  if (isEnabled !== undefined) enableInsights(call, isEnabled);
  for (const name of changed) account.fields[name] = String(parameters[name]) === "true";
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
