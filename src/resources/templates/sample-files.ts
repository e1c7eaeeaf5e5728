import { pickCallOptions } from "../../core/endpoint.ts";
import { invalid } from "../../core/validate.ts";
import { isWhatsAppError, ValidationError, type ValidationIssue } from "../../errors.ts";
import type { AppCallOptions } from "../../types/common.ts";
import { type MediaLimit, resumableLimits } from "../../types/media-limits.ts";
import { capitals } from "../../types/templates/capitals.ts";
import { isTemplateFile, type TemplateFile } from "../../types/templates/file.ts";
import { isObject } from "../../utils/json.ts";
import { type PreparedFile, prepare } from "../shared/prepare.ts";
import { requireAppId, uploadHandle } from "../shared/resumable.ts";
import type { TemplateContext } from "./context.ts";

/** Uploads the files in a template and replaces each by its handle. A template without files is returned unchanged. */
export type UploadSamples = <T extends object>(template: T, options: AppCallOptions) => Promise<T>;

/** A file in a template, and its path. */
interface Sample {
  file: TemplateFile;
  /** The header's format: `IMAGE`, … */
  format: string;
  path: string;
}

/** The same, or the handle of an upload instead. */
type AnySample = Omit<Sample, "file"> & { file: unknown };

const isFile = (sample: AnySample): sample is Sample => isTemplateFile(sample.file);

const { "application/pdf": pdf, "video/mp4": mp4, ...pictures } = resumableLimits;
const gif = { "video/mp4": { ...mp4, maxBytes: 3.5 * 2 ** 20 } };

/** The files that each header format accepts. */
const headerLimits: Readonly<Record<string, Readonly<Record<string, MediaLimit>>>> = {
  IMAGE: pictures,
  VIDEO: { "video/mp4": mp4 },
  GIF: gif,
  DOCUMENT: { "application/pdf": pdf },
};

/**
 * Uploads the sample files of templates. A file that several headers use is uploaded once.
 *
 * All files of a template are opened and checked before the first one is uploaded.
 */
export function sampleUploader({ call, appId, timeoutMs }: TemplateContext): UploadSamples {
  const known: { sample: Sample; handle: string }[] = [];

  return async (template, options) => {
    const all = findSamples(template);
    checkHandles(all);
    const samples = all.filter(isFile);
    if (samples.length === 0) return template;
    const settings = { appId: options.appId ?? appId, timeoutMs };
    requireAppId(settings);
    const fresh = samples.filter(
      (sample, index) =>
        !known.some((other) => isSame(other.sample, sample)) &&
        samples.findIndex((other) => isSame(other, sample)) === index,
    );
    for (const { sample, prepared } of await openAll(fresh, options.signal)) {
      known.push({ sample, handle: await uploadHandle(call, settings, prepared, pickCallOptions(options)) });
    }
    const findHandle = (file: TemplateFile) =>
      known.find(({ sample }) => isSameFile(sample.file, file))?.handle;
    return replaceFiles(template, findHandle) as typeof template;
  };
}

async function openAll(samples: readonly Sample[], signal: AbortSignal | undefined) {
  const opened: { sample: Sample; prepared: PreparedFile }[] = [];
  const issues: ValidationIssue[] = [];
  for (const sample of samples) {
    const { file, type, filename } = sample.file;
    try {
      const limits = headerLimits[sample.format] ?? resumableLimits;
      opened.push({ sample, prepared: await prepare({ file, type, filename }, limits, signal) });
    } catch (error) {
      if (!isWhatsAppError(error) || !(error instanceof ValidationError)) throw error;
      issues.push(...error.issues.map(({ path, message }) => ({ path: `${sample.path}.${path}`, message })));
    }
  }
  if (issues.length > 0) throw invalid("template", issues);
  return opened;
}

/** Meta takes neither the id of an upload for messages nor a URL as a sample, and does not say what it wants. */
function checkHandles(samples: readonly AnySample[]): void {
  const issues = samples.flatMap(({ file, path }): ValidationIssue[] => {
    if (typeof file !== "string" || !/^(\d+$|https?:)/i.test(file)) return [];
    const what = /^\d/.test(file) ? "a media id" : "a URL";
    const remedy = "pass an upload handle, as `media.uploadResumable` returns it, or file(…)";
    return [{ path, message: `is ${what}: ${remedy}` }];
  });
  if (issues.length > 0) throw invalid("template", issues);
}

/** All samples in the headers of a template and its cards: files and handles. */
function findSamples(holder: unknown, at = ""): AnySample[] {
  return readObjects(holder, "components").flatMap((component, index) => {
    const here = `${at}components.${index}`;
    const { format, example } = component as { format?: unknown; example?: unknown };
    const own = readHandles(example).map((file, place) => ({
      file,
      format: capitals(format),
      path: `${here}.example.header_handle.${place}`,
    }));
    const onCards = readObjects(component, "cards").flatMap((card, place) =>
      findSamples(card, `${here}.cards.${place}.`),
    );
    return [...own, ...onCards];
  });
}

/** Tolerant, because components that Meta adds later can hold anything under any key. */
function readObjects(holder: unknown, key: string): object[] {
  const list = isObject(holder) ? holder[key] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

const readHandles = (example: unknown): unknown[] =>
  isObject(example) && Array.isArray(example.header_handle) ? example.header_handle : [];

/** A copy with each file replaced by its handle; only arrays and plain objects are searched. */
function replaceFiles(value: unknown, findHandle: (file: TemplateFile) => string | undefined): unknown {
  if (isTemplateFile(value)) return findHandle(value) ?? value;
  if (Array.isArray(value)) return value.map((element) => replaceFiles(element, findHandle));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, replaceFiles(member, findHandle)]),
  );
}

const isSame = (one: Sample, other: Sample): boolean =>
  one.format === other.format && isSameFile(one.file, other.file);

function isSameFile(one: TemplateFile, other: TemplateFile): boolean {
  if (one.type !== other.type || one.filename !== other.filename) return false;
  const path = readPath(one);
  return one.file === other.file || (path !== undefined && path === readPath(other));
}

const readPath = ({ file }: TemplateFile): string | undefined =>
  "path" in file && (typeof file.path === "string" || file.path instanceof URL)
    ? String(file.path)
    : undefined;
