import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { file } from "../../templates/file.ts";
import type { TemplateSource } from "../../templates/source.ts";
import { toFileStem } from "./generated-file.ts";

/** A header's sample: its local path and its URL in the account. */
export interface Sample {
  path: string;
  address: string | undefined;
}

/** The parts of a source that may contain a sample. */
interface Part {
  header?: { format: string; example?: unknown } | undefined;
  cards?: readonly Part[] | undefined;
}

/**
 * Replaces a source's samples with files next to the modules: the account returns URLs, and a template cannot be
 * created from a URL.
 *
 * @param folder the files' folder, as written in the module.
 */
export function withSampleFiles(
  source: TemplateSource,
  folder: string,
): { source: TemplateSource; samples: Sample[] } {
  const samples: Sample[] = [];
  const { name, language } = source;
  const taken = (part: Part, place: string): Part => {
    const { header, cards } = part;
    const changed = cards
      ? { ...part, cards: cards.map((card, index) => taken(card, `.card${index + 1}`)) }
      : part;
    if (header === undefined || !(header.format in extensions)) return changed;
    const address = typeof header.example === "string" ? header.example : undefined;
    const path = `${folder}/${toFileStem(name)}.${language}${place}.${chooseExtension(header.format, address)}`;
    samples.push({ path, address });
    return { ...changed, header: { ...header, example: file(path) } };
  };
  return { source: taken(source as Part, "") as TemplateSource, samples };
}

/** The usual extension of each format. */
const extensions: Readonly<Record<string, string>> = {
  IMAGE: "jpg",
  VIDEO: "mp4",
  GIF: "mp4",
  DOCUMENT: "pdf",
};

const chooseExtension = (format: string, address = ""): string =>
  /\.(jpe?g|png|mp4|pdf)(?:[?#]|$)/i.exec(address)?.[1]?.toLowerCase() ?? extensions[format] ?? "bin";

/** The largest sample that Meta accepts. */
const maxBytes = 100_000_000;

/**
 * Downloads a sample, without the access token: its URL is public. Keeps a file that already exists.
 *
 * @returns why the download failed, or `undefined`.
 */
export async function fetchSample({ path, address = "" }: Sample): Promise<string | undefined> {
  if (existsSync(path)) return undefined;
  if (!/^https?:\/\//.test(address)) return "the account returned no URL";
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(60_000), redirect: "error" });
    if (!answer.ok) return `its URL returned HTTP ${answer.status}`;
    if (Number(answer.headers.get("content-length") ?? 0) > maxBytes)
      return "it exceeds Meta's limit of 100 MB";
    const bytes = new Uint8Array(await answer.arrayBuffer());
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    return undefined;
  } catch {
    return "its URL did not respond";
  }
}
