import { WhatsAppError } from "../../../errors.ts";
import { type Json, parseJson, toList, toObject, toObjects, toText } from "../../../utils/json.ts";
import { toFlowReply } from "../answers.ts";
import type { InboxMessage, OutboxMessage } from "../customers.ts";
import type { FlowVisit, OpenFlow } from "../open-flow.ts";
import { isTooDeep } from "../rules/flow-json.ts";
import { type Author, writeMessage } from "../writing.ts";
import { findMisfit, isRoute } from "./answer-fits.ts";
import { checkAnswers, findInput, readAnswer } from "./answers.ts";
import { beginForm, isChoice, listItems, listOptions, listShown, toLabel } from "./components.ts";
import { signToken } from "./crypto.ts";
import { askEndpoint, reportTrouble, type Trouble } from "./endpoint.ts";
import { resolve, type Scope } from "./expressions.ts";
import { findMessageFlow } from "./find-flow.ts";

/** A Flow that somebody is in. */
export interface Play extends Author {
  flow: OpenFlow;
}

type Sent = OutboxMessage | undefined;

/** Opens the Flow of a message: on the screen that the message names, or the one that the endpoint answers with. */
export async function beginFlow(author: Author, { id, phoneNumberId }: InboxMessage): Promise<Sent> {
  const { state, customer } = author;
  state.checkCurrent();
  const sent = state.sent.get(id);
  const found = sent && findMessageFlow(state, sent);
  if (found?.json === undefined) throw new WhatsAppError(unknownScreens);
  if (customer.disabledFlows.includes(id)) throw new WhatsAppError(disabled);
  if (isTooDeep(found.json)) throw new WhatsAppError("The Flow JSON of this Flow is nested too deeply.");
  const { title, json, token, endpointUri, opensWith, screen, data } = found;
  const flow: OpenFlow = {
    messageId: id,
    phoneNumberId,
    title,
    json: JSON.stringify(json),
    token,
    ...(endpointUri === undefined ? {} : { endpointUri }),
    before: [],
    state: "open",
  };
  if (customer.flow?.state === "open") customer.flow.state = "closed";
  customer.flow = flow;
  const play = { ...author, flow };
  if (opensWith === "navigate") return void enter(play, screen ?? findEntry(json), data);
  const given = {
    ...(screen === undefined ? {} : { screen }),
    ...(Object.keys(data).length === 0 ? {} : { data }),
  };
  return ask(play, { action: "INIT", ...given });
}

const unknownScreens =
  "The simulator does not know the screens of this Flow. Create it with `whatsapp.flows.create`, or give its Flow JSON to the simulator: `flows` of its seed.";
const disabled = "The button of this Flow is disabled: its endpoint answered 427. Send the Flow again.";

/** The screen that no other leads to. */
function findEntry({ routing_model, screens }: Json): string {
  const targets = Object.values(toObject(routing_model)).flatMap(toList);
  const ids = toObjects(screens).map(({ id }) => String(id));
  return ids.find((id) => !targets.includes(id)) ?? String(ids[0]);
}

const readJson = ({ json }: OpenFlow): Json => toObject(parseJson(json));

const findScreen = (flow: OpenFlow, id: unknown): Json | undefined =>
  toObjects(readJson(flow).screens).find((screen) => screen.id === id);

/** The screen that is shown, with its references resolved. */
export interface Shown {
  visit: FlowVisit;
  /** As the Flow JSON has it. */
  screen: Json;
  scope: Scope;
  components: Json[];
}

/** Throws if no screen is shown. */
export function look(flow: OpenFlow): Shown {
  const { visit, before } = flow;
  if (visit === undefined) throw new WhatsAppError("The Flow shows no screen: its endpoint gave none.");
  const screen = findScreen(flow, visit.screen) ?? {};
  const scope: Scope = { ...visit, screen: Object.fromEntries(before.map((one) => [one.screen, one])) };
  const components = listShown(screen, scope).map((component) => toObject(resolve(component, scope)));
  return { visit, screen, scope, components };
}

/** Shows a screen; the one that is left can be returned to. */
function enter({ flow }: Play, id: string, data: Json): void {
  const screen = findScreen(flow, id);
  if (screen === undefined) throw new WhatsAppError(`The Flow has no screen ${id}.`);
  if (flow.visit !== undefined) flow.before.push(flow.visit);
  flow.visit = { screen: id, data, form: beginForm(screen, data) };
  delete flow.error;
}

/**
 * Fills in a screen: all answers, or none if one is wrong. What a component does then, such as asking the endpoint, is
 * done by the function that is returned.
 */
export function fillScreen(play: Play, answers: Json): () => Promise<void> {
  const { visit } = look(play.flow);
  const before = visit.form;
  visit.form = tryAnswers(play.flow, visit, answers);
  const changed = Object.keys(answers).filter((name) => !isEqual(before[name], visit.form[name]));
  return async () => {
    for (const name of changed) await tellChange(play, name, before[name]);
  };
}

/** The form with the answers, in any order: an answer may show the field of another one, or hide it. */
function tryAnswers(flow: OpenFlow, visit: FlowVisit, answers: Json): Json {
  const trial = { ...flow, visit: { ...visit, form: { ...visit.form } } };
  const first = look(flow).components;
  const left = new Map(Object.entries(answers));
  while (left.size > 0) {
    const shown = [...look(trial).components, ...first];
    const names = [...left.keys()];
    const name = names.find((one) => shown.some((component) => component.name === one)) ?? String(names[0]);
    trial.visit.form[name] = readAnswer(findInput(shown, name), left.get(name));
    left.delete(name);
  }
  return trial.visit.form;
}

const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

async function tellChange(play: Play, name: string, before: unknown): Promise<void> {
  const { components, visit } = look(play.flow);
  const input = components.find((component) => component.name === name);
  if (input === undefined) return;
  for (const action of listSelectActions(input, before, visit.form[name])) await act(play, action);
}

/** What choosing does: the actions of the options that were chosen or given up, and of the component. */
function listSelectActions(input: Json, before: unknown, now: unknown): unknown[] {
  const chosen = [now].flat();
  const former = [before].flat();
  const isGiven = chosen.some((one) => one !== "" && one !== false);
  const optionActions = listOptions(input).flatMap(({ id, source }) => {
    if (chosen.includes(id) === former.includes(id)) return [];
    return [source[chosen.includes(id) ? "on-select-action" : "on-unselect-action"]];
  });
  return [...optionActions, input[isGiven ? "on-select-action" : "on-unselect-action"]];
}

/** Presses the button at the end of a screen. */
export async function submitScreen(play: Play): Promise<Sent> {
  const { components, visit } = look(play.flow);
  const footer = components.find(({ type }) => type === "Footer");
  if (footer === undefined) throw new WhatsAppError(`Screen ${visit.screen} has no button at its end.`);
  checkAnswers(components, visit.form);
  return act(play, footer["on-click-action"]);
}

/** Taps a link, "Read more" of a consent, an item of a list, or the button at the end. */
export async function tapOnScreen(play: Play, label: string): Promise<Sent> {
  const { components } = look(play.flow);
  if (components.some((one) => one.type === "Footer" && toLabel(one) === label)) return submitScreen(play);
  const tappable = components.flatMap(listTappable);
  const found = tappable.find(({ title }) => title === label);
  if (found !== undefined) return act(play, found.action);
  const others = tappable.map(({ title }) => `[${title}]`).join(" ");
  throw new WhatsAppError(
    `The screen has nothing to tap with the label "${label}". It has ${others || "nothing"}.`,
  );
}

function listTappable(component: Json): { title: string; action: unknown }[] {
  if (component.type === "NavigationList") return listItems(component);
  const action = component["on-click-action"];
  return action === undefined || component.type === "Footer" ? [] : [{ title: toLabel(component), action }];
}

/** Goes back to the screen before, which the endpoint may refresh. */
export async function goBack(play: Play): Promise<Sent> {
  const { flow } = play;
  const { screen } = look(flow);
  if (flow.before.length === 0)
    throw new WhatsAppError("This is the first screen of the Flow: nothing is before it.");
  if (screen.refresh_on_back === true) return ask(play, { action: "BACK", screen: String(screen.id) });
  const visit = flow.before.pop();
  if (visit !== undefined) flow.visit = visit;
  delete flow.error;
  return undefined;
}

type Act = (play: Play, action: Json, visit: FlowVisit) => Promise<Sent> | Sent;

/** What each action of a component does. An address to open leads out of the Flow. */
const acts: ReadonlyMap<string, Act> = new Map<string, Act>(
  Object.entries({
    navigate: (play, { next, payload }) => void enter(play, String(toObject(next).name), toObject(payload)),
    complete: (play, { payload }) => finish(play, toObject(payload)),
    data_exchange: (play, { payload }, { screen }) =>
      ask(play, { action: "data_exchange", screen, data: toObject(payload) }),
    update_data: ({ flow }, { payload }, visit) => {
      visit.data = { ...visit.data, ...toObject(payload) };
      dropVanished(flow);
      return undefined;
    },
  }),
);

/** References of the action have been resolved, once: what customers write is never taken for one. */
async function act(play: Play, action: unknown): Promise<Sent> {
  const held = toObject(action);
  return acts.get(String(held.name))?.(play, held, look(play.flow).visit);
}

/** The end: the business gets the answers as a message. */
function finish({ flow, ...author }: Play, params: Json): Promise<OutboxMessage> {
  flow.state = "completed";
  delete flow.error;
  return writeMessage(author, toFlowReply(flow.token, params), { replyTo: flow.messageId });
}

/** What a phone shows when it cannot go on. */
const sorry = "Something went wrong. Try again later.";

/** Asks the endpoint, and does what it answers. Throws what is wrong, which the phone only hints at. */
async function ask(play: Play, question: { action: string; screen?: string; data?: Json }): Promise<Sent> {
  const { state, flow } = play;
  const request = { version: toVersion(readJson(flow)), ...question, ...(await toToken(play)) };
  const outcome = await askEndpoint(state, flow, request);
  if (flow.state !== "open") return undefined; // the customer has left it meanwhile
  if ("trouble" in outcome) return fail(play, request, outcome.trouble);
  const { screen, data } = outcome.answer;
  if (screen === "SUCCESS")
    return finish(play, toObject(toObject(toObject(data).extension_message_response).params));
  const trouble = findTrouble(play, question.action, outcome.answer);
  if (trouble !== undefined) return fail(play, request, trouble);
  return show(play, question.action, String(screen), toObject(data));
}

const toVersion = ({ data_api_version }: Json): string => toText(data_api_version) ?? "3.0";

async function toToken({ state, flow }: Play): Promise<Json> {
  const { version, data_api_version } = readJson(flow);
  const flow_token = flow.token;
  if (Number(version) < 7.3 || Number(data_api_version ?? 0) < 4) return { flow_token };
  return { flow_token, flow_token_signature: await signToken(flow_token, state.settings.appSecret) };
}

function fail(play: Play, request: Json, trouble: Trouble): never {
  const { state, customer, flow } = play;
  const { why, shown = sorry, closes } = trouble;
  reportTrouble(state, flow, request, trouble);
  flow.error = shown;
  if (closes || flow.visit === undefined) flow.state = "closed";
  if (closes) customer.disabledFlows.push(flow.messageId);
  throw new WhatsAppError(`The phone shows "${shown}": ${why}.`);
}

/** Why a phone does not show what the endpoint answered. */
function findTrouble({ flow }: Play, action: string, { screen, data }: Json): Trouble | undefined {
  const from = flow.visit?.screen;
  const next = findScreen(flow, screen);
  if (next === undefined) return wrongWay(screen, "which the Flow does not have");
  if (action === "data_exchange" && from !== undefined && !isRoute(readJson(flow), from, String(screen)))
    return wrongWay(screen, `to which its routing_model does not lead from ${from}`);
  const held = screen === from ? flow.visit?.data : {};
  const misfit = findMisfit(next, { ...held, ...toObject(data) });
  if (misfit === undefined) return undefined;
  return { key: "payload-schema-error", why: `the endpoint's answer does not fit: ${misfit}` };
}

const wrongWay = (screen: unknown, problem: string): Trouble => ({
  key: "invalid-screen-transition",
  why: `the endpoint answered with the screen ${JSON.stringify(screen)}, ${problem}`,
});

function show(play: Play, action: string, id: string, { error_message, ...data }: Json): undefined {
  const { flow } = play;
  if (action === "BACK") returnTo(flow, id);
  if (flow.visit?.screen === id) flow.visit.data = { ...flow.visit.data, ...data };
  else enter(play, id, data);
  dropVanished(flow);
  delete flow.error;
  if (error_message !== undefined) flow.error = String(error_message);
}

/** The screens that were left on the way back are forgotten. */
function returnTo(flow: OpenFlow, id: string): void {
  const at = flow.before.findLastIndex(({ screen }) => screen === id);
  const [visit] = flow.before.splice(at); // -1 is the one before
  delete flow.visit;
  if (visit?.screen === id) flow.visit = visit;
}

/** What a screen no longer offers is no longer chosen: nobody could see it there. */
function dropVanished(flow: OpenFlow): void {
  const { components, visit } = look(flow);
  const kept = components.filter(isChoice).map((input): [name: string, held: unknown] => {
    const ids = new Set<unknown>(listOptions(input).map(({ id }) => id));
    const name = String(input.name);
    const held = visit.form[name];
    if (Array.isArray(held)) return [name, held.filter((id) => ids.has(id))];
    return [name, ids.has(held) ? held : ""];
  });
  visit.form = { ...visit.form, ...Object.fromEntries(kept) };
}
