import type { Json } from "../../../utils/json.ts";
import { refuse } from "../errors.ts";
import { paginate } from "../http/paging.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";

const maxCodes = 2000;
const maxCharacters = 140;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** The fields of a code; `fields` can request each by name. */
const fields: Readonly<
  Record<string, (code: string, message: string, format: string) => string | undefined>
> = {
  code: (code) => code,
  prefilled_message: (_, message) => message,
  deep_link_url: (code) => `https://wa.me/message/${code}`,
  qr_image_url: (code, _, format) => `https://scontent.xx.fbcdn.net/qr/${code}.${format.toLowerCase()}`,
  creation_time: () => undefined, // shown to Meta's own apps only
};
const byDefault = "code,prefilled_message,deep_link_url";

function show([code, message]: readonly [string, string], requested: unknown = byDefault): Json {
  const shown = String(requested)
    .split(",")
    .map((field) => parseField(field.trim()))
    .map(({ name, read, format }) => [name, read(code, message, format)]);
  return Object.fromEntries(shown.filter(([, value]) => value !== undefined));
}

/** `code`, or `qr_image_url.format(PNG)`. */
function parseField(field: string) {
  const [, name = "", format] = /^(\w+)(?:\.format\((\w+)\))?$/.exec(field) ?? [];
  const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (read === undefined || (format !== undefined && name !== "qr_image_url")) {
    throw refuse(100, `Tried accessing nonexisting field (${field}).`);
  }
  return { name, read, format: readFormat(format ?? "SVG") };
}

function readFormat(format: unknown): string {
  if (format === "SVG" || format === "PNG") return format;
  throw refuse(100, "The format of a QR image must be one of {SVG, PNG}.");
}

/** Changes the code named by `code`, or creates one if there is none. */
function write(call: GraphCall): Json {
  const { code, prefilled_message, generate_qr_image } = readParameters(call);
  const message = readMessage(prefilled_message);
  const image =
    generate_qr_image === undefined ? "" : `,qr_image_url.format(${readFormat(generate_qr_image)})`;
  const chosen = code === undefined ? newCode(call) : findCode(call, code);
  findCodes(call).set(chosen, message);
  return show([chosen, message], byDefault + image);
}

function readMessage(message: unknown): string {
  if (message === undefined) throw refuse(100, "The parameter prefilled_message is required.");
  const length = typeof message === "string" ? [...message].length : 0;
  if (length >= 1 && length <= maxCharacters) return String(message);
  throw refuse(100, `Param prefilled_message must be a text of 1 to ${maxCharacters} characters.`);
}

function newCode(call: GraphCall): string {
  if (findCodes(call).size >= maxCodes) throw refuse(100, `A phone number has at most ${maxCodes} QR codes.`);
  const bytes = crypto.getRandomValues(new Uint8Array(14));
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join("");
}

function list(call: GraphCall): Json {
  const { code: wanted, fields: requested, ...paging } = readParameters(call);
  const found = [...findCodes(call)].filter(([code]) => wanted === undefined || code === wanted);
  const shown = found.map((entry) => show(entry, requested));
  return paginate(call, shown, paging);
}

/** One code is given as a list, too. */
function read(call: GraphCall): Json {
  const code = readCode(call);
  const message = findCodes(call).get(code);
  return { data: message === undefined ? [] : [show([code, message], readParameters(call).fields)] };
}

function remove(call: GraphCall): Json {
  findCodes(call).delete(findCode(call, readCode(call)));
  return { success: true };
}

function findCode(call: GraphCall, code: unknown): string {
  if (findCodes(call).has(String(code))) return String(code);
  throw refuse(100, "The phone number has no QR code with this code.");
}

/** The code in the path. */
const readCode = ({ url }: GraphCall): string => decodeURIComponent(url.pathname.split("/").at(-1) ?? "");

function findCodes({ state, id }: GraphCall): Map<string, string> {
  const codes = state.qrCodes.get(id) ?? new Map<string, string>();
  state.qrCodes.set(id, codes);
  return codes;
}

export const qrCodeRoutes: readonly Route[] = [
  { method: "POST", node: "phone-number", edge: "message_qrdls", answer: write },
  { method: "GET", node: "phone-number", edge: "message_qrdls", answer: list },
  { method: "GET", node: "phone-number", edge: "message_qrdls/*", answer: read },
  { method: "DELETE", node: "phone-number", edge: "message_qrdls/*", answer: remove },
];
