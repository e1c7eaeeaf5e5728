import { ApiError, ConnectionError, isWhatsAppError } from "../../errors.ts";
import type { BlockCode, SyncProgress } from "../../types/templates/sync.ts";

/** One of Meta's rules that prevents a step. */
export interface Block {
  code: BlockCode;
  reason: string;
  retryAfterMs?: number | undefined;
}

/** By error number, which Meta sends as a code or a subcode. */
const blocks: Readonly<Record<number, BlockCode>> = {
  2388019: "template-limit",
  2388023: "name-locked",
  2388024: "exists",
  2388039: "edit-limit",
  2388318: "direct-send",
  2388330: "direct-send",
};

/** The reason why Meta refused a step, if waiting or another definition can resolve it. */
export function findBlock(error: unknown, action: SyncProgress["action"]): Block | undefined {
  if (!isWhatsAppError(error) || !(error instanceof ApiError)) return undefined;
  const { code, subcode, hint, retryAfterMs } = error;
  const known = blocks[subcode ?? 0] ?? blocks[code ?? 0];
  const time = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (known !== undefined) return { code: known, reason: hint, ...time };
  return action === "create" && error.category === "throttled"
    ? { code: "hourly-limit", reason: hint, ...time }
    : undefined;
}

/** Whether all remaining steps would fail, too. */
export const isHopeless = (error: unknown): boolean =>
  isWhatsAppError(error) &&
  (error instanceof ConnectionError ||
    (error instanceof ApiError && ["auth", "permission", "throttled"].includes(error.category)));
