import { expect, test } from "vitest";
import { createFlowKeys } from "wacloud/flows";
import { client } from "../support/client.ts";
import { recorder } from "../support/recorder.ts";
import { flowOperations } from "./operations/flows.ts";
import { describeOperations, describeRefusals } from "./operations/operation.ts";

describeOperations(flowOperations);

const draft = { name: "Booking", categories: ["OTHER"] };
const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;
const { privateKey } = await createFlowKeys();

describeRefusals([
  ["name must not be empty", ({ flows }) => flows.create({ ...draft, name: "" })],
  ["name is missing", ({ flows }) => flows.create({ categories: ["OTHER"] } as never)],
  ["categories must not be empty", ({ flows }) => flows.create({ ...draft, categories: [] })],
  ["publish needs `flow_json`", ({ flows }) => flows.create({ ...draft, publish: true })],
  ["publish needs `flow_json`", ({ flows }) => flows.create({ ...draft, publish: true, clone_flow_id: "1" })],
  [
    "clone_flow_id conflicts with `flow_json`",
    ({ flows }) => flows.create({ ...draft, flow_json: "{}", clone_flow_id: "1" }),
  ],
  ["flow_json must be a JSON object", ({ flows }) => flows.create({ ...draft, flow_json: "{" })],
  ["flow_json must be a JSON object", ({ flows }) => flows.create({ ...draft, flow_json: "[]" })],
  ["flow_json must be a JSON object", ({ flows }) => flows.updateJson("1", { flow_json: [] })],
  ["flow_json cannot be written as JSON", ({ flows }) => flows.updateJson("1", { flow_json: cyclic })],
  ["flow_json is missing", ({ flows }) => flows.updateJson("1", {} as never)],
  [
    "flow_json must be at most 10 MB",
    ({ flows }) => flows.updateJson("1", { flow_json: { text: "é".repeat(5 * 1024 * 1024) } }),
  ],
  [
    "endpoint_uri must be an https URL",
    ({ flows }) => flows.create({ ...draft, endpoint_uri: "http://a.example" }),
  ],
  ["endpoint_uri must be an https URL", ({ flows }) => flows.update("1", { endpoint_uri: "a.example" })],
  ["has no change", ({ flows }) => flows.update("1", {})],
  ["categories must not be empty", ({ flows }) => flows.update("1", { categories: [] })],
  [
    "source_flow_names must have 1 to 100 elements; it has 101",
    ({ flows }) => flows.migrate({ source_waba_id: "1", source_flow_names: Array(101).fill("a") }),
  ],
  ["source_waba_id is missing", ({ flows }) => flows.migrate({} as never)],
  ["has unknown keys: colour", ({ flows }) => flows.preview("1", { colour: "red" } as never)],
  ["has unknown keys: status", ({ flows }) => flows.list({ status: "DRAFT" } as never).page()],
  ["business_public_key is missing", ({ flows }) => flows.setPublicKey({} as never)],
  [
    "business_public_key is a private key, and was not sent",
    ({ flows }) => flows.setPublicKey({ business_public_key: privateKey }),
  ],
  [
    "business_public_key must be a public key in PEM form",
    ({ flows }) =>
      flows.setPublicKey({
        business_public_key: "-----BEGIN RSA PUBLIC KEY-----\nAA==\n-----END RSA PUBLIC KEY-----",
      }),
  ],
  ["id must be a non-empty id", ({ flows }) => flows.publish("")],
  ["id must be a non-empty id", ({ flows }) => flows.get("..")],
]);

test("the JSON travels as a file", async () => {
  const { fetch, requests } = recorder(Response.json({ success: "true", validation_errors: null }));
  const answer = await client({ fetch }).flows.updateJson("1", { flow_json: '{"version": "7.3"}' });
  expect(answer).toEqual({ success: true, validation_errors: [] });
  const form = requests[0]?.form;
  const file = form?.get("file") as File;
  expect([file.name, file.type, await file.text()]).toEqual([
    "flow.json",
    "application/json",
    '{"version": "7.3"}',
  ]);
  expect([form?.get("name"), form?.get("asset_type")]).toEqual(["flow.json", "FLOW_JSON"]);
});

test("the key travels as a form", async () => {
  const { publicKey } = await createFlowKeys();
  const { fetch, requests } = recorder(Response.json({ success: true }));
  await client({ fetch }).flows.setPublicKey({ business_public_key: publicKey });
  expect(requests[0]?.headers.get("content-type")).toMatch(/^application\/x-www-form-urlencoded/);
  expect(new URLSearchParams(requests[0]?.text).get("business_public_key")).toBe(publicKey);
});

test("a number without a key has none", async () => {
  const { fetch } = recorder(Response.json({ data: [] }));
  expect(await client({ fetch }).flows.getPublicKey()).toBeUndefined();
});
