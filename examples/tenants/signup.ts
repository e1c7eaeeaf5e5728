// What the page posts: connects the tenant, and goes on where an earlier attempt stopped.
import { randomInt, randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import { OnboardingError, type OnboardingProgress, type WhatsAppClient } from "wacloud";
import { readSecret, saveSecret } from "./vault.ts";

/** An attempt that stopped. Its PIN may have reached Meta, though no answer came: from then on, the number has it. */
type Attempt = OnboardingProgress & { pin?: string | undefined };

/** In your product, only somebody who is signed in gets here, and the tenant is theirs. */
export const signup =
  ({ onboarding }: WhatsAppClient): RequestHandler =>
  async ({ body }, response) => {
    // By name: what else a browser sends must not get into `complete`.
    const { code, businessAccountId, phoneNumberId, attempt, staysInApp } = body;
    const earlier = readSecret<Attempt>(`attempt ${attempt}`);
    const begun = earlier ?? { code, businessAccountId, phoneNumberId };
    const chosen = body.pin || earlier?.pin || randomInt(1_000_000);
    const pin = staysInApp ? undefined : String(chosen).padStart(6, "0");
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
      saveSecret(`attempt ${next}`, { ...error.progress, pin });
      response.status(409).json({ step: error.step, attempt: next });
    }
  };
