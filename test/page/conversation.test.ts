import { describe, expect, test } from "vitest";
import {
  addCustomer,
  articles,
  hasFocus,
  openPage,
  overflow,
  sees,
  shareBrowser,
  startBot,
  withoutChromium,
  write,
} from "./browser.ts";

shareBrowser();

/** Greets, offers buttons and a list, and repeats what was chosen. */
const shop = () =>
  startBot((whatsapp) => ({
    "message.text": async (event) => {
      const reply = whatsapp.replyTo(event);
      await reply.markAsRead({ typing: true });
      if (event.message.text.body === "menu") {
        await reply.sendList({
          body: "What would you like?",
          button: "Open the menu",
          sections: [
            {
              title: "Drinks",
              rows: [
                { id: "tea", title: "Tea", description: "Green" },
                { id: "coffee", title: "Coffee" },
              ],
            },
          ],
        });
        return;
      }
      await reply.sendButtons({
        body: `Hello *${event.from.name}*, deliver on _Monday_?`,
        buttons: [
          { id: "yes", title: "Yes" },
          { id: "no", title: "No" },
        ],
      });
    },
    "message.interactive.button_reply": async (event) => {
      await whatsapp
        .replyTo(event)
        .sendText({ body: `You said ${event.message.interactive.button_reply.title}.` });
    },
    "message.interactive.list_reply": async (event) => {
      await whatsapp
        .replyTo(event)
        .sendText({ body: `One ${event.message.interactive.list_reply.title}, coming up.` });
    },
    "message.image": async (event) => {
      await whatsapp.replyTo(event).sendText({ body: `What a picture: ${event.message.image.caption}` });
    },
  }));

/** Whether part of an element lies beyond the chat that it scrolls with, or beyond the page. */
function isCutOff(element: Element): boolean {
  const inner = element.getBoundingClientRect();
  const outer = (element.closest(".chat-scroll") ?? document.documentElement).getBoundingClientRect();
  return inner.left < outer.left || inner.right > outer.right || inner.top < outer.top;
}

describe.skipIf(withoutChromium)("a customer at the page talks with a bot", () => {
  test("text, buttons and a list, from an empty page to the answer", async () => {
    const { simulator, url } = await shop();
    const { page, problems, elsewhere } = await openPage(url);
    await page.getByRole("button", { name: "Add customer" }).click();
    await page.getByText("Window closed: has not written yet").first().waitFor();
    await write(page, "hi");
    await sees(page, "Hello Ana Souza, deliver on Monday?");
    expect(await articles(page).last().locator("strong").textContent()).toBe("Ana Souza");
    await page
      .getByText(/Window open, 23 h 59 min/)
      .first()
      .waitFor();

    await page.getByRole("button", { name: "Yes", exact: true }).click();
    await sees(page, "You said Yes.");
    await write(page, "menu");
    await page.getByRole("button", { name: "Open the menu" }).click();
    await page
      .getByRole("dialog", { name: "Open the menu" })
      .getByRole("button", { name: "Tea Green" })
      .click();
    await sees(page, "One Tea, coming up.");

    const ana = simulator.user("+5511987654321");
    expect(ana.outbox.map(({ type }) => type)).toEqual(["text", "interactive", "text", "interactive"]);
    await simulator.settled();
    await expect.poll(() => ana.inbox.every(({ isRead }) => isRead)).toBe(true);
    await page.getByRole("img", { name: "Marked as read by your app" }).first().waitFor();
    expect({ problems, elsewhere }).toEqual({ problems: [], elsewhere: [] });
  });

  test("with the keyboard alone", async () => {
    const { url } = await shop();
    const { page } = await openPage(url);
    // The shortcuts work a moment after the page is drawn.
    const dialog = page.locator("dialog[open]");
    for (let presses = 0; presses < 100 && (await dialog.count()) === 0; presses += 1) {
      await page.keyboard.press("n");
      await page.waitForTimeout(250);
    }
    await hasFocus(page, "dialog[open] input[name=name]");
    await page.keyboard.type("Dana Levi"); // over the name that is suggested
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Dana Levi", level: 2 }).waitFor();
    await hasFocus(page, "textarea");
    await page.keyboard.type("hello");
    await page.keyboard.press("Enter");
    await sees(page, "deliver on Monday?");
    // Back out of the field, to the newest message, and to its first button.
    await page.keyboard.press("Shift+Tab");
    while (!(await page.evaluate(() => document.activeElement?.matches(".action") ?? false))) {
      await page.keyboard.press("Shift+Tab");
    }
    await page.keyboard.press("Shift+Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Yes");
    await page.keyboard.press("Enter");
    await sees(page, "You said Yes.");
    await page.keyboard.press("i");
    await hasFocus(page, ".entry-line");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /Payload|Request/ }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("coming up");
    await page.getByText("Nothing matches.").waitFor();
  });

  test("a dialog begins with what is filled in or chosen", async () => {
    const { simulator, url } = await shop();
    await simulator.user("+5511987654321", { name: "Ana Souza" }).sends("menu");
    const { page } = await openPage(url);
    await page.getByRole("button", { name: "Open the menu" }).click();
    await hasFocus(page, ".list-row");
    await page.keyboard.press("Enter");
    await sees(page, "One Tea, coming up.");
    for (const [button, field] of [
      ["Location", "latitude"],
      ["Contact", "name"],
    ]) {
      await page.getByRole("button", { name: "Attach" }).click();
      await page.getByRole("button", { name: button, exact: true }).click();
      await hasFocus(page, `[name=${field}]`);
      await page.keyboard.press("Escape");
    }
    await page.keyboard.press("b");
    await page.getByRole("button", { name: "Review hello_world" }).click();
    await page.getByRole("button", { name: "Reject with a reason…" }).click();
    await hasFocus(page, "[name=reason]");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Reset the simulator" }).click();
    await hasFocus(page, "[aria-label=Close]"); // not the button that deletes everything
  });

  test("a chosen customer is written to at once", async () => {
    const { simulator, url } = await shop();
    simulator.user("+5511987654321", { name: "Ana Souza" });
    simulator.user("+5511987654322", { name: "Bruno Lima" });
    const { page } = await openPage(url);
    await page.getByRole("heading", { name: "Ana Souza", level: 2 }).waitFor(); // the first of the list
    await page.getByRole("button", { name: /^Bruno Lima/ }).click();
    await hasFocus(page, "textarea");
    await page.keyboard.type("Hello");
    await page.keyboard.press("Enter");
    await sees(page, "Hello Bruno Lima, deliver on Monday?");
  });

  test("two customers at once, each with what they have not read", async () => {
    const { simulator, url, whatsapp } = await shop();
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    await write(page, "hi");
    await sees(page, "Hello Ana Souza");
    await addCustomer(page, "Bruno Lima", "+351912345678");
    await write(page, "menu");
    await sees(page, "What would you like?");
    await whatsapp.messages.sendText({ to: "+5511987654321", body: "Still there, Ana?" });
    const line = page.getByRole("navigation").getByRole("button", { name: /Ana Souza/ });
    await line.getByText("1 unread").waitFor();
    await simulator.settled();
    const ana = simulator.user("+5511987654321");
    expect(ana.inbox.at(-1)?.isRead).toBe(false);
    await line.click();
    await sees(page, "Still there, Ana?");
    await page.getByRole("navigation").getByText("1 unread").waitFor({ state: "detached" });
    await expect.poll(() => ana.inbox.at(-1)?.isRead).toBe(true);
    const said = page
      .getByRole("status")
      .filter({ hasText: "Test Business to Ana Souza: Still there, Ana?" });
    await expect.poll(() => said.count()).toBe(1);
  });

  test("a reload in the middle loses nothing, not even what is being written", async () => {
    const { simulator, url } = await shop();
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    await addCustomer(page, "Bruno Lima", "+351912345678");
    await page
      .getByRole("navigation")
      .getByRole("button", { name: /Ana Souza/ })
      .click();
    await write(page, "hi");
    await sees(page, "Hello Ana Souza");
    await page.getByRole("textbox", { name: "Message" }).fill("half a sen");
    await simulator.settled();
    const entries = page.getByRole("list", { name: "Calls and webhooks" }).getByRole("listitem");
    const happened = simulator.requests.length + simulator.webhooks.length;
    await expect.poll(() => entries.count()).toBe(happened);
    await page.reload();
    await sees(page, "Hello Ana Souza");
    await expect.poll(() => page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("half a sen");
    await expect.poll(() => articles(page).count()).toBe(2);
    await expect.poll(() => entries.count()).toBe(happened);
    await page.getByRole("button", { name: "Yes", exact: true }).click();
    await sees(page, "You said Yes.");
  });

  test("an image by drag, shown on both sides", async () => {
    const { simulator, url } = await shop();
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    const transfer = await page.evaluateHandle(async () => {
      const canvas = document.createElement("canvas");
      canvas.width = 64;
      canvas.height = 48;
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
      const held = new DataTransfer();
      held.items.add(new File([blob ?? ""], "cake.png", { type: "image/png" }));
      return held;
    });
    const chat = page.locator(".chat");
    await chat.dispatchEvent("dragover", { dataTransfer: transfer });
    await page.getByText("Drop files to send them as Ana Souza").waitFor();
    await chat.dispatchEvent("drop", { dataTransfer: transfer });
    await page.getByRole("list", { name: "Files to send" }).getByText("cake.png").waitFor();
    await write(page, "the cake");
    await sees(page, "What a picture: the cake");
    const image = articles(page).first().locator("img");
    const readWidth = () => image.evaluate((element: HTMLImageElement) => element.naturalWidth);
    await expect.poll(readWidth).toBe(64);
    const [sent] = simulator.user("+5511987654321").outbox;
    expect(sent).toMatchObject({ type: "image", content: { mime_type: "image/png", caption: "the cake" } });
  });

  test("quotes, reactions, edits and deletions", async () => {
    const { simulator, url } = await shop();
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    await write(page, "hi");
    await sees(page, "Hello Ana Souza");
    const [mine, theirs] = [articles(page).first(), articles(page).nth(1)];
    await theirs.hover();
    await theirs.getByRole("button", { name: "React" }).click();
    await theirs.getByRole("button", { name: "Thumbs up" }).click();
    await theirs.getByRole("img", { name: "Reactions: 👍" }).waitFor();
    await theirs.getByRole("button", { name: "Quote in a reply" }).click();
    await write(page, "this one");
    await sees(page, "this one");
    expect(
      await articles(page).filter({ hasText: "this one" }).locator("blockquote").first().textContent(),
    ).toContain("Hello Ana Souza");
    await mine.hover();
    await mine.getByRole("button", { name: "Edit" }).click();
    await write(page, "good morning");
    await mine.getByText("good morning").waitFor();
    await mine.getByText("Edited").waitFor();
    await mine.hover();
    await mine.getByRole("button", { name: "Delete for everyone" }).click();
    await mine.getByText("This message was deleted.").waitFor();
    const types = () => simulator.user("+5511987654321").outbox.map(({ type }) => type);
    await expect.poll(types).toEqual(["text", "reaction", "text", "edit", "revoke"]);
  });

  test("somebody who is typing is seen typing, until the message arrives", async () => {
    let answer = (): void => undefined;
    const { url } = await startBot((whatsapp) => ({
      "message.text": async (event) => {
        const reply = whatsapp.replyTo(event);
        await reply.markAsRead({ typing: true });
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        await reply.sendText({ body: "Sorry for the wait." });
      },
    }));
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    await write(page, "hi");
    await page.getByRole("status").filter({ hasText: "Test Business is typing" }).waitFor();
    await page.getByRole("navigation").getByText("typing…").waitFor();
    answer();
    await sees(page, "Sorry for the wait.");
    await page.getByText("Test Business is typing").waitFor({ state: "detached" });
  });

  test("menus look alike, wherever they open, and are not cut off", async () => {
    const { simulator, url, whatsapp } = await shop();
    await simulator.user("+5511987654321", { name: "Ana Souza" }).sends("Hello");
    const { page } = await openPage(url);
    await whatsapp.messages.sendText({ to: "+5511987654321", body: "As wide as it can be. ".repeat(8) });
    await sees(page, "As wide");
    for (const name of ["Attach", "Emoji", "React", "What Ana Souza does", "Where webhooks go"]) {
      await articles(page).last().hover();
      await page.getByTitle(name, { exact: true }).last().click();
      const menu = page.locator(".menu");
      expect(await menu.evaluate((element) => getComputedStyle(element).padding)).toBe("4px");
      expect(await menu.evaluate(isCutOff)).toBe(false);
      await page.keyboard.press("Escape");
      await menu.waitFor({ state: "detached" });
    }
  });

  test("a pasted file and an emoji", async () => {
    const { simulator, url } = await startBot(() => ({ message: () => undefined }));
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    await page.getByRole("textbox", { name: "Message" }).evaluate((area) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(["%PDF"], "invoice.pdf", { type: "application/pdf" }));
      area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    });
    await page.getByRole("button", { name: "Emoji" }).click();
    await page.getByRole("button", { name: "Party popper" }).click();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await articles(page)
      .last()
      .getByRole("link", { name: /invoice\.pdf/ })
      .waitFor();
    expect(simulator.user("+5511987654321").outbox).toMatchObject([
      { type: "document", content: { filename: "invoice.pdf", caption: "🎉", mime_type: "application/pdf" } },
    ]);
  });

  test("on a phone, one panel at a time", async () => {
    const { url } = await shop();
    const { page } = await openPage(url, { width: 390, height: 844, touch: true });
    const panels = page.getByRole("navigation", { name: "Panels" });
    await page.getByRole("button", { name: "Add customer" }).click();
    await write(page, "hi");
    await sees(page, "Hello Ana Souza");
    await panels.getByRole("button", { name: "Inspector" }).click();
    await page.getByRole("button", { name: /text from Ana Souza/ }).waitFor();
    expect(await page.getByRole("textbox", { name: "Message" }).count()).toBe(0);
    expect(await overflow(page)).toBe(0);
  });
});
