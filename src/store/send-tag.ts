/** The tag that a message with a key carries to Meta and back; it leads to the message's entry in the store. */
export const toSendTag = (key: string, nonce: string): string => `${key}:${nonce}`;

/** Where the entry of a message is: under which key, and which of the entries there. */
export interface SendPlace {
  key: string;
  nonce: string;
}

/** Where a tag leads; `undefined` for tags that lead nowhere, such as the user's own. */
export function parseSendTag(tag: string): SendPlace | undefined {
  const [, key, nonce] = /^(wacloud:1:(?:send|replies):[0-9a-f]{40}):([0-9a-f]{8})$/.exec(tag) ?? [];
  return key === undefined || nonce === undefined ? undefined : { key, nonce };
}
