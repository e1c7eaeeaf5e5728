import type { GuardedStore } from "./guarded-store.ts";
import { SendRecord } from "./send-record.ts";
import type { SendPlace } from "./send-tag.ts";

/** Records that Meta took a message. Any status proves it, `failed` included. */
export function settleSend(
  store: GuardedStore,
  place: SendPlace,
  { id, status }: { id: string; status: string },
): Promise<void> {
  const message_status = status === "failed" ? status : undefined;
  return new SendRecord(store, place.key).update((entries) => {
    const entry = entries.find(({ nonce, tag }) => nonce === place.nonce && tag === undefined);
    if (entry === undefined || entry.state === "sent") return undefined;
    return entries.map((other) =>
      other === entry ? { ...entry, state: "sent", id, message_status } : other,
    );
  });
}
