import { requestsEndAlone } from "../../utils/runtime.ts";
import type { Clock } from "../clock.ts";
import { SendQueue } from "./send-queue.ts";
import type { RateLimitSettings } from "./send-rate.ts";
import type { CreateScheduler } from "./send-scheduler.ts";
import { SendSlots } from "./send-slots.ts";

/** Schedules within this process only: other processes that send from the same number are not coordinated. */
export function localScheduler(settings: RateLimitSettings, clock: Clock): CreateScheduler {
  const Scheduler = requestsEndAlone() ? SendSlots : SendQueue;
  return () => new Scheduler(settings, clock);
}
