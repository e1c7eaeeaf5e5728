import * as z from "zod/mini";
import { array, boolean, literal, looseObject, optional, strictObject, string, unknown } from "zod/mini";
import { toObjects } from "../../../../utils/json.ts";
import { once } from "../../../../utils/once.ts";
import { refuse } from "../../errors.ts";
import { checkSchema, list, someText } from "../schema.ts";

const example = () => optional(looseObject({}));

const shapes: Readonly<Record<string, () => z.ZodMiniType>> = {
  HEADER: once(() =>
    strictObject({
      type: literal("HEADER"),
      format: optional(z.enum(["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "GIF", "LOCATION", "PRODUCT"])),
      text: optional(string()),
      example: example(),
    }),
  ),
  BODY: once(() =>
    strictObject({
      type: literal("BODY"),
      text: optional(string()),
      example: example(),
      add_security_recommendation: optional(boolean()),
    }),
  ),
  FOOTER: once(() =>
    strictObject({
      type: literal("FOOTER"),
      text: optional(string()),
      code_expiration_minutes: optional(z.int()),
    }),
  ),
  BUTTONS: once(() =>
    strictObject({ type: literal("BUTTONS"), buttons: list(looseObject({ type: someText() }), 1, 10) }),
  ),
  CAROUSEL: once(() =>
    strictObject({
      type: literal("CAROUSEL"),
      cards: list(strictObject({ components: array(unknown()) }), 2, 10),
    }),
  ),
  LIMITED_TIME_OFFER: once(() =>
    strictObject({
      type: literal("LIMITED_TIME_OFFER"),
      limited_time_offer: strictObject({ text: someText(), has_expiration: optional(boolean()) }),
    }),
  ),
  CALL_PERMISSION_REQUEST: once(() => strictObject({ type: literal("CALL_PERMISSION_REQUEST") })),
};

/** Checks the shape of each component, and that no type is repeated. */
export function checkShapes(value: unknown, name: string, allowed = Object.keys(shapes)): void {
  const anyComponent = list(looseObject({ type: z.enum(allowed) }), 1, 20);
  checkSchema(anyComponent, value, { root: [name], codes: "templates" });
  const components = toObjects(value);
  components.forEach((component, index) => {
    const shape = shapes[String(component.type)];
    if (shape !== undefined)
      checkSchema(shape(), component, { root: [`${name}[${index}]`], codes: "templates" });
  });
  const types = components.map(({ type }) => type);
  if (new Set(types).size < types.length) throw refuse(100, `Param ${name} must not repeat a type.`);
}
