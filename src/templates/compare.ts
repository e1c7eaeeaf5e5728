import type { AnyTemplateDefinition } from "../types/templates/definition.ts";
import { thirtyDays } from "../types/templates/limits.ts";
import type { TemplateDifference } from "../types/templates/sync.ts";
import type { Template } from "../types/templates/template.ts";
import { canonicalJson } from "../utils/canonical-json.ts";
import { isObject, type Json } from "../utils/json.ts";
import { type Counts, findButtonKind } from "./button-kinds.ts";
import { toDefinition } from "./defined.ts";
import { isOneTimeCode } from "./one-time-code.ts";
import { componentTypes, type ParsedTemplate, type Part, type Parts, parseTemplate } from "./parse.ts";

/**
 * Finds where a definition and the account's template differ in meaning. The order of keys and components, the case of
 * Meta's words, defaults, samples and handles do not count. What a definition leaves to Meta is not compared: labels
 * that Meta writes, `sub_category`, `display_format`.
 */
export function findDifferences(
  definition: AnyTemplateDefinition,
  template: Template,
): readonly TemplateDifference[] {
  const wanted = readMeaning(toDefinition(definition));
  const found = readMeaning(template);
  return [...new Set([...found.keys(), ...wanted.keys()])].flatMap((path) => {
    const from = found.get(path);
    const to = wanted.get(path);
    const needsBoth = [from, to].some((meaning) => meaning?.counts === "if-both");
    if (needsBoth && (from === undefined || to === undefined)) return [];
    if (to === undefined && (from?.counts === "if-defined" || hasNoParts(definition, path))) return [];
    return isSame(from?.value, to?.value) ? [] : [{ path, from: from?.value, to: to?.value }];
  });
}

/** A definition that uses Meta's library names a template instead of writing out its parts. */
const hasNoParts = (definition: AnyTemplateDefinition, path: string): boolean =>
  !("components" in toDefinition(definition)) && !isSetting(path);

/** Inside an object, so that an absent value differs from `null`. */
const isSame = (one: unknown, other: unknown): boolean =>
  canonicalJson({ value: one }) === canonicalJson({ value: other });

/** One thing that a template says. */
interface Meaning {
  value: unknown;
  /**
   * Whether it is always compared, only if the definition has it, or only if both have it. Meta chooses some settings
   * that are left out, and does not return others.
   */
  counts: Counts;
}

type Entry = readonly [path: string, value: unknown, counts?: Counts];

/** What a template means, by path: of a definition in Meta's form or of an account's template. */
function readMeaning(template: object): ReadonlyMap<string, Meaning> {
  const parsed = parseTemplate(template);
  const isCode = isOneTimeCode(parsed);
  const entries = [...readSettings(parsed), ...readParts(parsed, "", isCode), ...readWhole(parsed, isCode)];
  return new Map(
    entries.flatMap(([path, value, counts = "always"]) =>
      value === undefined ? [] : [[path, { value, counts }]],
    ),
  );
}

function readSettings({ settings: template, category }: ParsedTemplate): Entry[] {
  return [
    ["category", category],
    ["message_send_ttl_seconds", readTimeToLive(template.message_send_ttl_seconds, category)],
    ["cta_url_link_tracking_opted_out", template.cta_url_link_tracking_opted_out === true],
    ["is_primary_device_delivery_only", template.is_primary_device_delivery_only === true],
    ["sub_category", toUpper(template.sub_category), "if-defined"],
    ["display_format", toUpper(template.display_format), "if-defined"],
    ["library_template_name", template.library_template_name, "if-both"],
    ...leaves(template.degrees_of_freedom_spec, "degrees_of_freedom_spec"),
    ...leaves(template.optimization_spec, "optimization_spec"),
  ];
}

/** The fields of a template besides its components. */
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

/** The fields to request for a comparison; by default, Meta leaves out half of them. */
export const comparedFields = [
  ...(["name", "language", "status", "rejected_reason", "source", "components", "parameter_format"] as const),
  ...settingFields,
] as const satisfies (keyof Template)[];

/** Not every account has these fields: Meta refuses a request for a missing one with code 100. */
export const rareFields: readonly string[] = [
  "is_primary_device_delivery_only",
  "degrees_of_freedom_spec",
  "optimization_spec",
];

/** Whether a path is that of a setting, and not of a component. */
export const isSetting = (path: string): boolean =>
  settingFields.some((field) => path === field || path.startsWith(`${field}.`));

/** The time to live, or Meta's default. */
function readTimeToLive(seconds: unknown, category: string): unknown {
  if (seconds === -1) return thirtyDays;
  return seconds ?? (category === "AUTHENTICATION" ? 600 : thirtyDays);
}

/** Every value in an object, each at its own path. */
const leaves = (value: unknown, path: string): Entry[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([key, member]) => leaves(member, `${path}.${key}`))
    : [[path, value, "if-defined"]];

/** What only the message itself has, but not its cards. */
function readWhole(
  { footer, offer, callPermission, carousel, cards, components, body }: ParsedTemplate,
  isCode: boolean,
): Entry[] {
  const limits = offer?.value.limited_time_offer as Readonly<Json> | undefined;
  return [
    [
      "body.add_security_recommendation",
      isCode ? body?.value.add_security_recommendation === true : undefined,
    ],
    ["footer.text", isCode ? undefined : plain(footer?.text)],
    ["footer.code_expiration_minutes", isCode ? footer?.value.code_expiration_minutes : undefined],
    ["limited_time_offer.text", limits?.text],
    ["limited_time_offer.has_expiration", limits === undefined ? undefined : limits.has_expiration === true],
    ["call_permission_request", callPermission === undefined ? undefined : true],
    ["cards", carousel === undefined ? undefined : cards.length],
    ...cards.flatMap((card, index) => readParts(card, `cards.${index}.`, false)),
    ...components
      .filter(({ type }) => !componentTypes.includes(type))
      .map(({ type, value }): Entry => [`components.${type}`, withoutSamples(value)]),
  ];
}

function readParts({ header, body, buttons }: Parts, at: string, isCode: boolean): Entry[] {
  return [
    [`${at}header.format`, header?.format],
    [`${at}header.text`, plain(header?.text)],
    [`${at}body.text`, isCode ? undefined : plain(body?.text)],
    ...buttons.flatMap((button, index) => {
      const path = `${at}buttons.${index}`;
      return isCode ? readCode(button.value, path) : readButton(button, path);
    }),
  ];
}

function readButton({ type, value }: Part, path: string): Entry[] {
  const kind = findButtonKind(type);
  if (kind === undefined) {
    const others = leaves(withoutSamples(value), path).filter(([leaf]) => leaf !== `${path}.type`);
    return [[`${path}.type`, type], ...others];
  }
  const fields = Object.entries<Counts | "never">(kind.fields).flatMap(([field, counts]): Entry[] =>
    counts === "never"
      ? []
      : [[`${path}.${comparedPart[field] ?? field}`, (readField[field] ?? asGiven)(value[field]), counts]],
  );
  return [[`${path}.type`, type], ...fields];
}

const asGiven = (value: unknown): unknown => value;

/** The part that is compared of a field that is not compared as a whole. */
const comparedPart: Readonly<Record<string, string>> = { payment_setting: "payment_setting.type" };

/** Reads fields of buttons that can be written in more than one way. */
const readField: Readonly<Record<string, (value: unknown) => unknown>> = {
  text: (text) => plain(text),
  url: (url) => plain(url),
  phone_number: (number) => digits(number),
  flow_id: (id) => (id === undefined ? undefined : String(id)),
  flow_action: (action) => String(action ?? "navigate").toLowerCase(),
  icon: (icon) => toUpper(icon),
  app_deep_link: (link) =>
    isObject(link) && typeof link.meta_app_id === "number"
      ? { ...link, meta_app_id: String(link.meta_app_id) }
      : link,
  payment_setting: (setting) => (isObject(setting) ? setting.type : undefined),
};

/** Meta returns the button of a one-time code as a link whose URL contains its kind. */
function readCode(value: Readonly<Json>, path: string): Entry[] {
  const inAddress = /[?&]otp_type=(\w+)/.exec(String(value.url))?.[1];
  const kind = toUpper(value.otp_type ?? inAddress);
  return [
    [`${path}.type`, "OTP"],
    [`${path}.otp_type`, kind, "if-both"],
    [`${path}.text`, kind === "COPY_CODE" ? value.text : undefined, "if-both"],
    [`${path}.supported_apps`, value.supported_apps, "if-both"],
  ];
}

const withoutSamples = ({ example: _, ...rest }: Readonly<Json>): Readonly<Json> => rest;

/** Line endings, and spaces inside placeholders, have no meaning. */
const plain = (text: unknown): string | undefined =>
  typeof text === "string"
    ? text.replaceAll("\r\n", "\n").replace(/\{\{\s*(\w+)\s*\}\}/g, "{{$1}}")
    : undefined;

const digits = (number: unknown): string | undefined =>
  number === undefined ? undefined : String(number).replace(/[^0-9A-Za-z]/g, "");

const toUpper = (word: unknown): string | undefined =>
  typeof word === "string" ? word.toUpperCase() : undefined;
