import type { GuardedStore } from "./guarded-store.ts";
import { SendRecord } from "./send-record.ts";
import { parseSendTag } from "./send-tag.ts";

/** What a status says of a message. */
interface Status {
  id: string;
  status: string;
  biz_opaque_callback_data?: string | undefined;
}

/**
 * Records that Meta took a message, if the tag of its status was made for one with a key. Any status proves it, `failed`
 * included. `undefined` if there is nothing to record, which costs no call to the store.
 */
export function settleSend(
  store: GuardedStore,
  { id, status, biz_opaque_callback_data: tag }: Status,
): Promise<void> | undefined {
  const place = tag === undefined ? undefined : parseSendTag(tag);
  if (place === undefined) return undefined;
  const message_status = status === "failed" ? status : undefined;
  return new SendRecord(store, place.key).update((entries) => {
    const entry = entries.find(({ nonce, tag: own }) => nonce === place.nonce && own === undefined);
    if (entry === undefined || entry.state === "sent") return undefined;
    return entries.map((other) =>
      other === entry ? { ...entry, state: "sent", id, message_status } : other,
    );
  });
}
