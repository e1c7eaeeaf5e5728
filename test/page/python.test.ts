import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test } from "vitest";
import { missingProgram } from "../support/databases.ts";
import { addCustomer, articles, openPage, sees, shareBrowser, withoutChromium, write } from "./browser.ts";
import { listening } from "./support.ts";

shareBrowser();

const missing = withoutChromium ?? missingProgram("python3", "python3");

/** Starts the bot with nothing but the lines that the page shows for `.env`. */
async function startPython(env: string): Promise<string> {
  const variables = Object.fromEntries(env.split("\n").map((line) => line.split("=", 2)));
  const bot = spawn("python3", ["test/page/bot.py"], {
    env: { PATH: process.env.PATH, ...variables },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void bot.kill());
  for await (const line of createInterface({ input: bot.stdout })) return `http://127.0.0.1:${line}/webhook`;
  throw new Error("The bot did not start.");
}

describe.skipIf(missing)("a bot in Python, without any library", () => {
  test("talks with a customer at the page", async () => {
    const { url } = await listening({ openWindow: false });
    const { page } = await openPage(url);
    const webhook = await startPython((await page.locator(".code-block pre").textContent()) ?? "");
    await page.getByLabel("Webhook URL of your app").fill(webhook);
    await page.getByRole("button", { name: "Verify and use" }).click();
    await page.getByText(`Webhooks go to ${webhook}`).waitFor();
    await addCustomer(page, "Ana Souza", "+5511987654321");
    await write(page, "olá, tudo bem? 🎉");
    await sees(page, "Hello from Python: olá, tudo bem? 🎉");
    await page.getByRole("button", { name: "Coffee" }).click();
    await sees(page, "One Coffee, coming up.");
    expect(await articles(page).count()).toBe(4);
  });
});
