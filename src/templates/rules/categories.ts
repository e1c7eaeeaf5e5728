import type { ValidationIssue } from "../../errors.ts";
import { findButtonKind } from "../button-kinds.ts";
import { issue, othersThan, type ParsedTemplate, type Part, type Rule } from "../parse.ts";

/** Every template has a body; each component appears at most once. */
export const components: Rule = ({ components: all, body }) => {
  const repeated = all.filter(({ type }, index) => all.slice(0, index).some((part) => part.type === type));
  return [
    ...(body === undefined ? [{ path: "components", message: "must have a BODY" }] : []),
    ...repeated.map((part) => issue(part, `is a second ${part.type}: a template has at most one`)),
  ];
};

/** What only MARKETING templates can have; GIFs can only be sent through the Marketing Messages API. */
const selling = {
  components: new Set(["LIMITED_TIME_OFFER", "CAROUSEL"]),
  headers: new Set(["PRODUCT", "GIF"]),
  settings: ["send_type", "degrees_of_freedom_spec", "creative_sourcing_spec", "optimization_spec"],
};

/** What a category excludes. Changes may not name their category: then nothing is refused. */
export const categories: Rule = (template) => {
  const { category, subCategory, buttons } = template;
  if (category === "AUTHENTICATION") return authentication(template);
  if (category !== "UTILITY" && category !== "MARKETING") return [];
  return [
    ...buttons.flatMap((part) => {
      const only = findButtonKind(part.type)?.category ?? category;
      return only === category ? [] : [issue(part, `is only allowed in ${only} templates: ${part.type}`)];
    }),
    ...(category === "UTILITY" ? utility(template) : []),
    ...(category === "MARKETING" && /^(RICH_)?ORDER_STATUS$/.test(subCategory)
      ? [{ path: "sub_category", message: `is only allowed in UTILITY templates: ${subCategory}` }]
      : []),
  ];
};

function utility({ components: all, header, settings }: ParsedTemplate): ValidationIssue[] {
  const wrong = (what: string) => `is only allowed in MARKETING templates: ${what}`;
  const format = header?.format ?? "";
  const sold = all.filter(({ type }) => selling.components.has(type));
  return [
    ...sold.map((part) => issue(part, wrong(part.type))),
    ...(selling.headers.has(format) ? [{ path: `${header?.path}.format`, message: wrong(format) }] : []),
    ...selling.settings
      .filter((key) => settings[key] !== undefined)
      .map((key) => ({ path: key, message: "is only allowed in MARKETING templates" })),
  ];
}

/** Meta writes the text of one-time codes; templates add one button. */
function authentication({ components: all, body, footer, buttons }: ParsedTemplate): ValidationIssue[] {
  const others = othersThan(["BODY", "FOOTER", "BUTTONS"], all);
  const written = [body, footer].filter((part) => part?.value.text !== undefined) as Part[];
  return [
    ...others.map((part) => issue(part, `is not allowed in AUTHENTICATION templates: ${part.type}`)),
    ...written.map((part) => ({
      path: `${part.path}.text`,
      message: "must be left out: Meta writes the text of AUTHENTICATION templates",
    })),
    ...(buttons.length === 0 ? [{ path: "components", message: "must have one button of type OTP" }] : []),
  ];
}
