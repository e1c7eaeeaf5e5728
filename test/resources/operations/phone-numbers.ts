import { type Operation, readPage } from "./operation.ts";

const number = {
  id: "106540352242922",
  display_phone_number: "+1 631-555-5555",
  verified_name: "Jasper's Market",
  quality_rating: "GREEN",
};
const product = { messaging_product: "whatsapp" };
const settings = (status: string) => ({
  calling: {
    status,
    call_hours: { status, timezone_id: "Asia/Tokyo", weekly_operating_hours: [] },
    callback_permission_status: status,
    sip: { status, servers: [{ hostname: "sip.example.com" }] },
    voicemail: { status, triggers: ["REJECT"] },
    srtp_key_exchange_protocol: "DTLS",
  },
  storage_configuration: { status },
  payload_encryption: { status },
  user_identity_change: { enable_identity_key_check: true },
  tomorrow: { status: "some_word" },
});

export const phoneNumberOperations: Operation[] = [
  {
    name: "phoneNumbers.list",
    call: ({ phoneNumbers }, options) => readPage(phoneNumbers.list({}, options)),
    request: "GET /{A}/phone_numbers",
    answer: { data: [number] },
    result: [number],
  },
  {
    name: "phoneNumbers.list with filters",
    call: ({ phoneNumbers }, options) =>
      readPage(
        phoneNumbers.list(
          {
            limit: 5,
            fields: ["id", "health_status.phone_number(1)"],
            sort: ["last_onboarded_time_ascending"],
            filtering: [{ field: "account_mode", operator: "EQUAL", value: "SANDBOX" }],
          },
          options,
        ),
      ),
    request:
      'GET /{A}/phone_numbers?limit=5&fields=id,health_status.phone_number(1)&sort=["last_onboarded_time_ascending"]&filtering=[{"field":"account_mode","operator":"EQUAL","value":"SANDBOX"}]',
    answer: { data: [{ id: "1" }] },
    result: [{ id: "1" }],
  },
  {
    name: "phoneNumbers.get",
    call: ({ phoneNumbers }, options) => phoneNumbers.get({}, options),
    request: "GET /{N}",
    answer: { ...number, color: "green" },
  },
  {
    name: "phoneNumbers.get of some fields",
    call: ({ phoneNumbers }, options) => phoneNumbers.get({ fields: ["status", "throughput"] }, options),
    request: "GET /{N}?fields=status,throughput",
    answer: { status: "CONNECTED", throughput: { level: "STANDARD" } },
  },
  {
    name: "phoneNumbers.get by id",
    call: ({ phoneNumbers }, options) => phoneNumbers.get("78", options),
    request: "GET /78",
    answer: { ...number, id: "78" },
  },
  {
    name: "phoneNumbers.get of some fields by id",
    call: ({ phoneNumbers }) => phoneNumbers.get({ id: "78", fields: ["id"] }),
    request: "GET /78?fields=id",
    answer: { id: 12345 },
    result: { id: "12345" },
  },
  {
    name: "phoneNumbers.create",
    call: ({ phoneNumbers }, options) =>
      phoneNumbers.create(
        { cc: "49", phone_number: "15123456789", verified_name: "Markt", migrate_phone_number: true },
        options,
      ),
    request: "POST /{A}/phone_numbers",
    body: { cc: "49", phone_number: "15123456789", verified_name: "Markt", migrate_phone_number: true },
    answer: { id: "78" },
    findOut: "list",
  },
  {
    name: "phoneNumbers.update of the PIN",
    call: ({ phoneNumbers }, options) => phoneNumbers.update({ pin: "123456" }, options),
    request: "POST /{N}",
    body: { pin: "123456" },
  },
  {
    name: "phoneNumbers.update of the name",
    call: ({ phoneNumbers }, options) => phoneNumbers.update({ new_display_name: "Markt" }, options),
    request: "POST /{N}",
    body: { new_display_name: "Markt" },
    findOut: "get",
  },
  {
    name: "phoneNumbers.update of the callback",
    call: ({ phoneNumbers }, options) =>
      phoneNumbers.update(
        { webhook_configuration: { override_callback_uri: "https://a.example/hook", verify_token: "t0ken" } },
        options,
      ),
    request: "POST /{N}",
    body: {
      webhook_configuration: { override_callback_uri: "https://a.example/hook", verify_token: "t0ken" },
    },
  },
  {
    name: "phoneNumbers.update that ends an override",
    call: ({ phoneNumbers }, options) =>
      phoneNumbers.update({ webhook_configuration: { override_callback_uri: "" } }, options),
    request: "POST /{N}",
    body: { webhook_configuration: { override_callback_uri: "" } },
  },
  {
    name: "phoneNumbers.requestCode",
    call: ({ phoneNumbers }, options) =>
      phoneNumbers.requestCode({ code_method: "SMS", language: "en_US" }, options),
    request: "POST /{N}/request_code",
    body: { code_method: "SMS", language: "en_US" },
    findOut: "get",
  },
  {
    name: "phoneNumbers.verifyCode",
    call: ({ phoneNumbers }, options) => phoneNumbers.verifyCode({ code: " 123-456" }, options),
    request: "POST /{N}/verify_code",
    body: { code: "123456" },
    findOut: "get",
  },
  {
    name: "phoneNumbers.register",
    call: ({ phoneNumbers }, options) =>
      phoneNumbers.register({ pin: "123456", backup: { password: "p", data: "d" } }, options),
    request: "POST /{N}/register",
    body: { ...product, pin: "123456", backup: { password: "p", data: "d" } },
    answer: { success: "true" },
    result: { success: true },
    findOut: "get",
  },
  {
    name: "phoneNumbers.deregister",
    call: ({ phoneNumbers }, options) => phoneNumbers.deregister(options),
    request: "POST /{N}/deregister",
    findOut: "get",
  },
  {
    name: "phoneNumbers.getSettings",
    call: ({ phoneNumbers }, options) =>
      phoneNumbers.getSettings({ fields: ["calling"], include_sip_credentials: true }, options),
    request: "GET /{N}/settings?fields=calling&include_sip_credentials=true",
    answer: settings("enabled"),
    result: settings("ENABLED"),
  },
  {
    name: "phoneNumbers.updateSettings",
    call: ({ phoneNumbers }, options) =>
      phoneNumbers.updateSettings({ calling: { status: "ENABLED", audio: {} } }, options),
    request: "POST /{N}/settings",
    body: { calling: { status: "ENABLED", audio: {} } },
  },
  {
    name: "phoneNumbers.getUsername",
    call: ({ phoneNumbers }, options) => phoneNumbers.getUsername(options),
    request: "GET /{N}/username",
    answer: { username: "jaspers", status: "reserved" },
  },
  {
    name: "phoneNumbers.setUsername",
    call: ({ phoneNumbers }, options) =>
      phoneNumbers.setUsername({ username: "Jaspers_1.market", transfer_action: "force_transfer" }, options),
    request: "POST /{N}/username",
    body: { username: "Jaspers_1.market", transfer_action: "force_transfer" },
    answer: { status: "approved" },
  },
  {
    name: "phoneNumbers.usernameSuggestions",
    call: ({ phoneNumbers }, options) => phoneNumbers.usernameSuggestions(options),
    request: "GET /{N}/username_suggestions",
    answer: { data: [{ username_suggestions: ["jaspers", "jasper"] }] },
    result: ["jaspers", "jasper"],
  },
  {
    name: "phoneNumbers.usernameSuggestions without any",
    call: ({ phoneNumbers }, options) => phoneNumbers.usernameSuggestions(options),
    request: "GET /{N}/username_suggestions",
    answer: { data: [] },
    result: [],
  },
  {
    name: "phoneNumbers.deleteUsername",
    call: ({ phoneNumbers }, options) => phoneNumbers.deleteUsername(options),
    request: "DELETE /{N}/username",
  },
  {
    name: "phoneNumbers.deleteContact",
    call: ({ phoneNumbers }, options) => phoneNumbers.deleteContact({ bsuid: "US.1349" }, options),
    request: "DELETE /{N}/contact_book?bsuid=US.1349&messaging_product=whatsapp",
    answer: { success: true, deleted: false },
  },
  {
    name: "phoneNumbers.getOfficialAccount",
    call: ({ phoneNumbers }, options) => phoneNumbers.getOfficialAccount(options),
    request: "GET /{N}?fields=official_business_account",
    answer: { official_business_account: { oba_status: "PENDING", status_message: "soon" }, id: "1" },
    result: { oba_status: "PENDING", status_message: "soon" },
  },
  {
    name: "phoneNumbers.requestOfficialAccount",
    call: ({ phoneNumbers }, options) =>
      phoneNumbers.requestOfficialAccount(
        {
          business_website_url: "https://a.example",
          primary_country_of_operation: "US",
          primary_language: "en",
          supporting_links: ["https://b.example"],
        },
        options,
      ),
    request: "POST /{N}/official_business_account",
    body: {
      business_website_url: "https://a.example",
      primary_country_of_operation: "US",
      primary_language: "en",
      supporting_links: ["https://b.example"],
    },
    findOut: "getOfficialAccount",
  },
];
