import type { ValidationIssue } from "../../errors.ts";
import { isKnownButton } from "./buttons.ts";
import { formatOf, issue, othersThan, type Parts, type Rule } from "./reading.ts";

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
