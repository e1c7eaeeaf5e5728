import { type Clock, systemClock } from "../../core/clock.ts";
import { defaults } from "../defaults.ts";
import { MovableClock } from "./clock.ts";
import type { WebhookFunction } from "./webhooks.ts";

/** How a simulator is set up. Everything has a default. */
export interface SimulatorOptions {
  /** The business phone number id that sends. Default `106540352242922`. */
  phoneNumberId?: string;
  /** The business phone number itself, with plus. Default `+15550001111`. */
  displayPhoneNumber?: string;
  /** The id of the WhatsApp Business Account. Default `102290129340398`. */
  businessAccountId?: string;
  /** The id of the Meta app, which takes resumable uploads. Default `670843887433847`. */
  appId?: string;
  /** The only token that is accepted. */
  accessToken?: string;
  /** Signs webhooks and checks `appsecret_proof`. */
  appSecret?: string;
  /** What {@link Simulator.subscribe} sends as verify token. Default `simulator-verify-token`. */
  verifyToken?: string;
  /** Where webhooks are posted. Default: nowhere; they are only recorded in `deliveries`. */
  webhookUrl?: string;
  /** Takes webhooks without a socket, instead of `webhookUrl`. */
  webhook?: WebhookFunction;
  /**
   * Whether a customer counts as having written the moment the simulator first sees them, so that any message may be
   * sent for the next 24 hours. With `false`, only templates reach a customer who has not written yet. Default true.
   */
  openWindow?: boolean;
  /**
   * Where code 131047 appears once the 24 hours are over: at once in the answer, or later in a `failed` status, which
   * is what Meta does most of the time. Default `response`.
   */
  closedWindow?: "response" | "webhook";
  /** Whether customers read what they receive at once. Default true; each customer can differ. */
  readsAutomatically?: boolean;
  /** Messages per second and business number, in both directions; more gives code 130429. Default 80; `false` for no limit. */
  throughput?: number | false;
  /** Whether one customer takes a burst of 45 messages and then one in 6 seconds; more gives code 131056. Default true. */
  pairLimit?: boolean;
  /** How long a template is reviewed before it is approved, in milliseconds; `false` to decide with `approve` and `reject`. Default 50. */
  reviewTemplatesAfterMs?: number | false;
  /**
   * How long a new template is on its way to the marketing endpoint, which answers with code 134101 meanwhile, in
   * milliseconds. Default 0; Meta takes up to 10 minutes.
   */
  marketingSyncMs?: number;
  /** What the header `facebook-api-version` says. Default: the requested version. */
  servedVersion?: string;
  /** Graph version of the webhook payloads: up to v23.0 statuses carry a `conversation`. Default `v25.0`. */
  webhookVersion?: string;
  /** Pauses before each redelivery of a webhook, in milliseconds. Default 100, 200, 400, 800, 1600, 3200. */
  redeliveryPausesMs?: readonly number[];
  /** How long the app may take to answer a webhook, in milliseconds. Default 10 000. */
  webhookTimeoutMs?: number;
  /** Whether events that wait together travel in one webhook. Default false. */
  batchWebhooks?: boolean;
  /** Whether calls without `appsecret_proof` are refused. Default false. */
  requireAppSecretProof?: boolean;
  /** Whether the account may use Direct Send (`category` on a message). Default false. */
  directSend?: boolean;
  /** Whether the business is verified: an account then holds 6 000 templates instead of 250. Default false. */
  isVerified?: boolean;
  /** Whether template insights can be switched on; without, code 200005. Default true. */
  insights?: boolean;
  /**
   * Whether the review also rejects a template whose body and footer say what another one of the account says in the
   * same language, as Meta's does. Default false: tests repeat themselves.
   */
  strictReview?: boolean;
  /** Time and chance. Default: the real ones. */
  clock?: Clock;
}

/** All options, none missing. */
export interface SimulatorSettings {
  phoneNumberId: string;
  displayPhoneNumber: string;
  businessAccountId: string;
  appId: string;
  appSecret: string;
  verifyToken: string;
  openWindow: boolean;
  closedWindow: "response" | "webhook";
  readsAutomatically: boolean;
  throughput: number;
  pairLimit: boolean;
  reviewTemplatesAfterMs: number | false;
  marketingSyncMs: number;
  servedVersion: string | undefined;
  webhookVersion: string;
  redeliveryPausesMs: readonly number[];
  webhookTimeoutMs: number;
  batchWebhooks: boolean;
  requireAppSecretProof: boolean;
  directSend: boolean;
  isVerified: boolean;
  insights: boolean;
  strictReview: boolean;
  clock: MovableClock;
}

/** Never runs backwards, so that rates can be told from it. */
const steadyClock: Clock = { ...systemClock, now: () => performance.timeOrigin + performance.now() };

export function resolveSettings(options: SimulatorOptions): SimulatorSettings {
  return {
    phoneNumberId: options.phoneNumberId ?? defaults.phoneNumberId,
    displayPhoneNumber: (options.displayPhoneNumber ?? defaults.displayPhoneNumber).replace(/\D/g, ""),
    businessAccountId: options.businessAccountId ?? defaults.businessAccountId,
    appId: options.appId ?? defaults.appId,
    appSecret: options.appSecret ?? defaults.appSecret,
    verifyToken: options.verifyToken ?? defaults.verifyToken,
    openWindow: options.openWindow ?? true,
    closedWindow: options.closedWindow ?? "response",
    readsAutomatically: options.readsAutomatically ?? true,
    throughput: options.throughput === false ? Number.POSITIVE_INFINITY : (options.throughput ?? 80),
    pairLimit: options.pairLimit ?? true,
    reviewTemplatesAfterMs: options.reviewTemplatesAfterMs ?? 50,
    marketingSyncMs: options.marketingSyncMs ?? 0,
    servedVersion: options.servedVersion,
    webhookVersion: options.webhookVersion ?? "v25.0",
    redeliveryPausesMs: options.redeliveryPausesMs ?? [100, 200, 400, 800, 1600, 3200],
    webhookTimeoutMs: options.webhookTimeoutMs ?? 10_000,
    batchWebhooks: options.batchWebhooks ?? false,
    requireAppSecretProof: options.requireAppSecretProof ?? false,
    directSend: options.directSend ?? false,
    isVerified: options.isVerified ?? false,
    insights: options.insights ?? true,
    strictReview: options.strictReview ?? false,
    clock: new MovableClock(options.clock ?? steadyClock),
  };
}
