import type { ValidationIssue } from "../../errors.ts";
import { capitals } from "../../types/templates/capitals.ts";
import { placeholdersIn } from "../placeholders.ts";
import type { Part, Reading, Rule } from "./reading.ts";

/** How many of a kind a template may have; one where nothing is said. */
const mostOf: Readonly<Record<string, number>> = { QUICK_REPLY: 10, URL: 2, PAYMENT_REQUEST: 3 };

/** Kinds that may be created. Of those that Meta has added since nothing is known: they pass. */
export const buttonTypes: readonly string[] = [
  "QUICK_REPLY",
  "URL",
  "PHONE_NUMBER",
  "COPY_CODE",
  "OTP",
  "FLOW",
  "CATALOG",
  "MPM",
  "SPM",
  "VOICE_CALL",
  "ORDER_DETAILS",
  "PAYMENT_REQUEST",
  "REQUEST_CONTACT_INFO",
];

export const isKnownButton = ({ type }: Part): boolean => buttonTypes.includes(type);

/** Labels that cannot be chosen. */
const labels: Readonly<Record<string, string>> = {
  CATALOG: "View catalog",
  MPM: "View items",
  SPM: "View",
  REQUEST_CONTACT_INFO: "Share Contact Info",
};

/** The buttons of the template, and those of each card. */
const groupsOf = ({ buttons, cards }: Reading): (readonly Part[])[] => [
  buttons,
  ...cards.map((card) => card.buttons),
];

/** How many buttons of a kind there are. */
export const buttonCounts: Rule = (reading) =>
  groupsOf(reading).flatMap((buttons) =>
    buttons.flatMap((button, index): ValidationIssue[] => {
      const { type, path } = button;
      const most = mostOf[type] ?? 1;
      const before = buttons.slice(0, index).filter((other) => other.type === type).length;
      if (!isKnownButton(button) || before < most) return [];
      return [{ path, message: `is one too many: a template has at most ${most} of type ${type}` }];
    }),
  );

/** Quick replies stand next to each other: before the other buttons, after them, or among them. */
export const quickReplies: Rule = (reading) =>
  groupsOf(reading).flatMap((buttons) => {
    const isReply = ({ type }: Part) => type === "QUICK_REPLY";
    const first = buttons.findIndex(isReply);
    const gap = buttons.findIndex((button, index) => first >= 0 && index > first && !isReply(button));
    const stray = gap < 0 ? undefined : buttons.slice(gap).find(isReply);
    if (stray === undefined) return [];
    return [{ path: stray.path, message: "must stand next to the other quick replies" }];
  });

export const fixedLabels: Rule = (reading) =>
  groupsOf(reading)
    .flat()
    .flatMap(({ type, path, value }) => {
      const label = labels[type];
      if (label === undefined || typeof value.text !== "string" || value.text === label) return [];
      return [{ path: `${path}.text`, message: `must be "${label}": this label is fixed` }];
    });

/** An address may end in `{{1}}`, whatever the style of the texts; then it needs a sample. */
export const urlSuffixes: Rule = (reading) =>
  groupsOf(reading)
    .flat()
    .flatMap(({ type, path, value }) => {
      if (type !== "URL" || typeof value.url !== "string") return [];
      const { url } = value;
      if (!/[{}]/.test(url)) return [];
      if (!/^[^{}]*\{\{1\}\}$/.test(url)) {
        return [{ path: `${path}.url`, message: "may have one placeholder, {{1}}, at its very end" }];
      }
      const isSampled = value.example !== undefined && placeholdersIn(url).length === 1;
      return isSampled ? [] : [{ path: `${path}.example`, message: "must have a sample for {{1}}" }];
    });

/** Each payment request offers another way to pay. */
export const paymentMethods: Rule = ({ buttons }) => {
  const requests = buttons.filter(({ type }) => type === "PAYMENT_REQUEST");
  const methodOf = ({ value }: Part) => (value.payment_setting as { type?: unknown } | undefined)?.type;
  return requests.flatMap((button, index) => {
    const method = methodOf(button);
    const isRepeated = requests.slice(0, index).some((earlier) => methodOf(earlier) === method);
    if (method === undefined || !isRepeated) return [];
    const message = "must be another way to pay than the other payment requests";
    return [{ path: `${button.path}.payment_setting.type`, message }];
  });
};

/** What a one-time code's button needs, by how it hands the code over. */
export const oneTimeCodes: Rule = ({ buttons }) =>
  buttons.flatMap(({ type, path, value }) => {
    if (type !== "OTP") return [];
    const kind = capitals(value.otp_type);
    const issues: ValidationIssue[] = [];
    const namesApp = value.supported_apps !== undefined || value.package_name !== undefined;
    if ((kind === "ONE_TAP" || kind === "ZERO_TAP") && !namesApp) {
      issues.push({
        path: `${path}.supported_apps`,
        message: `is missing: ${kind} needs the apps it hands codes to`,
      });
    }
    if (kind === "ZERO_TAP" && value.zero_tap_terms_accepted !== true) {
      issues.push({ path: `${path}.zero_tap_terms_accepted`, message: "must be true for ZERO_TAP" });
    }
    return issues;
  });
