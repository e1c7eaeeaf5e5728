import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { httpUrl, list, nonEmptyText, rule, text } from "./checks.ts";
import type { Open } from "./common.ts";
import { fieldNames } from "./paging.ts";
import { changes, emailAddress, matching } from "./setting-checks.ts";
import { isTemplateFile, type TemplateFile } from "./templates/file.ts";

/** What customers see about the business. */
export interface BusinessProfile {
  about?: string | undefined;
  address?: string | undefined;
  description?: string | undefined;
  email?: string | undefined;
  profile_picture_url?: string | undefined;
  websites?: string[] | undefined;
  vertical?: BusinessVertical | undefined;
}

/** What the business does. */
export type BusinessVertical = Open<
  | "OTHER"
  | "AUTO"
  | "BEAUTY"
  | "APPAREL"
  | "EDU"
  | "ENTERTAIN"
  | "EVENT_PLAN"
  | "FINANCE"
  | "GROCERY"
  | "GOVT"
  | "HOTEL"
  | "HEALTH"
  | "NONPROFIT"
  | "PROF_SERVICES"
  | "RETAIL"
  | "TRAVEL"
  | "RESTAURANT"
  | "ALCOHOL"
  | "ONLINE_GAMBLING"
  | "PHYSICAL_GAMBLING"
  | "OTC_DRUGS"
>;

/** Changes of the profile, one or more. An empty text deletes what was there, except for `about`. */
export interface BusinessProfileChanges {
  /** 1 to 139 characters, below the name. */
  about?: string | undefined;
  /** Up to 256 characters. */
  address?: string | undefined;
  /** Up to 512 characters. */
  description?: string | undefined;
  /** Up to 128 characters. */
  email?: string | undefined;
  /** Up to 2, each with http:// or https:// and up to 256 characters. */
  websites?: readonly string[] | undefined;
  vertical?: BusinessVertical | undefined;
  /** A handle from `media.uploadResumable`, or `file("./logo.png")`, which is uploaded first. */
  profile_picture_handle?: string | TemplateFile | undefined;
}

/** What businesses in India have to publish. */
export interface ComplianceInfo {
  /** 2 to 128 characters. */
  entity_name: string;
  entity_type: Open<
    | "LIMITED_LIABILITY_PARTNERSHIP"
    | "SOLE_PROPRIETORSHIP"
    | "PARTNERSHIP"
    | "PUBLIC_COMPANY"
    | "PRIVATE_COMPANY"
    | "OTHER"
  >;
  /** With `OTHER`, and only then. */
  entity_type_custom?: string | undefined;
  /** With `OTHER` and `PARTNERSHIP`, and only then. */
  is_registered?: boolean | undefined;
  grievance_officer_details: ComplianceContact & { name: string };
  customer_care_details: ComplianceContact;
}

/** How to reach somebody; numbers with a plus and the country code. */
export interface ComplianceContact {
  email: string;
  mobile_number?: string | undefined;
  landline_number?: string | undefined;
}

export const profileFields = [
  "about",
  "address",
  "description",
  "email",
  "profile_picture_url",
  "websites",
  "vertical",
] as const satisfies readonly (keyof BusinessProfile)[];

export const profileSelection = once(() => z.strictObject({ fields: fieldNames() }));

const picture = () =>
  z.custom<string | TemplateFile>(
    (value) => isTemplateFile(value) || (typeof value === "string" && value !== ""),
    { error: 'must be a handle, or a file: file("./logo.png")' },
  );

export const profileChanges = once(() =>
  changes({
    about: text(139),
    address: text(256, { min: 0 }),
    description: text(512, { min: 0 }),
    email: emailAddress(128, { min: 0 }),
    websites: list(httpUrl(256), 0, 2),
    vertical: nonEmptyText(),
    profile_picture_handle: picture(),
  }),
);

const phone = () =>
  z.optional(matching(/^\+[1-9]\d{1,14}$/, "must be a number with a plus and its country code"));

const contact = () =>
  z.object({ email: emailAddress(128), mobile_number: phone(), landline_number: phone() });

type Entity = { entity_type: string; entity_type_custom?: unknown; is_registered?: unknown };

/** A key that only some kinds of entity have, and must have. */
const onlyWith = (key: "entity_type_custom" | "is_registered", ...types: readonly string[]) => [
  rule<Entity>(
    (value) => value[key] !== undefined || !types.includes(value.entity_type),
    `is missing: ${types.join(" and ")} need it`,
    [key],
  ),
  rule<Entity>(
    (value) => value[key] === undefined || types.includes(value.entity_type),
    `goes only with ${types.join(" and ")}`,
    [key],
  ),
];

export const complianceInfo = once(() =>
  z
    .object({
      entity_name: text(128).check(
        z.refine((value) => value.length >= 2, { error: "must have at least 2 characters" }),
      ),
      entity_type: nonEmptyText(),
      entity_type_custom: z.optional(nonEmptyText()),
      is_registered: z.optional(z.boolean()),
      grievance_officer_details: z.extend(contact(), { name: nonEmptyText() }),
      customer_care_details: contact(),
    })
    .check(...onlyWith("entity_type_custom", "OTHER"), ...onlyWith("is_registered", "OTHER", "PARTNERSHIP")),
);
