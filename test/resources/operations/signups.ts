import { type Operation, readPage } from "./operation.ts";

const edge = "/{A}/signups";
const id = "31000000000001";
const form = { id, signup_message: "Get our news", status: "ACTIVE" };
const content = {
  signup_message: "Get our news",
  confirmation_message: "Your code: {{promo_code}}",
  privacy_policy_url: "http://shop.example/privacy",
  promo_code: "SAVE10",
};
const tos = "https://www.facebook.com/legal/ads-manager-marketing-messages-terms";
const policy = { tos, accepted: true };
const ok = { success: true };
export const signupOperations: Operation[] = [
  {
    name: "signups.list",
    call: ({ signups }, options) => readPage(signups.list({}, options)),
    answer: { data: [form] },
    result: [form],
    request: `GET ${edge}`,
  },
  {
    name: "signups.list with filters",
    call: ({ signups }, options) =>
      readPage(signups.list({ limit: 5, after: "a", fields: ["status"] }, options)),
    answer: { data: [{ status: "ACTIVE" }] },
    result: [{ status: "ACTIVE" }],
    request: `GET ${edge}?limit=5&after=a&fields=status`,
  },
  {
    name: "signups.get",
    call: ({ signups }, options) => signups.get(id, options),
    answer: { ...form, color: "green" },
    request: `GET /${id}`,
  },
  {
    name: "signups.get with fields",
    call: ({ signups }, options) => signups.get({ id, fields: ["id", "status"] }, options),
    answer: { id, status: "DISABLED" },
    request: `GET /${id}?fields=id,status`,
  },
  {
    name: "signups.create",
    call: ({ signups }, options) =>
      signups.create(
        { ...content, policy, website_url: "https://shop.example", ...{ color: "green" } },
        options,
      ),
    answer: { id },
    request: `POST ${edge}`,
    body: { ...content, policy, website_url: "https://shop.example", color: "green" },
    findOut: "list",
  },
  {
    name: "signups.update",
    call: ({ signups }, options) => signups.update(id, { status: "DISABLED" }, options),
    answer: { success: "true" },
    result: ok,
    request: `POST /${id}`,
    body: { status: "DISABLED" },
  },
];
