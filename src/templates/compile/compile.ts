import type { ValidationIssue } from "../../errors.ts";
import { capitals } from "../../types/templates/capitals.ts";
import { isObject, type Json } from "../../utils/json.ts";
import { joinPieces, type Locate, locate, type Piece, type Refuse } from "../locate.ts";
import { isNumber, placeholdersIn } from "../placeholders.ts";
import type { AuthenticationSource, MarketingSource } from "../source.ts";
import { bodyPiece, buttonsPiece, cardsPiece, headerPiece, piece } from "./components.ts";
import { findButtonTypos, findTypos } from "./typos.ts";

/** A source in Meta's form, with the way back from Meta's paths to the source's. */
export interface Compiled {
  readonly definition: Json;
  /** The parts of the source that could not be converted. */
  readonly issues: readonly ValidationIssue[];
  /** The path in the source of a path in the definition. */
  readonly locate: Locate;
}

/** The keys of every source. */
const authenticationKeys: Record<keyof AuthenticationSource, true> = {
  name: true,
  language: true,
  category: true,
  message_send_ttl_seconds: true,
  cta_url_link_tracking_opted_out: true,
  is_primary_device_delivery_only: true,
  body: true,
  footer: true,
  buttons: true,
};

/** Further keys of the other categories; the rules refuse those that UTILITY cannot have. */
const standardKeys: Record<Exclude<keyof MarketingSource, keyof AuthenticationSource>, true> = {
  header: true,
  cards: true,
  limited_time_offer: true,
  call_permission_request: true,
  sub_category: true,
  display_format: true,
  degrees_of_freedom_spec: true,
  optimization_spec: true,
  send_type: true,
  creative_sourcing_spec: true,
};

/** Keys of a source that become components; all others stay as they are. */
const componentKeys = [
  "header",
  "body",
  "footer",
  "buttons",
  "cards",
  "limited_time_offer",
  "call_permission_request",
];

/** Converts a source to Meta's form. Only what cannot be converted is refused here. */
export function compile(source: Json): Compiled {
  const isNamed = listTexts(source).some((text) =>
    placeholdersIn(text).some((name) => !isNumber(name.trim())),
  );
  const issues = findUnknownKeys(source);
  const refuse = (path: string, message: string) => void issues.push({ path, message });
  const pieces =
    capitals(source.category) === "AUTHENTICATION"
      ? oneTimeCode(source, refuse)
      : standard(source, isNamed, refuse);
  const settings = Object.entries(source).filter(
    ([key, value]) => !componentKeys.includes(key) && value !== undefined,
  );
  const { components, places } = joinPieces(pieces, "components");
  return {
    definition: {
      ...Object.fromEntries(settings),
      ...(isNamed ? { parameter_format: "NAMED" } : {}),
      components,
    },
    issues,
    locate: (path) => simplify(locate(path, places), source),
  };
}

/** Samples, and the components of cards, are nested deeper in Meta's form than in a source. */
const simplify = (path: string, source: Json): string =>
  path
    .replace(/\.cards\.(\d+)\.components$/, ".cards.$1")
    .replace(
      /^(.*\.example)\.(?:header|body)_text_named_params\.(\d+)(?:\.\w+)?$/,
      (_, example: string, index: string) =>
        `${example}.${listNames(source, example)[Number(index)] ?? index}`,
    )
    .replace(/\.example\.(header_text|header_handle|body_text)(\.0)?/, ".example");

/** The keys of the object at a path. */
function listNames(source: Json, path: string): string[] {
  let value: unknown = source;
  for (const key of path.split(".")) value = (value as Json | undefined)?.[key];
  return isObject(value) ? Object.keys(value) : [];
}

/** Finds keys that templates of this category do not have; most are typos. */
function findUnknownKeys({ category, ...source }: Json): ValidationIssue[] {
  const allowed = { ...authenticationKeys, ...(capitals(category) === "AUTHENTICATION" ? {} : standardKeys) };
  return Object.keys(source)
    .filter((key) => source[key] !== undefined && !Object.hasOwn(allowed, key))
    .map((key) => ({
      path: key,
      message: `is not allowed in ${typeof category === "string" ? category : "such"} templates`,
    }));
}

/** Every text of a source that may hold placeholders. */
function listTexts(source: Json): string[] {
  const cards = Array.isArray(source.cards) ? source.cards : [];
  const parts = [
    source.header,
    source.body,
    ...cards.map((card: unknown) => (isObject(card) ? card.body : undefined)),
  ];
  return parts.flatMap((part: unknown) => {
    const text = isObject(part) ? part.text : part;
    return typeof text === "string" ? [text] : [];
  });
}

function standard(source: Json, isNamed: boolean, refuse: Refuse): Piece[] {
  const { header, body, footer, buttons, cards, limited_time_offer: offer } = source;
  const { call_permission_request: request } = source;
  if (isObject(offer)) findTypos(offer, ["text", "has_expiration"], "limited_time_offer", refuse);
  const pieces = [
    headerPiece(header, "header", isNamed, refuse),
    offer === undefined
      ? undefined
      : piece(
          { type: "LIMITED_TIME_OFFER", limited_time_offer: offer },
          "limited_time_offer",
          "limited_time_offer",
        ),
    bodyPiece(body, "body", isNamed, refuse),
    footer === undefined ? undefined : piece({ type: "FOOTER", text: footer }, "footer", "text"),
    buttonsPiece(buttons, "buttons", refuse),
    cardsPiece(cards, isNamed, refuse),
    request === true ? piece({ type: "CALL_PERMISSION_REQUEST" }, "call_permission_request") : undefined,
  ];
  if (body === undefined) refuse("body", "is missing: every template needs one");
  if (request !== undefined && request !== true) {
    refuse("call_permission_request", "must be true or left out");
  }
  return pieces.filter((one) => one !== undefined);
}

function oneTimeCode({ body = {}, footer, buttons }: Json, refuse: Refuse): Piece[] {
  if (buttons === undefined)
    refuse("buttons", "is missing: AUTHENTICATION templates need one button of type OTP");
  if (isObject(body)) findTypos(body, ["add_security_recommendation"], "body", refuse);
  if (isObject(footer)) findTypos(footer, ["code_expiration_minutes"], "footer", refuse);
  if (Array.isArray(buttons)) findButtonTypos(buttons, "buttons", refuse);
  const toObject = (part: unknown) => (isObject(part) ? part : { text: part });
  return [
    piece({ type: "BODY", ...toObject(body) }, "body"),
    footer === undefined ? undefined : piece({ type: "FOOTER", ...toObject(footer) }, "footer"),
    buttons === undefined ? undefined : piece({ type: "BUTTONS", buttons }, "buttons", "buttons"),
  ].filter((one) => one !== undefined);
}
