import type {
  AccountSettingsUpdate,
  accountSettingsSchema,
} from "../../src/types/webhooks/account-settings.ts";
import type * as account from "../../src/types/webhooks/account-values.ts";
import type * as calls from "../../src/types/webhooks/calls.ts";
import type { ChangeValues, changeSchemas } from "../../src/types/webhooks/changes.ts";
import type * as errors from "../../src/types/webhooks/errors.ts";
import type { MessageEvent, WebhookEvent, WebhookEventOf } from "../../src/types/webhooks/events.ts";
import type { GroupValues, groupSchemas } from "../../src/types/webhooks/groups.ts";
import type * as handovers from "../../src/types/webhooks/handovers.ts";
import type * as identity from "../../src/types/webhooks/identity.ts";
import type { contentSchemas, MessageContents } from "../../src/types/webhooks/message-contents.ts";
import type {
  IncomingMessageOf,
  MessageEnvelope,
  messageEnvelope,
} from "../../src/types/webhooks/messages.ts";
import type * as numbers from "../../src/types/webhooks/number-values.ts";
import { type MembersOf, number, type Output, type SchemaOf, text } from "../../src/types/webhooks/schema.ts";
import type * as statuses from "../../src/types/webhooks/statuses.ts";
import { type Closed, type Exact, holds } from "./exact.ts";

type Same<Schema, Interface> = Exact<Closed<Output<Schema>>, Closed<Interface>>;

// Each schema hands out exactly what its interface says.
holds<Same<typeof identity.contactSchema, identity.WebhookContact>>();
holds<Same<typeof errors.webhookErrorSchema, errors.WebhookError>>();
holds<Same<typeof statuses.statusSchema, statuses.MessageStatus>>();
holds<Same<typeof statuses.paymentSchema, statuses.StatusPayment>>();
holds<Same<typeof calls.callSchema, calls.IncomingCall>>();
holds<Same<typeof calls.callStatusSchema, calls.CallStatus>>();
holds<Same<typeof numbers.userActionSchema, numbers.UserAction>>();
holds<Same<typeof numbers.userPreferenceSchema, numbers.UserPreference>>();
holds<Same<typeof handovers.conversationContextSchema, handovers.ConversationContext>>();
holds<Same<typeof accountSettingsSchema, AccountSettingsUpdate>>();
holds<Same<typeof account.accountUpdateSchema, account.AccountUpdate>>();
holds<Same<typeof messageEnvelope, MessageEnvelope>>();

type Differing<Schemas extends Record<Keys, unknown>, Values, Keys extends keyof Values & string> = {
  [Key in Keys]: Same<Schemas[Key], Values[Key]> extends true ? never : Key;
}[Keys];
holds<Exact<Differing<typeof changeSchemas, ChangeValues, keyof ChangeValues>, never>>();
holds<Exact<Differing<typeof groupSchemas, GroupValues, keyof GroupValues>, never>>();

type DifferingContent = {
  [Type in keyof MessageContents]: Same<(typeof contentSchemas)[Type], MessageContents[Type]> extends true
    ? never
    : Type;
}[keyof MessageContents];
holds<Exact<DifferingContent, never>>();

// A helper that says yes to everything would prove nothing.
// @ts-expect-error a missing key is a difference
holds<Exact<Closed<{ a: string; b?: number | undefined }>, Closed<{ a: string }>>>();
// @ts-expect-error an optional key is not a required one
holds<Exact<Closed<{ a?: string | undefined }>, Closed<{ a: string | undefined }>>>();
// @ts-expect-error differences inside lists count
holds<Exact<Closed<{ a: { b: string }[] }>, Closed<{ a: { b: number }[] }>>>();
holds<Exact<Closed<{ a: string; [key: string]: unknown }>, { a: string }>>();

// A schema has every key of its interface, with `!` where it is required, and reads each as its type.
holds<Exact<keyof MembersOf<{ a: string; b?: number | undefined }>, "a!" | "b">>();
// @ts-expect-error a key is missing
export const incomplete: SchemaOf<{ a?: string; b?: string }> = { a: text };
// @ts-expect-error a required key is optional
export const lenient: SchemaOf<{ a: string }> = { a: text };
// @ts-expect-error a key is read as another type
export const mistaken: SchemaOf<{ a?: string }> = { a: number };

// Events narrow by `type`, and messages by their own.
export function findBody(event: WebhookEvent): string | undefined {
  if (event.type === "message" && event.message.type === "text") return event.message.text.body;
  if (event.type === "message_template_status_update") return event.value.message_template_id;
  if (event.type === "unknown") return event.reason;
  // @ts-expect-error only some events have a message
  return event.message;
}
holds<Exact<WebhookEventOf<"status">["status"], statuses.MessageStatus>>();
holds<Exact<MessageEvent<IncomingMessageOf<"image">>["message"]["image"]["id"], string>>();

export const typo = (event: WebhookEvent): boolean =>
  // @ts-expect-error there is no such event
  event.type === "mesage";
