import {
  type BodyParameter,
  type HeaderParameter,
  templateValueSchemas,
} from "../../types/messages/template.ts";
import { isObject } from "../../utils/json.ts";
import { placeholdersIn, shown, withoutPlaceholders } from "../placeholders.ts";
import { formatOf, type Part, textOf } from "../rules/reading.ts";
import type { Problems } from "./problems.ts";

/** The body's parameters: a list for `{{1}}`, an object for `{{first_name}}`. */
export function fillBody(
  body: Part | undefined,
  values: unknown,
  path: string,
  isNamed: boolean,
  problems: Problems,
): BodyParameter[] {
  const names = placeholdersIn(textOf(body) ?? "");
  if (names.length === 0) {
    const isEmpty = values === undefined || (Array.isArray(values) && values.length === 0);
    if (!isEmpty) problems.add(path, "must be left out: the text has no placeholders");
    return [];
  }
  const parameters = isNamed
    ? byName(names, values, path, problems)
    : byPosition(names, values, path, problems);
  const filled =
    [...withoutPlaceholders(textOf(body) ?? "")].length +
    parameters.reduce((sum, one) => sum + lengthOf(one), 0);
  if (filled > longestBody)
    problems.add(path, `make the body longer than ${longestBody} characters: ${filled}`);
  return parameters;
}

/** Meta's pages speak of 1024 characters beside other parts as well, and leave open where it cuts. */
const longestBody = 32_768;

/** Of a parameter that may be malformed. */
const lengthOf = (parameter: BodyParameter): number =>
  "text" in parameter && typeof parameter.text === "string" ? [...parameter.text].length : 0;

function byPosition(
  names: readonly string[],
  values: unknown,
  path: string,
  problems: Problems,
): BodyParameter[] {
  if (!Array.isArray(values)) {
    problems.add(path, `${isMissing(values)}must be a list of values for ${shown(names)}`);
    return [];
  }
  if (values.length !== names.length) {
    problems.add(path, `must have ${names.length} values, for ${shown(names)}; it has ${values.length}`);
  }
  return values.map((value: unknown, index) => parameterOf(value, `${path}.${index}`, problems));
}

const isMissing = (value: unknown): string => (value === undefined ? "is missing: it " : "");

function byName(
  names: readonly string[],
  values: unknown,
  path: string,
  problems: Problems,
): BodyParameter[] {
  if (!isObject(values)) {
    problems.add(path, `${isMissing(values)}must be an object with values for ${names.join(", ")}`);
    return [];
  }
  for (const name of Object.keys(values)) {
    if (!names.includes(name) && values[name] !== undefined) {
      problems.add(`${path}.${name}`, `is no placeholder of the text, which has ${shown(names)}`);
    }
  }
  return names.map((name) => ({
    ...parameterOf(values[name], `${path}.${name}`, problems),
    parameter_name: name,
  }));
}

/** A value as Meta takes it: text, or an object of Meta's such as `currency` gives. */
function parameterOf(value: unknown, path: string, problems: Problems): BodyParameter {
  if (isObject(value) && typeof value.type === "string") {
    if (value.parameter_name !== undefined)
      problems.add(`${path}.parameter_name`, "must be left out: it is told by the place");
    else problems.check(templateValueSchemas().body, value, path);
    return value as unknown as BodyParameter; // checked above
  }
  return { type: "text", text: textValue(value, path, problems) };
}

function textValue(value: unknown, path: string, problems: Problems): string {
  if (value === undefined || value === null) problems.add(path, "is missing");
  else if (typeof value === "number" && !Number.isFinite(value))
    problems.add(path, "must be a finite number");
  else if (typeof value !== "string" && typeof value !== "number")
    problems.add(path, "must be a text or a number");
  else if (value === "") problems.add(path, "must not be empty");
  return typeof value === "number" ? String(value) : typeof value === "string" ? value : "";
}

/** The header's parameter, where its format takes one. */
export function fillHeader(
  header: Part | undefined,
  value: unknown,
  path: string,
  isNamed: boolean,
  problems: Problems,
): HeaderParameter | undefined {
  const format = formatOf(header);
  const text = textOf(header) ?? "";
  const [name] = placeholdersIn(text);
  if (header === undefined || (format === "TEXT" && name === undefined)) {
    if (value !== undefined) problems.add(path, "must be left out: the template's header takes no value");
    return undefined;
  }
  if (format !== "TEXT") return fillMedia(String(format), value, path, problems);
  const filled = textValue(value, path, problems);
  const length = [...withoutPlaceholders(text, filled)].length;
  if (length > 60) problems.add(path, `makes the header longer than 60 characters: ${length}`);
  return { type: "text", text: filled, ...(isNamed ? { parameter_name: name } : {}) };
}

/** Of a format that Meta has added since, it is not known whether it takes a value. */
const isKnownFormat = (format: string): boolean =>
  ["IMAGE", "VIDEO", "DOCUMENT", "GIF", "LOCATION", "PRODUCT"].includes(format);

const forms: Readonly<Record<string, string>> = {
  LOCATION: "{ latitude, longitude, name, address }",
  PRODUCT: "{ product_retailer_id, catalog_id }",
};

function fillMedia(
  format: string,
  value: unknown,
  path: string,
  problems: Problems,
): HeaderParameter | undefined {
  const type = format.toLowerCase();
  if (value === undefined && !isKnownFormat(format)) return undefined;
  if (!isObject(value)) {
    const form = forms[format] ?? "{ id } or { link }";
    problems.add(path, `${isMissing(value)}must be the header's ${type}: ${form}`);
    return undefined;
  }
  const parameter = { type, [type]: value };
  problems.check(templateValueSchemas().header, parameter, path, type);
  if (format !== "DOCUMENT" && value.filename !== undefined)
    problems.add(`${path}.filename`, "goes with documents only");
  for (const key of format === "LOCATION" ? ["name", "address"] : []) {
    if (value[key] === undefined) problems.add(`${path}.${key}`, "is missing");
  }
  return parameter as unknown as HeaderParameter; // checked above
}
