import { meet } from "../suites/world.ts";
import { report } from "./report.ts";
import { runOnServer } from "./servers.ts";

async function main(): Promise<void> {
  report(await runOnServer(await meet(String(process.argv[2]))));
  process.exit();
}

void main();
