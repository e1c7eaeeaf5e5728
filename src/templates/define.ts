import { invalid } from "../core/validate.ts";
import type { ValidationError } from "../errors.ts";
import type { TemplateDefinition } from "../types/templates/definition.ts";
import { isObject } from "../utils/json.ts";
import { once } from "../utils/once.ts";
import { brokenTemplates, type CollectBroken } from "./broken.ts";
import { definitionIssues, markChecked } from "./check-definition.ts";
import type { CheckedSource } from "./checked-source.ts";
import { compile } from "./compile/compile.ts";
import type { DefinedTemplate } from "./defined.ts";
import { fillTemplate } from "./fill.ts";
import { parseTemplate } from "./parse.ts";
import type { TemplateSource } from "./source.ts";

/**
 * Defines a message template as a value. It is checked against Meta's rules before Meta sees it, and it is typed: the
 * compiler knows which values are needed to send it.
 *
 * Placeholders are read from the texts. A list fills `{{1}}`, `{{2}}`; an object fills `{{first_name}}`. The same is
 * true for the header and for cards. A URL that ends in `{{1}}` takes its ending, which is sent as is: encode it if
 * needed. Each placeholder needs a sample for Meta's review. Texts of type `string`, which the compiler cannot read,
 * are checked at run time.
 *
 * Nothing is sent: `templates.create` or `templates.sync` create the template in the account. Once Meta has approved
 * it, `messages.sendTemplate({ to, template, parameters })` sends it.
 *
 * @throws {@link ValidationError} naming every broken rule with its path, such as `buttons.2.url` or
 * `cards.1.body.text`. It is thrown where the template is defined, so a program with an invalid template fails at
 * startup.
 *
 * @example
 * export const orderConfirmation = defineTemplate({
 *   name: "order_confirmation",
 *   language: "en_US",
 *   category: "UTILITY",
 *   header: { format: "TEXT", text: "Your order is confirmed" },
 *   body: {
 *     text: "Hi {{1}}, your order {{2}} will be delivered by {{3}}.",
 *     example: ["Ana", "12345", "Friday, Jan 15"],
 *   },
 *   buttons: [{ type: "URL", text: "Track", url: "https://example.com/t/{{1}}", example: "https://example.com/t/12345" }],
 * });
 *
 * await client.messages.sendTemplate({
 *   to,
 *   template: orderConfirmation,
 *   parameters: ["Ana", "777", "Monday"],
 *   buttons: ["777"],
 * });
 *
 * @example
 * const code = defineTemplate({
 *   name: "login_code",
 *   language: "en_US",
 *   category: "AUTHENTICATION",
 *   footer: { code_expiration_minutes: 10 },
 *   buttons: [{ type: "OTP", otp_type: "COPY_CODE" }],
 * });
 *
 * await client.messages.sendTemplate({ to, template: code, code: "482913" });
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
 */
export function defineTemplate<const Source extends TemplateSource>(
  source: Source & CheckedSource<Source>,
): DefinedTemplate<Source> {
  const definition = compileSource(source);
  const parsed = once(() => parseTemplate(definition));
  const template: DefinedTemplate<Source> = {
    name: source.name,
    language: source.language,
    category: source.category,
    source,
    definition,
    fill: (values) => fillTemplate(parsed(), values),
  };
  return Object.freeze(template);
}

function compileSource(source: TemplateSource): TemplateDefinition {
  if (!isObject(source)) {
    throw invalid("template", [
      { path: "", message: "must be an object with name, language, category and body" },
    ]);
  }
  const { definition, issues, locate } = compile(source);
  const broken = definitionIssues(definition).filter(({ path }) => path !== "components");
  const all = [...issues, ...broken.map(({ path, message }) => ({ path: locate(path), message }))];
  if (all.length > 0) reject(invalid(describe(source), all), source);
  return markChecked(definition as unknown as TemplateDefinition); // no rule is broken
}

/** Throws, unless `wacloud templates lint` collects what is broken, to go on with the rest of the module. */
function reject(error: ValidationError, source: TemplateSource): void {
  const collect = (globalThis as { [brokenTemplates]?: CollectBroken })[brokenTemplates];
  if (collect === undefined) throw error;
  collect(error, source);
}

/** Names the template if its name is valid. */
const describe = ({ name }: TemplateSource): string =>
  typeof name === "string" && /^[a-z0-9_]{1,512}$/.test(name) ? `template ${name}` : "template";
