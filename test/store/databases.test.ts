import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { Pool } from "pg";
import { createClient } from "redis";
import { afterEach, describe, expect, test } from "vitest";
import { testStore } from "wacloud/testing";
import { codeBlocks } from "../../scripts/pages.ts";
import { type DatabaseServer, missingProgram, startPostgres, startRedis } from "../support/databases.ts";
import { importStore, page } from "../support/docs-stores.ts";

// The stores of docs/stores.md, as they are printed there, on real databases.

const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function running(start: () => Promise<DatabaseServer>): Promise<string> {
  const server = await start();
  cleanUp.push(() => server.stop());
  return server.folder;
}

describe.skipIf(missingProgram("redis-server", "redis-server"))("on Redis", () => {
  test("ioredisStore meets the contract over two connections", async () => {
    const ioredisStore = await importStore<[Redis]>("ioredisStore");
    const path = join(await running(startRedis), "redis.sock");
    await testStore(() => {
      const redis = new Redis(path);
      cleanUp.push(() => redis.quit());
      return ioredisStore(redis);
    });
  });

  test("nodeRedisStore meets the contract over two connections", async () => {
    const nodeRedisStore = await importStore<[unknown]>("nodeRedisStore");
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
    const postgresStore = await importStore<[Pool]>("postgresStore");
    const host = await running(startPostgres);
    const connect = () => {
      const pool = new Pool({ host, user: "postgres", database: "postgres" });
      cleanUp.push(() => pool.end());
      return pool;
    };
    const [sql = ""] = /^```sql\n(.*?)^```$/ms.exec(readFileSync(page, "utf8"))?.slice(1) ?? [];
    await connect().query(sql);
    await testStore(() => postgresStore(connect()));
  });
});

describe("on SQLite", () => {
  test("sqliteStore meets the contract over two connections", async () => {
    const sqliteStore = await importStore<[string]>("sqliteStore");
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
