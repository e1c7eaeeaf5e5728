import { describe, expect, test } from "vitest";
import { AmbiguousSendError, type CallSettings, type PhoneNumberSetting, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { client, failure } from "../support/client.ts";
import { recorder } from "../support/recorder.ts";
import { describeOperations, describeRefusals, type Refusal } from "./operations/operation.ts";
import { phoneNumberOperations } from "./operations/phone-numbers.ts";

describeOperations(phoneNumberOperations);

type PhoneNumbers = WhatsAppClient["phoneNumbers"];

const pin = "123456";
const url = "https://a.example/hook";
const number = { cc: "49", phone_number: "15123456789", verified_name: "Markt" };
const official = {
  business_website_url: url,
  primary_country_of_operation: "US",
  primary_language: "en",
};

/** An input that is refused, with what its type does not allow. */
const refused = <Name extends "create" | "update" | "requestCode" | "verifyCode" | "register">(
  method: Name,
  cases: readonly (readonly [says: string, input: unknown])[],
): Refusal[] =>
  cases.map(([says, input]) => [
    says,
    ({ phoneNumbers }) => (phoneNumbers[method] as (given: unknown) => Promise<unknown>)(input),
  ]);

const named = (username: string): Refusal => [
  `username must`,
  ({ phoneNumbers }) => phoneNumbers.setUsername({ username }),
];

const set = (says: string, calling: CallSettings): Refusal => [
  `calling.${says}`,
  ({ phoneNumbers }) => phoneNumbers.updateSettings({ calling }),
];

const timezone_id = "America/New_York";
const time = (open_time: string, close_time: string, day_of_week = "MONDAY") => ({
  day_of_week,
  open_time,
  close_time,
});
const hours = (...weekly_operating_hours: object[]) =>
  ({ call_hours: { timezone_id, weekly_operating_hours } }) as CallSettings;
const holiday = (start_time: string, end_time: string) => ({ date: "2026-12-25", start_time, end_time });
const holidays = (count: number, day = holiday("0900", "1200")): CallSettings => ({
  call_hours: { timezone_id, holiday_schedule: Array.from({ length: count }, () => day) },
});

describeRefusals([
  ...refused("create", [
    ["cc must be a country calling code", { ...number, cc: "+49" }],
    ["cc must be a country calling code", { ...number, cc: "12345" }],
    ["cc must be a country calling code", { ...number, cc: "" }],
    ["cc is missing", { ...number, cc: undefined }],
    ["phone_number must be the number", { ...number, phone_number: "151 2345" }],
    ["phone_number must be the number", { ...number, phone_number: "+49151" }],
    ["verified_name must not be empty", { ...number, verified_name: "" }],
  ]),
  ...refused("update", [
    [" has no change", {}],
    [" has no change", { pin: undefined }],
    [" is missing", undefined],
    ["pin must be 6 digits", { pin: "12345" }],
    ["pin must be 6 digits", { pin: "1234567" }],
    ["pin must be 6 digits", { pin: "12345a" }],
    ["pin must be a string", { pin: 123456 }],
    ["new_display_name must not be empty", { new_display_name: "" }],
    [
      "webhook_configuration.verify_token is missing",
      { webhook_configuration: { override_callback_uri: url } },
    ],
    [
      "webhook_configuration.override_callback_uri is missing",
      { webhook_configuration: { verify_token: "t" } },
    ],
    [
      "webhook_configuration.override_callback_uri must be an https URL",
      { webhook_configuration: { override_callback_uri: "http://a.example", verify_token: "t" } },
    ],
    [
      "webhook_configuration.override_callback_uri must be at most 200 characters",
      { webhook_configuration: { override_callback_uri: `${url}${"x".repeat(180)}`, verify_token: "t" } },
    ],
  ]),
  ...refused("requestCode", [
    ['code_method must be "SMS" or "VOICE"', { code_method: "sms", language: "en" }],
    ["code_method is missing", { language: "en" }],
    ["language must be a language code", { code_method: "SMS", language: "English" }],
    ["language must be a language code", { code_method: "SMS", language: "en-US" }],
    ["language is missing", { code_method: "SMS" }],
  ]),
  ...refused("verifyCode", [
    ["code must be 6 digits", { code: "12345" }],
    ["code must be 6 digits", { code: "123.456" }],
    ["code must be a string", { code: 123456 }],
    [" is missing", undefined],
  ]),
  ...refused("register", [
    ["pin must be 6 digits", { pin: "1234" }],
    ["pin is missing", {}],
    ["backup.password is missing", { pin, backup: { data: "d" } }],
    ["messaging_product is added by wacloud", { pin, messaging_product: "whatsapp" }],
  ]),
  ...[
    "ab",
    "x".repeat(36),
    "123",
    "a..b",
    ".abc",
    "abc.",
    "www.abc",
    "WWWabc",
    "a b c",
    "shop.com",
    "ähm",
  ].map(named),
  [
    'transfer_action must be "none" or "force_transfer"',
    ({ phoneNumbers }) =>
      phoneNumbers.setUsername({ username: "jaspers", transfer_action: "force" as "none" }),
  ],
  [
    "bsuid must be a business-scoped",
    ({ phoneNumbers }) => phoneNumbers.deleteContact({ bsuid: "+14155552671" }),
  ],
  [
    "supporting_links must have 0 to 5 elements",
    ({ phoneNumbers }) =>
      phoneNumbers.requestOfficialAccount({ ...official, supporting_links: Array(6).fill(url) }),
  ],
  [
    "primary_language is missing",
    ({ phoneNumbers }) =>
      phoneNumbers.requestOfficialAccount({ ...official, primary_language: undefined as never }),
  ],
  [" has no setting", ({ phoneNumbers }) => phoneNumbers.updateSettings({} as PhoneNumberSetting)],
  [
    " has several settings",
    ({ phoneNumbers }) =>
      phoneNumbers.updateSettings({
        calling: {},
        user_identity_change: { enable_identity_key_check: true },
      } as PhoneNumberSetting),
  ],
  [
    "user_identity_change.enable_identity_key_check must be a boolean",
    ({ phoneNumbers }) =>
      phoneNumbers.updateSettings({
        user_identity_change: { enable_identity_key_check: "yes" },
      } as never),
  ],
  set("status must be", { status: "ON" }),
  set("callback_permission_status must be", { callback_permission_status: "ON" }),
  set("call_hours.status must be", { call_hours: { timezone_id, status: "ON" } }),
  set("sip.status must be", { sip: { status: "ON" } }),
  set("voicemail.status must be", { voicemail: { status: "ON" } }),
  set("call_hours.timezone_id is missing", { call_hours: {} as never }),
  set("call_hours.weekly_operating_hours.0.open_time must be a time", hours(time("9:00", "1700"))),
  set("call_hours.weekly_operating_hours.0.close_time must be a time", hours(time("0900", "2460"))),
  set("call_hours.weekly_operating_hours.0.close_time must be later", hours(time("1700", "0900"))),
  set("call_hours.weekly_operating_hours.0.close_time must be later", hours(time("0900", "0900"))),
  set(
    "call_hours.weekly_operating_hours has more than 2 times",
    hours(time("0900", "1000"), time("1100", "1200"), time("1300", "1400")),
  ),
  set(
    "call_hours.weekly_operating_hours has times that overlap",
    hours(time("1100", "1400"), time("0900", "1200")),
  ),
  set("call_hours.holiday_schedule must have 0 to 20 elements", holidays(21)),
  set("call_hours.holiday_schedule.0.end_time must be later", holidays(1, holiday("1200", "0900"))),
  set("call_hours.holiday_schedule.0.start_time must be a time", holidays(1, holiday("9", "1200"))),
  set("sip.servers.0.hostname is missing", { sip: { servers: [{} as never] } }),
  set("voicemail.triggers must not be empty", { voicemail: { status: "enabled" } }),
  set("voicemail.triggers must not be empty", { voicemail: { status: "ENABLED", triggers: [] } }),
  set("voicemail.audio.default.timeout_seconds must be", {
    voicemail: { audio: { default: { timeout_seconds: 31 } } },
  }),
  [" has unknown keys: color", ({ phoneNumbers }) => phoneNumbers.list({ color: "green" } as never).page()],
  [
    "filtering.0 has unknown keys: color",
    ({ phoneNumbers }) =>
      phoneNumbers
        .list({ filtering: [{ field: "a", operator: "EQUAL", value: "b", ...{ color: "green" } }] })
        .page(),
  ],
  [
    " has unknown keys: phoneNumberId",
    ({ phoneNumbers }) => phoneNumbers.get({ phoneNumberId: "1" } as never),
  ],
  [" has unknown keys: color", ({ phoneNumbers }) => phoneNumbers.getSettings({ color: "green" } as never)],
  ["id must be a non-empty id", ({ phoneNumbers }) => phoneNumbers.get("")],
  ["fields must have 1 to 100 elements", ({ phoneNumbers }) => phoneNumbers.get({ fields: [] })],
]);

describe("what Meta may accept is sent", () => {
  const accepted: [string, (numbers: PhoneNumbers) => Promise<unknown>][] = [
    ["a username with capitals", (numbers) => numbers.setUsername({ username: "Jaspers.Market_1" })],
    ["a username like a word with www", (numbers) => numbers.setUsername({ username: "awww" })],
    ["two times on each day", (numbers) => numbers.updateSettings({ calling: twoTimesADay })],
    [
      "times that touch",
      (numbers) => numbers.updateSettings({ calling: hours(time("0900", "1200"), time("1200", "1700")) }),
    ],
    [
      "times as in Meta's samples",
      (numbers) =>
        numbers.updateSettings({
          calling: hours({ day_of_week: "MONDAY", start_time: "0900", end_time: "1700" }),
        }),
    ],
    ["a setting that is new", (numbers) => numbers.updateSettings({ tomorrow: {} } as never)],
    ["a status in lower case", (numbers) => numbers.updateSettings({ calling: { status: "enabled" } })],
    ["a change that is new", (numbers) => numbers.update({ search_visibility: "HIDDEN" } as never)],
  ];
  const twoTimesADay = hours(
    ...["MONDAY", "TUESDAY"].flatMap((day) => [time("0900", "1200", day), time("1300", "1700", day)]),
  );

  test.each(accepted)("%s", async (_, call) => {
    const { fetch, requests } = recorder(Response.json({ success: true, status: "approved" }));
    await call(client({ fetch }).phoneNumbers);
    expect(requests).toHaveLength(1);
  });
});

describe("on the simulator", () => {
  const start = () => {
    const simulator = createSimulator();
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    return { simulator, whatsapp, phoneNumbers: whatsapp.phoneNumbers };
  };
  const pin = "482913";
  const portfolioId = "2729063490586005";

  test("a number is added, verified and registered, and then it sends", async () => {
    const { simulator, whatsapp, phoneNumbers } = start();
    const { id } = await phoneNumbers.create({ cc: "1", phone_number: "5550104477", verified_name: "Shop" });
    const ours = { phoneNumberId: id };
    const shop = whatsapp.withPhoneNumber(id);
    expect(await failure(shop.messages.sendText({ to: "+14155552671", body: "Hi" }))).toMatchObject({
      category: "registration",
    });
    expect(await failure(phoneNumbers.register({ pin }, ours))).toMatchObject({ code: 133006 });
    await phoneNumbers.requestCode({ code_method: "SMS", language: "en_US" }, ours);
    const { verificationCode = "" } = simulator.phoneNumbers.find((number) => number.id === id) ?? {};
    await phoneNumbers.verifyCode({ code: verificationCode.replace(/^\d{3}/, "$&-") }, ours);
    expect(await phoneNumbers.register({ pin }, ours)).toEqual({ success: true });
    expect(await phoneNumbers.get(id)).toMatchObject({ verified_name: "Shop", quality_rating: "GREEN" });
    expect(await phoneNumbers.get({ id, fields: ["status"] })).toMatchObject({ status: "CONNECTED" });
    await shop.messages.sendText({ to: "+14155552671", body: "Hi" });
    expect((await phoneNumbers.list().page()).data.map((number) => number.id)).toContain(id);
    const { data } = await whatsapp.businessAccount.activities({ limit: 2 }).page();
    expect(data.map(({ activity_type }) => activity_type)).toEqual([
      "PHONE_NUMBER_VERIFIED",
      "PHONE_NUMBER_ADDED",
    ]);

    await phoneNumbers.deregister(ours);
    expect(await failure(shop.messages.sendText({ to: "+14155552671", body: "Hi" }))).toMatchObject({
      code: 133010,
    });
  });

  test("whether a lost registration happened can be read", async () => {
    const { simulator, phoneNumbers } = start();
    await phoneNumbers.deregister();
    simulator.fail({ reset: "after-read" });
    expect(await failure(phoneNumbers.register({ pin }))).toBeInstanceOf(AmbiguousSendError);
    expect(await phoneNumbers.get({ fields: ["status"] })).toMatchObject({ status: "CONNECTED" });
  });

  test("settings are read back, and a change of calls is told by webhook", async () => {
    const { simulator, phoneNumbers } = start();
    const call_hours = hours(time("0900", "1700")).call_hours;
    await phoneNumbers.updateSettings({ calling: { status: "enabled", call_hours } });
    await phoneNumbers.updateSettings({ calling: { sip: { servers: [{ hostname: "sip.example.com" }] } } });
    await phoneNumbers.updateSettings({ user_identity_change: { enable_identity_key_check: true } });
    const settings = await phoneNumbers.getSettings();
    expect(settings).toMatchObject({
      calling: { status: "ENABLED", call_hours, sip: { servers: [{ hostname: "sip.example.com" }] } },
      user_identity_change: { enable_identity_key_check: true },
    });
    expect(JSON.stringify(settings)).not.toContain("password");
    const { calling } = await phoneNumbers.getSettings({
      fields: ["calling"],
      include_sip_credentials: true,
    });
    expect(calling?.sip?.servers?.[0]).toHaveProperty("sip_user_password");
    const [first] = simulator.webhooks;
    expect(first?.payload.entry[0]?.changes[0]).toMatchObject({
      field: "account_settings_update",
      value: { phone_number_settings: { calling: { status: "enabled" } } },
    });
  });

  test("where messages are stored is chosen before the number is registered", async () => {
    const { phoneNumbers } = start();
    const setting = {
      storage_configuration: { status: "IN_COUNTRY_STORAGE_ENABLED", data_localization_region: "IN" },
    };
    expect(await failure(phoneNumbers.updateSettings(setting))).toMatchObject({ code: 100 });
    await phoneNumbers.deregister();
    await phoneNumbers.updateSettings(setting);
    await phoneNumbers.register({ pin });
    expect(await phoneNumbers.getSettings()).toMatchObject(setting);
  });

  test("a username is taken, told by webhook, moved and given up", async () => {
    const { simulator, phoneNumbers } = start();
    simulator.addPhoneNumber("700800");
    const other = { phoneNumberId: "700800" };
    expect(await phoneNumbers.getUsername()).toEqual({ status: "deleted" });
    const [suggested = ""] = await phoneNumbers.usernameSuggestions();
    await phoneNumbers.setUsername({ username: suggested });
    expect(await phoneNumbers.getUsername()).toEqual({ username: suggested, status: "approved" });
    expect(await failure(phoneNumbers.setUsername({ username: suggested }, other))).toMatchObject({
      code: 147005,
    });
    const moved = await phoneNumbers.setUsername(
      { username: suggested, transfer_action: "force_transfer" },
      other,
    );
    expect(moved).toEqual({ status: "approved" });
    await phoneNumbers.deleteUsername(other);
    const changes = simulator.webhooks.flatMap(({ payload }) =>
      payload.entry.flatMap((entry) => entry.changes),
    );
    expect(changes.map(({ field, value }) => [field, value.status])).toEqual(
      ["approved", "deleted", "approved", "deleted"].map((status) => ["business_username_updates", status]),
    );
  });

  test("an official account is asked for once", async () => {
    const { phoneNumbers } = start();
    expect(await phoneNumbers.getOfficialAccount()).toEqual({ oba_status: "NOT_STARTED" });
    await phoneNumbers.requestOfficialAccount(official);
    expect(await phoneNumbers.getOfficialAccount()).toEqual({ oba_status: "PENDING" });
    expect(await failure(phoneNumbers.requestOfficialAccount(official))).toMatchObject({ code: 100 });
  });

  test("a contact is forgotten once", async () => {
    const { simulator, phoneNumbers } = start();
    const { user_id: bsuid } = simulator.user("+14155552671");
    expect(await phoneNumbers.deleteContact({ bsuid })).toMatchObject({ success: true, deleted: true });
    expect(await phoneNumbers.deleteContact({ bsuid })).toMatchObject({ success: true, deleted: false });
  });

  test("what was set survives a snapshot", async () => {
    const { simulator, whatsapp, phoneNumbers } = start();
    await phoneNumbers.updateSettings({ calling: { status: "ENABLED" } });
    await whatsapp.businessAccount.assignUser({ user: "5", tasks: ["MANAGE"] });
    const saved = JSON.parse(JSON.stringify(simulator.snapshot()));
    const restored = createSimulator();
    await restored.restore(saved);
    const again = new WhatsAppClient({ ...restored.clientOptions, retry: false });
    expect(await again.phoneNumbers.getSettings()).toMatchObject({ calling: { status: "ENABLED" } });
    const { data } = await again.businessAccount.users({ business: portfolioId }).page();
    expect(data).toMatchObject([{ id: "5", tasks: ["MANAGE"] }]);
  });
});
