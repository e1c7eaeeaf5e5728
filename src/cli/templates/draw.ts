import type { KnownButtonType } from "../../types/templates/buttons.ts";
import type { TemplateButtonInfo, TemplateComponentInfo } from "../../types/templates/template.ts";
import { beside, framed, wrapped } from "../boxes.ts";
import { centred } from "../columns.ts";
import { rendered } from "../markup.ts";
import type { Style } from "../terminal.ts";
import { visible } from "../words.ts";
import { codeText, couponOf, type Drawable, sampled } from "./sample.ts";

/** How wide a message is on a telephone, in characters; a card of a carousel is narrower. */
const widest = { message: 46, card: 28 };

interface Canvas {
  style: Style;
  /** Cells inside the frame. */
  width: number;
}

/**
 * A message of this template as a customer would see it, with its samples filled in.
 *
 * @param terminal what it is drawn on; `width` in cells.
 */
export function drawn(template: Drawable, { style, width }: Canvas): string {
  const components = harmless(template.components ?? []);
  const canvas = { style, width: Math.max(10, Math.min(width - 4, widest.message)) };
  const { shown, hidden } = buttonRows(buttonsOf(components), canvas);
  const message = framed([bubble(template, components, canvas), ...shown], canvas.width, style);
  const sheet =
    hidden.length === 0 ? [] : [style("dim", "  All options"), ...framed(hidden, canvas.width, style)];
  return [...message, ...sheet, ...carousel(template, components, { style, width })].join("\n");
}

/** Texts of others must not steer the terminal. */
const harmless = (components: readonly TemplateComponentInfo[]): readonly TemplateComponentInfo[] =>
  JSON.parse(JSON.stringify(components), (_, value) => (typeof value === "string" ? visible(value) : value));

function bubble(template: Drawable, components: readonly TemplateComponentInfo[], canvas: Canvas): string[] {
  const paragraphs = components
    .toSorted((one, other) => order.indexOf(one.type) - order.indexOf(other.type))
    .map((component) => paragraph(template, component, components, canvas))
    .filter((lines) => lines.length > 0);
  return paragraphs.flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

/** Top to bottom, whatever the order in the definition. */
const order = ["HEADER", "LIMITED_TIME_OFFER", "BODY", "FOOTER", "CALL_PERMISSION_REQUEST"];

function paragraph(
  { category }: Drawable,
  component: TemplateComponentInfo,
  components: readonly TemplateComponentInfo[],
  { style, width }: Canvas,
): string[] {
  const value = (text: string) => style("cyan", text);
  switch (component.type) {
    case "HEADER":
      return header(component, { style, width });
    case "BODY": {
      const text = category === "AUTHENTICATION" ? codeOf(component) : component;
      return wrapped(rendered(sampled(text, value), style), width);
    }
    case "FOOTER":
      return wrapped(footerOf(component), width).map((line) => style("dim", line));
    case "LIMITED_TIME_OFFER":
      return offer(component, couponOf(buttonsOf(components)), { style, width });
    case "CALL_PERMISSION_REQUEST":
      return wrapped(style("dim", "☎ May this business call you?"), width);
    default:
      return order.includes(component.type) || ["BUTTONS", "CAROUSEL"].includes(component.type)
        ? []
        : [style("dim", `[${component.type}]`)];
  }
}

const codeOf = (component: TemplateComponentInfo): TemplateComponentInfo =>
  component.text === undefined
    ? { ...component, text: codeText(component), example: { body_text: [["123456"]] } }
    : component;

const footerOf = ({ text, code_expiration_minutes: minutes }: TemplateComponentInfo): string =>
  text ?? (minutes === undefined ? "" : `This code expires in ${minutes} minutes.`);

const pictures: Readonly<Record<string, string>> = {
  IMAGE: "▨ Image",
  VIDEO: "▶ Video",
  GIF: "▶ GIF",
  DOCUMENT: "▤ Document",
  LOCATION: "◎ Location",
  PRODUCT: "▦ Product",
};

function header(component: TemplateComponentInfo, { style, width }: Canvas): string[] {
  if (component.format === "TEXT") {
    return wrapped(
      style(
        "bold",
        sampled(component, (value) => style("cyan", value)),
      ),
      width,
    );
  }
  const label = pictures[component.format ?? ""] ?? `[${component.format}]`;
  const rows = component.format === "DOCUMENT" ? [label] : ["", label, ""];
  return rows.map((row) => style("inverse", centred(row, width)));
}

function offer(
  { limited_time_offer: { text = "", has_expiration } = {} }: TemplateComponentInfo,
  coupon: string | undefined,
  { style, width }: Canvas,
): string[] {
  const lines = [style("bold", text), ...(has_expiration ? [style("red", "◷ Ends in 23:59:59")] : [])];
  if (coupon !== undefined) lines.push(`Code ${style("cyan", coupon)}`);
  return lines.flatMap((line) => wrapped(line, width));
}

const buttonsOf = (components: readonly TemplateComponentInfo[]): readonly TemplateButtonInfo[] =>
  components.find(({ type }) => type === "BUTTONS")?.buttons ?? [];

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

/** A button for one-time codes comes back as a link. */
const iconOf = ({ type, url = "" }: TemplateButtonInfo): string =>
  icons[url.includes("/otp/code") ? "OTP" : (type as KnownButtonType)] ?? "•";

/** WhatsApp shows three buttons, or two and the rest behind one that opens them all. */
function buttonRows(buttons: readonly TemplateButtonInfo[], { style, width }: Canvas) {
  const row = (icon: string, label: string) => [centred(style("blue", `${icon} ${label}`), width)];
  const rows = buttons.map((button) => row(iconOf(button), labelOf(button)));
  return rows.length <= 3
    ? { shown: rows, hidden: [] }
    : { shown: [...rows.slice(0, 2), row("≡", "See all options")], hidden: rows };
}

/** Where WhatsApp writes the label itself, a definition holds none. */
function labelOf({ type, text, otp_type, autofill_text }: TemplateButtonInfo): string {
  if (type === "COPY_CODE") return "Copy offer code";
  if (type === "REQUEST_CONTACT_INFO") return text ?? "Share Contact Info";
  if (type !== "OTP") return text ?? type;
  return otp_type === "COPY_CODE" ? (text ?? "Copy code") : String(autofill_text ?? "Autofill");
}

function carousel(
  template: Drawable,
  components: readonly TemplateComponentInfo[],
  { style, width }: Canvas,
): string[] {
  const cards = components.find(({ type }) => type === "CAROUSEL")?.cards ?? [];
  if (cards.length === 0) return [];
  const inside = Math.max(10, Math.min(width - 4, widest.card));
  const contents = cards.map((card) => ({
    lines: bubble(template, card.components, { style, width: inside }),
    buttons: buttonRows(buttonsOf(card.components), { style, width: inside }).shown,
  }));
  const height = Math.max(...contents.map(({ lines }) => lines.length));
  const frames = contents.map(({ lines, buttons }) =>
    framed([[...lines, ...Array<string>(height - lines.length).fill("")], ...buttons], inside, style),
  );
  return beside(frames, inside + 4, width);
}
