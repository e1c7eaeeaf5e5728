import type { ValidationIssue } from "../../errors.ts";
import { type Json, toObject, toObjects } from "../../utils/json.ts";
import type { Placed, Screen } from "./outline.ts";

/** How many `If` stand in each other at most. */
const mostLevels = 3;

const footerTwice = "stands beside a Footer in a branch: a screen shows one";
const footerTooDeep = "stands in a branch of a branch: a Footer stands in the first one only";
const footerMissing = "has no Footer, but another branch has: all of them have one, or none";

/** How branches stand in each other, and which of them have a Footer. */
export function checkBranches(
  { component, type, path, branches }: Placed,
  screen: Screen,
): ValidationIssue[] {
  const message = type === "Footer" ? findFooterProblem(branches, screen) : findNesting(type, branches);
  return [
    ...(message === undefined ? [] : [{ path: `${path}.type`, message }]),
    ...(branches.length > 0 ? [] : checkFooters(listBranches(type, component), path)),
  ];
}

function findFooterProblem(branches: readonly string[], { placed }: Screen): string | undefined {
  if (branches.length > 1) return footerTooDeep;
  if (branches.length === 1) return undefined;
  return placed.some((one) => one.type === "Footer" && one.branches.length > 0) ? footerTwice : undefined;
}

function findNesting(type: string, branches: readonly string[]): string | undefined {
  if (type !== "If" && type !== "Switch") return undefined;
  if (branches.at(-1) === "Switch") return "cannot stand in a Switch";
  const levels = branches.filter((one) => one === "If").length;
  return type === "If" && levels >= mostLevels
    ? `stands in ${levels} others: at most ${mostLevels} If stand in each other`
    : undefined;
}

type Branch = [key: string, components: unknown];

function listBranches(type: string, { then, else: otherwise, cases }: Json): Branch[] {
  if (type === "If")
    return [
      ["then", then],
      ["else", otherwise],
    ];
  if (type !== "Switch") return [];
  return Object.entries(toObject(cases)).map(([name, components]) => [`cases.${name}`, components]);
}

function checkFooters(branches: readonly Branch[], path: string): ValidationIssue[] {
  const missing = branches.filter(([, components]) => !hasFooter(components));
  if (missing.length === branches.length) return [];
  return missing.map(([key]) => ({ path: `${path}.${key}`, message: footerMissing }));
}

const hasFooter = (components: unknown): boolean =>
  toObjects(components).some(({ type }) => type === "Footer");
