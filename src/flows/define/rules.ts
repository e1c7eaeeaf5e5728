import type { ValidationIssue } from "../../errors.ts";
import { isObject, type Json, toList, toObject, toText } from "../../utils/json.ts";
import { type ComponentFacts, components, mostPerScreen } from "./components.ts";
import { isNewEnough, isVersion, type Outline, type Placed, type Screen } from "./outline.ts";

const issue = (path: string, message: string): ValidationIssue => ({ path, message });

/** The issue, if the rule does not hold. */
const unless = (holds: boolean, path: string, message: string): ValidationIssue[] =>
  holds ? [] : [issue(path, message)];

/** What concerns the Flow as a whole. */
export function checkFlow({ flow, screens }: Outline): ValidationIssue[] {
  const count = toList(flow.screens).length;
  const isExchanging = screens.some(({ placed }) => placed.some(({ component }) => exchanges(component)));
  return [
    ...unless(isVersion(flow.version), "version", 'must be a version of Flow JSON such as "7.3"'),
    ...unless(count >= 1, "screens", "is missing: a Flow has 1 to 100 screens"),
    ...unless(count <= 100, "screens", `must have at most 100 elements; it has ${count}`),
    ...unless(
      count === 0 || screens.some(({ screen }) => screen.terminal === true),
      "screens",
      "needs a screen with `terminal: true`, on which the Flow ends",
    ),
    ...unless(
      flow.data_api_version !== undefined || !isExchanging,
      "data_api_version",
      'is missing: `data_exchange` needs an endpoint, and the version of its data API, "4.0"',
    ),
    ...unless(
      flow.routing_model !== undefined || flow.data_api_version === undefined,
      "routing_model",
      'is missing: an endpoint (`data_api_version`) needs the screens that follow each screen: `{ "FIRST": ["LAST"], "LAST": [] }`',
    ),
  ];
}

/** Whether an action of the component asks the endpoint. */
const exchanges = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some(exchanges)
    : isObject(value) &&
      Object.entries(value).some(([key, member]) =>
        /^on-.+-action$/.test(key) ? toObject(member).name === "data_exchange" : exchanges(member),
      );

/** Which screens lead where. */
export function checkRoutes({ flow, byId }: Outline): ValidationIssue[] {
  if (!isObject(flow.routing_model)) return [];
  const routes = flow.routing_model;
  const back = findWaysBack(routes);
  return Object.entries(routes).flatMap(([from, given]) => {
    const path = `routing_model.${from}`;
    const targets = toList(given).map(String);
    return [
      ...unless(byId.has(from), path, "is not a screen of this Flow"),
      ...unless(targets.length <= 10, path, `must have at most 10 elements; it has ${targets.length}`),
      ...targets.flatMap((to, index) => checkRoute(`${path}.${index}`, { from, to }, { byId, back })),
    ];
  });
}

function checkRoute(
  path: string,
  { from, to }: { from: string; to: string },
  { byId, back }: { byId: Outline["byId"]; back: ReadonlySet<string> },
): ValidationIssue[] {
  if (!byId.has(to)) return [issue(path, "is not a screen of this Flow")];
  if (to === from) return [issue(path, "is the screen itself")];
  return unless(!back.has(toRoute(from, to)), path, "leads back: routes only lead forward, and BACK is free");
}

const toRoute = (from: string, to: string): string => `${from} ${to}`;

/** The routes that close a circle, followed in the order in which they are written. */
function findWaysBack(routes: Json): ReadonlySet<string> {
  const back = new Set<string>();
  const done = new Set<string>();
  const follow = (from: string, way: readonly string[]): void => {
    if (done.has(from)) return;
    for (const to of toList(routes[from]).map(String)) {
      if (way.includes(to)) back.add(toRoute(from, to));
      else follow(to, [...way, to]);
    }
    done.add(from);
  };
  for (const from of Object.keys(routes)) follow(from, [from]);
  return back;
}

/** One screen, without what its components hold. */
export function checkScreen(current: Screen, index: number, { screens }: Outline): ValidationIssue[] {
  const { screen, path, placed } = current;
  const isFirst = screens.findIndex(({ id }) => id === current.id) === index;
  const hasFooter = placed.some(({ type }) => type === "Footer");
  return [
    ...checkId(current, isFirst),
    ...unless(
      screen.terminal !== true || hasFooter,
      path,
      "is terminal, and needs a Footer that ends the Flow",
    ),
    ...checkLayout(current),
    ...Object.entries(toObject(screen.data)).flatMap(([name, facts]) =>
      ["type", "__example__"].flatMap((key) =>
        unless(toObject(facts)[key] !== undefined, `${path}.data.${name}.${key}`, "is missing"),
      ),
    ),
    ...checkNames(placed),
  ];
}

function checkId({ id, path }: Screen, isFirst: boolean): ValidationIssue[] {
  const place = `${path}.id`;
  if (id === undefined || id === "") return [issue(place, "is missing")];
  if (/^success$/i.test(id)) return [issue(place, "is reserved: `SUCCESS` ends every Flow")];
  if (!/^[A-Za-z_]+$/.test(id)) return [issue(place, "must have letters and underscores only")];
  return unless(isFirst, place, "is the id of another screen");
}

function checkLayout({ screen, path, placed }: Screen): ValidationIssue[] {
  const layout = toObject(screen.layout);
  const place = `${path}.layout.children`;
  const outside = placed.filter(({ type, branches }) => branches.length === 0 && type !== "Form");
  return [
    ...unless(layout.type === "SingleColumnLayout", `${path}.layout.type`, 'must be "SingleColumnLayout"'),
    ...unless(toList(layout.children).length > 0, place, "is missing: a screen has 1 to 50 components"),
    ...unless(outside.length <= 50, place, `must have at most 50 components; it has ${outside.length}`),
    ...Object.entries(mostPerScreen).flatMap(([type, most]) => {
      const count = outside.filter((one) => one.type === type).length;
      return unless(count <= most, place, `must have at most ${most} ${type}; it has ${count}`);
    }),
  ];
}

function checkNames(placed: readonly Placed[]): ValidationIssue[] {
  const known = new Set<string>();
  return placed.flatMap(({ component, type, path }) => {
    const name = type === "Form" ? undefined : toText(component.name);
    if (name === undefined) return [];
    const isNew = !known.has(name);
    known.add(name);
    return unless(isNew, `${path}.name`, "is the name of another component of this screen");
  });
}

/** One component: its type, and the keys that Meta demands and limits. */
export function checkComponent(placed: Placed, { placed: all }: Screen, version?: string): ValidationIssue[] {
  const { component, type, path, isInForm } = placed;
  const facts = Object.hasOwn(components, type) ? components[type] : undefined;
  if (facts === undefined) return [];
  const hasForm = all.some((other) => other.type === "Form");
  return [
    ...unless(
      isNewEnough(version, facts.since),
      `${path}.type`,
      `needs version ${facts.since} of Flow JSON or newer`,
    ),
    ...unless(!facts.isInput || !hasForm || isInForm, `${path}.type`, "must stand in the Form of its screen"),
    ...listRequired(facts, version).flatMap((key) =>
      unless(component[key] !== undefined, `${path}.${key}`, "is missing"),
    ),
    ...checkLimits(component, path, facts),
  ];
}

const listRequired = ({ required = [], requiredSince = {} }: ComponentFacts, version?: string): string[] => [
  ...required,
  ...Object.entries(requiredSince).flatMap(([key, since]) => (isNewEnough(version, since) ? [key] : [])),
];

function checkLimits(component: Json, path: string, facts: ComponentFacts): ValidationIssue[] {
  const lengths = Object.entries(facts.lengths ?? {}).flatMap(([key, most]) =>
    find(component, key, path).flatMap(([place, value]) => checkLength(place, value, most)),
  );
  const sizes = Object.entries(facts.sizes ?? {}).flatMap(([key, range]) =>
    find(component, key, path).flatMap(([place, value]) => checkSize(place, value, range)),
  );
  return [...lengths, ...sizes, ...checkImages(component, path)];
}

/** The values at a path; `*` stands for all that a list or an object holds. */
function find(value: unknown, key: string, path: string): [path: string, value: unknown][] {
  const [first = "", ...rest] = key.split(".");
  if (typeof value !== "object" || value === null) return [];
  const found = Object.entries(value).filter(([name]) => first === "*" || name === first);
  return found.flatMap(([name, member]) =>
    rest.length === 0
      ? [[`${path}.${name}`, member] as [string, unknown]]
      : find(member, rest.join("."), `${path}.${name}`),
  );
}

/** Text that WhatsApp fills in has no length here. */
const isDynamic = (text: string): boolean => text.includes("${") || /^`.*`$/s.test(text);

function checkLength(path: string, value: unknown, most: number): ValidationIssue[] {
  if (typeof value !== "string" || isDynamic(value)) return [];
  const { length } = [...value];
  return unless(length <= most, path, `must be at most ${most} characters; it has ${length}`);
}

function checkSize(
  path: string,
  value: unknown,
  [least, most]: readonly [number, number],
): ValidationIssue[] {
  if (typeof value !== "object" || value === null) return [];
  const { length } = Object.keys(value);
  const range = Number.isFinite(most) ? `${least} to ${most}` : `${least} or more`;
  return unless(length >= least && length <= most, path, `must have ${range} elements; it has ${length}`);
}

/** A Dropdown whose options have images holds half as many. */
function checkImages({ type, ...component }: Json, path: string): ValidationIssue[] {
  const options = toList(component["data-source"]);
  const hasImages = options.some((option) => toObject(option).image !== undefined);
  if (type !== "Dropdown" || !hasImages || options.length > 200) return [];
  const message = `must have 1 to 100 elements if they have images; it has ${options.length}`;
  return unless(options.length <= 100, `${path}.data-source`, message);
}
