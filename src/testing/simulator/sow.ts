import { WhatsAppError } from "../../errors.ts";
import { withoutUndefined } from "../../utils/json.ts";
import { checkForm, pickOptionalFields, readBody, toStored } from "./endpoints/templates/body.ts";
import { Refusal } from "./errors.ts";
import { addGroup } from "./groups.ts";
import type { SimulatorOptions } from "./options.ts";
import { checkCapacity } from "./rules/templates/capacity.ts";
import { checkNewFields, readFormat } from "./rules/templates/fields.ts";
import type { SeedCustomer, SeedNumber, SeedTemplate, SimulatorSeed } from "./seed.ts";
import { checkSeed, explainTemplateKey, seedMistake } from "./seed-schema.ts";
import { type Held, State } from "./state.ts";

/** A new state, with what its seed says. */
export function createState(options: SimulatorOptions, save?: Held["save"]): State {
  const state = new State(options, save);
  if (options.seed === undefined) return state;
  checkSeed(options.seed);
  sow(state, options.seed);
  return state;
}

type Kind = Exclude<keyof SimulatorSeed, "flows">;
type Sowers = { [K in Kind]: (state: State, one: NonNullable<SimulatorSeed[K]>[number]) => unknown };

/** How one of each kind is added. Later kinds name earlier ones. */
const sowers: Sowers = {
  accounts: (state, { id, fields }) => state.addAccount(id, fields),
  numbers: addNumber,
  tokens: (state, facts) => state.addToken(facts),
  customers: addCustomer,
  templates: addTemplate,
  groups: (state, { phoneNumberId, participants = [], ...facts }) =>
    addGroup(state, {
      ...facts,
      phoneNumberId: state.number(phoneNumberId).id,
      participants: participants.map((address) => state.customers.get(address).user_id),
    }),
};

function sow(state: State, seed: SimulatorSeed): void {
  for (const kind of Object.keys(sowers) as Kind[]) {
    if (kind === "templates") removeReplaced(state, seed);
    const sowOne = sowers[kind] as (state: State, one: unknown) => void;
    for (const [index, one] of (seed[kind] ?? []).entries()) named([kind, index], () => sowOne(state, one));
  }
  for (const [name, flow] of Object.entries(seed.flows ?? {})) state.flows.set(name, flow);
}

/** Makes room for templates that take the place of those that every account starts with. */
function removeReplaced(state: State, { templates = [] }: SimulatorSeed): void {
  for (const { businessAccountId, name, language } of templates) {
    const store = state.accounts.get(businessAccountId ?? state.settings.businessAccountId)?.templates;
    const known = store?.find(name, language);
    if (known !== undefined) store?.remove(known);
  }
}

/** Says where in the seed a mistake is. */
function named(path: readonly PropertyKey[], act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof WhatsAppError)) throw error;
    throw seedMistake(path, `cannot be added: ${explain(error.message)}`);
  }
}

function explain(message: string): string {
  const [, key] = /^Unexpected key "(.+)" on param "body"/.exec(message) ?? [];
  const meant = key === undefined ? undefined : explainTemplateKey(key);
  if (meant !== undefined) return `\`${key}\` is unknown. ${meant}`;
  return message
    .replace(/Add it with `addPhoneNumber`\./, "Add it to `numbers`.")
    .replace(/Add it with `addBusinessAccount`\./, "Add it to `accounts`.");
}

function addNumber(state: State, { id, ...facts }: SeedNumber): void {
  if (facts.businessAccountId !== undefined) state.addAccount(facts.businessAccountId);
  state.addNumber(id, { ...state.numbers.get(id), ...facts });
}

function addCustomer(state: State, { phone, openWindow, isOnline, ...facts }: SeedCustomer): void {
  const { name, username, user_id, parent_user_id, hidesPhoneNumber, ...situation } = facts;
  const known = withoutUndefined({ name, username, user_id, parent_user_id, hidesPhoneNumber });
  const customer = state.customers.get(phone ?? user_id ?? "", known);
  Object.assign(customer, withoutUndefined(situation));
  if (isOnline === false) customer.missed = [];
  for (const id of state.numbers.keys()) {
    if (openWindow === true) customer.openWindow(id);
    if (openWindow === false) customer.closeWindow(id);
  }
}

function addTemplate(
  state: State,
  { status = "APPROVED", businessAccountId, ...posted }: SeedTemplate,
): void {
  const account = state.account(businessAccountId);
  const body = readBody(posted);
  const { name, language, category } = { ...posted, category: String(body.category) };
  checkNewFields(body);
  checkForm(body);
  checkCapacity(state, account, name, language);
  const template = account.templates.add({
    name,
    language,
    category,
    status,
    parameterFormat: readFormat(body),
    components: toStored(body.components, category, language),
    optionalFields: pickOptionalFields(body),
  });
  if (status === "PAUSED") template.pause = { at: state.now(), until: undefined };
  if (status === "REJECTED") template.rejectedReason = "INVALID_FORMAT";
}
