import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

/** What each room of `src` may import; `src/README.md` says the same in words. */
const mayImport: Record<string, string[]> = {
  utils: [],
  types: ["utils"],
  errors: ["utils", "types"],
  store: ["utils", "types", "errors"],
  core: ["utils", "types", "errors"],
  templates: ["utils", "types", "errors", "core"],
  resources: ["utils", "types", "errors", "core", "templates"],
  client: ["utils", "types", "errors", "store", "core", "templates", "resources"],
  webhooks: ["utils", "types", "errors", "store"],
  adapters: ["utils", "types", "errors", "store", "webhooks"],
  testing: ["utils", "types", "errors", "store", "core", "webhooks"],
  index: ["utils", "types", "errors", "store", "core", "templates", "resources", "client"],
  cli: ["utils", "types", "errors", "core", "templates", "resources", "client", "webhooks", "testing"],
};

const files = globSync("src/**/*.ts").filter((file) => !file.endsWith(".d.ts"));
const roomOf = (file: string): string => {
  const [first = ""] = relative("src", file).split("/");
  return first.startsWith("client") ? "client" : first.replace(/\.ts$/, "");
};

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const statements =
    /^import\s*"([^"\n]+)"|^(?:import|export)\b[^;"'=(]*?\bfrom\s*"([^"\n]+)"|\bimport\(\s*"([^"\n]+)"\s*\)/gm;
  return [...text.matchAll(statements)].map(([, bare, named, lazy]) => bare ?? named ?? lazy ?? "");
}

test("arrows between rooms point one way", () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => target.startsWith("."))
      .map((target) => ({ from: roomOf(file), to: roomOf(join(dirname(file), target)), file, target }))
      .filter(({ from, to }) => from !== to && !mayImport[from]?.includes(to)),
  );
  expect(wrong).toEqual([]);
});

test("resources never import each other's class", () => {
  const classes = globSync("src/resources/*.ts");
  const wrong = files
    .filter((file) => roomOf(file) === "resources")
    .flatMap((file) => importsOf(file).map((target) => ({ file, target: join(dirname(file), target) })))
    .filter(({ file, target }) => classes.includes(target) && target !== file);
  expect(wrong).toEqual([]);
});

test("only the libraries that travel in the package are imported", () => {
  const bundled = ["ky", "p-retry", "bottleneck", "zod", "libphonenumber-js", "@noble/hashes"];
  const forTheCli = ["commander", "@clack/prompts", "fast-string-width", "fast-wrap-ansi", "yocto-spinner"];
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => !target.startsWith(".") && !target.startsWith("node:"))
      .filter((target) => {
        const allowed = roomOf(file) === "cli" ? [...bundled, ...forTheCli] : bundled;
        return !allowed.some((name) => target === name || target.startsWith(`${name}/`));
      })
      .map((target) => ({ file, target })),
  );
  expect(wrong).toEqual([]);
});

test("libraries are imported by name, never as a whole object that keeps every part of them", () => {
  const wrong = files.filter((file) => /\} = z;/.test(readFileSync(file, "utf8")));
  expect(wrong).toEqual([]);
});

test("node: modules are imported as types only, but for the command line", () => {
  const portable = files.filter((file) => roomOf(file) !== "cli");
  const wrong = portable.filter((file) => /^import (?!type\b)[^;]*"node:/m.test(readFileSync(file, "utf8")));
  expect(wrong).toEqual([]);
});

test("zod is imported in its small form only", () => {
  const wrong = files.filter((file) => importsOf(file).some((target) => target === "zod"));
  expect(wrong).toEqual([]);
});

test("an adapter stays under 40 lines", () => {
  const long = globSync("src/adapters/*.ts")
    .map((file) => ({ file, lines: codeLines(file) }))
    .filter(({ lines }) => lines >= 40);
  expect(long).toEqual([]);
});

function codeLines(file: string): number {
  const withoutComments = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return withoutComments.split("\n").filter((line) => line.trim() !== "").length;
}
