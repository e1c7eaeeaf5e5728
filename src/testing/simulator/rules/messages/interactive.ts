import * as z from "zod/mini";
import { array, literal, optional, record, strictObject, string, unknown } from "zod/mini";
import { type Json, parseJson, toObject } from "../../../../utils/json.ts";
import { once } from "../../../../utils/once.ts";
import { refuse } from "../../errors.ts";
import { checkSchema, distinct, integer, list, rule, someText, text, webUrl } from "../schema.ts";
import { carouselAction, checkCards } from "./carousel.ts";
import { orderDetailsAction, orderStatusAction } from "./payments.ts";
import { hasEmoji, messageHeader } from "./plain.ts";

type HeaderKind = "text" | "image" | "video" | "document";

/** The parts around an action, and which of them are required. */
interface Parts {
  header?: readonly HeaderKind[];
  isHeaderRequired?: boolean;
  body?: "required" | "optional";
  /** Most characters in the body. Default 1024. */
  maxBody?: number;
  footer?: boolean;
  action: z.ZodMiniType;
}

const anyHeader: readonly HeaderKind[] = ["text", "image", "video", "document"];

function message(type: string, parts: Parts) {
  const {
    header,
    isHeaderRequired = false,
    body = "required",
    maxBody = 1024,
    footer = false,
    action,
  } = parts;
  const bodyPart = strictObject({ text: text(maxBody) });
  const headerPart = header === undefined ? undefined : messageHeader(header);
  return strictObject({
    type: literal(type),
    ...(headerPart === undefined ? {} : { header: isHeaderRequired ? headerPart : optional(headerPart) }),
    body: body === "required" ? bodyPart : optional(bodyPart),
    ...(footer ? { footer: optional(strictObject({ text: text(60) })) } : {}),
    action,
  });
}

const namedAction = (name: string, more: Record<string, z.ZodMiniType> = {}) =>
  strictObject({ name: literal(name), ...more });

const trimmedId = (max: number) =>
  text(max).check(rule((id: string) => id.trim() === id, "must not begin or end with spaces"));

const replyButton = once(() =>
  strictObject({ type: literal("reply"), reply: strictObject({ id: trimmedId(256), title: text(20) }) }),
);

interface ReplyButton {
  reply: { id: string; title: string };
}

const replyButtons = once(() =>
  strictObject({
    buttons: list(replyButton(), 1, 3).check(
      distinct((button) => (button as ReplyButton).reply.id, "ids"),
      distinct((button) => (button as ReplyButton).reply.title, "titles"),
    ),
  }),
);

interface MixedButton {
  type: string;
}

/** Direct Send accepts up to ten buttons: at most two links, which come first. */
const mixedButtons = once(() => {
  const link = strictObject({
    type: literal("cta_url"),
    cta_url: strictObject({ display_text: text(20), url: webUrl() }),
  });
  const isLink = (button: unknown) => (button as MixedButton).type === "cta_url";
  return strictObject({
    buttons: list(z.union([replyButton(), link]), 1, 10).check(
      rule((buttons) => buttons.filter(isLink).length <= 2, "must have at most 2 links", { kind: "length" }),
      rule(
        (buttons) =>
          buttons.every((button, index) => !isLink(button) || buttons.slice(0, index).every(isLink)),
        "must have the links first",
      ),
    ),
  });
});

interface Section {
  title?: string;
  rows?: { id: string }[];
  product_items?: unknown[];
}

/** If there are several sections, each needs a title. */
const titledWhenSeveral = rule(
  (sections: readonly unknown[]) =>
    sections.length < 2 || sections.every((section) => "title" in (section as Section)),
  "must all have a title if there is more than one",
  { kind: "missing" },
);

const listAction = once(() => {
  const row = strictObject({ id: text(200), title: text(24), description: optional(text(72)) });
  const section = strictObject({ title: optional(text(24)), rows: list(row, 1, 10) });
  const listRows = (sections: readonly unknown[]) => sections.flatMap((one) => (one as Section).rows ?? []);
  return strictObject({
    button: text(20),
    sections: list(section, 1, 10).check(
      titledWhenSeveral,
      rule((sections) => listRows(sections).length <= 10, "must have at most 10 rows in total", {
        kind: "length",
      }),
      rule((sections) => {
        const rows = listRows(sections);
        return new Set(rows.map(({ id }) => id)).size === rows.length;
      }, "must have unique row ids"),
    ),
  });
});

const urlAction = once(() =>
  namedAction("cta_url", {
    parameters: strictObject({
      display_text: text(20),
      url: webUrl(),
      payment_link_preview: optional(unknown()),
    }),
  }),
);

interface FlowParameters {
  flow_id?: string;
  flow_name?: string;
}

const flowAction = once(() => {
  const filled = rule((data: object) => Object.keys(data).length > 0, "must not be empty");
  const data = z.union([someText(), record(string(), unknown()).check(filled)]);
  const parameters = strictObject({
    flow_message_version: literal("3"),
    flow_id: optional(someText()),
    flow_name: optional(someText()),
    flow_cta: text(30).check(rule((label: string) => !hasEmoji(label), "must not contain emoji")),
    mode: optional(z.enum(["draft", "published"])),
    flow_token: optional(string()),
    flow_action: optional(z.enum(["navigate", "data_exchange"])),
    flow_action_payload: optional(strictObject({ screen: optional(someText()), data: optional(data) })),
  }).check(
    rule(
      (flow: FlowParameters) => "flow_id" in flow || "flow_name" in flow,
      "needs a flow_id or a flow_name",
      {
        kind: "missing",
      },
    ),
    rule(
      (flow: FlowParameters) => !("flow_id" in flow && "flow_name" in flow),
      "cannot have both flow_id and flow_name",
    ),
  );
  return namedAction("flow", { parameters });
});

const productAction = once(() => strictObject({ catalog_id: someText(), product_retailer_id: someText() }));

const productListAction = once(() => {
  const items = array(strictObject({ product_retailer_id: someText() }));
  const section = strictObject({
    title: optional(text(24)),
    product_items: items.check(
      rule((products: unknown[]) => products.length > 0, "must not be empty", { kind: "length" }),
    ),
  });
  const listProducts = (sections: readonly unknown[]) =>
    sections.flatMap((one) => (one as Section).product_items ?? []);
  return strictObject({
    catalog_id: someText(),
    sections: list(section, 1, 10).check(
      titledWhenSeveral,
      rule((sections) => listProducts(sections).length <= 30, "must have at most 30 products in total", {
        kind: "length",
      }),
    ),
  });
});

const catalogAction = once(() =>
  namedAction("catalog_message", {
    parameters: optional(strictObject({ thumbnail_product_retailer_id: optional(someText()) })),
  }),
);

const addressAction = once(() => {
  const fields = record(string(), unknown()).check(
    rule(
      (values: Record<string, unknown>) => String(values.in_pin_code ?? "").length <= 6,
      "cannot have an in_pin_code of more than 6 characters",
      {
        kind: "length",
      },
    ),
  );
  return namedAction("address_message", {
    parameters: strictObject({
      country: literal("IN"),
      values: optional(fields),
      saved_addresses: optional(array(strictObject({ id: someText(), value: fields }))),
      validation_errors: optional(record(string(), string())),
    }),
  });
});

const callAction = once(() =>
  namedAction("voice_call", {
    parameters: optional(
      strictObject({
        display_text: optional(text(20)),
        ttl_minutes: optional(integer(1, 43_200)),
        payload: optional(text(512)),
      }),
    ),
  }),
);

const kinds: Readonly<Record<string, () => Parts>> = {
  button: () => ({ header: anyHeader, footer: true, action: replyButtons() }),
  list: () => ({ header: ["text"], maxBody: 4096, footer: true, action: listAction() }),
  cta_url: () => ({ header: anyHeader, footer: true, action: urlAction() }),
  flow: () => ({ header: anyHeader, footer: true, action: flowAction() }),
  product: () => ({ body: "optional", footer: true, action: productAction() }),
  product_list: () => ({
    header: ["text"],
    isHeaderRequired: true,
    footer: true,
    action: productListAction(),
  }),
  catalog_message: () => ({ footer: true, action: catalogAction() }),
  carousel: () => ({ action: carouselAction() }),
  location_request_message: () => ({ action: namedAction("send_location") }),
  address_message: () => ({ header: anyHeader, footer: true, action: addressAction() }),
  order_details: () => ({ header: ["image"], footer: true, action: orderDetailsAction() }),
  order_status: () => ({ footer: true, action: orderStatusAction() }),
  call_permission_request: () => ({ body: "optional", action: namedAction("call_permission_request") }),
  voice_call: () => ({ action: callAction() }),
  request_contact_info: () => ({ action: namedAction("request_contact_info") }),
};

const schemas = new Map<string, z.ZodMiniType>();
const directButtons = once(() =>
  message("button", { header: anyHeader, footer: true, action: mixedButtons() }),
);

function findSchema(type: string, isDirectSend: boolean): z.ZodMiniType | undefined {
  if (type === "button" && isDirectSend) return directButtons();
  const parts = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (parts === undefined) return undefined;
  const schema = schemas.get(type) ?? message(type, parts());
  schemas.set(type, schema);
  return schema;
}

/** Checks an `interactive` object. */
export function checkInteractive(content: unknown, isDirectSend = false): void {
  const root = { root: ["interactive"] };
  checkSchema(z.looseObject({ type: someText() }), content, root);
  const interactive = unpackParameters(toObject(content));
  const schema = findSchema(String(interactive.type), isDirectSend);
  if (schema === undefined) throw refuse(131009, "Param interactive['type'] is not a known type.");
  checkSchema(schema, interactive, root);
  checkPaymentLink(interactive);
  if (interactive.type === "carousel") checkCards(interactive);
}

/** The parameters of order details can be sent as a JSON string. */
function unpackParameters(interactive: Json): Json {
  const action = toObject(interactive.action);
  if (interactive.type !== "order_details" || typeof action.parameters !== "string") return interactive;
  return { ...interactive, action: { ...action, parameters: parseJson(action.parameters) } };
}

/** A payment link preview replaces the header. */
function checkPaymentLink({ type, header, action }: Json): void {
  const parameters = toObject(toObject(action).parameters);
  if (type !== "cta_url" || header === undefined || !("payment_link_preview" in parameters)) return;
  throw refuse(131009, "Param interactive['header'] is not allowed with a payment link preview.");
}
