import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A database server of one test file: it listens on a socket in a folder of its own, and leaves nothing behind. */
export interface DatabaseServer {
  /** The folder with its socket. */
  folder: string;
  stop(): Promise<void>;
}

/** Programs are looked for on the PATH, and where Debian keeps those of Postgres. */
function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...globSync("/usr/lib/postgresql/*/bin")];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/**
 * Why a database cannot be tested here; `undefined` if it can. In CI, a missing program is an error instead: there, a
 * skipped test would be overlooked.
 */
export function missingProgram(name: string, debianPackage: string): string | undefined {
  if (findProgram(name) !== undefined) return undefined;
  const reason = `${name} is not installed: apt-get install -y ${debianPackage}`;
  if (process.env.CI) throw new Error(reason);
  console.warn(`skipped: ${reason}`);
  return reason;
}

export async function startRedis(): Promise<DatabaseServer> {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-redis-"));
  const options = [
    "--port",
    "0",
    "--unixsocket",
    join(folder, "redis.sock"),
    "--save",
    "",
    "--appendonly",
    "no",
  ];
  return serve(
    folder,
    [findProgram("redis-server") ?? "", ...options],
    /Ready to accept connections|ready to accept/i,
  );
}

export async function startPostgres(): Promise<DatabaseServer> {
  const folder = mkdtempSync(join(tmpdir(), "wacloud-postgres-"));
  chmodSync(folder, 0o777);
  const data = join(folder, "data");
  const { status, stderr } = spawnSync(
    findProgram("initdb") ?? "",
    ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync"],
    { encoding: "utf8", ...ordinaryUser() },
  );
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
  const options = ["-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"];
  return serve(
    folder,
    [findProgram("postgres") ?? "", ...options],
    /ready to accept connections/,
    ordinaryUser(),
  );
}

/** Postgres refuses to run as root: it runs as the user that its package made. */
function ordinaryUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const readId = (option: string) =>
    Number(spawnSync("id", [option, "postgres"], { encoding: "utf8" }).stdout);
  return { uid: readId("-u"), gid: readId("-g") };
}

async function serve(
  folder: string,
  [program = "", ...args]: readonly string[],
  isReady: RegExp,
  user: { uid?: number; gid?: number } = {},
): Promise<DatabaseServer> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...user });
  const ended = once(child, "close");
  let printed = "";
  await new Promise<void>((resolve, reject) => {
    const read = (data: unknown) => {
      printed += data;
      if (isReady.test(printed)) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    ended.then(() => reject(new Error(`${program} did not start: ${printed}`)), reject);
  });
  return {
    folder,
    stop: async () => {
      child.kill("SIGTERM"); // Postgres waits until the last connection is closed
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
