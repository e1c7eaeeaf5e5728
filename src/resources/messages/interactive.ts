import type { InteractiveType } from "../../types/messages/interactive.ts";
import { isObject } from "../../utils/json.ts";

/** How the keys of a shortcut become an interactive message, above all its `action`. */
interface Layout {
  /** Whether Meta takes it without a body. */
  readonly optionalBody?: true;
  /** Whether Meta requires a header, which is then a text. */
  readonly textHeader?: true;
  /** Meta's `action.name`. */
  readonly name?: string;
  /** Whether the keys go into `action.parameters`, and whether Meta requires that object even if it is empty. */
  readonly parameters?: "required" | "optional";
  /** Keys that the caller may leave out. */
  readonly defaults?: object;
  /** The list whose elements get further keys, and are wrapped in an object of this name. */
  readonly elements?: {
    readonly key: string;
    readonly wrapper?: string;
    readonly extra: (index: number) => object;
  };
}

/** One row per kind. It builds the message, and maps a path in the message back to the caller's. */
const layouts: Readonly<Record<InteractiveType, Layout>> = {
  button: { elements: { key: "buttons", wrapper: "reply", extra: () => ({ type: "reply" }) } },
  list: {},
  cta_url: { name: "cta_url", parameters: "required" },
  flow: { name: "flow", parameters: "required", defaults: { flow_message_version: "3" } },
  location_request_message: { name: "send_location" },
  address_message: { name: "address_message", parameters: "required" },
  product: { optionalBody: true },
  product_list: { textHeader: true },
  catalog_message: { name: "catalog_message", parameters: "optional" },
  carousel: { elements: { key: "cards", extra: (card_index) => ({ card_index }) } },
  order_details: { name: "review_and_pay" },
  order_status: { name: "review_order" },
  call_permission_request: { name: "call_permission_request", optionalBody: true },
  voice_call: { name: "voice_call", parameters: "optional" },
  request_contact_info: { name: "request_contact_info" },
};

/** The parts that kinds share. One that a kind does not allow is refused by its schema, not dropped here. */
interface InteractiveInput {
  header?: unknown;
  body?: unknown;
  footer?: unknown;
}

/** Meta's `interactive` object. */
export function buildInteractive(type: InteractiveType, input: InteractiveInput): object {
  const { header, body, footer, ...own } = input;
  const layout = layouts[type];
  const isText = typeof header === "string" || (header === undefined && layout.textHeader);
  return {
    type,
    header: isText ? { type: "text", text: header } : header,
    body: body === undefined && layout.optionalBody ? undefined : { text: body },
    footer: footer === undefined ? undefined : { text: footer },
    action: buildAction(layout, own),
  };
}

function buildAction({ name, parameters, defaults, elements }: Layout, input: object): object {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const own = {
    ...defaults,
    ...Object.fromEntries(
      given.map(([key, value]) => [key, key === elements?.key ? complete(value, elements) : value]),
    ),
  };
  const named = name === undefined ? {} : { name };
  if (parameters === undefined) return { ...named, ...own };
  return parameters === "optional" && given.length === 0 ? named : { ...named, parameters: own };
}

/** Anything but a list is left alone: the schema reports it. */
function complete(list: unknown, { wrapper, extra }: NonNullable<Layout["elements"]>): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((element: unknown, index) => {
    if (wrapper !== undefined) return { ...extra(index), [wrapper]: element };
    return isObject(element) ? { ...extra(index), ...element } : element;
  });
}

/** The caller's path for one in the message: `buttons.0.title` for `interactive.action.buttons.0.reply.title`. */
export function toInteractivePath(type: InteractiveType, { header }: InteractiveInput, path: string): string {
  const [holder, part, ...rest] = path.split(".");
  if (holder !== "interactive" || part === undefined) return path;
  if (part === "action") return toOwnPath(layouts[type], rest).join(".");
  return part === "header" && typeof header === "object" ? [part, ...rest].join(".") : part;
}

function toOwnPath({ parameters, elements }: Layout, path: readonly string[]): readonly string[] {
  const own = parameters === undefined ? path : path.slice(1);
  const [key, index, wrapper, ...rest] = own;
  const isWrapped = key === elements?.key && wrapper !== undefined && wrapper === elements?.wrapper;
  return isWrapped ? [String(key), String(index), ...rest] : own;
}
