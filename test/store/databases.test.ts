import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Redis } from "ioredis";
import { Pool } from "pg";
import { createClient } from "redis";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Store } from "wacloud";
import { testStore } from "wacloud/testing";
import { codeBlocks } from "../../scripts/pages.ts";
import { type DatabaseServer, missingProgram, startPostgres, startRedis } from "../support/databases.ts";

// The stores of docs/stores.md, as they are printed there, on real databases.

const page = "docs/stores.md";
const folder = resolve(".cache/stores");
const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A function that a block of the page exports. */
async function fromPage<Arguments extends unknown[]>(name: string): Promise<(...args: Arguments) => Store> {
  const block = codeBlocks(page).find(({ code }) => code.includes(`export function ${name}(`));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, block?.code ?? "");
  return (await import(/* @vite-ignore */ file))[name];
}

async function running(start: () => Promise<DatabaseServer>): Promise<string> {
  const server = await start();
  cleanUp.push(() => server.stop());
  return server.folder;
}

describe.skipIf(missingProgram("redis-server", "redis-server"))("on Redis", () => {
  test("ioredisStore meets the contract over two connections", async () => {
    const ioredisStore = await fromPage<[Redis]>("ioredisStore");
    const path = join(await running(startRedis), "redis.sock");
    await testStore(() => {
      const redis = new Redis(path);
      cleanUp.push(() => redis.quit());
      return ioredisStore(redis);
    });
  });

  test("nodeRedisStore meets the contract over two connections", async () => {
    const nodeRedisStore = await fromPage<[unknown]>("nodeRedisStore");
    const path = join(await running(startRedis), "redis.sock");
    await testStore(async () => {
      const redis = createClient({ socket: { path, tls: false } });
      await redis.connect();
      cleanUp.push(() => redis.close());
      return nodeRedisStore(redis);
    });
  });
});

describe.skipIf(missingProgram("postgres", "postgresql"))("on Postgres", () => {
  test("postgresStore meets the contract over two pools", async () => {
    const postgresStore = await fromPage<[Pool]>("postgresStore");
    const host = await running(startPostgres);
    const connect = () => {
      const pool = new Pool({ host, user: "postgres", database: "postgres" });
      cleanUp.push(() => pool.end());
      return pool;
    };
    const [sql = ""] = /^```sql\n(.*?)^```$/ms.exec(await pageText())?.slice(1) ?? [];
    await connect().query(sql);
    await testStore(() => postgresStore(connect()));
  });
});

describe("on SQLite", () => {
  test("sqliteStore meets the contract over two connections", async () => {
    const sqliteStore = await fromPage<[string]>("sqliteStore");
    const place = mkdtempSync(join(tmpdir(), "wacloud-sqlite-"));
    cleanUp.push(() => rmSync(place, { recursive: true, force: true }));
    await testStore(() => sqliteStore(join(place, "store.db")));
  });
});

test("every store of the page is tested here, or with the runtimes", () => {
  const names = codeBlocks(page).flatMap(({ code }) => /export function (\w+Store)\(/.exec(code)?.[1] ?? []);
  expect(names.sort()).toEqual([
    "durableStore",
    "ioredisStore",
    "nodeRedisStore",
    "postgresStore",
    "sqliteStore",
  ]);
});

const pageText = async (): Promise<string> => (await import("node:fs/promises")).readFile(page, "utf8");
