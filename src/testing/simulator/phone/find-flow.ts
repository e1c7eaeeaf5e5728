import { isObject, type Json, parseJson, toObject, toText } from "../../../utils/json.ts";
import type { StoredFlow } from "../flows.ts";
import type { SentMessage } from "../records.ts";
import type { State } from "../state.ts";
import { listButtons } from "../templates/components.ts";
import { listParameters, listSent } from "../templates/values.ts";

/** The Flow of a message. */
export interface MessageFlow {
  /** The label of the button that opens it. */
  title: string;
  /** What it can be called: the label, its id, its name. */
  names: unknown[];
  /** Its screens; `undefined` if the simulator does not know them. */
  json: Json | undefined;
  /** Where the app answers. */
  endpointUri: string | undefined;
  token: string;
  opensWith: "navigate" | "data_exchange";
  /** The first screen, and its data. */
  screen: string | undefined;
  data: Json;
}

/** What a message says about its Flow, whether it is interactive or made from a template. */
interface Told {
  title: unknown;
  flow_id?: unknown;
  flow_name?: unknown;
  flow_json?: unknown;
  flow_token?: unknown;
  flow_action?: unknown;
  mode?: unknown;
  screen?: unknown;
  data?: unknown;
}

/** `undefined` if the message has none. */
export function findMessageFlow(state: State, sent: SentMessage): MessageFlow | undefined {
  const told = readInteractive(sent) ?? readTemplate(sent);
  if (told === undefined) return undefined;
  const stored = findStored(state, told);
  const known = state.flows.get(String(told.flow_id)) ?? state.flows.get(String(told.flow_name));
  return {
    title: toText(told.title) ?? "",
    names: [told.title, told.flow_id, told.flow_name, stored?.id, stored?.name],
    json: known ?? toJson(stored?.json) ?? toJson(told.flow_json),
    endpointUri: stored?.endpointUri,
    token: toText(told.flow_token) ?? "unused", // Meta's word for none
    opensWith: /^data_exchange$/i.test(String(told.flow_action)) ? "data_exchange" : "navigate",
    screen: toText(told.screen),
    data: toObject(toJson(told.data)),
  };
}

/** The draft that a message sends as if it were published. */
export function findSentDraft(state: State, sent: SentMessage): StoredFlow | undefined {
  const told = readInteractive(sent);
  if (told === undefined || told.mode === "draft") return undefined;
  const stored = findStored(state, told);
  return stored?.status === "DRAFT" ? stored : undefined;
}

/** Objects often come as text. */
function toJson(given: unknown): Json | undefined {
  const parsed = typeof given === "string" ? parseJson(given) : given;
  return isObject(parsed) ? parsed : undefined;
}

function findStored(state: State, { flow_id, flow_name }: Told): StoredFlow | undefined {
  const flows = [...state.accounts.values()].flatMap((account) => [...account.flows.values()]);
  return flows.find(({ id, name }) => id === flow_id || name === flow_name);
}

function readInteractive({ entry: { body } }: SentMessage): Told | undefined {
  const interactive = toObject(body.interactive);
  if (interactive.type !== "flow") return undefined;
  const { flow_cta: title, flow_action_payload, ...told } = toObject(toObject(interactive.action).parameters);
  const { screen, data } = toObject(flow_action_payload);
  return { ...told, title, screen, data };
}

function readTemplate({ entry: { body }, template }: SentMessage): Told | undefined {
  const button = listButtons(template?.components ?? []).find(({ type }) => type === "FLOW");
  if (button === undefined) return undefined;
  const sent = listSent(toObject(body.template)).find(({ sub_type }) => /^flow$/i.test(String(sub_type)));
  const { flow_token, flow_action_data: data } = toObject(listParameters(sent)[0]?.action);
  return { ...button, title: button.text, screen: button.navigate_screen, flow_token, data };
}
