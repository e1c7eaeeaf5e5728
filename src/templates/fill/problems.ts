import type * as z from "zod/mini";
import { findIssues } from "../../core/validate.ts";
import type { ValidationIssue } from "../../errors.ts";

/** Collects what is wrong with the values of a template, so that all of it is told at once. */
export class Problems {
  readonly issues: ValidationIssue[] = [];

  add(path: string, message: string): void {
    this.issues.push({ path, message });
  }

  /**
   * Checks what Meta will be sent, and tells what is wrong with it of the value it was made of.
   *
   * @param wrapping the keys around the value in Meta's form, `action.order_details`: they are no part of the path.
   */
  check(schema: z.ZodMiniType, made: unknown, path: string, wrapping = ""): void {
    for (const issue of findIssues(schema, made)) {
      const isWrapped = wrapping !== "" && issue.path.startsWith(`${wrapping}.`);
      const inside = isWrapped
        ? issue.path.slice(wrapping.length + 1)
        : issue.path === wrapping
          ? ""
          : issue.path;
      this.add(inside === "" ? path : `${path}.${inside}`, issue.message);
    }
  }
}
