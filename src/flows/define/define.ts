import { ValidationError, type ValidationIssue } from "../../errors.ts";
import type { FlowJson } from "../../types/flows/flow-json.ts";
import { isDeeper, toObject } from "../../utils/json.ts";
import { checkTitle, checkUse } from "./actions.ts";
import { checkBranches } from "./branches.ts";
import { type Outline, outline } from "./outline.ts";
import { checkComponent, checkFlow, checkRoutes, checkScreen } from "./rules.ts";

/**
 * Flow JSON as code: typed while you write it, and checked by Meta's rules before you send it. Returns what it was
 * given. Components, actions and keys that nobody knows yet pass.
 *
 * @throws {@link ValidationError} that lists everything that is wrong, each with its path:
 * `screens.0.layout.children.2.label`.
 *
 * @example
 * const booking = defineFlow({
 *   version: "7.3",
 *   screens: [
 *     {
 *       id: "DATE",
 *       terminal: true,
 *       layout: {
 *         type: "SingleColumnLayout",
 *         children: [
 *           { type: "DatePicker", name: "date", label: "Day" },
 *           { type: "Footer", label: "Book", "on-click-action": { name: "complete", payload: { date: "${form.date}" } } },
 *         ],
 *       },
 *     },
 *   ],
 * });
 * await client.flows.create({ name: "Booking", categories: ["OTHER"], flow_json: booking });
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/reference/flowjson
 */
export function defineFlow<const Definition extends FlowJson>(flow: Definition): Definition {
  const issues = isDeeper(flow, mostLevels) ? [tooDeep] : findIssues(outline(toObject(flow)));
  if (issues.length === 0) return flow;
  const list = issues.map(({ path, message }) => (path === "" ? message : `\`${path}\` ${message}`));
  throw new ValidationError(`Invalid Flow: ${list.join("; ")}.`, issues);
}

/** Far more than branches can need; reading deeper ones would exhaust the stack. */
const mostLevels = 200;
const tooDeep: ValidationIssue = { path: "", message: `is nested in more than ${mostLevels} levels` };

function findIssues(all: Outline): ValidationIssue[] {
  return [
    ...checkFlow(all),
    ...checkRoutes(all),
    ...all.screens.flatMap((screen, index) => [
      ...checkScreen(screen, index, all),
      ...checkTitle(screen, all),
      ...screen.placed.flatMap((placed) => [
        ...checkComponent(placed, screen, all.version),
        ...checkBranches(placed, screen),
        ...checkUse(placed, screen, all),
      ]),
    ]),
  ];
}
