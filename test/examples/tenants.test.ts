import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { EmbeddedSignupFacts, Simulator } from "wacloud/testing";
import { newPage, shareBrowser, withoutChromium } from "../page/browser.ts";
import { afterTest, cloud, customer, forge, serve } from "./cloud.ts";

/** Stands in for Facebook's script: its popup asks the test who signs up. */
const sdk = `
  window.FB = {
    init: (options) => window.noteInit(options),
    async login(callback, options) {
      const { code, message } = await window.signUp(options);
      const post = (origin, data) => window.dispatchEvent(new MessageEvent("message", { origin, data }));
      post("https://evilfacebook.com", JSON.stringify({ ...message, data: { waba_id: "666" } }));
      post("https://facebook.com.evil.example", JSON.stringify({ ...message, data: { waba_id: "666" } }));
      post("https://www.facebook.com", "cb=f1&domain=a");
      post("https://www.facebook.com", JSON.stringify(message));
      callback(code === undefined ? { status: "unknown" } : { status: "connected", authResponse: { code } });
    },
  };
  window.fbAsyncInit();
`;

/** The platform, and the vault that it keeps tokens in. */
async function startPlatform() {
  const { simulator, env } = await cloud();
  const folder = mkdtempSync(join(tmpdir(), "wacloud-tenants-"));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  const vault = join(folder, "tenants.json");
  const { url, printed } = await serve(["examples/tenants/server.ts"], {
    ...env,
    SIGNUP_CONFIG_ID: "7788",
    TENANTS_KEY: Buffer.alloc(32, 1).toString("base64"),
    TENANTS_FILE: vault,
  });
  await simulator.subscribe(`${url}/webhook`);
  return { simulator, url, printed, readVault: () => readFileSync(vault, "utf8") };
}

/** Opens the page as a business would; `facts` says what it chooses in the popup. */
async function openSignup(url: string, simulator: Simulator, facts: EmbeddedSignupFacts = {}) {
  const page = await newPage();
  const asked: unknown[] = [];
  await page.route("https://connect.facebook.net/**", (route) =>
    route.fulfill({
      contentType: "text/javascript",
      headers: { "access-control-allow-origin": "*" },
      body: sdk,
    }),
  );
  await page.exposeFunction("noteInit", (options: unknown) => void asked.push(options));
  await page.exposeFunction("signUp", (options: unknown) => {
    asked.push(options);
    const result = simulator.embeddedSignup(facts);
    const number = simulator.phoneNumbers.find(({ id }) => id === facts.phoneNumberId);
    if (number !== undefined && facts.verifiedName === "Old Number") number.pin = "111111";
    return result;
  });
  await page.goto(url);
  return { page, asked };
}

const connect = (page: Page) => page.getByRole("button", { name: "Connect with Facebook" }).click();
const says = (page: Page, words: string) => page.getByRole("status").filter({ hasText: words }).waitFor();

describe.skipIf(withoutChromium)("businesses connect their WhatsApp on a page", () => {
  shareBrowser();

  test("and one webhook answers for each of them, from its number and with its token", async () => {
    const { simulator, url, printed, readVault } = await startPlatform();
    const numbers = ["700800700801", "700800700802"];
    for (const phoneNumberId of numbers) {
      const { page, asked } = await openSignup(url, simulator, { phoneNumberId });
      await connect(page);
      await says(page, "Connected.");
      const { appId } = simulator.clientOptions;
      expect(asked).toMatchObject([
        { appId, version: "v26.0" },
        { config_id: "7788", response_type: "code", override_default_response_type: true },
      ]);
    }
    const ana = simulator.user(customer);
    for (const phoneNumberId of numbers) await ana.sends("hi", { phoneNumberId });
    await simulator.settled();
    expect(simulator.ledger.map(({ phoneNumberId, body }) => [phoneNumberId, body.text])).toEqual(
      numbers.map((id) => [id, { body: `You wrote to ${id}.` }]),
    );
    expect(await forge(`${url}/webhook`)).toBe(401);
    const kept = readVault();
    expect(Object.keys(JSON.parse(kept))).toHaveLength(2);
    expect(`${kept}${printed()}`).not.toMatch(/EAA|accessToken|pin/);
  });

  test("a number that has a PIN asks for it, and a wrong one can be corrected", async () => {
    const { simulator, url } = await startPlatform();
    const facts = { phoneNumberId: "700800700803", verifiedName: "Old Number" };
    const { page } = await openSignup(url, simulator, facts);
    await connect(page);
    await says(page, "This did not work: register.");
    for (const pin of ["222222", "111111"]) {
      await page.getByLabel("The PIN of this number").fill(pin);
      await page.getByRole("button", { name: "Go on" }).click();
      if (pin === "222222") await says(page, "This did not work: register.");
    }
    await says(page, "Connected.");
    const number = simulator.phoneNumbers.find(({ id }) => id === facts.phoneNumberId);
    expect(number?.isRegistered).toBe(true);
    const subscribing = simulator.requests.filter(({ path }) => path.endsWith("/subscribed_apps"));
    expect(subscribing).toHaveLength(1); // what was done is not done again
  });

  test("a registration whose answer is lost goes on with the PIN that Meta may have", async () => {
    const { simulator, url } = await startPlatform();
    const { page } = await openSignup(url, simulator, { phoneNumberId: "700800700805" });
    simulator.fail({ reset: "after-read", path: "register" });
    await connect(page);
    await says(page, "This did not work: register.");
    await page.getByRole("button", { name: "Go on" }).click();
    await says(page, "Connected.");
  });

  test("a number that stays in the app is not registered anew", async () => {
    const { simulator, url } = await startPlatform();
    const { page } = await openSignup(url, simulator, { staysInApp: true });
    await connect(page);
    await says(page, "Connected.");
    expect(inspect(simulator.requests.map(({ path }) => path))).not.toContain("register");
  });

  test("who claims another tenant's number does not get it, whatever the browser sends", async () => {
    const { simulator, url, readVault } = await startPlatform();
    const victim = { businessAccountId: "900100900100", phoneNumberId: "700800700804" };
    const { page } = await openSignup(url, simulator, victim);
    await connect(page);
    await says(page, "Connected.");
    const before = readVault();
    for (const claim of [victim, { phoneNumberId: victim.phoneNumberId }]) {
      const { code } = simulator.embeddedSignup();
      const done = ["exchange", "account", "subscribe", "number"];
      const body = JSON.stringify({ code, ...claim, done, accessToken: "EAAmine" });
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${url}/signup`, { method: "POST", headers, body });
      expect(answer.status).toBe(409);
    }
    const rows = JSON.parse(readVault());
    expect(rows[victim.businessAccountId]).toBe(JSON.parse(before)[victim.businessAccountId]);
    expect(Object.keys(rows).filter((name) => !name.startsWith("attempt"))).toEqual([
      victim.businessAccountId,
    ]);
  });
});
