import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list, text } from "../checks.ts";
import { otpSchema, templateButtonSchema } from "./button-schemas.ts";
import { capitals } from "./capitals.ts";
import type {
  AuthenticationBody,
  AuthenticationButtons,
  AuthenticationComponent,
  AuthenticationFooter,
  CallPermissionRequest,
  LimitedTimeOffer,
  LocationHeader,
  MediaHeader,
  NamedExample,
  ProductHeader,
  TemplateBody,
  TemplateButtons,
  TemplateCard,
  TemplateCardComponent,
  TemplateCarousel,
  TemplateComponent,
  TemplateFooter,
  TemplateHeader,
  TextHeader,
} from "./components.ts";
import { isTemplateFile, type TemplateFile } from "./file.ts";
import { byKind, choose, filled, textOr, whole, word } from "./pieces.ts";

const namedExampleSchema = once(
  () => z.object({ param_name: filled(), example: filled() }) satisfies z.ZodMiniType<NamedExample>,
);

const textHeaderSchema = once(
  () =>
    z.object({
      type: word("HEADER"),
      format: word("TEXT"),
      text: text(60),
      example: z.optional(
        z.object({
          header_text: z.optional(list(filled(), 1, 1)),
          header_text_named_params: z.optional(list(namedExampleSchema(), 1, 1)),
        }),
      ),
    }) satisfies z.ZodMiniType<TextHeader>,
);

/** A handle, or the file that is to become one. */
const sampleSchema = once(() =>
  z.custom<string | TemplateFile>(
    (value) => isTemplateFile(value) || (typeof value === "string" && value !== ""),
    { error: "must be the handle of an upload, or file(…)" },
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

/** A body of up to so many characters: it is shorter in a card. */
const bodyOf = (max: number) =>
  z.object({
    type: word("BODY"),
    text: text(max),
    example: z.optional(
      z.object({
        body_text: z.optional(textOr(list(z.array(filled()), 1, 1))),
        body_text_named_params: z.optional(z.array(namedExampleSchema())),
      }),
    ),
  }) satisfies z.ZodMiniType<TemplateBody>;

const bodySchema = once(() => bodyOf(1024));

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
      code_expiration_minutes: whole(1, 90),
    }) satisfies z.ZodMiniType<AuthenticationFooter>,
);

const buttonsOf = (max: number) =>
  z.object({
    type: word("BUTTONS"),
    buttons: list(templateButtonSchema(), 1, max),
  }) satisfies z.ZodMiniType<TemplateButtons>;

const buttonsSchema = once(() => buttonsOf(10));

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
    { HEADER: headerSchema(), BODY: bodyOf(160), BUTTONS: buttonsOf(2) },
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

/** A component where the template's category is not told: a body or footer without text is taken for authentication. */
export const anyComponentSchema = once(() =>
  choose<TemplateComponent | AuthenticationComponent>(({ type, text }) => {
    const kind = capitals(type);
    const isFixedText = (kind === "BODY" || kind === "FOOTER") && text === undefined;
    return isFixedText ? authenticationComponentSchema() : templateComponentSchema();
  }),
);
