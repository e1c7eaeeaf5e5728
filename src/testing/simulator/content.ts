import { type Json, toObject, toObjects, toText } from "../../utils/json.ts";
import { listButtons, listCards } from "./templates/components.ts";
import type { StoredTemplate } from "./templates/stored-template.ts";
import { listParameters, listSent, listSentCards, renderTemplate } from "./templates/values.ts";

/** A button or row that sends a message when the customer taps it. */
export interface Choice {
  /** Its label. */
  title: string;
  /** Type of the message that a tap sends. */
  type: "interactive" | "button";
  /** Meta's object for that message. */
  reply: Record<string, unknown>;
}

/** A link that a customer can open. */
export interface Link {
  /** Its label. */
  title: string;
  /** The URL, with the values of the message filled in. */
  url: string;
}

/** Links of template buttons, of card buttons, and of calls to action. */
export function findLinks(body: Json, template: StoredTemplate | undefined): Link[] {
  if (template !== undefined) return findTemplateLinks(template, listSent(toObject(body.template)));
  const { action } = toObject(body.interactive);
  const cards = toObjects(toObject(action).cards).map((card) => card.action);
  return [action, ...cards].flatMap((one) => {
    const { display_text, url } = toObject(toObject(one).parameters);
    return typeof display_text === "string" && typeof url === "string" ? [{ title: display_text, url }] : [];
  });
}

function findTemplateLinks({ components }: StoredTemplate, sent: readonly Json[]): Link[] {
  const cards = listSentCards(sent).flatMap((card, position) =>
    findButtonLinks(listCards(components)[position] ?? [], toObjects(card.components)),
  );
  return [...findButtonLinks(components, sent), ...cards];
}

function findButtonLinks(components: readonly Json[], sent: readonly Json[]): Link[] {
  return listButtons(components).flatMap(({ type, text, url }, index): Link[] => {
    if (type !== "URL") return [];
    const given = sent.find((part) => part.type === "button" && Number(part.index) === index);
    const value = toText(listParameters(given)[0]?.text) ?? "";
    return [{ title: toText(text) ?? "", url: (toText(url) ?? "").replace(/\{\{[^}]*\}\}$/, () => value) }];
  });
}

/** Reply buttons, list rows and quick replies of a message. */
export function findChoices(body: Json, template: StoredTemplate | undefined): Choice[] {
  if (template !== undefined) return findTemplateChoices(template, listSent(toObject(body.template)));
  const action = toObject(toObject(body.interactive).action);
  const buttons = toObjects(action.buttons).map(({ reply }) => toObject(reply));
  const rows = toObjects(action.sections).flatMap((section) => toObjects(section.rows));
  const cards = toObjects(action.cards).flatMap((card) => toObjects(toObject(card.action).buttons));
  const quickReplies = cards.map((button) => toObject(button.quick_reply));
  return [
    ...[...buttons, ...quickReplies].map((reply) => interactive("button_reply", reply)),
    ...rows.map((row) => interactive("list_reply", row)),
  ].filter(({ title }) => title !== "");
}

const interactive = (type: string, reply: Json): Choice => ({
  title: toText(reply.title) ?? "",
  type: "interactive",
  reply: { type, [type]: reply },
});

function findTemplateChoices({ components }: StoredTemplate, sent: readonly Json[]): Choice[] {
  const cards = listSentCards(sent).flatMap((card, position) =>
    findQuickReplies(listCards(components)[position] ?? [], toObjects(card.components)),
  );
  return [...findQuickReplies(components, sent), ...cards];
}

function findQuickReplies(components: readonly Json[], sent: readonly Json[]): Choice[] {
  return listButtons(components).flatMap((button, index): Choice[] => {
    if (button.type !== "QUICK_REPLY") return [];
    const given = sent.find((part) => part.type === "button" && Number(part.index) === index);
    const text = toText(button.text) ?? "";
    const payload = toText(listParameters(given)[0]?.payload) ?? text;
    return [{ title: text, type: "button", reply: { payload, text } }];
  });
}

/** The readable part of a message; `undefined` if it has no text. */
export function readableText(
  type: string,
  body: Json,
  template: StoredTemplate | undefined,
): string | undefined {
  if (template !== undefined) return renderTemplate(template, listSent(toObject(body.template)));
  const content = toObject(body[type]);
  switch (type) {
    case "text":
      return toText(content.body);
    case "interactive":
      return toText(toObject(content.body).text);
    case "reaction":
      return toText(content.emoji);
    default:
      return toText(content.caption) ?? toText(content.name);
  }
}
