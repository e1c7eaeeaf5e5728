import { type Json, objectOf, objectsOf, textOf } from "./json.ts";
import {
  buttonsOf,
  cardsOf,
  parametersOf,
  type StoredTemplate,
  sentCards,
  sentComponents,
} from "./templates/parts.ts";

/** Something a customer can tap that is answered by a message. */
export interface Choice {
  /** What stands on it. */
  title: string;
  /** Type of the message that a tap sends. */
  type: "interactive" | "button";
  /** Meta's object of that message. */
  reply: Record<string, unknown>;
}

/** Something a customer can open. */
export interface Link {
  /** The button's label. */
  title: string;
  /** With the values of the message in it. */
  url: string;
}

/** Links of template buttons, of their cards, and of a call to action. */
export function linksOf(body: Json, template: StoredTemplate | undefined): Link[] {
  if (template !== undefined) return templateLinks(template, sentComponents(objectOf(body.template)));
  const { action } = objectOf(body.interactive);
  const cards = objectsOf(objectOf(action).cards).map((card) => card.action);
  return [action, ...cards].flatMap((one) => {
    const { display_text, url } = objectOf(objectOf(one).parameters);
    return typeof display_text === "string" && typeof url === "string" ? [{ title: display_text, url }] : [];
  });
}

function templateLinks({ components }: StoredTemplate, sent: readonly Json[]): Link[] {
  const cards = sentCards(sent).flatMap((card, position) =>
    buttonLinks(cardsOf(components)[position] ?? [], objectsOf(card.components)),
  );
  return [...buttonLinks(components, sent), ...cards];
}

function buttonLinks(components: readonly Json[], sent: readonly Json[]): Link[] {
  return buttonsOf(components).flatMap(({ type, text, url }, index): Link[] => {
    if (type !== "URL") return [];
    const given = sent.find((part) => part.type === "button" && Number(part.index) === index);
    const value = textOf(parametersOf(given)[0]?.text) ?? "";
    return [{ title: textOf(text) ?? "", url: (textOf(url) ?? "").replace(/\{\{[^}]*\}\}$/, () => value) }];
  });
}

/** Reply buttons, list rows and quick replies of a message. */
export function choicesOf(body: Json, template: StoredTemplate | undefined): Choice[] {
  if (template !== undefined) return templateChoices(template, sentComponents(objectOf(body.template)));
  const action = objectOf(objectOf(body.interactive).action);
  const buttons = objectsOf(action.buttons).map(({ reply }) => objectOf(reply));
  const rows = objectsOf(action.sections).flatMap((section) => objectsOf(section.rows));
  const cards = objectsOf(action.cards).flatMap((card) => objectsOf(objectOf(card.action).buttons));
  const quickReplies = cards.map((button) => objectOf(button.quick_reply));
  return [
    ...[...buttons, ...quickReplies].map((reply) => interactive("button_reply", reply)),
    ...rows.map((row) => interactive("list_reply", row)),
  ].filter(({ title }) => title !== "");
}

const interactive = (type: string, reply: Json): Choice => ({
  title: textOf(reply.title) ?? "",
  type: "interactive",
  reply: { type, [type]: reply },
});

function templateChoices({ components }: StoredTemplate, sent: readonly Json[]): Choice[] {
  const cards = sentCards(sent).flatMap((card, position) =>
    quickReplies(cardsOf(components)[position] ?? [], objectsOf(card.components)),
  );
  return [...quickReplies(components, sent), ...cards];
}

function quickReplies(components: readonly Json[], sent: readonly Json[]): Choice[] {
  return buttonsOf(components).flatMap((button, index): Choice[] => {
    if (button.type !== "QUICK_REPLY") return [];
    const given = sent.find((part) => part.type === "button" && Number(part.index) === index);
    const text = textOf(button.text) ?? "";
    const payload = textOf(parametersOf(given)[0]?.payload) ?? text;
    return [{ title: text, type: "button", reply: { payload, text } }];
  });
}
