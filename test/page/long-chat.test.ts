import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { articles, openPage, sees, shareBrowser, startBot, withoutChromium } from "./browser.ts";

shareBrowser();

const length = 3000;

/** Lets the page draw what it has to. */
const frames = (page: Page) =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 5; frame += 1) await new Promise((done) => requestAnimationFrame(done));
  });

/** The message at the top of the screen, and how far from the top. */
const readPlace = (page: Page) =>
  page.evaluate(() => {
    const scroller = document.querySelector(".chat-scroll");
    const { top } = scroller?.getBoundingClientRect() ?? { top: 0 };
    const rows = [...document.querySelectorAll("[data-message]")];
    const row = rows.find((one) => one.getBoundingClientRect().bottom > top + 1);
    return {
      id: row?.getAttribute("data-message"),
      offset: Math.round((row?.getBoundingClientRect().top ?? 0) - top),
    };
  });

describe.skipIf(withoutChromium)("a chat of 3,000 messages", () => {
  test("holds at most 300 in the document, and stays where one reads while others arrive", async () => {
    const { simulator, url } = await startBot(() => ({}), { throughput: false, pairLimit: false });
    simulator.webhookUrl = undefined;
    const ana = simulator.user("+5511987654321", { name: "Ana Souza" });
    for (let index = 1; index <= length; index += 1) {
      await ana.sends(`Message ${index}.${" More words.".repeat(index % 17)}`);
    }
    const { page, problems } = await openPage(url);
    await sees(page, `Message ${length}.`);
    const count = () => page.locator("[data-message]").count();
    expect(await count()).toBeLessThanOrEqual(300);
    const scroll = (share: number) =>
      page.evaluate((to) => {
        const scroller = document.querySelector(".chat-scroll") as HTMLElement;
        scroller.scrollTop = (scroller.scrollHeight - scroller.clientHeight) * to;
      }, share);

    for (const share of [0.7, 0.35, 0.05]) {
      await scroll(share);
      await frames(page);
      expect(await count()).toBeLessThanOrEqual(300);
      const isCovered = await page.evaluate(() => {
        const { left, top, width, height } = (
          document.querySelector(".chat-scroll") as HTMLElement
        ).getBoundingClientRect();
        const at = document.elementFromPoint(left + width / 2, top + height / 2);
        return at?.closest("[data-message], .messages") !== null;
      });
      expect(isCovered).toBe(true);
    }

    const place = await readPlace(page);
    await ana.sends("One more at the end.");
    await page
      .getByRole("list", { name: "Calls and webhooks" })
      .getByText("text from Ana Souza")
      .first()
      .waitFor();
    await frames(page);
    expect(await readPlace(page)).toEqual(place);

    await page.getByRole("button", { name: "Newest" }).click();
    await sees(page, "One more at the end.");
    await ana.sends("And another.");
    await sees(page, "And another.");
    expect(await articles(page).last().isVisible()).toBe(true);
    await scroll(0);
    await sees(page, "Message 1.");
    expect(await count()).toBeLessThanOrEqual(300);
    expect(problems).toEqual([]);
  });

  test("is read from message to message with the arrow keys", async () => {
    const { simulator, url } = await startBot(() => ({}), { throughput: false });
    simulator.webhookUrl = undefined;
    const ana = simulator.user("+5511987654321", { name: "Ana Souza" });
    for (let index = 1; index <= 400; index += 1) await ana.sends(`Message ${index}.`);
    const { page } = await openPage(url);
    await sees(page, "Message 400.");
    await articles(page).last().focus();
    for (let step = 0; step < 250; step += 1) await page.keyboard.press("ArrowUp");
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toContain("Message 150.");
    await page.keyboard.press("Enter");
    await page.getByText("Calls and webhooks of the selected message").waitFor();
  });
});
