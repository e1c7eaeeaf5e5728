import type { Json } from "../json.ts";
import { type GraphCall, parametersOf, pickFields, type Route } from "../router.ts";

const byDefault = ["name", "timezone_id", "message_template_namespace"] as const;

function read(call: GraphCall): Json {
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
    is_enabled_for_insights: call.state.account(call.id).areInsightsEnabled,
    is_shared_with_partners: false,
    disable_marketing_messages_on_cloud_api: false,
    template_auto_archival_enabled: true,
    marketing_messages_onboarding_status: "ONBOARDED",
    whatsapp_business_manager_messaging_limit: "TIER_250",
    health_status: { can_send_message: "AVAILABLE", entities: [] },
  };
  return pickFields(account, parametersOf(call).fields, byDefault);
}

export const businessAccountRoutes: readonly Route[] = [
  { method: "GET", node: "business-account", edge: "", answer: read },
];
