import type { Template } from "../types/templates/template.ts";
import { isObject, type Json } from "../utils/json.ts";
import {
  componentTypes,
  formatOf,
  type Part,
  type Parts,
  type Reading,
  readDefinition,
  textOf,
} from "./rules/reading.ts";

/** One thing that a template says. */
interface Meaning {
  value: unknown;
  /**
   * Whether it is compared always, only if the definition says it, or only if both do: some of it Meta chooses where
   * it is left out, and some of it reading a template does not tell.
   */
  counts: "always" | "if-defined" | "if-both";
}

type Entry = readonly [path: string, value: unknown, counts?: Meaning["counts"]];

/** The longest time to live, in seconds; what Meta takes where a template names none. */
export const thirtyDays = 2_592_000;

/** What a template says, by where it says it; of a definition in Meta's form, or of an account's template. */
export function meaningOf(template: object): ReadonlyMap<string, Meaning> {
  const reading = readDefinition(template);
  const entries = [...settings(reading), ...parts(reading), ...whole(reading)];
  return new Map(
    entries.flatMap(([path, value, counts = "always"]) =>
      value === undefined ? [] : [[path, { value, counts }]],
    ),
  );
}

function settings({ settings: template, category }: Reading): Entry[] {
  return [
    ["category", category],
    ["message_send_ttl_seconds", lifetime(template.message_send_ttl_seconds, category)],
    ["cta_url_link_tracking_opted_out", template.cta_url_link_tracking_opted_out === true],
    ["is_primary_device_delivery_only", template.is_primary_device_delivery_only === true],
    ["sub_category", upper(template.sub_category), "if-defined"],
    ["display_format", upper(template.display_format), "if-defined"],
    ["library_template_name", template.library_template_name, "if-both"],
    ...leaves(template.degrees_of_freedom_spec, "degrees_of_freedom_spec"),
    ...leaves(template.optimization_spec, "optimization_spec"),
  ];
}

/** Fields of a template that stand beside its components. */
const settingFields = [
  "category",
  "message_send_ttl_seconds",
  "cta_url_link_tracking_opted_out",
  "is_primary_device_delivery_only",
  "sub_category",
  "display_format",
  "library_template_name",
  "degrees_of_freedom_spec",
  "optimization_spec",
] as const satisfies (keyof Template)[];

/** What to read of an account's template to compare it; without being asked, Meta leaves half of it out. */
export const comparedFields = [
  ...(["name", "language", "status", "source", "components", "parameter_format"] as const),
  ...settingFields,
] as const satisfies (keyof Template)[];

/** Not every account has these: where a call asks for one that is not there, Meta refuses it with code 100. */
export const rareFields: readonly string[] = [
  "is_primary_device_delivery_only",
  "degrees_of_freedom_spec",
  "optimization_spec",
];

/** Whether what stands at a path stands beside the components. */
export const isSetting = (path: string): boolean =>
  settingFields.some((field) => path === field || path.startsWith(`${field}.`));

/** What Meta does where nothing is said. */
function lifetime(seconds: unknown, category: string): unknown {
  if (seconds === -1) return thirtyDays;
  return seconds ?? (category === "AUTHENTICATION" ? 600 : thirtyDays);
}

/** Every value in an object, each at its own path. */
const leaves = (value: unknown, path: string): Entry[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([key, member]) => leaves(member, `${path}.${key}`))
    : [[path, value, "if-defined"]];

/** What only the message itself has, and not its cards. */
function whole({
  category,
  footer,
  offer,
  callPermission,
  carousel,
  cards,
  components,
  body,
}: Reading): Entry[] {
  const limits = offer?.value.limited_time_offer as Readonly<Json> | undefined;
  const isCode = category === "AUTHENTICATION";
  return [
    [
      "body.add_security_recommendation",
      isCode ? body?.value.add_security_recommendation === true : undefined,
    ],
    ["footer.text", isCode ? undefined : plain(textOf(footer))],
    ["footer.code_expiration_minutes", isCode ? footer?.value.code_expiration_minutes : undefined],
    ["limited_time_offer.text", limits?.text],
    ["limited_time_offer.has_expiration", limits === undefined ? undefined : limits.has_expiration === true],
    ["call_permission_request", callPermission === undefined ? undefined : true],
    ["cards", carousel === undefined ? undefined : cards.length],
    ...cards.flatMap((card, index) => partsOf(card, `cards.${index}.`, false)),
    ...components
      .filter(({ type }) => !componentTypes.includes(type))
      .map(({ type, value }): Entry => [`components.${type}`, withoutSamples(value)]),
  ];
}

const parts = (reading: Reading): Entry[] => partsOf(reading, "", reading.category === "AUTHENTICATION");

function partsOf({ header, body, buttons }: Parts, at: string, isCode: boolean): Entry[] {
  return [
    [`${at}header.format`, formatOf(header)],
    [`${at}header.text`, plain(textOf(header))],
    [`${at}body.text`, isCode ? undefined : plain(textOf(body))],
    ...buttons.flatMap((button, index) => ofButton(button, `${at}buttons.${index}.`, isCode)),
  ];
}

function ofButton(button: Part, at: string, isCode: boolean): Entry[] {
  const { type, value } = button;
  if (isCode) return ofCode(value, at);
  const text: Entry = [`${at}text`, plain(textOf(button))];
  const kind: Entry = [`${at}type`, type];
  switch (type) {
    case "QUICK_REPLY":
    case "VOICE_CALL":
    case "ORDER_DETAILS":
      return [kind, text];
    case "URL":
      return [
        kind,
        text,
        [`${at}url`, plain(value.url)],
        [`${at}app_deep_link`, value.app_deep_link, "if-defined"],
      ];
    case "PHONE_NUMBER":
      return [kind, text, [`${at}phone_number`, digits(value.phone_number)]];
    case "FLOW":
      return [
        kind,
        text,
        [`${at}flow_id`, value.flow_id === undefined ? undefined : String(value.flow_id), "if-both"],
        [`${at}flow_action`, String(value.flow_action ?? "navigate").toLowerCase()],
        [`${at}navigate_screen`, value.navigate_screen, "if-defined"],
        [`${at}icon`, upper(value.icon), "if-defined"],
      ];
    case "PAYMENT_REQUEST":
      return [kind, text, [`${at}payment_setting.type`, settingType(value.payment_setting), "if-both"]];
    case "COPY_CODE":
    case "CATALOG":
    case "MPM":
    case "SPM":
    case "REQUEST_CONTACT_INFO":
      return [kind]; // their labels are Meta's
    default:
      return [
        kind,
        ...leaves(withoutSamples(value), at.slice(0, -1)).filter(([path]) => path !== `${at}type`),
      ];
  }
}

/** The button of a one-time code reads back as a link, whose address names its kind. */
function ofCode(value: Readonly<Json>, at: string): Entry[] {
  const inAddress = /[?&]otp_type=(\w+)/.exec(String(value.url))?.[1];
  const kind = upper(value.otp_type ?? inAddress);
  return [
    [`${at}type`, "OTP"],
    [`${at}otp_type`, kind, "if-both"],
    [`${at}text`, kind === "COPY_CODE" ? value.text : undefined, "if-both"],
    [`${at}supported_apps`, value.supported_apps, "if-both"],
  ];
}

const settingType = (setting: unknown): unknown => (isObject(setting) ? setting.type : undefined);

const withoutSamples = ({ example: _, ...rest }: Readonly<Json>): Readonly<Json> => rest;

/** Line ends and blanks inside of placeholders mean nothing. */
const plain = (text: unknown): string | undefined =>
  typeof text === "string"
    ? text.replaceAll("\r\n", "\n").replace(/\{\{\s*(\w+)\s*\}\}/g, "{{$1}}")
    : undefined;

const digits = (number: unknown): string | undefined =>
  number === undefined ? undefined : String(number).replace(/[^0-9A-Za-z]/g, "");

const upper = (word: unknown): string | undefined =>
  typeof word === "string" ? word.toUpperCase() : undefined;
