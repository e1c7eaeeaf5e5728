import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { afterTest, cloud, customer, forge, serve } from "./cloud.ts";
import { parseCopy, parseStages, type Stage } from "./dockerfile.ts";

// No Docker engine is needed: each stage is laid out in a folder as the Dockerfile says, and its commands run there.
const context = "examples/docker";
const stages = parseStages(`${context}/Dockerfile`);
const image = mkdtempSync(join(tmpdir(), "wacloud-docker-"));
const last = stages.at(-1) as Stage;
const path = `${process.cwd()}/node_modules/.bin:${process.env.PATH}`; // node and npm as the image has them

/** What an instruction says in a stage; the last one counts. */
const said = (stage: Stage, name: string) =>
  stage.instructions.filter((one) => one.name === name).at(-1)?.rest ?? "";

const variables = Object.fromEntries(
  said(last, "ENV")
    .split(" ")
    .map((pair) => pair.split("=")),
);

beforeAll(() => {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", image], {
      encoding: "utf8",
    }),
  );
  for (const stage of stages) build(stage, join(image, packed.filename));
});

afterAll(() => rmSync(image, { recursive: true, force: true }));

function build(stage: Stage, tarball: string): void {
  let workdir = join(image, stage.name);
  for (const { name, rest } of stage.instructions) {
    if (name === "WORKDIR") {
      workdir = join(image, stage.name, rest);
      mkdirSync(workdir, { recursive: true });
    } else if (name === "COPY") {
      copy(rest, workdir);
    } else if (name === "RUN") {
      usePacked(join(workdir, "package.json"), tarball);
      const env = { ...process.env, PATH: path, npm_config_offline: "true", npm_config_loglevel: "error" };
      execFileSync("sh", ["-c", rest], { cwd: workdir, env });
    }
  }
}

function copy(rest: string, workdir: string): void {
  const { from, sources, target } = parseCopy(rest);
  const files = from === undefined ? globSync(sources, { cwd: context }) : sources;
  for (const file of files) {
    const source = from === undefined ? join(context, file) : join(image, from, file);
    cpSync(source, target.endsWith("/") ? join(workdir, target, basename(file)) : join(workdir, target), {
      recursive: true,
    });
  }
}

/** The package as it stands here takes the place of the published one. */
function usePacked(manifest: string, tarball: string): void {
  const { dependencies, ...rest } = JSON.parse(readFileSync(manifest, "utf8"));
  writeFileSync(
    manifest,
    JSON.stringify({ ...rest, dependencies: { ...dependencies, wacloud: `file:${tarball}` } }),
  );
}

/** Starts the image's command in its folder, as a container would. */
function start(env: NodeJS.ProcessEnv) {
  const [program, ...words]: string[] = JSON.parse(said(last, "CMD"));
  expect(program).toBe("node");
  return serve(words, { ...env, ...variables }, join(image, last.name, said(last, "WORKDIR")));
}

test("every file that is copied into the image exists, and none is a secret", () => {
  for (const { rest } of stages.flatMap(({ instructions }) =>
    instructions.filter(({ name }) => name === "COPY"),
  )) {
    const { from, sources } = parseCopy(rest);
    expect(sources).not.toEqual([]);
    if (from === undefined)
      for (const source of sources) expect(globSync(source, { cwd: context })).not.toEqual([]);
    else expect(stages.map(({ name }) => name)).toContain(from);
  }
  expect(readFileSync(`${context}/.dockerignore`, "utf8").split("\n")).toEqual(
    expect.arrayContaining([".env", "node_modules"]),
  );
});

test("the image has two stages, is small, and does not run as root", () => {
  expect(stages).toHaveLength(2);
  for (const stage of stages) expect(stage.image).toMatch(/^node:\d+-alpine$/);
  expect(said(last, "USER")).toBe("node");
  expect(said(last, "EXPOSE")).toBe(variables.PORT);
  expect(last.instructions.filter(({ name }) => name === "RUN")).toEqual([]);
});

test("the server answers a signed webhook, refuses a forged one, and passes its health check", async () => {
  const { simulator, env } = await cloud();
  const { url, child, ended } = await start(env);
  await simulator.subscribe(`${url}/webhook`);
  const ana = simulator.user(customer);
  await ana.sends("hello container");
  await simulator.settled();
  expect(ana.inbox.map(({ text }) => text)).toEqual(["hello container"]);
  expect(simulator.webhooks[0]?.attempts).toMatchObject([{ status: 200 }]);
  expect(await forge(`${url}/webhook`)).toBe(401);
  expect((await fetch(`${url}/other`)).status).toBe(404);

  const check = () => {
    const [program = "", ...words]: string[] = JSON.parse(said(last, "HEALTHCHECK").replace(/^.*?CMD /, ""));
    execFileSync(program, words, { env: { ...process.env, PATH: path, PORT: new URL(url).port } });
  };
  expect(check).not.toThrow();
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(check).toThrow();
});

test("SIGTERM lets work in flight finish: the reply is sent, and Meta receives 200", async () => {
  const { simulator, env } = await cloud();
  const api = await gate(String(env.WHATSAPP_API_BASE_URL));
  const { url, child, ended, printed } = await start({ ...env, WHATSAPP_API_BASE_URL: api.url });
  await simulator.subscribe(`${url}/webhook`);
  const ana = simulator.user(customer);
  const delivered = ana.sends("goodbye");
  await api.reached;
  child.kill("SIGTERM");
  const isClosed = () =>
    fetch(`${url}/health`).then(
      () => false,
      () => true,
    );
  await expect.poll(isClosed).toBe(true);
  expect(ana.inbox).toEqual([]);
  api.open();
  await delivered;
  expect(await ended).toBe(0);
  expect(printed()).toMatch(/closed\n$/);
  expect(ana.inbox.map(({ text }) => text)).toEqual(["goodbye"]);
  expect(simulator.webhooks[0]?.attempts).toMatchObject([{ status: 200 }]);
});

/** Stands before the Cloud API and holds the first call back until it is opened. */
async function gate(target: string) {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    await opened;
    const { authorization = "", "content-type": type = "" } = request.headers;
    const headers = { authorization, "content-type": type };
    const answer = await fetch(target + request.url, { method: "POST", headers, body: Buffer.concat(parts) });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  afterTest(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, open, reached: once(server, "request") };
}
