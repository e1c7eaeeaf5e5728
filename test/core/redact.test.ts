import { describe, expect, test } from "vitest";
import { ApiError, type GraphRequest } from "wacloud";
import { client, failure } from "../support/client.ts";
import { fc } from "../support/properties.ts";
import { recorder } from "../support/recorder.ts";

/** Meta's refusal with these words, as message and as details. */
const refusing = (words: string) =>
  recorder(
    Response.json(
      { error: { message: `(#100) ${words}`, code: 100, error_data: { details: words } } },
      { status: 400 },
    ),
  );

/** What is told of a request that was refused with these words: the details. */
async function tell(words: string, request: Partial<GraphRequest>): Promise<string> {
  const { fetch } = refusing(words);
  const call = client({ fetch }).request({ method: "POST", path: "1/edge", ...request });
  const error = (await failure(call)) as ApiError;
  expect(error).toBeInstanceOf(ApiError);
  expect(error.message).toContain(String(error.details));
  expect(error.message).toContain("(#100) ");
  return String(error.details);
}

const secret = 'Meet me at 5 o\'clock, "Zoë" & co/op';

describe("a value of the request is removed, however Meta spells it", () => {
  test.each<[string, unknown, string]>([
    ["as it is", secret, secret],
    ["in capitals", "Zamboni", "ZAMBONI"],
    ["in small letters", "ZAMBONI", "zamboni"],
    ["as JSON", secret, JSON.stringify(secret)],
    ["as JSON within JSON", secret, JSON.stringify(JSON.stringify(secret))],
    ["as PHP's JSON", secret, JSON.stringify(secret).replaceAll("ë", "\\u00eb").replaceAll("/", "\\/")],
    ["as PHP's JSON, with an emoji", "party 🎉 tonight", "party \\ud83c\\udf89 tonight"],
    ["as HTML", secret, secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("'", "&#039;")],
    ["in a URL", secret, encodeURIComponent(secret)],
    ["in a form", secret, String(new URLSearchParams({ a: secret })).slice(2)],
    ["on one line", "first line\nsecond\tline", "first line second line"],
    ["with escaped lines", "first line\nsecond line", "first line\\nsecond line"],
    ["composed otherwise", "Zo\u00eb Br\u00fcm", "Zoe\u0308 Bru\u0308m"],
    ["with full-width characters", "ZAMBONI", "\uff3a\uff21\uff2d\uff22\uff2f\uff2e\uff29"],
    ["without invisible characters", "Zam\u200bboni\u200e", "Zamboni"],
    ["without its punctuation", "(Zamboni!)", "Zamboni"],
    ["cut off", "The secret is under the mat", "The secret is u"],
    ["cut off after a word", "The secret is under the mat", "The secret"],
    ["cut off, as a token is", "EAAGm0PX4ZCpsBAKZC", "EAAGm0PX4ZCps"],
    ["a number", "+14155552671", "14155552671"],
    ["a number, formatted", "14155552671", "+1 (415) 555-2671"],
    ["a number with dots", "+14155552671", "1.415.555.2671"],
    ["a number without its country code", "+14155552671", "(415) 555-2671"],
    ["a number cut off", "+14155552671", "14155552"],
    ["a formatted number, plain", "+49 (0) 151 234 567 89", "49015123456789"],
    ["a number in JSON", 14155552671, "14155552671"],
    ["a PIN that is a number", 482913, "482913"],
    ["only emojis", "🎉🎉🎉", "🎉🎉🎉"],
  ])("%s", async (_, value, quoted) => {
    expect(await tell(`The value <${quoted}> is not allowed`, { body: { text: value } })).toMatch(
      /^The value <[^\p{L}\p{N}[]*\[redacted\][^\p{L}\p{N}]*> is not allowed$/u,
    );
  });
});

describe("wherever it stood in the request", () => {
  test.each<[string, Partial<GraphRequest>]>([
    ["in the query", { query: { client_secret: "S3cretSauce" } }],
    ["in the query, under a key that is harmless in a body", { query: { code: "S3cretSauce" } }],
    ["in the path", { path: "oauth/access_token?client_secret=S3cretSauce" }],
    ["under a key `code`", { body: { code: "S3cretSauce" } }],
    ["under a key `code`, deeper", { body: { a: [{ code: "S3cretSauce" }] } }],
    ["in a list", { body: { parameters: ["S3cretSauce"] } }],
    ["in a list of the query", { query: { filters: ["S3cretSauce"] } }],
    ["in a form", { body: new URLSearchParams({ verifier: "S3cretSauce" }) }],
    [
      "in a form with files",
      {
        body: (() => {
          const form = new FormData();
          form.set("secret", "S3cretSauce");
          return form;
        })(),
      },
    ],
    ["as the access token of a call", { headers: { authorization: "Bearer S3cretSauce" } }],
  ])("%s", async (_, request) => {
    expect(await tell("S3cretSauce is not valid", request)).toBe("[redacted] is not valid");
  });

  test.each(["482913", "4829", "AQBx7f_Kq"])("a verification code %s", async (code) => {
    expect(await tell(`The code ${code} is wrong`, { body: { code } })).toBe("The code [redacted] is wrong");
    expect(await tell(`The code ${code} is wrong`, { query: { code } })).toBe("The code [redacted] is wrong");
  });
});

describe("Meta's own words survive", () => {
  const parameters =
    "body: number of localizable_params (1) does not match the expected number of params (2)";
  test.each<[string, unknown, string]>([
    ["a parameter that is one of its words", ["number", "body", "Params"], parameters],
    ["a parameter within a word", ["local", "expect", "mat", "ize", "para"], parameters],
    ["short values", ["is", "of", "1", "no", ""], parameters],
    ["a language", { language: { code: "pt_PT" } }, "template does not exist in pt_PT"],
    ["a currency", { currency: { code: "BRL" } }, "currency BRL is not supported"],
    ["a template's name", { name: "order_confirmation" }, "order_confirmation does not exist"],
    ["a kind", { type: "sticker" }, "sticker is not supported"],
    ["a text that begins with a short word", "Post about Ana", "Unsupported post request."],
    ["a digit within a number", { pin: "1310" }, "see code 131009"],
    ["a prefix within a word", "undeliverable mail", "undeliverables"],
    ["a prefix that is too short", "message for Ana only", "The message failed"],
    ["an escape that is none", "%zz of Ana", "100% of %zz q &nothing; is text"],
  ])("%s", async (_, body, words) => {
    expect(await tell(words, { body: { body } })).toBe(words);
  });

  test("field names in the query", async () => {
    const words = "Tried accessing nonexisting field (quality) on node type (Template)";
    expect(await tell(words, { method: "GET", query: { fields: "quality", limit: 1000 } })).toBe(words);
  });

  test("Meta's code in front, even if a value is the same number", async () => {
    const { fetch } = refusing("Invalid parameter");
    const call = client({ fetch }).request({ method: "POST", path: "1/edge", body: { amount: "100" } });
    expect(((await failure(call)) as ApiError).message).toContain("(#100) Invalid parameter");
  });
});

describe("with random texts", () => {
  const quotes = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => JSON.stringify(text),
    (text) => JSON.stringify(JSON.stringify(text)),
    encodeURIComponent,
    (text) => text.toUpperCase(),
    (text) => text.toLowerCase(),
  );
  const frames = fc.constantFrom(
    ["(#132012) Parameter format does not match format in the created template: ", ""],
    ['header: Format mismatch, expected IMAGE, received "', '"'],
    ["Param text['", "'] must be one of {a, b} - got this instead."],
    ["Invalid value (", ") for parameter, see https://developers.facebook.com/docs"],
    ["Der Wert „", "“ ist ungültig."],
  );
  const letters = "abcdefghijklmnopqrstuvwxyzQXZ0123456789";
  const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 9, maxLength: 20 });
  const space = fc.constantFrom(" ", "\n", "  ", "/", '"', "'", "\\", "é ", " & ", ", ", " 🎉 ", "+", "%");
  const text = fc
    .tuple(word, fc.array(fc.tuple(space, word), { maxLength: 4 }))
    .map(([first, rest]) => first + rest.flat().join(""));

  test("no word of a request is in what is told, and the frame is", async () => {
    await fc.assert(
      fc.asyncProperty(text, quotes, frames, async (value, quote, [before = "", after = ""]) => {
        const told = await tell(`${before}${quote(value)}${after}`, { body: { text: { body: value } } });
        for (const part of value.match(/[a-z0-9]{9,}/gi) ?? [])
          expect(told.toLowerCase()).not.toContain(part.toLowerCase());
        expect(told.startsWith(before) && told.endsWith(after)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  const digits = fc.string({ unit: fc.constantFrom(..."123456789"), minLength: 10, maxLength: 15 });
  const grouping = fc.infiniteStream(fc.constantFrom("", "", " ", "-", ".", ") ", " (", "\u00a0"));

  test("no number of a request is in what is told, however it is grouped", async () => {
    await fc.assert(
      fc.asyncProperty(digits, grouping, frames, async (number, separators, [before = "", after = ""]) => {
        const grouped = [...number].map((digit) => separators.next().value + digit).join("");
        const told = await tell(`${before}${grouped}${after}`, { body: { to: `+${number}` } });
        expect(told.slice(before.length).replace(/\D/g, "")).toBe(after.replace(/\D/g, ""));
        expect(told.startsWith(before) && told.endsWith(after)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test("any text at all is read without a failure, and what has no value in it stays", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (words) => {
        expect(await tell(`${words}.`, { body: { text: "Zxqvjkwpzxqvjkwp" } })).toBe(`${words}.`);
      }),
      { numRuns: 150 },
    );
  });
});
