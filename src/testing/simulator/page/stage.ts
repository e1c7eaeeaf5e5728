import type { Failure, FailureHandle } from "../http/failures.ts";
import type { RequestRecord } from "../http/request-record.ts";
import type { SimulatorClock } from "../simulator-clock.ts";
import type { State } from "../state.ts";
import type { TemplateReviewer } from "../templates/reviewer.ts";
import type { UserFacts } from "../user-facts.ts";
import type { VirtualUser } from "../virtual-user.ts";
import type { SimulatedWebhook } from "../webhooks.ts";

/** What the page needs of a simulator. */
export interface Stage
  extends Pick<TemplateReviewer, "approve" | "reject" | "pause" | "unpause" | "disable"> {
  readonly state: State;
  readonly requests: readonly RequestRecord[];
  user(address: string, facts?: UserFacts): VirtualUser;
  fail(failure: Failure): FailureHandle;
  recover(): void;
  readonly clock: SimulatorClock;
  redeliver(webhook: SimulatedWebhook): Promise<void>;
  subscribe(url: string): Promise<void>;
  reset(): Promise<void>;
  save(): Promise<void>;
}
