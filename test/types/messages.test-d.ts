// The commonest mistakes do not compile. Compiled by `npm run typecheck`.
import type { OutgoingMessage, WhatsAppClient } from "wacloud";
import type { MessageEvent } from "wacloud/webhooks";

const to = "+14155552671";

export async function mistakes(
  { messages, replyTo, templates, media }: WhatsAppClient,
  event: MessageEvent,
): Promise<void> {
  await messages.sendText({ to, body: "Hi" });
  await messages.sendText({ to: event.from, body: "Hi" });
  await messages.sendText({ to: event.chat, body: "Hi" }, { signal: new AbortController().signal });
  await replyTo(event).sendText({ body: "Hi" });
  await messages.send({ recipient: "US.1", type: "text", text: { body: "Hi" } });
  await messages.sendTemplate({ to, name: "a", language: "en", parameters: { first_name: "Ana" } });
  await media.upload({ file: new Uint8Array(1), type: "image/png" });

  // @ts-expect-error the text is missing
  await messages.sendText({ to });
  // @ts-expect-error nobody to send to
  await messages.sendText({ body: "Hi" });
  // @ts-expect-error a reply goes to its chat
  await replyTo(event).sendText({ to, body: "Hi" });
  // @ts-expect-error by id or by link, not by both
  await messages.sendImage({ to, id: "1", link: "https://example.com/a.png" });
  // @ts-expect-error by one of them
  await messages.sendImage({ to, caption: "Hi" });
  // @ts-expect-error audio has no caption
  await messages.sendAudio({ to, id: "1", caption: "Hi" });
  // @ts-expect-error a button has a title
  await messages.sendButtons({ to, body: "Hi", buttons: [{ id: "1" }] });
  const picture = { type: "image" as const, image: { id: "1" } };
  // @ts-expect-error a list's header is a text
  await messages.sendList({ to, header: picture, body: "Hi", button: "B", sections: [] });
  // @ts-expect-error products have no header
  await messages.sendProduct({ to, header: "Hi", catalog_id: "1", product_retailer_id: "1" });
  // @ts-expect-error Meta's form or the short form
  await messages.sendTemplate({ to, name: "a", language: "en", components: [], parameters: ["Ana"] });
  // @ts-expect-error a language is needed
  await messages.sendTemplate({ to, name: "a" });
  const name = "order_ok";
  const wrongButtons = [{ sub_type: "copy_code" as const, payload: "" }];
  // @ts-expect-error a copy code has a coupon code
  await messages.sendTemplate({ to, name, language: "en", buttons: wrongButtons });
  // @ts-expect-error an id alone does not say which name is meant
  await templates.delete({ id: "1" });
}

// @ts-expect-error the object must be named like the type
export const misnamed: OutgoingMessage = { to, type: "text", image: { id: "1" } };
// @ts-expect-error there is no such type
export const unknown: OutgoingMessage = { to, type: "hologram", hologram: {} };
