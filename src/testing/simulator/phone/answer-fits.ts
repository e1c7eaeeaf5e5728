import { isObject, type Json, toList, toObject } from "../../../utils/json.ts";

/** What about data does not fit the model of a screen; `undefined` if nothing. Keys that the model lacks may be there. */
export function findMisfit(screen: Json, data: Json): string | undefined {
  const model = Object.entries(toObject(screen.data));
  const [name, schema] = model.find(([key, one]) => !fits(toObject(one), data[key])) ?? [];
  if (name === undefined) return undefined;
  const what = `\`${name}\` of screen ${String(screen.id)}`;
  return data[name] === undefined
    ? `${what} is missing in its data`
    : `${what} must be of type ${String(toObject(schema).type)}`;
}

function fits(schema: Json, value: unknown): boolean {
  if (!(types.get(String(schema.type))?.(value) ?? true)) return false;
  if (Array.isArray(value)) return value.every((item) => fits(toObject(schema.items), item));
  const properties = Object.entries(toObject(schema.properties));
  return properties.every(([key, one]) => {
    const held = toObject(value)[key];
    return held === undefined || fits(toObject(one), held);
  });
}

const types: ReadonlyMap<string, (value: unknown) => boolean> = new Map(
  Object.entries<(value: unknown) => boolean>({
    string: (value) => typeof value === "string",
    number: (value) => typeof value === "number",
    integer: (value) => Number.isInteger(value),
    boolean: (value) => typeof value === "boolean",
    object: isObject,
    array: (value) => Array.isArray(value),
  }),
);

/** Whether the routes of a Flow lead from one screen to another. Without a model, every way is open. */
export function isRoute({ routing_model }: Json, from: string, to: string): boolean {
  return !isObject(routing_model) || from === to || toList(routing_model[from]).includes(to);
}
