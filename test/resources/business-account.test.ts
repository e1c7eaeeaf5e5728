import { businessAccountOperations } from "./operations/business-account.ts";
import { describeOperations, describeRefusals, type Refusal } from "./operations/operation.ts";

describeOperations(businessAccountOperations);

const url = "https://a.example/hook";
const day = 86_400;

const update = (says: string, changes: object): Refusal => [
  says,
  ({ businessAccount }) => businessAccount.update(changes),
];

const subscribe = (says: string, override: object): Refusal => [
  says,
  ({ businessAccount }) => businessAccount.subscribe(override as never),
];

const activities = (says: string, filters: object): Refusal => [
  says,
  ({ businessAccount }) => businessAccount.activities(filters).page(),
];

describeRefusals([
  update(" has no change", {}),
  update("is_enabled_for_insights cannot be false", { is_enabled_for_insights: false }),
  update("name must not be empty", { name: "" }),
  update("name must be at most 100 characters", { name: "x".repeat(101) }),
  subscribe("verify_token is missing", { override_callback_uri: url }),
  subscribe("override_callback_uri is missing", { verify_token: "t" }),
  subscribe("override_callback_uri must be an https URL", {
    override_callback_uri: "http://a.example",
    verify_token: "t",
  }),
  subscribe("override_callback_uri must not be empty", { override_callback_uri: "", verify_token: "t" }),
  subscribe("override_callback_uri must be at most 200", {
    override_callback_uri: url + "x".repeat(200),
    verify_token: "t",
  }),
  ["business is missing", ({ businessAccount }) => businessAccount.users({} as never).page()],
  ["tasks must not be empty", ({ businessAccount }) => businessAccount.assignUser({ user: "5", tasks: [] })],
  ["tasks is missing", ({ businessAccount }) => businessAccount.assignUser({ user: "5" } as never)],
  ["user is missing", ({ businessAccount }) => businessAccount.unassignUser({} as never)],
  activities("until must not be before `since`", { since: 1_790_000_000, until: 1_789_999_999 }),
  activities("until must not be before `since`", { since: "2026-11-02", until: "2026-11-01" }),
  activities("until must be at most 90 days", { since: 1_790_000_000, until: 1_790_000_001 + 90 * day }),
  activities("until must be at most 90 days", {
    since: "1790000000",
    until: String(1_790_000_001 + 90 * day),
  }),
  activities("limit must be a whole number from 1 to 100", { limit: 101 }),
  activities(" has unknown keys: color", { color: "green" }),
  ["id must be a non-empty id", ({ businessAccount }) => businessAccount.getPortfolio("")],
  ["id must be a non-empty id", ({ businessAccount }) => businessAccount.getPortfolio({} as never)],
  ["id must be a non-empty id", ({ businessAccount }) => businessAccount.ownedAccounts("..").page()],
  [
    " has unknown keys: color",
    ({ businessAccount }) => businessAccount.clientAccounts("27", { color: "green" } as never).page(),
  ],
  [
    " has unknown keys: color",
    ({ businessAccount }) => businessAccount.systemUsers("27", { color: "green" } as never).page(),
  ],
]);
