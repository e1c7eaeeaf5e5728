import type { Call } from "../../core/pipeline.ts";
import { invalid } from "../../core/validate.ts";
import { isWhatsAppError, ValidationError, type ValidationIssue } from "../../errors.ts";
import type { CallOptions } from "../../types/common.ts";
import { type MediaLimit, resumableLimits } from "../../types/media-limits.ts";
import { capitals } from "../../types/templates/capitals.ts";
import { isTemplateFile, type TemplateFile } from "../../types/templates/file.ts";
import { isObject } from "../../utils/json.ts";
import { type PreparedFile, prepare } from "../shared/prepare.ts";
import { type HandleSettings, requireAppId, uploadHandle } from "../shared/resumable.ts";

/** Puts handles where a template names files; what names none is handed back as it was given. */
export type FillSamples = <T extends object>(template: T, options: CallOptions) => Promise<T>;

/** A file in a template, and where. */
interface Sample {
  file: TemplateFile;
  /** What the header is to show: `IMAGE`, … */
  format: string;
  path: string;
}

const { "application/pdf": pdf, "video/mp4": mp4, ...pictures } = resumableLimits;
const gif = { "video/mp4": { ...mp4, maxBytes: 3.5 * 2 ** 20 } };

/** What each header takes. */
const limitsOf: Readonly<Record<string, Readonly<Record<string, MediaLimit>>>> = {
  IMAGE: pictures,
  VIDEO: { "video/mp4": mp4 },
  GIF: gif,
  DOCUMENT: { "application/pdf": pdf },
};

/**
 * Uploads the sample files of templates. One file that several headers name is uploaded once.
 *
 * All files are opened and checked before the first byte leaves.
 */
export function sampleUploads(call: Call, settings: HandleSettings): FillSamples {
  const known: { sample: Sample; handle: string }[] = [];

  return async (template, options) => {
    const samples = samplesOf(template);
    if (samples.length === 0) return template;
    requireAppId(settings);
    const fresh = samples.filter(
      (sample, index) =>
        !known.some((other) => isSame(other.sample, sample)) &&
        samples.findIndex((other) => isSame(other, sample)) === index,
    );
    const opened = await openAll(fresh, options.signal);
    for (const { sample, prepared } of opened) {
      known.push({ sample, handle: await uploadHandle(call, settings, prepared, options) });
    }
    const handleOf = (file: TemplateFile) =>
      known.find(({ sample }) => isSameFile(sample.file, file))?.handle;
    return replaced(template, handleOf) as typeof template;
  };
}

async function openAll(samples: readonly Sample[], signal: AbortSignal | undefined) {
  const opened: { sample: Sample; prepared: PreparedFile }[] = [];
  const issues: ValidationIssue[] = [];
  for (const sample of samples) {
    const { file, type, filename } = sample.file;
    try {
      const limits = limitsOf[sample.format] ?? resumableLimits;
      opened.push({ sample, prepared: await prepare({ file, type, filename }, limits, signal) });
    } catch (error) {
      if (!isWhatsAppError(error) || !(error instanceof ValidationError)) throw error;
      issues.push(...error.issues.map(({ path, message }) => ({ path: `${sample.path}.${path}`, message })));
    }
  }
  if (issues.length > 0) throw invalid("template", issues);
  return opened;
}

/** Every file in the headers of a template and of its cards. */
function samplesOf(holder: unknown, at = ""): Sample[] {
  return listOf(holder, "components").flatMap((component, index) => {
    const here = `${at}components.${index}`;
    const { format, example } = component as { format?: unknown; example?: unknown };
    const own = handlesOf(example).flatMap((file, place) =>
      isTemplateFile(file)
        ? [{ file, format: capitals(format), path: `${here}.example.header_handle.${place}` }]
        : [],
    );
    const ofCards = listOf(component, "cards").flatMap((card, place) =>
      samplesOf(card, `${here}.cards.${place}.`),
    );
    return [...own, ...ofCards];
  });
}

/** Kinds that Meta has added since may hold anything under any name. */
function listOf(holder: unknown, key: string): object[] {
  const list = isObject(holder) ? holder[key] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

const handlesOf = (example: unknown): unknown[] =>
  isObject(example) && Array.isArray(example.header_handle) ? example.header_handle : [];

/** The same value with each file replaced by its handle; only arrays and plain objects are looked into. */
function replaced(value: unknown, handleOf: (file: TemplateFile) => string | undefined): unknown {
  if (isTemplateFile(value)) return handleOf(value) ?? value;
  if (Array.isArray(value)) return value.map((element) => replaced(element, handleOf));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaced(member, handleOf)]));
}

const isSame = (one: Sample, other: Sample): boolean =>
  one.format === other.format && isSameFile(one.file, other.file);

function isSameFile(one: TemplateFile, other: TemplateFile): boolean {
  if (one.type !== other.type || one.filename !== other.filename) return false;
  const path = pathOf(one);
  return one.file === other.file || (path !== undefined && path === pathOf(other));
}

const pathOf = ({ file }: TemplateFile): string | undefined =>
  "path" in file && (typeof file.path === "string" || file.path instanceof URL)
    ? String(file.path)
    : undefined;
