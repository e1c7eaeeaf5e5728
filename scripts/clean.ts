// Empties dist before tsup starts: `clean: true` races when two formats are built in parallel.
import { rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
