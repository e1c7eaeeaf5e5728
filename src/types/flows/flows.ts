import * as z from "zod/mini";
import { isObject, parseJson } from "../../utils/json.ts";
import { once } from "../../utils/once.ts";
import { list, nonEmptyList, nonEmptyText, rule } from "../checks.ts";
import type { Open } from "../common.ts";
import { listFilters, pageFilters } from "../paging.ts";
import type { HealthStatus } from "../phone-numbers.ts";
import { changes, httpsUrl } from "../setting-checks.ts";

/** What a Flow is for. */
export type FlowCategory = Open<
  | "SIGN_UP"
  | "SIGN_IN"
  | "APPOINTMENT_BOOKING"
  | "LEAD_GENERATION"
  | "CONTACT_US"
  | "CUSTOMER_SUPPORT"
  | "SURVEY"
  | "SHOPPING"
  | "OTHER"
>;

/** A Flow. Without `fields`, Meta returns id, name, status, categories and validation errors. */
export interface Flow {
  id: string;
  name: string;
  status: Open<"DRAFT" | "PUBLISHED" | "DEPRECATED" | "BLOCKED" | "THROTTLED">;
  categories: FlowCategory[];
  validation_errors: FlowValidationError[];
  /** The version of its Flow JSON. */
  json_version?: string | undefined;
  /** The version of the data API; only a Flow with an endpoint has one. */
  data_api_version?: string | undefined;
  endpoint_uri?: string | undefined;
  preview?: FlowPreview | undefined;
  whatsapp_business_account?: { id: string; name?: string | undefined } | undefined;
  /** The app whose secret signs the requests to the endpoint. */
  application?: { id: string; name?: string | undefined; link?: string | undefined } | undefined;
  health_status?: HealthStatus | undefined;
  updated_at?: string | undefined;
}

/** A place in Flow JSON. */
export interface FlowErrorPointer {
  line_start: number;
  line_end: number;
  column_start: number;
  column_end: number;
  /** As Meta writes it, with spaces: `screens [0]. layout.children [0].type`. */
  path?: string | undefined;
}

/** Why a Flow cannot be published. Its JSON is stored all the same. */
export interface FlowValidationError extends Omit<FlowErrorPointer, "path"> {
  error: string;
  error_type: Open<"JSON_SCHEMA_ERROR" | "FLOW_JSON_ERROR">;
  message: string;
  pointers?: FlowErrorPointer[] | undefined;
}

/** A Flow to create. */
export interface FlowDraft {
  /** Unique in the account. */
  name: string;
  /** One or more. */
  categories: readonly FlowCategory[];
  /** Flow JSON of up to 10 MB: text, or an object as `defineFlow` of `wacloud/flows` returns it. */
  flow_json?: string | object | undefined;
  /** Publishes it at once, if the JSON is valid. */
  publish?: boolean | undefined;
  /** Copies the JSON of this Flow. */
  clone_flow_id?: string | undefined;
  /** The https URL of your endpoint, for Flow JSON with `data_api_version`. */
  endpoint_uri?: string | undefined;
}

/** Changes of a Flow, one or more. */
export interface FlowChanges {
  name?: string | undefined;
  /** Replaces the categories. */
  categories?: readonly FlowCategory[] | undefined;
  endpoint_uri?: string | undefined;
  /** The app whose secret signs the requests to the endpoint. */
  application_id?: string | undefined;
}

/** New JSON of a Flow. */
export interface FlowJsonChange {
  /** Flow JSON of up to 10 MB: text, or an object. */
  flow_json: string | object;
}

/** A Flow that was created. With validation errors, it cannot be published. */
export interface FlowCreation {
  id: string;
  success?: boolean | undefined;
  validation_errors: FlowValidationError[];
}

/** Flow JSON that was stored. With validation errors, it cannot be published. */
export interface FlowJsonAnswer {
  success: boolean;
  validation_errors: FlowValidationError[];
}

/** A file of a Flow. */
export interface FlowAsset {
  name: string;
  asset_type: Open<"FLOW_JSON">;
  download_url: string;
}

/** A page on which anybody with the address can try a Flow, for 30 days. */
export interface FlowPreview {
  preview_url: string;
  expires_at: string;
}

/** What the page of a preview is to show. */
export interface FlowPreviewOptions {
  /** Makes a new address; the old one stops working. Default: false. */
  invalidate?: boolean | undefined;
  /** Whether the preview reacts. */
  interactive?: boolean | undefined;
  /** The token that the endpoint is sent. */
  flow_token?: string | undefined;
  /** Whether the Flow starts on a screen or asks the endpoint for one. */
  flow_action?: Open<"navigate" | "data_exchange"> | undefined;
  /** The first screen and its data; required with `navigate`. */
  flow_action_payload?: object | undefined;
  /** The number whose key encrypts the requests to the endpoint. */
  phone_number?: string | undefined;
  /** Shows what is exchanged with the endpoint. */
  debug?: boolean | undefined;
}

/** Which Flows to copy from another account of the same business. */
export interface FlowMigration {
  source_waba_id: string;
  /** Up to 100. Default: all. */
  source_flow_names?: readonly string[] | undefined;
}

/** What became of each Flow. */
export interface FlowMigrationAnswer {
  migrated_flows: { source_name: string; source_id: string; migrated_id: string }[];
  failed_flows: { source_name: string; error_code: string; error_message: string }[];
}

/** The key of a number's Flow endpoint, as Meta has it. */
export interface FlowPublicKey {
  business_public_key: string;
  /** `MISMATCH`: set the key again. */
  business_public_key_signature_status: Open<"VALID" | "MISMATCH">;
}

/** A key to set. */
export interface FlowPublicKeyInput {
  /** PEM that begins with `-----BEGIN PUBLIC KEY-----`, as `createFlowKeys` of `wacloud/flows` makes it. */
  business_public_key: string;
}

const maxBytes = 10 * 1024 * 1024;

/** What is wrong with Flow JSON as a file; what it says is Meta's to judge, or `defineFlow`'s. */
function flowJsonProblem(value: unknown): string | undefined {
  if (value === undefined) return "is missing: pass Flow JSON, as text or as an object";
  const parsed = typeof value === "string" ? parseJson(value) : value;
  if (!isObject(parsed)) return "must be a JSON object, or the text of one";
  const written = typeof value === "string" ? value : toJsonText(value);
  if (written === undefined) return "cannot be written as JSON";
  return new TextEncoder().encode(written).length > maxBytes ? "must be at most 10 MB" : undefined;
}

function toJsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

const publicKey = /^\s*-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----\s*$/;

function publicKeyProblem(value: unknown): string | undefined {
  if (value === undefined) return "is missing";
  if (typeof value === "string" && publicKey.test(value)) return undefined;
  if (/PRIVATE KEY/.test(String(value)))
    return "is a private key, and was not sent: keep it on your server, and pass the public one";
  return "must be a public key in PEM form that begins with -----BEGIN PUBLIC KEY-----";
}

const judged = <T>(findProblem: (value: unknown) => string | undefined) =>
  z.custom<T>((value) => findProblem(value) === undefined, { error: ({ input }) => findProblem(input) });

const flowJson = () => judged<string | object>(flowJsonProblem);
const categories = () => nonEmptyList(nonEmptyText());

interface DraftFacts {
  publish?: boolean | undefined;
  flow_json?: string | object | undefined;
  clone_flow_id?: string | undefined;
}

export const flowDraft = once(() =>
  z
    .object({
      name: nonEmptyText(),
      categories: categories(),
      flow_json: z.optional(flowJson()),
      publish: z.optional(z.boolean()),
      clone_flow_id: z.optional(nonEmptyText()),
      endpoint_uri: z.optional(httpsUrl()),
    })
    .check(
      rule<DraftFacts>(
        ({ publish, flow_json }) => publish !== true || flow_json !== undefined,
        "needs `flow_json`: publish a copy when you have looked at it",
        ["publish"],
      ),
      rule<DraftFacts>(
        ({ flow_json, clone_flow_id }) => flow_json === undefined || clone_flow_id === undefined,
        "conflicts with `flow_json`: pass one of them",
        ["clone_flow_id"],
      ),
    ),
);
export const flowChanges = once(() =>
  changes({
    name: nonEmptyText(),
    categories: categories(),
    endpoint_uri: httpsUrl(),
    application_id: nonEmptyText(),
  }),
);
export const flowJsonChange = once(() => z.object({ flow_json: flowJson() }));
export const flowFilters = once(() => listFilters({}));
export const flowAssetFilters = once(() => pageFilters({}));
export const flowPreviewOptions = once(() =>
  z.strictObject({
    invalidate: z.optional(z.boolean()),
    interactive: z.optional(z.boolean()),
    flow_token: z.optional(nonEmptyText()),
    flow_action: z.optional(nonEmptyText()),
    flow_action_payload: z.optional(z.looseObject({})),
    phone_number: z.optional(nonEmptyText()),
    debug: z.optional(z.boolean()),
  }),
);
export const flowMigration = once(() =>
  z.object({
    source_waba_id: nonEmptyText(),
    source_flow_names: z.optional(list(nonEmptyText(), 1, 100)),
  }),
);
export const flowPublicKey = once(() => z.object({ business_public_key: judged<string>(publicKeyProblem) }));
