import { globSync } from "node:fs";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { Logger, WhatsAppClient } from "wacloud";
import { client } from "../support/client.ts";
import { fc } from "../support/properties.ts";
import { type Recorded, recorder } from "../support/recorder.ts";
import { allOperations as operations } from "./operations/all.ts";
import { toMethod } from "./operations/operation.ts";

const nameFiles: { names: Record<string, string> }[] = await Promise.all(
  globSync("surface-names/*.ts", { cwd: import.meta.dirname }).map(
    (file) => import(/* @vite-ignore */ new URL(file, import.meta.url).href),
  ),
);

/** The methods of each resource, as the list of names has them. */
const names = nameFiles.flatMap((file) =>
  Object.entries(file.names).map(([resource, methods]) => ({ resource, methods: methods.split(" ") })),
);

describe("names", () => {
  test.each(names)("the client has all methods of $resource, and no others", ({ resource, methods }) => {
    const found = client({})[resource as "phoneNumbers"];
    expect(Object.keys(found).sort()).toEqual([...methods].sort());
  });

  test("every method is among the operations that are tested", () => {
    const all = names.flatMap(({ resource, methods }) => methods.map((method) => `${resource}.${method}`));
    expect([...new Set(operations.map(toMethod))].sort()).toEqual(all.sort());
  });

  test("what is not repeated names a read that tells what happened, or the webhooks where there is none, or that nothing does", () => {
    const isRead = new Set(operations.filter(({ request }) => request.startsWith("GET")).map(toMethod));
    const reads = operations.flatMap(({ name, findOut }) =>
      findOut === undefined || /^(webhooks|nothing)$/.test(findOut)
        ? []
        : [findOut.includes(".") ? findOut : `${name.split(".")[0]}.${findOut}`],
    );
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.filter((read) => !isRead.has(read))).toEqual([]);
  });
});

const appSecret = "9f8e7d6c5b4a39281706f5e4d3c2b1a0";

/** Calls an operation that fails, and returns everything that it says: the error and the log. */
async function listen(
  call: (client: WhatsAppClient) => Promise<unknown>,
  fail: (request: Recorded) => Response,
): Promise<string> {
  const lines: unknown[] = [];
  const write = (...words: unknown[]) => void lines.push(words);
  const logger: Logger = { debug: write, info: write, warn: write, error: write };
  const attempts = Array.from({ length: 8 }, () => fail);
  const { fetch } = recorder(...attempts);
  const retry = { attempts: 2, minDelayMs: 0 };
  const outcome = await call(client({ fetch, logger, retry, appSecret })).catch((error: unknown) => error);
  const error = outcome as Error;
  return [
    inspect(error, { depth: 9 }),
    error.message,
    error.stack,
    JSON.stringify(error),
    inspect(lines, { depth: 9 }),
  ].join("\n");
}

/** Every text in a value, with its key. */
function readTexts(value: unknown, key = ""): [key: string, text: string][] {
  if (typeof value === "string") return [[key, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    readTexts(member, Array.isArray(value) ? key : name),
  );
}

/** What Meta may quote of a request: the texts of its body and the parameters that say who somebody is. */
const quote = ({ json, url }: Recorded): string =>
  [...readTexts(json).map(([, text]) => text), JSON.stringify(json), url.search].join(" and ");

const refusing =
  (status: number, code: number) =>
  (request: Recorded): Response =>
    Response.json(
      { error: { message: `bad: ${quote(request)}`, code, error_data: { details: quote(request) } } },
      { status },
    );

const losing = (request: Recorded): Response => {
  throw new TypeError(`failed to fetch ${request.url.href}`);
};

const failures: [string, (request: Recorded) => Response][] = [
  ["Meta refuses it", refusing(400, 100)],
  ["Meta is overloaded", refusing(500, 2)],
  ["Meta answers nonsense", () => new Response("nonsense")],
  ["the connection breaks", losing],
];

describe("what is private is in no error and no log", () => {
  /** Words of Meta's, which say nothing about anybody, and the tag, by which webhooks tell what happened. */
  const harmless =
    /^(messaging_product|fields|status|name|type|category|language|code_method|action|currency|offset|sdp_type|biz_opaque_callback_data)$/;

  test.each(failures)("when %s, whatever the operation", async (_, fail) => {
    expect(operations.length).toBeGreaterThan(40);
    for (const { name, call, body } of operations) {
      const said = await listen(call, fail);
      expect(said).not.toContain(appSecret);
      const texts = readTexts(body).flatMap(([key, text]) => (harmless.test(key) ? [] : [text]));
      const shown = texts.filter((text) => text.length >= 3 && said.includes(text));
      expect({ name, shown }).toEqual({ name, shown: [] });
    }
  });

  const registering = {
    businessAccountId: "900100",
    phoneNumberId: "700800",
    done: ["exchange", "account", "subscribe", "number"],
  } as const;

  /** Every operation that takes a secret or names somebody, with one that fits or not. */
  const secretive: Record<string, (client: WhatsAppClient, secret: string) => Promise<unknown>> = {
    "a PIN": ({ phoneNumbers }, pin) => phoneNumbers.register({ pin }),
    "a new PIN": ({ phoneNumbers }, pin) => phoneNumbers.update({ pin }),
    "a code": ({ phoneNumbers }, code) => phoneNumbers.verifyCode({ code }),
    "the password of a backup": ({ phoneNumbers }, password) =>
      phoneNumbers.register({ pin: "482913", backup: { password, data: password } }),
    "a verify token": ({ businessAccount }, verify_token) =>
      businessAccount.subscribe({ override_callback_uri: "https://a.example", verify_token }),
    "the verify token of a number": ({ phoneNumbers }, verify_token) =>
      phoneNumbers.update({
        webhook_configuration: { override_callback_uri: "https://a.example", verify_token },
      }),
    "an encryption key": ({ phoneNumbers }, client_encryption_key) =>
      phoneNumbers.updateSettings({ payload_encryption: { status: "ENABLED", client_encryption_key } }),
    "the parameters of SIP": ({ phoneNumbers }, value) =>
      phoneNumbers.updateSettings({
        calling: { sip: { servers: [{ hostname: "a.example", request_uri_user_params: { key: value } }] } },
      }),
    "the code of a signup": ({ onboarding }, code) => onboarding.exchangeCode({ code }),
    "the code that a signup is completed with": ({ onboarding }, code) => onboarding.complete({ code }),
    "a token to inspect": ({ onboarding }, input_token) => onboarding.debugToken({ input_token }),
    "the token of a customer": ({ onboarding }, accessToken) =>
      onboarding.complete({ accessToken, businessAccountId: "900100", done: ["account"] }),
    "the PIN of a signup": ({ onboarding }, pin) =>
      onboarding.complete({ accessToken: "EAAcustomer", ...registering, pin }),
    "the verify token of a signup": ({ onboarding }, verify_token) =>
      onboarding.complete({
        accessToken: "EAAcustomer",
        businessAccountId: "900100",
        done: ["account"],
        webhook: { override_callback_uri: "https://a.example", verify_token },
      }),
    "the verify token of an app": ({ onboarding }, verify_token) =>
      onboarding.subscribeApp({ callback_url: "https://a.example", verify_token, fields: ["messages"] }),
    "a person": ({ blockedUsers }, user) => blockedUsers.block([user]),
    "a contact": ({ phoneNumbers }, bsuid) => phoneNumbers.deleteContact({ bsuid }),
  };

  const secrets = fc.oneof(
    fc.stringMatching(/^\d{6}$/),
    fc.stringMatching(/^\d{3}-\d{3}$/),
    fc.stringMatching(/^\+1415555\d{4}$/),
    fc.stringMatching(/^US\.[A-Z0-9]{12,20}$/),
    fc.stringMatching(/^[!-~]{12,40}$/),
    fc.string({ minLength: 12, maxLength: 40, unit: "grapheme" }).filter((text) => text.trim().length >= 12),
  );

  test.each(Object.entries(secretive))("%s", async (_, call) => {
    await fc.assert(
      fc.asyncProperty(secrets, fc.constantFrom(...failures), async (secret, [, fail]) => {
        const said = await listen((given) => call(given, secret), fail);
        expect(said).not.toContain(appSecret);
        expect(said).not.toContain(secret);
        expect(said).not.toContain(secret.replace(/^(\d{3})-(?=\d{3}$)/, "$1")); // a code travels without its dash
      }),
      { numRuns: 25 },
    );
  });
});
