import { type Json, parseJson, toObjects } from "../../../../utils/json.ts";
import { writeTexts } from "../../rules/templates/authentication.ts";
import { checkComponents } from "../../rules/templates/components.ts";
import { readFormat } from "../../rules/templates/fields.ts";
import { capitalizeTypes, toCapitals } from "../../templates/components.ts";

const upperCaseKeys = ["category", "parameter_format", "sub_category", "display_format", "send_type"];
const booleanKeys = [
  "allow_category_change",
  "cta_url_link_tracking_opted_out",
  "is_primary_device_delivery_only",
];
const numberKeys = ["message_send_ttl_seconds"];
const jsonKeys = [
  "components",
  "languages",
  "degrees_of_freedom_spec",
  "optimization_spec",
  "creative_sourcing_spec",
  "library_template_button_inputs",
  "library_template_body_inputs",
];

/** Normalizes a body: capitals where Meta ignores case, and parsed values where a query or form has text. */
export function readBody(given: Json): Json {
  const read = (key: string, value: unknown): unknown => {
    if (upperCaseKeys.includes(key)) return toCapitals(value);
    if (typeof value !== "string") return value;
    if (booleanKeys.includes(key) && /^(true|false)$/.test(value)) return value === "true";
    if (numberKeys.includes(key) && /^-?\d+$/.test(value)) return Number(value);
    return jsonKeys.includes(key) ? (parseJson(value) ?? value) : value;
  };
  const body = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, read(key, value)]));
  return "components" in body ? { ...body, components: capitalizeTypes(body.components) } : body;
}

/** The components as the account stores them. */
export const toStored = (components: unknown, category: string, language: string): Json[] =>
  category === "AUTHENTICATION" ? writeTexts(toObjects(components), language) : [...toObjects(components)];

/** The fields of a body that not every template has. */
export function pickOptionalFields(body: Json): Json {
  const known = [
    "name",
    "language",
    "languages",
    "category",
    "components",
    "parameter_format",
    "allow_category_change",
    "library_template_button_inputs",
    "library_template_body_inputs",
  ];
  return Object.fromEntries(Object.entries(body).filter(([key]) => !known.includes(key)));
}

/** Checks the components of a template that is posted. */
export const checkForm = (body: Json): void =>
  checkComponents(body.components, {
    category: String(body.category),
    format: readFormat(body),
    subCategory: body.sub_category,
    displayFormat: body.display_format,
  });
