import { type Operation, readPage } from "./operation.ts";

const input = "+14155552671";
const ana = { input, wa_id: "14155552671", user_id: "US.1349" };
const ben = { input: "US.77", user_id: "US.77" };
const failed = { ...ben, errors: [{ code: 131047, message: "m", error_data: { details: "d" } }] };
const edge = "/{N}/block_users";
const product = { messaging_product: "whatsapp" };

export const blockedUserOperations: Operation[] = [
  {
    name: "blockedUsers.list",
    call: ({ blockedUsers }, options) => readPage(blockedUsers.list({ limit: 2, after: "a" }, options)),
    request: `GET ${edge}?limit=2&after=a`,
    answer: { data: [{ ...product, wa_id: "14155552671" }] },
    result: [{ ...product, wa_id: "14155552671" }],
  },
  {
    name: "blockedUsers.list of nested users",
    call: ({ blockedUsers }, options) => readPage(blockedUsers.list({}, options)),
    request: `GET ${edge}`,
    answer: { data: [{ block_users: [ana, ben] }, { block_users: [] }] },
    result: [ana, ben],
  },
  {
    name: "blockedUsers.block",
    call: ({ blockedUsers }, options) =>
      blockedUsers.block([input, "US.77", { wa_id: "14155552671" }, { user_id: "US.77" }], options),
    request: `POST ${edge}`,
    body: {
      ...product,
      block_users: [{ user: input }, { user_id: "US.77" }, { user: input }, { user_id: "US.77" }],
    },
    answer: { ...product, block_users: { added_users: [ana] } },
    result: { added_users: [ana], failed_users: [] },
  },
  {
    name: "blockedUsers.unblock",
    call: ({ blockedUsers }, options) => blockedUsers.unblock(input, options),
    request: `DELETE ${edge}`,
    body: { ...product, block_users: [{ user: input }] },
    answer: { ...product, block_users: { failed_users: [failed] } },
    result: { removed_users: [], failed_users: [failed] },
  },
];
