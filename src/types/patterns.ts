/** How Meta writes names and ids. The client and the simulator share these facts, but each words its own errors. */

/** A business-scoped user id, `US.1349…`, or one of a portfolio, `US.ENT.1349…`. */
export const userIdPattern = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

/** A template's name. It has at most 512 characters. */
export const templateNamePattern = /^[a-z0-9_]+$/;

/** A language code as Meta writes it: `en`, `en_US`. */
export const languagePattern = /^[a-z]{2,3}(_[A-Z]{2,3})?$/;

/** An Android package: at least two segments, each starting with a letter. */
export const packageNamePattern = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$/;

/** The hash of an Android app's signing key. */
export const signatureHashPattern = /^[A-Za-z0-9+/=]{11}$/;

/** The reference id of an order. */
export const orderReferencePattern = /^[A-Za-z0-9_.-]+$/;

/** A day: `2026-10-01`. */
export const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** A currency by its ISO 4217 code. */
export const currencyPattern = /^[A-Z]{3}$/;
