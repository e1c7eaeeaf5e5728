import * as z from "zod/mini";
import { list, rule, text } from "../checks.ts";
import type { Open } from "../common.ts";
import { dayPattern } from "../patterns.ts";

/** A text. */
export interface TextContent {
  /** 1 to 4096 characters. */
  body: string;
  /** Whether to show a preview of the first link. */
  preview_url?: boolean | undefined;
}

/** A location. */
export interface LocationContent {
  /** Decimal degrees. */
  latitude: number | string;
  /** Decimal degrees. */
  longitude: number | string;
  /** The name of the place. */
  name?: string | undefined;
  /** The address, shown below the name. */
  address?: string | undefined;
}

/** A contact card. */
export interface ContactCard {
  /** `formatted_name` is the one shown. */
  name: {
    formatted_name: string;
    first_name?: string | undefined;
    last_name?: string | undefined;
    middle_name?: string | undefined;
    suffix?: string | undefined;
    prefix?: string | undefined;
  };
  /** With a `wa_id` the card shows Message and Save buttons, otherwise Invite. */
  phones?:
    | {
        phone?: string | undefined;
        type?: Open<"HOME" | "WORK" | "CELL"> | undefined;
        wa_id?: string | undefined;
      }[]
    | undefined;
  /** Email addresses. */
  emails?: { email?: string | undefined; type?: Open<"HOME" | "WORK"> | undefined }[] | undefined;
  /** Postal addresses. */
  addresses?:
    | {
        street?: string | undefined;
        city?: string | undefined;
        state?: string | undefined;
        zip?: string | undefined;
        country?: string | undefined;
        country_code?: string | undefined;
        type?: Open<"HOME" | "WORK"> | undefined;
      }[]
    | undefined;
  /** Where the person works. */
  org?:
    | { company?: string | undefined; department?: string | undefined; title?: string | undefined }
    | undefined;
  /** Web addresses. */
  urls?: { url?: string | undefined; type?: Open<"HOME" | "WORK"> | undefined }[] | undefined;
  /** `YYYY-MM-DD`. */
  birthday?: string | undefined;
}

/** A reaction; an empty `emoji` removes it. */
export interface ReactionContent {
  /** The message to react to, at most 30 days old. */
  message_id: string;
  /** One emoji, or an empty string. */
  emoji: string;
}

/** Pins a message in a group, or unpins it. */
export interface PinContent {
  /** Whether to pin or to unpin. */
  type: "pin" | "unpin";
  /** The message to pin or unpin. */
  message_id: string;
  /** 1 to 30; required to pin. */
  expiration_days?: number | undefined;
}

export const textContent = () =>
  z.object({ body: text(4096), preview_url: z.optional(z.boolean()) }) satisfies z.ZodMiniType<TextContent>;

const degrees = (most: number) => {
  const inRange = (value: number | string) => value !== "" && Math.abs(Number(value)) <= most;
  return z
    .union([z.number(), z.string()])
    .check(z.refine(inRange, { error: `must be decimal degrees between -${most} and ${most}` }));
};

export const locationContent = () =>
  z.object({
    latitude: degrees(90),
    longitude: degrees(180),
    name: z.optional(z.string()),
    address: z.optional(z.string()),
  }) satisfies z.ZodMiniType<LocationContent>;

const words = <Keys extends string>(...keys: Keys[]) =>
  z.object(
    Object.fromEntries(keys.map((key) => [key, z.optional(z.string())])) as Record<
      Keys,
      z.ZodMiniOptional<z.ZodMiniString>
    >,
  );

const contactCard = () =>
  z.object({
    name: z.object({
      formatted_name: text(1024),
      first_name: z.optional(z.string()),
      last_name: z.optional(z.string()),
      middle_name: z.optional(z.string()),
      suffix: z.optional(z.string()),
      prefix: z.optional(z.string()),
    }),
    phones: z.optional(z.array(words("phone", "type", "wa_id"))),
    emails: z.optional(z.array(words("email", "type"))),
    addresses: z.optional(
      z.array(words("street", "city", "state", "zip", "country", "country_code", "type")),
    ),
    org: z.optional(words("company", "department", "title")),
    urls: z.optional(z.array(words("url", "type"))),
    birthday: z.optional(z.string().check(z.regex(dayPattern, { error: "must be a date like 1990-12-31" }))),
  }) satisfies z.ZodMiniType<ContactCard>;

export const contactsContent = () => list(contactCard(), 1, 257);

/** A single grapheme that is not a letter or digit: future emoji must pass, words must not. */
function isEmoji(value: string): boolean {
  if (value === "") return true;
  const graphemes = [...new Intl.Segmenter().segment(value)];
  return graphemes.length === 1 && !/^[\p{L}\p{N}\p{Z}]$/u.test(value);
}

export const reactionContent = () =>
  z.object({
    message_id: text(512),
    emoji: z
      .string()
      .check(z.refine(isEmoji, { error: "must be a single emoji, or empty to remove the reaction" })),
  }) satisfies z.ZodMiniType<ReactionContent>;

export const pinContent = () =>
  z
    .object({
      type: z.enum(["pin", "unpin"]),
      message_id: text(512),
      expiration_days: z.optional(
        z
          .int({ error: "must be a whole number of days" })
          .check(
            z.minimum(1, { error: "must be at least 1" }),
            z.maximum(30, { error: "must be at most 30" }),
          ),
      ),
    })
    .check(
      rule<PinContent>(
        ({ type, expiration_days }) => type === "unpin" || expiration_days !== undefined,
        "is missing: pass 1 to 30 days to pin a message",
        ["expiration_days"],
      ),
    ) satisfies z.ZodMiniType<PinContent>;
