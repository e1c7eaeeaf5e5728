import type { CardHeader } from "./headers.ts";
import type {
  AddressParameters,
  CarouselCard,
  FlowParameters,
  InteractiveHeader,
  ListSection,
  ProductSection,
} from "./interactive.ts";
import type { OrderDetailsParameters, OrderStatusParameters } from "./payments.ts";
import type {
  BodyParameter,
  ButtonParameters,
  ButtonSubType,
  HeaderParameter,
  TemplateMessageComponent,
} from "./template.ts";

/** A header: a text of up to 60 characters, or Meta's header object. */
export type HeaderInput = string | InteractiveHeader;

/** The texts around an interactive part. */
export interface Framed {
  header?: HeaderInput | undefined;
  /** Up to 1024 characters. */
  body: string;
  /** Up to 60 characters. */
  footer?: string | undefined;
}

/** {@link Messages.sendButtons} */
export interface ButtonsInput extends Framed {
  /** One to three, with different ids (up to 256 characters) and titles (up to 20). */
  buttons: { id: string; title: string }[];
}

/** {@link Messages.sendList} */
export interface ListInput {
  /** Text only. */
  header?: string | undefined;
  /** Up to 4096 characters. */
  body: string;
  footer?: string | undefined;
  /** The label that opens the list, up to 20 characters. */
  button: string;
  /** One to ten sections, with ten rows in total. */
  sections: ListSection[];
}

/** {@link Messages.sendCtaUrl} */
export interface CtaUrlInput extends Framed {
  /** The button's label, up to 20 characters. */
  display_text: string;
  url: string;
}

/** {@link Messages.sendFlow} */
export type FlowInput = Framed &
  Omit<FlowParameters, "flow_message_version"> & { flow_message_version?: string | undefined };

/** {@link Messages.sendAddress} */
export type AddressInput = Framed & AddressParameters;

/** {@link Messages.sendProduct} */
export interface ProductInput {
  catalog_id: string;
  product_retailer_id: string;
  body?: string | undefined;
  footer?: string | undefined;
}

/** {@link Messages.sendProductList} */
export interface ProductListInput {
  /** Text only; required. */
  header: string;
  body: string;
  footer?: string | undefined;
  catalog_id: string;
  /** One to ten sections, with thirty products in total. */
  sections: ProductSection[];
}

/** {@link Messages.sendCatalog} */
export interface CatalogInput {
  body: string;
  footer?: string | undefined;
  /** The product whose image is shown. Default: the first one of the catalog. */
  thumbnail_product_retailer_id?: string | undefined;
}

/** A card. Its `card_index` defaults to its position. */
export type CardInput = CarouselCard extends infer Card
  ? Card extends CarouselCard
    ? Omit<Card, "card_index"> & { card_index?: number | undefined }
    : never
  : never;

/** {@link Messages.sendCarousel} */
export interface CarouselInput {
  body: string;
  /** Two to ten, all of the same kind. */
  cards: CardInput[];
}

/** {@link Messages.sendOrderDetails} */
export interface OrderDetailsInput extends Framed {
  parameters: OrderDetailsParameters;
}

/** {@link Messages.sendOrderStatus} */
export interface OrderStatusInput {
  body: string;
  footer?: string | undefined;
  parameters: OrderStatusParameters;
}

/** {@link Messages.sendVoiceCall} */
export interface VoiceCallInput {
  body: string;
  /** The button's label, up to 20 characters. Default "Call Now". */
  display_text?: string | undefined;
  /** 1 to 43200. Default 10080, a week. */
  ttl_minutes?: number | undefined;
  /** Returned as `cta_payload` in call webhooks; up to 512 characters. */
  payload?: string | undefined;
}

/** A value for a placeholder: text, a number, or Meta's parameter object (currency, date_time). */
export type TemplateValue = string | number | BodyParameter;

/** Values in the order of the placeholders, or by their names. */
export type TemplateValues = readonly TemplateValue[] | Readonly<Record<string, TemplateValue>>;

/** A header's value: text, or Meta's parameter object (image, video, document, location, product). */
export type TemplateHeaderValue = string | number | HeaderParameter;

/** The keys of each member of the union. */
type Spread<Union> = Union extends { type: "action"; action: infer Action } ? Action : Omit<Union, "type">;

/** A button's value; `index` is the button's place in the template. Default: its place in this list. */
export type TemplateButtonValue = {
  [SubType in ButtonSubType]: {
    sub_type: SubType;
    index?: number | undefined;
  } & (SubType extends "voice_call"
    ? { ttl_minutes?: number | undefined; payload?: string | undefined }
    : Spread<ButtonParameters[SubType]>);
}[ButtonSubType];

/** The values of one card. */
export interface TemplateCardValues {
  header?: TemplateHeaderValue | CardHeader | undefined;
  parameters?: TemplateValues | undefined;
  buttons?: TemplateButtonValue[] | undefined;
}

/** Which template. */
export interface TemplateChoice {
  name: string;
  /** A code such as `en_US`, or Meta's object. */
  language: string | { code: string; policy?: "deterministic" | undefined };
}

/** Meta's form: the parts that have values, as documented. */
export interface TemplateComponentsForm {
  components?: TemplateMessageComponent[] | undefined;
  parameters?: undefined;
  header?: undefined;
  buttons?: undefined;
  cards?: undefined;
}

/** The short form: only the values. */
export interface TemplateValuesForm {
  /** The body's values. */
  parameters?: TemplateValues | undefined;
  header?: TemplateHeaderValue | undefined;
  buttons?: TemplateButtonValue[] | undefined;
  /** A carousel's cards, in order. */
  cards?: TemplateCardValues[] | undefined;
  components?: undefined;
}

/** {@link Messages.sendTemplate} */
export type TemplateInput = TemplateChoice & (TemplateComponentsForm | TemplateValuesForm);
