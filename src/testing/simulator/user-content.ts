import { ConfigurationError } from "../../errors.ts";
import type { MessageReferral } from "../../types/webhooks/messages.ts";

/** A file that a customer sends. */
export interface UserFile {
  /** The bytes. Default: a small sample of its kind. */
  file?: Blob | Uint8Array;
  /** Default: the type of the blob, or a common one of its kind. */
  mime_type?: string;
}

/** A file with a caption below it. */
export interface CaptionedFile extends UserFile {
  /** Default: none. */
  caption?: string;
}

/** What a customer can say about each kind of file. */
export interface UserFiles {
  /** A picture. */
  image: CaptionedFile;
  /** A video. */
  video: CaptionedFile;
  /** An audio file. */
  audio: UserFile;
  /** A voice message: an `audio` with `voice: true`. */
  voice: UserFile;
  /** Any other file. */
  document: CaptionedFile & {
    /** Default: the name of the file; for a sample `document.pdf`. */
    filename?: string;
  };
  /** A sticker. */
  sticker: UserFile & {
    /** Default false. */
    animated?: boolean;
  };
}

/** A message with one file: `{ image: blob, caption: "Like this" }`, or `{ image: {} }` for a sample. */
export type UserFileMessage = {
  [Kind in keyof UserFiles]: { [Key in Kind]: UserFiles[Kind] | Blob | Uint8Array } & Omit<
    UserFiles[Kind],
    "file"
  > & { type?: never };
}[keyof UserFiles];

/** A message as a webhook has it: its `type`, and Meta's object for that type. */
export interface UserContent {
  /** Meta's message type: `text`, `location`, … */
  type: string;
  /** The message it quotes: `{ id }`. */
  context?: Record<string, unknown>;
  /** The group it is sent to. */
  group_id?: string;
  /** The file of a media message, which the business can download. Default: a small sample. */
  file?: Blob | Uint8Array;
  /** Meta's object, under the name of its type. */
  [key: string]: unknown;
}

/** A message, or its id. */
export type MessageReference = string | { readonly id: string };

/** How a customer sends a message. */
export interface UserSendOptions {
  /** Id of a business number. Default: the one that wrote the message it replies to, or the simulator's first number. */
  phoneNumberId?: string;
  /** The message it quotes, received or sent. */
  replyTo?: MessageReference;
  /** Whether it was forwarded. `frequently` means more than five times. Default false. */
  forwarded?: boolean | "frequently";
  /** The advertisement that led the customer here. */
  referral?: MessageReferral;
  /** The group it is sent to. Default: none; it goes to the business directly. */
  group_id?: string;
}

/** Meta's type of each kind of file, and what Meta says about it unless the customer does. */
const kinds: { readonly [Kind in keyof UserFiles]: { type: string; facts?: Record<string, unknown> } } = {
  image: { type: "image" },
  video: { type: "video" },
  audio: { type: "audio", facts: { voice: false } },
  voice: { type: "audio", facts: { voice: true } },
  document: { type: "document" },
  sticker: { type: "sticker", facts: { animated: false } },
};

const isKind = (name: string): name is keyof UserFiles => Object.hasOwn(kinds, name);

/** What a customer says, in the form of a webhook. */
export function toContent(said: string | UserContent | UserFileMessage): UserContent {
  if (typeof said === "string") return { type: "text", text: { body: said } };
  if (typeof said !== "object" || said === null) throw unknownKind();
  if (typeof said.type === "string") return said;
  const kind = Object.keys(said).find(isKind);
  if (kind === undefined) throw unknownKind();
  const { [kind]: given, ...beside }: Record<string, unknown> = said;
  const { file, ...facts } = toFacts(kind, (given ?? {}) as UserFile | Blob | Uint8Array);
  const { type, facts: usual } = kinds[kind];
  return { type, [type]: { ...usual, ...facts, ...beside }, ...(file === undefined ? {} : { file }) };
}

function toFacts(kind: keyof UserFiles, given: UserFile | Blob | Uint8Array): UserFile {
  const facts: UserFile = given instanceof Blob || given instanceof Uint8Array ? { file: given } : given;
  return kind === "document" ? { ...findName(facts.file), ...facts } : facts;
}

function findName(file: UserFile["file"]): { filename?: string } {
  if (file === undefined) return { filename: "document.pdf" };
  const { name } = file as { name?: unknown };
  return typeof name === "string" ? { filename: name } : {};
}

function unknownKind(): ConfigurationError {
  const names = Object.keys(kinds).join(", ");
  const message = `A customer sends a text, one of ${names}, or Meta's object with its \`type\`.`;
  return new ConfigurationError(message, [{ path: "content", message }]);
}
