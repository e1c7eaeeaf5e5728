import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list, nonEmptyText, text, wholeNumber } from "../checks.ts";
import { type OtpButton, otpSchema, type TemplateButton, templateButtonSchema } from "./buttons.ts";
import { capitals } from "./capitals.ts";
import { byKind, choose, textOr, word } from "./checks.ts";
import { isTemplateFile, type TemplateFile } from "./file.ts";
import type { UnknownKind } from "./values.ts";

/** A sample value of a named placeholder. */
export interface NamedExample {
  param_name: string;
  example: string;
}

/** A line of text above the message. */
export interface TextHeader {
  type: "HEADER";
  format: "TEXT";
  /** 1 to 60 characters, at most one placeholder, no markdown. */
  text: string;
  /** A sample of the placeholder; required if there is one. */
  example?:
    | {
        /** For `{{1}}`. */
        header_text?: readonly string[] | undefined;
        /** For `{{first_name}}`. */
        header_text_named_params?: readonly NamedExample[] | undefined;
      }
    | undefined;
}

/** A file above the message. `GIF` is a looping MP4 video; Marketing Messages API only. */
export interface MediaHeader {
  type: "HEADER";
  format: "IMAGE" | "VIDEO" | "DOCUMENT" | "GIF";
  example: {
    /**
     * One file, `file("./sample.jpg")`, which is uploaded with the template; or a handle from
     * `media.uploadResumable`. A media id does not work, nor does the URL that Meta returns for a template.
     */
    header_handle: readonly (string | TemplateFile)[];
  };
}

/** A map above the message; the place is passed when the template is sent. */
export interface LocationHeader {
  type: "HEADER";
  format: "LOCATION";
}

/** A product above the message; it is passed when the template is sent. */
export interface ProductHeader {
  type: "HEADER";
  format: "PRODUCT";
}

/** A header that Meta has added since this version; sent unchecked. */
export interface UnknownHeader {
  type: "HEADER";
  format: UnknownKind;
  [key: string]: unknown;
}

/** The part above the message: text, a file, a map or a product. */
export type TemplateHeader = TextHeader | MediaHeader | LocationHeader | ProductHeader | UnknownHeader;

/** The message itself. Every template has one. */
export interface TemplateBody {
  type: "BODY";
  /** 1 to 1024 characters; 600 with a limited-time offer, 160 in a card or with a single product. */
  text: string;
  /** A sample of each placeholder; required if there are any. */
  example?:
    | {
        /** For `{{1}}`, `{{2}}`: one list of values inside a list; for `{{1}}` alone, Meta also accepts a plain string. */
        body_text?: string | readonly (readonly string[])[] | undefined;
        /** For `{{first_name}}`. */
        body_text_named_params?: readonly NamedExample[] | undefined;
      }
    | undefined;
}

/** The fixed text of an authentication template. */
export interface AuthenticationBody {
  type: "BODY";
  /** Adds a line that asks not to share the code. */
  add_security_recommendation?: boolean | undefined;
}

/** Small text below the message. */
export interface TemplateFooter {
  type: "FOOTER";
  /** 1 to 60 characters, no placeholders. */
  text: string;
}

/** How long the code of an authentication template is valid, shown below it. */
export interface AuthenticationFooter {
  type: "FOOTER";
  /** 1 to 90. */
  code_expiration_minutes: number;
}

/** Up to 10 buttons; quick replies must be next to each other. */
export interface TemplateButtons {
  type: "BUTTONS";
  buttons: readonly TemplateButton[];
}

/** The one button of an authentication template. */
export interface AuthenticationButtons {
  type: "BUTTONS";
  buttons: readonly OtpButton[];
}

/** A part of a card: an image, a video or a product, text of up to 160 characters, 1 or 2 buttons. */
export type TemplateCardComponent = TemplateHeader | TemplateBody | TemplateButtons | UnknownComponent;

/** A card of a carousel. */
export interface TemplateCard {
  components: readonly TemplateCardComponent[];
}

/** 2 to 10 cards, all with the same parts. */
export interface TemplateCarousel {
  type: "CAROUSEL";
  cards: readonly TemplateCard[];
}

/** An offer that ends, with a countdown if `has_expiration` is set. */
export interface LimitedTimeOffer {
  type: "LIMITED_TIME_OFFER";
  limited_time_offer: {
    /** 1 to 16 characters. */
    text: string;
    has_expiration?: boolean | undefined;
  };
}

/** Asks the customer whether the business may call. */
export interface CallPermissionRequest {
  type: "CALL_PERMISSION_REQUEST";
}

/** A component that Meta has added since this version; sent unchecked. */
export interface UnknownComponent {
  type: UnknownKind;
  [key: string]: unknown;
}

/**
 * A component of a new marketing or utility template.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
 */
export type TemplateComponent =
  | TemplateHeader
  | TemplateBody
  | TemplateFooter
  | TemplateButtons
  | TemplateCarousel
  | LimitedTimeOffer
  | CallPermissionRequest
  | UnknownComponent;

/** A component of a new authentication template. */
export type AuthenticationComponent =
  | AuthenticationBody
  | AuthenticationFooter
  | AuthenticationButtons
  | UnknownComponent;

const namedExampleSchema = once(
  () =>
    z.object({ param_name: nonEmptyText(), example: nonEmptyText() }) satisfies z.ZodMiniType<NamedExample>,
);

const textHeaderSchema = once(
  () =>
    z.object({
      type: word("HEADER"),
      format: word("TEXT"),
      text: text(60),
      example: z.optional(
        z.object({
          header_text: z.optional(list(nonEmptyText(), 1, 1)),
          header_text_named_params: z.optional(list(namedExampleSchema(), 1, 1)),
        }),
      ),
    }) satisfies z.ZodMiniType<TextHeader>,
);

/** A handle, or a file to upload. */
const sampleSchema = once(() =>
  z.custom<string | TemplateFile>(
    (value) => isTemplateFile(value) || (typeof value === "string" && value !== ""),
    { error: "must be an upload handle or file(…)" },
  ),
);

const mediaHeaderSchema = once(
  () =>
    z.object({
      type: word("HEADER"),
      format: word("IMAGE", "VIDEO", "DOCUMENT", "GIF"),
      example: z.object({ header_handle: list(sampleSchema(), 1, 1) }),
    }) satisfies z.ZodMiniType<MediaHeader>,
);

const locationHeaderSchema = once(
  () => z.object({ type: word("HEADER"), format: word("LOCATION") }) satisfies z.ZodMiniType<LocationHeader>,
);

const productHeaderSchema = once(
  () => z.object({ type: word("HEADER"), format: word("PRODUCT") }) satisfies z.ZodMiniType<ProductHeader>,
);

const headerSchema = once(() =>
  byKind<TemplateHeader>(
    "format",
    {
      TEXT: textHeaderSchema(),
      IMAGE: mediaHeaderSchema(),
      VIDEO: mediaHeaderSchema(),
      DOCUMENT: mediaHeaderSchema(),
      GIF: mediaHeaderSchema(),
      LOCATION: locationHeaderSchema(),
      PRODUCT: productHeaderSchema(),
    },
    z.object({ format: z.string() }),
  ),
);

/** A body; cards have a shorter one. */
const bodyUpTo = (max: number) =>
  z.object({
    type: word("BODY"),
    text: text(max),
    example: z.optional(
      z.object({
        body_text: z.optional(textOr(list(z.array(nonEmptyText()), 1, 1))),
        body_text_named_params: z.optional(z.array(namedExampleSchema())),
      }),
    ),
  }) satisfies z.ZodMiniType<TemplateBody>;

const bodySchema = once(() => bodyUpTo(1024));

const authenticationBodySchema = once(
  () =>
    z.object({
      type: word("BODY"),
      add_security_recommendation: z.optional(z.boolean()),
    }) satisfies z.ZodMiniType<AuthenticationBody>,
);

const footerSchema = once(
  () => z.object({ type: word("FOOTER"), text: text(60) }) satisfies z.ZodMiniType<TemplateFooter>,
);

const authenticationFooterSchema = once(
  () =>
    z.object({
      type: word("FOOTER"),
      code_expiration_minutes: wholeNumber(1, 90),
    }) satisfies z.ZodMiniType<AuthenticationFooter>,
);

const buttonsUpTo = (max: number) =>
  z.object({
    type: word("BUTTONS"),
    buttons: list(templateButtonSchema(), 1, max),
  }) satisfies z.ZodMiniType<TemplateButtons>;

const buttonsSchema = once(() => buttonsUpTo(10));

const authenticationButtonsSchema = once(
  () =>
    z.object({
      type: word("BUTTONS"),
      buttons: list(otpSchema(), 1, 1),
    }) satisfies z.ZodMiniType<AuthenticationButtons>,
);

const nameless = once(() => z.object({ type: z.string() }));

const cardComponentSchema = once(() =>
  byKind<TemplateCardComponent>(
    "type",
    { HEADER: headerSchema(), BODY: bodyUpTo(160), BUTTONS: buttonsUpTo(2) },
    nameless(),
  ),
);

const carouselSchema = once(() => {
  const card = z.object({
    components: z.array(cardComponentSchema()),
  }) satisfies z.ZodMiniType<TemplateCard>;
  return z.object({
    type: word("CAROUSEL"),
    cards: list(card, 2, 10),
  }) satisfies z.ZodMiniType<TemplateCarousel>;
});

const limitedTimeOfferSchema = once(
  () =>
    z.object({
      type: word("LIMITED_TIME_OFFER"),
      limited_time_offer: z.object({ text: text(16), has_expiration: z.optional(z.boolean()) }),
    }) satisfies z.ZodMiniType<LimitedTimeOffer>,
);

const callPermissionRequestSchema = once(
  () => z.object({ type: word("CALL_PERMISSION_REQUEST") }) satisfies z.ZodMiniType<CallPermissionRequest>,
);

const standardSchemas = once(() => ({
  HEADER: headerSchema(),
  BODY: bodySchema(),
  FOOTER: footerSchema(),
  BUTTONS: buttonsSchema(),
  CAROUSEL: carouselSchema(),
  LIMITED_TIME_OFFER: limitedTimeOfferSchema(),
  CALL_PERMISSION_REQUEST: callPermissionRequestSchema(),
}));

const authenticationSchemas = once(() => ({
  BODY: authenticationBodySchema(),
  FOOTER: authenticationFooterSchema(),
  BUTTONS: authenticationButtonsSchema(),
}));

/** A component of a marketing or utility template. */
export const templateComponentSchema = once(() =>
  byKind<TemplateComponent>("type", standardSchemas(), nameless()),
);

/** A component of an authentication template. */
export const authenticationComponentSchema = once(() =>
  byKind<AuthenticationComponent>("type", authenticationSchemas(), nameless()),
);

/** A component of a template of unknown category: a body or footer without text counts as authentication. */
export const anyComponentSchema = once(() =>
  choose<TemplateComponent | AuthenticationComponent>(({ type, text }) => {
    const kind = capitals(type);
    const isFixedText = (kind === "BODY" || kind === "FOOTER") && text === undefined;
    return isFixedText ? authenticationComponentSchema() : templateComponentSchema();
  }),
);
