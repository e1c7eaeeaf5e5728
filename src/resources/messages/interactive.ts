import type { InteractiveContent, InteractiveHeader } from "../../types/messages/interactive.ts";
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
} from "../../types/messages/shortcuts.ts";

/** Texts and header as given to a shortcut; what a kind may not have is refused by its schema, not dropped here. */
interface Frame {
  header?: string | InteractiveHeader | undefined;
  body?: string | undefined;
  footer?: string | undefined;
}

/** The header, body and footer of Meta's object. */
function frame({ header, body, footer }: Frame) {
  return {
    ...(header === undefined
      ? {}
      : { header: typeof header === "string" ? { type: "text", text: header } : header }),
    ...(body === undefined ? {} : { body: { text: body } }),
    ...(footer === undefined ? {} : { footer: { text: footer } }),
  };
}

const interactive = (type: string, framed: Frame, action: object): InteractiveContent =>
  ({ type, ...frame(framed), action }) as InteractiveContent;

/** What is left of an input without its frame: the action's own keys. */
function own<Input extends Frame>({ header: _, body: __, footer: ___, ...rest }: Input) {
  return rest;
}

export const buttonsOf = (input: ButtonsInput): InteractiveContent => {
  const { buttons, ...rest } = own(input);
  return interactive("button", input, {
    buttons: buttons?.map((reply) => ({ type: "reply", reply })),
    ...rest,
  });
};

export const listOf = (input: ListInput): InteractiveContent => interactive("list", input, own(input));

export const ctaUrlOf = (input: CtaUrlInput): InteractiveContent =>
  interactive("cta_url", input, { name: "cta_url", parameters: own(input) });

export const flowOf = (input: FlowInput): InteractiveContent =>
  interactive("flow", input, { name: "flow", parameters: { flow_message_version: "3", ...own(input) } });

export const locationRequestOf = (input: { body: string }): InteractiveContent =>
  interactive("location_request_message", input, { name: "send_location", ...own(input) });

export const addressOf = (input: AddressInput): InteractiveContent =>
  interactive("address_message", input, { name: "address_message", parameters: own(input) });

export const productOf = (input: ProductInput): InteractiveContent =>
  interactive("product", input, own(input));

export const productListOf = (input: ProductListInput): InteractiveContent =>
  interactive("product_list", input, own(input));

export const catalogOf = (input: CatalogInput): InteractiveContent => {
  const parameters = own(input);
  const named = Object.keys(parameters).length === 0 ? {} : { parameters };
  return interactive("catalog_message", input, { name: "catalog_message", ...named });
};

export const carouselOf = (input: CarouselInput): InteractiveContent => {
  const { cards, ...rest } = own(input);
  const placed = cards?.map((card, card_index) => ({ card_index, ...card }));
  return interactive("carousel", input, { cards: placed, ...rest });
};

export const orderDetailsOf = (input: OrderDetailsInput): InteractiveContent =>
  interactive("order_details", input, { name: "review_and_pay", ...own(input) });

export const orderStatusOf = (input: OrderStatusInput): InteractiveContent =>
  interactive("order_status", input, { name: "review_order", ...own(input) });

export const callPermissionRequestOf = (input: { body?: string | undefined }): InteractiveContent =>
  interactive("call_permission_request", input, { name: "call_permission_request", ...own(input) });

export const voiceCallOf = (input: VoiceCallInput): InteractiveContent => {
  const parameters = own(input);
  const named = Object.keys(parameters).length === 0 ? {} : { parameters };
  return interactive("voice_call", input, { name: "voice_call", ...named });
};

export const contactInfoRequestOf = (input: { body: string }): InteractiveContent =>
  interactive("request_contact_info", input, { name: "request_contact_info", ...own(input) });
