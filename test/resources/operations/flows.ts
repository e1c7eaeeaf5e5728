import { type Operation, readPage } from "./operation.ts";

const id = "660077008800";
const flow = { id, name: "Booking", status: "DRAFT", categories: ["OTHER"], validation_errors: [] };
const problem = {
  error: "INVALID_PROPERTY_VALUE",
  error_type: "FLOW_JSON_ERROR",
  message: "m",
  line_start: 10,
};
const flow_json = { version: "7.3", screens: [] };
const business_public_key = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n";
const key = { business_public_key, business_public_key_signature_status: "VALID" };
const preview = {
  preview_url: "https://business.example/flow?token=1",
  expires_at: "2026-12-01T00:00:00+0000",
};
const keyEdge = "/{N}/whatsapp_business_encryption";

export const flowOperations: Operation[] = [
  {
    name: "flows.list",
    call: ({ flows }, options) => readPage(flows.list({ limit: 5, fields: ["id", "name"] }, options)),
    request: "GET /{A}/flows?limit=5&fields=id,name",
    answer: { data: [flow] },
    result: [flow],
  },
  {
    name: "flows.get",
    call: ({ flows }, options) =>
      flows.get({ id, fields: ["id", "health_status.phone_number(106)"] }, options),
    request: `GET /${id}?fields=id,health_status.phone_number(106)`,
    answer: flow,
  },
  {
    name: "flows.create",
    call: ({ flows }, options) =>
      flows.create({ name: "Booking", categories: ["OTHER"], flow_json, publish: true }, options),
    request: "POST /{A}/flows",
    body: { name: "Booking", categories: ["OTHER"], publish: true, flow_json: JSON.stringify(flow_json) },
    answer: { id, success: true, validation_errors: [problem] },
    findOut: "list",
  },
  {
    name: "flows.create of a copy",
    call: ({ flows }, options) =>
      flows.create(
        { name: "B", categories: ["OTHER"], clone_flow_id: "1", endpoint_uri: "https://a.example" },
        options,
      ),
    request: "POST /{A}/flows",
    body: { name: "B", categories: ["OTHER"], clone_flow_id: "1", endpoint_uri: "https://a.example" },
    answer: { id },
    result: { id, validation_errors: [] },
    findOut: "list",
  },
  {
    name: "flows.update",
    call: ({ flows }, options) => flows.update(id, { name: "New", application_id: "7" }, options),
    request: `POST /${id}`,
    body: { name: "New", application_id: "7" },
  },
  {
    name: "flows.updateJson",
    call: ({ flows }, options) => flows.updateJson(id, { flow_json }, options),
    request: `POST /${id}/assets`,
    result: { success: true, validation_errors: [] },
  },
  {
    name: "flows.assets",
    call: ({ flows }, options) => readPage(flows.assets(id, { limit: 1 }, options)),
    request: `GET /${id}/assets?limit=1`,
    answer: { data: [{ name: "flow.json", asset_type: "FLOW_JSON", download_url: "https://a.example" }] },
    result: [{ name: "flow.json", asset_type: "FLOW_JSON", download_url: "https://a.example" }],
  },
  {
    name: "flows.publish",
    call: ({ flows }, options) => flows.publish(id, options),
    request: `POST /${id}/publish`,
    findOut: "get",
  },
  {
    name: "flows.deprecate",
    call: ({ flows }, options) => flows.deprecate(id, options),
    request: `POST /${id}/deprecate`,
    findOut: "get",
  },
  {
    name: "flows.delete",
    call: ({ flows }, options) => flows.delete(id, options),
    request: `DELETE /${id}`,
  },
  {
    name: "flows.preview",
    call: ({ flows }, options) => flows.preview(id, undefined, options),
    request: `GET /${id}?fields=preview.invalidate(false)`,
    answer: { id, preview },
    result: preview,
  },
  {
    name: "flows.preview with parameters",
    call: ({ flows }, options) =>
      flows.preview(
        id,
        {
          invalidate: true,
          interactive: true,
          flow_action: "navigate",
          flow_action_payload: { screen: "A&B" },
          debug: undefined,
        },
        options,
      ),
    request: `GET /${id}?fields=preview.invalidate(true)`,
    answer: { id, preview },
    result: {
      ...preview,
      preview_url: `${preview.preview_url}&interactive=true&flow_action=navigate&flow_action_payload=%7B%22screen%22%3A%22A%26B%22%7D`,
    },
  },
  {
    name: "flows.migrate",
    call: ({ flows }, options) =>
      flows.migrate({ source_waba_id: "5", source_flow_names: ["Booking"] }, options),
    request: "POST /{A}/migrate_flows",
    body: { source_waba_id: "5", source_flow_names: ["Booking"] },
    answer: { migrated_flows: [{ source_name: "Booking", source_id: "1", migrated_id: "2" }] },
    result: {
      migrated_flows: [{ source_name: "Booking", source_id: "1", migrated_id: "2" }],
      failed_flows: [],
    },
    findOut: "list",
  },
  {
    name: "flows.getPublicKey",
    call: ({ flows }, options) => flows.getPublicKey(options),
    request: `GET ${keyEdge}`,
    answer: key,
  },
  ...([{ data: [key] }, { data: key }].map((answer) => ({
    name: `flows.getPublicKey out of ${Array.isArray(answer.data) ? "a list" : "data"}`,
    call: ({ flows }, options) => flows.getPublicKey(options),
    request: `GET ${keyEdge}`,
    answer,
    result: key,
  })) satisfies Operation[]),
  {
    name: "flows.setPublicKey",
    call: ({ flows }, options) => flows.setPublicKey({ business_public_key }, options),
    request: `POST ${keyEdge}`,
    text: String(new URLSearchParams({ business_public_key })),
  },
];
