import type { Json } from "../../../utils/json.ts";
import { paginate } from "../http/paging.ts";
import { type GraphCall, pickFields, type Route, readParameters } from "../http/router.ts";
import { portfolio } from "../portfolio.ts";
import { readConditions } from "../rules/parameters.ts";
import { accountFields, toAccountNode } from "./business-accounts.ts";

function read(call: GraphCall): Json {
  const { isVerified } = call.state.settings;
  const node = {
    ...portfolio,
    timezone_id: "1",
    verification_status: isVerified ? "verified" : "not_verified",
  };
  return pickFields(node, readParameters(call).fields, ["name"]);
}

const isClients = ({ ownership_type }: Json): boolean => ownership_type === "CLIENT_OWNED";

/** Accounts in the order in which they were created, the newest first unless the request sorts them. */
const listAccounts =
  (isWanted: (account: Json) => boolean) =>
  (call: GraphCall): Json => {
    const { state } = call;
    const parameters = readParameters(call);
    const nodes = [...state.accounts.keys()].map((id) => toAccountNode(state, id));
    const found = nodes.filter((node) => isWanted(node) && isFound(node, parameters));
    const isAscending = JSON.stringify(parameters.sort ?? "").includes("ascending");
    const sorted = isAscending ? found : found.reverse();
    const shown = sorted.map((node) => pickFields(node, parameters.fields, [...accountFields, "currency"]));
    return paginate(call, shown, parameters);
  };

/** Whether an account meets the conditions: when it was created, and a part of its name or id. */
function isFound(node: Json, parameters: Json): boolean {
  const { find } = parameters;
  const conditions = readConditions(parameters);
  const isNamed = find === undefined || `${node.name} ${node.id}`.includes(String(find));
  return isNamed && conditions.every((condition) => holds(node, condition));
}

function holds(node: Json, { field, operator, value }: Json): boolean {
  const actual = node[String(field)];
  if (operator === "GREATER_THAN") return Number(actual) > Number(value);
  return operator === "LESS_THAN" ? Number(actual) < Number(value) : String(actual) === String(value);
}

function listSystemUsers(call: GraphCall): Json {
  const parameters = readParameters(call);
  const user = { id: "122100000000000001", name: "Test System User", role: "ADMIN" };
  return paginate(call, [pickFields(user, parameters.fields, ["name", "role"])], parameters);
}

const node = "portfolio";

export const portfolioRoutes: readonly Route[] = [
  { method: "GET", node, edge: "", answer: read },
  {
    method: "GET",
    node,
    edge: "owned_whatsapp_business_accounts",
    answer: listAccounts((one) => !isClients(one)),
  },
  { method: "GET", node, edge: "client_whatsapp_business_accounts", answer: listAccounts(isClients) },
  { method: "GET", node, edge: "system_users", answer: listSystemUsers },
];
