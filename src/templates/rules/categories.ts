import type { ValidationIssue } from "../../errors.ts";
import { formatOf, issue, othersThan, type Part, type Reading, type Rule } from "./reading.ts";

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
  buttons: new Set(["COPY_CODE", "CATALOG", "MPM", "SPM"]),
  headers: new Set(["PRODUCT", "GIF"]),
  settings: ["send_type", "degrees_of_freedom_spec", "creative_sourcing_spec", "optimization_spec"],
};

/** What a category may not contain. Where none is told, as in an edit, nothing is known. */
export const categories: Rule = (reading) => {
  const { category, subCategory, buttons } = reading;
  if (category === "AUTHENTICATION") return authentication(reading);
  if (category !== "UTILITY" && category !== "MARKETING") return [];
  const oneTimeCodes = buttons.filter(({ type }) => type === "OTP");
  return [
    ...oneTimeCodes.map((part) => issue(part, "goes into AUTHENTICATION templates only: OTP")),
    ...(category === "UTILITY" ? utility(reading) : []),
    ...(category === "MARKETING" && /^(RICH_)?ORDER_STATUS$/.test(subCategory)
      ? [{ path: "sub_category", message: `goes with UTILITY templates only: ${subCategory}` }]
      : []),
  ];
};

function utility({ components: all, buttons, header, settings }: Reading): ValidationIssue[] {
  const wrong = (what: string) => `goes into MARKETING templates only: ${what}`;
  const format = formatOf(header) ?? "";
  const sold = [
    ...all.filter(({ type }) => selling.components.has(type)),
    ...buttons.filter(({ type }) => selling.buttons.has(type)),
  ];
  return [
    ...sold.map((part) => issue(part, wrong(part.type))),
    ...(selling.headers.has(format) ? [{ path: `${header?.path}.format`, message: wrong(format) }] : []),
    ...selling.settings
      .filter((key) => settings[key] !== undefined)
      .map((key) => ({ path: key, message: "goes with MARKETING templates only" })),
  ];
}

/** Meta writes the text of one-time codes; besides it there is one button. */
function authentication({ components: all, body, footer, buttons }: Reading): ValidationIssue[] {
  const strangers = othersThan(["BODY", "FOOTER", "BUTTONS"], all);
  const written = [body, footer].filter((part) => part?.value.text !== undefined) as Part[];
  return [
    ...strangers.map((part) => issue(part, `does not go into AUTHENTICATION templates: ${part.type}`)),
    ...written.map((part) => ({
      path: `${part.path}.text`,
      message: "must be left out: Meta writes the text of AUTHENTICATION templates",
    })),
    ...(buttons.length === 0 ? [{ path: "components", message: "must have one button of type OTP" }] : []),
  ];
}
