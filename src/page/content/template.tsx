import type { JSX } from "preact";
import { toObject, toText } from "../../utils/json.ts";
import { copyText } from "../controls.tsx";
import type { MessageView, TemplateButtonView, TemplateContentView } from "../protocol.ts";
import { toClock, toShortDay } from "../time.ts";
import { Actions } from "./actions.tsx";
import { LocationCard, ProductCard } from "./cards.tsx";
import type { ActionFacts, Deeds } from "./deeds.ts";
import { Media } from "./media.tsx";
import { FormattedText } from "./text.tsx";

interface Facts {
  template: TemplateContentView;
  message: MessageView;
  deeds: Deeds;
}

/** A template with its values, or one of its cards. */
export function Template({ template, message, deeds }: Facts): JSX.Element {
  const { header, body, footer, offer, buttons, cards } = template;
  return (
    <>
      {header === undefined ? undefined : <TemplateHeader header={header} />}
      {offer === undefined ? undefined : (
        <p class="offer">
          <strong>{offer.text}</strong>
          {offer.until === undefined ? undefined : (
            <small>
              until {toShortDay(offer.until)}, {toClock(offer.until)}
            </small>
          )}
        </p>
      )}
      {body === undefined ? undefined : <FormattedText text={body} />}
      {footer === undefined ? undefined : <p class="footer">{footer}</p>}
      <Actions
        actions={buttons.map((button) => toAction(button, message, deeds))}
        message={message}
        deeds={deeds}
      />
      {cards.length === 0 ? undefined : (
        <div class="carousel">
          {cards.map((card, index) => (
            <div key={index} class="carousel-card">
              <Template template={card} message={message} deeds={deeds} />
            </div>
          ))}
        </div>
      )}
    </>
  );
}

function TemplateHeader({
  header,
}: {
  header: NonNullable<TemplateContentView["header"]>;
}): JSX.Element | null {
  const { format, text, media, location, product } = header;
  if (text !== undefined) return text === "" ? null : <p class="headline">{text}</p>;
  if (location !== undefined) return <LocationCard location={location} />;
  if (product !== undefined) return <ProductCard id={product.product_retailer_id} note="Product" />;
  const kind = format === "GIF" ? "video" : format.toLowerCase();
  if (media === undefined || Object.keys(media).length === 0) return <p class="quiet">{kind} header</p>;
  return <Media kind={kind} media={media} />;
}

const notSimulated = "The simulator does not do this.";

/** What a button does, by its type. */
function toAction(button: TemplateButtonView, message: MessageView, deeds: Deeds): ActionFacts {
  const { type, text: title, url, phone, code, flow, reply } = button;
  if (reply !== undefined) {
    return { title, icon: "reply", act: () => deeds.tap(message, { title, type: "button", reply }) };
  }
  if (type === "OTP" || /otp\/code/.test(url ?? "")) {
    const otp = findCode(message);
    return { title, icon: "copy", act: () => copy(otp, deeds) };
  }
  if (url !== undefined) return { title, icon: "external", url, act: () => deeds.follow(message, title) };
  if (phone !== undefined) return { title, act: () => copy(phone, deeds) };
  if (code !== undefined) return { title, icon: "copy", act: () => copy(code, deeds) };
  if (flow !== undefined) {
    return { title, icon: "document", act: () => deeds.open({ kind: "flow", message, title, flow }) };
  }
  if (type === "REQUEST_CONTACT_INFO") {
    return { title, icon: "contact", act: () => deeds.shareContact(message) };
  }
  if (["CATALOG", "MPM", "SPM"].includes(type)) {
    return {
      title,
      icon: "business",
      act: () => deeds.open({ kind: "order", message, catalog: "", products: [] }),
    };
  }
  return { title, note: notSimulated };
}

/** The code of an authentication template is the only value of its body. */
function findCode({ content }: MessageView): string {
  const found = JSON.stringify(toObject(content).components ?? []).match(/"text":"([^"]*)"/);
  return toText(found?.[1]) ?? "";
}

function copy(text: string, deeds: Deeds): void {
  copyText(text);
  deeds.say(`Copied: ${text}`);
}
