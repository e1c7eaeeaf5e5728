import { describe, expect, test } from "vitest";
import { addCustomer, openPage, sees, shareBrowser, startBot, withoutChromium, write } from "./browser.ts";

shareBrowser();

describe.skipIf(withoutChromium)("the simulator is reset from the page", () => {
  test("everything is gone, the seed is back, and the next conversation works", async () => {
    const { simulator, url } = await startBot(
      (whatsapp) => ({
        "message.text": async (event) => {
          await whatsapp.replyTo(event).sendText({ body: "Hello." });
        },
      }),
      { seed: { numbers: [{ id: "106540352242922", verifiedName: "Lucky Shop" }] } },
    );
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    await write(page, "hi");
    await sees(page, "Hello.");
    await page.getByRole("button", { name: "Reset the simulator" }).click();
    await page.getByRole("button", { name: "Reset everything" }).click();
    await page.getByRole("heading", { name: "Talk to your bot as its customer" }).waitFor();
    await page.getByText("Each call of your app and each webhook to it appears here").waitFor();
    expect(simulator.ledger).toEqual([]);
    await addCustomer(page, "Bruno Lima", "+351912345678");
    await write(page, "hi again");
    await sees(page, "Hello.");
    await page.getByText("Write to Lucky Shop").waitFor({ state: "detached" });
  });
});
