import type { ValidationIssue } from "../../errors.ts";
import { invalid } from "../validate.ts";

/** The error that lists each header that `fetch` rejects. */
export function invalidHeaders(given: Readonly<Record<string, string>>) {
  const issues = Object.entries(given).flatMap(([name, value]): ValidationIssue[] => {
    if (isAccepted(name, value)) return [];
    if (!isAccepted(name, "")) return [{ path: "headers", message: "has a name that is not valid in HTTP" }];
    const message = "is not a valid header value: line breaks and characters above U+00FF are not allowed";
    return [{ path: `headers.${name}`, message }];
  });
  return invalid("request", issues);
}

function isAccepted(name: string, value: string): boolean {
  try {
    new Headers([[name, value]]);
    return true;
  } catch {
    return false;
  }
}
