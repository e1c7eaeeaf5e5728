import type { HeaderDocument, MediaSource } from "../types/messages/media.ts";
import type { OrderDetailsParameters, OrderStatusParameters } from "../types/messages/payments.ts";
import type { TemplateValue, TemplateValues } from "../types/messages/shortcuts.ts";
import type { ButtonParameters } from "../types/messages/template.ts";
import type { KnownButtonType } from "../types/templates/buttons.ts";
import type { Filling, IfDynamic, PlaceholdersOf } from "./placeholders.ts";

/** A place for a header of format `LOCATION`. */
export interface TemplateLocation {
  latitude: number | string;
  longitude: number | string;
  name: string;
  address: string;
}

/** A product for a header of format `PRODUCT`. */
export interface TemplateProduct {
  product_retailer_id: string;
  catalog_id: string;
}

type ActionOf<SubType extends "mpm" | "payment_request" | "flow" | "catalog"> =
  ButtonParameters[SubType]["action"];

/** What a button of a voice call takes. */
export interface VoiceCallValue {
  /** 1 to 43200. */
  ttl_minutes?: number | undefined;
  /** Comes back as `cta_payload` in call webhooks. */
  payload?: string | undefined;
}

/** Makes the message tappable: the page that it opens, and the title of that page. */
export interface TapTarget {
  url: string;
  title: string;
}

/** The values of a template whose details the compiler does not know; they are checked at run time. */
export interface LooseTemplateValues {
  /** The body's values. */
  parameters?: TemplateValues | undefined;
  header?: LooseHeaderValue | undefined;
  /** One place for each button of the definition; `undefined` for buttons without a value. */
  buttons?: readonly LooseButtonValue[] | undefined;
  cards?: readonly LooseCardValues[] | undefined;
  limited_time_offer?: { expiration_time_ms: number | Date } | undefined;
  code?: string | undefined;
  order_status?: OrderStatusParameters | undefined;
  tap_target_configuration?: TapTarget | undefined;
}

/** The values of a card whose details the compiler does not know; they are checked at run time. */
export interface LooseCardValues {
  header?: LooseHeaderValue | undefined;
  parameters?: TemplateValues | undefined;
  buttons?: readonly LooseButtonValue[] | undefined;
}

/** A header's value, whatever the header's format. */
export type LooseHeaderValue =
  | string
  | number
  | MediaSource
  | HeaderDocument
  | TemplateLocation
  | TemplateProduct;

/** A button's value, whatever the button's kind; `undefined` for a button without a value. */
export type LooseButtonValue = string | number | undefined | ButtonPlaces[keyof ButtonPlaces][0];

/** The part of a source under a key; `never` if it is absent. */
type At<Part, Key extends string> = Part[Key & keyof Part];

/** The text of a body: the body itself, or a key of it. */
type TextOf<Body> = Body extends string ? Body : At<Body, "text"> & string;

type BodyValues<Text extends string> = [Text] extends [never]
  ? unknown
  : IfDynamic<
      Text,
      { parameters?: TemplateValues | undefined },
      PlaceholdersOf<Text> extends infer Names extends readonly string[]
        ? Names extends readonly []
          ? unknown
          : { parameters: Filling<Names, TemplateValue> }
        : never
    >;

/** What each format of header takes. */
interface HeaderValueOf {
  IMAGE: MediaSource;
  VIDEO: MediaSource;
  GIF: MediaSource;
  DOCUMENT: HeaderDocument;
  LOCATION: TemplateLocation;
  PRODUCT: TemplateProduct;
}

type HeaderValues<Header> = [Header] extends [undefined]
  ? unknown
  : [Header] extends [{ format: keyof HeaderValueOf }]
    ? { header: HeaderValueOf[Header["format"]] }
    : [Header] extends [{ format: "TEXT"; text: string }]
      ? TextHeaderValues<Header["text"]>
      : { header?: LooseHeaderValue | undefined };

type TextHeaderValues<Text extends string> = IfDynamic<
  Text,
  { header?: string | number | undefined },
  PlaceholdersOf<Text> extends readonly [] ? unknown : { header: string | number }
>;

/** One place per button; compiler messages show the labels. */
interface ButtonPlaces {
  QUICK_REPLY: [payload?: string | undefined];
  COPY_CODE: [coupon_code: string];
  FLOW: [flow?: ActionOf<"flow"> | undefined];
  CATALOG: [catalog?: ActionOf<"catalog"> | undefined];
  MPM: [products: ActionOf<"mpm">];
  ORDER_DETAILS: [order_details: OrderDetailsParameters];
  PAYMENT_REQUEST: [payment_request?: ActionOf<"payment_request">["payment_request"] | undefined];
  VOICE_CALL: [call?: VoiceCallValue | undefined];
  PHONE_NUMBER: NoValue;
  SPM: NoValue;
  REQUEST_CONTACT_INFO: NoValue;
}

type NoValue = [nothing?: undefined];

/** The kind whose place depends on its URL, and the kind that has none. */
type OtherPlaces = "URL" | "OTP";

/** Does not compile if a kind of button has no place. */
type PlacesOf<Type extends Exclude<KnownButtonType, OtherPlaces>> = ButtonPlaces[Type];

type ButtonPlace<Button> = Button extends { type: "URL"; url: infer Url extends string }
  ? UrlPlace<Url>
  : Button extends { type: infer Type extends keyof ButtonPlaces }
    ? PlacesOf<Type>
    : NoValue;

type UrlPlace<Url extends string> = IfDynamic<
  Url,
  [url_suffix?: string | number | undefined],
  PlaceholdersOf<Url> extends readonly [] ? NoValue : [url_suffix: string | number]
>;

type ButtonList<Buttons extends readonly unknown[]> = Buttons extends readonly [infer First, ...infer Rest]
  ? [...ButtonPlace<First>, ...ButtonList<Rest>]
  : Buttons extends readonly []
    ? []
    : LooseButtonValue[];

type ButtonValues<Buttons> = [Buttons] extends [undefined]
  ? unknown
  : [Buttons] extends [readonly unknown[]]
    ? ButtonList<Buttons> extends infer List extends readonly unknown[]
      ? [List[number]] extends [undefined]
        ? unknown
        : [] extends List
          ? { buttons?: Readonly<List> | undefined }
          : { buttons: Readonly<List> }
      : never
    : { buttons?: readonly LooseButtonValue[] | undefined };

/** What a card takes. */
type CardValues<Card> = Joined<
  HeaderValues<At<Card, "header">> & BodyValues<TextOf<At<Card, "body">>> & ButtonValues<At<Card, "buttons">>
>;

type CardList<Cards> = Cards extends readonly [infer First, ...unknown[]]
  ? First extends { header: { format: "PRODUCT" } }
    ? readonly [CardValues<First>, CardValues<First>, ...CardValues<First>[]]
    : { [Index in keyof Cards]: CardValues<Cards[Index]> }
  : readonly LooseCardValues[];

type CarouselValues<Cards> = [Cards] extends [undefined]
  ? unknown
  : [Cards] extends [readonly unknown[]]
    ? { cards: CardList<Cards> }
    : { cards?: readonly LooseCardValues[] | undefined };

/** When an offer ends: a `Date`, or Unix time in milliseconds. */
type OfferEnd = { expiration_time_ms: number | Date };

type OfferValues<Offer> = ExpiryValues<At<Exclude<Offer, undefined>, "has_expiration">>;

type ExpiryValues<Expires> = [Expires] extends [false | undefined]
  ? unknown
  : [Expires] extends [true]
    ? { limited_time_offer: OfferEnd }
    : { limited_time_offer?: OfferEnd | undefined };

type OrderStatusValues<SubCategory> = [SubCategory] extends [never]
  ? unknown
  : [SubCategory] extends ["ORDER_STATUS"]
    ? { order_status: OrderStatusParameters }
    : "ORDER_STATUS" extends SubCategory
      ? { order_status?: OrderStatusParameters | undefined }
      : unknown;

/** Merges the parts into one object, whose keys editors and messages show. */
type Joined<Parts> = Parts extends infer All ? { [Key in keyof All]: All[Key] } : never;

/** The values that a definition needs; every possible value for an unknown definition. */
export type ValuesOf<Source> = 0 extends 1 & Source
  ? LooseTemplateValues
  : Source extends { category: "AUTHENTICATION" }
    ? { code: string }
    : Joined<
        BodyValues<TextOf<At<Source, "body">>> &
          HeaderValues<At<Source, "header">> &
          ButtonValues<At<Source, "buttons">> &
          CarouselValues<At<Source, "cards">> &
          OfferValues<At<Source, "limited_time_offer">> &
          OrderStatusValues<At<Source, "sub_category">> & { tap_target_configuration?: TapTarget | undefined }
      >;
