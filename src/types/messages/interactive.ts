import * as z from "zod/mini";
import { exactlyOne, httpUrl, list, rule, text, unique, withoutEmoji } from "../checks.ts";
import type { Open } from "../common.ts";
import {
  type CardHeader,
  cardHeader,
  type MediaHeader,
  mediaHeader,
  type TextHeader,
  textHeader,
} from "./headers.ts";
import {
  type OrderDetailsParameters,
  type OrderStatusParameters,
  orderDetailsParameters,
  orderStatusParameters,
} from "./payments.ts";

/** A text part of an interactive message. */
export interface TextPart {
  /** The text itself. */
  text: string;
}

/** A header of any kind. */
export type InteractiveHeader = TextHeader | MediaHeader;

/** A reply button, or with Direct Send a link button. */
export type ActionButton =
  | { type: "reply"; reply: { id: string; title: string } }
  | { type: "cta_url"; cta_url: { display_text: string; url: string } };

/** A group of rows in a list. */
export interface ListSection {
  /** Up to 24 characters; required if there are several sections. */
  title?: string | undefined;
  /** One to ten across all sections. */
  rows: {
    /** Up to 200 characters, unique in the list. */
    id: string;
    /** Up to 24 characters. */
    title: string;
    /** Up to 72 characters. */
    description?: string | undefined;
  }[];
}

/** A group of products. */
export interface ProductSection {
  /** Up to 24 characters; required if there are several sections. */
  title?: string | undefined;
  /** Products, by their ids in the catalog; up to thirty across all sections. */
  product_items: { product_retailer_id: string }[];
}

/** Which flow a button opens, and how; `flow_message_version` is always `"3"`. */
export interface FlowParameters {
  /** `"3"`. */
  flow_message_version: string;
  /** Pass this or `flow_name`. */
  flow_id?: string | undefined;
  /** Pass this or `flow_id`. */
  flow_name?: string | undefined;
  /** The button's label, up to 30 characters. */
  flow_cta: string;
  /** `draft` tests a flow before it is published. Default `published`. */
  mode?: "published" | "draft" | undefined;
  /** Identifies this use of the flow in the reply and in requests to your endpoint. Default `unused`. */
  flow_token?: string | undefined;
  /** `navigate` opens a screen; `data_exchange` asks your endpoint for it. Default `navigate`. */
  flow_action?: "navigate" | "data_exchange" | undefined;
  /** For `navigate`: the first screen, and its data. */
  flow_action_payload?:
    | { screen?: string | undefined; data?: Record<string, unknown> | string | undefined }
    | undefined;
}

/** An address form; India only. */
export interface AddressParameters {
  /** The country of the address. */
  country: Open<"IN">;
  /** Prefills the form. */
  values?: Record<string, unknown> | undefined;
  /** Addresses to choose from. */
  saved_addresses?: { id: string; value: Record<string, unknown> }[] | undefined;
  /** Errors in an earlier reply, by field. */
  validation_errors?: Record<string, unknown> | undefined;
}

/** A card of a carousel: media with a link, media with quick replies, or a product. */
export type CarouselCard =
  | {
      card_index: number;
      type?: "cta_url" | undefined;
      header: CardHeader;
      body?: TextPart | undefined;
      action: { name: "cta_url"; parameters: { display_text: string; url: string } };
    }
  | {
      card_index: number;
      type?: "cta_url" | undefined;
      header: CardHeader;
      body?: TextPart | undefined;
      action: { buttons: { type: "quick_reply"; quick_reply: { id: string; title: string } }[] };
    }
  | { card_index: number; type: "product"; action: { product_retailer_id: string; catalog_id: string } };

/** The parts that each kind of interactive message has, by its `type`. */
export interface InteractiveKinds {
  /** A text with reply buttons. */
  button: {
    header?: InteractiveHeader | undefined;
    body: TextPart;
    footer?: TextPart | undefined;
    action: { buttons: ActionButton[] };
  };
  /** A list to choose from. */
  list: {
    header?: TextHeader | undefined;
    body: TextPart;
    footer?: TextPart | undefined;
    action: { button: string; sections: ListSection[] };
  };
  /** A button that opens a link. */
  cta_url: {
    header?: InteractiveHeader | undefined;
    body: TextPart;
    footer?: TextPart | undefined;
    action: {
      name: "cta_url";
      parameters: { display_text: string; url: string; payment_link_preview?: unknown };
    };
  };
  /** A button that opens a flow. */
  flow: {
    header?: InteractiveHeader | undefined;
    body: TextPart;
    footer?: TextPart | undefined;
    action: { name: "flow"; parameters: FlowParameters };
  };
  /** One product. */
  product: {
    body?: TextPart | undefined;
    footer?: TextPart | undefined;
    action: { catalog_id: string; product_retailer_id: string };
  };
  /** Several products, in sections. */
  product_list: {
    header: TextHeader;
    body: TextPart;
    footer?: TextPart | undefined;
    action: { catalog_id: string; sections: ProductSection[] };
  };
  /** The whole catalog. */
  catalog_message: {
    body: TextPart;
    footer?: TextPart | undefined;
    action: {
      name: "catalog_message";
      parameters?: { thumbnail_product_retailer_id?: string | undefined } | undefined;
    };
  };
  /** Cards to swipe through. */
  carousel: { body: TextPart; action: { cards: CarouselCard[] } };
  /** A request for the customer's location. */
  location_request_message: { body: TextPart; action: { name: "send_location" } };
  /** A form for a postal address; India only. */
  address_message: {
    header?: InteractiveHeader | undefined;
    body: TextPart;
    footer?: TextPart | undefined;
    action: { name: "address_message"; parameters: AddressParameters };
  };
  /** A request to pay; Brazil and India only. */
  order_details: {
    header?: InteractiveHeader | undefined;
    body: TextPart;
    footer?: TextPart | undefined;
    action: { name: "review_and_pay"; parameters: OrderDetailsParameters };
  };
  /** The status of an order. */
  order_status: {
    body: TextPart;
    footer?: TextPart | undefined;
    action: { name: "review_order"; parameters: OrderStatusParameters };
  };
  /** A request for permission to call. */
  call_permission_request: { body?: TextPart | undefined; action: { name: "call_permission_request" } };
  /** A button that starts a WhatsApp call to you. */
  voice_call: {
    body: TextPart;
    action: {
      name: "voice_call";
      parameters?:
        | {
            display_text?: string | undefined;
            ttl_minutes?: number | undefined;
            payload?: string | undefined;
          }
        | undefined;
    };
  };
  /** A request for the phone number of a customer with a username. */
  request_contact_info: { body: TextPart; action: { name: "request_contact_info" } };
}

/** The `type` of an interactive message. */
export type InteractiveType = keyof InteractiveKinds;

/** One kind of interactive message. */
export type InteractiveOf<Type extends InteractiveType> = { type: Type } & InteractiveKinds[Type];

/**
 * An interactive message; `type` tells the kinds apart.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export type InteractiveContent = { [Type in InteractiveType]: InteractiveOf<Type> }[InteractiveType];

const part = (max: number) => z.object({ text: text(max) });
const absent = (why: string) =>
  z.optional(z.custom<undefined>((value) => value === undefined, { error: `is not allowed: ${why}` }));
const header = () => z.optional(z.union([textHeader(), mediaHeader()]));
const footer = () => z.optional(part(60));
const named = <Name extends string>(name: Name) => z.object({ name: z.literal(name) });

const replyButton = () =>
  z.object({
    type: z.literal("reply"),
    reply: z.object({
      id: text(256).check(z.refine((id) => id.trim() === id, { error: "must not start or end with spaces" })),
      title: text(20),
    }),
  });
const linkButton = () =>
  z.object({ type: z.literal("cta_url"), cta_url: z.object({ display_text: text(20), url: httpUrl() }) });

const isReply = (button: ActionButton) => button.type === "reply";
const getTitle = (button: ActionButton) =>
  button.type === "reply" ? button.reply.title : button.cta_url.display_text;

const linksComeFirst = (all: ActionButton[]) => {
  const firstReply = all.findIndex(isReply);
  return firstReply < 0 || all.slice(firstReply).every(isReply);
};

/** Up to three reply buttons; Direct Send mixes in up to two links, first, ten in all. */
const buttons = () =>
  list(z.discriminatedUnion("type", [replyButton(), linkButton()]), 1, 10).check(
    rule<ActionButton[]>(
      (all) => !all.every(isReply) || all.length <= 3,
      "must have at most 3 reply buttons",
    ),
    rule<ActionButton[]>(
      (all) => all.filter((one) => !isReply(one)).length <= 2 && linksComeFirst(all),
      "must have at most 2 link buttons, placed before the reply buttons",
    ),
    rule<ActionButton[]>((all) => unique(all, getTitle), "must have different titles"),
    rule<ActionButton[]>(
      (all) => unique(all.filter(isReply), (one) => (one.type === "reply" ? one.reply.id : "")),
      "must have different ids",
    ),
  );

const listSections = () =>
  list(
    z.object({
      title: z.optional(text(24)),
      rows: list(z.object({ id: text(200), title: text(24), description: z.optional(text(72)) }), 1, 10),
    }),
    1,
    10,
  ).check(
    rule<ListSection[]>(
      (all) => all.length === 1 || all.every(({ title }) => title !== undefined),
      "must all have a title if there are several",
    ),
    rule<ListSection[]>((all) => listRows(all).length <= 10, "must have at most 10 rows across all sections"),
    rule<ListSection[]>((all) => unique(listRows(all), ({ id }) => id), "must have rows with different ids"),
  );

const listRows = (sections: readonly ListSection[]) => sections.flatMap(({ rows }) => rows);

export const productSections = () =>
  list(
    z.object({
      title: z.optional(text(24)),
      product_items: list(z.object({ product_retailer_id: text(Number.POSITIVE_INFINITY) }), 1, 30),
    }),
    1,
    10,
  ).check(
    rule<ProductSection[]>(
      (all) => all.length === 1 || all.every(({ title }) => title !== undefined),
      "must all have a title if there are several",
    ),
    rule<ProductSection[]>(
      (all) => all.reduce((sum, { product_items }) => sum + product_items.length, 0) <= 30,
      "must have at most 30 products across all sections",
    ),
  ) satisfies z.ZodMiniType<ProductSection[]>;

const flowParameters = () =>
  z
    .object({
      flow_message_version: text(10),
      flow_id: z.optional(text(100)),
      flow_name: z.optional(text(200)),
      flow_cta: text(30).check(withoutEmoji()),
      mode: z.optional(z.enum(["published", "draft"])),
      flow_token: z.optional(z.string()),
      flow_action: z.optional(z.enum(["navigate", "data_exchange"])),
      flow_action_payload: z.optional(
        z.object({
          screen: z.optional(text(200)),
          data: z.optional(
            z.union([z.record(z.string(), z.unknown()), z.string()]).check(
              z.refine((data) => Object.keys(data).length > 0, {
                error: "must not be empty: leave it out, or name what the screen needs",
              }),
            ),
          ),
        }),
      ),
    })
    .check(...exactlyOne<FlowParameters>("flow_id", "flow_name"));

const cardBody = () =>
  z.optional(
    z.object({
      text: text(160).check(
        z.refine((words) => words.split("\n").length <= 3, { error: "must have at most 2 line breaks" }),
      ),
    }),
  );

const cardHead = () => ({
  card_index: z.number(),
  type: z.optional(z.literal("cta_url")),
  header: cardHeader(),
  body: cardBody(),
});
const card = () =>
  z.union([
    z.object({
      ...cardHead(),
      action: z.object({
        name: z.literal("cta_url"),
        parameters: z.object({ display_text: text(20), url: httpUrl() }),
      }),
    }),
    z.object({
      ...cardHead(),
      action: z.object({
        buttons: list(
          z.object({
            type: z.literal("quick_reply"),
            quick_reply: z.object({ id: text(256), title: text(20) }),
          }),
          1,
          3,
        ),
      }),
    }),
    z.object({
      card_index: z.number(),
      type: z.literal("product"),
      action: z.object({ product_retailer_id: text(1024), catalog_id: text(100) }),
    }),
  ]);

/** All cards of a carousel need the same kind of content and the same number of buttons. */
function describeCard({ action }: CarouselCard): string {
  if ("buttons" in action) return `quick_reply ${action.buttons.length}`;
  return "name" in action ? "cta_url" : `product ${action.catalog_id}`;
}

const cards = () =>
  list(card(), 2, 10).check(
    rule<CarouselCard[]>(
      (all) => all.every(({ card_index }, at) => card_index === at),
      "must have the `card_index` 0, 1, 2 … in order",
    ),
    rule<CarouselCard[]>(
      (all) => new Set(all.map(describeCard)).size === 1,
      "must all be of the same kind, with the same number of buttons and the same catalog",
    ),
  );

const only = (kind: string) => ({ header: absent(`${kind} messages have no header`) });

/** The schema of each kind, keyed by its `type`. */
const kinds = () =>
  ({
    button: {
      header: header(),
      body: part(1024),
      footer: footer(),
      action: z.object({ buttons: buttons() }),
    },
    list: {
      header: z.optional(textHeader()),
      body: part(4096),
      footer: footer(),
      action: z.object({ button: text(20), sections: listSections() }),
    },
    cta_url: {
      header: header(),
      body: part(1024),
      footer: footer(),
      action: z.object({
        name: z.literal("cta_url"),
        parameters: z.object({
          display_text: text(20),
          url: httpUrl(),
          payment_link_preview: z.optional(z.unknown()),
        }),
      }),
    },
    flow: {
      header: header(),
      body: part(1024),
      footer: footer(),
      action: z.object({ name: z.literal("flow"), parameters: flowParameters() }),
    },
    product: {
      ...only("product"),
      body: z.optional(part(1024)),
      footer: footer(),
      action: z.object({ catalog_id: text(100), product_retailer_id: text(1024) }),
    },
    product_list: {
      header: textHeader(),
      body: part(1024),
      footer: footer(),
      action: z.object({ catalog_id: text(100), sections: productSections() }),
    },
    catalog_message: {
      ...only("catalog"),
      body: part(1024),
      footer: footer(),
      action: z.object({
        name: z.literal("catalog_message"),
        parameters: z.optional(z.object({ thumbnail_product_retailer_id: z.optional(text(1024)) })),
      }),
    },
    carousel: {
      ...only("carousel"),
      footer: absent("carousels have no footer"),
      body: part(1024),
      action: z.object({ cards: cards() }),
    },
    location_request_message: {
      ...only("location request"),
      body: part(1024),
      action: named("send_location"),
    },
    address_message: {
      header: header(),
      body: part(1024),
      footer: footer(),
      action: z.object({
        name: z.literal("address_message"),
        parameters: z.object({
          country: text(2) as unknown as z.ZodMiniType<Open<"IN">>,
          values: z.optional(z.record(z.string(), z.unknown())),
          saved_addresses: z.optional(
            z.array(z.object({ id: z.string(), value: z.record(z.string(), z.unknown()) })),
          ),
          validation_errors: z.optional(z.record(z.string(), z.unknown())),
        }),
      }),
    },
    order_details: {
      header: header(),
      body: part(1024),
      footer: footer(),
      action: z.object({ name: z.literal("review_and_pay"), parameters: orderDetailsParameters() }),
    },
    order_status: {
      ...only("order status"),
      body: part(1024),
      footer: footer(),
      action: z.object({ name: z.literal("review_order"), parameters: orderStatusParameters() }),
    },
    call_permission_request: {
      ...only("call permission"),
      body: z.optional(part(1024)),
      action: named("call_permission_request"),
    },
    voice_call: {
      ...only("voice call"),
      body: part(1024),
      action: z.object({
        name: z.literal("voice_call"),
        parameters: z.optional(
          z.object({
            display_text: z.optional(text(20)),
            ttl_minutes: z.optional(
              z
                .int({ error: "must be whole minutes" })
                .check(
                  z.minimum(1, { error: "must be at least 1" }),
                  z.maximum(43_200, { error: "must be at most 43200" }),
                ),
            ),
            payload: z.optional(text(512)),
          }),
        ),
      }),
    },
    request_contact_info: {
      ...only("contact request"),
      body: part(1024),
      action: named("request_contact_info"),
    },
  }) satisfies Record<InteractiveType, Record<string, z.ZodMiniType>>;

/** The schema of interactive content; `type` decides. */
export function interactiveContent(): z.ZodMiniType<InteractiveContent> {
  const [first, ...rest] = Object.entries(kinds()).map(([type, shape]) =>
    z.object({ type: z.literal(type), ...shape }),
  );
  if (first === undefined) throw new TypeError("There are no interactive kinds.");
  return z.discriminatedUnion("type", [first, ...rest]) as unknown as z.ZodMiniType<InteractiveContent>;
}
