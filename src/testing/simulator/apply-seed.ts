import { ConfigurationError } from "../../errors.ts";
import { pickOptionalFields, readBody, toStored } from "./endpoints/templates/body.ts";
import { Refusal } from "./errors.ts";
import { checkComponents } from "./rules/templates/components.ts";
import { checkNewFields, readFormat } from "./rules/templates/fields.ts";
import type { SeedNumber, SimulatorSeed } from "./seed.ts";
import type { State } from "./state.ts";

/** Puts what a seed names into the state. */
export function applySeed(state: State, seed: SimulatorSeed): void {
  const { numbers = [], customers = [], templates = [], flows = {} } = seed;
  for (const number of numbers) addNumber(state, number);
  for (const { address, ...facts } of customers) state.customers.get(address, facts);
  for (const [index, template] of templates.entries()) addTemplate(state, template, index);
  for (const [name, flow] of Object.entries(flows)) state.flows.set(name, flow);
}

function addNumber(
  state: State,
  { id, displayPhoneNumber, verifiedName, businessAccountId }: SeedNumber,
): void {
  if (businessAccountId !== undefined) state.addAccount(businessAccountId);
  const known = state.numbers.get(id);
  state.addNumber(
    id,
    displayPhoneNumber ?? known?.displayPhoneNumber,
    verifiedName ?? known?.verifiedName,
    businessAccountId ?? known?.businessAccountId,
  );
}

function addTemplate(state: State, given: Record<string, unknown>, index: number): void {
  const body = readBody(given);
  const { name, category, language } = { ...body, ...toTexts(body) };
  try {
    checkNewFields(body);
    const { sub_category, display_format } = body;
    const format = readFormat(body);
    checkComponents(body.components, {
      category,
      format,
      subCategory: sub_category,
      displayFormat: display_format,
    });
    state.account().templates.add({
      name,
      language,
      category,
      status: "APPROVED",
      parameterFormat: format,
      components: toStored(body.components, category, language),
      optionalFields: pickOptionalFields(body),
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const path = `seed.templates.${index}`;
    throw new ConfigurationError(`\`${path}\`: ${error.message}`, [{ path, message: error.message }]);
  }
}

const toTexts = ({ name, category, language }: Record<string, unknown>) => ({
  name: String(name),
  category: String(category),
  language: String(language),
});
