import { describe, expect, test } from "vitest";
import { WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { failure } from "../support/client.ts";
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

describe("on the simulator", () => {
  const start = () => {
    const simulator = createSimulator();
    const { businessAccount } = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
    return { simulator, businessAccount, appId: simulator.clientOptions.appId };
  };
  const portfolioId = "2729063490586005";

  test("what was changed is read back", async () => {
    const { businessAccount } = start();
    await businessAccount.update({ name: "Shop", timezone_id: "31" });
    await businessAccount.update({ disable_marketing_messages_on_cloud_api: true });
    expect(await businessAccount.get()).toMatchObject({ name: "Shop", timezone_id: "31" });
    const fields = ["disable_marketing_messages_on_cloud_api", "owner_business_info"] as const;
    expect(await businessAccount.get({ fields })).toMatchObject({
      disable_marketing_messages_on_cloud_api: true,
      owner_business_info: { id: portfolioId },
    });
  });

  test("an app is subscribed and unsubscribed", async () => {
    const { businessAccount, appId } = start();
    await businessAccount.unsubscribe();
    expect((await businessAccount.subscribedApps().page()).data).toEqual([]);
    await businessAccount.subscribe();
    expect((await businessAccount.subscribedApps().page()).data).toMatchObject([{ id: appId }]);
  });

  test("an override whose URL does not answer is refused", async () => {
    const { businessAccount } = start();
    const override = { override_callback_uri: "https://127.0.0.1:1/hook", verify_token: "t" };
    expect(await failure(businessAccount.subscribe(override))).toMatchObject({
      name: "ApiError",
      code: 2200,
    });
  });

  test("people get access, other tasks, and lose it; it is in the activities", async () => {
    const { businessAccount } = start();
    const users = async () => (await businessAccount.users({ business: portfolioId }).page()).data;
    await businessAccount.assignUser({ user: "5", tasks: ["MANAGE"] });
    await businessAccount.assignUser({ user: "5", tasks: ["DEVELOP", "MESSAGING"] });
    expect(await users()).toMatchObject([{ id: "5", tasks: ["DEVELOP", "MESSAGING"] }]);
    await businessAccount.unassignUser({ user: "5" });
    expect(await users()).toEqual([]);
    const types = async (filters: object) =>
      (await businessAccount.activities(filters).page()).data.map(({ activity_type }) => activity_type);
    expect(await types({})).toEqual(["USER_ROLE_CHANGED", "USER_ADDED"]);
    expect(await types({ activity_type: "USER_ADDED" })).toEqual(["USER_ADDED"]);
    expect(await types({ since: "2001-01-01", until: "2001-02-01" })).toEqual([]);
  });

  test("the portfolio has accounts of its own and of clients, and a system user", async () => {
    const { simulator, businessAccount } = start();
    simulator.addBusinessAccount("900100", { fields: { name: "Second", ownership_type: "CLIENT_OWNED" } });
    expect(await businessAccount.getPortfolio(portfolioId)).toMatchObject({ id: portfolioId });
    const owned = await businessAccount.ownedAccounts(portfolioId).page();
    expect(owned.data.map(({ id }) => id)).toEqual([simulator.clientOptions.businessAccountId]);
    const clients = await businessAccount.clientAccounts(portfolioId, { fields: ["id", "name"] }).page();
    expect(clients.data).toEqual([{ id: "900100", name: "Second" }]);
    expect((await businessAccount.systemUsers(portfolioId).page()).data).toMatchObject([{ role: "ADMIN" }]);
  });
});
