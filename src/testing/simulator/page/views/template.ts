import type { TemplateButtonView, TemplateContentView } from "../../../../page/protocol.ts";
import { type Json, toObject, toObjects, toText } from "../../../../utils/json.ts";
import { fillPlaceholders, findComponent, listButtons, listCards } from "../../templates/components.ts";
import { fillText, findSent, listParameters, listSentCards } from "../../templates/values.ts";

type Components = readonly Json[];

/** A template, or one of its cards, as a customer sees it. Without sent components, its placeholders stay. */
export function viewTemplate(components: Components, sent: Components): TemplateContentView {
  const sentCards = listSentCards(sent);
  const body = fillText(components, sent, "BODY");
  const footer = toText(findComponent(components, "FOOTER")?.text);
  const header = viewHeader(components, sent);
  const offer = viewOffer(components, sent);
  return {
    ...(header === undefined ? {} : { header }),
    ...(body === "" ? {} : { body }),
    ...(footer === undefined ? {} : { footer }),
    ...(offer === undefined ? {} : { offer }),
    buttons: listButtons(components).map((button, index) => viewButton(button, findButton(sent, index))),
    cards: listCards(components).map((card, index) =>
      viewTemplate(card, toObjects(sentCards[index]?.components)),
    ),
  };
}

function viewHeader(components: Components, sent: Components): TemplateContentView["header"] {
  const defined = findComponent(components, "HEADER");
  if (defined === undefined) return undefined;
  const format = toText(defined.format) ?? "TEXT";
  if (format === "TEXT") return { format, text: fillText(components, sent, "HEADER") };
  const [given = {}] = listParameters(findSent(sent, "header"));
  const value = toObject(given[String(given.type)]);
  if (format === "LOCATION") return { format, location: value };
  return format === "PRODUCT" ? { format, product: value } : { format, media: value };
}

function viewOffer(components: Components, sent: Components): TemplateContentView["offer"] {
  const defined = findComponent(components, "LIMITED_TIME_OFFER");
  if (defined === undefined) return undefined;
  const { text } = toObject(defined.limited_time_offer);
  const [given = {}] = listParameters(findSent(sent, "limited_time_offer"));
  const until = Number(toObject(given.limited_time_offer).expiration_time_ms);
  return { text: toText(text) ?? "", ...(Number.isFinite(until) ? { until } : {}) };
}

const findButton = (sent: Components, index: number): Json | undefined =>
  sent.find((part) => part.type === "button" && Number(part.index) === index);

function viewButton(button: Json, sent: Json | undefined): TemplateButtonView {
  const type = toText(button.type) ?? "";
  const text = toText(button.text) ?? buttonLabels[type] ?? type;
  const [given = {}] = listParameters(sent);
  return { type, text, ...buttonDetails[type]?.(button, given, text) };
}

/** Labels that Meta fixes. */
const buttonLabels: Readonly<Record<string, string>> = {
  COPY_CODE: "Copy offer code",
  CATALOG: "View catalog",
};

type Details = Partial<Omit<TemplateButtonView, "type" | "text">>;

/** What a button does, by its type. */
const buttonDetails: Readonly<Record<string, (button: Json, given: Json, text: string) => Details>> = {
  QUICK_REPLY: (_, given, text) => ({ reply: { payload: toText(given.payload) ?? text, text } }),
  URL: ({ url }, given) => ({ url: fillUrl(toText(url) ?? "", toText(given.text)) }),
  PHONE_NUMBER: ({ phone_number }) => ({ phone: toText(phone_number) ?? "" }),
  COPY_CODE: (_, given) => ({ code: toText(given.coupon_code) ?? "" }),
  FLOW: (button, given) => ({ flow: { ...toObject(button), ...toObject(given.action) } }),
};

const fillUrl = (url: string, value: string | undefined): string =>
  value === undefined ? url : fillPlaceholders(url, new Map([["1", value]]));
