import { keepRecent } from "../../utils/keep-recent.ts";

/** How many attempts are remembered; beyond that, the one that ended longest ago is forgotten. */
const maxAttempts = 10_000;

/** The tags of attempts that certainly did not leave, while the store may hold them as begun: it failed when told. */
const tags = new Map<string, true>();

/** Remembers, for as long as this process lives, what the store could not record. */
export const rememberNeverLeft = (tag: string): void => void keepRecent(tags, tag, true, maxAttempts);

export const neverLeft = (tag: string): boolean => tags.has(tag);

/** The right to send in place of such an attempt: only one caller gets it. */
export const takeNeverLeft = (tag: string): boolean => tags.delete(tag);
