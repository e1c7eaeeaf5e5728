import { type Json, toObject, toText } from "../../../../utils/json.ts";
import { refuse } from "../../errors.ts";
import { findComponent, listButtons } from "../../templates/components.ts";
import type { StoredTemplate } from "../../templates/stored-template.ts";
import { composition } from "./texts.ts";

/** Fields that decide which components can be combined. */
export interface TemplateFacts {
  category: string;
  format: StoredTemplate["parameterFormat"];
  subCategory: unknown;
  displayFormat: unknown;
}

type Components = readonly Json[];

const listTypes = (components: Components): string[] => components.map(({ type }) => String(type));
const listButtonTypes = (components: Components): string[] => listTypes(listButtons(components));
const findHeaderFormat = (components: Components): string | undefined =>
  toText(findComponent(components, "HEADER")?.format);

/** Checks the components and the category of each kind of template. */
export function checkCombinations(components: Components, facts: TemplateFacts): void {
  checkCategory(components, facts.category);
  checkOffer(components);
  checkProducts(components);
  checkCallPermission(components);
  checkOrderStatus(components, facts);
  checkOrderDetails(components, facts);
}

const promotional = [
  "LIMITED_TIME_OFFER",
  "CAROUSEL",
  "COPY_CODE",
  "CATALOG",
  "MPM",
  "SPM",
  "PRODUCT",
  "GIF",
];

function checkCategory(components: Components, category: string): void {
  if (category === "MARKETING") return;
  const parts = [...listTypes(components), ...listButtonTypes(components), findHeaderFormat(components)];
  const found = promotional.find((part) => parts.includes(part));
  if (found !== undefined) throw refuse(100, `${found} is only allowed in templates of category MARKETING.`);
  if (listButtons(components).some((button) => "app_deep_link" in button)) {
    throw refuse(100, "app_deep_link is only allowed in templates of category MARKETING.");
  }
}

function checkOffer(components: Components): void {
  const offer = findComponent(components, "LIMITED_TIME_OFFER");
  if (offer === undefined) return;
  if ([...(toText(toObject(offer.limited_time_offer).text) ?? "")].length > 16) {
    throw composition(2388040, "LIMITED_TIME_OFFER text must be at most 16 characters long.");
  }
  if (!["IMAGE", "VIDEO", undefined].includes(findHeaderFormat(components))) {
    throw composition(2388047, "The HEADER of a limited-time offer must have format IMAGE or VIDEO.");
  }
  if (findComponent(components, "FOOTER") !== undefined) {
    throw composition(2388073, "A limited-time offer cannot have a FOOTER.");
  }
  const types = listButtonTypes(components);
  const fits = types.every((type) => ["COPY_CODE", "URL", "PAYMENT_REQUEST"].includes(type));
  if (!fits || types.indexOf("COPY_CODE") > 0) {
    throw refuse(
      100,
      "Buttons of a limited-time offer can only be COPY_CODE, which must come first, URL and PAYMENT_REQUEST.",
    );
  }
}

/** The header formats that each product button can be combined with. It must be the only button. */
const productButtons: Readonly<Record<string, readonly (string | undefined)[]>> = {
  CATALOG: [undefined],
  MPM: [undefined, "TEXT"],
  SPM: ["PRODUCT"],
};

function checkProducts(components: Components): void {
  const types = listButtonTypes(components);
  const shop = types.find((type) => Object.hasOwn(productButtons, type));
  const header = findHeaderFormat(components);
  if (shop === undefined) {
    if (header === "PRODUCT") throw composition(2388047, "HEADER of format PRODUCT needs an SPM button.");
    return;
  }
  if (types.length > 1) throw refuse(100, `A button of type ${shop} must be the only button.`);
  if (!productButtons[shop]?.includes(header)) {
    throw composition(2388047, `A button of type ${shop} cannot be combined with a HEADER of this format.`);
  }
}

function checkCallPermission(components: Components): void {
  if (findComponent(components, "CALL_PERMISSION_REQUEST") === undefined) return;
  if (listButtons(components).length > 0) {
    throw refuse(100, "CALL_PERMISSION_REQUEST cannot be combined with BUTTONS.");
  }
  if (!["TEXT", undefined].includes(findHeaderFormat(components))) {
    throw composition(2388047, "CALL_PERMISSION_REQUEST can only be combined with a HEADER of format TEXT.");
  }
}

function checkOrderStatus(components: Components, { subCategory }: TemplateFacts): void {
  if (subCategory !== "ORDER_STATUS") return;
  const unexpected = listTypes(components).find((type) => !["BODY", "FOOTER"].includes(type));
  if (unexpected !== undefined)
    throw refuse(100, "ORDER_STATUS templates can only have a BODY and a FOOTER.");
}

function checkOrderDetails(components: Components, { category, displayFormat }: TemplateFacts): void {
  const types = listButtonTypes(components);
  const hasButton = types.includes("ORDER_DETAILS");
  if (displayFormat === "ORDER_DETAILS" && !hasButton) {
    throw refuse(100, "Param display_format ORDER_DETAILS needs a button of type ORDER_DETAILS.");
  }
  if (!hasButton) return;
  const isCheckout = category === "MARKETING" && displayFormat === undefined;
  const headers = isCheckout ? ["IMAGE", "VIDEO"] : [undefined, "TEXT", "IMAGE", "DOCUMENT"];
  if (!headers.includes(findHeaderFormat(components))) {
    throw composition(
      2388047,
      "A button of type ORDER_DETAILS cannot be combined with a HEADER of this format.",
    );
  }
  if (!isCheckout) return;
  const isFirst = types[0] === "ORDER_DETAILS" && types.slice(1).every((type) => type === "QUICK_REPLY");
  if (!isFirst)
    throw refuse(100, "A checkout button must come first, and can only be combined with quick replies.");
}
