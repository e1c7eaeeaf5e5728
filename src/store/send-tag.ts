/** The tag that a message with a key carries to Meta and back; it leads to the message's entry in the store. */
export const toSendTag = (key: string, nonce: string): string => `${key}:${nonce}`;

/** Where a tag leads; `undefined` for tags that lead nowhere, such as the user's own. */
export function parseSendTag(tag: string): { key: string; nonce: string } | undefined {
  const [, key, nonce] = /^(wacloud:1:(?:send|replies):[0-9a-f]{40}):([0-9a-f]{8})$/.exec(tag) ?? [];
  return key === undefined || nonce === undefined ? undefined : { key, nonce };
}
