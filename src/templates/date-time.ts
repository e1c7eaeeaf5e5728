import { invalid } from "../core/validate.ts";
import type { BodyParameter } from "../types/messages/template.ts";
import type { TemplateLanguage } from "../types/templates/values.ts";
import { toLocale } from "./language.ts";

type DateTimeParameter = Extract<BodyParameter, { type: "date_time" }>;

/** How {@link dateTime} formats a date: the options of `Intl.DateTimeFormat`, and the language. */
export interface DateTimeOptions extends Intl.DateTimeFormatOptions {
  /** Usually the template's language. Default `en_US`. */
  locale?: TemplateLanguage | undefined;
}

/**
 * A date as a value of a template. WhatsApp shows it as formatted here, regardless of the recipient's language and
 * time zone.
 *
 * @param date a `Date`, or Unix time in milliseconds.
 * @param options default: `{ dateStyle: "medium" }` in `UTC`: the text does not depend on the machine that sends
 * it. Pass the recipient's `timeZone` if the day or the hour matters.
 * @throws {@link ValidationError} when the date is invalid or an option is unknown.
 *
 * @example
 * dateTime(order.deliveryDate); // "Jan 15, 2027"
 * dateTime(visit, { locale: "pt_BR", dateStyle: "long", timeStyle: "short", timeZone: "America/Sao_Paulo" });
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/template-messages
 */
export function dateTime(
  date: Date | number,
  { locale = "en_US", timeZone = "UTC", ...options }: DateTimeOptions = {},
): DateTimeParameter {
  const time = Number(date);
  if (Number.isNaN(new Date(time).getTime())) {
    throw invalid("date", [{ path: "date", message: "must be a Date, or Unix time in milliseconds" }]);
  }
  const style = Object.keys(options).length === 0 ? { dateStyle: "medium" as const } : options;
  try {
    const format = new Intl.DateTimeFormat(toLocale(locale), { ...style, timeZone });
    return { type: "date_time", date_time: { fallback_value: format.format(time) } };
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    throw invalid("date", [
      { path: "options", message: `must be options of Intl.DateTimeFormat: ${error.message}` },
    ]);
  }
}
