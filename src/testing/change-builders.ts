import type { ChangeValues } from "../types/webhooks/changes.ts";
import { withoutUndefined } from "../utils/json.ts";
import { defaults } from "./defaults.ts";
import { type NumberFacts, toMetadata, unixSeconds, type WebhookPayload, webhookEntry } from "./events.ts";

/** The account and number that a change belongs to, and when Meta sent it. */
export interface ChangeFacts extends NumberFacts {
  /** The WhatsApp Business Account, which is the id of the entry. Default: the simulator's. */
  waba_id?: string | undefined;
  /** Unix seconds, for fields whose entries have them. Default: now. */
  time?: number | undefined;
}

/** A payload with one change. */
export function changePayload(field: string, value: object, facts: ChangeFacts = {}): WebhookPayload {
  const { waba_id = defaults.businessAccountId, time } = facts;
  const now = time === undefined ? Date.now() : time * 1000;
  const change = { field, value: withoutUndefined({ ...value }) };
  return { object: "whatsapp_business_account", entry: [webhookEntry(waba_id, change, now)] };
}

/** Meta's value, in which the keys that have a default may be left out. */
export type BuilderValue<Value, Preset extends PropertyKey> = Omit<Value, Preset> & {
  [Key in Preset & keyof Value]?: Value[Key];
};

function change<Field extends keyof ChangeValues, Preset extends Partial<ChangeValues[Field]>>(
  field: Field,
  preset: (facts: ChangeFacts) => Preset,
) {
  return (value: BuilderValue<ChangeValues[Field], keyof Preset>, facts: ChangeFacts = {}): WebhookPayload =>
    changePayload(field, { ...preset(facts), ...value }, facts);
}

const messagingProduct = "whatsapp";
const none = () => ({});
const ofNumber = (facts: ChangeFacts) => ({
  messaging_product: messagingProduct,
  metadata: toMetadata(facts),
});
const ofDisplayNumber = ({ display_phone_number }: ChangeFacts) => ({
  display_phone_number: display_phone_number ?? defaults.displayPhoneNumber,
});
const ofTemplate = () => ({
  message_template_id: "1407680676729941",
  message_template_name: "order_confirmation",
  message_template_language: "en_US",
});

/** A builder for every field that Meta reports as one change. The first argument is Meta's `value`. */
export const changeBuilders = {
  /** A limit was not raised, a badge was granted or refused, a picture was lost. */
  account_alerts: change("account_alerts", () => ({ entity_id: defaults.phoneNumberId })),
  /** A policy review of the account ended. */
  account_review_update: change("account_review_update", none),
  /** The calling settings of a number changed. */
  account_settings_update: change("account_settings_update", ({ phone_number_id }) => ({
    messaging_product: messagingProduct,
    timestamp: unixSeconds(),
    type: "phone_number_settings",
    phone_number_settings: { phone_number_id: phone_number_id ?? defaults.phoneNumberId },
  })),
  /** The account was restricted, disabled, connected to a partner, … */
  account_update: change("account_update", none),
  /** Meta detected a lead or a purchase. */
  automatic_events: change("automatic_events", ofNumber),
  /** The account's limits changed. */
  business_capability_update: change("business_capability_update", none),
  /** The username of the business was approved, reserved or deleted. */
  business_username_updates: change("business_username_updates", ofDisplayNumber),
  /** A Flow changed its status, or performs badly. */
  flows: change("flows", none),
  /** Old chats of a number of the WhatsApp Business app. */
  history: change("history", ofNumber),
  /** A template was edited. */
  message_template_components_update: change("message_template_components_update", ofTemplate),
  /** The quality score of a template changed. */
  message_template_quality_update: change("message_template_quality_update", ofTemplate),
  /** A template was approved, rejected, paused, … */
  message_template_status_update: change("message_template_status_update", () => ({
    ...ofTemplate(),
    message_template_language: "en-US",
    reason: "NONE",
  })),
  /** A conversation was passed on or taken over. */
  messaging_handovers: change("messaging_handovers", (facts) => ({
    messaging_product: messagingProduct,
    recipient: toMetadata(facts),
    timestamp: unixSeconds(),
  })),
  /** A solution of several partners was created or changed. */
  partner_solutions: change("partner_solutions", none),
  /** A payment configuration changed. */
  payment_configuration_update: change("payment_configuration_update", none),
  /** A display name was reviewed. */
  phone_number_name_update: change("phone_number_name_update", ofDisplayNumber),
  /** The throughput or messaging limit of a number changed. */
  phone_number_quality_update: change("phone_number_quality_update", ofDisplayNumber),
  /** A PIN was changed, or its reset was requested. */
  security: change("security", ofDisplayNumber),
  /** The address book of the WhatsApp Business app changed. */
  smb_app_state_sync: change("smb_app_state_sync", ofNumber),
  /** Copies of a conversation that somebody else handles. */
  standby: change("standby", ofNumber),
  /** The category of a template will change, or has changed. */
  template_category_update: change("template_category_update", ofTemplate),
  /** A template or message belongs to another category. */
  template_correct_category_detection: change("template_correct_category_detection", ofTemplate),
  /** Deliveries and clicks with tracking tokens. */
  tracking_events: change("tracking_events", ofNumber),
  /** The id of a customer changed; Meta withdrew this field. */
  user_id_update: change("user_id_update", ofNumber),
} satisfies { [Field in keyof ChangeValues]: (value: never, facts?: ChangeFacts) => WebhookPayload };
