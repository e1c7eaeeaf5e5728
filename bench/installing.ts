import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Table } from "./table.ts";

interface Packed {
  size: number;
  unpackedSize: number;
  entryCount: number;
  files: { path: string }[];
}

/** The size of the tarball's contents in bytes, computed without packing. */
export function packed(): Packed {
  const [report] = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" }),
  );
  return report;
}

export function installing(): Table {
  const { size, unpackedSize, entryCount } = packed();
  const { dependencies = {} } = JSON.parse(readFileSync("package.json", "utf8"));
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(2)} MB`;
  const rows = [
    { what: "installed size", wacloud: megabytes(unpackedSize), target: "≤ 2 MB" },
    { what: "download", wacloud: megabytes(size), target: "" },
    { what: "files", wacloud: String(entryCount), target: "" },
    { what: "packages", wacloud: String(1 + Object.keys(dependencies).length), target: "1" },
  ];
  return { title: "Installing", rows };
}
