import { refuse } from "../../errors.ts";
import { type Json, objectsOf } from "../../json.ts";
import { buttonsOf, cardsOf, componentOf, type StoredTemplate } from "../../templates/parts.ts";
import { checkButtons } from "./buttons.ts";
import { checkForms } from "./shapes.ts";
import { checkBody, checkHeader, composition } from "./texts.ts";

const onMedia = ["QUICK_REPLY", "URL", "PHONE_NUMBER", "ORDER_DETAILS"];
const onProducts = ["SPM", "URL"];

/** Checks a carousel: it stands below a body alone, and all its cards are of one make. */
export function checkCards(components: readonly Json[], format: StoredTemplate["parameterFormat"]): void {
  if (componentOf(components, "CAROUSEL") === undefined) return;
  if (components.some(({ type }) => type !== "BODY" && type !== "CAROUSEL")) {
    throw refuse(100, "A CAROUSEL stands together with a BODY only.");
  }
  const cards = cardsOf(components);
  cards.forEach((parts, index) => {
    checkCard(parts, `cards[${index}]`, format);
  });
  if (new Set(cards.map(makeOf)).size > 1) {
    throw refuse(100, "Cards of a carousel must have the same components.");
  }
}

/** Which components and buttons a card has. */
const makeOf = (parts: readonly Json[]): string =>
  [
    ...parts.map(({ type, format }) => `${type} ${format ?? ""}`).sort(),
    ...buttonsOf(parts).map(({ type }) => type),
  ].join();

function checkCard(parts: readonly Json[], name: string, format: StoredTemplate["parameterFormat"]): void {
  checkForms(parts, `${name}.components`, ["HEADER", "BODY", "BUTTONS"]);
  const header = componentOf(parts, "HEADER");
  const kind = String(header?.format);
  if (!["IMAGE", "VIDEO", "PRODUCT"].includes(kind)) {
    throw composition(2388047, `${name} needs a HEADER of format IMAGE, VIDEO or PRODUCT.`);
  }
  checkHeader(header, format);
  const body = componentOf(parts, "BODY");
  if (body !== undefined && kind === "PRODUCT")
    throw composition(2388072, `${name} of a product has no BODY.`);
  if (body !== undefined) checkBody(body, format, 160, true);
  checkCardButtons(parts, name, kind === "PRODUCT");
}

function checkCardButtons(parts: readonly Json[], name: string, isProduct: boolean): void {
  const buttons = componentOf(parts, "BUTTONS");
  if (buttons === undefined) throw refuse(100, `${name} needs BUTTONS.`);
  checkButtons(buttons, name, isProduct ? 1 : 2);
  const allowed = isProduct ? onProducts : onMedia;
  const stranger = objectsOf(buttons.buttons).find(({ type }) => !allowed.includes(String(type)));
  if (stranger !== undefined)
    throw refuse(100, `${name} may have buttons of type ${allowed.join(", ")} only.`);
}
