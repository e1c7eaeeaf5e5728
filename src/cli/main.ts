#!/usr/bin/env node
import { run } from "./program.ts";
import { openTerminal } from "./terminal.ts";

// Not `process.exit`: what was printed must reach a pipe first.
process.exitCode = await run(process.argv.slice(2), openTerminal());
