import * as z from "zod/mini";
import { isObject, type Json, toObject } from "../../utils/json.ts";
import { once } from "../../utils/once.ts";
import { httpUrl, list, openWord, rule, text, unique } from "../checks.ts";
import type { Open } from "../common.ts";
import { type ProductSection, productSections } from "./interactive.ts";
import { type HeaderDocument, headerDocument, type MediaSource, mediaSource } from "./media.ts";
import {
  type Amount,
  type OrderDetailsParameters,
  type OrderStatusParameters,
  orderDetailsParameters,
  orderStatusParameters,
  type PaymentSetting,
  paymentSetting,
} from "./payments.ts";

/** A text value; `parameter_name` for templates with named parameters. */
export interface TextParameter {
  type: "text";
  text: string;
  parameter_name?: string | undefined;
}

/** A value for a header. */
export type HeaderParameter =
  | TextParameter
  | { type: "image"; image: MediaSource }
  | { type: "video"; video: MediaSource }
  | { type: "gif"; gif: MediaSource }
  | { type: "document"; document: HeaderDocument }
  | {
      type: "location";
      location: {
        latitude: number | string;
        longitude: number | string;
        name: string;
        address: string;
      };
    }
  | { type: "product"; product: { product_retailer_id: string; catalog_id: string } };

/** A value for the body. */
export type BodyParameter =
  | TextParameter
  | {
      type: "currency";
      currency: { fallback_value: string; code: string; amount_1000: number };
      parameter_name?: string | undefined;
    }
  | { type: "date_time"; date_time: { fallback_value: string }; parameter_name?: string | undefined }
  | { type: "group_id"; group_id: string; parameter_name?: string | undefined };

/** What a button's parameters hold, by the button's `sub_type`. */
export interface ButtonParameters {
  quick_reply: { type: "payload"; payload: string };
  url: { type: "text"; text: string };
  copy_code: { type: "coupon_code"; coupon_code: string };
  catalog: { type: "action"; action: { thumbnail_product_retailer_id?: string | undefined } };
  mpm: { type: "action"; action: { thumbnail_product_retailer_id: string; sections: ProductSection[] } };
  flow: {
    type: "action";
    action: { flow_token?: string | undefined; flow_action_data?: Record<string, unknown> | undefined };
  };
  order_details: { type: "action"; action: { order_details: OrderDetailsParameters } };
  payment_request: {
    type: "action";
    action: {
      payment_request: {
        payment_setting: PaymentSetting;
        currency?: Open<"BRL"> | undefined;
        total_amount?: Amount | undefined;
      };
    };
  };
  voice_call: { type: "ttl_minutes"; ttl_minutes: number } | { type: "payload"; payload: string };
}

/** The kind of a template's button. */
export type ButtonSubType = keyof ButtonParameters;

/** The types of the parameters that each kind of button takes, each at most once. */
export const buttonParameterTypes: {
  readonly [SubType in ButtonSubType]: readonly ButtonParameters[SubType]["type"][];
} = {
  quick_reply: ["payload"],
  url: ["text"],
  copy_code: ["coupon_code"],
  catalog: ["action"],
  mpm: ["action"],
  flow: ["action"],
  order_details: ["action"],
  payment_request: ["action"],
  voice_call: ["ttl_minutes", "payload"],
};

/** A button's value; `index` is the button's place among those of the template. */
export type ButtonComponent = {
  [SubType in ButtonSubType]: {
    type: "button";
    sub_type: SubType;
    index: number | string;
    parameters: ButtonParameters[SubType][];
  };
}[ButtonSubType];

/** A part of a card. */
export type CardComponent =
  | { type: "header"; parameters: HeaderParameter[] }
  | { type: "body"; parameters: BodyParameter[] }
  | ButtonComponent;

/** The parts of a template that need values; the others are left out. */
export type TemplateMessageComponent =
  | CardComponent
  | { type: "carousel"; cards: { card_index: number; components: CardComponent[] }[] }
  | {
      type: "limited_time_offer";
      parameters: { type: "limited_time_offer"; limited_time_offer: { expiration_time_ms: number } }[];
    }
  | { type: "order_status"; parameters: { type: "order_status"; order_status: OrderStatusParameters }[] }
  | {
      type: "tap_target_configuration";
      parameters: {
        type: "tap_target_configuration";
        tap_target_configuration: { url: string; title: string }[];
      }[];
    };

/**
 * A template and its values.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/template-messages
 */
export interface TemplateContent {
  name: string;
  language: { code: string; policy?: "deterministic" | undefined };
  components?: TemplateMessageComponent[] | undefined;
}

/** Meta refuses values with other white space. */
const onOneLine = z.refine<string>((value) => !/[\n\r\t]| {5}/.test(value), {
  error: "must have no line breaks, no tabs and no more than four spaces in a row",
});

const someText = () => text(Number.POSITIVE_INFINITY);

/** A value inside a text; no text of a template is longer than a body. */
const value = () => text(1024).check(onOneLine);

const parameterName = z.optional(text(512));
const textParameter = () =>
  z.object({ type: z.literal("text"), text: value(), parameter_name: parameterName });

const headerParameter = () =>
  z.discriminatedUnion("type", [
    textParameter(),
    z.object({ type: z.literal("image"), image: mediaSource() }),
    z.object({ type: z.literal("video"), video: mediaSource() }),
    z.object({ type: z.literal("gif"), gif: mediaSource() }),
    z.object({ type: z.literal("document"), document: headerDocument() }),
    z.object({
      type: z.literal("location"),
      location: z.object({
        latitude: z.union([z.number(), z.string()]),
        longitude: z.union([z.number(), z.string()]),
        name: someText(),
        address: someText(),
      }),
    }),
    z.object({
      type: z.literal("product"),
      product: z.object({ product_retailer_id: someText(), catalog_id: someText() }),
    }),
  ]) satisfies z.ZodMiniType<HeaderParameter>;

const bodyParameter = () =>
  z.discriminatedUnion("type", [
    textParameter(),
    z.object({
      type: z.literal("currency"),
      currency: z.object({
        fallback_value: value(),
        code: z.string().check(z.regex(/^[A-Z]{3}$/, { error: "must be an ISO 4217 code such as USD" })),
        amount_1000: z.int({ error: "must be the amount times 1000, a whole number" }),
      }),
      parameter_name: parameterName,
    }),
    z.object({
      type: z.literal("date_time"),
      date_time: z.object({ fallback_value: value() }),
      parameter_name: parameterName,
    }),
    z.object({ type: z.literal("group_id"), group_id: someText(), parameter_name: parameterName }),
  ]) satisfies z.ZodMiniType<BodyParameter>;

const action = <Shape extends z.ZodMiniType>(shape: Shape) =>
  z.object({ type: z.literal("action"), action: shape });

const payload = () => z.object({ type: z.literal("payload"), payload: someText() });

/** One schema per kind of button. */
const buttonParameters = () =>
  ({
    quick_reply: payload(),
    url: z.object({ type: z.literal("text"), text: someText().check(onOneLine) }),
    copy_code: z.object({
      type: z.literal("coupon_code"),
      coupon_code: text(20).check(z.regex(/^[A-Za-z0-9]+$/, { error: "must consist of letters and digits" })),
    }),
    catalog: action(z.object({ thumbnail_product_retailer_id: z.optional(someText()) })),
    mpm: action(z.object({ thumbnail_product_retailer_id: someText(), sections: productSections() })),
    flow: action(
      z.object({
        flow_token: z.optional(z.string()),
        flow_action_data: z.optional(z.record(z.string(), z.unknown())),
      }),
    ),
    order_details: action(z.object({ order_details: orderDetailsParameters() })),
    payment_request: action(
      z.object({
        payment_request: z.object({
          payment_setting: paymentSetting(),
          currency: z.optional(openWord<"BRL">()),
          total_amount: z.optional(z.object({ value: z.number(), offset: z.number() })),
        }),
      }),
    ),
    voice_call: z.discriminatedUnion("type", [
      z.object({
        type: z.literal("ttl_minutes"),
        ttl_minutes: z
          .int({ error: "must be whole minutes" })
          .check(
            z.minimum(1, { error: "must be at least 1" }),
            z.maximum(43_200, { error: "must be at most 43200" }),
          ),
      }),
      payload(),
    ]),
  }) satisfies { [SubType in ButtonSubType]: z.ZodMiniType<ButtonParameters[SubType]> };

const buttonIndex = () =>
  z
    .union([z.number(), z.string()])
    .check(z.refine((index) => /^[0-9]$/.test(String(index)), { error: "must be 0 to 9" }));

const button = () => {
  const parameters = buttonParameters();
  const kinds = (Object.keys(parameters) as ButtonSubType[]).map((subType) =>
    z.object({
      type: z.literal("button"),
      sub_type: z.literal(subType),
      index: buttonIndex(),
      parameters: list<z.ZodMiniType>(parameters[subType], 1, buttonParameterTypes[subType].length).check(
        rule<unknown[]>(
          (all) => unique(all, (one) => toObject(one).type),
          "must not have two of the same type",
        ),
      ),
    }),
  );
  return z.discriminatedUnion("sub_type", kinds as never);
};

const cardComponents = () => [
  z.object({ type: z.literal("header"), parameters: list(headerParameter(), 1, 1) }),
  z.object({ type: z.literal("body"), parameters: list(bodyParameter(), 1, 1024) }),
  button(),
];

const cardIndex = () =>
  z
    .int({ error: "must be a whole number" })
    .check(z.refine((index) => index >= 0 && index <= 9, { error: "must be 0 to 9" }));

const single = <Name extends string>(name: Name, shape: z.ZodMiniType) =>
  z.object({
    type: z.literal(name),
    parameters: list(z.object({ type: z.literal(name), [name]: shape }), 1, 1),
  });

const limitedTimeOffer = () =>
  z.object({
    expiration_time_ms: z.int({ error: "must be Unix time in whole milliseconds" }).check(
      z.minimum(1, { error: "must be Unix time in milliseconds" }),
      z.refine((time) => time < 1e9 || time > 1e11, {
        error: "must be Unix time in milliseconds; this looks like seconds",
      }),
    ),
  });

const tapTargets = () => list(z.object({ url: httpUrl(), title: someText() }), 1, 1);

const component = () => {
  const parts = [
    ...cardComponents(),
    z.object({
      type: z.literal("carousel"),
      cards: list(
        z.object({
          card_index: cardIndex(),
          components: z.array(z.discriminatedUnion("type", cardComponents() as never)),
        }),
        1,
        10,
      ),
    }),
    single("limited_time_offer", limitedTimeOffer()),
    single("order_status", orderStatusParameters()),
    single("tap_target_configuration", tapTargets()),
  ];
  return z.discriminatedUnion("type", parts as never);
};

const content = once(() =>
  z.object({
    name: text(512).check(
      z.regex(/^[a-z0-9_]+$/, { error: "must contain only lowercase letters, digits and underscores" }),
    ),
    language: z.object(
      {
        code: z
          .string()
          .check(
            z.regex(/^[a-z]{2,3}(_[A-Z]{2,3})?$/, { error: "must be a language code such as en or en_US" }),
          ),
        policy: z.optional(z.literal("deterministic")),
      },
      {
        error: ({ input }) =>
          `${input === undefined ? "is missing" : "must be an object"}: pass { code: "en_US" }`,
      },
    ),
    components: z.optional(z.array(component())),
  }),
);

/** Not enumerable: it is neither sent nor copied. */
const checked = Symbol("checked");

/** Marks content that has just been checked and that nobody else can change, so that it is not checked again. */
export const markChecked = (content: TemplateContent): TemplateContent =>
  Object.defineProperty(content, checked, { value: true });

/** The schema of a template message's content, with all rules that need no template. */
export const templateContent = once(
  () =>
    z.unknown().check(
      z.check<unknown>(({ value, issues }) => {
        if (isObject(value) && checked in value) return;
        const result = content()._zod.run({ value, issues: [] }, { async: false });
        if (!(result instanceof Promise)) issues.push(...result.issues);
        for (const { path, message } of findFaults(value))
          issues.push({ code: "custom", input: value, path: path.split("."), message });
      }),
    ) as unknown as z.ZodMiniType<TemplateContent>,
);

interface Fault {
  path: string;
  message: string;
}

/** A component, a card or a parameter of a message, and its path. */
interface Found {
  path: string;
  value: Readonly<Json>;
}

const findAll = (list: unknown, path: string): Found[] =>
  Array.isArray(list)
    ? list
        .map((value: unknown, index) => ({ path: `${path}.${index}`, value }))
        .filter((found): found is Found => isObject(found.value))
    : [];

/** Finds what breaks a rule that spans several fields and needs no template. */
function findFaults(content: unknown): Fault[] {
  const components = findAll(isObject(content) ? content.components : undefined, "components");
  const carousel = components.find(({ value }) => value.type === "carousel");
  const cards = findAll(carousel?.value.cards, `${carousel?.path}.cards`);
  const lists = [
    components,
    ...cards.map(({ path, value }) => findAll(value.components, `${path}.components`)),
  ];
  const headers = lists.flatMap((list) =>
    list
      .filter(({ value }) => value.type === "header")
      .flatMap(({ path, value }) => findAll(value.parameters, `${path}.parameters`)),
  );
  return [
    ...lists.flatMap(findRepeated),
    ...findRepeatedCards(cards),
    ...headers.flatMap(findFilename),
    ...findOtherCatalogs(headers),
    ...findMisplacedTapTarget(components, headers),
  ];
}

/** Components and the indexes of buttons are unique. */
function findRepeated(components: readonly Found[]): Fault[] {
  const describe = ({ value: { type, index } }: Found) =>
    type === "button" ? `button ${index}` : String(type);
  const names = components.map(describe);
  return components.flatMap(({ path }, place) =>
    names.indexOf(names[place] ?? "") === place ? [] : [{ path, message: `is given twice: ${names[place]}` }],
  );
}

function findRepeatedCards(cards: readonly Found[]): Fault[] {
  const indexes = cards.map(({ value }) => value.card_index);
  return cards.flatMap(({ path }, place) =>
    indexes.indexOf(indexes[place]) === place
      ? []
      : [{ path: `${path}.card_index`, message: "is given twice: each card has an index of its own" }],
  );
}

function findFilename({ path, value }: Found): Fault[] {
  const type = String(value.type);
  const media = value[type];
  return type !== "document" && isObject(media) && media.filename !== undefined
    ? [{ path: `${path}.${type}.filename`, message: "is only allowed for documents" }]
    : [];
}

/** A message shows products of one catalog. */
function findOtherCatalogs(headers: readonly Found[]): Fault[] {
  const products = headers.flatMap(({ path, value }) =>
    isObject(value.product) ? [{ path, catalog: value.product.catalog_id }] : [],
  );
  return products
    .filter(({ catalog }) => catalog !== undefined && catalog !== products[0]?.catalog)
    .map(({ path }) => ({
      path: `${path}.product.catalog_id`,
      message: "must be the same for all products: a message shows one catalog",
    }));
}

/** A message is only tappable below an image, a text or no header. */
function findMisplacedTapTarget(components: readonly Found[], headers: readonly Found[]): Fault[] {
  const target = components.find(({ value }) => value.type === "tap_target_configuration");
  const isTappable =
    headers.every(({ value }) => value.type === "text" || value.type === "image") &&
    components.every(({ value }) => value.type !== "carousel");
  if (target === undefined || isTappable) return [];
  return [
    {
      path: target.path,
      message: "needs a template whose header is an image, a text or absent, and without cards",
    },
  ];
}
