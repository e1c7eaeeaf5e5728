import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { completeFlow, createFlowKeys, type FlowOptions, InvalidFlowTokenError } from "wacloud/flows";
import { nodeFlow } from "wacloud/node";
import type { Simulator } from "wacloud/testing";
import { openPage, sees, shareBrowser, startBot, violations, withoutChromium } from "./browser.ts";

shareBrowser();

const to = "+5511987654321";
const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const text = { type: "string", __example__: "" };
const list = {
  type: "array",
  items: { type: "object", properties: { id: { type: "string" }, title: { type: "string" } } },
  __example__: [{ id: "1", title: "08:00" }],
};
const navigate = (name: string) => ({ name: "navigate", next: { type: "screen", name }, payload: {} });
const exchange = (payload: object) => ({ name: "data_exchange", payload });
const layout = (...children: object[]) => ({ type: "SingleColumnLayout", children });

/** Asks for everything that the page can draw, chooses slots by the city, and ends at the endpoint. */
const booking = {
  version: "7.3",
  data_api_version: "4.0",
  routing_model: { DATE: ["RULES", "DONE"], RULES: [], DONE: [] },
  screens: [
    {
      id: "DATE",
      title: "Your visit",
      data: { greeting: text, slots: list },
      layout: layout(
        { type: "TextHeading", text: "${data.greeting}" },
        { type: "Image", src: pixel, "alt-text": "The shop" },
        {
          type: "Dropdown",
          name: "city",
          label: "City",
          required: true,
          "data-source": ["lima", "cusco"].map((id) => ({ id, title: id.toUpperCase() })),
          "on-select-action": exchange({ city: "${form.city}" }),
        },
        {
          type: "RadioButtonsGroup",
          name: "slot",
          label: "Slot",
          required: true,
          "data-source": "${data.slots}",
        },
        { type: "DatePicker", name: "day", label: "Day", "min-date": "2027-01-01" },
        {
          type: "CalendarPicker",
          name: "stay",
          mode: "range",
          title: "Stay",
          label: { "start-date": "From", "end-date": "Until" },
        },
        {
          type: "OptIn",
          name: "rules",
          label: "I agree",
          required: true,
          "on-click-action": navigate("RULES"),
        },
        {
          type: "If",
          condition: "${form.rules} == true",
          then: [{ type: "TextInput", name: "note", label: "Note" }],
        },
        {
          type: "EmbeddedLink",
          text: "Our site",
          "on-click-action": { name: "open_url", url: "https://shop.example/" },
        },
        {
          type: "EmbeddedLink",
          text: "A trick",
          "on-click-action": { name: "open_url", url: "javascript:alert(1)" },
        },
        {
          type: "Footer",
          label: "Book",
          "on-click-action": exchange({
            slot: "${form.slot}",
            day: "${form.day}",
            stay: "${form.stay}",
            note: "${form.note}",
          }),
        },
      ),
    },
    { id: "RULES", title: "Rules", layout: layout({ type: "TextBody", text: "No *dogs*." }) },
    {
      id: "DONE",
      title: "Done",
      terminal: true,
      data: { code: text },
      layout: layout(
        { type: "TextBody", text: "`'Code ' ${data.code}`" },
        { type: "Footer", label: "Finish", "on-click-action": exchange({ code: "${data.code}" }) },
      ),
    },
  ],
};

/** A page with Ana's chat, in which a Flow waits, and its endpoint behind a real socket. */
async function begin(on: FlowOptions["on"], dark = false) {
  const { simulator, url, whatsapp } = await startBot(() => ({ message: () => undefined }));
  const { privateKey, publicKey } = await createFlowKeys();
  const { appSecret } = simulator.webhookOptions;
  const quiet = { warn: () => undefined, error: () => undefined };
  const server = createServer(nodeFlow({ privateKey, appSecret, on, logger: quiet }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  simulator.flowEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/flow`;
  await whatsapp.flows.setPublicKey({ business_public_key: publicKey });
  const { id, validation_errors } = await whatsapp.flows.create({
    name: "Booking",
    categories: ["OTHER"],
    flow_json: booking as never,
    endpoint_uri: "https://app.example/flow",
    publish: true,
  });
  expect(validation_errors).toEqual([]);
  await simulator.user(to, { name: "Ana Souza" }).sends("hi");
  await whatsapp.messages.sendFlow({
    to,
    body: "Book a slot",
    flow_id: id,
    flow_cta: "Open it",
    flow_token: "t1",
    flow_action: "data_exchange",
  });
  const seen = await openPage(url, { dark });
  await seen.page.getByRole("button", { name: "Open it" }).click();
  return { simulator, ...seen, dialog: seen.page.getByRole("dialog", { name: "Open it" }) };
}

const received = (simulator: Simulator): unknown => {
  const content = simulator.user(to).outbox.at(-1)?.content as { nfm_reply: { response_json: string } };
  return JSON.parse(content.nfm_reply.response_json);
};

const slots = { lima: [{ id: "0800", title: "08:00" }], cusco: [{ id: "1200", title: "12:00" }] };
type City = keyof typeof slots;

describe.skipIf(withoutChromium)("a Flow that exchanges data", () => {
  test.each([
    { theme: "light", dark: false },
    { theme: "dark", dark: true },
  ])("is played to its end, $theme", async ({ dark }) => {
    let tries = 0;
    const on: FlowOptions["on"] = {
      INIT: () => ({ screen: "DATE", data: { greeting: "Welcome to Peru", slots: [] } }),
      "data_exchange.DATE": ({ data }) => {
        if (data.city !== undefined) return { screen: "DATE", data: { slots: slots[data.city as City] } };
        tries += 1;
        if (tries === 1) return { screen: "DATE", data: { error_message: "Somebody was faster." } };
        return { screen: "DONE", data: { code: JSON.stringify(data) } };
      },
      "data_exchange.DONE": ({ data, flow_token }) => completeFlow({ flow_token, ...data }),
    };
    const { simulator, page, dialog, problems, elsewhere } = await begin(on, dark);
    await dialog.getByText("Welcome to Peru").waitFor();
    await dialog.getByRole("img", { name: "The shop" }).waitFor();
    await expect.poll(() => dialog.getByRole("link").allTextContents()).toEqual(["Our site"]);
    expect(await violations(page)).toEqual([]);

    await dialog.getByLabel("City").selectOption("cusco");
    await dialog.getByLabel("12:00").check();
    await dialog.getByLabel("Day").fill("2027-01-31");
    await dialog.getByLabel("From").fill("2027-01-31");
    await dialog.getByLabel("Until").fill("2027-02-02");
    await dialog.getByRole("button", { name: "Read more: I agree" }).click();
    await dialog.getByText("dogs").waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Back" }).click();
    await expect.poll(() => dialog.getByLabel("Day").inputValue()).toBe("2027-01-31");
    await expect.poll(() => dialog.getByLabel("12:00").isChecked()).toBe(true);

    await dialog.getByRole("checkbox", { name: "I agree" }).check();
    await dialog.getByLabel("Note").fill("Window");
    await dialog.getByRole("button", { name: "Book" }).click();
    await dialog.getByRole("alert").filter({ hasText: "Somebody was faster." }).waitFor();
    await expect.poll(() => dialog.getByLabel("Note").inputValue()).toBe("Window");
    expect(await violations(page)).toEqual([]);

    await dialog.getByRole("button", { name: "Book" }).click();
    await dialog.getByText(/^Code /).waitFor();
    await dialog.getByRole("button", { name: "Finish" }).click();
    await dialog.waitFor({ state: "detached" });
    await sees(page, "Sent");
    const { code, flow_token } = received(simulator) as { code: string; flow_token: string };
    expect(flow_token).toBe("t1");
    expect(JSON.parse(code)).toEqual({
      slot: "1200",
      day: "2027-01-31",
      stay: { "start-date": "2027-01-31", "end-date": "2027-02-02" },
      note: "Window",
    });
    expect(problems).toEqual([]);
    expect(elsewhere).toEqual([]);
  });

  test("an endpoint that fails is named, and a Flow that is left sends nothing", async () => {
    const on: FlowOptions["on"] = {
      INIT: () => ({ screen: "DATE", data: { greeting: "Hi", slots: slots.lima } }),
      data_exchange: () => {
        throw new InvalidFlowTokenError("This form has expired.");
      },
    };
    const { simulator, page, dialog } = await begin(on);
    await dialog.getByText("Hi", { exact: true }).waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect.poll(() => simulator.user(to).flow.state).toBe("closed");

    await page.getByRole("button", { name: "Open it" }).click();
    await dialog.getByLabel("City").selectOption("lima");
    await dialog
      .getByRole("alert")
      .filter({ hasText: /This form has expired\..*427/ })
      .waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Open it" }).click();
    await dialog.getByRole("alert").filter({ hasText: "disabled" }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(simulator.user(to).outbox).toHaveLength(1);
  });
});
