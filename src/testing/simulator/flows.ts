import type { FlowProblem } from "./rules/flow-json.ts";
import type { Outbox } from "./webhooks.ts";

/** A Flow of an account. */
export interface StoredFlow {
  id: string;
  businessAccountId: string;
  name: string;
  status: "DRAFT" | "PUBLISHED" | "DEPRECATED";
  categories: string[];
  /** Its JSON, as it arrived. */
  json: string;
  /** Why it cannot be published. */
  problems: FlowProblem[];
  endpointUri?: string;
  applicationId?: string;
  /** Changes with each new address of its preview. */
  previews: number;
  /** Milliseconds. */
  updatedAt: number;
}

/** Changes the status of a Flow, and tells the app. */
export function setFlowStatus(
  { outbox }: { outbox: Outbox },
  flow: StoredFlow,
  status: StoredFlow["status"],
  { isNew = false } = {},
): void {
  const { id: flow_id, name, status: old_status, businessAccountId } = flow;
  flow.status = status;
  if (!isNew && status === old_status) return;
  const change = isNew
    ? { message: `Flow ${name} was created`, new_status: status }
    : {
        message: `Flow ${name} changed status from ${old_status} to ${status}`,
        old_status,
        new_status: status,
      };
  const value = { event: "FLOW_STATUS_CHANGE", flow_id, ...change };
  outbox.postLater({ field: "flows", value }, businessAccountId);
}
