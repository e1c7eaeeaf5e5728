import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { WhatsAppClient } from "wacloud";
import { nodeWebhook } from "wacloud/node";
import type { Simulator, SimulatorOptions } from "wacloud/testing";
import type { WebhookHandlers } from "wacloud/webhooks";
import { missingProgram } from "../support/databases.ts";
import { listening } from "./support.ts";

/** Why these tests cannot run here; `undefined` if they can. */
export const withoutChromium = missingProgram("chromium", "chromium");

let browser: Browser | undefined;

/** One browser for all tests of a file; each opens pages in a context of its own. */
export function shareBrowser(): void {
  beforeAll(async () => {
    if (withoutChromium !== undefined) return;
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  });
  afterAll(() => browser?.close());
}

interface Seen {
  page: Page;
  /** What went wrong in the page: exceptions, refused loads, errors on its console. */
  problems: string[];
  /** Addresses that the page asked for outside of the simulator. */
  elsewhere: string[];
}

/** A page in a context of its own, on a screen of this size, until the test has ended. */
export async function newPage({
  width = 1440,
  height = 900,
  dark = false,
  touch = false,
} = {}): Promise<Page> {
  if (browser === undefined) throw new Error("Call shareBrowser() first.");
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    hasTouch: touch,
    locale: "en-US",
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  return page;
}

/** Opens the page of a simulator as a person would. */
export async function openPage(url: string, screen: Parameters<typeof newPage>[0] = {}): Promise<Seen> {
  const page = await newPage(screen);
  const problems: string[] = [];
  const elsewhere: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url());
  });
  await page.goto(url);
  await page.getByRole("heading", { level: 1, name: "wacloud simulator" }).waitFor();
  await page.getByRole("heading", { level: 2 }).first().waitFor();
  return { page, problems, elsewhere };
}

export interface Bot {
  simulator: Simulator;
  url: string;
  whatsapp: WhatsAppClient;
  /** Where the bot's webhook is. */
  webhook: string;
}

/** A simulator as the command starts it, and a bot behind a real socket. */
export async function startBot(
  on: (whatsapp: WhatsAppClient) => WebhookHandlers,
  options: SimulatorOptions = {},
): Promise<Bot> {
  const { simulator, url } = await listening({
    openWindow: false,
    closedWindow: "webhook",
    readsAutomatically: false,
    ...options,
  });
  const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const handle = nodeWebhook({
    ...simulator.webhookOptions,
    store: whatsapp.store,
    logger: quiet,
    onError: () => undefined,
    on: on(whatsapp),
  });
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
  await simulator.subscribe(webhook);
  return { simulator, url, whatsapp, webhook };
}

export const articles = (page: Page) => page.getByRole("list", { name: "Messages" }).getByRole("article");

/** Adds a customer by the page's form. */
export async function addCustomer(page: Page, name: string, number: string): Promise<void> {
  await page.getByRole("button", { name: "Add a customer" }).click();
  const dialog = page.getByRole("dialog", { name: "New customer" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Phone number").fill(number);
  await dialog.getByRole("button", { name: "Add customer" }).click();
  await page.getByRole("heading", { name, level: 2 }).waitFor();
}

/** Writes as the customer whose chat is open. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}

/** Waits for a message with this text in the open chat. */
export const sees = (page: Page, text: string | RegExp) =>
  articles(page).filter({ hasText: text }).last().waitFor();

/** Waits until an element that matches has the focus. */
export const hasFocus = (page: Page, selector: string) =>
  page.waitForFunction((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

/** How much wider the page, or a part of it that scrolls, is than there is room for. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const parts = document.querySelectorAll(
      "html, .start, .chat-scroll, .customers, .business, .log, .dialog",
    );
    return Math.max(...[...parts].map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
  });

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds wrong with the page as it is. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe); // by the debugger's protocol, which the page's policy does not bind
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: typeof import("axe-core") };
    const found = await checker.run(document, { resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
  });
}
