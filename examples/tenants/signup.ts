// What the page posts: connects the tenant, and goes on where an earlier attempt stopped.
import { randomInt, randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import { OnboardingError, type OnboardingProgress, type WhatsAppClient } from "wacloud";
import { readSecret, saveSecret } from "./vault.ts";

/** In your product, only somebody who is signed in gets here, and the tenant is theirs. */
export const signup =
  ({ onboarding }: WhatsAppClient): RequestHandler =>
  async ({ body }, response) => {
    // By name: what else a browser sends must not get into `complete`.
    const { code, businessAccountId, phoneNumberId, attempt, staysInApp } = body;
    const earlier = readSecret<OnboardingProgress>(`attempt ${attempt}`);
    const begun = earlier ?? { code, businessAccountId, phoneNumberId };
    const pin = staysInApp ? undefined : String(body.pin ?? randomInt(1_000_000)).padStart(6, "0");
    try {
      const tenant = await onboarding.complete({ ...begun, pin });
      saveSecret(tenant.businessAccountId, { ...tenant, pin });
      saveSecret(`attempt ${attempt}`, undefined);
      response.json({ phoneNumberId: tenant.phoneNumberId });
    } catch (error) {
      console.warn("not connected:", error); // without tokens, codes and PINs
      if (!(error instanceof OnboardingError)) return void response.status(400).json({ step: "exchange" });
      const next = randomUUID();
      saveSecret(`attempt ${attempt}`, undefined);
      saveSecret(`attempt ${next}`, error.progress);
      response.status(409).json({ step: error.step, attempt: next });
    }
  };
