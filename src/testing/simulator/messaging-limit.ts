import { toObject } from "../../utils/json.ts";
import type { PhoneNumber } from "./records.ts";
import type { DirectSendFacts } from "./rules/messages/direct-send.ts";
import type { State } from "./state.ts";

/** How many people a number can start to write to in a day. An account that has Direct Send has a high limit. */
export const findMessagingLimit = ({ settings }: State, { fields }: PhoneNumber): unknown =>
  fields.whatsapp_business_manager_messaging_limit ??
  (settings.directSend === true ? "TIER_100K" : "TIER_250");

export const findDirectSendFacts = (state: State, number: PhoneNumber): DirectSendFacts => ({
  access: state.settings.directSend,
  messagingLimit: findMessagingLimit(state, number),
  takesCalls:
    toObject(number.fields.calling).status === "ENABLED" &&
    state.subscribedFields?.includes("calls") !== false,
});
