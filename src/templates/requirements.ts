import type { ButtonSubType } from "../types/messages/template.ts";
import { isObject } from "../utils/json.ts";
import { placeholdersIn } from "./placeholders.ts";
import { formatOf, type Part, type Parts, readDefinition, textOf } from "./rules/reading.ts";

/** A text with placeholders, and the names in it: `1`, `2`, or `first_name`. */
export interface TextRequirement {
  placeholders: readonly string[];
  /** Whether values carry their names; else they stand in order. */
  named: boolean;
}

/**
 * What a header takes: the values of its text, or a thing of one kind. Nothing where it is fixed; and of a kind that
 * Meta has added since, it is not known.
 */
export type HeaderRequirement =
  | ({ kind: "text" } & TextRequirement)
  | { kind: "unknown" }
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
  /** Whether it tells what became of an order. */
  orderStatus: boolean;
}

/** As much of a template as tells what is to be filled in: a definition has it, and so has an account's template. */
export interface RequiringTemplate {
  readonly category?: string | undefined;
  readonly sub_category?: string | undefined;
  readonly parameter_format?: string | undefined;
  readonly components?: readonly object[] | undefined;
}

/**
 * What must be filled in, of a definition in Meta's form or of an account's template.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
 */
export function requirementsOf(template: RequiringTemplate): TemplateRequirements {
  const reading = readDefinition(template);
  if (reading.category === "AUTHENTICATION") return ofCode(reading);
  const { isNamed, carousel, cards } = reading;
  const offer = reading.offer?.value.limited_time_offer;
  return {
    ...ofPart(reading, isNamed),
    cards: carousel === undefined ? undefined : ofCards(cards.map((card) => ofPart(card, isNamed))),
    offer: isObject(offer) ? { expires: offer.has_expiration === true } : undefined,
    orderStatus: reading.subCategory === "ORDER_STATUS",
  };
}

/** The text of a one-time code is Meta's, and so is its button's address: the code goes into both. */
const ofCode = ({ buttons }: Parts): TemplateRequirements => ({
  header: undefined,
  body: { placeholders: ["1"], named: false },
  buttons: buttons.length === 0 ? [] : [{ type: "OTP", subType: "url", needed: true }],
  cards: undefined,
  offer: undefined,
  orderStatus: false,
});

const ofPart = ({ header, body, buttons }: Parts, named: boolean): PartRequirements => ({
  header: ofHeader(header, named),
  body: ofText(body, named),
  buttons: buttons.map(ofButton),
});

const ofCards = (each: readonly PartRequirements[]): TemplateRequirements["cards"] => ({
  each,
  areProducts: each[0]?.header?.kind === "product",
});

const headerKinds = ["image", "video", "document", "gif", "location", "product"] as const;

function ofHeader(header: Part | undefined, named: boolean): HeaderRequirement | undefined {
  const format = formatOf(header)?.toLowerCase();
  const text = ofText(header, named);
  if (format === "text") return text.placeholders.length === 0 ? undefined : { kind: "text", ...text };
  if (header === undefined) return undefined;
  return { kind: headerKinds.find((known) => known === format) ?? "unknown" };
}

const ofText = (part: Part | undefined, named: boolean): TextRequirement => ({
  placeholders: placeholdersIn(textOf(part) ?? "").map((name) => name.trim()),
  named,
});

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

function ofButton({ type, value }: Part): ButtonRequirement | undefined {
  if (type === "URL") {
    const isOpen = placeholdersIn(String(value.url)).length > 0;
    return { type, subType: isOpen ? "url" : undefined, needed: isOpen };
  }
  const known = Object.hasOwn(valuesOfButtons, type) ? valuesOfButtons[type] : undefined;
  return known === undefined ? undefined : { type, ...known };
}
