import { type Json, toObject, toText } from "../../../utils/json.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import { findDirectSendFacts } from "../messaging-limit.ts";
import { mayUseDirectSend } from "../rules/messages/direct-send.ts";

const promotes = /\b(sale|discount|offer|deal|coupon|promo|buy now)\b|% off/i;
const holdsCode = /\b(code|otp)\b.*\b[A-Z0-9]{4,8}\b/is;

/** Predicts the category of a Direct Send message. Unlike Meta, the simulator only looks for a few words. */
function categorize(call: GraphCall): Json {
  const { state, id } = call;
  const numbers = state.listNumbers(id);
  if (!numbers.some((number) => mayUseDirectSend(findDirectSendFacts(state, number), "utility")))
    throw refuse(100, "Direct Send is not enabled for this account.");
  const { type, text, interactive } = readParameters(call);
  if (type !== "text" && type !== "interactive")
    throw refuse(100, "Param type must be one of {text, interactive}.");
  const words = toText(type === "text" ? toObject(text).body : toObject(toObject(interactive).body).text);
  if (words === undefined) throw refuse(100, `The parameter ${type} is required.`);
  const category = promotes.test(words) ? "MARKETING" : holdsCode.test(words) ? "AUTHENTICATION" : "UTILITY";
  return { success: true, category };
}

export const messageSampleRoutes: readonly Route[] = [
  { method: "POST", node: "business-account", edge: "message_samples", answer: categorize },
];
