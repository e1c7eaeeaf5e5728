import { invalid } from "../core/validate.ts";
import type { BodyParameter } from "../types/messages/template.ts";
import { currencyPattern } from "../types/patterns.ts";
import type { TemplateLanguage } from "../types/templates/values.ts";
import { toLocale } from "./language.ts";

type CurrencyParameter = Extract<BodyParameter, { type: "currency" }>;

/**
 * An amount of money as a value of a template. WhatsApp formats it for the recipient's locale; where it cannot, it
 * shows the amount as formatted here.
 *
 * @param amount in whole units and fractions: `10.99`. Rounded to thousandths, as Meta accepts.
 * @param code the currency, in three capital letters (ISO 4217).
 * @param locale the locale of the formatted amount, usually the template's language. Default `en_US`.
 * @throws {@link ValidationError} when the amount or the code is invalid.
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
      : [{ path: "amount", message: "must be a number between -9007199254740 and 9007199254740" }]),
    ...(currencyPattern.test(code)
      ? []
      : [{ path: "code", message: "must be an ISO 4217 code such as USD" }]),
  ];
  if (issues.length > 0) throw invalid("currency", issues);
  const format = new Intl.NumberFormat(toLocale(locale), { style: "currency", currency: code });
  return { type: "currency", currency: { fallback_value: format.format(amount), code, amount_1000 } };
}
