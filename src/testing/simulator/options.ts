import { type Clock, steadyTime, systemClock } from "../../core/clock.ts";
import type { Logger } from "../../types/common.ts";
import { defaults } from "../defaults.ts";
import { MovableClock } from "./clock.ts";
import type { WebhookFunction } from "./exchange.ts";
import type { SimulatorSeed } from "./seed.ts";
import type { WebhookFaults } from "./webhook-faults.ts";

/** Options of a simulator. All have defaults. */
export interface SimulatorOptions {
  /** Id of the business phone number that sends. Default `106540352242922`. */
  phoneNumberId?: string;
  /** The business phone number itself, with `+`. Default `+15550001111`. */
  displayPhoneNumber?: string;
  /** Id of the WhatsApp Business Account. Default `102290129340398`. */
  businessAccountId?: string;
  /** Id of the Meta app, which resumable uploads need. Default `670843887433847`. */
  appId?: string;
  /** The first access token, which has all permissions. `addAccessToken` adds others. */
  accessToken?: string;
  /** Secret that signs webhooks and verifies `appsecret_proof`. */
  appSecret?: string;
  /** Verify token that {@link Simulator.subscribe} sends. Default `simulator-verify-token`. */
  verifyToken?: string;
  /** URL that webhooks are posted to. By default they are only recorded in `webhooks`. */
  webhookUrl?: string;
  /** Receives webhooks in the same process, instead of `webhookUrl`. */
  webhook?: WebhookFunction;
  /**
   * The endpoint of your Flows, here: a URL, or a function in the same process, such as that of `fetchFlow`. Default: the
   * `endpoint_uri` of each Flow.
   */
  flowEndpoint?: string | WebhookFunction | undefined;
  /**
   * Whether the 24-hour window of a new customer is open, as if they had just sent a message. Default false, as at Meta:
   * a customer who has not sent a message to a business number can only receive templates from it.
   */
  openWindow?: boolean;
  /**
   * Where code 131047 appears while the window is closed: in the response, or later in a `failed` status. Default
   * `webhook`, as Meta usually does: the call succeeds, and nothing arrives.
   */
  closedWindow?: "response" | "webhook";
  /** Whether customers read messages as soon as they arrive. Default true. Can be set for each customer. */
  readsAutomatically?: boolean;
  /** Messages per second for each business number, in both directions. More are refused with code 130429. Default 80; `false` for no limit. */
  throughput?: number | false;
  /** Whether each customer can be sent a burst of 45 messages and then one every 6 seconds. More are refused with code 131056. Default true. */
  pairLimit?: boolean;
  /** Time until a new or edited template is reviewed, in milliseconds. Use `false` to decide with `approve` and `reject`. Default 0. */
  reviewTemplatesAfterMs?: number | false;
  /**
   * Time until a new template is available on the marketing endpoint, in milliseconds. Until then, sends are refused
   * with code 134101. Default 0; at Meta it takes up to 10 minutes.
   */
  marketingSyncMs?: number;
  /** Value of the `facebook-api-version` header. Default: the requested version. */
  servedVersion?: string;
  /** Graph API version of the webhook payloads. Up to v23.0, statuses have a `conversation`. Default `v26.0`. */
  webhookVersion?: string;
  /** Delays before each redelivery of a webhook, in milliseconds. Default 100, 200, 400, 800, 1600, 3200. */
  redeliveryPausesMs?: readonly number[];
  /** Time the app has to answer a webhook, in milliseconds. Default 10,000. */
  webhookTimeoutMs?: number;
  /** Whether events that are waiting are sent together in one webhook. Default false. */
  batchWebhooks?: boolean;
  /** What goes wrong with webhooks on the way: copies and disorder. Default: nothing. Can be changed while it runs. */
  webhookFaults?: WebhookFaults;
  /** Whether calls without `appsecret_proof` are refused. Default false. */
  requireAppSecretProof?: boolean;
  /**
   * Whether the account has access to Direct Send (`category` on a message), and with it a messaging limit of 100,000.
   * Default: a number whose `whatsapp_business_manager_messaging_limit` is `TIER_100K` or `TIER_UNLIMITED` can send
   * utility messages so, as at Meta; others, and one-time codes, are refused.
   */
  directSend?: boolean;
  /**
   * Whether the app is the escalation partner, which may take threads of other responders, and does so with a service
   * message. With `false`, both are refused: 2494191 and 131070. Default true.
   */
  isEscalationPartner?: boolean;
  /**
   * Countries, as two capital letters, to which templates with a max price are refused with code 131065. Default none:
   * Meta does not list them.
   */
  countriesWithoutMaxPrice?: readonly string[];
  /** Whether the business is verified: its accounts then hold 6,000 templates instead of 250. Default false. */
  isVerified?: boolean;
  /** Whether template insights can be enabled. With `false`, that is refused with code 200005. Default true. */
  insights?: boolean;
  /**
   * Whether the review also rejects a template with the same language, body and footer as another template of the
   * account, as Meta does. Default false, because tests often repeat texts.
   */
  strictReview?: boolean;
  /**
   * What the simulator holds from the start: accounts, numbers, tokens, customers, templates, groups. A plain object,
   * which can come from a JSON file. Default: one number, two templates, no customers.
   */
  seed?: SimulatorSeed;
  /**
   * File that keeps everything {@link Simulator.snapshot} has, across restarts. Calls are answered, and webhooks posted,
   * once what they say is in the file, so a process that is killed loses nothing it answered. If the file exists, the
   * simulator goes on with it, and `seed` counts only after a `reset()`. Needs Node.js, Bun or Deno. Default: none.
   */
  stateFile?: string;
  /** Source of time and randomness. Default: the system's. */
  clock?: Clock;
  /**
   * Where the simulator says what a test would otherwise search for: a window that is shut, a recipient that Meta loses,
   * a webhook that nobody takes. Each is said once. Default: the console.
   *
   * @example
   * createSimulator({ logger: { warn: () => undefined } }); // says nothing
   */
  logger?: Pick<Logger, "warn">;
}

/** All options, with their defaults applied. */
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
  directSend: boolean | undefined;
  isEscalationPartner: boolean;
  countriesWithoutMaxPrice: readonly string[];
  isVerified: boolean;
  insights: boolean;
  strictReview: boolean;
  clock: MovableClock;
  logger: Pick<Logger, "warn">;
}

export function resolveSettings(options: SimulatorOptions): SimulatorSettings {
  return {
    phoneNumberId: options.phoneNumberId ?? defaults.phoneNumberId,
    displayPhoneNumber: (options.displayPhoneNumber ?? defaults.displayPhoneNumber).replace(/\D/g, ""),
    businessAccountId: options.businessAccountId ?? defaults.businessAccountId,
    appId: options.appId ?? defaults.appId,
    appSecret: options.appSecret ?? defaults.appSecret,
    verifyToken: options.verifyToken ?? defaults.verifyToken,
    openWindow: options.openWindow ?? false,
    closedWindow: options.closedWindow ?? "webhook",
    readsAutomatically: options.readsAutomatically ?? true,
    throughput: options.throughput === false ? Number.POSITIVE_INFINITY : (options.throughput ?? 80),
    pairLimit: options.pairLimit ?? true,
    reviewTemplatesAfterMs: options.reviewTemplatesAfterMs ?? 0,
    marketingSyncMs: options.marketingSyncMs ?? 0,
    servedVersion: options.servedVersion,
    webhookVersion: options.webhookVersion ?? "v26.0",
    redeliveryPausesMs: options.redeliveryPausesMs ?? [100, 200, 400, 800, 1600, 3200],
    webhookTimeoutMs: options.webhookTimeoutMs ?? 10_000,
    batchWebhooks: options.batchWebhooks ?? false,
    requireAppSecretProof: options.requireAppSecretProof ?? false,
    directSend: options.directSend,
    isEscalationPartner: options.isEscalationPartner ?? true,
    countriesWithoutMaxPrice: options.countriesWithoutMaxPrice ?? [],
    isVerified: options.isVerified ?? false,
    insights: options.insights ?? true,
    strictReview: options.strictReview ?? false,
    clock: new MovableClock(options.clock ?? { ...systemClock, now: steadyTime() }),
    logger: options.logger ?? console,
  };
}
