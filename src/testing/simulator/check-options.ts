import { didYouMean } from "../../utils/edit-distance.ts";
import { log } from "../../utils/log.ts";
import type { SimulatorOptions } from "./options.ts";

const known: Readonly<Record<keyof SimulatorOptions, true>> = {
  phoneNumberId: true,
  displayPhoneNumber: true,
  businessAccountId: true,
  appId: true,
  accessToken: true,
  appSecret: true,
  verifyToken: true,
  webhookUrl: true,
  webhook: true,
  flowEndpoint: true,
  openWindow: true,
  closedWindow: true,
  readsAutomatically: true,
  throughput: true,
  pairLimit: true,
  reviewTemplatesAfterMs: true,
  marketingSyncMs: true,
  servedVersion: true,
  webhookVersion: true,
  redeliveryPausesMs: true,
  webhookTimeoutMs: true,
  batchWebhooks: true,
  webhookFaults: true,
  requireAppSecretProof: true,
  directSend: true,
  isEscalationPartner: true,
  countriesWithoutMaxPrice: true,
  isVerified: true,
  insights: true,
  strictReview: true,
  seed: true,
  stateFile: true,
  clock: true,
  logger: true,
};

/** Says what a misspelled option probably meant. Others may be anything: options are spread from elsewhere, too. */
export function checkOptions(options: SimulatorOptions): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(known, name)) continue;
    const meant = didYouMean(name, Object.keys(known));
    if (meant === undefined) continue;
    log(options.logger ?? console, "warn", `\`${name}\` is not an option of createSimulator. ${meant}`);
  }
}
