import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, Server as HttpServer, type RequestListener } from "node:http";
import { Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { vi } from "vitest";
import type { Store } from "wacloud";
import { fetchWebhook } from "wacloud/fetch";
import type { LambdaResult } from "wacloud/lambda";
import type { Simulator, WebhookFunction } from "wacloud/testing";
import { type WebhookHandlers, webhookOptionsFromEnv } from "wacloud/webhooks";
import { codeBlocks, pages } from "../../scripts/pages.ts";
import { forms } from "../adapters/lambda-events.ts";

/** A piece of code that readers copy, and that receives webhooks and sends: a block of a page, or an example. */
export interface Bot {
  /** Where it is: `README.md:59`. */
  place: string;
  code: string;
}

/** Every bot of the pages and the examples. */
export function findBots(): Bot[] {
  const blocks = pages().flatMap((page) =>
    codeBlocks(page).map(({ line, code }) => ({ place: `${page}:${line}`, code })),
  );
  const files = globSync(["examples/**/*.ts"], { exclude: ["**/node_modules/**", "**/.next/**"] }).sort();
  const examples = files.map((place) => ({ place, code: readFileSync(place, "utf8") }));
  return [...blocks, ...examples].filter(
    ({ code }) =>
      receives.test(code) && sends.test(code) && !onlyHearsFailures.test(code) && !isTest.test(code),
  );
}

const receives = /\bon(Event)?: ?\{|Webhook\(|: WebhookHandlers|fastifyWebhook/;
/** Nothing fails these customers: their window is open. */
const onlyHearsFailures = /^export const on: WebhookHandlers = \{\n +"status\.failed"/m;
/** `test/docs-tests.test.ts` runs these. */
const isTest = /from "vitest"/;
const sends = /\.replyTo\(|\.send[A-Z]?\w*\(/;

/** What bots export, depending on who calls them. */
interface BotModule {
  on?: WebhookHandlers;
  POST?: WebhookFunction;
  handler?(event: object): Promise<LambdaResult>;
  default?: { fetch(request: Request, env: object, context: object): Promise<Response> } | RequestListener;
  /** A job that a queue runs until it succeeds. */
  remind?(to: string, appointment: string): Promise<void>;
}

/** A bot that runs. */
export interface RunningBot {
  /** Where its webhooks go; `undefined` for a program that has run to its end. */
  webhook: WebhookFunction | string | undefined;
  remind: BotModule["remind"];
  /** Resolves when the work that goes on after a response is done. */
  idle(): Promise<void>;
  stop(): void;
}

/** What surrounds a bot. */
export interface Surroundings {
  /** Where its server listens. */
  port: number;
  /** Stands in for that of `wacloud/testing`. */
  createSimulator(): Simulator;
  /** The store that the client is given. Default: none, as printed. */
  store?: Store | undefined;
}

/** Bots are modules, which run once: each run needs a file of its own. */
const folder = resolve(".cache/bots");
/** Where the files that they save go. */
const place = mkdtempSync(join(tmpdir(), "wacloud-bots-"));
let files = 0;

export function removeBots(): void {
  for (const done of [folder, place]) rmSync(done, { recursive: true, force: true });
}

/** Runs a bot in this process, as printed but for what surrounds it: see {@link adapt}. */
export async function startBot(
  { code: printed, place: from }: Bot,
  surroundings: Surroundings,
): Promise<RunningBot> {
  const { port, createSimulator, store } = surroundings;
  const work: Promise<unknown>[] = [];
  const after = (promise: Promise<unknown>) => void work.push(promise);
  Object.assign(globalThis, {
    surroundings: { createSimulator, after, store, pause: async () => undefined },
  });
  const code = printed.replaceAll(
    /(from |URL\()"(\.\/)?(?=[\w-]+\.(ts|html)")/g,
    `$1"${resolve(dirname(from))}/`,
  );
  vi.stubEnv("PORT", String(port));
  vi.stubEnv("TENANTS_KEY", Buffer.alloc(32, 7).toString("base64"));
  process.argv[2] = code.includes("media.save(") ? place : "+14155552671";
  const { servers, stop } = watch();
  try {
    const module = await load(adapt(store === undefined ? code : withStore(code), port));
    if (typeof module.default === "function") createServer(module.default).listen(port);
    const isServing = servers.some(({ listening }) => listening);
    const webhook =
      findWebhook(module, after) ?? (isServing ? `http://127.0.0.1:${port}/webhook` : undefined);
    return { webhook, remind: module.remind, idle: async () => void (await Promise.all(work)), stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** What a bot starts in this process, and how to end it. */
function watch(): { servers: Server[]; stop(): void } {
  const listen = vi.spyOn(Server.prototype, "listen");
  const servers = listen.mock.contexts as Server[];
  const signals = ["SIGTERM", "SIGINT"] as const;
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const stop = () => {
    for (const server of servers) {
      server.close();
      if (server instanceof HttpServer) server.closeAllConnections();
    }
    listen.mockRestore();
    for (const signal of signals) {
      const added = process.listeners(signal).filter((listener) => !before.has(listener));
      for (const listener of added) process.removeListener(signal, listener);
    }
  };
  return { servers, stop };
}

/** Gives a bot a port that is free, a folder to save files in, pauses that end at once, and a platform to run on. */
function adapt(code: string, port: number): string {
  return code
    .replace(
      'import { createSimulator } from "wacloud/testing";',
      "const { createSimulator } = surroundings;",
    )
    .replace('import { after } from "next/server";', "const { after } = surroundings;")
    .replace(/import .* from "node:timers\/promises";/, "const { pause } = surroundings;")
    .replace("listen(3000", `listen(${port}`)
    .replace("writeFile(`", `writeFile(${JSON.stringify(`${place}/`)} + \``);
}

const withStore = (code: string): string =>
  code.replace("WhatsAppClient.fromEnv()", "WhatsAppClient.fromEnv({ store: surroundings.store })");

async function load(code: string): Promise<BotModule> {
  mkdirSync(folder, { recursive: true });
  files += 1;
  const file = join(folder, `bot-${files}.ts`);
  writeFileSync(file, `${code}\nexport {};\n`);
  return import(/* @vite-ignore */ file);
}

function findWebhook(
  { on, POST, handler, default: worker }: BotModule,
  waitUntil: (promise: Promise<unknown>) => void,
): WebhookFunction | undefined {
  if (on !== undefined) return fetchWebhook({ ...webhookOptionsFromEnv(), on });
  if (POST !== undefined) return POST;
  if (handler !== undefined) return behindLambda(handler);
  if (typeof worker !== "object") return undefined;
  return (request) => worker.fetch(request, process.env, { waitUntil });
}

const behindLambda =
  (handler: NonNullable<BotModule["handler"]>): WebhookFunction =>
  async (request) => {
    const { pathname: path, search } = new URL(request.url);
    const body = new Uint8Array(await request.arrayBuffer());
    const headers = Object.fromEntries(request.headers);
    const [form] = Object.values(forms);
    const event = form?.({ method: request.method, path, query: search.slice(1), headers, body });
    const result = await handler(event ?? {});
    return new Response(result.body, { status: result.statusCode, headers: result.headers });
  };
