import { isObject, type Json, toObject, toObjects, toText } from "../../utils/json.ts";
import { components } from "./components.ts";

/** A component, and where it stands. */
export interface Placed {
  component: Json;
  type: string;
  path: string;
  /** The `If` and `Switch` that it stands in, outermost first. */
  branches: readonly string[];
  isInForm: boolean;
}

/** A screen with all its components. */
export interface Screen {
  screen: Json;
  id: string | undefined;
  path: string;
  placed: readonly Placed[];
  /** The names of its inputs. */
  inputs: ReadonlySet<string>;
  /** The names of its data. */
  data: ReadonlySet<string>;
}

/** Flow JSON, read once for all rules. */
export interface Outline {
  flow: Json;
  version: string | undefined;
  screens: readonly Screen[];
  byId: ReadonlyMap<string, Screen>;
}

/** Reads Flow JSON, whatever it is. */
export function outline(flow: Json): Outline {
  const screens = toObjects(flow.screens).map(readScreen);
  const byId = new Map(screens.flatMap((screen) => (screen.id === undefined ? [] : [[screen.id, screen]])));
  const version = toText(flow.version);
  return { flow, version: isVersion(version) ? version : undefined, screens, byId };
}

/** Whether it has the form `N.N`. */
export const isVersion = (version: unknown): boolean => /^\d+\.\d+$/.test(String(version));

/** Whether a version has what came with another one. A version that cannot be read has everything. */
export function isNewEnough(version: string | undefined, since: string | undefined): boolean {
  if (version === undefined || since === undefined) return true;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [firstMajor = 0, firstMinor = 0] = since.split(".").map(Number);
  return major > firstMajor || (major === firstMajor && minor >= firstMinor);
}

function readScreen(screen: Json, index: number): Screen {
  const path = `screens.${index}`;
  const start = { branches: [], isInForm: false };
  const placed = readComponents(toObject(screen.layout).children, `${path}.layout.children`, start);
  const inputs = placed.filter(({ type }) => components[type]?.isInput || type === "NavigationList");
  return {
    screen,
    id: toText(screen.id),
    path,
    placed,
    inputs: new Set(inputs.flatMap(({ component }) => toText(component.name) ?? [])),
    data: new Set(Object.keys(toObject(screen.data))),
  };
}

type Surroundings = Pick<Placed, "branches" | "isInForm">;

function readComponents(children: unknown, path: string, around: Surroundings): Placed[] {
  if (!Array.isArray(children)) return [];
  return children.flatMap((child: unknown, index) =>
    isObject(child) ? readComponent(child, `${path}.${index}`, around) : [],
  );
}

function readComponent(component: Json, path: string, around: Surroundings): Placed[] {
  const type = toText(component.type) ?? "";
  const inForm = { ...around, isInForm: true };
  const inBranch = { ...around, branches: [...around.branches, type] };
  return [
    { component, type, path, ...around },
    ...readComponents(component.children, `${path}.children`, inForm),
    ...readComponents(component.then, `${path}.then`, inBranch),
    ...readComponents(component.else, `${path}.else`, inBranch),
    ...Object.entries(toObject(component.cases)).flatMap(([name, branch]) =>
      readComponents(branch, `${path}.cases.${name}`, inBranch),
    ),
  ];
}

/** The keys that hold further components. */
export const holdsComponents = (key: string): boolean => ["children", "then", "else", "cases"].includes(key);
