import { afterEach, test, vi } from "vitest";
import { checkContinuation, checkStateFile } from "../testing/snapshot-suite.ts";
import { checkKills } from "../testing/state-kill-suite.ts";

afterEach(() => vi.restoreAllMocks());

const hour = 60 * 60_000;

test("a restored simulator goes on as the original does", () => checkContinuation(200), hour);
test("the state file says what a snapshot says", () => checkStateFile(200), hour);
test("nothing that was answered is lost in 100 kills", () => checkKills(1_000_001, 100), hour);
