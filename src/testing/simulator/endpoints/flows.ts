import { isObject, type Json, parseJson, toObject, toText } from "../../../utils/json.ts";
import { day } from "../clock.ts";
import { refuse } from "../errors.ts";
import { type StoredFlow, setFlowStatus } from "../flows.ts";
import { paginate } from "../http/paging.ts";
import { type GraphCall, pickFields, type Route, readList, readParameters } from "../http/router.ts";
import { findIllness } from "../phone/endpoint.ts";
import { findFlowProblems } from "../rules/flow-json.ts";
import { findFlag, findText, readTexts } from "../rules/parameters.ts";
import type { State } from "../state.ts";

const categories =
  /^(SIGN_UP|SIGN_IN|APPOINTMENT_BOOKING|LEAD_GENERATION|CONTACT_US|CUSTOMER_SUPPORT|SURVEY|SHOPPING|OTHER)$/;
const byDefault = ["id", "name", "status", "categories", "validation_errors"];
const month = 30 * day;

/** What Meta creates when it is given no JSON. */
const emptyFlow = JSON.stringify({ version: "7.3", screens: [] });

/** Times of Flows are ISO texts with this offset. */
const toTime = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, "+0000");

async function create(call: GraphCall): Promise<Json> {
  const { state, id: businessAccountId } = call;
  const parameters = readParameters(call);
  const { name, categories: given, flow_json, clone_flow_id, endpoint_uri } = parameters;
  const flow: StoredFlow = {
    id: state.flowIds.take(),
    businessAccountId,
    name: readName(call, name),
    status: "DRAFT",
    categories: readCategories(given),
    json: readSource(call, flow_json, clone_flow_id),
    problems: [],
    ...(endpoint_uri === undefined ? {} : { endpointUri: readEndpoint(endpoint_uri) }),
    applicationId: state.settings.appId,
    previews: 1,
    updatedAt: state.now(),
  };
  if (flow_json !== undefined || clone_flow_id !== undefined) flow.problems = findFlowProblems(flow.json);
  const isPublished = findFlag(parameters, "publish") === true && flow.problems.length === 0;
  if (isPublished) await checkPublishable(call, flow);
  state.account(businessAccountId).flows.set(flow.id, flow);
  setFlowStatus(state, flow, "DRAFT", { isNew: true });
  if (isPublished) setFlowStatus(state, flow, "PUBLISHED");
  return { id: flow.id, success: true, validation_errors: flow.problems };
}

function readSource(call: GraphCall, json: unknown, original: unknown): string {
  if (json !== undefined && original !== undefined)
    throw refuse(100, "Only one of flow_json and clone_flow_id can be given.");
  if (original !== undefined) return findFlow(call, String(original)).json;
  return json === undefined ? emptyFlow : readJson(json);
}

/** Forms are parsed before they arrive here. */
function readJson(json: unknown): string {
  const text = isObject(json) ? JSON.stringify(json) : toText(json);
  if (text !== undefined && isObject(parseJson(text))) return text;
  throw refuse(100, "Param flow_json must be the text of a JSON object.");
}

function readName({ state, id }: GraphCall, name: unknown, own?: StoredFlow): string {
  const text = toText(name);
  if (text === undefined || text === "") throw refuse(100, "The parameter name is required.");
  const account = state.account(own?.businessAccountId ?? id);
  if ([...account.flows.values()].some((flow) => flow !== own && flow.name === text))
    throw refuse(100, "Flow name is not unique.", { subcode: 4016019 });
  return text;
}

function readCategories(given: unknown): string[] {
  const names = readList(given);
  if (names.length > 0 && names.every((name) => categories.test(name))) return names;
  throw refuse(100, "Param categories must be a list of one or more of Meta's categories.");
}

/** Meta takes https only; what runs on the same machine as the simulator has no certificate. */
function readEndpoint(uri: unknown): string {
  if (/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])\S+$/.test(String(uri))) return String(uri);
  throw refuse(100, "Param endpoint_uri must be an https URL.");
}

function list(call: GraphCall): Json {
  const { fields, ...paging } = readParameters(call);
  const flows = [...call.state.account(call.id).flows.values()];
  return paginate(
    call,
    flows.map((flow) => show(call, flow, fields)),
    paging,
  );
}

const read = (call: GraphCall): Json => show(call, ownFlow(call), readParameters(call).fields);

function show(call: GraphCall, flow: StoredFlow, fields: unknown): Json {
  const { state } = call;
  if (/preview\.invalidate\(true\)/.test(String(fields))) flow.previews += 1;
  const json = parseJson(flow.json);
  const { version, data_api_version } = isObject(json) ? json : {};
  const node = {
    id: flow.id,
    name: flow.name,
    status: flow.status,
    categories: flow.categories,
    validation_errors: flow.problems,
    json_version: version,
    data_api_version,
    endpoint_uri: flow.endpointUri,
    preview: {
      preview_url: `https://business.facebook.com/wa/manage/flows/${flow.id}/preview/?token=${flow.previews}`,
      expires_at: toTime(state.now() + month),
    },
    whatsapp_business_account: { id: flow.businessAccountId },
    application: { id: flow.applicationId },
    health_status: { can_send_message: "AVAILABLE" },
    updated_at: toTime(flow.updatedAt),
  };
  return pickFields(node, fields, byDefault);
}

/** What was published becomes a draft again; what was deprecated stays as it is. */
function beginChange(call: GraphCall): StoredFlow {
  const flow = ownFlow(call);
  if (flow.status === "DEPRECATED") throw refuse(139001, "A deprecated Flow cannot be updated.");
  return flow;
}

function endChange({ state }: GraphCall, flow: StoredFlow): void {
  setFlowStatus(state, flow, "DRAFT");
  flow.updatedAt = state.now();
}

function update(call: GraphCall): Json {
  const flow = beginChange(call);
  const parameters = readParameters(call);
  const { name, categories: given, endpoint_uri } = parameters;
  const applicationId = findText(parameters, "application_id");
  const changed = {
    ...(name === undefined ? {} : { name: readName(call, name, flow) }),
    ...(given === undefined ? {} : { categories: readCategories(given) }),
    ...(endpoint_uri === undefined ? {} : { endpointUri: readEndpoint(endpoint_uri) }),
    ...(applicationId === undefined ? {} : { applicationId }),
  };
  Object.assign(flow, changed);
  endChange(call, flow);
  return { success: true };
}

async function updateJson(call: GraphCall): Promise<Json> {
  const flow = beginChange(call);
  const { file, name, asset_type } = readParameters(call);
  if (name !== "flow.json") throw refuse(100, "Param name must be flow.json.");
  if (asset_type !== "FLOW_JSON") throw refuse(100, "Param asset_type must be FLOW_JSON.");
  if (!(file instanceof Blob)) throw refuse(100, "The parameter file is required.");
  flow.json = await file.text();
  flow.problems = findFlowProblems(flow.json);
  endChange(call, flow);
  return { success: true, validation_errors: flow.problems };
}

function assets(call: GraphCall): Json {
  const { id } = ownFlow(call);
  const download_url = `https://scontent.xx.fbcdn.net/flows/${id}/flow.json`;
  const asset = { name: "flow.json", asset_type: "FLOW_JSON", download_url };
  return paginate(call, [asset], readParameters(call));
}

async function publish(call: GraphCall): Promise<Json> {
  const flow = ownFlow(call);
  await checkPublishable(call, flow);
  setFlowStatus(call.state, flow, "PUBLISHED");
  return { success: true };
}

async function checkPublishable({ state }: GraphCall, flow: StoredFlow): Promise<void> {
  if (flow.status !== "DRAFT") throw refuse(139002, "Only a draft can be published.");
  if (flow.problems.length > 0 || flow.json === emptyFlow)
    throw refuse(139002, "The Flow has validation errors.");
  const version = toText(toObject(parseJson(flow.json)).data_api_version);
  if (version !== undefined) await checkEndpoint(state, flow, version);
}

/** A Flow that exchanges data can be published while its endpoint answers. */
async function checkEndpoint(state: State, flow: StoredFlow, version: string): Promise<void> {
  const { endpointUri, businessAccountId } = flow;
  const number = state.listNumbers(businessAccountId).find((one) => one.flowPublicKey !== undefined);
  if (endpointUri === undefined) throw refuse(139002, "The Flow exchanges data, but has no endpoint_uri.");
  if (number === undefined) throw refuse(139002, "No phone number of the account has a public key.");
  const illness = await findIllness(state, { endpointUri, phoneNumberId: number.id }, version);
  if (illness === undefined) return;
  const which =
    state.flowEndpoint === undefined
      ? `at ${endpointUri}, or \`simulator.flowEndpoint\` where it runs here,`
      : "that is `simulator.flowEndpoint`";
  throw refuse(139002, `The endpoint ${which} is not healthy: ${illness}.`);
}

function deprecate(call: GraphCall): Json {
  const flow = ownFlow(call);
  if (flow.status !== "PUBLISHED") throw refuse(139003, "Only a published Flow can be deprecated.");
  setFlowStatus(call.state, flow, "DEPRECATED");
  return { success: true };
}

function remove(call: GraphCall): Json {
  const flow = ownFlow(call);
  if (flow.status !== "DRAFT") throw refuse(139004, "Only a draft can be deleted.");
  call.state.account(flow.businessAccountId).flows.delete(flow.id);
  return { success: true };
}

/** Copies Flows by name; one whose name is taken is left out. */
function migrate(call: GraphCall): Json {
  const { state, id: businessAccountId } = call;
  const parameters = readParameters(call);
  const { source_waba_id, source_flow_names } = parameters;
  const { flows } = state.account(businessAccountId);
  const source = state.accounts.get(String(source_waba_id));
  if (source === undefined)
    throw refuse(100, "Param source_waba_id must be an account of the same business.");
  const taken = [...flows.values()].map(({ name }) => name);
  const wanted = source_flow_names === undefined ? undefined : readTexts(parameters, "source_flow_names");
  if ((wanted?.length ?? 0) > 100) throw refuse(100, "At most 100 Flows can be migrated at once.");
  const found = [...source.flows.values()].filter(({ name }) => wanted?.includes(name) !== false);
  const migrated = found
    .filter(({ name }) => !taken.includes(name))
    .map((flow): StoredFlow => ({ ...flow, id: state.flowIds.take(), businessAccountId, status: "DRAFT" }));
  for (const flow of migrated) flows.set(flow.id, flow);
  const known = found.map(({ name }) => name);
  const unknown = (wanted ?? []).filter((name) => !known.includes(name));
  return {
    migrated_flows: migrated.map(({ name, id }) => ({
      source_name: name,
      source_id: found.find((flow) => flow.name === name)?.id,
      migrated_id: id,
    })),
    failed_flows: unknown.map((source_name) => ({
      source_name,
      error_code: "4233041",
      error_message: "The source Flow does not exist.",
    })),
  };
}

function setKey({ state, id, ...call }: GraphCall): Json {
  const { business_public_key } = readParameters(call);
  const text = toText(business_public_key) ?? "";
  if (!/^\s*-----BEGIN PUBLIC KEY-----[\s\S]+-----END PUBLIC KEY-----\s*$/.test(text))
    throw refuse(100, "Param business_public_key must be an RSA public key of 2048 bits in PEM form.");
  state.number(id).flowPublicKey = text;
  return { success: true };
}

function readKey({ state, id }: GraphCall): Json {
  const { flowPublicKey } = state.number(id);
  if (flowPublicKey === undefined) return { data: [] };
  return { data: [{ business_public_key: flowPublicKey, business_public_key_signature_status: "VALID" }] };
}

const ownFlow = (call: GraphCall): StoredFlow => findFlow(call, call.id);

function findFlow({ state }: GraphCall, id: string): StoredFlow {
  const flow = state.flow(id);
  if (flow !== undefined) return flow;
  throw refuse(100, "The Flow does not exist.");
}

const permission = "both";
const account = { node: "business-account", permission } as const;
const node = { node: "flow", permission } as const;
const key = { node: "phone-number", edge: "whatsapp_business_encryption", permission: "messaging" } as const;

export const flowRoutes: readonly Route[] = [
  { method: "POST", ...account, edge: "flows", answer: create },
  { method: "GET", ...account, edge: "flows", answer: list },
  { method: "POST", ...account, edge: "migrate_flows", answer: migrate },
  { method: "GET", ...node, edge: "", answer: read },
  { method: "POST", ...node, edge: "", answer: update },
  { method: "DELETE", ...node, edge: "", answer: remove },
  { method: "GET", ...node, edge: "assets", answer: assets },
  { method: "POST", ...node, edge: "assets", answer: updateJson },
  { method: "POST", ...node, edge: "publish", answer: publish },
  { method: "POST", ...node, edge: "deprecate", answer: deprecate },
  { method: "POST", ...key, answer: setKey },
  { method: "GET", ...key, answer: readKey },
];
