import * as z from "zod/mini";
import { ConfigurationError } from "../../errors.ts";
import { userIdPattern } from "../../types/patterns.ts";
import { didYouMean } from "../../utils/edit-distance.ts";
import { once } from "../../utils/once.ts";
import { withoutPunctuation } from "./customers.ts";
import { isInternational } from "./phone-numbers.ts";
import { rule } from "./rules/schema.ts";
import type { SimulatorSeed } from "./seed.ts";

const text = () =>
  z.string("must be a text").check(rule((value: string) => value !== "", "must not be empty"));
const flag = () => z.boolean("must be true or false");
const amount = () =>
  z.number("must be a number").check(rule((value: number) => value >= 0, "must be 0 or more"));
const object = () => z.record(z.string(), z.unknown(), "must be an object");
const list = <T extends z.ZodMiniType>(element: T) => z.array(element, "must be a list");
const choice = <const T extends readonly string[]>(...values: T) =>
  z.enum(values, `must be one of: ${values.join(", ")}`);

type Fields = Readonly<Record<string, z.ZodMiniType>>;

/** An object of only these fields. Those without `?` in `seed.ts` are named as required. */
const record = (fields: Fields, required: readonly string[] = []) => {
  const isOptional = ([name, field]: [string, z.ZodMiniType]) =>
    [name, required.includes(name) ? field : z.optional(field)] as const;
  const shape = Object.fromEntries(Object.entries(fields).map(isOptional));
  const names = Object.keys(fields);
  return z.strictObject(shape, {
    error: ({ code, ...issue }) =>
      code === "unrecognized_keys" ? explainKey(issue.keys as string[], names) : "must be an object",
  });
};

const explainKey = ([key = ""]: readonly string[], names: readonly string[]): string =>
  `is unknown. ${didYouMean(key, names) ?? `Known here: ${names.join(", ")}`}`;

const isPhone = (value: string): boolean => isInternational(withoutPunctuation(value));
const isUserId = (value: string): boolean => userIdPattern.test(value);

const phone = () => text().check(rule(isPhone, "must be a phone number with its country code"));
const userId = () => text().check(rule(isUserId, "must be a business-scoped id, such as BR.123"));
const address = () =>
  text().check(
    rule(
      (value: string) => isUserId(value) || isPhone(value),
      "must be a phone number with its country code, or a business-scoped id",
    ),
  );

/** Ids are in paths. */
const id = () =>
  text().check(rule((value: string) => /^\d+$/.test(value), "must be an id, which is all digits"));

const account = () => record({ id: id(), fields: object() }, ["id"]);

const number = () =>
  record(
    {
      id: id(),
      displayPhoneNumber: phone(),
      verifiedName: text(),
      businessAccountId: text(),
      isRegistered: flag(),
      isVerified: flag(),
      pin: text(),
      fields: object(),
      settings: object(),
    },
    ["id"],
  );

const duration = () =>
  record({ days: amount(), hours: amount(), minutes: amount(), seconds: amount(), milliseconds: amount() });

const token = () =>
  record({ token: text(), scopes: list(text()), expiresIn: duration(), businessAccountIds: list(text()) });

const customer = () =>
  record({
    phone: phone(),
    user_id: userId(),
    parent_user_id: userId(),
    name: text(),
    username: text(),
    hidesPhoneNumber: flag(),
    openWindow: flag(),
    reachable: flag(),
    isOnline: flag(),
    isBlocking: flag(),
    readsAutomatically: flag(),
  }).check(
    rule(
      (value: Record<string, unknown>) => value.phone !== undefined || value.user_id !== undefined,
      "needs a `phone` or a `user_id`",
    ),
  );

/** A misspelled key of a template is refused where it is checked as at Meta. */
export const explainTemplateKey = (key: string): string | undefined =>
  didYouMean(key, [
    ...["name", "language", "category", "components", "status", "businessAccountId"],
    ...["parameter_format", "message_send_ttl_seconds", "cta_url_link_tracking_opted_out"],
  ]);

/** What Meta's form says is checked as at Meta. */
const template = () =>
  z.looseObject(
    {
      name: text(),
      language: text(),
      category: text(),
      components: list(object()),
      status: z.optional(choice("APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED")),
      businessAccountId: z.optional(text()),
    },
    "must be an object",
  );

const group = () =>
  record(
    {
      id: text(),
      subject: text(),
      description: text(),
      joinApprovalMode: choice("auto_approve", "approval_required"),
      phoneNumberId: text(),
      participants: list(address()),
    },
    ["subject"],
  );

const seedSchema = once(() =>
  record({
    accounts: list(account()),
    numbers: list(number()),
    tokens: list(token()),
    customers: list(customer()),
    templates: list(template()),
    groups: list(group()),
    flows: z.record(z.string(), object(), "must be an object"),
  }),
);

/** @throws `ConfigurationError` that names the first mistake as the caller wrote it: `seed.customers.0.phone`. */
export function checkSeed(seed: unknown): asserts seed is SimulatorSeed {
  const issue = seedSchema().safeParse(seed, { reportInput: true }).error?.issues[0];
  if (issue === undefined) return;
  const key = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  throw seedMistake([...issue.path, ...key], key.length > 0 ? issue.message : describe(issue));
}

const describe = ({ code, input, message }: z.core.$ZodIssue): string =>
  code !== "custom" && input === undefined ? "is missing" : message;

export function seedMistake(steps: readonly PropertyKey[], problem: string): ConfigurationError {
  const path = ["seed", ...steps].map(String).join(".");
  const message = `\`${path}\` ${problem.replace(/[.?]?$/, (end) => end || ".")}`;
  return new ConfigurationError(message, [{ path, message }]);
}
