import { Endpoint, isSuccess } from "../core/endpoint.ts";
import type { Call } from "../core/pipeline.ts";
import { invalid } from "../core/validate.ts";
import type { DefinedTemplate, TemplateMessage } from "../templates/defined.ts";
import type { CallOptions, SuccessAnswer } from "../types/common.ts";
import type { InteractiveType } from "../types/messages/interactive.ts";
import type { AudioMedia, CaptionedMedia, DocumentMedia, MediaSource } from "../types/messages/media.ts";
import type {
  Addressed,
  Envelope,
  MetaEnvelope,
  OutgoingContent,
  OutgoingMessage,
  OutgoingMessageType,
  SentMessage,
} from "../types/messages/outgoing.ts";
import type {
  ContactCard,
  LocationContent,
  PinContent,
  ReactionContent,
  TextContent,
} from "../types/messages/plain.ts";
import type {
  AddressInput,
  ButtonsInput,
  CarouselInput,
  CatalogInput,
  CtaUrlInput,
  FlowInput,
  ListInput,
  OrderDetailsInput,
  OrderStatusInput,
  ProductInput,
  ProductListInput,
  VoiceCallInput,
} from "../types/messages/shortcuts.ts";
import type { Recipient } from "../types/recipients.ts";
import { snapshot } from "../utils/snapshot.ts";
import { buildInteractive, toInteractivePath } from "./messages/interactive.ts";
import { type Composition, split, type ToCallerPath } from "./shared/compose.ts";
import {
  loadTemplateComponents,
  post,
  type Sender,
  type SenderSettings,
  type SendOptions,
  type TemplateSendOptions,
} from "./shared/post.ts";
import type { AnyTemplateMessage } from "./shared/template-components.ts";

/** How the messages of a client, or of one reply, are sent. */
export interface MessagesOptions extends SenderSettings {
  /** The recipient and the quoted message, where they are fixed for every message. */
  preset?: { to: Recipient; reply_to?: string | undefined } | undefined;
}

/** Options of {@link Messages.markAsRead}. */
export interface MarkAsReadOptions extends CallOptions {
  /** Also shows a typing indicator until you send a message, for 25 seconds at most. Default false. */
  typing?: boolean | undefined;
}

/** The recipient is fixed, so messages do not name one. */
export type Unaddressed = {
  /** Already decided: the chat that is answered. */
  to?: undefined;
};

/**
 * The sending methods without `to`: every message goes to one chat. In a webhook handler, each message is sent once per
 * event, however often the handler runs.
 */
export type Replies = Messages<Unaddressed>;

/** What `markAsRead` takes: of a reply, the message is known. */
type MarkAsReadArguments<Addressing> = [Addressing] extends [Addressed]
  ? [messageId: string, options?: MarkAsReadOptions]
  : [options?: MarkAsReadOptions];

/**
 * Messages sent from one business phone number.
 *
 * Every send resolves when WhatsApp accepts the message, not when it is delivered: delivery is reported later by a
 * status webhook. Every send may throw
 * - `ValidationError`, `PhoneNumberError`: the message breaks a documented rule. Nothing was sent; correct it;
 * - `ApiError`: Meta refused it. Branch on `category`; `hint` says what to do;
 * - `AmbiguousSendError`: it may have been sent. Wait for a status webhook with its `correlationTag`;
 * - `ConnectionError`, `QueueFullError`: it was never sent; try again later.
 */
export class Messages<Addressing = Addressed> {
  readonly #sender: Sender;
  readonly #preset: NonNullable<MessagesOptions["preset"]> | { reply_to?: undefined };

  /** @internal */
  constructor(call: Call, { preset, ...settings }: MessagesOptions) {
    this.#sender = { call, api: new Endpoint(call, settings), settings, edge: "messages" };
    this.#preset = preset ?? {};
  }

  /**
   * Sends a message of any kind, in the form Meta documents.
   *
   * @throws `ApiError` with category `window-closed` when the customer last wrote over 24 hours ago: send a template.
   *
   * @example
   * await messages.send({ to: "+14155552671", type: "text", text: { body: "Hi" } });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
   */
  async send(
    message: [Addressing] extends [Addressed] ? OutgoingMessage : OutgoingContent & MetaEnvelope,
    options: SendOptions = {},
  ): Promise<SentMessage> {
    return this.#post(snapshot(message), options);
  }

  /**
   * Sends a text.
   *
   * Text reaches customers who wrote to you in the last 24 hours. Send everybody else a template.
   *
   * @example
   * await messages.sendText({ to, body: "See https://example.com", preview_url: true });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages
   */
  async sendText(input: TextContent & Addressing & Envelope, options?: SendOptions): Promise<SentMessage> {
    return this.#plain("text", input, options);
  }

  /**
   * Sends an image: JPEG or PNG, up to 5 MB.
   *
   * @example
   * await messages.sendImage({ to, id: uploaded.id, caption: "Your cake" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/image-messages
   */
  async sendImage(
    input: CaptionedMedia & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#plain("image", input, options);
  }

  /**
   * Sends a video: MP4 or 3GP with H.264 and AAC, up to 16 MB.
   *
   * @example
   * await messages.sendVideo({ to, link: "https://example.com/tour.mp4" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/video-messages
   */
  async sendVideo(
    input: CaptionedMedia & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#plain("video", input, options);
  }

  /**
   * Sends an audio file, or a voice note with `voice` (OGG with Opus); up to 16 MB. Audio has no caption.
   *
   * @example
   * await messages.sendAudio({ to, id: uploaded.id, voice: true });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/audio-messages
   */
  async sendAudio(input: AudioMedia & Addressing & Envelope, options?: SendOptions): Promise<SentMessage> {
    return this.#plain("audio", input, options);
  }

  /**
   * Sends a document, up to 100 MB. The extension of `filename` determines the icon.
   *
   * @example
   * await messages.sendDocument({ to, id: uploaded.id, filename: "invoice.pdf" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/document-messages
   */
  async sendDocument(
    input: DocumentMedia & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#plain("document", input, options);
  }

  /**
   * Sends a sticker: WebP, up to 100 KB static or 500 KB animated.
   *
   * @example
   * await messages.sendSticker({ to, id: uploaded.id });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/sticker-messages
   */
  async sendSticker(input: MediaSource & Addressing & Envelope, options?: SendOptions): Promise<SentMessage> {
    return this.#plain("sticker", input, options);
  }

  /**
   * Sends a location.
   *
   * @example
   * await messages.sendLocation({ to, latitude: 37.44, longitude: -122.16, name: "Shop" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/location-messages
   */
  async sendLocation(
    input: LocationContent & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#plain("location", input, options);
  }

  /**
   * Reacts to a message that is at most 30 days old; an empty `emoji` removes the reaction.
   *
   * @example
   * await messages.sendReaction({ to, message_id: event.message.id, emoji: "👍" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/reaction-messages
   */
  async sendReaction(
    input: ReactionContent & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#plain("reaction", input, options);
  }

  /**
   * Sends up to 257 contact cards; a few work best.
   *
   * @example
   * await messages.sendContacts({ to, contacts: [{ name: { formatted_name: "Ana Ruiz", first_name: "Ana" } }] });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/contacts-messages
   */
  async sendContacts(
    input: { contacts: ContactCard[] } & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#post({ ...input, type: "contacts" }, options);
  }

  /**
   * Sends a text with one to three reply buttons. The reply arrives as an `interactive` message of type `button_reply`.
   *
   * @example
   * await messages.sendButtons({ to, body: "Keep it?", buttons: [{ id: "yes", title: "Yes" }, { id: "no", title: "No" }] });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages
   */
  async sendButtons(
    input: ButtonsInput & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#interactive("button", input, options);
  }

  /**
   * Sends a list to choose from, with up to ten rows across its sections. The reply arrives as a `list_reply`.
   *
   * @example
   * await messages.sendList({ to, body: "Choose", button: "Drinks", sections: [{ rows: [{ id: "tea", title: "Tea" }] }] });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages
   */
  async sendList(input: ListInput & Addressing & Envelope, options?: SendOptions): Promise<SentMessage> {
    return this.#interactive("list", input, options);
  }

  /**
   * Sends a text with a button that opens a link.
   *
   * @example
   * await messages.sendCtaUrl({ to, body: "See the dates", display_text: "Open", url: "https://example.com" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-cta-url-messages
   */
  async sendCtaUrl(input: CtaUrlInput & Addressing & Envelope, options?: SendOptions): Promise<SentMessage> {
    return this.#interactive("cta_url", input, options);
  }

  /**
   * Sends a button that opens a flow. The reply arrives as an `nfm_reply`.
   *
   * @example
   * await messages.sendFlow({ to, body: "Book a slot", flow_id: "123", flow_cta: "Book" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-flow-messages
   */
  async sendFlow(input: FlowInput & Addressing & Envelope, options?: SendOptions): Promise<SentMessage> {
    return this.#interactive("flow", input, options);
  }

  /**
   * Asks for the customer's location. The reply arrives as a `location` message.
   *
   * @example
   * await messages.sendLocationRequest({ to, body: "Where shall we deliver?" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/location-request-messages
   */
  async sendLocationRequest(
    input: { body: string } & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#interactive("location_request_message", input, options);
  }

  /**
   * Asks for a postal address; India only. The reply arrives as an `nfm_reply`.
   *
   * @example
   * await messages.sendAddress({ to, body: "Where to?", country: "IN" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/address-messages
   */
  async sendAddress(
    input: AddressInput & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#interactive("address_message", input, options);
  }

  /**
   * Sends one product of a catalog.
   *
   * @example
   * await messages.sendProduct({ to, catalog_id: "77", product_retailer_id: "SKU1" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/sell-products-and-services/share-products
   */
  async sendProduct(
    input: ProductInput & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#interactive("product", input, options);
  }

  /**
   * Sends up to thirty products of a catalog.
   *
   * @example
   * await messages.sendProductList({ to, header: "Picks", body: "For you", catalog_id: "77", sections: [{ product_items: [{ product_retailer_id: "SKU1" }] }] });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/sell-products-and-services/share-products
   */
  async sendProductList(
    input: ProductListInput & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#interactive("product_list", input, options);
  }

  /**
   * Sends the whole catalog.
   *
   * @example
   * await messages.sendCatalog({ to, body: "Our shop" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/sell-products-and-services/share-products
   */
  async sendCatalog(
    input: CatalogInput & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#interactive("catalog_message", input, options);
  }

  /**
   * Sends two to ten cards, all of the same kind: media with a link, media with quick replies, or products.
   *
   * @example
   * await messages.sendCarousel({ to, body: "Products", cards: skus.map((sku) => ({ type: "product", action: { product_retailer_id: sku, catalog_id: "77" } })) });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-media-carousel-messages
   */
  async sendCarousel(
    input: CarouselInput & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#interactive("carousel", input, options);
  }

  /**
   * Asks for a payment. Brazil and India only.
   *
   * @example
   * await messages.sendOrderDetails({ to, body: "Your order", parameters: order });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders
   */
  async sendOrderDetails(
    input: OrderDetailsInput & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#interactive("order_details", input, options);
  }

  /**
   * Sends the status of an order.
   *
   * @example
   * await messages.sendOrderStatus({ to, body: "Update", parameters: { reference_id: "ord-1", order: { status: "shipped" } } });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders
   */
  async sendOrderStatus(
    input: OrderStatusInput & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#interactive("order_status", input, options);
  }

  /**
   * Asks for permission to call; at most once in 24 hours and twice in 7 days per customer.
   *
   * @example
   * await messages.sendCallPermissionRequest({ to, body: "Can we call you?" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-call-permissions
   */
  async sendCallPermissionRequest(
    input: { body?: string | undefined } & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#interactive("call_permission_request", input, options);
  }

  /**
   * Sends a button that starts a WhatsApp call to you.
   *
   * @example
   * await messages.sendVoiceCall({ to, body: "Talk to us", display_text: "Call" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-button-messages-deep-links
   */
  async sendVoiceCall(
    input: VoiceCallInput & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#interactive("voice_call", input, options);
  }

  /**
   * Asks a customer with a username for their phone number. The reply arrives as a `contacts` message.
   *
   * @example
   * await messages.sendContactInfoRequest({ to, body: "May we have your number?" });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
   */
  async sendContactInfoRequest(
    input: { body: string } & Addressing & Envelope,
    options?: SendOptions,
  ): Promise<SentMessage> {
    return this.#interactive("request_contact_info", input, options);
  }

  /**
   * Sends an approved template, at any time: one made with {@link defineTemplate}, or one of the account by name.
   * Pass its values in the short form, or Meta's `components`.
   *
   * @throws `ValidationError` when the values do not fit the defined template or, with `checked`, the account's.
   * Nothing was sent.
   * @throws `ApiError` with category `template` when Meta does not accept the template, its language or its parameters.
   *
   * @example
   * await messages.sendTemplate({ to, template: orderConfirmation, parameters: ["Ana", "777", "Monday"] });
   *
   * @example
   * await messages.sendTemplate({ to, name: "order_confirmation", language: "en_US", parameters: ["Ana", "777", "Monday"] });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/template-messages
   */
  async sendTemplate<Template extends DefinedTemplate | undefined = undefined>(
    input: TemplateMessage<Template> & Addressing & Envelope,
    options: TemplateSendOptions = {},
  ): Promise<SentMessage> {
    const { envelope, content } = split(input);
    const { toTemplateContent, locateInTemplate } = await loadTemplateComponents();
    const template = toTemplateContent(content as AnyTemplateMessage);
    if (options.checked) await this.#sender.settings.checkTemplate(template, options);
    return this.#post({ type: "template", template, ...envelope }, options, (path) =>
      locateInTemplate(template, path),
    );
  }

  /**
   * Pins a message in a group for 1 to 30 days, or unpins it. A fourth pin replaces the oldest one.
   *
   * @example
   * await messages.sendPin({ to: { group_id }, type: "pin", message_id, expiration_days: 7 });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/groups-messaging
   */
  async sendPin(input: PinContent & Addressing & Envelope, options?: SendOptions): Promise<SentMessage> {
    return this.#plain("pin", input, options);
  }

  /**
   * Marks a message as read, and with `typing` shows a typing indicator. In one-to-one chats, earlier messages are
   * marked too. Works for 30 days after the message arrived.
   *
   * @example
   * await messages.markAsRead(event.message.id, { typing: true });
   *
   * @example
   * await whatsapp.replyTo(event).markAsRead({ typing: true });
   *
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/mark-message-as-read
   */
  async markAsRead(...given: MarkAsReadArguments<Addressing>): Promise<SuccessAnswer> {
    const { api, settings } = this.#sender;
    const [messageId, options = {}] = (
      settings.reply === undefined ? given : [settings.reply.messageId, ...given]
    ) as [string?, MarkAsReadOptions?];
    if (typeof messageId !== "string" || messageId === "") {
      throw invalid("read receipt", [{ path: "messageId", message: "must be the id of a message" }]);
    }
    const typing = options.typing ? { typing_indicator: { type: "text" } } : {};
    const body = { messaging_product: "whatsapp", status: "read", message_id: messageId, ...typing };
    const request = { body, idempotent: true, expects: isSuccess };
    return api.post(api.phoneNumberPath({}, "messages"), request, options);
  }

  async #plain(type: OutgoingMessageType, input: object, options?: SendOptions): Promise<SentMessage> {
    const { envelope, content } = split(input);
    const prefix = `${type}.`;
    return this.#post({ type, [type]: content, ...envelope }, options, (path) =>
      path.startsWith(prefix) ? path.slice(prefix.length) : path,
    );
  }

  async #interactive(type: InteractiveType, input: object, options?: SendOptions): Promise<SentMessage> {
    const { envelope, content } = split(input);
    const message = { type: "interactive", interactive: buildInteractive(type, content), ...envelope };
    return this.#post(message, options, (path) => toInteractivePath(type, content, path));
  }

  async #post(message: object, options: SendOptions = {}, toCallerPath?: ToCallerPath): Promise<SentMessage> {
    const { reply_to, ...address } = this.#preset;
    // A reaction names its message itself: there is nothing to quote.
    const preset = reply_to === undefined || "reaction" in message ? address : { ...address, reply_to };
    return post(this.#sender, { ...message, ...preset } as Composition, options, toCallerPath);
  }
}
