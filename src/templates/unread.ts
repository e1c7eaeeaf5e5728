/** Settings that a template keeps unless a definition says otherwise; Meta only returns them when asked. */
const settings = ["message_send_ttl_seconds", "cta_url_link_tracking_opted_out"] as const;

const unread = new WeakMap<object, readonly string[]>();

/** Remembers which settings were not asked for when a template was read: if they are absent, they may still be set. */
export function noteUnread(template: object, fields: readonly string[] = []): void {
  const missing = settings.filter((setting) => !fields.includes(setting));
  if (missing.length > 0) unread.set(template, missing);
}

/** The settings of which nobody knows whether the template has them. */
export const listUnread = (template: object): readonly string[] =>
  (unread.get(template) ?? []).filter((setting) => !(setting in template));
