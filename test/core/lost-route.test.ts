import { execFile, execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** Why no network can be made here, if none can: that takes Linux, iproute2 and root. */
function findObstacle(): string | undefined {
  const attempt = "ip link add client type veth peer name server && echo 3 > /proc/sys/net/ipv4/tcp_retries2";
  try {
    execFileSync("unshare", ["--net", "sh", "-c", attempt], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return `no network namespace can be made here: ${(error as Error).message}`;
  }
}

// The kernel reports a lost route with the code of a connection that never stood.
test("a message that arrived before the route was lost is not sent again", async (context) => {
  const obstacle = findObstacle();
  if (obstacle !== undefined) console.warn(obstacle);
  context.skip(obstacle !== undefined, obstacle);
  const program = fileURLToPath(new URL("lost-route/main.ts", import.meta.url));
  const words = ["--net", process.execPath, program];
  const { stdout } = await promisify(execFile)("unshare", words, { timeout: 240_000, killSignal: "SIGTERM" });
  const { error, causes } = JSON.parse(stdout);
  expect(error).toBe("AmbiguousSendError");
  expect(causes.at(-1)).toMatch(/^(EHOSTUNREACH|ENETUNREACH)$/);
});
