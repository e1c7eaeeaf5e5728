import { type Json, toObject, toObjects } from "../../../utils/json.ts";

/** What is wrong with a part of Flow JSON: Meta's code, its words, and where. */
export type Finding = readonly [error: string, message: string, path: string];

/** A component with its place; those of branches are listed, too. */
export interface Placed {
  component: Json;
  path: string;
  /** The types of the `If` and `Switch` around it, from the outermost on. */
  around: readonly string[];
}

/** What is wrong with the branches of a screen: how they are nested, and where their Footers are. */
export const checkBranches = (components: readonly Placed[], path: string): Finding[] => [
  ...components.flatMap(checkNesting),
  ...checkFooterCount(components, path),
  ...components.filter(({ around }) => around.length === 0).flatMap(checkFooters),
];

function checkNesting({ component: { type }, path, around }: Placed): Finding[] {
  const wrong = (message: string): Finding[] => [["INVALID_PROPERTY_VALUE", message, path]];
  if (type === "Footer" && around.length > 1)
    return wrong("A Footer is on the first level of branches only.");
  if (type !== "If" && type !== "Switch") return [];
  if (around.at(-1) === "Switch") return wrong("A Switch holds no If and no Switch.");
  const level = [...around, type].filter((one) => one === "If").length;
  return level > 3 ? wrong("If components nest in 3 levels at most.") : [];
}

function checkFooterCount(components: readonly Placed[], path: string): Finding[] {
  const footers = components.filter(({ component }) => component.type === "Footer");
  const outside = footers.filter(({ around }) => around.length === 0);
  if (outside.length > 1) return [["MAX_FOOTER_PER_SCREEN", "A screen has at most one Footer.", path]];
  if (outside.length === 0 || footers.length === 1) return [];
  return [["MORE_THAN_ONE_FOOTER", "A Footer is in the branches, or outside of them.", path]];
}

function checkFooters({ component, path }: Placed): Finding[] {
  const isIf = component.type === "If";
  const branches = isIf ? [component.then, component.else] : Object.values(toObject(component.cases));
  const count = branches.filter((branch) => toObjects(branch).some(({ type }) => type === "Footer")).length;
  if (count === 0 || count === branches.length) return [];
  return isIf
    ? [["MISSING_FOOTER_IN_IF_ELSE_BRANCHES", "Both branches of an If need a Footer.", path]]
    : [["MISSING_FOOTER_IN_SWITCH_BRANCHES", "All cases of a Switch need a Footer.", path]];
}
