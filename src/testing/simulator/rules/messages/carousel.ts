import * as z from "zod/mini";
import { literal, optional, strictObject } from "zod/mini";
import { type Json, toObject, toObjects } from "../../../../utils/json.ts";
import { once } from "../../../../utils/once.ts";
import { refuse } from "../../errors.ts";
import { distinct, holdsItsType, integer, list, rule, someText, text, webUrl } from "../schema.ts";
import { file } from "./plain.ts";

type CardKind = "url" | "reply" | "product";

const cardHeader = once(() =>
  strictObject({
    type: z.enum(["image", "video"]),
    image: optional(file()),
    video: optional(file()),
  }).check(...holdsItsType(["image", "video"])),
);

const cardBody = once(() =>
  strictObject({
    text: text(160).check(
      rule((words: string) => words.split("\n").length <= 3, "must have at most 2 line breaks", {
        kind: "length",
      }),
    ),
  }),
);

interface QuickReply {
  quick_reply: { id: string; title: string };
}

const quickReply = once(() =>
  strictObject({
    type: literal("quick_reply"),
    quick_reply: strictObject({ id: text(256), title: text(20) }),
  }),
);

const actions: Readonly<Record<CardKind, () => z.ZodMiniType>> = {
  url: () =>
    strictObject({
      name: literal("cta_url"),
      parameters: strictObject({ display_text: text(20), url: webUrl() }),
    }),
  reply: () =>
    strictObject({
      buttons: list(quickReply(), 1, 10).check(
        distinct((button) => (button as QuickReply).quick_reply.id, "ids"),
      ),
    }),
  product: () => strictObject({ product_retailer_id: someText(), catalog_id: someText() }),
};

function card(kind: CardKind) {
  const card_index = integer(0, Number.MAX_SAFE_INTEGER);
  if (kind === "product") {
    return strictObject({ card_index, type: literal("product"), action: actions.product() });
  }
  const type = literal("cta_url");
  return strictObject({
    card_index,
    type: kind === "url" ? type : optional(z.enum(["cta_url", "quick_reply"])),
    header: cardHeader(),
    body: optional(cardBody()),
    action: actions[kind](),
  });
}

/** The kind of the cards; the first card decides. */
function findKind(cards: unknown): CardKind {
  const [first] = toObjects(cards);
  const action = toObject(first?.action);
  if ("buttons" in action) return "reply";
  return first?.type === "product" || "product_retailer_id" in action ? "product" : "url";
}

const byKind = {
  url: once(() => cardsAction("url")),
  reply: once(() => cardsAction("reply")),
  product: once(() => cardsAction("product")),
};

const cardsAction = (kind: CardKind) => strictObject({ cards: list(card(kind), 2, 10) });

/** Two to ten cards, all of the same kind as the first. */
export const carouselAction = once(() =>
  z.unknown().check((payload) => {
    if (payload.value === undefined) {
      payload.issues.push({
        code: "custom",
        input: undefined,
        params: { kind: "missing" },
        message: "is required",
      });
      return;
    }
    const schema = byKind[findKind(toObject(payload.value).cards)]();
    const { error } = schema.safeParse(payload.value, { reportInput: true });
    payload.issues.push(...((error?.issues ?? []) as typeof payload.issues));
  }),
);

/** Checks the cards together: order, same buttons, one catalog. */
export function checkCards(interactive: Json): void {
  const cards = toObjects(toObject(interactive.action).cards);
  const actionsOfCards = cards.map((one) => toObject(one.action));
  const name = "interactive['action']['cards']";
  if (cards.some((one, index) => one.card_index !== index)) {
    throw refuse(131009, `Param ${name} must have card_index values that count from 0.`);
  }
  if (new Set(actionsOfCards.map(({ buttons }) => toObjects(buttons).length)).size > 1) {
    throw refuse(131009, `Param ${name} must have the same buttons on each card.`);
  }
  if (new Set(actionsOfCards.map(({ catalog_id }) => catalog_id)).size > 1) {
    throw refuse(131009, `Param ${name} must be products of one catalog.`);
  }
}
