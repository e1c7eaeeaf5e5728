import { type Json, toObject, toObjects } from "../../../utils/json.ts";
import { toSeconds } from "../clock.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readList, readParameters } from "../http/router.ts";
import type { PhoneNumber } from "../records.ts";
import { findFlag } from "../rules/parameters.ts";
import { checkSetting } from "../rules/settings.ts";

const byDefault: Json = {
  calling: { status: "DISABLED", call_icon_visibility: "DEFAULT", callback_permission_status: "DISABLED" },
  user_identity_change: { enable_identity_key_check: false },
  storage_configuration: { status: "DEFAULT" },
};

/** The settings of a number, under Meta's names. */
const toSettings = ({ settings }: PhoneNumber): Json => ({ ...byDefault, ...settings });

function read(call: GraphCall): Json {
  const { state, id } = call;
  const parameters = readParameters(call);
  const { fields } = parameters;
  const includesSecrets = findFlag(parameters, "include_sip_credentials");
  const settings = toSettings(state.number(id));
  const names = fields === undefined ? Object.keys(settings) : readList(fields);
  const shown = Object.fromEntries(names.map((name) => [name, settings[name]]));
  const calling = toObject(shown.calling);
  if (calling.sip === undefined) return JSON.parse(JSON.stringify(shown));
  const secret = includesSecrets ? { sip_user_password: "s1p-passw0rd" } : {};
  const own = { app_id: state.settings.appId, ...secret };
  const sip = toObject(calling.sip);
  const servers = toObjects(sip.servers).map((server) => ({ ...server, ...own }));
  return { ...shown, calling: { ...calling, sip: { ...sip, servers } } };
}

function write(call: GraphCall): Json {
  const { state, id } = call;
  const number = state.number(id);
  const parameters = readParameters(call);
  const name = checkSetting(parameters);
  if (name === "storage_configuration" && number.isRegistered)
    throw refuse(100, "Where messages are stored can be changed only while the number is not registered.");
  const before = toObject(toSettings(number)[name]);
  const given = toObject(parameters[name]);
  number.settings = { ...number.settings, [name]: name === "calling" ? { ...before, ...given } : given };
  if (name === "calling") postCalling(call, number);
  return { success: true };
}

/** Tells the app about its call settings, after the response. */
function postCalling({ state }: GraphCall, number: PhoneNumber): void {
  const value = {
    messaging_product: "whatsapp",
    timestamp: String(toSeconds(state.now())),
    type: "phone_number_settings",
    phone_number_settings: { phone_number_id: number.id, calling: toSettings(number).calling },
  };
  const change = { field: "account_settings_update", value };
  state.outbox.postLater(change, number.businessAccountId);
}

export const settingsRoutes: readonly Route[] = [
  { method: "GET", node: "phone-number", edge: "settings", answer: read },
  { method: "POST", node: "phone-number", edge: "settings", answer: write },
];
