import { readFileSync } from "node:fs";

/** One line of a Dockerfile: `COPY`, and what stands behind it. */
interface Instruction {
  name: string;
  rest: string;
}

/** What builds one stage. */
export interface Stage {
  name: string;
  image: string;
  instructions: Instruction[];
}

/** The stages of a Dockerfile, in order. */
export function parseStages(file: string): Stage[] {
  const lines = readFileSync(file, "utf8").replaceAll("\\\n", " ").split("\n");
  const stages: Stage[] = [];
  for (const line of lines.filter((one) => one.trim() !== "" && !one.startsWith("#"))) {
    const [, name = "", rest = ""] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    const [image = "", , stage = String(stages.length)] = rest.split(/\s+/);
    if (name === "FROM") stages.push({ name: stage, image, instructions: [] });
    else stages.at(-1)?.instructions.push({ name, rest });
  }
  return stages;
}

/** A `COPY`: from which stage, if any, and what to where. */
export function parseCopy(rest: string): { from: string | undefined; sources: string[]; target: string } {
  const [, from] = /^--from=(\S+)\s/.exec(rest) ?? [];
  const paths = rest.replace(/^--\S+\s+/, "").split(/\s+/);
  return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? "" };
}
