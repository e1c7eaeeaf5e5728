import type { ValidationIssue } from "../../errors.ts";
import { findButtonKind } from "../button-kinds.ts";
import { issue, othersThan, type ParsedTemplate, type Part, type Rule } from "../parse.ts";

/** A body is always there, and every other component at most once. */
export const components: Rule = ({ components: all, body }) => {
  const repeated = all.filter(({ type }, index) => all.slice(0, index).some((part) => part.type === type));
  return [
    ...(body === undefined ? [{ path: "components", message: "must have a BODY" }] : []),
    ...repeated.map((part) => issue(part, `is a second ${part.type}: a template has at most one`)),
  ];
};

/** What only templates of category MARKETING may have; GIFs go through the Marketing Messages API alone. */
const selling = {
  components: new Set(["LIMITED_TIME_OFFER", "CAROUSEL"]),
  headers: new Set(["PRODUCT", "GIF"]),
  settings: ["send_type", "degrees_of_freedom_spec", "creative_sourcing_spec", "optimization_spec"],
};

/** What a category may not contain. Where none is told, as in an edit, nothing is known. */
export const categories: Rule = (template) => {
  const { category, subCategory, buttons } = template;
  if (category === "AUTHENTICATION") return authentication(template);
  if (category !== "UTILITY" && category !== "MARKETING") return [];
  return [
    ...buttons.flatMap((part) => {
      const only = findButtonKind(part.type)?.category ?? category;
      return only === category ? [] : [issue(part, `goes into ${only} templates only: ${part.type}`)];
    }),
    ...(category === "UTILITY" ? utility(template) : []),
    ...(category === "MARKETING" && /^(RICH_)?ORDER_STATUS$/.test(subCategory)
      ? [{ path: "sub_category", message: `goes with UTILITY templates only: ${subCategory}` }]
      : []),
  ];
};

function utility({ components: all, header, settings }: ParsedTemplate): ValidationIssue[] {
  const wrong = (what: string) => `goes into MARKETING templates only: ${what}`;
  const format = header?.format ?? "";
  const sold = all.filter(({ type }) => selling.components.has(type));
  return [
    ...sold.map((part) => issue(part, wrong(part.type))),
    ...(selling.headers.has(format) ? [{ path: `${header?.path}.format`, message: wrong(format) }] : []),
    ...selling.settings
      .filter((key) => settings[key] !== undefined)
      .map((key) => ({ path: key, message: "goes with MARKETING templates only" })),
  ];
}

/** Meta writes the text of one-time codes; besides it there is one button. */
function authentication({ components: all, body, footer, buttons }: ParsedTemplate): ValidationIssue[] {
  const others = othersThan(["BODY", "FOOTER", "BUTTONS"], all);
  const written = [body, footer].filter((part) => part?.value.text !== undefined) as Part[];
  return [
    ...others.map((part) => issue(part, `does not go into AUTHENTICATION templates: ${part.type}`)),
    ...written.map((part) => ({
      path: `${part.path}.text`,
      message: "must be left out: Meta writes the text of AUTHENTICATION templates",
    })),
    ...(buttons.length === 0 ? [{ path: "components", message: "must have one button of type OTP" }] : []),
  ];
}
