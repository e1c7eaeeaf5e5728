import { invalid } from "../core/validate.ts";
import type { BodyParameter } from "../types/messages/template.ts";
import type { TemplateLanguage } from "../types/templates/values.ts";
import { toLocale } from "./language.ts";

type CurrencyParameter = Extract<BodyParameter, { type: "currency" }>;

/**
 * An amount of money as a value of a template, which WhatsApp shows in the recipient's way of writing. Where it
 * cannot, it shows the amount as formatted here.
 *
 * @param amount in whole units and fractions: `10.99`. Meta takes thousandths, so more digits are rounded.
 * @param code the currency, in three capital letters (ISO 4217).
 * @param locale how it is formatted: the template's language is best. Default `en_US`.
 * @throws {@link ValidationError} when amount or code is none.
 *
 * @example
 * await messages.sendTemplate({ to, template: invoice, parameters: ["Ana", currency(10.99, "USD")] });
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/template-messages
 */
export function currency(
  amount: number,
  code: string,
  locale: TemplateLanguage = "en_US",
): CurrencyParameter {
  const amount_1000 = Math.round(amount * 1000);
  const issues = [
    ...(Number.isSafeInteger(amount_1000)
      ? []
      : [{ path: "amount", message: "must be a number, up to 9007199254740 in size" }]),
    ...(/^[A-Z]{3}$/.test(code) ? [] : [{ path: "code", message: "must be an ISO 4217 code such as USD" }]),
  ];
  if (issues.length > 0) throw invalid("currency", issues);
  const format = new Intl.NumberFormat(toLocale(locale), { style: "currency", currency: code });
  return { type: "currency", currency: { fallback_value: format.format(amount), code, amount_1000 } };
}
