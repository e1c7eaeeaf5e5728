import * as z from "zod/mini";
import { list, rule, text } from "../checks.ts";
import { once } from "../once.ts";

/** The limits of single fields; how components go together is Meta's to judge. */
const label = () => z.optional(text(25));

const button = () =>
  z.object({
    type: text(50),
    text: label(),
    url: z.optional(text(2000)),
    phone_number: z.optional(text(20)),
    autofill_text: label(),
    supported_apps: z.optional(
      list(
        z.object({
          package_name: text(224),
          signature_hash: z
            .string()
            .check(z.regex(/^[A-Za-z0-9+/=]{11}$/, { error: "must have exactly 11 characters" })),
        }),
        1,
        5,
      ),
    ),
  });

/** `type` may be written in either case. */
const isType = (type: string) =>
  z.string().check(z.refine((value) => value.toUpperCase() === type, { error: `must be ${type}` }));

const header = () =>
  z
    .object({ type: isType("HEADER"), format: text(50), text: z.optional(text(60)) })
    .check(
      rule<{ format: string; text?: string | undefined }>(
        ({ format, text: words }) => format.toUpperCase() !== "TEXT" || words !== undefined,
        "is missing: a text header needs a text",
        ["text"],
      ),
    );
const body = () => z.object({ type: isType("BODY"), text: z.optional(text(1024)) });
const footer = () =>
  z.object({
    type: isType("FOOTER"),
    text: z.optional(text(60)),
    code_expiration_minutes: z.optional(
      z
        .int({ error: "must be whole minutes" })
        .check(z.minimum(1, { error: "must be at least 1" }), z.maximum(90, { error: "must be at most 90" })),
    ),
  });
const buttons = () => z.object({ type: isType("BUTTONS"), buttons: list(button(), 1, 10) });
const carousel = () =>
  z.object({
    type: isType("CAROUSEL"),
    cards: list(z.object({ components: z.array(z.union([header(), body(), buttons()])) }), 1, 10),
  });
const offer = () =>
  z.object({ type: isType("LIMITED_TIME_OFFER"), limited_time_offer: z.object({ text: text(16) }) });

const known = new Set(["HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER"]);
/** A component that is new at Meta passes. */
const other = () =>
  z.object({
    type: text(50).check(
      z.refine((value) => !known.has(value.toUpperCase()), { error: "does not look as documented" }),
    ),
  });

const component = () => z.union([header(), body(), footer(), buttons(), carousel(), offer(), other()]);

const changes = () => ({
  components: z.optional(list(component(), 1, 10)),
  category: z.optional(text(50)),
  message_send_ttl_seconds: z.optional(
    z.int({ error: "must be whole seconds" }).check(
      z.refine((seconds) => seconds === -1 || (seconds >= 30 && seconds <= 2_592_000), {
        error: "must be 30 to 2592000, or -1 for 30 days",
      }),
    ),
  ),
});

export const templateChangesSchema = once(() => z.object(changes()));

export const templateDefinitionSchema = once(() =>
  z
    .object({
      ...changes(),
      name: text(512).check(
        z.regex(/^[a-z0-9_]+$/, { error: "must consist of lower-case letters, digits and underscores" }),
      ),
      language: z
        .string()
        .check(z.regex(/^[a-z]{2,3}(_[A-Z]{2,3})?$/, { error: "must be a code such as en or en_US" })),
      category: text(50),
      library_template_name: z.optional(text(512)),
    })
    .check(
      rule<{ components?: unknown; library_template_name?: unknown }>(
        ({ components, library_template_name }) =>
          components !== undefined || library_template_name !== undefined,
        "is missing: a template has at least a BODY",
        ["components"],
      ),
    ),
);
