import type { TemplateButtonInfo } from "../types/templates/template.ts";

/** Labels that Meta writes where none is given. */
const defaults: readonly string[] = ["Copy code", "Autofill"];

/**
 * A one-time-code button of the link that Meta gives back for it:
 * `https://www.whatsapp.com/otp/code/?otp_type=ONE_TAP&cta_display_name=…&package_name=…&signature_hash=…&code=otp{{1}}`.
 */
export function otpButtonOf(button: TemplateButtonInfo): Record<string, unknown> {
  const link = linkOf(button.url);
  const otpType = String(button.otp_type ?? link.get("otp_type") ?? "COPY_CODE").toUpperCase();
  const label = labelOf(button.text);
  if (otpType === "COPY_CODE") return { type: "OTP", otp_type: otpType, ...(label ? { text: label } : {}) };
  const autofill = labelOf(button.autofill_text ?? link.get("cta_display_name"));
  return {
    type: "OTP",
    otp_type: otpType,
    ...(label && label !== autofill ? { text: label } : {}),
    ...(autofill ? { autofill_text: autofill } : {}),
    supported_apps: appsOf(button, link),
    ...(otpType === "ZERO_TAP" ? { zero_tap_terms_accepted: true } : {}),
  };
}

function linkOf(url = ""): URLSearchParams {
  return new URLSearchParams(url.slice(url.indexOf("?") + 1));
}

const labelOf = (label: unknown): string | undefined =>
  typeof label === "string" && label !== "" && !defaults.includes(label) ? label : undefined;

function appsOf(button: TemplateButtonInfo, link: URLSearchParams): unknown {
  if (Array.isArray(button.supported_apps)) return button.supported_apps;
  const names = typeof button.package_name === "string" ? [button.package_name] : link.getAll("package_name");
  const hashes =
    typeof button.signature_hash === "string" ? [button.signature_hash] : link.getAll("signature_hash");
  return names.map((package_name, index) => ({
    package_name,
    signature_hash: (hashes[index] ?? "").replaceAll(" ", "+"), // a plus that was not escaped
  }));
}
