import { templateNamePattern } from "../../../../types/patterns.ts";
import { type Json, toObject, toText } from "../../../../utils/json.ts";
import { refuse } from "../../errors.ts";

/** Whether a message uses Direct Send, which reaches customers outside the window without a template. */
export const isDirectSend = ({ category }: Json): boolean =>
  category === "utility" || category === "authentication";

/** What decides whether a message may use Direct Send, besides the message. */
export interface DirectSendFacts {
  /** Whether the account was given or denied access; `undefined` if only its messaging limit counts. */
  access: boolean | undefined;
  /** How many people a day it can start to write to: `TIER_250`. */
  messagingLimit: unknown;
  /** Whether the number can receive calls, and the app their webhooks. */
  takesCalls: boolean;
}

const highLimits = new Set<unknown>(["TIER_100K", "TIER_UNLIMITED"]);

/** Utility messages need a high messaging limit; one-time codes also need access. */
export const mayUseDirectSend = (
  { access, messagingLimit }: Pick<DirectSendFacts, "access" | "messagingLimit">,
  category: unknown,
): boolean =>
  access !== false && highLimits.has(messagingLimit) && (access === true || category === "utility");

/** Checks the rules of Direct Send. */
export function checkDirectSend(body: Json, facts: DirectSendFacts): void {
  if (!isDirectSend(body)) {
    if ("ttl_seconds" in body) throw refuse(100, "Param ttl_seconds is only allowed with Direct Send.");
    if ("direct_send_config" in body) {
      throw refuse(100, "Param direct_send_config is only allowed with Direct Send.");
    }
    return;
  }
  if (!mayUseDirectSend(facts, body.category)) {
    throw refuse(
      100,
      `Param category must not be ${body.category}: this account cannot use Direct Send, which needs a messaging limit of 100,000 or more.`,
    );
  }
  checkForm(body);
  checkCall(body, facts);
  checkAuthentication(body);
  checkTemplateName(body);
}

const interactiveKinds = new Set(["cta_url", "button", "voice_call"]);

function checkForm(body: Json): void {
  const { type, text, interactive } = body;
  const content = toObject(type === "text" ? text : interactive);
  const isAllowed = type === "text" || (type === "interactive" && interactiveKinds.has(String(content.type)));
  if (!isAllowed) throw refuse(100, "Param type is not supported by Direct Send.");
  if ((toText(content.body)?.length ?? 0) > 1024) {
    throw refuse(100, "Param text['body'] must be at most 1024 characters long.");
  }
}

function checkCall({ interactive }: Json, { takesCalls }: DirectSendFacts): void {
  if (toObject(interactive).type !== "voice_call" || takesCalls) return;
  throw refuse(138000, "The number must have calling enabled, and the app must be subscribed to calls.");
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
