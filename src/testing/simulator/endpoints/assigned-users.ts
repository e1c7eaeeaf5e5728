import { type Json, withoutUndefined } from "../../../utils/json.ts";
import { noteActivity } from "../account-activities.ts";
import { refuse } from "../errors.ts";
import { paginate } from "../http/paging.ts";
import { type GraphCall, pickFields, type Route, readList, readParameters } from "../http/router.ts";
import { portfolio } from "../portfolio.ts";
import { readText } from "../rules/parameters.ts";

const known = new Set(
  "MANAGE DEVELOP MESSAGING MANAGE_TEMPLATES MANAGE_PHONE MANAGE_PHONE_ASSETS MANAGE_EXTENSIONS VIEW_TEMPLATES VIEW_PHONE_ASSETS VIEW_COST VIEW_INSIGHTS MANAGE_USERS MANAGE_BILLING FULL_CONTROL".split(
    " ",
  ),
);

/** The users of a portfolio, which must be named. */
function list(call: GraphCall): Json {
  const parameters = readParameters(call);
  const { fields } = parameters;
  const isOurs = readText(parameters, "business") === portfolio.id;
  const users = isOurs ? Object.entries(call.state.account(call.id).users) : [];
  const shown = users.map(([id, tasks]) => {
    const user = { id, name: `User ${id}`, tasks, business: portfolio, user_type: "SYSTEM_USER" };
    return pickFields(user, fields, ["name", "tasks"]);
  });
  return paginate(call, shown, parameters);
}

function assign(call: GraphCall): Json {
  const { state, id } = call;
  const { users } = state.account(id);
  const user = readUser(call);
  const tasks = readList(readParameters(call).tasks);
  const unknown = tasks.find((task) => !known.has(task));
  if (tasks.length === 0) throw refuse(100, "The parameter tasks is required.");
  if (unknown !== undefined) throw refuse(100, `Param tasks must be of {${[...known].join(", ")}}.`);
  noteActivity(state, id, users[user] === undefined ? "USER_ADDED" : "USER_ROLE_CHANGED");
  state.account(id).users = { ...users, [user]: tasks };
  return { success: true };
}

function unassign(call: GraphCall): Json {
  const account = call.state.account(call.id);
  account.users = withoutUndefined({ ...account.users, [readUser(call)]: undefined }) as typeof account.users;
  return { success: true };
}

const readUser = (call: GraphCall): string => readText(readParameters(call), "user");

const edge = { node: "business-account", edge: "assigned_users" } as const;

export const assignedUserRoutes: readonly Route[] = [
  { method: "GET", ...edge, answer: list },
  { method: "POST", ...edge, answer: assign },
  { method: "DELETE", ...edge, answer: unassign },
];
