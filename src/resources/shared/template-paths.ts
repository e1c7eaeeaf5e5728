import { isObject } from "../../utils/json.ts";

/**
 * The caller's path for one in the message: `parameters.0` for `template.components.1.parameters.0.text`. Callers that
 * pass Meta's `components` get Meta's paths.
 */
export function toTemplatePath(input: object, template: object, path: string): string {
  const [holder, key, ...rest] = path.split(".");
  if (holder !== "template" || key === undefined) return path;
  if (key === "language" && typeof get(input, "language") === "string") return key;
  const isShort = key === "components" && get(input, "components") === undefined;
  return (isShort ? toValuePath(get(template, key), input, rest) : [key, ...rest]).join(".");
}

/** In the short form, each component was built from the values of one key. */
function toValuePath(components: unknown, values: unknown, path: readonly string[]): string[] {
  const [index = "", list = "", place = "", ...inner] = path;
  const component = get(components, index);
  switch (get(component, "type")) {
    case "header":
      return ["header", ...inside(get(values, "header"), inner)];
    case "body": {
      const key = String(get(get(get(component, list), place), "parameter_name") ?? place);
      return key === ""
        ? ["parameters"]
        : ["parameters", key, ...inside(get(get(values, "parameters"), key), inner)];
    }
    case "carousel": {
      const [, ...below] = inner; // without `components`
      const card = get(get(values, "cards"), place);
      const parts = get(get(get(component, "cards"), place), "components");
      return ["cards", place, ...(below.length === 0 ? inner : toValuePath(parts, card, below))].filter(
        Boolean,
      );
    }
    default:
      return ["buttons", String(countButtons(components, index)), ...toButtonPath(path.slice(1))];
  }
}

/** What is below a text or a number was not written by the caller. */
const inside = (value: unknown, path: readonly string[]): readonly string[] => (isObject(value) ? path : []);

/** Meta wraps a button's values in `parameters`, and some of them in `action`. */
function toButtonPath(path: readonly string[]): readonly string[] {
  const [list, , ...inner] = path;
  if (list !== "parameters") return path;
  return inner[0] === "action" ? inner.slice(1) : inner;
}

/** Buttons keep the caller's order. */
const countButtons = (components: unknown, index: string): number =>
  Array.isArray(components)
    ? components.slice(0, Number(index)).filter((component) => get(component, "type") === "button").length
    : 0;

const get = (value: unknown, key: string): unknown =>
  isObject(value) || Array.isArray(value) ? (value as Record<string, unknown>)[key] : undefined;
