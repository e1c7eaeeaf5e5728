import type { ValidationIssue } from "../../errors.ts";
import { isKnownButton } from "./buttons.ts";
import { formatOf, type Part, type Parts, type Reading, type Rule } from "./reading.ts";

const issue = (part: Part | Parts, message: string): ValidationIssue => ({ path: part.path, message });

const known = new Set([
  "HEADER",
  "BODY",
  "FOOTER",
  "BUTTONS",
  "CAROUSEL",
  "LIMITED_TIME_OFFER",
  "CALL_PERMISSION_REQUEST",
]);

/** Components that are known and none of these; what Meta has added since passes. */
const othersThan = (allowed: readonly string[], all: readonly Part[]): readonly Part[] =>
  all.filter(({ type }) => known.has(type) && !allowed.includes(type));

/** A body is always there, and every other component at most once. */
export const components: Rule = ({ components: all, body }) => {
  const repeated = all.filter(({ type }, index) => all.slice(0, index).some((part) => part.type === type));
  return [
    ...(body === undefined ? [{ path: "components", message: "must have a BODY" }] : []),
    ...repeated.map((part) => issue(part, `is a second ${part.type}: a template has at most one`)),
  ];
};

/** What only templates of category MARKETING may have; GIFs go through the Marketing Messages API alone. */
const selling = {
  components: new Set(["LIMITED_TIME_OFFER", "CAROUSEL"]),
  buttons: new Set(["COPY_CODE", "CATALOG", "MPM", "SPM"]),
  headers: new Set(["PRODUCT", "GIF"]),
  settings: ["send_type", "degrees_of_freedom_spec", "creative_sourcing_spec", "optimization_spec"],
};

/** What a category may not contain. Where none is told, as in an edit, nothing is known. */
export const categories: Rule = (reading) => {
  const { category, subCategory, buttons } = reading;
  if (category === "AUTHENTICATION") return authentication(reading);
  if (category !== "UTILITY" && category !== "MARKETING") return [];
  const oneTimeCodes = buttons.filter(({ type }) => type === "OTP");
  return [
    ...oneTimeCodes.map((part) => issue(part, "goes into AUTHENTICATION templates only: OTP")),
    ...(category === "UTILITY" ? utility(reading) : []),
    ...(category === "MARKETING" && /^(RICH_)?ORDER_STATUS$/.test(String(subCategory))
      ? [{ path: "sub_category", message: `goes with UTILITY templates only: ${subCategory}` }]
      : []),
  ];
};

function utility({ components: all, buttons, header, settings }: Reading): ValidationIssue[] {
  const wrong = (what: string) => `goes into MARKETING templates only: ${what}`;
  const format = formatOf(header) ?? "";
  const sold = [
    ...all.filter(({ type }) => selling.components.has(type)),
    ...buttons.filter(({ type }) => selling.buttons.has(type)),
  ];
  return [
    ...sold.map((part) => issue(part, wrong(part.type))),
    ...(selling.headers.has(format) ? [{ path: `${header?.path}.format`, message: wrong(format) }] : []),
    ...selling.settings
      .filter((key) => settings[key] !== undefined)
      .map((key) => ({ path: key, message: "goes with MARKETING templates only" })),
  ];
}

/** Meta writes the text of one-time codes; besides it there is one button. */
function authentication({ components: all, body, footer, buttons }: Reading): ValidationIssue[] {
  const strangers = othersThan(["BODY", "FOOTER", "BUTTONS"], all);
  const written = [body, footer].filter((part) => part?.value.text !== undefined) as Part[];
  return [
    ...strangers.map((part) => issue(part, `does not go into AUTHENTICATION templates: ${part.type}`)),
    ...written.map((part) => ({
      path: `${part.path}.text`,
      message: "must be left out: Meta writes the text of AUTHENTICATION templates",
    })),
    ...(buttons.length === 0 ? [{ path: "components", message: "must have one button of type OTP" }] : []),
  ];
}

/** A limited-time offer: a picture or a video above it, no footer, and a code before the link. */
export const limitedTimeOffer: Rule = ({ offer, header, footer, buttons }) => {
  if (offer === undefined) return [];
  const format = formatOf(header);
  const allowed = ["COPY_CODE", "URL", "PAYMENT_REQUEST"];
  return [
    ...(header !== undefined && format !== "IMAGE" && format !== "VIDEO"
      ? [{ path: `${header.path}.format`, message: "must be IMAGE or VIDEO beside a limited-time offer" }]
      : []),
    ...(footer === undefined ? [] : [issue(footer, "does not go with a limited-time offer")]),
    ...buttons
      .filter((button) => isKnownButton(button) && !allowed.includes(button.type))
      .map((part) => issue(part, `does not go with a limited-time offer: ${part.type}`)),
    ...buttons
      .slice(1)
      .filter(({ type }) => type === "COPY_CODE")
      .map((part) => issue(part, "must come first beside a limited-time offer")),
  ];
};

/** Products: one of them stands in the header, a list has a text above it, the catalog nothing. No button beside. */
export const products: Rule = ({ header, buttons }) => {
  const format = formatOf(header);
  const shop = buttons.find(({ type }) => type === "CATALOG" || type === "MPM" || type === "SPM");
  if (shop === undefined) {
    return header !== undefined && format === "PRODUCT"
      ? [{ path: `${header.path}.format`, message: "needs a button of type SPM" }]
      : [];
  }
  const others = buttons.filter((button) => button !== shop && isKnownButton(button));
  const issues = others.map((part) => issue(part, `does not go with a button of type ${shop.type}`));
  if (shop.type === "SPM" && format !== "PRODUCT") {
    issues.push(issue(shop, "needs a header of format PRODUCT"));
  }
  if (shop.type === "MPM" && header !== undefined && format !== "TEXT") {
    issues.push({ path: `${header.path}.format`, message: "must be TEXT above a list of products" });
  }
  if (shop.type === "CATALOG" && header !== undefined) {
    issues.push(issue(header, "does not go with a button of type CATALOG"));
  }
  return issues;
};

/** News of an order are text alone. */
export const orderStatus: Rule = ({ components: all, subCategory }) =>
  subCategory === "ORDER_STATUS"
    ? all
        .filter(({ type }) => known.has(type) && type !== "BODY" && type !== "FOOTER")
        .map((part) => issue(part, "does not go with sub_category ORDER_STATUS, which has body and footer"))
    : [];

/**
 * An order to be paid. In MARKETING without `display_format` it is India's checkout button: below a picture or a
 * video, first among quick replies.
 */
export const orderDetails: Rule = ({ header, buttons, category, displayFormat }) => {
  const pay = buttons.find(({ type }) => type === "ORDER_DETAILS");
  if (pay === undefined) {
    return displayFormat === "ORDER_DETAILS"
      ? [{ path: "display_format", message: "needs a button of type ORDER_DETAILS" }]
      : [];
  }
  const isCheckout = category === "MARKETING" && displayFormat === undefined;
  const allowed = isCheckout ? ["IMAGE", "VIDEO"] : ["TEXT", "IMAGE", "DOCUMENT"];
  const format = formatOf(header);
  const strangers = isCheckout
    ? buttons.filter((button) => button !== pay && button.type !== "QUICK_REPLY" && isKnownButton(button))
    : [];
  return [
    ...(header !== undefined && format !== undefined && !allowed.includes(format)
      ? [{ path: `${header.path}.format`, message: `must be ${allowed.join(" or ")} above an order` }]
      : []),
    ...(isCheckout && header === undefined
      ? [issue(pay, "needs a header of format IMAGE or VIDEO, or display_format ORDER_DETAILS")]
      : []),
    ...(isCheckout && buttons[0] !== pay ? [issue(pay, "must come first")] : []),
    ...strangers.map((part) => issue(part, "does not go with a checkout button: use quick replies")),
  ];
};

/** A call permission is asked for in texts alone. */
export const callPermission: Rule = ({ callPermission: request, header, components: all }) => {
  if (request === undefined) return [];
  const strangers = all.filter(({ type }) => ["BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER"].includes(type));
  return [
    ...(header !== undefined && formatOf(header) !== "TEXT"
      ? [{ path: `${header.path}.format`, message: "must be TEXT above a call permission request" }]
      : []),
    ...strangers.map((part) => issue(part, "does not go with a call permission request")),
  ];
};

const cardButtons = {
  media: ["QUICK_REPLY", "URL", "PHONE_NUMBER", "ORDER_DETAILS"],
  product: ["SPM", "URL"],
};

/**
 * Cards stand below a body alone. Each has a picture, a video or a product, one or two buttons, and all are of the
 * same make.
 */
export const carousel: Rule = ({ cards, carousel: part, components: all, callPermission: request }) => {
  if (part === undefined) return [];
  const [first] = cards;
  const beside = request === undefined ? othersThan(["BODY", "CAROUSEL"], all) : [];
  const strangers = beside.map((other) =>
    issue(other, "does not go with cards: they stand below a body alone"),
  );
  const broken = cards.flatMap((card): ValidationIssue[] => {
    const issues = brokenCard(card);
    if (issues.length > 0 || first === undefined || card === first) return issues;
    return brokenCard(first).length === 0 && makeOf(card) !== makeOf(first)
      ? [issue(card, `must be made like the first card: ${makeOf(first)}; it is ${makeOf(card)}`)]
      : [];
  });
  return [...strangers, ...broken];
};

/** What a card is made of, in words. */
const makeOf = ({ header, body, buttons }: Parts): string =>
  [formatOf(header), ...(body === undefined ? [] : ["BODY"]), ...buttons.map(({ type }) => type)].join(", ");

function brokenCard({ path, header, body, buttons, components: all }: Parts): ValidationIssue[] {
  const format = formatOf(header);
  const isProduct = format === "PRODUCT";
  const allowed = isProduct ? cardButtons.product : cardButtons.media;
  const strangers = othersThan(["HEADER", "BODY", "BUTTONS"], all);
  return [
    ...(header === undefined ? [{ path, message: "must have a header" }] : []),
    ...(header !== undefined && !["IMAGE", "VIDEO", "PRODUCT"].includes(format ?? "")
      ? [{ path: `${header.path}.format`, message: "must be IMAGE, VIDEO or PRODUCT in a card" }]
      : []),
    ...(isProduct && body !== undefined ? [issue(body, "does not go into product cards")] : []),
    ...(all.some(({ type }) => type === "BUTTONS")
      ? []
      : [{ path, message: "must have one or two buttons" }]),
    ...(isProduct ? buttons.slice(1) : []).map((part) =>
      issue(part, "is one too many: a product card has one button"),
    ),
    ...buttons
      .filter((button) => isKnownButton(button) && !allowed.includes(button.type))
      .map((part) => issue(part, `does not go into this card: use ${allowed.join(", ")}`)),
    ...buttons
      .slice(1)
      .filter(({ type }) => type === "ORDER_DETAILS")
      .map((part) => issue(part, "must be the card's first button")),
    ...strangers.map((part) => issue(part, "does not go into cards")),
  ];
}
