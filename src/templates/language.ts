import { invalid } from "../core/validate.ts";

/**
 * Meta writes `en_US` where JavaScript writes `en-US`. For languages whose formats JavaScript does not know, such as
 * `prs_AF`, it uses its default.
 *
 * @throws `ValidationError` when it is not a language.
 */
export function toLocale(language: string): string {
  const locale = String(language).replaceAll("_", "-");
  try {
    new Intl.Locale(locale);
  } catch {
    throw invalid("locale", [{ path: "locale", message: "must be a language such as en_US" }]);
  }
  return locale;
}

/** The language in one spelling: webhooks write `en-US` where the API writes `en_US`. */
export const plainLanguage = (language: string): string => language.replaceAll("-", "_").toLowerCase();

/** Whether a language is the wanted one; without a wanted one, every language is. */
export const isWanted = (language: string, wanted: string | undefined): boolean =>
  wanted === undefined || plainLanguage(language) === plainLanguage(wanted);
