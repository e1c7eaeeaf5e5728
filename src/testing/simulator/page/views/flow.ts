import type { FlowView } from "../../../../page/protocol.ts";
import type { Customer } from "../../customers.ts";
import { resolve } from "../../phone/expressions.ts";
import { look } from "../../phone/play.ts";

/** The Flow that a customer is in; none if it shows no screen. */
export function viewFlow({ user_id, flow }: Customer): FlowView[] {
  if (flow?.state !== "open" || flow.visit === undefined) return [];
  const { visit, screen, scope, components } = look(flow);
  return [
    {
      id: user_id,
      message: flow.messageId,
      screen: visit.screen,
      title: String(resolve(screen.title, scope) ?? ""),
      depth: flow.before.length,
      components,
      form: visit.form,
      ...(flow.error === undefined ? {} : { error: flow.error }),
    },
  ];
}
