import { existsSync } from "node:fs";
import { basename, extname } from "node:path";
import type { WhatsAppClient } from "../../client.ts";
import { type MediaLimit, mediaLimits } from "../../types/media-limits.ts";
import type { OutgoingMessage, SentMessage } from "../../types/messages/outgoing.ts";
import type { TemplateHeaderValue } from "../../types/messages/shortcuts.ts";
import type { Json } from "../../utils/json.ts";
import { CommandError } from "../failure.ts";
import { readParameters } from "./parameters.ts";

const mediaKinds = ["image", "video", "audio", "document", "sticker"] as const;

type MediaKind = (typeof mediaKinds)[number];
type Kind = "text" | "template" | MediaKind;

/** What is sent, as it was given: one of text, template and file; a template may have a file as its header. */
export type Content = Partial<Record<Kind, string | undefined>> & {
  to: string;
  language?: string | undefined;
  param: readonly string[];
  caption?: string | undefined;
  filename?: string | undefined;
  replyTo?: string | undefined;
  previewUrl?: boolean | undefined;
};

/** Sends the message, after uploading the file that it needs. */
export type Deliver = (client: WhatsAppClient, signal: AbortSignal) => Promise<SentMessage>;

/** The options that only some kinds of messages have. */
const belongsTo: readonly { key: keyof Content; option: string; kinds: readonly Kind[] }[] = [
  { key: "language", option: "--language", kinds: ["template"] },
  { key: "param", option: "--param", kinds: ["template"] },
  { key: "caption", option: "--caption", kinds: ["image", "video", "document"] },
  { key: "filename", option: "--filename", kinds: ["document"] },
  { key: "previewUrl", option: "--preview-url", kinds: ["text"] },
];

/** @throws {@link CommandError} if that is not a message, or is two at once. */
export function planMessage(content: Content): Deliver {
  const media = mediaKinds.filter((kind) => content[kind] !== undefined);
  const kinds: Kind[] = (["text", "template"] as const).filter((kind) => content[kind] !== undefined);
  checkCount([...kinds, ...media], content.template !== undefined);
  checkOptions(content, [...kinds, ...media]);
  for (const kind of media) checkFile(kind, content[kind] ?? "");
  const [file] = media;
  if (content.template !== undefined) return planTemplate(content.template, content, file);
  return file === undefined ? planText(content) : planFile(content, file);
}

function checkCount(kinds: readonly Kind[], isTemplate: boolean): void {
  const most = isTemplate ? 2 : 1;
  if (kinds.length === 0)
    throw new CommandError(
      'Nothing to send: pass a text in quotes ("Hello"), --template or a file such as --image.',
    );
  if (kinds.includes("text") && kinds.length > 1)
    throw new CommandError(`A text cannot go with ${toOption(kinds[1])}. ${captionHint(kinds)}`);
  if (kinds.length > most)
    throw new CommandError(`Send one of ${kinds.map(toOption).join(" and ")} at a time.`);
  const [, header] = kinds;
  if (header === "audio" || header === "sticker")
    throw new CommandError(
      `A template's header is an image, a video or a document, not ${toOption(header)}.`,
    );
}

const captionHint = (kinds: readonly Kind[]): string =>
  kinds.includes("template")
    ? "Pass the values of a template with --param."
    : "Pass the text of a file with --caption.";

const toOption = (kind: Kind | undefined): string => (kind === "text" ? "a text" : `--${kind}`);

function checkOptions(content: Content, given: readonly Kind[]): void {
  for (const { key, option, kinds } of belongsTo) {
    const value = content[key];
    const isGiven = Array.isArray(value) ? value.length > 0 : value !== undefined;
    if (isGiven && !given.some((kind) => kinds.includes(kind)))
      throw new CommandError(`${option} goes with ${kinds.map(toOption).join(", ")} only.`);
  }
  if (content.caption !== undefined && content.template !== undefined)
    throw new CommandError("--caption does not go with --template: its text is the template's.");
}

const isUrl = (source: string): boolean => /^https?:\/\//i.test(source);

function checkFile(kind: MediaKind, source: string): void {
  if (isUrl(source)) return;
  if (!existsSync(source))
    throw new CommandError(`File not found: ${source}. Pass an existing file or an https URL to --${kind}.`);
  const kinds = findKinds(source);
  if (kinds.length > 0 && !kinds.includes(kind) && kind !== "document")
    throw new CommandError(`${basename(source)} cannot be sent with --${kind}: pass it to --${kinds[0]}.`);
}

/** What a file with this ending is sent as; empty if Meta does not know it. */
function findKinds(source: string): MediaKind[] {
  const ending = extname(source).slice(1).toLowerCase();
  return Object.values<MediaLimit>(mediaLimits)
    .filter(({ extensions }) => extensions.includes(ending))
    .map(({ kind }) => kind);
}

const planText =
  ({ to, text = "", previewUrl, replyTo }: Content): Deliver =>
  ({ messages }, signal) =>
    messages.sendText({ to, body: text, preview_url: previewUrl, reply_to: replyTo }, { signal });

const planFile =
  (content: Content, kind: MediaKind): Deliver =>
  async (client, signal) => {
    const { to, caption, replyTo } = content;
    const file = await prepareFile(client, content, kind, signal);
    const message = { to, type: kind, reply_to: replyTo, [kind]: { ...file, caption } };
    return client.messages.send(message as object as OutgoingMessage, { signal });
  };

function planTemplate(name: string, content: Content, kind: MediaKind | undefined): Deliver {
  const { to, language, param, replyTo } = content;
  if (language === undefined) throw new CommandError("--template needs its --language, such as en_US.");
  const parameters = readParameters(param);
  return async (client, signal) => {
    const file = kind && { type: kind, [kind]: await prepareFile(client, content, kind, signal) };
    const header = file as TemplateHeaderValue | undefined;
    const input = { to, name, language, parameters, header, reply_to: replyTo };
    return client.messages.sendTemplate(input, { signal });
  };
}

/** A URL travels as a link, which Meta downloads; a file is uploaded. */
async function prepareFile(
  { media }: WhatsAppClient,
  content: Content,
  kind: MediaKind,
  signal: AbortSignal,
): Promise<Json> {
  const { [kind]: source = "", filename } = content;
  if (isUrl(source)) return { link: source, filename };
  const { id } = await media.upload({ file: { path: source } }, { signal });
  return kind === "document" ? { id, filename: filename ?? basename(source) } : { id };
}
