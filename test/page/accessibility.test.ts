import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import {
  addCustomer,
  articles,
  openPage,
  overflow,
  sees,
  shareBrowser,
  startBot,
  violations,
  withoutChromium,
  write,
} from "./browser.ts";

shareBrowser();

/** Everything that a chat can show. */
async function fill(page: Page): Promise<void> {
  const { simulator, whatsapp } = await current();
  const ana = simulator.user("+5511987654321");
  const to = "+5511987654321";
  await write(page, "hi *there*\n> quoted\n- one\n```mono```");
  await sees(page, "Welcome");
  await ana.sends({ type: "document", document: { filename: "a.pdf", caption: "see" } });
  await ana.sends({ type: "location", location: { latitude: 1, longitude: 2, name: "Shop" } });
  await ana.sends({ type: "audio", audio: {} });
  await whatsapp.messages.sendList({
    to,
    body: "Pick",
    button: "Open",
    sections: [{ title: "All", rows: [{ id: "1", title: "One", description: "The first" }] }],
  });
  await whatsapp.messages.sendTemplate({ to, name: "hello_world", language: "en_US" });
  await whatsapp.messages.sendImage({ to, link: "https://example.com/a.png", caption: "A picture" });
  await ana.reacts(ana.inbox[0]?.id ?? "", "👍").catch(() => undefined);
  simulator.user("+351912345678", { name: "Bruno Lima" });
  await whatsapp.messages.sendText({ to: "+351912345678", body: "shut" });
  await simulator.settled();
  await sees(page, "A picture");
}

let current: () => ReturnType<typeof startBot>;

describe.skipIf(withoutChromium).each([
  { theme: "light", dark: false },
  { theme: "dark", dark: true },
])("axe-core finds nothing, $theme", ({ dark }) => {
  test("from the first screen to menus and dialogs", async () => {
    const bot = await startBot((whatsapp) => ({
      "message.text": async (event) => {
        await whatsapp
          .replyTo(event)
          .sendButtons({ body: "Welcome", footer: "Bye", buttons: [{ id: "a", title: "Yes" }] });
      },
    }));
    current = async () => bot;
    const { page } = await openPage(bot.url, { dark });
    expect(await violations(page)).toEqual([]);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    expect(await violations(page)).toEqual([]);
    await fill(page);
    expect(await violations(page)).toEqual([]);

    await page.getByRole("button", { name: /131047 failed/ }).click();
    await page
      .getByRole("button", { name: /POST messages/ })
      .first()
      .click();
    await articles(page).first().locator("time").click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "Open", exact: true }).last().click();
    await page.getByRole("dialog", { name: "Open" }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    await page.getByTitle("Fail the next calls").click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Business" }).click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test("on a phone", async () => {
    const bot = await startBot((whatsapp) => ({
      "message.text": async (event) => {
        await whatsapp.replyTo(event).sendText({ body: "Welcome" });
      },
    }));
    const { page } = await openPage(bot.url, { width: 360, height: 740, dark, touch: true });
    expect(await overflow(page)).toBe(0);
    await page.getByRole("button", { name: "Add customer" }).click();
    await write(page, "hi");
    await sees(page, "Welcome");
    const panels = page.getByRole("navigation", { name: "Panels" });
    for (const name of ["Chat", "Customers", "Inspector"]) {
      await panels.getByRole("button", { name }).click();
      expect(await violations(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
    }
  });
});
