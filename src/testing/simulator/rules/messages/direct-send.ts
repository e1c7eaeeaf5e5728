import { templateNamePattern } from "../../../../types/patterns.ts";
import { type Json, toObject, toText } from "../../../../utils/json.ts";
import { refuse } from "../../errors.ts";

/** Whether a message uses Direct Send, which reaches customers outside the window without a template. */
export const isDirectSend = ({ category }: Json): boolean =>
  category === "utility" || category === "authentication";

/** Checks the rules of Direct Send. `isEnabled` is whether the account can use it. */
export function checkDirectSend(body: Json, isEnabled: boolean): void {
  if (!isDirectSend(body)) {
    if ("ttl_seconds" in body) throw refuse(100, "Param ttl_seconds is only allowed with Direct Send.");
    if ("direct_send_config" in body) {
      throw refuse(100, "Param direct_send_config is only allowed with Direct Send.");
    }
    return;
  }
  if (!isEnabled)
    throw refuse(100, "Param category is not allowed: Direct Send is not enabled for this account.");
  checkForm(body);
  checkAuthentication(body);
  checkTemplateName(body);
}

const interactiveKinds = new Set(["cta_url", "button"]);

function checkForm(body: Json): void {
  const { type, text, interactive } = body;
  const content = toObject(type === "text" ? text : interactive);
  const isAllowed = type === "text" || (type === "interactive" && interactiveKinds.has(String(content.type)));
  if (!isAllowed) throw refuse(100, "Param type is not supported by Direct Send.");
  if (content.preview_url === true)
    throw refuse(100, "Param text['preview_url'] is not supported by Direct Send.");
  if ((toText(content.body)?.length ?? 0) > 1024) {
    throw refuse(100, "Param text['body'] must be at most 1024 characters long.");
  }
}

function checkAuthentication({ category, type, to, ttl_seconds }: Json): void {
  if (category !== "authentication") return;
  if (type !== "text") throw refuse(100, "Param type must be text for authentication.");
  if (to === undefined) throw refuse(131062, "Authentication messages need a phone number.");
  if (typeof ttl_seconds === "number" && ttl_seconds > 900) {
    throw refuse(100, "Param ttl_seconds must be between 30 and 900 for authentication.");
  }
}

function checkTemplateName({ category, direct_send_config }: Json): void {
  if (direct_send_config === undefined) return;
  const name = toText(toObject(direct_send_config).template_name) ?? "";
  if (category !== "utility") throw refuse(100, "Param direct_send_config is only allowed for utility.");
  if (!templateNamePattern.test(name) || name.length > 512)
    throw refuse(100, "Param template_name can only contain a-z, 0-9 and _, up to 512 characters.");
}
