import * as z from "zod/mini";
import { array, boolean, number, optional, strictObject, string, union } from "zod/mini";
import { once } from "../../../../utils/once.ts";
import { checkSchema, holdsItsType, integer, list, rule, someText, text, webUrl } from "../schema.ts";

/** A file with either `id` or `link`. */
const fileBy = (more: Record<string, z.ZodMiniType>) =>
  strictObject({ id: optional(someText()), link: optional(webUrl()), ...more }).check(
    rule((given: object) => "id" in given || "link" in given, "needs an id or a link", { kind: "missing" }),
    rule((given: object) => !("id" in given && "link" in given), "cannot have both id and link"),
  );

export const file = once(() => fileBy({}));
const captioned = once(() => fileBy({ caption: optional(text(1024)) }));
export const namedFile = once(() => fileBy({ filename: optional(someText()) }));
const audio = once(() => fileBy({ voice: optional(boolean()) }));
const document = once(() => fileBy({ caption: optional(text(1024)), filename: optional(someText()) }));

const textMessage = once(() => strictObject({ body: text(4096), preview_url: optional(boolean()) }));

const degrees = (max: number) =>
  union([number(), string()]).check(
    rule((value: number | string) => {
      const degree = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
      return Math.abs(degree) <= max;
    }, `must be degrees between -${max} and ${max}`),
  );

const location = once(() =>
  strictObject({
    latitude: degrees(90),
    longitude: degrees(180),
    name: optional(someText()),
    address: optional(someText()),
  }),
);

const contacts = once(() => {
  const words = optional(string());
  const name = strictObject({
    formatted_name: someText(),
    first_name: words,
    last_name: words,
    middle_name: words,
    suffix: words,
    prefix: words,
  });
  const address = strictObject({
    street: words,
    city: words,
    state: words,
    zip: words,
    country: words,
    country_code: words,
    type: words,
  });
  const contact = strictObject({
    name,
    phones: optional(array(strictObject({ phone: words, type: words, wa_id: words }))),
    emails: optional(array(strictObject({ email: words, type: words }))),
    addresses: optional(array(address)),
    urls: optional(array(strictObject({ url: words, type: words }))),
    org: optional(strictObject({ company: words, department: words, title: words })),
    birthday: optional(
      string().check(rule((day: string) => /^\d{4}-\d{2}-\d{2}$/.test(day), "must look like YYYY-MM-DD")),
    ),
  });
  return list(contact, 1, 257);
});

/** Whether the text is one emoji as people count them, or empty. */
function isEmoji(value: string): boolean {
  const [first, ...rest] = new Intl.Segmenter("en", { granularity: "grapheme" }).segment(value);
  if (first === undefined) return true;
  return rest.length === 0 && hasEmoji(value);
}

/** Pictographs, flags and keycaps. */
export const hasEmoji = (value: string): boolean =>
  /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|\u20e3/u.test(value);

const reaction = once(() =>
  strictObject({
    message_id: someText(),
    emoji: string().check(rule(isEmoji, "must be one emoji")),
  }),
);

const pin = once(() =>
  strictObject({
    type: z.enum(["pin", "unpin"]),
    message_id: someText(),
    expiration_days: optional(integer(1, 30)),
  }).check(
    rule(
      (value: { type: string; expiration_days?: number }) =>
        value.type === "unpin" || "expiration_days" in value,
      "is required to pin",
      { path: ["expiration_days"], kind: "missing" },
    ),
  ),
);

const schemas: Readonly<Record<string, () => z.ZodMiniType>> = {
  text: textMessage,
  image: captioned,
  video: captioned,
  audio,
  document,
  sticker: file,
  location,
  contacts,
  reaction,
  pin,
};

/** The types that have a simple object, unlike interactive and template messages. */
export const plainTypes: readonly string[] = Object.keys(schemas);

export function checkPlain(type: string, content: unknown): void {
  const schema = schemas[type];
  if (schema !== undefined) checkSchema(schema(), content, { root: [type] });
}

/** The header of an interactive message. */
export const messageHeader = (kinds: readonly ("text" | "image" | "video" | "document")[]) =>
  strictObject({
    type: z.enum([...kinds]),
    text: optional(text(60)),
    sub_text: optional(text(60)),
    image: optional(file()),
    video: optional(file()),
    document: optional(namedFile()),
  }).check(
    ...holdsItsType(["text", "image", "video", "document"]),
    rule(
      (header: { type: string }) => header.type === "text" || !("sub_text" in header),
      "can only have a sub_text if its type is text",
    ),
  );
