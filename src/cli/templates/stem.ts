import { createHash } from "node:crypto";

/**
 * What the files of a template are called, without their ending: as the template, but that a template's name may be
 * longer than a file's, that `index` is taken, and that some names are devices on Windows.
 */
export function stemOf(name: string): string {
  if (/^(index|con|prn|aux|nul|com\d|lpt\d)$/.test(name)) return `${name}-template`;
  return name.length <= longest ? name : `${name.slice(0, longest)}-${digestOf(name)}`;
}

/** Characters; the language and the ending still have room in the 255 of a file system. */
const longest = 180;

/** Tells long names with the same beginning apart. */
const digestOf = (name: string): string => createHash("sha256").update(name).digest("hex").slice(0, 12);
