import { type Json, toObjects, withoutUndefined } from "../../../utils/json.ts";
import { type Customer, isNamed } from "../customers.ts";
import { Refusal, refuse } from "../errors.ts";
import { paginate } from "../http/paging.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import { checkProduct } from "../rules/messages/envelope.ts";

const maxUsers = 1000;
const maxBlocked = 64_000;

/** A user as a request names them. */
interface Named {
  input: string;
  customer: Customer | undefined;
}

function list(call: GraphCall): Json {
  const { state } = call;
  const { blocked } = state.number(call.id);
  const users = state.customers.withIds(blocked).map(identify);
  return paginate(
    call,
    users.map((user) => ({ messaging_product: "whatsapp", ...user })),
    readParameters(call),
  );
}

/** Business and customer must have been in contact within 24 hours. */
function block(call: GraphCall): Json {
  const number = call.state.number(call.id);
  const users = readUsers(call);
  if (number.blocked.length + users.length > maxBlocked)
    throw refuse(139101, `The block list has at most ${maxBlocked} users.`);
  return judge("added_users", users, ({ input, customer }) => {
    if (input.replace(/\D/g, "") === number.displayPhoneNumber) return 131021;
    if (customer?.hasOpenWindow(number.id) !== true) return 131047;
    if (!number.blocked.includes(customer.user_id)) number.blocked.push(customer.user_id);
    return undefined;
  });
}

function unblock(call: GraphCall): Json {
  const number = call.state.number(call.id);
  return judge("removed_users", readUsers(call), ({ customer }) => {
    if (customer === undefined) return 131047;
    number.blocked = number.blocked.filter((userId) => userId !== customer.user_id);
    return undefined;
  });
}

function readUsers(call: GraphCall): Named[] {
  const { customers } = call.state;
  const parameters = readParameters(call);
  checkProduct(parameters);
  const users = toObjects(parameters.block_users);
  if (users.length === 0) throw refuse(100, "The parameter block_users is required.");
  if (users.length > maxUsers) throw refuse(130429, `At most ${maxUsers} users can be named in a request.`);
  return users.map(({ user, user_id }) => {
    const input = String(user ?? user_id ?? "");
    if (input === "") throw refuse(100, "Each of block_users needs a user or a user_id.");
    return { input, customer: customers.all().find((one) => isNamed(one, input)) };
  });
}

const identify = ({ wa_id, user_id, visibleWaId }: Customer): Json =>
  withoutUndefined({ wa_id: visibleWaId ?? wa_id, user_id });

/** Answers with the users that went well; if some did not, with an error beside. */
function judge(key: string, users: readonly Named[], findCode: (user: Named) => number | undefined): Json {
  const judged = users.map((user) => ({ user, code: findCode(user) }));
  const done = judged.filter(({ code }) => code === undefined).map(({ user }) => describe(user));
  const failed = judged.flatMap(({ user, code }) =>
    code === undefined ? [] : [{ ...describe(user), errors: [describeError(code)] }],
  );
  const lists = { [key]: done, ...(failed.length === 0 ? {} : { failed_users: failed }) };
  const answer = { messaging_product: "whatsapp", block_users: lists };
  if (failed.length === 0) return answer;
  throw new Refusal({
    code: 139100,
    message: "Failed to block/unblock users",
    details: "Some users failed. See failed_users.",
    beside: answer,
  });
}

const describe = ({ input, customer }: Named): Json => ({
  input,
  ...(customer === undefined ? {} : identify(customer)),
});

const failures: Readonly<Record<number, string>> = {
  131021: "A number cannot block itself.",
  131047: "The user has not written to this number within the last 24 hours.",
};

const describeError = (code: number): Json => ({
  message: `(#${code}) ${failures[code]}`,
  code,
  error_data: { details: failures[code] },
});

export const blockUserRoutes: readonly Route[] = [
  { method: "GET", node: "phone-number", edge: "block_users", permission: "either", answer: list },
  { method: "POST", node: "phone-number", edge: "block_users", permission: "either", answer: block },
  { method: "DELETE", node: "phone-number", edge: "block_users", permission: "either", answer: unblock },
];
