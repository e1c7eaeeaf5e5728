import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { file } from "../../templates/file.ts";
import type { TemplateSource } from "../../templates/source.ts";
import { toFileStem } from "./generated-file.ts";

/** A sample of a header: where it lies, and where the account shows it. */
export interface Sample {
  path: string;
  address: string | undefined;
}

/** What of a source may hold a sample. */
interface Part {
  header?: { format: string; example?: unknown } | undefined;
  cards?: readonly Part[] | undefined;
}

/**
 * The source with its samples as files beside the modules: the account gives addresses, from which nothing can be
 * created again.
 *
 * @param folder where the files lie, as it is to stand in the module.
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

/** What a file of each format usually is. */
const extensions: Readonly<Record<string, string>> = {
  IMAGE: "jpg",
  VIDEO: "mp4",
  GIF: "mp4",
  DOCUMENT: "pdf",
};

const chooseExtension = (format: string, address = ""): string =>
  /\.(jpe?g|png|mp4|pdf)(?:[?#]|$)/i.exec(address)?.[1]?.toLowerCase() ?? extensions[format] ?? "bin";

/** The largest file that Meta takes as a sample. */
const maxBytes = 100_000_000;

/**
 * Fetches a sample, without the access token: its address is a public one. A file that is there already stays.
 *
 * @returns why it could not be fetched.
 */
export async function fetchSample({ path, address = "" }: Sample): Promise<string | undefined> {
  if (existsSync(path)) return undefined;
  if (!/^https?:\/\//.test(address)) return "the account shows no address of it";
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(60_000), redirect: "error" });
    if (!answer.ok) return `its address answered HTTP ${answer.status}`;
    if (Number(answer.headers.get("content-length") ?? 0) > maxBytes) return "it is larger than Meta takes";
    const bytes = new Uint8Array(await answer.arrayBuffer());
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    return undefined;
  } catch {
    return "its address did not answer";
  }
}
