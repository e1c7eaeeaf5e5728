import { afterEach, test, vi } from "vitest";
import { checkContinuation, checkStateFile } from "./snapshot-suite.ts";

afterEach(() => vi.restoreAllMocks());

test("a restored simulator goes on as the original does, whatever has happened", () => checkContinuation(6));
test("the state file says what a snapshot says, whatever has happened", () => checkStateFile(6));
