import type { ButtonSubType } from "../types/messages/template.ts";

/** A text with placeholders, and the names in it: `1`, `2`, or `first_name`. */
export interface TextRequirement {
  placeholders: readonly string[];
  /** Whether values carry their names; else they stand in order. */
  named: boolean;
}

/** What a header takes: the values of its text, or a thing of one kind. Nothing where it is fixed. */
export type HeaderRequirement =
  | ({ kind: "text" } & TextRequirement)
  | { kind: "image" | "video" | "document" | "gif" | "location" | "product" };

/** What a button takes. */
interface ButtonRequirement {
  /** As the template names it: `URL`, … */
  type: string;
  /** How its value is sent; `undefined` where it takes none. */
  subType: ButtonSubType | undefined;
  /** Whether it must be there; some have a value of their own. */
  needed: boolean;
}

/** What a card, or the message itself, takes. */
export interface PartRequirements {
  header: HeaderRequirement | undefined;
  body: TextRequirement;
  /** Parallel to the template's buttons; `undefined` for a kind that Meta has added since: whatever is given passes. */
  buttons: readonly (ButtonRequirement | undefined)[];
}

/** What must, and what may, be filled in when a template is sent. */
export interface TemplateRequirements extends PartRequirements {
  /** Of a carousel. A media carousel shows the cards it was made with; product cards may be 2 to 10. */
  cards: { each: readonly PartRequirements[]; areProducts: boolean } | undefined;
  /** Of a limited-time offer: whether its end is to be named. */
  offer: { expires: boolean } | undefined;
}

/** As much of a template as tells what is to be filled in: a definition has it, and so has an account's template. */
export interface RequiringTemplate {
  readonly category?: string | undefined;
  readonly parameter_format?: string | undefined;
  readonly components?: readonly object[] | undefined;
}

type Component = Readonly<Record<string, unknown>>;

/**
 * What must be filled in, of a definition in Meta's form or of an account's template.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
 */
export function requirementsOf(template: RequiringTemplate): TemplateRequirements {
  const components = (template.components ?? []) as readonly Component[];
  const named = upper(template.parameter_format) === "NAMED";
  if (upper(template.category) === "AUTHENTICATION") return ofCode(components);
  const cards = part(components, "CAROUSEL")?.cards;
  const offer = part(components, "LIMITED_TIME_OFFER")?.limited_time_offer;
  return {
    ...ofPart(components, named),
    cards: Array.isArray(cards) ? ofCards(cards, named) : undefined,
    offer: isRecord(offer) ? { expires: offer.has_expiration === true } : undefined,
  };
}

/** The text of a one-time code is Meta's, and so is its button's address: the code goes into both. */
function ofCode(components: readonly Component[]): TemplateRequirements {
  const hasButton = buttonsOf(components).length > 0;
  return {
    header: undefined,
    body: { placeholders: ["1"], named: false },
    buttons: hasButton ? [{ type: "OTP", subType: "url", needed: true }] : [],
    cards: undefined,
    offer: undefined,
  };
}

function ofPart(components: readonly Component[], named: boolean): PartRequirements {
  return {
    header: ofHeader(part(components, "HEADER"), named),
    body: ofText(part(components, "BODY")?.text, named),
    buttons: buttonsOf(components).map(ofButton),
  };
}

function ofCards(cards: readonly unknown[], named: boolean): TemplateRequirements["cards"] {
  const lists = cards.filter(isRecord).map(({ components }) => (Array.isArray(components) ? components : []));
  const each = lists.map((components) => ofPart(components.filter(isRecord), named));
  return { each, areProducts: each[0]?.header?.kind === "product" };
}

const headerKinds = ["image", "video", "document", "gif", "location", "product"] as const;

function ofHeader(header: Component | undefined, named: boolean): HeaderRequirement | undefined {
  if (header === undefined) return undefined;
  const format = upper(header.format).toLowerCase();
  if (format === "text") {
    const text = ofText(header.text, named);
    return text.placeholders.length === 0 ? undefined : { kind: "text", ...text };
  }
  const kind = headerKinds.find((known) => known === format);
  return kind === undefined ? undefined : { kind };
}

const ofText = (text: unknown, named: boolean): TextRequirement => ({
  placeholders: placeholdersOf(text),
  named,
});

/** The names of a text's placeholders, each once, in their order. */
const placeholdersOf = (text: unknown): string[] =>
  typeof text === "string"
    ? [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name ?? ""))]
    : [];

const valuesOfButtons: Readonly<Record<string, Omit<ButtonRequirement, "type">>> = {
  QUICK_REPLY: { subType: "quick_reply", needed: false },
  COPY_CODE: { subType: "copy_code", needed: true },
  OTP: { subType: "url", needed: true },
  FLOW: { subType: "flow", needed: false },
  CATALOG: { subType: "catalog", needed: false },
  MPM: { subType: "mpm", needed: true },
  ORDER_DETAILS: { subType: "order_details", needed: true },
  PAYMENT_REQUEST: { subType: "payment_request", needed: false },
  VOICE_CALL: { subType: "voice_call", needed: false },
  PHONE_NUMBER: { subType: undefined, needed: false },
  SPM: { subType: undefined, needed: false },
  REQUEST_CONTACT_INFO: { subType: undefined, needed: false },
};

function ofButton(button: Component): ButtonRequirement | undefined {
  const type = upper(button.type);
  if (type === "URL") {
    const isOpen = placeholdersOf(button.url).length > 0;
    return { type, subType: isOpen ? "url" : undefined, needed: isOpen };
  }
  return Object.hasOwn(valuesOfButtons, type)
    ? ({ type, ...valuesOfButtons[type] } as ButtonRequirement)
    : undefined;
}

const part = (components: readonly Component[], type: string): Component | undefined =>
  components.find((component) => upper(component.type) === type);

function buttonsOf(components: readonly Component[]): readonly Component[] {
  const buttons = part(components, "BUTTONS")?.buttons;
  return Array.isArray(buttons) ? buttons.filter(isRecord) : [];
}

const upper = (word: unknown): string => (typeof word === "string" ? word.toUpperCase() : "");

const isRecord = (value: unknown): value is Component => typeof value === "object" && value !== null;
