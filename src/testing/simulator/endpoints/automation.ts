import * as z from "zod/mini";
import { optional, strictObject } from "zod/mini";
import type { Json } from "../../../utils/json.ts";
import { once } from "../../../utils/once.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import { checkSchema, distinct, list, rule, text } from "../rules/schema.ts";

/** Pictures: those that always are one, and characters that a selector makes one. */
const emoji = /\p{Emoji_Presentation}|\uFE0F|\u20E3/u;

const plain = (max: number) =>
  text(max).check(rule((value: string) => !emoji.test(value), "must not contain emoji"));

const automation = once(() =>
  strictObject({
    prompts: optional(list(plain(80), 0, 4)),
    commands: optional(
      list(strictObject({ command_name: plain(32), command_description: plain(256) }), 0, 30).check(
        distinct(({ command_name }: { command_name: string }) => command_name, "names"),
      ),
    ),
    enable_welcome_message: optional(z.boolean()),
  }),
);

/** Each list replaces the one before. Welcome messages are gone; the parameter is ignored. */
function write(call: GraphCall): Json {
  const number = call.state.number(call.id);
  const parameters = readParameters(call);
  checkSchema(automation(), parameters, { codes: "graph" });
  const { enable_welcome_message: _, ...lists } = parameters;
  if (Object.keys(lists).length === 0)
    throw refuse(100, "One of the parameters prompts, commands is required.");
  number.automation = { ...number.automation, ...lists };
  return { success: true };
}

/** Empty lists are left out. */
export function describeAutomation(automation: Readonly<Json> | undefined): Json | undefined {
  if (automation === undefined) return undefined;
  const filled = Object.entries(automation).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return Object.fromEntries(filled);
}

const read = ({ state, id }: GraphCall): Json => ({
  conversational_automation: describeAutomation(state.number(id).automation),
  id,
});

export const automationRoutes: readonly Route[] = [
  { method: "GET", node: "phone-number", edge: "conversational_automation", answer: read },
  { method: "POST", node: "phone-number", edge: "conversational_automation", answer: write },
];
