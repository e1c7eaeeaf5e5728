// Generates docs/error-codes.md, and the hints in the troubleshooting part of docs/setup.md, from the table behind
// `error.hint`. Writes to docs/, or to the folder given.
import { readFileSync, writeFileSync } from "node:fs";
import { errorCodes, tokenSubcodes } from "../src/types/error-codes.ts";

/** A generated part of a page: it names its codes and contains their hints. */
const marked = /(<!-- hints: ([\d ]+) -->\n).*?(<!-- end of hints -->)/gs;

const folder = process.argv[2] ?? "docs";
writeFileSync(`${folder}/error-codes.md`, errorCodesPage());
writeFileSync(`${folder}/setup.md`, readFileSync("docs/setup.md", "utf8").replace(marked, withHints));

function errorCodesPage(): string {
  const repeats = {
    backoff: "yes, by the library",
    later: "later",
    never: "no",
    ambiguous: "reads: yes; a send may have happened",
    refresh: "once, with a new token",
  } as const;
  const codes = Object.entries(errorCodes).map(([code, { category, retryClass, hint }]) =>
    cells(code, `\`${category}\``, repeats[retryClass], hint),
  );
  const subcodes = Object.entries(tokenSubcodes).map(([subcode, hint]) => cells(subcode, hint));
  return `# Error codes

What Meta's error codes mean and what to do about each one: the same text as in \`error.hint\`. Branch on
\`error.category\` or \`error.code\`; the HTTP status of the same error varies.

${cells("code", "`category`", "repeat?", "what to do")}
${cells("---", "---", "---", "---")}
${codes.join("\n")}

Token errors (190, 102, 0) may carry more detail in \`error.subcode\`:

${cells("subcode", "what to do")}
${cells("---", "---")}
${subcodes.join("\n")}
`;
}

function withHints(_: string, start: string, codes: string, end: string): string {
  const rows = codes.split(" ").map((code) => {
    const known = errorCodes[Number(code)];
    if (known === undefined) throw new Error(`docs/setup.md lists the code ${code}, which does not exist`);
    return cells(code, known.hint);
  });
  const table = [cells("code", "what to do"), cells("---", "---"), ...rows];
  return `${start}\n${table.join("\n")}\n\n${end}`;
}

function cells(...values: (string | number)[]): string {
  return `| ${values.join(" | ")} |`;
}
