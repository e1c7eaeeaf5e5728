import type { Json } from "../../../utils/json.ts";
import { portfolio } from "../portfolio.ts";
import type { PhoneNumber } from "../records.ts";
import type { State } from "../state.ts";

/** Whether messages can be sent: that of the worst of all entities. */
export function accountHealth({ settings }: State, accountId: string, ...more: Json[]): Json {
  const available = (type: string, id: string): Json => ({
    entity_type: type,
    id,
    can_send_message: "AVAILABLE",
  });
  const entities = [
    ...more,
    available("WABA", accountId),
    available("BUSINESS", portfolio.id),
    available("APP", settings.appId),
  ];
  const isBlocked = entities.some(({ can_send_message }) => can_send_message === "BLOCKED");
  return { can_send_message: isBlocked ? "BLOCKED" : "AVAILABLE", entities };
}

/** The same for a number, which must be registered. */
export function numberHealth(state: State, { id, businessAccountId, isRegistered }: PhoneNumber): Json {
  const own = { entity_type: "PHONE_NUMBER", id, can_send_message: isRegistered ? "AVAILABLE" : "BLOCKED" };
  const error = {
    error_code: 141000,
    error_description: "The phone number is not registered.",
    possible_solution: `Call POST /${id}/register.`,
  };
  return accountHealth(state, businessAccountId, isRegistered ? own : { ...own, errors: [error] });
}
