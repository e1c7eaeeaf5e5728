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

const hostile = [
  `<script>window.hacked = 1</script>`,
  `<img src=x onerror="window.hacked = 2">`,
  `"><svg onload=window.hacked=3>`,
  `javascript:window.hacked=4`,
  `*<b onclick=window.hacked=5>bold</b>* _<i>_ ~</s>~ \`<code>\``,
  "```</pre><script>window.hacked = 6</script>```",
  `> <iframe srcdoc="<script>parent.hacked = 7</script>"></iframe>`,
  `{{constructor.constructor('window.hacked = 8')()}}`,
  `https://example.com/"onmouseover="window.hacked=9"`,
  `\u202egnp.exe`,
  `</textarea></article></ol><style>*{display:none}</style>`,
];

const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.hacked = 20"><script>window.hacked = 21</script></svg>`;

describe.skipIf(withoutChromium)("text, names and files never become markup or script", () => {
  test("whoever writes them", async () => {
    const { simulator, url, whatsapp } = await startBot((client) => ({
      "message.text": async (event) => {
        await client.replyTo(event).sendText({ body: event.message.text.body });
      },
    }));
    const { page, problems, elsewhere } = await openPage(url);
    await addCustomer(page, `<img src=x onerror="window.hacked=10">`, "+5511987654321");
    for (const text of hostile) await write(page, text);
    const ana = simulator.user("+5511987654321");
    const file = new Blob([svg], { type: "image/svg+xml" });
    await ana.sends({
      type: "document",
      document: { filename: `<img src=x onerror=window.hacked=11>.svg` },
      file,
    });
    await ana.sends({ type: "image", image: { caption: `<b onclick=alert(1)>` }, file });
    await ana.sends({ type: "sticker", sticker: {}, file: new Blob([svg], { type: "text/html" }) });
    await ana.sends({
      type: "location",
      location: { latitude: 1, longitude: `"><script>window.hacked=12</script>`, name: "<h1>" },
    });
    await ana.sends({
      type: "contacts",
      contacts: [{ name: { formatted_name: "<script>" }, phones: [{ phone: "<i>" }] }],
    });
    await ana.sends({ type: "poll<script>", "poll<script>": { a: "<script>window.hacked=13</script>" } });
    await whatsapp.messages.sendCtaUrl({
      to: "+5511987654321",
      body: "<u>",
      display_text: "<s>x</s>",
      url: "https://example.com/<script>",
    });
    await simulator.settled();
    await sees(page, "<u>");
    await page
      .getByRole("button", { name: /poll<script>/ })
      .first()
      .click();

    const found = await page.evaluate(() => ({
      hacked: (window as { hacked?: number }).hacked,
      scripts: document.querySelectorAll("script").length,
      frames: document.querySelectorAll("iframe, object, embed, style").length,
      handlers: [...document.querySelectorAll("*")].filter(({ attributes }) =>
        [...attributes].some(({ name }) => name.startsWith("on")),
      ).length,
      links: [...document.querySelectorAll("a[href]")].map((link) => ({
        protocol: (link as HTMLAnchorElement).protocol,
        rel: link.getAttribute("rel"),
        isOwn: (link as HTMLAnchorElement).origin === location.origin,
      })),
    }));
    expect(found).toMatchObject({ hacked: undefined, scripts: 1, frames: 0, handlers: 0 });
    for (const { protocol, rel, isOwn } of found.links) {
      expect(protocol).toMatch(/^https?:$/);
      if (!isOwn) expect(rel).toBe("noopener noreferrer");
    }
    const texts = await articles(page).allTextContents();
    for (const text of ["<script>window.hacked = 1</script>", '<img src=x onerror="window.hacked = 2">']) {
      expect(texts.filter((one) => one.includes(text)).length).toBe(2);
    }
    expect(elsewhere).toEqual([]);
    expect(problems).toEqual([]);
  });

  test("a file that is opened by its address runs nothing", async () => {
    const { simulator, url } = await startBot(() => ({ "message.image": () => undefined }));
    const { page } = await openPage(url);
    const ana = simulator.user("+5511987654321");
    for (const type of ["image/svg+xml", "text/html", "image/png"]) {
      const { content } = await ana.sends({ type: "image", image: {}, file: new Blob([svg], { type }) });
      const address = `${url}/_/media/${(content as { id: string }).id}`;
      await page.goto(address).catch(() => undefined); // what is not shown is downloaded
      expect(await page.evaluate(() => (window as { hacked?: number }).hacked)).toBe(undefined);
    }
  });
});

describe.skipIf(withoutChromium)("formatting is WhatsApp's", () => {
  test.each([
    ["*bold* and _italic_ and ~gone~", "strong,em,s"],
    ["_*both*_", "em,strong"],
    ["`code` and ```block\nof code```", "code,pre"],
    ["> quoted\n- one\n- two\n3. three", "blockquote,ul,li,li,ol,li"],
    ["2*3*4 snake_case_name a~b", ""],
    ["see https://example.com/a_b_c, now", "a"],
    ["a * not bold * b", ""],
  ])("%j", async (text, tags) => {
    const { url } = await startBot(() => ({ "message.text": () => undefined }));
    const { page } = await openPage(url);
    await addCustomer(page, "Ana Souza", "+5511987654321");
    await write(page, text);
    const formatted = articles(page).last().locator(".formatted");
    await formatted.waitFor();
    const found = await formatted.evaluate((element) =>
      [...element.querySelectorAll(":scope *:not(p)")].map(({ localName }) => localName).join(","),
    );
    expect(found).toBe(tags);
    if (tags === "a")
      expect(await formatted.locator("a").getAttribute("href")).toBe("https://example.com/a_b_c");
  });
});
