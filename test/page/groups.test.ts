import { describe, expect, test } from "vitest";
import { articles, openPage, sees, shareBrowser, startBot, withoutChromium, write } from "./browser.ts";

shareBrowser();

const seed = {
  customers: [
    { phone: "+5511987654321", name: "Ana Souza" },
    { phone: "+5511987654322", name: "Bruno Lima" },
  ],
  groups: [{ id: "friends", subject: "Friends", participants: ["+5511987654321", "+5511987654322"] }],
};

describe.skipIf(withoutChromium)("a group is a chat", () => {
  test("in which one writes as each of its members", async () => {
    const { simulator, url } = await startBot(
      (whatsapp) => ({
        "message.text": (event) =>
          whatsapp
            .replyTo(event, { quote: true })
            .sendText({ body: `Hello ${event.from.name}, in ${event.message.group_id}.` }),
      }),
      { seed },
    );
    const { page, problems } = await openPage(url);
    await page.getByRole("button", { name: /^Friends.*Group of 2/ }).click();
    await page.getByText("You are Ana Souza in the group Friends.").waitFor();
    await write(page, "Good morning");
    await sees(page, "Hello Ana Souza, in friends.");
    await page.getByLabel("Member who writes").selectOption("Bruno Lima");
    await write(page, "Me too");
    await sees(page, "Hello Bruno Lima, in friends.");
    await simulator.settled();
    expect(simulator.webhooks.map(({ payload }) => JSON.stringify(payload)).join()).toMatch(
      /Bruno Lima.*"group_id":"friends"/,
    );
    const own = articles(page).filter({ hasText: "Me too" });
    await own.first().getByText("Bruno Lima").waitFor();
    await page.reload();
    await sees(page, "Hello Bruno Lima, in friends.");
    // What is said in a group stands in no chat of a member.
    await page.getByRole("button", { name: /^Ana Souza/ }).click();
    await page.getByText("You are Ana Souza. Write to Test Business").waitFor();
    expect(problems).toEqual([]);
  });
});
