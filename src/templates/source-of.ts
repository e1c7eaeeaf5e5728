import { ValidationError, type ValidationIssue } from "../errors.ts";
import { capitals } from "../types/templates/capitals.ts";
import type { Template, TemplateButtonInfo, TemplateComponentInfo } from "../types/templates/template.ts";
import { otpButtonOf } from "./otp-of.ts";
import { componentTypes } from "./rules/reading.ts";
import type { TemplateSource } from "./source.ts";

/**
 * An account's template as the source that `defineTemplate` takes: `defineTemplate(sourceOf(template))` means what
 * the account holds.
 *
 * Two things cannot be read back. Meta gives the address of a header's sample instead of its handle: it is kept as
 * `example`, but cannot be created from again; replace it with `file(…)`. And of a one-time-code button Meta gives
 * a link: what the link says becomes the button again.
 *
 * @throws {@link ValidationError} naming each part for which a source has no place, such as a component that Meta
 * has added since this version.
 *
 * @example
 * for await (const template of client.templates.list({ status: "APPROVED" })) {
 *   console.log(JSON.stringify(sourceOf(template), null, 2));
 * }
 */
export function sourceOf(template: Template): TemplateSource {
  const components = (template.components ?? []).map(capitalised);
  refuseUnknown(template, components);
  const source =
    template.category === "AUTHENTICATION" ? authenticationOf(components) : standardOf(components);
  const { name, language, category } = template;
  return defined({
    name,
    language,
    category,
    ...settingsOf(template),
    ...source,
  }) as unknown as TemplateSource; // as far as Meta holds what it documents: `defineTemplate` checks it
}

type Part = Record<string, unknown>;

const categories = ["AUTHENTICATION", "MARKETING", "UTILITY"];

function refuseUnknown({ category }: Template, components: readonly TemplateComponentInfo[]): void {
  const issues: ValidationIssue[] = components.flatMap(({ type }, index) =>
    componentTypes.includes(type)
      ? []
      : [{ path: `components.${index}`, message: `is of type ${type}, which a definition cannot say` }],
  );
  if (!categories.includes(category)) {
    issues.unshift({ path: "category", message: `is ${category}, which a definition cannot have` });
  }
  if (issues.length === 0) return;
  const words = issues.map(({ path, message }) => `${path} ${message}`).join("; ");
  throw new ValidationError(`Invalid template: ${words}.`, issues);
}

/** Only what was chosen: what Meta does anyway is left out. */
function settingsOf(template: Template): Part {
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

const partOf = (
  components: readonly TemplateComponentInfo[],
  type: string,
): TemplateComponentInfo | undefined => components.find((component) => component.type === type);

function standardOf(components: readonly TemplateComponentInfo[]): Part {
  const offer = partOf(components, "LIMITED_TIME_OFFER")?.limited_time_offer;
  return {
    header: headerOf(partOf(components, "HEADER")),
    limited_time_offer: offer && {
      text: offer.text,
      ...(offer.has_expiration ? { has_expiration: true } : {}),
    },
    body: bodyOf(partOf(components, "BODY")),
    footer: partOf(components, "FOOTER")?.text,
    call_permission_request: partOf(components, "CALL_PERMISSION_REQUEST") && true,
    buttons: buttonsOf(partOf(components, "BUTTONS")),
    cards: partOf(components, "CAROUSEL")?.cards?.map((card) => cardOf(card.components.map(capitalised))),
  };
}

const cardOf = (components: readonly TemplateComponentInfo[]): Part =>
  defined({
    header: headerOf(partOf(components, "HEADER")),
    body: bodyOf(partOf(components, "BODY")),
    buttons: buttonsOf(partOf(components, "BUTTONS")),
  });

function authenticationOf(components: readonly TemplateComponentInfo[]): Part {
  const advises = partOf(components, "BODY")?.add_security_recommendation === true;
  const minutes = partOf(components, "FOOTER")?.code_expiration_minutes;
  return {
    body: advises ? { add_security_recommendation: true } : undefined,
    footer: minutes === undefined ? undefined : { code_expiration_minutes: minutes },
    buttons: partOf(components, "BUTTONS")?.buttons?.map(otpButtonOf),
  };
}

function headerOf(header: TemplateComponentInfo | undefined): Part | undefined {
  if (header === undefined) return undefined;
  const { format, text, example, type: _, ...more } = header;
  switch (format) {
    case "TEXT": {
      const named = example?.header_text_named_params;
      return defined({ format, text, example: named ? namedOf(named) : oneOf(example?.header_text) });
    }
    case "IMAGE":
    case "VIDEO":
    case "DOCUMENT":
    case "GIF":
      return defined({ format, example: oneOf(example?.header_handle) });
    case "LOCATION":
    case "PRODUCT":
      return { format };
    default:
      return defined({ format, text, example, ...more });
  }
}

function bodyOf(body: TemplateComponentInfo | undefined): string | Part | undefined {
  const { text, example } = body ?? {};
  const named = example?.body_text_named_params;
  const positional: unknown = example?.body_text;
  if (named) return { text, example: namedOf(named) };
  if (!Array.isArray(positional))
    return typeof positional === "string" ? { text, example: [positional] } : text;
  const [first] = positional;
  if (first === undefined) return text;
  return { text, example: Array.isArray(first) ? first : positional };
}

const namedOf = (samples: readonly { param_name: string; example: string }[]): Part =>
  Object.fromEntries(samples.map(({ param_name, example }) => [param_name, example]));

/** Samples of one value come back in a list, which some answers leave out. */
const oneOf = (sample: string | readonly string[] | undefined): string | undefined =>
  typeof sample === "string" ? sample : sample?.[0];

const buttonsOf = (part: TemplateComponentInfo | undefined): Part[] | undefined =>
  part?.buttons?.map(buttonOf);

function buttonOf(given: TemplateButtonInfo): Part {
  const button: TemplateButtonInfo = { ...given, type: capitals(given.type) };
  const { type, text, example, ...more } = button;
  const { url, phone_number, app_deep_link, payment_setting } = button;
  const { flow_id, flow_name, flow_action, navigate_screen, icon } = button;
  switch (type) {
    case "URL":
      return defined({ type, text, url, example: oneOf(example), app_deep_link });
    case "PHONE_NUMBER":
      return defined({ type, text, phone_number });
    case "COPY_CODE":
      return defined({ type, example: oneOf(example) });
    case "FLOW":
      return defined({
        type,
        text,
        flow_id: flow_id === undefined ? undefined : String(flow_id),
        flow_name: flow_id === undefined ? flow_name : undefined,
        flow_action: flow_action?.toLowerCase(),
        navigate_screen,
        icon: icon === "DEFAULT" ? undefined : icon,
      });
    case "PAYMENT_REQUEST":
      return defined({ type, text, payment_setting });
    case "QUICK_REPLY":
    case "CATALOG":
    case "MPM":
    case "SPM":
    case "VOICE_CALL":
    case "ORDER_DETAILS":
    case "REQUEST_CONTACT_INFO":
      return defined({ type, text });
    default:
      return defined({ type, text, example, ...more });
  }
}

function capitalised(component: TemplateComponentInfo): TemplateComponentInfo {
  const { type, format } = component;
  return {
    ...component,
    type: capitals(type),
    ...(format ? { format: capitals(format) } : {}),
  };
}

const defined = (part: Part): Part =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined && value !== null));
