/** The key of what lies between a business number and a customer. */
export const toPairKey = (phoneNumberId: string, userId: string): string => `${phoneNumberId} ${userId}`;

/** The customer has another business-scoped id: what was theirs stays theirs. */
export function renamePairs<T>(pairs: Map<string, T>, before: string, after: string): void {
  for (const [key, value] of [...pairs]) {
    const [phoneNumberId = "", userId] = key.split(" ");
    if (userId !== before) continue;
    pairs.delete(key);
    pairs.set(toPairKey(phoneNumberId, after), value);
  }
}
