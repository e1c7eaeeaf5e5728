import type { WebhookEvent } from "../types/webhooks/events.ts";

/**
 * Names the conversation an event belongs to: a business number with a group, or with a person (`user_id`, or where
 * Meta gives none, `wa_id`). Messages, statuses, echoes and calls of one customer share it, as far as Meta identifies
 * the customer alike. `undefined` for an event that belongs to no conversation.
 */
export function conversationKey(event: WebhookEvent): string | undefined {
  const partner = "chat" in event && event.chat ? partnerOf(event.chat) : undefined;
  return partner && `${event.phoneNumberId ?? ""}/${partner}`;
}

function partnerOf(chat: { group_id?: string; user_id?: string | undefined; wa_id?: string | undefined }) {
  if (chat.group_id) return `group/${chat.group_id}`;
  if (chat.user_id) return `user/${chat.user_id}`;
  return chat.wa_id ? `wa/${chat.wa_id}` : undefined;
}
