import { type Json, toObjects } from "../../../../utils/json.ts";
import { refuse } from "../../errors.ts";
import { findComponent, listButtons, listCards } from "../../templates/components.ts";
import type { StoredTemplate } from "../../templates/stored-template.ts";
import { checkButtons } from "./buttons.ts";
import { checkShapes } from "./shapes.ts";
import { checkBody, checkHeader, composition } from "./texts.ts";

const mediaCardButtons = ["QUICK_REPLY", "URL", "PHONE_NUMBER", "ORDER_DETAILS"];
const productCardButtons = ["SPM", "URL"];

/** Checks a carousel: only a BODY can be beside it, and all cards have the same components. */
export function checkCards(components: readonly Json[], format: StoredTemplate["parameterFormat"]): void {
  if (findComponent(components, "CAROUSEL") === undefined) return;
  if (components.some(({ type }) => type !== "BODY" && type !== "CAROUSEL")) {
    throw refuse(100, "A CAROUSEL can only be combined with a BODY.");
  }
  const cards = listCards(components);
  cards.forEach((parts, index) => {
    checkCard(parts, `cards[${index}]`, format);
  });
  if (new Set(cards.map(describeCard)).size > 1) {
    throw refuse(100, "Cards of a carousel must have the same components.");
  }
}

/** The components and buttons of a card. */
const describeCard = (parts: readonly Json[]): string =>
  [
    ...parts.map(({ type, format }) => `${type} ${format ?? ""}`).sort(),
    ...listButtons(parts).map(({ type }) => type),
  ].join();

function checkCard(parts: readonly Json[], name: string, format: StoredTemplate["parameterFormat"]): void {
  checkShapes(parts, `${name}.components`, ["HEADER", "BODY", "BUTTONS"]);
  const header = findComponent(parts, "HEADER");
  const kind = String(header?.format);
  if (!["IMAGE", "VIDEO", "PRODUCT"].includes(kind)) {
    throw composition(2388047, `${name} needs a HEADER of format IMAGE, VIDEO or PRODUCT.`);
  }
  checkHeader(header, format);
  const body = findComponent(parts, "BODY");
  if (body !== undefined && kind === "PRODUCT")
    throw composition(2388072, `${name} shows a product and cannot have a BODY.`);
  if (body !== undefined) checkBody(body, format, 160, true);
  checkCardButtons(parts, name, kind === "PRODUCT");
}

function checkCardButtons(parts: readonly Json[], name: string, isProduct: boolean): void {
  const buttons = findComponent(parts, "BUTTONS");
  if (buttons === undefined) throw refuse(100, `${name} needs BUTTONS.`);
  checkButtons(buttons, name, isProduct ? 1 : 2);
  const allowed = isProduct ? productCardButtons : mediaCardButtons;
  const unexpected = toObjects(buttons.buttons).find(({ type }) => !allowed.includes(String(type)));
  if (unexpected !== undefined)
    throw refuse(100, `${name} can only have buttons of type ${allowed.join(", ")}.`);
}
