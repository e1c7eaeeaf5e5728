import { canonicalJson } from "../../utils/canonical-json.ts";
import { isObject, type Json } from "../../utils/json.ts";
import { sha256 } from "../../utils/sha256.ts";

/** The kinds of media: an upload gets a new id each time, for the same file too. */
const media = new Set(["image", "video", "audio", "document", "sticker"]);

/** What the customer does not see: the correlation tag, and who is billed. */
const aside = new Set(["biz_opaque_callback_data", "messaging_account_id", "paid_messaging_account_id"]);

/** Tells whether two bodies are the same message: everything counts but media ids and what the customer does not see. */
export function contentDigest(body: Json): string {
  const seen = Object.fromEntries(Object.entries(body).filter(([key]) => !aside.has(key)));
  return sha256(canonicalJson(withoutMediaIds(seen))).slice(0, 20);
}

function withoutMediaIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMediaIds);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      withoutMediaIds(media.has(key) && isObject(member) ? { ...member, id: undefined } : member),
    ]),
  );
}

/** The kind of a message, as the shortcuts divide them: `text`, `interactive.button`. */
export function findKind({ type, interactive }: Json): string {
  return isObject(interactive) ? `${type}.${interactive.type}` : String(type);
}
