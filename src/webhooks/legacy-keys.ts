import { isObject, type Json } from "../utils/json.ts";

/** Alternative field names from Meta's documentation, past and present. */
const fields: ReadonlyMap<string, string> = new Map([
  ["group_participant_update", "group_participants_update"],
  ["business_username_update", "business_username_updates"],
]);

const groupTypes: ReadonlyMap<unknown, string> = new Map([
  ["group_add_participants", "group_participants_add"],
  ["group_remove_participants", "group_participants_remove"],
]);

/** The current name of a field, which events use. */
export const canonicalField = (field: string): string => fields.get(field) ?? field;

/** A status with the keys that Meta uses today; the old keys stay. */
export function withStatusKeys(status: Json): Json {
  const { parent_recipient_user_id: parent, participant_recipient_id: participant, conversation } = status;
  const pricing = isObject(conversation) ? conversation.pricing : undefined;
  if (parent === undefined && participant === undefined && pricing === undefined) return status;
  return fillAbsent(status, {
    recipient_parent_user_id: parent,
    recipient_participant_id: participant,
    pricing,
  });
}

/** A group update with the type that Meta's groups page lists. */
export function withGroupType(group: Json): Json {
  const type = groupTypes.get(group.type);
  return type === undefined ? group : { ...group, type };
}

/** A change's value in its documented form: alerts without `alert_info` get one. */
export function withChangeKeys(field: string, value: Json): Json {
  if (field !== "account_alerts" || isObject(value.alert_info)) return value;
  const { alert_severity, alert_status, alert_type, alert_description } = value;
  return { ...value, alert_info: { alert_severity, alert_status, alert_type, alert_description } };
}

/** A copy that takes absent keys from elsewhere. */
function fillAbsent(value: Json, others: Json): Json {
  const copy = { ...value };
  for (const [key, other] of Object.entries(others)) {
    if (other !== undefined && (copy[key] === undefined || copy[key] === null)) copy[key] = other;
  }
  return copy;
}
