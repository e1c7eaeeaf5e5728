import { expect, test } from "vitest";
import { ConfigurationError, WhatsAppClient } from "wacloud";
import { createSimulator, type SimulatorSeed } from "wacloud/testing";
import { account, call, hours, manualClock } from "./support.ts";

const ana = "+5511987654321";
const body = (text: string) => ({ type: "BODY", text });
const news = {
  name: "news",
  language: "en_US",
  category: "MARKETING",
  components: [body("Big news.")],
} as const;

const seed: SimulatorSeed = {
  accounts: [{ id: "222", fields: { name: "Second Shop" } }],
  numbers: [
    { id: "111", displayPhoneNumber: "+15550007777", businessAccountId: "222", verifiedName: "Second" },
    { id: "333", businessAccountId: "444", isRegistered: false, fields: { quality_rating: "RED" } },
  ],
  tokens: [
    { token: "EAAreader", scopes: ["whatsapp_business_management"], expiresIn: { hours: 1 } },
    { token: "EAAsecond", businessAccountIds: ["222"] },
  ],
  customers: [
    { phone: ana, name: "Ana", username: "ana", hidesPhoneNumber: true, openWindow: true },
    { user_id: "BR.123", name: "Ben", reachable: false },
    { phone: "+15551230000", isOnline: false, isBlocking: true, readsAutomatically: false },
  ],
  templates: [
    news,
    { ...news, name: "waits", status: "PENDING" },
    { ...news, name: "bad", status: "REJECTED" },
    { ...news, name: "hello_world", category: "utility", components: [body("Hi, you.")] },
    { ...news, name: "hello_world", businessAccountId: "222", components: [body("Hi, second.")] },
  ],
  groups: [{ id: "G1", subject: "Friends", participants: [ana, "BR.123"] }],
};

const list = async (simulator: ReturnType<typeof createSimulator>, path: string) =>
  (await call(simulator, "GET", path)).json;

test("a seed is there from the start, and again after a reset", async () => {
  const simulator = createSimulator({ seed: JSON.parse(JSON.stringify(seed)) });
  for (const round of ["created", "reset"]) {
    const user = simulator.user(ana);
    expect([round, user.name, user.username, user.visibleWaId, user.hasOpenWindow()]).toEqual([
      round,
      "Ana",
      "ana",
      undefined,
      true,
    ]);
    expect(user.hasOpenWindow("111")).toBe(true);
    expect(simulator.user("BR.123")).toMatchObject({ name: "Ben", reachable: false });
    expect(simulator.user("+15551230000")).toMatchObject({
      isOnline: false,
      isBlocking: true,
      readsAutomatically: false,
    });
    expect(simulator.user("+15551230000").hasOpenWindow()).toBe(false);
    expect(simulator.business("111")).toMatchObject({ name: "Second", businessAccountId: "222" });
    expect(await list(simulator, "/v26.0/222?fields=name")).toMatchObject({ name: "Second Shop" });
    expect(await list(simulator, "/v26.0/333?fields=quality_rating")).toMatchObject({
      quality_rating: "RED",
    });
    expect(
      (await list(simulator, `/v26.0/${simulator.clientOptions.phoneNumberId}/groups`)).data.groups,
    ).toEqual([expect.objectContaining({ id: "G1", subject: "Friends" })]);
    const templates = simulator.business().templates.map(({ name, status }) => `${name} ${status}`);
    expect(templates.toSorted()).toEqual([
      "bad REJECTED",
      "hello_world APPROVED",
      "news APPROVED",
      "order_confirmation APPROVED",
      "waits PENDING",
    ]);
    await user.sends("hi");
    await simulator.approve("waits");
    await simulator.reset();
  }
});

test("tokens of the seed have their permissions, accounts and end", async () => {
  const { clock } = manualClock();
  const simulator = createSimulator({ seed, clock });
  const status = async (token: string, path: string) =>
    (await call(simulator, "GET", path, undefined, { token })).json.error?.code;
  expect(await status("EAAreader", `${account(simulator)}/message_templates`)).toBeUndefined();
  expect(await status("EAAsecond", "/v26.0/222/message_templates")).toBeUndefined();
  expect(await status("EAAsecond", `${account(simulator)}/message_templates`)).toBeDefined();
  await simulator.clock.advance({ milliseconds: hours(1) });
  expect(await status("EAAreader", `${account(simulator)}/message_templates`)).toBe(190);
});

test("what the seed names can be used by a client right away", async () => {
  const simulator = createSimulator({ seed });
  const whatsapp = new WhatsAppClient(simulator.clientOptions);
  await whatsapp.messages.sendText({ to: ana, body: "Hello" });
  await whatsapp.messages.sendTemplate({ to: "+15550000001", name: "news", language: "en_US" });
  expect(simulator.user(ana).inbox).toHaveLength(1);
  const unregistered = new WhatsAppClient({ ...simulator.clientOptions, phoneNumberId: "333" });
  const refused = unregistered.messages.sendText({ to: ana, body: "Hello" });
  await expect(refused).rejects.toMatchObject({ code: 133010 });
});

test.each<[string, unknown, string]>([
  ["seed", [], "must be an object"],
  ["seed.custommers", { custommers: [] }, "is unknown. Did you mean `customers`?"],
  ["seed.customers.0.nmae", { customers: [{ phone: ana, nmae: "A" }] }, "is unknown. Did you mean `name`?"],
  [
    "seed.numbers.0.verfiedName",
    { numbers: [{ id: "1", verfiedName: "A" }] },
    "is unknown. Did you mean `verifiedName`?",
  ],
  [
    "seed.tokens.0.expiresIn.hour",
    { tokens: [{ expiresIn: { hour: 1 } }] },
    "is unknown. Did you mean `hours`?",
  ],
  [
    "seed.templates.0",
    { templates: [{ ...news, statu: "PENDING" }] },
    "cannot be added: `statu` is unknown. Did you mean `status`?",
  ],
  [
    "seed.groups.0",
    { groups: [{ subject: "x", phoneNumberId: "9" }] },
    "cannot be added: The simulator has no business number with this id. Add it to `numbers`.",
  ],
  ["seed.numbers.0.id", { numbers: [{ id: "a/b" }] }, "must be an id, which is all digits"],
  ["seed.customers", { customers: {} }, "must be a list"],
  [
    "seed.customers.0.phone",
    { customers: [{ phone: "911" }] },
    "must be a phone number with its country code",
  ],
  ["seed.customers.1.phone", { customers: [{ phone: ana }, { phone: 5511 }] }, "must be a text"],
  ["seed.customers.0.user_id", { customers: [{ user_id: "ana" }] }, "must be a business-scoped id"],
  ["seed.customers.0", { customers: [{ name: "Ana" }] }, "needs a `phone` or a `user_id`"],
  [
    "seed.customers.0.nick",
    { customers: [{ phone: ana, nick: "A" }] },
    "is unknown. Known here: phone, user_id, ",
  ],
  [
    "seed.customers.0.openWindow",
    { customers: [{ phone: ana, openWindow: "yes" }] },
    "must be true or false",
  ],
  ["seed.numbers.0.id", { numbers: [{}] }, "is missing"],
  ["seed.tokens.0.expiresIn.weeks", { tokens: [{ expiresIn: { weeks: 1 } }] }, "is unknown"],
  ["seed.tokens.0.expiresIn.hours", { tokens: [{ expiresIn: { hours: -1 } }] }, "must be 0 or more"],
  ["seed.templates.0.status", { templates: [{ ...news, status: "DONE" }] }, "must be one of: APPROVED"],
  ["seed.templates.0", { templates: [{ ...news, components: [] }] }, "cannot be added"],
  [
    "seed.templates.1",
    { templates: [news, news] },
    "cannot be added: Content in this language already exists",
  ],
  ["seed.templates.0", { templates: [{ ...news, businessAccountId: "9" }] }, "cannot be added"],
  [
    "seed.groups.0.participants.0",
    { groups: [{ subject: "x", participants: ["x"] }] },
    "must be a phone number",
  ],
  ["seed.flows.a", { flows: { a: 1 } }, "must be an object"],
])("a mistake is named as the caller wrote it: %s", (path, wrong, problem) => {
  const create = () => createSimulator({ seed: wrong as SimulatorSeed });
  expect(create).toThrow(ConfigurationError);
  expect(create).toThrow(`\`${path}\` ${problem}`);
});

test("changing the object afterwards changes nothing", async () => {
  const own = { customers: [{ phone: ana, name: "Ana" }] };
  const simulator = createSimulator({ seed: own });
  Object.assign(own.customers[0] ?? {}, { name: "Eva" });
  await simulator.reset();
  expect(simulator.user(ana).name).toBe("Ana");
});
