import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { codeBlocks } from "../../../scripts/pages.ts";
import { missingProgram, startRedis } from "../../support/databases.ts";
import { CrashMatrix } from "./matrix.ts";

/** Runs a number of seeds on each store of docs/stores.md that several processes can share here. */
export function describeCrashes(firstSeed: number, count: number): void {
  const half = Math.ceil(count / 2);

  describe("on SQLite", () => {
    crash("sqliteStore", seeds(firstSeed, half), async () => {
      const folder = mkdtempSync(join(tmpdir(), "wacloud-crashes-"));
      const stop = async () => rmSync(folder, { recursive: true, force: true });
      return { place: join(folder, "store.db"), stop };
    });
  });

  describe.skipIf(missingProgram("redis-server", "redis-server"))("on Redis", () => {
    crash("ioredisStore", seeds(firstSeed + half, count - half), async () => {
      const { folder, stop } = await startRedis();
      return { place: join(folder, "redis.sock"), stop };
    });
  });
}

const seeds = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

/** A place for a store, and how to leave it. */
interface Ground {
  place: string;
  stop: () => Promise<void>;
}

function crash(store: string, seeds: readonly number[], prepare: () => Promise<Ground>): void {
  const matrix = new CrashMatrix();
  let ground: Ground;

  beforeAll(async () => {
    ground = await prepare();
    await matrix.start(fromPage(store), ground.place);
  });

  afterAll(async () => {
    await matrix.stop();
    await ground.stop();
  });

  test.concurrent.each(seeds)("seed %i", (seed) => matrix.run(seed));
}

/** A file with the store as docs/stores.md prints it. */
function fromPage(name: string): string {
  const block = codeBlocks("docs/stores.md").find(({ code }) => code.includes(`export function ${name}(`));
  const folder = resolve(".cache/crashes");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, block?.code ?? "");
  return file;
}
