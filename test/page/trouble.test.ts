import { describe, expect, test } from "vitest";
import {
  addCustomer,
  articles,
  openPage,
  sees,
  shareBrowser,
  startBot,
  withoutChromium,
  write,
} from "./browser.ts";

shareBrowser();

const log = "Calls and webhooks";

describe.skipIf(withoutChromium)("what goes wrong is shown, with what helps", () => {
  test("a text after the window closed fails with 131047 and its hint, and a template arrives", async () => {
    const { simulator, url, whatsapp } = await startBot(() => ({ "message.text": () => undefined }));
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    await write(page, "hi");
    await page.getByTitle("Move the clock").click();
    await page.getByRole("button", { name: "25 hours: all windows close" }).click();
    await page.getByRole("heading", { name: "Ana Souza" }).waitFor();
    await page.getByTitle("Open the 24-hour window").getByText("Window closed").waitFor();

    await whatsapp.messages.sendText({ to: "+5511987654321", body: "Are you still there?" });
    await sees(page, "Are you still there?");
    const failed = articles(page).filter({ hasText: "Are you still there?" });
    await failed.getByText("Not delivered: 131047").waitFor();
    await failed
      .getByText(
        "More than 24 hours have passed since the customer last wrote. Send a template message instead.",
      )
      .waitFor();
    await failed.getByRole("img", { name: "Failed" }).waitFor();
    await expect.poll(() => failed.getByRole("button").count()).toBe(1); // nothing but "Show its calls and webhooks"

    const parameters = ["Ana", "777", "Monday"];
    await whatsapp.messages.sendTemplate({
      to: "+5511987654321",
      name: "order_confirmation",
      language: "en_US",
      parameters,
    });
    await sees(page, "Hi Ana, your order #777 has been confirmed and will be delivered by Monday.");
    const template = articles(page).last();
    expect(await template.textContent()).toMatch(/Your Order is Confirmed!.*Reply STOP to unsubscribe/s);
    await template.getByRole("img", { name: /Delivered|Read/ }).waitFor();
    expect(simulator.user("+5511987654321").inbox).toHaveLength(1);

    await page.getByRole("button", { name: "Errors" }).click();
    const entry = page.getByRole("button", { name: /131047 failed/ });
    await entry.click();
    await page.getByRole("link", { name: "Meta's page of error codes" }).waitFor();
  });

  test("a message that did not arrive cannot be answered", async () => {
    const { simulator, url, whatsapp } = await startBot(() => ({}));
    const ana = simulator.user("+5511987654321", { name: "Ana Souza" });
    ana.goesOffline();
    ana.openWindow();
    const buttons = [{ id: "yes", title: "Yes" }];
    await whatsapp.messages.sendButtons({ to: "+5511987654321", body: "Monday?", buttons });
    const { page } = await openPage(url);
    const yes = articles(page).getByRole("button", { name: "Yes" });
    await yes.waitFor();
    await expect.poll(() => yes.isDisabled()).toBe(true);
    expect(await articles(page).getByRole("button", { name: "Quote in a reply" }).count()).toBe(0);
    await ana.comesOnline();
    await articles(page).getByRole("button", { name: "Quote in a reply" }).waitFor();
    await expect.poll(() => yes.isDisabled()).toBe(false);
  });

  test("the button in the chat's head closes and opens the window", async () => {
    const { simulator, url } = await startBot(() => ({ "message.text": () => undefined }));
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    const ana = simulator.user("+5511987654321");
    await page.getByTitle("Open the 24-hour window").click();
    await page.getByTitle("Close the 24-hour window").waitFor();
    expect(ana.hasOpenWindow()).toBe(true);
    await page.getByTitle("Close the 24-hour window").click();
    await page.getByTitle("Open the 24-hour window").waitFor();
    expect(ana.hasOpenWindow()).toBe(false);
  });

  test("a webhook that the app did not take can be replayed", async () => {
    let isBroken = true;
    const { url } = await startBot(
      (whatsapp) => ({
        "message.text": async (event) => {
          if (isBroken) throw new Error("not yet");
          await whatsapp.replyTo(event).sendText({ body: "Here I am." });
        },
      }),
      { redeliveryPausesMs: [] },
    );
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    await write(page, "hi");
    const mine = articles(page).first();
    await mine.getByText("Your app answered 500").waitFor();
    await mine.getByText("replay the webhook in the inspector").waitFor();
    isBroken = false;
    await mine.locator("time").click(); // selects the message: the inspector shows what belongs to it
    await page.getByText("Calls and webhooks of the selected message").waitFor();
    await page.getByRole("button", { name: /text from Ana Souza/ }).click();
    await page.getByRole("list", { name: "Attempts" }).getByText("answered 500").waitFor();
    await page.getByRole("button", { name: "Replay" }).click();
    await sees(page, "Here I am.");
    await page.getByRole("list", { name: "Attempts" }).getByText("answered 200").waitFor();
    await mine.getByText("Your app answered 500").waitFor({ state: "detached" });
  });

  test("a fault that was asked for hits the next call, and is marked in the inspector", async () => {
    const failures: string[] = [];
    const { url } = await startBot((whatsapp) => ({
      "message.text": async (event) => {
        const reply = whatsapp.replyTo(event);
        await reply
          .sendText({ body: "first" }, { idempotencyKey: "a" })
          .catch((error) => failures.push(error.name));
        await reply.sendText({ body: "second" }, { idempotencyKey: "b" });
      },
    }));
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    await page.getByTitle("Fail the next calls").click();
    await page.getByRole("button", { name: /130429 Rate limit hit/ }).click();
    await page.getByText("Failing: 130429 ×1").waitFor();
    await write(page, "hi");
    await sees(page, "second");
    expect(failures).toEqual(["ApiError"]);
    await page.getByText("Failing: 130429").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Errors" }).click();
    await page.getByRole("button", { name: /130429 messages/ }).click();
    await page.getByText("with a failure that was asked for").waitFor();
  });

  test("an answer that is lost leaves the message in the chat and the call marked", async () => {
    const failures: string[] = [];
    const { url } = await startBot((whatsapp) => ({
      "message.text": async (event) => {
        await whatsapp
          .replyTo(event)
          .sendText({ body: "maybe" })
          .catch((error) => failures.push(error.name));
      },
    }));
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    await page.getByTitle("Fail the next calls").click();
    await page.getByRole("button", { name: /Reset after accepting/ }).click();
    await write(page, "hi");
    await sees(page, "maybe");
    await page.getByRole("list", { name: log }).getByText("reset").waitFor();
    await expect.poll(() => failures).toEqual(["AmbiguousSendError"]);
  });

  test("without a webhook the page says what to do, and a URL that does not answer is refused with the remedy", async () => {
    const { simulator, url, webhook } = await startBot(() => ({ "message.text": () => undefined }));
    simulator.webhookUrl = undefined;
    const { page } = await openPage(url);
    await page.getByText("No webhook").waitFor();
    await page.getByLabel("Webhook URL of your app").fill("http://127.0.0.1:9/webhook");
    await page.getByRole("button", { name: "Verify and use" }).click();
    await page
      .getByRole("alert")
      .getByText("it could not be reached. Start your app, or correct the URL.")
      .waitFor();
    await page.getByLabel("Webhook URL of your app").fill(webhook);
    await page.getByRole("button", { name: "Verify and use" }).click();
    await page.getByText(`Webhooks go to ${webhook}`).waitFor();
    expect(simulator.webhookUrl).toBe(webhook);
  });

  test("a template is rejected with a reason, and its webhook posted", async () => {
    const { simulator, url, whatsapp } = await startBot(() => ({}), { reviewTemplatesAfterMs: false });
    await whatsapp.templates.create({
      name: "news",
      language: "en_US",
      category: "MARKETING",
      components: [{ type: "BODY", text: "Big news." }],
    });
    const { page } = await openPage(url);
    await page.getByRole("button", { name: "Business" }).click();
    await page.getByText("PENDING").waitFor();
    await page.getByRole("button", { name: "Review news" }).click();
    await page.getByRole("button", { name: "Reject with a reason…" }).click();
    await page.getByLabel("Reason").selectOption("PROMOTIONAL");
    await page.getByRole("button", { name: "Reject", exact: true }).click();
    await page.getByText("REJECTED: PROMOTIONAL").waitFor();
    await simulator.settled();
    await page.getByRole("button", { name: /message_template_status_update REJECTED/ }).waitFor();
    await page.getByRole("button", { name: "Review news" }).click();
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByText("REJECTED: PROMOTIONAL").waitFor({ state: "detached" });
  });

  test("a simulator that ended is said, and one that comes back is shown as it is now", async () => {
    const { simulator, url } = await startBot(() => ({ "message.text": () => undefined }));
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    await simulator.close();
    await page.getByText("Not connected").waitFor();
    await write(page, "are you there?");
    await page.getByText("Is it still running?").waitFor();
    const box = page.getByRole("textbox", { name: "Message" });
    await expect.poll(() => box.inputValue()).toBe("are you there?");
    await simulator.user("+351912345678", { name: "Bruno Lima" }).sends("hello from a test");
    await simulator.listen(Number(new URL(url).port));
    await page
      .getByRole("navigation")
      .getByRole("button", { name: /Bruno Lima/ })
      .waitFor();
    await page.getByText("Not connected").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await sees(page, "are you there?");
    await expect.poll(() => box.inputValue()).toBe("");
  });
});
