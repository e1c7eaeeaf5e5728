import type { PhoneNumberSettings } from "../../types/phone-number-settings.ts";
import { isObject } from "../../utils/json.ts";

/** The settings that have a `status`, somewhere. */
const switched = ["calling", "storage_configuration", "payload_encryption"];

const switches = ["status", "callback_permission_status"];

/** The settings with each status in capitals: Meta answers in both cases. */
export const withCapitals = (settings: PhoneNumberSettings): PhoneNumberSettings =>
  Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [
      name,
      switched.includes(name) ? capitalize(setting) : setting,
    ]),
  );

function capitalize(value: unknown): unknown {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    switches.includes(key) && typeof member === "string" ? member.toUpperCase() : capitalize(member),
  ]);
  return Object.fromEntries(entries);
}
