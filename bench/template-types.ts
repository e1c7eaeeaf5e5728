// What typed templates cost the compiler: 200 definitions against the same objects without types.
// Run: npm run bench:templates (builds the package, whose declarations are measured)

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One compiler's times in milliseconds, the best of several rounds each. */
export interface TypeCosts {
  compiler: string;
  /** 200 plain objects, `as const`, nothing imported. */
  plain: number;
  /** The same objects, checked with `satisfies TemplateSource`. */
  satisfying: number;
  /** The same objects, inside `defineTemplate`. */
  defined: number;
  /** The plain objects, and a send of each by its name, with values that nothing checks. */
  sentByName: number;
  /** The defined templates, and a send of each. */
  sent: number;
}

const root = fileURLToPath(new URL("..", import.meta.url));

/** The kinds that the definitions are mixed of: a source, and the values of a send. */
const kinds: ((index: number) => [source: string, values: string])[] = [
  (index) => [
    `{ name: "order_${index}", language: "en_US", category: "UTILITY", header: { format: "TEXT", text: "Order {{1}}", example: "${index}" }, body: { text: "Hi {{1}}, your order #{{2}} has been confirmed and will be delivered by {{3}}.", example: ["Ana", "${index}", "Monday"] }, footer: "Lucky Shop", buttons: [{ type: "QUICK_REPLY", text: "Stop" }, { type: "URL", text: "Track", url: "https://example.com/${index}/{{1}}", example: "https://example.com/${index}/7" }, { type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" }] }`,
    `header: "7", parameters: ["Ana", 7, "Monday"], buttons: [undefined, "7"]`,
  ],
  (index) => [
    `{ name: "visit_${index}", language: "en_US", category: "UTILITY", body: { text: "Hi {{first_name}}, your visit ${index} to {{doctor}} is on {{day}} at {{hour}} o'clock.", example: { first_name: "Ana", doctor: "Dr. Ruiz", day: "Monday", hour: "9" } } }`,
    `parameters: { first_name: "Ana", doctor: "Dr. Ruiz", day: "Monday", hour: 9 }`,
  ],
  (index) => [
    `{ name: "news_${index}", language: "en_US", category: "MARKETING", header: { format: "IMAGE", example: "4::${index}" }, body: "Our shop has news, look at them.", buttons: [{ type: "COPY_CODE", example: "SAVE${index}" }] }`,
    `header: { id: "1" }, buttons: ["SAVE${index}"]`,
  ],
  (index) => [
    `{ name: "login_${index}", language: "en_US", category: "AUTHENTICATION", footer: { code_expiration_minutes: 10 }, buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] }`,
    `code: "123456"`,
  ],
  (index) => [
    `{ name: "cards_${index}", language: "en_US", category: "MARKETING", body: { text: "Hi {{1}}, look at these.", example: ["Ana"] }, cards: [${[1, 2, 3].map((card) => `{ header: { format: "IMAGE", example: "4::${card}" }, body: { text: "Item {{1}} of ${card}", example: ["a"] }, buttons: [{ type: "QUICK_REPLY", text: "More" }, { type: "URL", text: "Buy", url: "https://example.com/{{1}}", example: "https://example.com/1" }] }`).join(", ")}] }`,
    `parameters: ["Ana"], cards: [${[1, 2, 3].map((card) => `{ header: { id: "${card}" }, parameters: ["red"], buttons: [undefined, "sku"] }`).join(", ")}]`,
  ],
];

const count = 200;
const definitions = Array.from({ length: count }, (_, index) => {
  const [source, values] = kinds[index % kinds.length]?.(index) ?? ["", ""];
  return { index, source, values };
});

const programs = {
  plain: definitions.map(({ index, source }) => `export const t${index} = ${source} as const;`),
  satisfying: [
    `import type { TemplateSource } from "wacloud";`,
    ...definitions.map(
      ({ index, source }) => `export const t${index} = ${source} as const satisfies TemplateSource;`,
    ),
  ],
  defined: [
    `import { defineTemplate } from "wacloud";`,
    ...definitions.map(({ index, source }) => `export const t${index} = defineTemplate(${source});`),
  ],
  sentByName: [
    `import type { WhatsAppClient } from "wacloud";`,
    `declare const whatsapp: WhatsAppClient;`,
    ...definitions.map(
      ({ index, source }) =>
        `export const t${index} = ${source} as const;\nwhatsapp.messages.sendTemplate({ to: "+14155552671", name: t${index}.name, language: t${index}.language, header: "7", parameters: ["Ana", 7, "Monday"], buttons: [{ sub_type: "url", text: "7", index: 1 }] });`,
    ),
  ],
  sent: [
    `import { defineTemplate, type WhatsAppClient } from "wacloud";`,
    `declare const whatsapp: WhatsAppClient;`,
    ...definitions.map(
      ({ index, source, values }) =>
        `export const t${index} = defineTemplate(${source});\nwhatsapp.messages.sendTemplate({ to: "+14155552671", template: t${index}, ${values} });`,
    ),
  ],
};

/** Compiles each program with each compiler. The package must have been built with its declarations. */
export function templateTypeCosts(
  compilers = ["typescript-5.4", "typescript", "typescript-7"],
  rounds = 7,
): TypeCosts[] {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-types-"));
  try {
    for (const [name, lines] of Object.entries(programs)) {
      writeFileSync(join(folder, `${name}.ts`), lines.join("\n"));
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(settings(`${name}.ts`)));
    }
    return compilers.map((compiler) => {
      const version = spawnSync(process.execPath, [findCompiler(compiler), "--version"], {
        encoding: "utf8",
      });
      const times = bestTimes(rounds, (program) => compile(compiler, folder, program));
      return { compiler: version.stdout.trim().replace("Version", "TypeScript"), ...times };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const settings = (file: string) => ({
  compilerOptions: {
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    paths: { wacloud: [join(root, "dist/index.d.ts")] },
  },
  files: [file],
});

const findCompiler = (compiler: string) => join(root, "node_modules", compiler, "bin/tsc");

type Program = keyof typeof programs;

/** Other processes only ever make it worse, so the best round counts; and every round has every program once. */
function bestTimes(rounds: number, action: (program: Program) => void): Record<Program, number> {
  const best = Object.fromEntries(Object.keys(programs).map((program) => [program, Infinity])) as Record<
    Program,
    number
  >;
  for (let round = 0; round < rounds; round += 1) {
    for (const program of Object.keys(programs) as Program[]) {
      const started = performance.now();
      action(program);
      best[program] = Math.min(best[program], performance.now() - started);
    }
  }
  return best;
}

function compile(compiler: string, folder: string, program: string): void {
  const { status, stdout } = spawnSync(
    process.execPath,
    [findCompiler(compiler), "-p", join(folder, `${program}.json`)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${program} does not compile: ${stdout.slice(0, 2000)}`);
}

if (import.meta.main) {
  const ratio = (ours: number, plain: number) => `${Math.round(ours)} ms, ×${(ours / plain).toFixed(2)}`;
  const rows = templateTypeCosts().map(({ compiler, plain, satisfying, defined, sentByName, sent }) => ({
    compiler,
    "plain objects": `${Math.round(plain)} ms`,
    "satisfies TemplateSource": ratio(satisfying, plain),
    defineTemplate: ratio(defined, plain),
    "plain, sent by name": `${Math.round(sentByName)} ms`,
    "defined and sent": ratio(sent, sentByName),
  }));
  console.log(`${count} template definitions, Node.js ${process.version}, ${process.arch}\n`);
  console.table(rows);
}
