import { wrap } from "../layout.ts";
import type { Style, Terminal } from "../terminal.ts";
import { stripControls } from "../words.ts";
import type { AnyFinding } from "./variables.ts";

/** The parts of the screen, by the first word of the ids in them. */
const parts: readonly { heading: string; prefixes: readonly string[] }[] = [
  { heading: "Access", prefixes: ["env", "api", "app.secret", "token"] },
  { heading: "Account", prefixes: ["account"] },
  { heading: "Number", prefixes: ["number"] },
  { heading: "Webhooks", prefixes: ["app.webhook", "app.fields", "webhook"] },
  { heading: "Sending", prefixes: ["send"] },
];

const marks = {
  ok: { mark: "✔", color: "green" },
  warning: { mark: "!", color: "yellow" },
  error: { mark: "✖", color: "red" },
  skipped: { mark: "–", color: "dim" },
} as const;

/** Cells of a title, and of what stands before the text. */
const titleWidth = 20;
const margin = 2 + 2 + titleWidth + 2;

/** Longer lines are hard to read. */
const widest = 120;

/** One line per finding, below it what to do. What was skipped for one reason shares a line. */
export function drawFindings(findings: readonly AnyFinding[], host: string, terminal: Terminal): string {
  const { style, width } = terminal;
  const textWidth = Math.max(20, Math.min(width, widest) - margin);
  const blocks = parts.flatMap(({ heading, prefixes }) => {
    const inside = findings.filter(({ id }) => prefixes.some((prefix) => `${id}.`.startsWith(`${prefix}.`)));
    const lines = merge(inside).flatMap((finding) => drawFinding(finding, textWidth, style));
    return lines.length === 0 ? [] : [[style("bold", heading), ...lines].join("\n")];
  });
  return [`${style("bold", "wacloud doctor")} on ${host}`, ...blocks].join("\n\n");
}

/** Findings that were skipped for the same reason, as one. */
function merge(findings: readonly AnyFinding[]): AnyFinding[] {
  const skipped = findings.filter(({ status }) => status === "skipped");
  const reasons = [...new Set(skipped.map(({ found }) => found))];
  const merged = reasons.map((found): AnyFinding => {
    const titles = skipped.filter((one) => one.found === found).map(({ title }) => title);
    const words = titles.length === 1 ? found : `${found} (${titles.join(", ")})`;
    return {
      id: "skipped",
      title: titles.length === 1 ? (titles[0] ?? "") : "Skipped",
      status: "skipped",
      found: words,
    };
  });
  return [...findings.filter(({ status }) => status !== "skipped"), ...merged];
}

function drawFinding({ title, status, found, next }: AnyFinding, width: number, style: Style): string[] {
  const { mark, color } = marks[status];
  const isQuiet = status === "skipped";
  const text = wrap(stripControls(found), width).map((line) => (isQuiet ? style("dim", line) : line));
  const advice = next === undefined ? [] : wrap(stripControls(next), width - 2);
  const steps = advice.map((line, index) => `${index === 0 ? style(color, "→") : " "} ${line}`);
  return [...text, ...steps].map((line, index) =>
    index === 0 ? `  ${style(color, mark)} ${title.padEnd(titleWidth)}  ${line}` : " ".repeat(margin) + line,
  );
}
