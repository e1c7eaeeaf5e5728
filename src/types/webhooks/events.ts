import type {
  AccountAlert,
  AccountReviewUpdate,
  AccountSettingsUpdate,
  AccountUpdate,
  BusinessCapabilityUpdate,
  BusinessUsernameUpdate,
  FlowsUpdate,
  PartnerSolutionUpdate,
  PaymentConfigurationUpdate,
  PhoneNumberNameUpdate,
  PhoneNumberQualityUpdate,
  SecurityUpdate,
} from "./account-values.ts";
import type { CallStatus, IncomingCall } from "./calls.ts";
import type { IncomingMessage } from "./messages.ts";
import type {
  AppStateSync,
  AutomaticEvents,
  GroupUpdate,
  History,
  MessagingHandover,
  Standby,
  TrackingEvents,
  UserAction,
  UserIdUpdate,
  UserPreference,
} from "./number-values.ts";
import type { Chat, WebhookContact, WebhookError, WebhookSender } from "./people.ts";
import type { MessageStatus } from "./statuses.ts";
import type {
  TemplateCategoryDetection,
  TemplateCategoryUpdate,
  TemplateComponentsUpdate,
  TemplateQualityUpdate,
  TemplateStatusUpdate,
} from "./template-values.ts";

/** What every event carries. */
export interface EventBase {
  /** The same for every delivery of this event, however it is serialised: the key to recognise duplicates by. */
  id: string;
  /** The webhook field it came in, as Meta spelled it. */
  field: string;
  /** The WhatsApp Business Account. */
  businessAccountId: string;
  /** The business phone number, where the event belongs to one. */
  phoneNumberId?: string | undefined;
  /** When it happened, where Meta says so. */
  timestamp?: Date | undefined;
  /** The piece of the payload it was made of, as received; integers beyond 2^53 are strings. */
  raw: unknown;
}

/** A customer wrote. */
export interface MessageEvent extends EventBase {
  type: "message";
  message: IncomingMessage;
  from: WebhookSender;
  /** Where a reply goes. */
  chat: Chat;
  contact?: WebhookContact | undefined;
}

/** The business wrote, in the WhatsApp Business app. */
export interface MessageEchoEvent extends EventBase {
  type: "message_echo";
  message: IncomingMessage;
  /** Who it went to. */
  chat?: Chat | undefined;
  contact?: WebhookContact | undefined;
}

/** A message you sent was sent, delivered, read, played, or failed. */
export interface StatusEvent extends EventBase {
  type: "status";
  status: MessageStatus;
  /** Who it went to. */
  chat?: Chat | undefined;
}

/** A call began, ended, or left a recording. */
export interface CallEvent extends EventBase {
  type: "call";
  call: IncomingCall;
  /** The customer at the other end. */
  chat?: Chat | undefined;
  contact?: WebhookContact | undefined;
}

/** A call you started rings, was accepted, or was rejected. */
export interface CallStatusEvent extends EventBase {
  type: "call_status";
  status: CallStatus;
  chat?: Chat | undefined;
}

/** Meta reports an error of the app or the account. */
export interface ErrorEvent extends EventBase {
  type: "error";
  error: WebhookError;
}

/** A customer stopped or resumed marketing messages. */
export interface UserPreferenceEvent extends EventBase {
  type: "user_preferences";
  value: UserPreference;
  chat?: Chat | undefined;
}

/** Something this version cannot type: new at Meta, or malformed. Nothing is lost: `raw` holds it. */
export interface UnknownEvent extends EventBase {
  type: "unknown";
  /** What is unknown: the payload's object, the field, the type inside it, or its shape. */
  reason: "object" | "field" | "type" | "shape";
  from?: WebhookSender | undefined;
  chat?: Chat | undefined;
}

/** What `event.value` holds, by event type. */
export interface EventValues {
  user_action: UserAction;
  group_lifecycle_update: GroupUpdate;
  group_participants_update: GroupUpdate;
  group_settings_update: GroupUpdate;
  group_status_update: GroupUpdate;
  history: History;
  standby: Standby;
  messaging_handovers: MessagingHandover;
  smb_app_state_sync: AppStateSync;
  automatic_events: AutomaticEvents;
  tracking_events: TrackingEvents;
  user_id_update: UserIdUpdate;
  account_alerts: AccountAlert;
  account_review_update: AccountReviewUpdate;
  account_settings_update: AccountSettingsUpdate;
  account_update: AccountUpdate;
  business_capability_update: BusinessCapabilityUpdate;
  business_username_updates: BusinessUsernameUpdate;
  flows: FlowsUpdate;
  message_template_status_update: TemplateStatusUpdate;
  message_template_quality_update: TemplateQualityUpdate;
  message_template_components_update: TemplateComponentsUpdate;
  template_category_update: TemplateCategoryUpdate;
  template_correct_category_detection: TemplateCategoryDetection;
  partner_solutions: PartnerSolutionUpdate;
  payment_configuration_update: PaymentConfigurationUpdate;
  phone_number_name_update: PhoneNumberNameUpdate;
  phone_number_quality_update: PhoneNumberQualityUpdate;
  security: SecurityUpdate;
}

/** An event that holds Meta's object in `value`. */
export type ValueEvent<Type extends keyof EventValues = keyof EventValues> = {
  [Key in Type]: EventBase & { type: Key; value: EventValues[Key] };
}[Type];

/** Everything a webhook can bring, discriminated by `type`. */
export type WebhookEvent =
  | MessageEvent
  | MessageEchoEvent
  | StatusEvent
  | CallEvent
  | CallStatusEvent
  | ErrorEvent
  | UserPreferenceEvent
  | ValueEvent
  | UnknownEvent;

/** The `type` of an event. */
export type WebhookEventType = WebhookEvent["type"];

/** The event of one `type`. */
export type WebhookEventOf<Type extends WebhookEventType> = Extract<WebhookEvent, { type: Type }>;
