import { describe, expect, test } from "vitest";
import type { WhatsAppClient } from "wacloud";
import type { Simulator } from "wacloud/testing";
import booking from "../fixtures/flows/booking.json" with { type: "json" };
import { articles, openPage, sees, shareBrowser, startBot, withoutChromium } from "./browser.ts";

shareBrowser();

const to = "+5511987654321";

/** A page with Ana's chat, whose window is open. */
async function openChat(simulator: Simulator, url: string) {
  await simulator.user(to, { name: "Ana Souza" }).sends("hi");
  const seen = await openPage(url);
  await sees(seen.page, "hi");
  return seen;
}

const nothing = (_: WhatsAppClient) => ({ message: () => undefined });

/** What Ana sent last, as her webhook has it. */
const last = (simulator: Simulator) => simulator.user(to).outbox.at(-1);

/** The answers of the Flow that she completed last. */
const lastAnswers = (simulator: Simulator): unknown => {
  const content = last(simulator)?.content as { nfm_reply?: { response_json: string } } | undefined;
  return JSON.parse(content?.nfm_reply?.response_json ?? "null");
};

describe.skipIf(withoutChromium)("every kind of message is drawn, and its buttons do what they say", () => {
  test("a Flow of two screens is filled in and sent", async () => {
    const { simulator, url, whatsapp } = await startBot(nothing, { seed: { flows: { "123": booking } } });
    const { page } = await openChat(simulator, url);
    await whatsapp.messages.sendFlow({
      to,
      body: "Book a slot",
      flow_id: "123",
      flow_cta: "Book",
      flow_token: "t1",
      flow_action: "navigate",
      flow_action_payload: { screen: "PLACE", data: { city: "Lima" } },
    });
    await page.getByRole("button", { name: "Book", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Book" });
    await dialog.getByText("Deliver in Lima").waitFor();
    await dialog.getByLabel("Street").fill("Main St 1");
    await dialog.getByLabel("Gift wrap").check();
    await dialog.getByRole("button", { name: "Next" }).click();
    await dialog.getByText("To Main St 1").waitFor();
    await dialog.getByLabel("Slot").selectOption("am");
    await dialog.getByRole("button", { name: "Book" }).click();
    await dialog.waitFor({ state: "detached" });
    await sees(page, "Sent");
    await expect
      .poll(() => lastAnswers(simulator))
      .toEqual({
        slot: "am",
        street: "Main St 1",
        extras: ["gift"],
        flow_token: "t1",
      });
  });

  test("a Flow that the simulator does not know is answered by hand", async () => {
    const { simulator, url, whatsapp } = await startBot(nothing);
    const { page } = await openChat(simulator, url);
    await whatsapp.messages.sendFlow({ to, body: "Rate us", flow_id: "9", flow_cta: "Rate" });
    await page.getByRole("button", { name: "Rate", exact: true }).click();
    await page.getByLabel("Name").fill("rating");
    await page.getByLabel("Answer").fill("5");
    await page.getByRole("button", { name: "Send", exact: true }).last().click();
    await sees(page, "Sent");
    await expect.poll(() => lastAnswers(simulator)).toEqual({ rating: "5", flow_token: "unused" });
  });

  test("a location request, a contact request and an order are answered", async () => {
    const { simulator, url, whatsapp } = await startBot(nothing);
    const { page } = await openChat(simulator, url);
    await whatsapp.messages.sendLocationRequest({ to, body: "Where are you?" });
    await page.getByRole("button", { name: "Send location" }).click();
    await page.getByLabel("Name (optional)").fill("Home");
    await page.getByRole("button", { name: "Send the location" }).click();
    await sees(page, "Home");
    await expect
      .poll(() => last(simulator))
      .toMatchObject({
        type: "location",
        content: { name: "Home", latitude: -23.5505 },
      });

    await whatsapp.messages.sendContactInfoRequest({ to, body: "May we have your number?" });
    await page.getByRole("button", { name: "Share contact info" }).click();
    await sees(page, "+5511987654321");
    await expect
      .poll(() => last(simulator))
      .toMatchObject({ type: "contacts", content: [{ origin: "contact_request" }] });

    await whatsapp.messages.sendProductList({
      to,
      header: "Picks",
      body: "For you",
      catalog_id: "77",
      sections: [
        { title: "New", product_items: [{ product_retailer_id: "tea" }, { product_retailer_id: "cake" }] },
      ],
    });
    await page.getByRole("button", { name: "View items" }).click();
    const order = page.getByRole("dialog", { name: "Order" });
    await order.getByLabel("tea").fill("2");
    await order.getByLabel("cake").fill("0");
    await order.getByRole("button", { name: "Send the order" }).click();
    await sees(page, "× 2");
    await expect
      .poll(() => last(simulator))
      .toMatchObject({
        type: "order",
        content: { catalog_id: "77", product_items: [{ product_retailer_id: "tea", quantity: 2 }] },
      });
  });

  test("carousels, links, media by link and templates with buttons", async () => {
    const { simulator, url, whatsapp } = await startBot(nothing);
    const { page, elsewhere } = await openChat(simulator, url);
    const card = (index: number) => ({
      card_index: index,
      type: "cta_url" as const,
      header: { type: "image" as const, image: { link: `https://example.com/${index}.png` } },
      body: { text: `Deal ${index}` },
      action: {
        name: "cta_url" as const,
        parameters: { display_text: `Buy ${index}`, url: `https://example.com/${index}` },
      },
    });
    await whatsapp.messages.sendCarousel({ to, body: "Two deals", cards: [card(0), card(1)] });
    await sees(page, "Two deals");
    expect(await page.getByRole("link", { name: "Buy 1" }).getAttribute("href")).toBe(
      "https://example.com/1",
    );
    await whatsapp.messages.sendVideo({ to, link: "https://example.com/film.mp4", caption: "The film" });
    await articles(page).last().getByRole("link", { name: "film.mp4" }).waitFor();

    await whatsapp.templates.create({
      name: "offer",
      language: "en_US",
      category: "MARKETING",
      components: [
        { type: "HEADER", format: "TEXT", text: "For {{1}}", example: { header_text: ["Ana"] } },
        { type: "BODY", text: "*{{1}}* off", example: { body_text: [["20 %"]] } },
        { type: "FOOTER", text: "Until Friday" },
        {
          type: "BUTTONS",
          buttons: [
            { type: "QUICK_REPLY", text: "Stop" },
            {
              type: "URL",
              text: "Shop",
              url: "https://example.com/{{1}}",
              example: ["https://example.com/a"],
            },
            { type: "PHONE_NUMBER", text: "Call us", phone_number: "+15550051310" },
            { type: "COPY_CODE", example: "SAVE20" },
          ],
        },
      ],
    });
    await simulator.settled();
    await whatsapp.messages.sendTemplate({
      to,
      name: "offer",
      language: "en_US",
      components: [
        { type: "header", parameters: [{ type: "text", text: "Ana" }] },
        { type: "body", parameters: [{ type: "text", text: "20 %" }] },
        {
          type: "button",
          sub_type: "quick_reply",
          index: "0",
          parameters: [{ type: "payload", payload: "STOP" }],
        },
        { type: "button", sub_type: "url", index: "1", parameters: [{ type: "text", text: "sale" }] },
        {
          type: "button",
          sub_type: "copy_code",
          index: "3",
          parameters: [{ type: "coupon_code", coupon_code: "SAVE20" }],
        },
      ],
    });
    await sees(page, "20 % off");
    const template = articles(page).last();
    expect(await template.textContent()).toMatch(/For Ana.*20 % off.*Until Friday/s);
    expect(await template.getByRole("link", { name: "Shop" }).getAttribute("href")).toBe(
      "https://example.com/sale",
    );
    await template.getByRole("button", { name: "See all options" }).click();
    const options = page.getByRole("dialog", { name: "All options" });
    expect(await options.locator(".action").allTextContents()).toEqual([
      "Stop",
      "Shop",
      "Call us",
      "Copy offer code",
    ]);
    await options.getByRole("button", { name: "Copy offer code" }).click();
    await page.getByRole("alert").getByText("Copied: SAVE20").waitFor();
    await template.getByRole("button", { name: "Stop" }).click();
    await expect
      .poll(() => last(simulator))
      .toMatchObject({ type: "button", content: { payload: "STOP", text: "Stop" } });
    // A type of messages named like another part of the page, `button`, does not get its box.
    const borders = articles(page).evaluateAll((all) => all.map((one) => getComputedStyle(one).borderWidth));
    expect(new Set(await borders)).toEqual(new Set(["0px"]));
    expect(elsewhere).toEqual([]);
  });

  test("several numbers: each has its own chat with the customer", async () => {
    const { simulator, url, whatsapp } = await startBot(nothing, {
      seed: { numbers: [{ id: "200", verifiedName: "Support", displayPhoneNumber: "+15550009999" }] },
    });
    const { page } = await openChat(simulator, url);
    await page.getByRole("combobox", { name: "Business number" }).selectOption("200");
    await page.getByRole("textbox", { name: "Message" }).fill("Help!");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await sees(page, "Help!");
    await expect.poll(() => articles(page).count()).toBe(1);
    await expect.poll(() => last(simulator)?.phoneNumberId).toBe("200");
    await whatsapp.withPhoneNumber("200").messages.sendText({ to, body: "Coming." });
    await sees(page, "Coming.");
  });
});
