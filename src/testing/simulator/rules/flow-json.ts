import {
  isDeeper,
  isObject,
  type Json,
  parseJson,
  toList,
  toObject,
  toObjects,
  toText,
} from "../../../utils/json.ts";
import { checkBranches, type Finding, type Placed } from "./flow-branches.ts";

/** A validation error as Meta words it. */
export interface FlowProblem extends Place {
  error: string;
  error_type: string;
  message: string;
  pointers: (Place & { path: string })[];
}

interface Place {
  line_start: number;
  line_end: number;
  column_start: number;
  column_end: number;
}

/** The screens of Flow JSON, by their ids. */
interface Facts {
  flow: Json;
  screens: readonly Json[];
  ids: readonly (string | undefined)[];
}

/** Everything that keeps Flow JSON from being published. */
export function findFlowProblems(text: string): FlowProblem[] {
  const flow = parseJson(text);
  const findings: readonly Finding[] =
    isObject(flow) && !isTooDeep(flow)
      ? findFindings(flow)
      : [["INVALID_FLOW_JSON", isObject(flow) ? tooDeep : "Flow JSON is not valid JSON.", ""]];
  const lines = text.split("\n");
  const place = {
    line_start: 1,
    line_end: lines.length,
    column_start: 1,
    column_end: lines.at(-1)?.length ?? 0,
  };
  return findings.map(([error, message, path]) => ({
    error,
    error_type: "FLOW_JSON_ERROR",
    message,
    ...place,
    pointers: [{ ...place, path }],
  }));
}

/** Whether Flow JSON is nested in more levels than any phone shows. */
export const isTooDeep = (flow: Json): boolean => isDeeper(flow, 200);

const tooDeep = "Flow JSON is nested too deeply.";

function findFindings(flow: Json): Finding[] {
  const screens = toObjects(flow.screens);
  const facts = { flow, screens, ids: screens.map(({ id }) => toText(id)) };
  return [
    ...checkVersion(flow),
    ...checkScreenList(facts),
    ...checkRouting(facts),
    ...screens.flatMap((screen, index) => checkScreen(screen, `screens [${index}]`, facts)),
  ];
}

const published = /^(5\.1|6\.[0-3]|7\.[0-3])$/;

function checkVersion({ version }: Json): Finding[] {
  if (version === undefined)
    return [["MISSING_FLOW_JSON_VERSION", "Flow JSON version property is missing.", "version"]];
  if (published.test(String(version))) return [];
  return [["INVALID_FLOW_JSON_VERSION", "The version cannot be published.", "version"]];
}

function checkScreenList({ screens, ids }: Facts): Finding[] {
  const found: Finding[] = [];
  if (screens.length === 0)
    found.push(["MISSING_REQUIRED_PROPERTY", "Required property 'screens' is missing.", "screens"]);
  if (screens.length > 100) found.push(["MAX_SCREENS_NUMBER", "There are more than 100 screens.", "screens"]);
  if (new Set(ids).size < ids.length)
    found.push(["DUPLICATE_SCREEN_IDS", "Two screens have the same id.", "screens"]);
  if (!screens.some(({ terminal }) => terminal === true))
    found.push(["MISSING_TERMINAL_SCREEN", "At least one terminal screen is required.", "screens"]);
  return found;
}

function checkRouting({ flow: { routing_model, data_api_version }, ids }: Facts): Finding[] {
  if (routing_model === undefined && data_api_version !== undefined)
    return [["INVALID_ROUTING_MODEL", "An endpoint needs a routing model.", "routing_model"]];
  const routes = Object.entries(toObject(routing_model));
  return routes.flatMap(([from, targets]): Finding[] => {
    const path = `routing_model.${from}`;
    const names = toList(targets).map(String);
    const isBack = (to: string) => to === from || toList(toObject(routing_model)[to]).includes(from);
    if (![from, ...names].every((name) => ids.includes(name)))
      return [["INVALID_ROUTING_MODEL", "The routing model has a screen that does not exist.", path]];
    if (names.some(isBack)) return [["INVALID_ROUTING_MODEL", "Routes only lead forward.", path]];
    return names.length > 10 ? [["INVALID_ROUTING_MODEL", "There are more than 10 routes.", path]] : [];
  });
}

function checkScreen(screen: Json, path: string, facts: Facts): Finding[] {
  const components = listComponents(toObject(screen.layout).children, `${path}. layout.children`);
  return [
    ...checkId(screen.id, `${path}.id`),
    ...checkLayout(screen.layout, `${path}.layout`),
    ...checkEnd(screen, components, path),
    ...checkNames(components, path),
    ...checkCounts(components, path),
    ...checkBranches(components, path),
    ...components.flatMap((placed) => checkComponent(placed, screen, facts)),
  ];
}

function checkId(id: unknown, path: string): Finding[] {
  if (toText(id) === undefined)
    return [["MISSING_REQUIRED_PROPERTY", "Required property 'id' is missing.", path]];
  if (/^success$/i.test(String(id)))
    return [["SCREEN_ID_IS_RESERVED_KEYWORD", "The screen id SUCCESS is reserved.", path]];
  if (/^[A-Za-z_]+$/.test(String(id))) return [];
  return [["PATTERN_MISMATCH", "A screen id has letters and underscores only.", path]];
}

function checkLayout(layout: unknown, path: string): Finding[] {
  if (layout === undefined)
    return [["MISSING_REQUIRED_PROPERTY", "Required property 'layout' is missing.", path]];
  if (toObject(layout).type !== "SingleColumnLayout")
    return [["INVALID_PROPERTY_VALUE", "Invalid value found for property 'type'.", `${path}.type`]];
  const count = toList(toObject(layout).children).length;
  return count > 0 ? [] : [["MIN_ITEMS_REQUIRED", "A layout needs a component.", `${path}.children`]];
}

function checkEnd({ terminal }: Json, components: readonly Placed[], path: string): Finding[] {
  const hasFooter = components.some(({ component }) => component.type === "Footer");
  if (terminal !== true || hasFooter) return [];
  return [["MISSING_FOOTER_ON_TERMINAL_SCREEN", "A terminal screen needs a Footer.", path]];
}

function checkNames(components: readonly Placed[], path: string): Finding[] {
  const names = components
    .filter(({ component }) => component.type !== "Form")
    .flatMap(({ component }) => toText(component.name) ?? []);
  if (new Set(names).size === names.length) return [];
  return [["DUPLICATE_FORM_COMPONENT_NAMES", "Two components have the same name.", path]];
}

const counts: Readonly<Record<string, readonly [number, string]>> = {
  OptIn: [5, "MAX_OPT_IN_PER_SCREEN"],
  EmbeddedLink: [2, "MAX_EMBEDDED_LINK_PER_SCREEN"],
  Image: [3, "MAX_IMAGE_PER_SCREEN"],
};

function checkCounts(components: readonly Placed[], path: string): Finding[] {
  return Object.entries(counts).flatMap(([type, [most, error]]): Finding[] => {
    const count = components.filter(({ component }) => component.type === type).length;
    return count > most ? [[error, `A screen has at most ${most} components ${type}.`, path]] : [];
  });
}

/** What each component needs; one that is not in here does not exist. */
const required: Readonly<Record<string, string>> = {
  TextHeading: "text",
  TextSubheading: "text",
  TextBody: "text",
  TextCaption: "text",
  RichText: "text",
  TextInput: "label name",
  TextArea: "label name",
  CheckboxGroup: "name data-source label",
  RadioButtonsGroup: "name data-source label",
  ChipsSelector: "name data-source label",
  Dropdown: "label name data-source",
  Footer: "label on-click-action",
  OptIn: "label name",
  EmbeddedLink: "text on-click-action",
  DatePicker: "label name",
  CalendarPicker: "label name",
  Image: "src",
  ImageCarousel: "images",
  NavigationList: "name list-items",
  PhotoPicker: "label name",
  DocumentPicker: "label name",
  Form: "name children",
  If: "condition then",
  Switch: "value cases",
};

function checkComponent({ component, path }: Placed, screen: Json, facts: Facts): Finding[] {
  const type = String(component.type);
  if (!Object.hasOwn(required, type))
    return [["INVALID_PROPERTY_VALUE", "Invalid value found for property 'type'.", `${path}.type`]];
  const missing = (required[type] ?? "").split(" ").filter((key) => component[key] === undefined);
  return [
    ...missing.map(
      (key): Finding => [
        "MISSING_REQUIRED_PROPERTY",
        `Required property '${key}' is missing.`,
        `${path}.${key}`,
      ],
    ),
    ...["on-click-action", "on-select-action"].flatMap((key) =>
      checkAction(component[key], { type, screen, path: `${path}.${key}` }, facts),
    ),
  ];
}

interface ActionPlace {
  type: string;
  screen: Json;
  path: string;
}

function checkAction(action: unknown, { type, screen, path }: ActionPlace, { flow, ids }: Facts): Finding[] {
  if (!isObject(action)) return [];
  const target = toObject(action.next).name;
  if (action.name === "navigate" && (!ids.includes(String(target)) || target === screen.id))
    return [["INVALID_NAVIGATE_ACTION_NEXT_SCREEN_NAME", "The next screen does not exist.", path]];
  if (action.name === "complete" && (type !== "Footer" || screen.terminal !== true))
    return [["INVALID_COMPLETE_ACTION", "Only the Footer of a terminal screen completes.", path]];
  if (action.name === "data_exchange" && flow.data_api_version === undefined)
    return [["INVALID_DEPENDENCIES", "data_exchange needs a data_api_version.", path]];
  return [];
}

/** All components, those of forms and branches included. */
function listComponents(children: unknown, path: string, around: readonly string[] = []): Placed[] {
  return toList(children).flatMap((child, index): Placed[] => {
    const component = toObject(child);
    const place = `${path} [${index}]`;
    const cases = Object.entries(toObject(component.cases)).map(
      ([key, value]) => [`cases.${key}`, value] as const,
    );
    const branches = [["then", component.then] as const, ["else", component.else] as const, ...cases];
    const level = [...around, String(component.type)];
    return [
      { component, path: place, around },
      ...listComponents(component.children, `${place}.children`, around),
      ...branches.flatMap(([key, value]) => listComponents(value, `${place}.${key}`, level)),
    ];
  });
}
