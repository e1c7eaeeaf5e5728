import { Endpoint } from "../core/endpoint.ts";
import type { Call } from "../core/pipeline.ts";
import { invalid } from "../core/validate.ts";
import type { DefinedTemplate, TemplateMessage } from "../templates/defined.ts";
import type { Addressed, Envelope, MessageOf, SentMessage } from "../types/messages/outgoing.ts";
import { snapshot } from "../utils/snapshot.ts";
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

/** The additional options of the Marketing Messages API. */
export interface MarketingEnvelope extends Envelope {
  /** If it cannot be optimized, `CLOUD_API_FALLBACK` sends it through the Cloud API, and `STRICT` does not send it. */
  product_policy?: "CLOUD_API_FALLBACK" | "STRICT" | undefined;
  /** Whether reads and clicks of this message are shared with Meta for optimization. Default: the account's setting. */
  message_activity_sharing?: boolean | undefined;
  /** Multiplies the template's maximum price for this message; only for templates that have one. */
  bid_spec?: { per_message_bid_multiplier: number | string } | undefined;
}

/**
 * Sends marketing templates from one business phone number through the Marketing Messages API.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/marketing-messages/send-marketing-messages
 */
export class MarketingMessages {
  readonly #sender: Sender;

  /** @internal */
  constructor(call: Call, settings: SenderSettings) {
    this.#sender = { call, api: new Endpoint(call, settings), settings, edge: "marketing_messages" };
  }

  /**
   * Sends a marketing template, in the form Meta documents.
   *
   * @throws `ValidationError` for anything but a template; otherwise the errors of `messages.send`.
   */
  async send(
    message: MessageOf<"template"> & Addressed & MarketingEnvelope,
    options: SendOptions = {},
  ): Promise<SentMessage> {
    return this.#post(snapshot(message), options);
  }

  /**
   * Sends a marketing template: one made with {@link defineTemplate}, or one of the account by name. Pass its values in
   * the short form, or Meta's `components`.
   *
   * @example
   * await marketingMessages.sendTemplate({ to, template: summerSale, parameters: ["Ana"] });
   *
   * @example
   * await marketingMessages.sendTemplate({ to, name: "summer_sale", language: "en", parameters: ["Ana"], product_policy: "STRICT" });
   */
  async sendTemplate<Template extends DefinedTemplate | undefined = undefined>(
    input: TemplateMessage<Template> & Addressed & MarketingEnvelope,
    options: TemplateSendOptions = {},
  ): Promise<SentMessage> {
    const { envelope, content } = split(input);
    const { product_policy, message_activity_sharing, bid_spec, ...named } = content;
    const { toTemplateContent, locateInTemplate } = await loadTemplateComponents();
    const template = toTemplateContent(named as AnyTemplateMessage);
    if (options.checked) await this.#sender.settings.checkTemplate(template, options);
    const extras = { product_policy, message_activity_sharing, bid_spec };
    const message = { type: "template", template, ...extras, ...envelope };
    return this.#post(message, options, (path) => locateInTemplate(template, path));
  }

  async #post(message: object, options: SendOptions, toCallerPath?: ToCallerPath): Promise<SentMessage> {
    checkMarketing(message);
    return post(this.#sender, message as Composition, options, toCallerPath);
  }
}

function checkMarketing({
  type,
  bid_spec,
  product_policy,
}: Partial<MessageOf<"template">> & MarketingEnvelope): void {
  const refuse = (where: string, message: string) => invalid("marketing message", [{ path: where, message }]);
  if (type !== "template")
    throw refuse("type", "must be template: only templates can be sent as marketing messages");
  if (
    product_policy !== undefined &&
    product_policy !== "CLOUD_API_FALLBACK" &&
    product_policy !== "STRICT"
  ) {
    throw refuse("product_policy", 'must be "CLOUD_API_FALLBACK" or "STRICT"');
  }
  if (bid_spec !== undefined && !(Number(bid_spec.per_message_bid_multiplier) > 0)) {
    throw refuse("bid_spec.per_message_bid_multiplier", "must be greater than 0");
  }
}
