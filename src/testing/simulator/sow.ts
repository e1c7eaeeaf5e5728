import { WhatsAppError } from "../../errors.ts";
import { type Json, withoutUndefined } from "../../utils/json.ts";
import { createToken } from "./access-tokens.ts";
import { pickOptionalFields, readBody, toStored } from "./endpoints/templates/body.ts";
import { Refusal } from "./errors.ts";
import { createInviteLink } from "./groups.ts";
import { createTraceId } from "./ids.ts";
import type { SimulatorOptions } from "./options.ts";
import type { Group } from "./records.ts";
import { checkCapacity } from "./rules/templates/capacity.ts";
import { checkComponents } from "./rules/templates/components.ts";
import { checkNewFields, readFormat } from "./rules/templates/fields.ts";
import type { SeedCustomer, SeedGroup, SeedNumber, SeedTemplate, SimulatorSeed } from "./seed.ts";
import { checkSeed, seedMistake } from "./seed-schema.ts";
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
type Sowers = { [K in Kind]: (state: State, one: NonNullable<SimulatorSeed[K]>[number]) => void };

/** How one of each kind is added. Later kinds name earlier ones. */
const sowers: Sowers = {
  accounts: (state, { id, fields }) => Object.assign(state.addAccount(id).fields, fields),
  numbers: addNumber,
  tokens: (state, facts) => {
    const token = createToken(facts, state.now());
    state.tokens.set(token.token, token);
  },
  customers: addCustomer,
  templates: addTemplate,
  groups: addGroup,
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
    throw seedMistake(path, `cannot be added: ${error.message.replace(/\.$/, "")}`);
  }
}

function addNumber(state: State, { id, ...facts }: SeedNumber): void {
  const known = state.numbers.get(id);
  const { displayPhoneNumber, verifiedName, businessAccountId, ...more } = { ...known, ...facts };
  if (businessAccountId !== undefined) state.addAccount(businessAccountId);
  const number = state.addNumber(id, displayPhoneNumber, verifiedName, businessAccountId);
  Object.assign(number, withoutUndefined(more));
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

function checkForm(body: Json): void {
  checkNewFields(body);
  checkComponents(body.components, {
    category: String(body.category),
    format: readFormat(body),
    subCategory: body.sub_category,
    displayFormat: body.display_format,
  });
}

function addGroup(state: State, { participants = [], ...facts }: SeedGroup): void {
  const group: Group = {
    id: facts.id ?? createTraceId(),
    phoneNumberId: state.number(facts.phoneNumberId).id,
    subject: facts.subject,
    description: facts.description,
    joinApprovalMode: facts.joinApprovalMode ?? "auto_approve",
    inviteLink: createInviteLink(),
    createdAt: state.now(),
    participants: participants.map((address) => state.customers.get(address).user_id),
    removed: [],
    joinRequests: [],
  };
  state.groups.set(group.id, group);
}
