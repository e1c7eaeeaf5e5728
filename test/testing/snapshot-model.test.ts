import { afterEach, test, vi } from "vitest";
import { checkContinuation } from "./snapshot-suite.ts";

afterEach(() => vi.restoreAllMocks());

test("a restored simulator goes on as the original does, whatever has happened", () => checkContinuation(6));
