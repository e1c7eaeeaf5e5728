import { invalid } from "../core/validate.ts";

/**
 * Meta writes `en_US` where JavaScript writes `en-US`. For a language that JavaScript knows no formats of, such as
 * `prs_AF`, it takes its default.
 *
 * @throws `ValidationError` when it is no language at all.
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

/** A language in one spelling: webhooks write `en-US` where the API writes `en_US`. */
export const plainLanguage = (language: string): string => language.replaceAll("-", "_").toLowerCase();

/** Whether a language is the one that is wanted; where none is named, every one is. */
export const isWanted = (language: string, wanted: string | undefined): boolean =>
  wanted === undefined || plainLanguage(language) === plainLanguage(wanted);
