import type { ValidationError } from "../errors.ts";

/** Where the command installs its collector: it runs another copy of wacloud than the project's modules import. */
export const brokenTemplates = Symbol.for("wacloud.templates.broken");

/** Receives each template that breaks Meta's rules. */
export type CollectBroken = (error: ValidationError, source: object) => void;
