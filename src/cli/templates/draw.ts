import type { KnownButtonType } from "../../types/templates/buttons.ts";
import type { TemplateButtonInfo, TemplateComponentInfo } from "../../types/templates/template.ts";
import { center, frame, placeSideBySide, wrap } from "../layout.ts";
import { renderMarkup } from "../markup.ts";
import type { Style } from "../terminal.ts";
import { stripControlsIn } from "../words.ts";
import { type Drawable, fillSamples, findCoupon, toCodeText } from "./sample-text.ts";

/** The width of a message on a phone, in characters; carousel cards are narrower. */
const widest = { message: 46, card: 28 };

interface Canvas {
  style: Style;
  /** Cells inside the frame. */
  width: number;
}

/**
 * Draws a template as a customer sees it, with its sample values.
 *
 * @param canvas.width in cells.
 */
export function drawTemplate(template: Drawable, { style, width }: Canvas): string {
  const components = stripControlsIn(template.components ?? []);
  const canvas = { style, width: Math.max(10, Math.min(width - 4, widest.message)) };
  const { shown, hidden } = drawButtons(findButtons(components), canvas);
  const message = frame([drawBubble(template, components, canvas), ...shown], canvas.width, style);
  const sheet =
    hidden.length === 0 ? [] : [style("dim", "  All options"), ...frame(hidden, canvas.width, style)];
  return [...message, ...sheet, ...drawCarousel(template, components, { style, width })].join("\n");
}

function drawBubble(
  template: Drawable,
  components: readonly TemplateComponentInfo[],
  canvas: Canvas,
): string[] {
  const paragraphs = components
    .toSorted((one, other) => order.indexOf(one.type) - order.indexOf(other.type))
    .map((component) => drawComponent(template, component, components, canvas))
    .filter((lines) => lines.length > 0);
  return paragraphs.flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

/** Top to bottom, regardless of their order in the definition. */
const order = ["HEADER", "LIMITED_TIME_OFFER", "BODY", "FOOTER", "CALL_PERMISSION_REQUEST"];

function drawComponent(
  { category }: Drawable,
  component: TemplateComponentInfo,
  components: readonly TemplateComponentInfo[],
  { style, width }: Canvas,
): string[] {
  const value = (text: string) => style("cyan", text);
  switch (component.type) {
    case "HEADER":
      return drawHeader(component, { style, width });
    case "BODY": {
      const text = category === "AUTHENTICATION" ? withCodeText(component) : component;
      return wrap(renderMarkup(fillSamples(text, value), style), width);
    }
    case "FOOTER":
      return wrap(toFooter(component), width).map((line) => style("dim", line));
    case "LIMITED_TIME_OFFER":
      return drawOffer(component, findCoupon(findButtons(components)), { style, width });
    case "CALL_PERMISSION_REQUEST":
      return wrap(style("dim", "☎ May this business call you?"), width);
    default:
      return order.includes(component.type) || ["BUTTONS", "CAROUSEL"].includes(component.type)
        ? []
        : [style("dim", `[${component.type}]`)];
  }
}

const withCodeText = (component: TemplateComponentInfo): TemplateComponentInfo =>
  component.text === undefined
    ? { ...component, text: toCodeText(component), example: { body_text: [["123456"]] } }
    : component;

const toFooter = ({ text, code_expiration_minutes: minutes }: TemplateComponentInfo): string =>
  text ?? (minutes === undefined ? "" : `This code expires in ${minutes} minutes.`);

const pictures: Readonly<Record<string, string>> = {
  IMAGE: "▨ Image",
  VIDEO: "▶ Video",
  GIF: "▶ GIF",
  DOCUMENT: "▤ Document",
  LOCATION: "◎ Location",
  PRODUCT: "▦ Product",
};

function drawHeader(component: TemplateComponentInfo, { style, width }: Canvas): string[] {
  if (component.format === "TEXT") {
    return wrap(
      style(
        "bold",
        fillSamples(component, (value) => style("cyan", value)),
      ),
      width,
    );
  }
  const label = pictures[component.format ?? ""] ?? `[${component.format}]`;
  const rows = component.format === "DOCUMENT" ? [label] : ["", label, ""];
  return rows.map((row) => style("inverse", center(row, width)));
}

function drawOffer(
  { limited_time_offer: { text = "", has_expiration } = {} }: TemplateComponentInfo,
  coupon: string | undefined,
  { style, width }: Canvas,
): string[] {
  const lines = [style("bold", text), ...(has_expiration ? [style("red", "◷ Ends in 23:59:59")] : [])];
  if (coupon !== undefined) lines.push(`Code ${style("cyan", coupon)}`);
  return lines.flatMap((line) => wrap(line, width));
}

const findButtons = (components: readonly TemplateComponentInfo[]): readonly TemplateButtonInfo[] =>
  components.find(({ type }) => type === "BUTTONS")?.buttons ?? [];

/** WhatsApp shows up to three buttons, or two and one that opens the full list. */
function drawButtons(buttons: readonly TemplateButtonInfo[], { style, width }: Canvas) {
  const row = ({ icon, label }: { icon: string; label: string }) => [
    center(style("blue", `${icon} ${label}`), width),
  ];
  const rows = buttons.map((button) => row(describeButton(button)));
  return rows.length <= 3
    ? { shown: rows, hidden: [] }
    : { shown: [...rows.slice(0, 2), row({ icon: "≡", label: "See all options" })], hidden: rows };
}

function drawCarousel(
  template: Drawable,
  components: readonly TemplateComponentInfo[],
  { style, width }: Canvas,
): string[] {
  const cards = components.find(({ type }) => type === "CAROUSEL")?.cards ?? [];
  if (cards.length === 0) return [];
  const inside = Math.max(10, Math.min(width - 4, widest.card));
  const contents = cards.map((card) => ({
    lines: drawBubble(template, card.components, { style, width: inside }),
    buttons: drawButtons(findButtons(card.components), { style, width: inside }).shown,
  }));
  const height = Math.max(...contents.map(({ lines }) => lines.length));
  const frames = contents.map(({ lines, buttons }) =>
    frame([[...lines, ...Array<string>(height - lines.length).fill("")], ...buttons], inside, style),
  );
  return placeSideBySide(frames, inside + 4, width);
}

/** How WhatsApp shows a button. Everything this file knows about button kinds is here. */
const describeButton = (button: TemplateButtonInfo) => ({
  icon: chooseIcon(button),
  label: chooseLabel(button),
});

const icons: Readonly<Record<KnownButtonType, string>> = {
  QUICK_REPLY: "↩",
  URL: "↗",
  PHONE_NUMBER: "☎",
  VOICE_CALL: "☎",
  COPY_CODE: "⧉",
  OTP: "⧉",
  FLOW: "▤",
  CATALOG: "▦",
  MPM: "≡",
  SPM: "▦",
  ORDER_DETAILS: "•",
  PAYMENT_REQUEST: "•",
  REQUEST_CONTACT_INFO: "•",
};

/** Meta returns a one-time password button as a URL button. */
const chooseIcon = ({ type, url = "" }: TemplateButtonInfo): string =>
  icons[url.includes("/otp/code") ? "OTP" : (type as KnownButtonType)] ?? "•";

/** WhatsApp supplies the label of some kinds; their definitions have none. */
function chooseLabel({ type, text, otp_type, autofill_text }: TemplateButtonInfo): string {
  if (type === "COPY_CODE") return "Copy offer code";
  if (type === "REQUEST_CONTACT_INFO") return text ?? "Share Contact Info";
  if (type !== "OTP") return text ?? type;
  return otp_type === "COPY_CODE" ? (text ?? "Copy code") : String(autofill_text ?? "Autofill");
}
