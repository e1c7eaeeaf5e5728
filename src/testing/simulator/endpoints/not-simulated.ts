import { Refusal } from "../errors.ts";
import type { NodeKind } from "../records.ts";

/** Operations that Meta has and the simulator has not, by kind of node: `EDGE METHOD|METHOD`. */
const operations: Partial<Record<NodeKind, string>> = {
  "phone-number": `
    official_business_account GET
    messages_encrypted POST
    message_history GET`,
  "business-account": `
    schedules GET|POST
    solutions GET
    dataset GET|POST
    degrees_of_freedom_spec GET
    business_messaging_feature_status POST
    audiences GET
    message_campaigns GET
    in_progress_onbehalf_request GET
    welcome_message_sequences GET|POST|DELETE
    default_messaging_customer_base GET|POST
    set_solution_migration_intent POST
    set_obo_mobility_intent POST
    obo_mobility_intent POST`,
  oauth: `
    revoke GET`,
  app: `
    / GET
    connected_client_businesses GET
    whatsapp_business_solution POST
    whatsapp_business_solutions GET`,
};

/** Paths of Graph that begin with a name instead of an id. */
const named = /^me$/;

/** A call as the table names it. */
interface Operation {
  method: string;
  node: NodeKind | undefined;
  id: string;
  edge: string;
}

/** The answer to a call that Meta would serve; `undefined` if Meta has no such call either. */
export function notSimulated({ method, node, id, edge }: Operation): Refusal | undefined {
  const isAtMeta = node === undefined ? named.test(id) : has(node, method, edge);
  if (!isAtMeta) return undefined;
  const path = [node === undefined ? id : `{${node}}`, edge].filter((part) => part !== "").join("/");
  const message = `${method} /${path} is not simulated: Meta has it, the local Cloud API does not.`;
  return new Refusal({ code: 100, status: 501, type: "NotSimulated", message });
}

function has(node: NodeKind, method: string, edge: string): boolean {
  const lines = operations[node]?.trim().split(/\n\s*/) ?? [];
  return lines.some((line) => {
    const [pattern = "", methods = ""] = line.split(" ");
    return methods.split("|").includes(method) && edge === (pattern === "/" ? "" : pattern);
  });
}
