import type { FlowProblem } from "./rules/flow-json.ts";

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
