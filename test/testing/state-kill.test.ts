import { test } from "vitest";
import { checkKills } from "./state-kill-suite.ts";

test("a simulator that is killed while it answers has all it answered when it starts again", () =>
  checkKills(20_261_128, 5));
