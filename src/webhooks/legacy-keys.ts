import { isObject, type Json } from "../utils/json.ts";

/** Spellings of fields that stood in Meta's documentation or still do. */
const fields: Readonly<Record<string, string>> = {
  group_participant_update: "group_participants_update",
  business_username_update: "business_username_updates",
};

const groupTypes: Readonly<Record<string, string>> = {
  group_add_participants: "group_participants_add",
  group_remove_participants: "group_participants_remove",
};

/** The name an event of this field has. */
export const canonicalField = (field: string): string =>
  Object.hasOwn(fields, field) ? (fields[field] ?? field) : field;

/** A status with its facts under the keys Meta uses today; the others stay. */
export function withStatusKeys(status: Json): Json {
  const { parent_recipient_user_id: parent, participant_recipient_id: participant, conversation } = status;
  const pricing = isObject(conversation) ? conversation.pricing : undefined;
  if (parent === undefined && participant === undefined && pricing === undefined) return status;
  return filled(status, {
    recipient_parent_user_id: parent,
    recipient_participant_id: participant,
    pricing,
  });
}

/** A group's news under the type that Meta's groups page gives it. */
export function withGroupType(group: Json): Json {
  const type =
    typeof group.type === "string" && Object.hasOwn(groupTypes, group.type) && groupTypes[group.type];
  return type ? { ...group, type } : group;
}

/** A change's value as documented: alerts that came without `alert_info` get it. */
export function withChangeKeys(field: string, value: Json): Json {
  if (field !== "account_alerts" || isObject(value.alert_info)) return value;
  const { alert_severity, alert_status, alert_type, alert_description } = value;
  return {
    ...value,
    alert_info: filled({}, { alert_severity, alert_status, alert_type, alert_description }),
  };
}

/** A copy in which absent keys are taken from elsewhere, where they are known there. */
function filled(value: Json, others: Json): Json {
  const copy = { ...value };
  for (const [key, other] of Object.entries(others)) {
    if (other !== undefined && (copy[key] === undefined || copy[key] === null)) copy[key] = other;
  }
  return copy;
}
