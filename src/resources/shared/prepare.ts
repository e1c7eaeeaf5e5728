import { openFile } from "../../core/bytes/open-file.ts";
import { collectBlob } from "../../core/bytes/streams.ts";
import { invalid } from "../../core/validate.ts";
import { ValidationError, type ValidationIssue } from "../../errors.ts";
import type { MediaFile, MediaUpload } from "../../types/media.ts";
import { type MediaLimit, maxStaticStickerBytes } from "../../types/media-limits.ts";
import { essence, headBytes, isAnimatedWebp, lacksSignature, sniff } from "./sniff.ts";

/** A file that is ready to be uploaded, more than once if need be. */
export interface PreparedFile {
  blob: Blob;
  type: string;
  filename: string;
}

type Limits = Readonly<Record<string, MediaLimit>>;

/**
 * Determines the type of a file, and checks it against Meta's limits.
 *
 * @throws {@link ValidationError}
 */
export async function prepare(
  { file, type, filename = findName(file) }: MediaUpload,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<PreparedFile> {
  refuse(findTextIssues({ type, filename }));
  const own = file instanceof Blob ? file.type : "";
  const announced = type ?? impliedType(own, filename, limits);
  if (announced !== undefined) refuse(findTypeIssues(announced, filename, limits)); // before reading anything
  const blob = await openBlob(file, announced, limits, signal);
  const head = new Uint8Array(await blob.slice(0, headBytes).arrayBuffer());
  const found = announced ?? detectType(own, head, limits);
  if (found === undefined) throw fault("type", "is missing and could not be detected: pass it");
  refuse([...findTypeIssues(found, filename, limits), ...findContentIssues(found, head, blob.size, limits)]);
  return {
    blob: blob.slice(0, blob.size, found),
    type: found,
    filename: withEnding(filename ?? "media", found, limits),
  };
}

/** The same of a file that is one key of an input: what is wrong with it is reported below that key. */
export async function prepareAt(
  key: string,
  { file, type, filename }: MediaUpload,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<PreparedFile> {
  try {
    return await prepare({ file, type, filename }, limits, signal);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    throw invalid(
      "file",
      error.issues.map(({ path, message }) => ({ path: `${key}.${path}`, message })),
    );
  }
}

/** Both may come from whoever uploads a file to the caller. */
const findTextIssues = (texts: Record<string, unknown>): ValidationIssue[] =>
  Object.entries(texts)
    .filter(([, value]) => value !== undefined && typeof value !== "string")
    .map(([path]) => ({ path, message: "must be a string" }));

const findLimit = (type: string, limits: Limits): MediaLimit | undefined =>
  Object.hasOwn(limits, essence(type)) ? limits[essence(type)] : undefined;

/** The type of the Blob, or of the name's extension. A type that Meta does not know yields to the bytes. */
function impliedType(own: string, filename: string | undefined, limits: Limits): string | undefined {
  if (findLimit(own, limits) !== undefined) return own;
  return isVague(own) ? findTypeByEnding(findEnding(filename), limits) : undefined;
}

const isVague = (type: string): boolean =>
  /^(|application\/octet-stream|binary\/octet-stream)$/.test(essence(type));

/**
 * The type by the first bytes. A Blob may spell its type in another way (`image/jpg`), but a video is not an audio file
 * because the two share a container.
 */
function detectType(own: string, head: Uint8Array, limits: Limits): string | undefined {
  const [seen, vague] = [sniff(head), isVague(own) || own.startsWith("application/")];
  const kind = essence(own).split("/")[0];
  const fitting = seen.find((type) => vague || type.split("/")[0] === kind);
  const isKnown = fitting !== undefined && findLimit(fitting, limits) !== undefined;
  return isKnown || isVague(own) ? fitting : own;
}

function findTypeByEnding(ending: string | undefined, limits: Limits): string | undefined {
  if (ending === undefined) return undefined;
  const entries = Object.entries(limits);
  const usual = entries.find(([, { extensions }]) => extensions[0] === ending);
  return (usual ?? entries.find(([, { extensions }]) => extensions.includes(ending)))?.[0];
}

/**
 * Meta wants an extension that it maps to the type: a name without one gets it, and one that Meta maps to another type
 * or to none (`.opus`, the `.mp4` of an audio file) is replaced.
 */
function withEnding(filename: string, type: string, limits: Limits): string {
  const usual = findLimit(type, limits)?.extensions[0];
  const ending = findEnding(filename);
  if (ending === undefined) return `${filename}.${usual}`;
  return ending === usual || ending === "jpeg" ? filename : `${filename.slice(0, -ending.length)}${usual}`;
}

const findEnding = (filename: string | undefined): string | undefined =>
  /\.([^.\s/\\]+)$/.exec(filename ?? "")?.[1]?.toLowerCase();

function findName(file: MediaFile): string | undefined {
  const { name, path } = Object(file) as { name?: unknown; path?: unknown };
  if (file instanceof Blob) return typeof name === "string" && name !== "" ? name : undefined;
  const address = path instanceof URL ? decodePath(path) : path;
  return typeof address === "string" ? address.split(/[/\\]/).pop() || undefined : undefined;
}

function decodePath({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname; // a stray %, which `URL` lets stand
  }
}

async function openBlob(
  file: MediaFile,
  type: string | undefined,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<Blob> {
  if (file instanceof Blob) return file;
  if (file instanceof ArrayBuffer || ArrayBuffer.isView(file)) {
    return new Blob([file as Uint8Array<ArrayBuffer>]);
  }
  if (file instanceof ReadableStream || isIterable(file)) {
    const maxBytes = streamLimit(type, limits);
    const tooLarge = () => fault("file", `must be at most ${formatSize(maxBytes)}`);
    return collectBlob(file, { maxBytes, tooLarge, signal });
  }
  const { path } = Object(file) as { path?: unknown };
  if (typeof path === "string" || path instanceof URL) return openFile(path);
  throw fault("file", "must be bytes, a Blob, a stream or { path }");
}

const isIterable = (file: unknown): file is AsyncIterable<Uint8Array> =>
  typeof file === "object" && file !== null && Symbol.asyncIterator in file;

/** How much of a stream is read at most: the limit of its type, or the largest limit. */
function streamLimit(type: string | undefined, limits: Limits): number {
  const known = type === undefined ? undefined : findLimit(type, limits);
  return known?.maxBytes ?? Math.max(...Object.values(limits).map(({ maxBytes }) => maxBytes));
}

function findTypeIssues(type: string, filename: string | undefined, limits: Limits): ValidationIssue[] {
  const limit = findLimit(type, limits);
  if (limit === undefined) {
    const known = Object.keys(limits).join(", ");
    return [{ path: "type", message: `${essence(type)} is not supported; supported types: ${known}` }];
  }
  const ending = findEnding(filename);
  if (ending === undefined || limit.extensions.includes(ending)) return [];
  const wanted = limit.extensions.map((extension) => `.${extension}`).join(" or ");
  return [{ path: "filename", message: `ends in .${ending}, but ${essence(type)} files end in ${wanted}` }];
}

function findContentIssues(type: string, head: Uint8Array, size: number, limits: Limits): ValidationIssue[] {
  if (size === 0) return [{ path: "file", message: "is empty" }];
  const seen = sniff(head);
  const isOther = seen.length > 0 && !seen.some((candidate) => sameType(candidate, essence(type), limits));
  const max = findMaxBytes(type, head, limits);
  return [
    ...(isOther
      ? [{ path: "type", message: `is ${essence(type)}, but the content looks like ${seen[0]}` }]
      : []),
    ...(lacksSignature(essence(type), head)
      ? [{ path: "type", message: `is ${essence(type)}, but the content does not begin like such a file` }]
      : []),
    ...(size > max.bytes
      ? [
          {
            path: "file",
            message: `must be at most ${formatSize(max.bytes)} for ${max.what}; it has ${size} bytes`,
          },
        ]
      : []),
  ];
}

/** Aliases of a type share its limit. */
const sameType = (a: string, b: string, limits: Limits): boolean =>
  a === b || (findLimit(a, limits) !== undefined && findLimit(a, limits) === findLimit(b, limits));

function findMaxBytes(type: string, head: Uint8Array, limits: Limits): { bytes: number; what: string } {
  const isStill = sniff(head)[0] === "image/webp" && !isAnimatedWebp(head);
  if (essence(type) === "image/webp" && isStill) {
    return { bytes: maxStaticStickerBytes, what: "a static sticker" };
  }
  return { bytes: findLimit(type, limits)?.maxBytes ?? Number.POSITIVE_INFINITY, what: essence(type) };
}

const formatSize = (bytes: number): string => {
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${kilobytes} KB` : `${kilobytes / 1024} MB`;
};

const fault = (path: string, message: string) => invalid("media file", [{ path, message }]);

function refuse(issues: readonly ValidationIssue[]): void {
  if (issues.length > 0) throw invalid("media file", issues);
}
