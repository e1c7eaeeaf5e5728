import { type AccountSettingsUpdate, accountSettingsSchema } from "./account-settings.ts";
import {
  type AccountAlert,
  type AccountReviewUpdate,
  type AccountUpdate,
  accountAlertSchema,
  accountReviewSchema,
  accountUpdateSchema,
  type BusinessCapabilityUpdate,
  type BusinessUsernameUpdate,
  businessCapabilitySchema,
  businessUsernameSchema,
  type FlowUpdate,
  flowSchema,
  type PartnerSolutionUpdate,
  type PaymentConfigurationUpdate,
  type PhoneNumberNameUpdate,
  type PhoneNumberQualityUpdate,
  partnerSolutionSchema,
  paymentConfigurationSchema,
  phoneNumberNameSchema,
  phoneNumberQualitySchema,
  type SecurityUpdate,
  securitySchema,
} from "./account-values.ts";
import { handoverSchema, type MessagingHandover } from "./handovers.ts";
import { type History, historySchema, type Standby, standbySchema } from "./history.ts";
import {
  type AppStateSync,
  type AutomaticEvents,
  appStateSyncSchema,
  automaticEventsSchema,
  type TrackingEvents,
  trackingEventsSchema,
  type UserIdUpdate,
  userIdUpdateSchema,
} from "./number-values.ts";
import type { SchemaOf } from "./schema.ts";
import {
  type TemplateCategoryDetection,
  type TemplateCategoryUpdate,
  type TemplateComponentsUpdate,
  type TemplateQualityUpdate,
  type TemplateStatusUpdate,
  templateCategorySchema,
  templateComponentsSchema,
  templateDetectionSchema,
  templateQualitySchema,
  templateStatusSchema,
} from "./template-values.ts";

/** The `value` of every field that Meta reports as one change, by field. */
export interface ChangeValues {
  account_alerts: AccountAlert;
  account_review_update: AccountReviewUpdate;
  account_settings_update: AccountSettingsUpdate;
  account_update: AccountUpdate;
  automatic_events: AutomaticEvents;
  business_capability_update: BusinessCapabilityUpdate;
  business_username_updates: BusinessUsernameUpdate;
  flows: FlowUpdate;
  history: History;
  message_template_components_update: TemplateComponentsUpdate;
  message_template_quality_update: TemplateQualityUpdate;
  message_template_status_update: TemplateStatusUpdate;
  messaging_handovers: MessagingHandover;
  partner_solutions: PartnerSolutionUpdate;
  payment_configuration_update: PaymentConfigurationUpdate;
  phone_number_name_update: PhoneNumberNameUpdate;
  phone_number_quality_update: PhoneNumberQualityUpdate;
  security: SecurityUpdate;
  smb_app_state_sync: AppStateSync;
  standby: Standby;
  template_category_update: TemplateCategoryUpdate;
  template_correct_category_detection: TemplateCategoryDetection;
  tracking_events: TrackingEvents;
  user_id_update: UserIdUpdate;
}

/** The schema of each field's value. */
export const changeSchemas = {
  account_alerts: accountAlertSchema,
  account_review_update: accountReviewSchema,
  account_settings_update: accountSettingsSchema,
  account_update: accountUpdateSchema,
  automatic_events: automaticEventsSchema,
  business_capability_update: businessCapabilitySchema,
  business_username_updates: businessUsernameSchema,
  flows: flowSchema,
  history: historySchema,
  message_template_components_update: templateComponentsSchema,
  message_template_quality_update: templateQualitySchema,
  message_template_status_update: templateStatusSchema,
  messaging_handovers: handoverSchema,
  partner_solutions: partnerSolutionSchema,
  payment_configuration_update: paymentConfigurationSchema,
  phone_number_name_update: phoneNumberNameSchema,
  phone_number_quality_update: phoneNumberQualitySchema,
  security: securitySchema,
  smb_app_state_sync: appStateSyncSchema,
  standby: standbySchema,
  template_category_update: templateCategorySchema,
  template_correct_category_detection: templateDetectionSchema,
  tracking_events: trackingEventsSchema,
  user_id_update: userIdUpdateSchema,
} satisfies { [Field in keyof ChangeValues]: SchemaOf<ChangeValues[Field]> };
