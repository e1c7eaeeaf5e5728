import type { ComponentChildren, JSX } from "preact";
import { type Json, parseJson, toObject, toText } from "../../utils/json.ts";
import { JsonTree } from "../json.tsx";
import { toPlainText } from "../markup.ts";
import type { MessageView } from "../protocol.ts";
import { ContactCards, LocationCard, PlacedOrder } from "./cards.tsx";
import type { Deeds } from "./deeds.ts";
import { Interactive } from "./interactive.tsx";
import { Media } from "./media.tsx";
import { Template } from "./template.tsx";
import { FormattedText } from "./text.tsx";

interface Facts {
  message: MessageView;
  content: Json;
  deeds: Deeds;
}

/** What is inside a bubble. */
export function Content({ message, deeds }: { message: MessageView; deeds: Deeds }): JSX.Element {
  const draw = drawings[message.type] ?? drawUnknown;
  return <>{draw({ message, deeds, content: toObject(message.content) })}</>;
}

const drawMedia = ({ message, content, deeds }: Facts): ComponentChildren => {
  const onPlay = message.isFromBusiness && content.voice === true ? () => deeds.play(message) : undefined;
  return <Media kind={message.type} media={content} onPlay={onPlay} />;
};

const drawings: Readonly<Record<string, (facts: Facts) => ComponentChildren>> = {
  text: ({ content }) => <FormattedText text={toText(content.body) ?? ""} />,
  image: drawMedia,
  video: drawMedia,
  audio: drawMedia,
  document: drawMedia,
  sticker: drawMedia,
  location: ({ content }) => <LocationCard location={content} />,
  contacts: ({ message }) => <ContactCards contacts={message.content} />,
  button: ({ content }) => <FormattedText text={toText(content.text) ?? ""} />,
  order: ({ content }) => <PlacedOrder order={content} />,
  interactive: (facts) =>
    facts.message.isFromBusiness ? (
      <Interactive message={facts.message} interactive={facts.content} deeds={facts.deeds} />
    ) : (
      <Reply interactive={facts.content} />
    ),
  template: ({ message, deeds }) =>
    message.template === undefined ? null : (
      <Template template={message.template} message={message} deeds={deeds} />
    ),
  system: ({ content }) => <p class="quiet">{toText(content.body) ?? "A change of the account"}</p>,
};

const drawUnknown = ({ message, content }: Facts): ComponentChildren => (
  <>
    <p class="quiet">{message.type}</p>
    <JsonTree value={content} open={1} />
  </>
);

/** What the customer answered to an interactive message. */
function Reply({ interactive }: { interactive: Json }): JSX.Element {
  const { button_reply, list_reply, nfm_reply, call_permission_reply } = interactive;
  const { title, description } = toObject(button_reply ?? list_reply);
  if (nfm_reply !== undefined) {
    const { response_json, body } = toObject(nfm_reply);
    return (
      <>
        <p class="headline">{toText(body) ?? "Sent"}</p>
        <JsonTree value={parseJson(toText(response_json) ?? "")} open={1} />
      </>
    );
  }
  if (call_permission_reply !== undefined) {
    return (
      <p>{toObject(call_permission_reply).response === "accept" ? "Calls allowed" : "Calls not allowed"}</p>
    );
  }
  return (
    <>
      <FormattedText text={toText(title) ?? toText(interactive.type) ?? ""} />
      {toText(description) === undefined ? undefined : <small class="quiet">{toText(description)}</small>}
    </>
  );
}

/** A line that says what a message is, for lists, quotes and screen readers. */
export function toLine({ type, content, template }: MessageView): string {
  if (template !== undefined) return toPlainText(template.body ?? template.header?.text ?? "Template");
  const words = toPlainText(findWords(toObject(content)) ?? "");
  const name = lineNames[type] ?? type;
  if (["text", "interactive", "button"].includes(type)) return words === "" ? name : words;
  return words === "" ? name : `${name}: ${words}`;
}

const findWords = ({
  body,
  button_reply,
  list_reply,
  text,
  caption,
  filename,
  name,
}: Json): string | undefined =>
  [body, toObject(body).text, toObject(button_reply ?? list_reply).title, text, caption, filename, name]
    .map(toText)
    .find((word) => word !== undefined && word !== "");

const lineNames: Readonly<Record<string, string>> = {
  image: "Image",
  video: "Video",
  audio: "Audio",
  document: "Document",
  sticker: "Sticker",
  location: "Location",
  contacts: "Contact",
  order: "Order",
  interactive: "Answer",
};
