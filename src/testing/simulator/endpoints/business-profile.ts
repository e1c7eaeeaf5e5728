import * as z from "zod/mini";
import { literal, optional, strictObject, string } from "zod/mini";
import type { Json } from "../../../utils/json.ts";
import { once } from "../../../utils/once.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, pickFields, type Route, readParameters } from "../http/router.ts";
import { checkSchema, list, rule, text, webUrl } from "../rules/schema.ts";

const fields = ["about", "address", "description", "email", "profile_picture_url", "websites", "vertical"];

const verticals =
  "OTHER AUTO BEAUTY APPAREL EDU ENTERTAIN EVENT_PLAN FINANCE GROCERY GOVT HOTEL HEALTH NONPROFIT PROF_SERVICES RETAIL TRAVEL RESTAURANT ALCOHOL ONLINE_GAMBLING PHYSICAL_GAMBLING OTC_DRUGS".split(
    " ",
  );

const isShort = (max: number) =>
  rule((value: string) => value.length <= max, `must be at most ${max} characters long`);

const profile = once(() =>
  strictObject({
    messaging_product: literal("whatsapp"),
    about: optional(text(139)),
    address: optional(text(256, 0)),
    description: optional(text(512, 0)),
    email: optional(
      text(128, 0).check(
        rule((value: string) => /^$|^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), "must be an e-mail address"),
      ),
    ),
    websites: optional(list(webUrl().check(isShort(256)), 0, 2)),
    vertical: optional(z.enum(verticals)),
    profile_picture_handle: optional(string()),
  }),
);

/** One profile is given as a list. Without `fields` it is empty. */
function read(call: GraphCall): Json {
  const { profile } = call.state.number(call.id);
  const all = Object.fromEntries(fields.map((name) => [name, profile[name]]));
  const node = { ...all, messaging_product: "whatsapp" };
  const shown = pickFields(node, readParameters(call).fields, []);
  return { data: [{ ...shown, messaging_product: "whatsapp" }] };
}

function write(call: GraphCall): Json {
  const { state, id } = call;
  const parameters = readParameters(call);
  checkSchema(profile(), parameters, { codes: "graph" });
  const { messaging_product: _, profile_picture_handle: handle, ...changes } = parameters;
  if (handle !== undefined) changes.profile_picture_url = findPicture(call, handle);
  Object.assign(state.number(id).profile, changes);
  return { success: true };
}

function findPicture({ state, url }: GraphCall, handle: unknown): string {
  const upload = state.uploads.finished(handle);
  if (upload?.mimeType.startsWith("image/") === true) return `${url.origin}${upload.place}`;
  throw refuse(100, "Param profile_picture_handle must be the handle of an uploaded image.");
}

export const businessProfileRoutes: readonly Route[] = [
  {
    method: "GET",
    node: "phone-number",
    edge: "whatsapp_business_profile",
    permission: "either",
    answer: read,
  },
  {
    method: "POST",
    node: "phone-number",
    edge: "whatsapp_business_profile",
    permission: "either",
    answer: write,
  },
];
