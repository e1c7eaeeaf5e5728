import type { ValidationIssue } from "../../errors.ts";
import { isObject, type Json, toList, toObject, toText } from "../../utils/json.ts";
import { actions } from "./components.ts";
import { holdsComponents, isNewEnough, type Outline, type Placed, type Screen } from "./outline.ts";

/** Where an action or a reference stands. */
interface Place {
  outline: Outline;
  screen: Screen;
  /** The type of the component. */
  type: string;
}

/** Everything that a component does and refers to. */
export function checkUse({ component, type, path }: Placed, screen: Screen, all: Outline): ValidationIssue[] {
  const own = Object.fromEntries(Object.entries(component).filter(([key]) => !holdsComponents(key)));
  return checkValue(own, path, { outline: all, screen, type });
}

/** The references in the title of a screen. */
export const checkTitle = (screen: Screen, outline: Outline): ValidationIssue[] =>
  checkValue(screen.screen.title, `${screen.path}.title`, { outline, screen, type: "" });

function checkValue(value: unknown, path: string, place: Place): ValidationIssue[] {
  if (typeof value === "string") return checkReferences(value, path, place);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(/^on-.+-action$/.test(key) && isObject(member) ? checkAction(member, `${path}.${key}`, place) : []),
    ...checkValue(member, `${path}.${key}`, place),
  ]);
}

const reference = /\$\{(?:(data|form)|screen\.([^.{}]+)\.(data|form))\.([^.{}]+)(?:\.[^{}]*)?\}/g;

function checkReferences(text: string, path: string, { outline, screen }: Place): ValidationIssue[] {
  return [...text.matchAll(reference)].flatMap(([, own, id, other, name = ""]): ValidationIssue[] => {
    const target = id === undefined ? screen : outline.byId.get(id);
    if (target === undefined) return [{ path, message: `refers to the screen ${id}, which does not exist` }];
    const kind = own ?? other;
    const names = kind === "data" ? target.data : target.inputs;
    const where = id === undefined ? "this screen" : `the screen ${id}`;
    const noun = kind === "data" ? "in the `data`" : "an input";
    return names.has(name)
      ? []
      : [{ path, message: `refers to ${kind}.${name}, which is not ${noun} of ${where}` }];
  });
}

function checkAction(action: Json, path: string, place: Place): ValidationIssue[] {
  const name = toText(action.name) ?? "";
  const facts = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (facts === undefined) return [];
  const missing = facts.required.filter((key) => action[key] === undefined);
  return [
    ...checkPlace(name, facts.since, `${path}.name`, place),
    ...missing.map((key) => ({ path: `${path}.${key}`, message: `is missing: \`${name}\` needs it` })),
    ...(name === "navigate" && action.next !== undefined ? checkNext(action, path, place) : []),
    ...(name === "update_data" ? checkPayload(action, path, place.screen) : []),
  ];
}

function checkPlace(
  name: string,
  since: string | undefined,
  path: string,
  { outline, screen, type }: Place,
): ValidationIssue[] {
  if (!isNewEnough(outline.version, since))
    return [{ path, message: `needs version ${since} of Flow JSON or newer` }];
  const canEnd = type === "Footer" && screen.screen.terminal === true;
  if (name !== "complete" || canEnd) return [];
  return [{ path, message: "`complete` stands on the Footer of a terminal screen only" }];
}

function checkNext(action: Json, path: string, { outline, screen }: Place): ValidationIssue[] {
  const place = `${path}.next.name`;
  const name = toText(toObject(action.next).name) ?? "";
  const target = outline.byId.get(name);
  if (target === undefined) return [{ path: place, message: "is not a screen of this Flow" }];
  if (target === screen) return [{ path: place, message: "is the screen itself" }];
  const { routing_model } = outline.flow;
  const routes = isObject(routing_model) ? toList(routing_model[screen.id ?? ""]) : undefined;
  const isOffRoute = routes !== undefined && !routes.includes(name);
  const route = { path: place, message: `is not among the routes of ${screen.id} in \`routing_model\`` };
  return [...(isOffRoute ? [route] : []), ...checkPayload(action, path, target)];
}

function checkPayload({ payload }: Json, path: string, { data, id }: Screen): ValidationIssue[] {
  const unknown = Object.keys(toObject(payload)).filter((name) => !data.has(name));
  return unknown.map((name) => ({
    path: `${path}.payload.${name}`,
    message: `is not in the \`data\` of the screen ${id}`,
  }));
}
