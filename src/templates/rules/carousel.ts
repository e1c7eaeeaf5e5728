import type { ValidationIssue } from "../../errors.ts";
import { buttonKinds, findButtonKind } from "../button-kinds.ts";
import { issue, othersThan, type Parts, type Rule } from "../parse.ts";

type CardKind = "media" | "product";

const isForCards = (type: string, card: CardKind): boolean =>
  findButtonKind(type)?.cards?.includes(card) ?? false;

const listForCards = (card: CardKind): string =>
  Object.keys(buttonKinds)
    .filter((type) => isForCards(type, card))
    .join(", ");

/**
 * Only a body can precede cards. Each card has an image, a video or a product, and one or two buttons; all cards have
 * the same parts.
 */
export const carousel: Rule = ({ cards, carousel: part, components: all, callPermission: request }) => {
  if (part === undefined) return [];
  const [first] = cards;
  const beside = request === undefined ? othersThan(["BODY", "CAROUSEL"], all) : [];
  const others = beside.map((other) =>
    issue(other, "is not allowed with cards: only a body can precede them"),
  );
  const broken = cards.flatMap((card): ValidationIssue[] => {
    const issues = checkCard(card);
    if (issues.length > 0 || first === undefined || card === first) return issues;
    return checkCard(first).length === 0 && describeCard(card) !== describeCard(first)
      ? [
          issue(
            card,
            `must have the same parts as the first card: ${describeCard(first)}; it is ${describeCard(card)}`,
          ),
        ]
      : [];
  });
  return [...others, ...broken];
};

/** The parts of a card, in words. */
const describeCard = ({ header, body, buttons }: Parts): string =>
  [header?.format, ...(body === undefined ? [] : ["BODY"]), ...buttons.map(({ type }) => type)].join(", ");

function checkCard({ path, header, body, buttons, components: all }: Parts): ValidationIssue[] {
  const format = header?.format;
  const isProduct = format === "PRODUCT";
  const kind = isProduct ? "product" : "media";
  const others = othersThan(["HEADER", "BODY", "BUTTONS"], all);
  return [
    ...(header === undefined ? [{ path, message: "must have a header" }] : []),
    ...(header !== undefined && !["IMAGE", "VIDEO", "PRODUCT"].includes(format ?? "")
      ? [{ path: `${header.path}.format`, message: "must be IMAGE, VIDEO or PRODUCT in a card" }]
      : []),
    ...(isProduct && body !== undefined ? [issue(body, "is not allowed in product cards")] : []),
    ...(all.some(({ type }) => type === "BUTTONS")
      ? []
      : [{ path, message: "must have one or two buttons" }]),
    ...(isProduct ? buttons.slice(1) : []).map((part) =>
      issue(part, "exceeds the limit: a product card has one button"),
    ),
    ...buttons
      .filter(({ type }) => findButtonKind(type) !== undefined && !isForCards(type, kind))
      .map((part) => issue(part, `is not allowed in this card: use ${listForCards(kind)}`)),
    ...buttons
      .slice(1)
      .filter(({ type }) => type === "ORDER_DETAILS")
      .map((part) => issue(part, "must be the card's first button")),
    ...others.map((part) => issue(part, "is not allowed in cards")),
  ];
}
