import type { UnknownButton } from "../../types/templates/buttons.ts";
import { capitals } from "../../types/templates/capitals.ts";
import { lettersApart } from "../../utils/edit-distance.ts";
import { isObject } from "../../utils/json.ts";
import { isKnownButton } from "../rules/buttons.ts";
import type { SourceButton, SourceCopyCodeOtp, SourceZeroTapOtp } from "../source.ts";

/** Tells of what cannot be put into Meta's form. */
export type Refuse = (path: string, message: string) => void;

/**
 * Tells of keys that look like a mistyped one: `exmaple`. Meta adds keys, so one that looks like none passes, and so
 * does any beside the key that it looks like.
 */
export function slips(
  part: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  path: string,
  refuse: Refuse,
): void {
  const open = keys.filter((key) => part[key] === undefined);
  for (const key of Object.keys(part)) {
    if (keys.includes(key) || key === "type" || key === "format" || part[key] === undefined) continue;
    const meant = open.find((candidate) => lettersApart(key, candidate, mostApart) <= mostApart);
    if (meant !== undefined) refuse(`${path}.${key}`, `is no key here; did you mean ${meant}?`);
  }
}

/** Letters; a transposition counts two. */
const mostApart = 2;

export function buttonSlips(buttons: readonly unknown[], path: string, refuse: Refuse): void {
  for (const [index, button] of buttons.entries()) {
    if (!isObject(button) || !isKnownButton({ path, value: button, type: capitals(button.type) })) continue;
    slips(button, Object.keys(buttonKeys), `${path}.${index}`, refuse);
  }
}

type KeysOf<Part> = Part extends unknown ? keyof Part : never;

type KnownButton = Exclude<SourceButton, UnknownButton> | SourceCopyCodeOtp | SourceZeroTapOtp;

const buttonKeys: Record<Exclude<KeysOf<KnownButton>, "type">, true> = {
  text: true,
  url: true,
  example: true,
  app_deep_link: true,
  phone_number: true,
  flow_id: true,
  flow_name: true,
  flow_json: true,
  flow_action: true,
  navigate_screen: true,
  icon: true,
  payment_setting: true,
  otp_type: true,
  autofill_text: true,
  supported_apps: true,
  zero_tap_terms_accepted: true,
};
