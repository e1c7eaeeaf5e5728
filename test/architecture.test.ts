import { globSync, readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { expect, test } from "vitest";
import { findCycles, readImports } from "./support/imports.ts";

const map = readFileSync("src/README.md", "utf8");
const arrows = readArrows();
const files = globSync("src/**/*.{ts,tsx}").filter((file) => !file.endsWith(".d.ts"));
const imports = files.flatMap(readImports);
const insideImports = imports.filter(({ target }) => target.startsWith("src/"));
const libraryImports = imports.filter(({ target }) => !/^(src\/|node:)/.test(target));

/** The table of `src/README.md`: what each room may import. Words after a semicolon have tests of their own. */
function readArrows(): Map<string, string[]> {
  const rows = [...map.matchAll(/^\| `([^`|]+)`[^|]*\|[^|]*\| ([^|;]+)[^|]* \|$/gm)];
  const words = new Map(rows.map(([, name = "", allowed = ""]) => [toRoom(`src/${name}`), allowed.trim()]));
  const toRooms = (allowed: string): string[] => {
    const [, excluded] = /^everything but (.+)$/.exec(allowed) ?? [];
    if (excluded !== undefined)
      return [...words.keys()].filter((room) => room !== excluded && room !== "index");
    if (allowed === "its room") return ["client", ...toRooms(words.get("client") ?? "")];
    return allowed === "nothing" ? [] : allowed.split(", ");
  };
  return new Map([...words].map(([room, allowed]) => [room, toRooms(allowed)]));
}

/** The folder in `src` that a file lies in, or the name of a file outside of them. */
function toRoom(file: string): string {
  const [first = ""] = relative("src", file).split("/");
  return first.startsWith("client") ? "client" : first.replace(/\.tsx?$/, "");
}

test("the map lists every room, and nothing else as a room", () => {
  const rooms = [...new Set(files.map(toRoom))];
  expect([...arrows.keys()].sort()).toEqual(rooms.sort());
  expect([...arrows.values()].flat().filter((room) => !rooms.includes(room))).toEqual([]);
});

test("arrows between rooms point one way, as the map says", () => {
  const wrong = insideImports.filter(({ file, target }) => {
    const [from, to] = [toRoom(file), toRoom(target)];
    return from !== to && !arrows.get(from)?.includes(to);
  });
  expect(wrong).toEqual([]);
});

test("no file imports itself through others, not even its types", () => {
  expect(findCycles(insideImports)).toEqual([]);
});

test("a resource imports nothing of another resource; what two of them need is in resources/shared", () => {
  const toResource = (file: string) => /^src\/resources\/([^/]+?)(?:\.ts$|\/)/.exec(file)?.[1];
  const wrong = insideImports.filter(({ file, target }) => {
    const [from, to] = [toResource(file), toResource(target)];
    return from !== undefined && to !== undefined && to !== from && to !== "shared";
  });
  expect(wrong).toEqual([]);
});

test("the map names every folder of src", () => {
  const named = findNames(map, /[\w<>/-]+\//);
  const folders = new Set(files.map((file) => `${relative("src", dirname(file))}/`));
  folders.delete("/");
  expect([...folders].filter((folder) => !named.some((name) => toPattern(name).test(folder)))).toEqual([]);
});

test.each(["src/README.md", "CONTRIBUTING.md"])(
  "every file and folder of src that %s names exists",
  (page) => {
    const root = page.startsWith("src/") ? "" : "src/";
    const names = findNames(readFileSync(page, "utf8"), new RegExp(`${root}[\\w<>/.-]+(?:\\.ts|/)`));
    const paths = globSync(["src/**", "test/*.ts"]).map((path) => path.replace(/(?<!\.\w+)$/, "/"));
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !paths.some((path) => toPattern(`(.*/)?${name}`).test(path)))).toEqual([]);
  },
);

/** What a page shows as code, where all of it has this form. */
function findNames(page: string, form: RegExp): string[] {
  return [...page.matchAll(new RegExp(`\`(${form.source})\``, "g"))].map(([, name = ""]) => name);
}

/** Paths that a name stands for: `cli/<group>/` stands for every folder of cli. */
function toPattern(name: string): RegExp {
  return new RegExp(`^${name.replaceAll(".ts", "\\.ts").replaceAll(/<\w+>/g, "[^/]+")}$`);
}

test("only the libraries that travel in the package are imported", () => {
  const bundled = ["ky", "p-retry", "zod", "libphonenumber-js", "@noble/hashes"];
  const forTheCli = ["commander", "@clack/prompts", "fast-string-width", "fast-wrap-ansi", "yocto-spinner"];
  const allowedIn: Record<string, readonly string[]> = {
    cli: [...bundled, ...forTheCli],
    page: ["preact"],
    mcp: [...bundled, "@modelcontextprotocol/server"],
  };
  const wrong = libraryImports.filter(({ file, target }) => {
    const allowed = allowedIn[toRoom(file)] ?? bundled;
    return !allowed.some((name) => target === name || target.startsWith(`${name}/`));
  });
  expect(wrong).toEqual([]);
});

test("libraries are imported by name, never as a whole object that keeps every part of them", () => {
  const wrong = files.filter((file) => /\} = z;/.test(readFileSync(file, "utf8")));
  expect(wrong).toEqual([]);
});

test("node: modules are imported as types only, but for the command line", () => {
  const portable = files.filter((file) => toRoom(file) !== "cli");
  const wrong = portable.filter((file) => /^import (?!type\b)[^;]*"node:/m.test(readFileSync(file, "utf8")));
  expect(wrong).toEqual([]);
});

test("zod is imported in its small form only", () => {
  expect(libraryImports.filter(({ target }) => target === "zod")).toEqual([]);
});

test("an adapter, which mounts webhooks, Flows and any handler, stays under 55 lines", () => {
  const long = globSync("src/adapters/*.ts")
    .map((file) => ({ file, lines: codeLines(file) }))
    .filter(({ lines }) => lines >= 55);
  expect(long).toEqual([]);
});

test("no test moves timers before what is loaded late is loaded: a busy machine may take longer than its clock", () => {
  const movesTimers = /useFakeTimers\((?!\{ toFake: \["(Date|performance)"\])/;
  const isLoaded = /from "(\.\.\/)+support\/time\.ts"|import "(\.\.\/|\.\/)+(support\/)?loaded\.ts"/;
  const tests = globSync("test/**/*.ts", { exclude: ["test/runtimes/**"] }).map((file) => ({
    file,
    text: readFileSync(file, "utf8"),
  }));
  const moving = tests.filter(({ text }) => movesTimers.test(text));
  expect(moving.length).toBeGreaterThan(0);
  expect(moving.filter(({ text }) => !isLoaded.test(text)).map(({ file }) => file)).toEqual([]);
});

function codeLines(file: string): number {
  const withoutComments = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return withoutComments.split("\n").filter((line) => line.trim() !== "").length;
}
