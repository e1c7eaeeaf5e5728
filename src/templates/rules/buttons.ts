import type { ValidationIssue } from "../../errors.ts";
import { capitals } from "../../types/templates/capitals.ts";
import { findButtonKind } from "../button-kinds.ts";
import type { ParsedTemplate, Part, Rule } from "../parse.ts";

/** The buttons of the template and those of each card. */
const groupButtons = ({ buttons, cards }: ParsedTemplate): (readonly Part[])[] => [
  buttons,
  ...cards.map((card) => card.buttons),
];

/** The number of buttons of each kind is limited. */
export const buttonCounts: Rule = (template) =>
  groupButtons(template).flatMap((buttons) =>
    buttons.flatMap((button, index): ValidationIssue[] => {
      const { type, path } = button;
      const kind = findButtonKind(type);
      const most = kind?.max ?? 1;
      const before = buttons.slice(0, index).filter((other) => other.type === type).length;
      if (kind === undefined || before < most) return [];
      return [{ path, message: `exceeds the limit: a template can have at most ${most} of type ${type}` }];
    }),
  );

/** Quick replies are one group: before, after or between the other buttons. */
export const quickReplies: Rule = (template) =>
  groupButtons(template).flatMap((buttons) => {
    const isReply = ({ type }: Part) => type === "QUICK_REPLY";
    const first = buttons.findIndex(isReply);
    const gap = buttons.findIndex((button, index) => first >= 0 && index > first && !isReply(button));
    const stray = gap < 0 ? undefined : buttons.slice(gap).find(isReply);
    if (stray === undefined) return [];
    return [{ path: stray.path, message: "must be next to the other quick replies" }];
  });

export const fixedLabels: Rule = (template) =>
  groupButtons(template)
    .flat()
    .flatMap(({ type, path, text }) => {
      const label = findButtonKind(type)?.label;
      if (label === undefined || text === undefined || text === label) return [];
      return [{ path: `${path}.text`, message: `must be "${label}": this label is fixed` }];
    });

/** A URL can end in `{{1}}`, whatever the style of the texts; it then needs a sample. */
export const urlSuffixes: Rule = (template) =>
  groupButtons(template)
    .flat()
    .flatMap(({ type, path, value, placeholders }) => {
      if (type !== "URL" || typeof value.url !== "string") return [];
      const { url } = value;
      if (!/[{}]/.test(url)) return [];
      if (!/^[^{}]*\{\{1\}\}$/.test(url)) {
        return [{ path: `${path}.url`, message: "can have only one placeholder, {{1}}, at its very end" }];
      }
      const isSampled = value.example !== undefined && placeholders.length === 1;
      return isSampled ? [] : [{ path: `${path}.example`, message: "must have a sample for {{1}}" }];
    });

/** Each payment request offers its own way to pay. */
export const paymentMethods: Rule = ({ buttons }) => {
  const requests = buttons.filter(({ type }) => type === "PAYMENT_REQUEST");
  const readMethod = ({ value }: Part) => (value.payment_setting as { type?: unknown } | undefined)?.type;
  return requests.flatMap((button, index) => {
    const method = readMethod(button);
    const isRepeated = requests.slice(0, index).some((earlier) => readMethod(earlier) === method);
    if (method === undefined || !isRepeated) return [];
    const message = "must differ from the other payment requests: each offers its own way to pay";
    return [{ path: `${button.path}.payment_setting.type`, message }];
  });
};

/** What the button of a one-time code needs, depending on how it delivers the code. */
export const oneTimeCodes: Rule = ({ buttons }) =>
  buttons.flatMap(({ type, path, value }) => {
    if (type !== "OTP") return [];
    const kind = capitals(value.otp_type);
    const issues: ValidationIssue[] = [];
    const namesApp = value.supported_apps !== undefined || value.package_name !== undefined;
    if ((kind === "ONE_TAP" || kind === "ZERO_TAP") && !namesApp) {
      issues.push({
        path: `${path}.supported_apps`,
        message: `is missing: ${kind} needs the apps that receive the code`,
      });
    }
    if (kind === "ZERO_TAP" && value.zero_tap_terms_accepted !== true) {
      issues.push({ path: `${path}.zero_tap_terms_accepted`, message: "must be true for ZERO_TAP" });
    }
    return issues;
  });
