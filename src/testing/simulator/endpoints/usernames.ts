import type { Json } from "../../../utils/json.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import type { PhoneNumber } from "../records.ts";

/** 3 to 35 of these characters with a letter, without periods at the ends or in a row. */
const pattern = /^(?=.{3,35}$)(?=.*[a-z])(?!www)[a-z0-9_]+(\.[a-z0-9_]+)*$/;
const domainEnding = /\.(com|org|net|int|edu|gov|mil|us|in|html)$/;

const read = ({ state, id }: GraphCall): Json => {
  const { username } = state.number(id);
  return username === undefined ? { status: "deleted" } : { username, status: "approved" };
};

/** Takes a username that no other number has, unless it is transferred. */
function write(call: GraphCall): Json {
  const { state } = call;
  const number = state.number(call.id);
  const { username: given, transfer_action = "none" } = readParameters(call);
  const username = String(given ?? "").toLowerCase();
  if (!pattern.test(username) || domainEnding.test(username))
    throw refuse(
      100,
      "Param username must have 3 to 35 of a-z, 0-9, . and _, with a letter, and look like no domain.",
    );
  if (transfer_action !== "none" && transfer_action !== "force_transfer")
    throw refuse(100, "Param transfer_action must be one of {none, force_transfer}.");
  if (!number.isRegistered) throw refuse(133010, "The phone number is not registered.");
  const holder = [...state.numbers.values()].find((one) => one !== number && one.username === username);
  if (holder !== undefined && transfer_action === "none")
    throw refuse(147005, "Another of your numbers has this username. Send transfer_action=force_transfer.");
  if (holder !== undefined) remove(call, holder);
  number.username = username;
  post(call, number, { username, status: "approved" });
  return { status: "approved" };
}

function remove(call: GraphCall, number: PhoneNumber): void {
  delete number.username;
  post(call, number, { status: "deleted" });
}

/** Tells the app, after the response. */
function post(
  { state }: GraphCall,
  { displayPhoneNumber, businessAccountId }: PhoneNumber,
  news: Json,
): void {
  const value = { display_phone_number: displayPhoneNumber, ...news };
  state.outbox.postLater({ field: "business_username_updates", value }, businessAccountId);
}

function removeOwn(call: GraphCall): Json {
  const number = call.state.number(call.id);
  if (number.username !== undefined) remove(call, number);
  return { success: true };
}

/** Names made of the verified name. */
function suggest({ state, id }: GraphCall): Json {
  const { verifiedName } = state.number(id);
  const plain = verifiedName.toLowerCase().replace(/[^a-z0-9]+/g, "_");
  return {
    data: [
      { username_suggestions: [plain, `${plain}_official`, `the_${plain}`].map((one) => one.slice(0, 35)) },
    ],
  };
}

export const usernameRoutes: readonly Route[] = [
  { method: "GET", node: "phone-number", edge: "username", answer: read },
  { method: "POST", node: "phone-number", edge: "username", answer: write },
  { method: "DELETE", node: "phone-number", edge: "username", answer: removeOwn },
  { method: "GET", node: "phone-number", edge: "username_suggestions", answer: suggest },
];
