import { ConfigurationError } from "../../errors.ts";
import type { UserFacts } from "./customers.ts";
import { pickOptionalFields, readBody, toStored } from "./endpoints/templates/body.ts";
import { Refusal } from "./errors.ts";
import { checkComponents } from "./rules/templates/components.ts";
import { checkNewFields, readFormat } from "./rules/templates/fields.ts";
import type { State } from "./state.ts";

/** A business number to begin with. */
export interface SeedNumber {
  /** Phone number id. The id of the simulator's first number changes that one. */
  id: string;
  /** The number itself. Default: the next free one. */
  displayPhoneNumber?: string;
  /** Name that customers see. Default `Test Business`. */
  verifiedName?: string;
  /** Account that it belongs to, which is added if it is new. Default: the first one. */
  businessAccountId?: string;
}

/** A customer to begin with. */
export interface SeedCustomer extends UserFacts {
  /** Phone number with its country code, or a business-scoped id. */
  address: string;
}

/** What a simulator holds from the start: a plain object, which can come from a JSON file. */
export interface SimulatorSeed {
  /** Business numbers. */
  numbers?: readonly SeedNumber[];
  /** Customers. Their windows are closed until they write. */
  customers?: readonly SeedCustomer[];
  /** Templates of the first account, as they are posted to `message_templates`. They are approved. */
  templates?: readonly Record<string, unknown>[];
  /** Flow JSON by the id or the name of the Flow: with it, the chat page shows a Flow's screens. */
  flows?: Readonly<Record<string, Record<string, unknown>>>;
}

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
