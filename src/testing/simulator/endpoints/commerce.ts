import type { Json } from "../../../utils/json.ts";
import { refuse } from "../errors.ts";
import { paginate } from "../http/paging.ts";
import { type GraphCall, pickFields, type Route, readParameters } from "../http/router.ts";
import { readFlag, readText } from "../rules/parameters.ts";

const byDefault = { is_cart_enabled: true, is_catalog_visible: false };
const flags = Object.keys(byDefault);

/** A list of one, or of none while nothing was set. */
function read({ state, id }: GraphCall): Json {
  const { commerce } = state.number(id);
  return { data: commerce === undefined ? [] : [{ ...byDefault, ...commerce, id: `7277${id.slice(4)}` }] };
}

function write(call: GraphCall): Json {
  const number = call.state.number(call.id);
  const parameters = readParameters(call);
  const given = flags.filter((flag) => parameters[flag] !== undefined);
  if (given.length === 0) throw refuse(100, `One of the parameters ${flags.join(", ")} is required.`);
  const changes = Object.fromEntries(given.map((flag) => [flag, readFlag(parameters, flag)]));
  number.commerce = { ...number.commerce, ...changes };
  return { success: true };
}

function listCatalogs(call: GraphCall): Json {
  const parameters = readParameters(call);
  const catalogs = call.state.account(call.id).catalogs.map((id) => ({ id, name: `Catalog ${id}` }));
  const shown = catalogs.map((catalog) => pickFields(catalog, parameters.fields, ["name"]));
  return paginate(call, shown, parameters);
}

function connect(call: GraphCall): Json {
  const account = call.state.account(call.id);
  const id = readCatalog(call);
  if (!account.catalogs.includes(id)) account.catalogs = [...account.catalogs, id];
  return { success: true };
}

function disconnect(call: GraphCall): Json {
  const account = call.state.account(call.id);
  const id = readCatalog(call);
  account.catalogs = account.catalogs.filter((one) => one !== id);
  return { success: true };
}

const readCatalog = (call: GraphCall): string => readText(readParameters(call), "catalog_id");

const catalogs = { node: "business-account", edge: "product_catalogs" } as const;

export const commerceRoutes: readonly Route[] = [
  { method: "GET", node: "phone-number", edge: "whatsapp_commerce_settings", answer: read },
  { method: "POST", node: "phone-number", edge: "whatsapp_commerce_settings", answer: write },
  { method: "GET", ...catalogs, answer: listCatalogs },
  { method: "POST", ...catalogs, answer: connect },
  { method: "DELETE", ...catalogs, answer: disconnect },
];
