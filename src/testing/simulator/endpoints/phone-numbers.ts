import type { Json } from "../../../utils/json.ts";
import { paginate } from "../http/paging.ts";
import { type GraphCall, pickFields, type Route, readParameters } from "../http/router.ts";
import type { PhoneNumber } from "../records.ts";

const byDefault = [
  "verified_name",
  "code_verification_status",
  "display_phone_number",
  "quality_rating",
  "platform_type",
  "throughput",
] as const;

const toNode = ({ id, displayPhoneNumber, verifiedName }: PhoneNumber): Json => ({
  id,
  display_phone_number: `+${displayPhoneNumber}`,
  verified_name: verifiedName,
  quality_rating: "GREEN",
  quality_score: { score: "GREEN" },
  status: "CONNECTED",
  name_status: "APPROVED",
  new_name_status: "NONE",
  code_verification_status: "VERIFIED",
  platform_type: "CLOUD_API",
  account_mode: "LIVE",
  throughput: { level: "STANDARD" },
  whatsapp_business_manager_messaging_limit: "TIER_250",
  is_official_business_account: false,
  is_pin_enabled: false,
  is_preverified_number: false,
  is_on_biz_app: false,
  official_business_account: { oba_status: "NOT_STARTED" },
  health_status: { can_send_message: "AVAILABLE", entities: [] },
  webhook_configuration: {},
});

function read(call: GraphCall): Json {
  return pickFields(toNode(call.state.number(call.id)), readParameters(call).fields, byDefault);
}

function list(call: GraphCall): Json {
  const parameters = readParameters(call);
  const numbers = [...call.state.numbers.values()]
    .filter(({ businessAccountId }) => businessAccountId === call.id)
    .map((number) => pickFields(toNode(number), parameters.fields, byDefault));
  return paginate(call, numbers, parameters);
}

export const phoneNumberRoutes: readonly Route[] = [
  { method: "GET", node: "phone-number", edge: "", permission: "either", answer: read },
  { method: "GET", node: "business-account", edge: "phone_numbers", answer: list },
];
