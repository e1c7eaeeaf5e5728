import { type Operation, readPage } from "./operation.ts";

const account = { id: "1", name: "Shop", timezone_id: "1", message_template_namespace: "n" };
const app = { id: "67", name: "Bot", link: "https://a.example" };
const user = { id: "5", name: "Ana", tasks: ["MANAGE"] };
const activity = { id: "9", activity_type: "USER_ADDED", timestamp: "1790000000", actor_type: "USER" };
const portfolio = { id: "27", name: "Shops" };

export const businessAccountOperations: Operation[] = [
  {
    name: "businessAccount.get",
    call: ({ businessAccount }, options) => businessAccount.get({}, options),
    request: "GET /{A}",
    answer: account,
  },
  {
    name: "businessAccount.get of some fields",
    call: ({ businessAccount }, options) => businessAccount.get({ fields: ["currency"] }, options),
    request: "GET /{A}?fields=currency",
    answer: { currency: "USD", id: 1 },
    result: { currency: "USD", id: "1" },
  },
  {
    name: "businessAccount.update",
    call: ({ businessAccount }, options) =>
      businessAccount.update({ is_enabled_for_insights: true, name: "Shop" }, options),
    request: "POST /{A}",
    body: { is_enabled_for_insights: true, name: "Shop" },
  },
  {
    name: "businessAccount.update answered with the id",
    call: ({ businessAccount }, options) =>
      businessAccount.update({ template_auto_archival_enabled: false }, options),
    request: "POST /{A}",
    body: { template_auto_archival_enabled: false },
    answer: { id: 102290129340398 },
    result: { success: true },
  },
  {
    name: "businessAccount.subscribe",
    call: ({ businessAccount }, options) => businessAccount.subscribe(undefined, options),
    request: "POST /{A}/subscribed_apps",
  },
  {
    name: "businessAccount.subscribe with an override",
    call: ({ businessAccount }, options) =>
      businessAccount.subscribe(
        { override_callback_uri: "https://a.example", verify_token: "t0ken" },
        options,
      ),
    request: "POST /{A}/subscribed_apps",
    body: { override_callback_uri: "https://a.example", verify_token: "t0ken" },
  },
  {
    name: "businessAccount.unsubscribe",
    call: ({ businessAccount }, options) => businessAccount.unsubscribe(options),
    request: "DELETE /{A}/subscribed_apps",
  },
  {
    name: "businessAccount.subscribedApps",
    call: ({ businessAccount }, options) => readPage(businessAccount.subscribedApps({}, options)),
    request: "GET /{A}/subscribed_apps",
    answer: { data: [{ whatsapp_business_api_data: app, override_callback_uri: "https://b.example" }] },
    result: [{ ...app, override_callback_uri: "https://b.example" }],
  },
  {
    name: "businessAccount.users",
    call: ({ businessAccount }, options) =>
      readPage(businessAccount.users({ business: "27", limit: 5, fields: ["id", "tasks"] }, options)),
    request: "GET /{A}/assigned_users?business=27&limit=5&fields=id,tasks",
    answer: { data: [user] },
    result: [user],
  },
  {
    name: "businessAccount.assignUser",
    call: ({ businessAccount }, options) =>
      businessAccount.assignUser({ user: "5", tasks: ["MANAGE", "DEVELOP"] }, options),
    request: "POST /{A}/assigned_users",
    body: { user: "5", tasks: ["MANAGE", "DEVELOP"] },
  },
  {
    name: "businessAccount.unassignUser",
    call: ({ businessAccount }, options) => businessAccount.unassignUser({ user: "5" }, options),
    request: "DELETE /{A}/assigned_users",
    body: { user: "5" },
  },
  {
    name: "businessAccount.activities",
    call: ({ businessAccount }, options) =>
      readPage(
        businessAccount.activities(
          {
            since: 1_790_000_000,
            until: 1_790_000_000 + 90 * 86_400,
            activity_type: "USER_ADDED",
            limit: 100,
          },
          options,
        ),
      ),
    request: "GET /{A}/activities?since=1790000000&until=1797776000&activity_type=USER_ADDED&limit=100",
    answer: { data: [activity] },
    result: [activity],
  },
  {
    name: "businessAccount.activities between days",
    call: ({ businessAccount }, options) =>
      readPage(
        businessAccount.activities(
          { since: "2026-10-01", until: "2026-11-01", activity_type: ["USER_ADDED", "ACCOUNT_UPDATED"] },
          options,
        ),
      ),
    request:
      'GET /{A}/activities?since=2026-10-01&until=2026-11-01&activity_type=["USER_ADDED","ACCOUNT_UPDATED"]',
    answer: { data: [] },
    result: [],
  },
  {
    name: "businessAccount.getPortfolio",
    call: ({ businessAccount }) => businessAccount.getPortfolio("27"),
    request: "GET /27",
    answer: portfolio,
  },
  {
    name: "businessAccount.getPortfolio of some fields",
    call: ({ businessAccount }) => businessAccount.getPortfolio({ id: "27", fields: ["name"] }),
    request: "GET /27?fields=name",
    answer: portfolio,
  },
  {
    name: "businessAccount.ownedAccounts",
    call: ({ businessAccount }) =>
      readPage(
        businessAccount.ownedAccounts("27", {
          sort: "creation_time_ascending",
          find: "7",
          business_type: ["X"],
          filtering: [{ field: "creation_time", operator: "GREATER_THAN", value: "1604962813" }],
        }),
      ),
    request:
      'GET /27/owned_whatsapp_business_accounts?sort=creation_time_ascending&find=7&business_type=["X"]&filtering=[{"field":"creation_time","operator":"GREATER_THAN","value":"1604962813"}]',
    answer: { data: [account] },
    result: [account],
  },
  {
    name: "businessAccount.clientAccounts",
    call: ({ businessAccount }) => readPage(businessAccount.clientAccounts("27", { fields: ["id"] })),
    request: "GET /27/client_whatsapp_business_accounts?fields=id",
    answer: { data: [account] },
    result: [account],
  },
  {
    name: "businessAccount.systemUsers",
    call: ({ businessAccount }) => readPage(businessAccount.systemUsers("27", { limit: 3 })),
    request: "GET /27/system_users?limit=3",
    answer: { data: [{ id: "5", name: "Bot", role: "ADMIN" }] },
    result: [{ id: "5", name: "Bot", role: "ADMIN" }],
  },
];
