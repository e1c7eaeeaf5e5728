import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { httpUrl, rule, text } from "./checks.ts";
import type { Open } from "./common.ts";
import { type ListFilters, listFilters } from "./paging.ts";
import { changes, httpsUrl, matching } from "./setting-checks.ts";

/** A form in WhatsApp by which customers subscribe to marketing messages. */
export interface Signup {
  id: string;
  waba_id?: string | undefined;
  signup_message?: string | undefined;
  confirmation_message?: string | undefined;
  privacy_policy_url?: string | undefined;
  promo_code?: string | undefined;
  display_name?: string | undefined;
  website_url?: string | undefined;
  status?: Open<"ACTIVE" | "DISABLED"> | undefined;
}

/** The parts of a form that can be changed. */
interface SignupContent {
  /** Where the form leads, with https. */
  website_url?: string | undefined;
  /** 1 to 50 letters and digits. */
  promo_code?: string | undefined;
  /** 1 to 256 characters. */
  display_name?: string | undefined;
}

/** A form to create. */
export interface NewSignup extends SignupContent {
  /** 1 to 300 characters. */
  signup_message: string;
  /** 1 to 300 characters; `{{promo_code}}` stands for the code. */
  confirmation_message: string;
  /** Cannot be changed later. */
  privacy_policy_url: string;
  /** Accepts Meta's terms: required with the account's first form, refused later. */
  policy?: { tos: string; accepted: boolean } | undefined;
}

/** What to change about a form: at least one of these. */
export interface SignupChanges extends SignupContent {
  status?: Open<"ACTIVE" | "DISABLED"> | undefined;
  /** 1 to 300 characters. */
  signup_message?: string | undefined;
  /** 1 to 300 characters; `{{promo_code}}` stands for the code. */
  confirmation_message?: string | undefined;
}

/** Which forms to list. */
export type SignupFilters<Field extends string = string> = ListFilters<Field>;

const content = () => ({
  website_url: httpsUrl(),
  promo_code: matching(/^[A-Za-z0-9]{1,50}$/, "must be 1 to 50 letters and digits"),
  display_name: text(256),
});

const policy = () => z.object({ tos: z.string(), accepted: z.boolean() });

export const newSignup = once(
  () =>
    z
      .extend(z.partial(z.object({ ...content(), policy: policy() })), {
        signup_message: text(300),
        confirmation_message: text(300),
        privacy_policy_url: httpUrl(),
      })
      .check(
        rule<NewSignup>(
          ({ confirmation_message, promo_code }) =>
            promo_code !== undefined || !confirmation_message.includes("{{promo_code}}"),
          "is missing: `confirmation_message` contains {{promo_code}}",
          ["promo_code"],
        ),
      ) satisfies z.ZodMiniType<NewSignup>,
);
export const signupChanges = once(
  () =>
    changes({
      status: z.string(),
      signup_message: text(300),
      confirmation_message: text(300),
      ...content(),
    }) satisfies z.ZodMiniType<SignupChanges>,
);
export const signupFilters = once(() => listFilters({}));
