import type { WebhookEvent } from "../types/webhooks/events.ts";
import type { Chat } from "../types/webhooks/people.ts";

/**
 * What keeps events in order: the business number with the group or the person. `undefined` for events that belong
 * to no conversation.
 */
export function conversationKey(event: WebhookEvent): string | undefined {
  const chat = "chat" in event ? event.chat : undefined;
  const other = chat === undefined ? undefined : chatKey(chat);
  return other === undefined ? undefined : `${event.phoneNumberId ?? ""} ${other}`;
}

function chatKey(chat: Chat): string | undefined {
  if ("group_id" in chat) return chat.group_id;
  return chat.user_id ?? chat.wa_id;
}
