import { invalid } from "../core/validate.ts";
import type { ValidationIssue } from "../errors.ts";
import { capitals } from "../types/templates/capitals.ts";
import type { Template, TemplateButtonInfo, TemplateComponentInfo } from "../types/templates/template.ts";
import { isObject } from "../utils/json.ts";
import { findButtonKind } from "./button-kinds.ts";
import { passesCode } from "./one-time-code.ts";
import { componentTypes } from "./parse.ts";
import type { TemplateSource } from "./source.ts";
import { findMalformed, withoutNull } from "./template-shape.ts";
import { listUnread } from "./unread.ts";

/**
 * Converts an account's template to the source that `defineTemplate` accepts: `defineTemplate(sourceOf(template))`
 * is equivalent to the account's template.
 *
 * Two things cannot be read back. Meta returns the URL of a header's sample instead of its handle: it is kept as
 * `example`, but cannot be used to create the template again; replace it with `file(…)`. For a one-time-code button,
 * Meta returns a link, from which the button is rebuilt.
 *
 * A template that was listed without `fields` does not say how long Meta tries to deliver it: it is refused, because
 * `sync` would set that back to the default. List templates with the fields of the example.
 *
 * @throws {@link ValidationError} naming each part that a source cannot express, such as a component that Meta has
 * added since this version, the text of an old authentication template, or an answer of Meta's that is malformed.
 *
 * @example
 * const fields = ["name", "language", "status", "category", "components", "parameter_format", "sub_category",
 *   "display_format", "message_send_ttl_seconds", "cta_url_link_tracking_opted_out"] as const;
 * for await (const template of client.templates.list({ status: "APPROVED", fields })) {
 *   console.log(JSON.stringify(sourceOf(template), null, 2));
 * }
 */
export function sourceOf(template: Template): TemplateSource {
  const malformed = findMalformed(template);
  if (malformed.length > 0) throw invalid("template", malformed);
  const plain = withoutNull(template);
  const components = (plain.components ?? []).map(inCapitals);
  const isCode = plain.category === "AUTHENTICATION";
  const issues = [
    ...listUnread(template).map((path) => ({ path, message: notRead })),
    ...findInexpressible(plain, components),
    ...(isCode ? findFreeParts(components) : []),
  ];
  if (issues.length > 0) throw invalid("template", issues);
  const { name, language, category } = plain;
  return withoutEmpty({
    name,
    language,
    category,
    ...chosenSettings(plain),
    ...(isCode ? decompileAuthentication(components) : decompileStandard(components)),
  }) as unknown as TemplateSource; // as far as Meta holds what it documents: `defineTemplate` checks it
}

type Part = Record<string, unknown>;

const notRead = "was not read: list the template with this field in `fields`";

const categories = ["AUTHENTICATION", "MARKETING", "UTILITY"];

const cardTypes = ["HEADER", "BODY", "BUTTONS"];

function findInexpressible(
  { category }: Template,
  components: readonly TemplateComponentInfo[],
): ValidationIssue[] {
  const issues = components.flatMap((component, index) => [
    ...findUnsupported(component, componentTypes, `components.${index}`),
    ...(component.cards ?? []).flatMap((card, place) =>
      (card.components ?? []).flatMap((part, position) =>
        findUnsupported(
          inCapitals(part),
          cardTypes,
          `components.${index}.cards.${place}.components.${position}`,
        ),
      ),
    ),
    ...findRepeated(components, index),
  ]);
  if (categories.includes(category)) return issues;
  return [{ path: "category", message: `is ${category}, which definitions do not support` }, ...issues];
}

function findUnsupported(
  { type }: TemplateComponentInfo,
  types: readonly string[],
  path: string,
): ValidationIssue[] {
  if (types.includes(type)) return [];
  const message = type === "" ? "has no `type`" : `is of type ${type}, which definitions do not support`;
  return [{ path, message }];
}

/** A source has one part of each kind. */
function findRepeated(components: readonly TemplateComponentInfo[], index: number): ValidationIssue[] {
  const type = components[index]?.type ?? "";
  const isRepeated = type !== "" && components.slice(0, index).some((earlier) => earlier.type === type);
  return isRepeated
    ? [{ path: `components.${index}`, message: `is a second ${type}, which definitions do not support` }]
    : [];
}

/**
 * What an authentication template has beside a one-time code, as those from before 2023 do. Definitions leave the text
 * to Meta, and have one button, of type OTP.
 */
function findFreeParts(components: readonly TemplateComponentInfo[]): ValidationIssue[] {
  const buttons = findComponent(components, "BUTTONS")?.buttons ?? [];
  const isCode = buttons.length > 0 && buttons.every(passesCode);
  return components.flatMap((component, index): ValidationIssue[] => {
    const path = `components.${index}`;
    if (component.type === "BUTTONS") return findFreeButtons(component, path);
    if (component.type === "BODY")
      return isCode || component.text === undefined ? [] : [{ path: `${path}.text`, message: ownText }];
    if (component.type !== "FOOTER") return [{ path, message: `is a ${component.type}, ${notInCodes}` }];
    const isOwn = component.code_expiration_minutes === undefined && component.text !== undefined;
    return isOwn ? [{ path: `${path}.text`, message: ownText }] : [];
  });
}

const notInCodes = "which definitions of AUTHENTICATION templates do not support";

const ownText = "is a text of its own: in definitions, Meta writes the text of AUTHENTICATION templates";

function findFreeButtons({ buttons = [] }: TemplateComponentInfo, path: string): ValidationIssue[] {
  return buttons.flatMap((button, place) => {
    const at = `${path}.buttons.${place}`;
    if (!passesCode(button))
      return [{ path: at, message: `is of type ${capitals(button.type)}, ${notInCodes}` }];
    if (place > 0) return [{ path: at, message: `is a second button, ${notInCodes}` }];
    const { names, hashes } = listAppParts(button);
    return names.length === hashes.length
      ? []
      : [{ path: at, message: `names ${names.length} apps, and ${hashes.length} signature hashes` }];
  });
}

/** The settings that were chosen; defaults are left out. */
function chosenSettings(template: Template): Part {
  const { sub_category, message_send_ttl_seconds, display_format, category } = template;
  const common = {
    message_send_ttl_seconds,
    cta_url_link_tracking_opted_out: template.cta_url_link_tracking_opted_out || undefined,
    is_primary_device_delivery_only: template.is_primary_device_delivery_only || undefined,
  };
  if (category === "AUTHENTICATION") return common;
  return {
    sub_category: sub_category === "CUSTOM" ? undefined : sub_category,
    display_format,
    ...common,
    degrees_of_freedom_spec: template.degrees_of_freedom_spec,
    optimization_spec: template.optimization_spec,
  };
}

const findComponent = (
  components: readonly TemplateComponentInfo[],
  type: string,
): TemplateComponentInfo | undefined => components.find((component) => component.type === type);

function decompileStandard(components: readonly TemplateComponentInfo[]): Part {
  const offer = findComponent(components, "LIMITED_TIME_OFFER")?.limited_time_offer;
  return {
    header: decompileHeader(findComponent(components, "HEADER")),
    limited_time_offer: offer && {
      text: offer.text,
      ...(offer.has_expiration ? { has_expiration: true } : {}),
    },
    body: decompileBody(findComponent(components, "BODY")),
    footer: findComponent(components, "FOOTER")?.text,
    call_permission_request: findComponent(components, "CALL_PERMISSION_REQUEST") && true,
    buttons: decompileButtons(findComponent(components, "BUTTONS")),
    cards: findComponent(components, "CAROUSEL")?.cards?.map((card) =>
      decompileCard((card.components ?? []).map(inCapitals)),
    ),
  };
}

const decompileCard = (components: readonly TemplateComponentInfo[]): Part =>
  withoutEmpty({
    header: decompileHeader(findComponent(components, "HEADER")),
    body: decompileBody(findComponent(components, "BODY")),
    buttons: decompileButtons(findComponent(components, "BUTTONS")),
  });

function decompileAuthentication(components: readonly TemplateComponentInfo[]): Part {
  const addsRecommendation = findComponent(components, "BODY")?.add_security_recommendation === true;
  const minutes = findComponent(components, "FOOTER")?.code_expiration_minutes;
  return {
    body: addsRecommendation ? { add_security_recommendation: true } : undefined,
    footer: minutes === undefined ? undefined : { code_expiration_minutes: minutes },
    buttons: findComponent(components, "BUTTONS")?.buttons?.map(decompileOtp),
  };
}

function decompileHeader(header: TemplateComponentInfo | undefined): Part | undefined {
  if (header === undefined) return undefined;
  const { format, text, example, type: _, ...more } = header;
  switch (format) {
    case "TEXT": {
      const named = example?.header_text_named_params;
      return withoutEmpty({
        format,
        text,
        example: named ? byName(named) : firstSample(example?.header_text),
      });
    }
    case "IMAGE":
    case "VIDEO":
    case "DOCUMENT":
    case "GIF":
      return withoutEmpty({ format, example: firstSample(example?.header_handle) });
    case "LOCATION":
    case "PRODUCT":
      return { format };
    default:
      return withoutEmpty({ format, text, example, ...more });
  }
}

function decompileBody(body: TemplateComponentInfo | undefined): string | Part | undefined {
  const { text, example } = body ?? {};
  const named = example?.body_text_named_params;
  const positional: unknown = example?.body_text;
  if (named) return { text, example: byName(named) };
  if (!Array.isArray(positional))
    return typeof positional === "string" ? { text, example: [positional] } : text;
  const [first] = positional;
  if (first === undefined) return text;
  return { text, example: Array.isArray(first) ? first : positional };
}

const byName = (samples: readonly { param_name: string; example: string }[]): Part =>
  Object.fromEntries(samples.map(({ param_name, example }) => [param_name, example]));

/** Samples of one value come back in a list, which some answers leave out. */
const firstSample = (sample: string | readonly string[] | undefined): string | undefined =>
  typeof sample === "string" ? sample : sample?.[0];

const decompileButtons = (part: TemplateComponentInfo | undefined): Part[] | undefined =>
  part?.buttons?.map(decompileButton);

function decompileButton(button: TemplateButtonInfo): Part {
  const type = capitals(button.type);
  const kind = findButtonKind(type);
  if (kind === undefined) return withoutEmpty({ ...button, type });
  const fields = Object.keys(kind.fields).map((field) => [
    field,
    (writeField[field] ?? asGiven)(button[field], button),
  ]);
  return withoutEmpty({ type, ...Object.fromEntries(fields) });
}

const asGiven = (value: unknown): unknown => value;

/** Fields of buttons that a source writes differently or leaves to Meta. */
const writeField: Readonly<Record<string, (value: unknown, button: TemplateButtonInfo) => unknown>> = {
  example: (sample) => (Array.isArray(sample) ? sample[0] : sample),
  flow_id: (id) => (id === undefined ? undefined : String(id)),
  flow_name: (name, { flow_id }) => (flow_id === undefined ? name : undefined),
  flow_json: () => undefined,
  flow_action: (action) => (typeof action === "string" ? action.toLowerCase() : undefined),
  icon: (icon) => (icon === "DEFAULT" ? undefined : icon),
  app_deep_link: (link) =>
    isObject(link) && typeof link.meta_app_id === "number"
      ? { ...link, meta_app_id: String(link.meta_app_id) }
      : link,
};

function inCapitals(component: TemplateComponentInfo): TemplateComponentInfo {
  const { type, format } = component;
  return {
    ...component,
    type: capitals(type),
    ...(format ? { format: capitals(format) } : {}),
  };
}

const withoutEmpty = (part: Part): Part =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined && value !== null));

/** Meta's default labels. */
const defaultLabels: readonly string[] = ["Copy code", "Autofill"];

/**
 * Rebuilds a one-time-code button from the link that Meta returns for it:
 * `https://www.whatsapp.com/otp/code/?otp_type=ONE_TAP&cta_display_name=…&package_name=…&signature_hash=…&code=otp{{1}}`.
 */
function decompileOtp(button: TemplateButtonInfo): Record<string, unknown> {
  const link = parseLink(button.url);
  const otpType = String(button.otp_type ?? link.get("otp_type") ?? "COPY_CODE").toUpperCase();
  const label = chosenLabel(button.text);
  if (otpType === "COPY_CODE") return { type: "OTP", otp_type: otpType, ...(label ? { text: label } : {}) };
  const autofill = chosenLabel(button.autofill_text ?? link.get("cta_display_name"));
  return {
    type: "OTP",
    otp_type: otpType,
    ...(label && label !== autofill ? { text: label } : {}),
    ...(autofill ? { autofill_text: autofill } : {}),
    supported_apps: listApps(button),
    ...(otpType === "ZERO_TAP" ? { zero_tap_terms_accepted: true } : {}),
  };
}

function parseLink(url = ""): URLSearchParams {
  return new URLSearchParams(url.slice(url.indexOf("?") + 1));
}

const chosenLabel = (label: unknown): string | undefined =>
  typeof label === "string" && label !== "" && !defaultLabels.includes(label) ? label : undefined;

function listApps(button: TemplateButtonInfo): unknown {
  if (Array.isArray(button.supported_apps)) return button.supported_apps;
  const { names, hashes } = listAppParts(button);
  return names.map((package_name, index) => ({
    package_name,
    signature_hash: (hashes[index] ?? "").replaceAll(" ", "+"), // a plus that was not escaped
  }));
}

/** Several apps are in one parameter of the link, with commas between them, or in several. */
function listAppParts(button: TemplateButtonInfo): { names: string[]; hashes: string[] } {
  const link = parseLink(button.url);
  const read = (key: "package_name" | "signature_hash") => {
    const own = button[key];
    const given = typeof own === "string" ? [own] : link.getAll(key);
    return given.flatMap((values) => values.split(",")).filter((value) => value !== "");
  };
  return { names: read("package_name"), hashes: read("signature_hash") };
}
