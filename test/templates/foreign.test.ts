import { describe, expect, test } from "vitest";
import { defineTemplate, sourceOf, type Template, ValidationError } from "wacloud";
import { findDifferences } from "../../src/templates/compare.ts";
import { client, listIssues, refusal } from "../support/client.ts";
import { fc } from "../support/properties.ts";
import { accepted, recorder } from "../support/recorder.ts";

const to = "+14155552671";

type Parts = readonly object[] | null | undefined;

/** A template of an account that others made. */
const foreign = (category: string, components: Parts, more: object = {}): Template =>
  ({
    id: "1",
    name: "theirs",
    language: "en_US",
    status: "APPROVED",
    category,
    components,
    ...more,
  }) as Template;

const textHeader = { type: "HEADER", format: "TEXT", text: "Your code" };
const freeBody = {
  type: "BODY",
  text: "Use {{1}} to log in to {{2}}.",
  example: { body_text: [["123", "Shop"]] },
};
const quickReply = { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "I did not ask" }] };
const metaBody = {
  type: "BODY",
  text: "*{{1}}* is your verification code.",
  add_security_recommendation: false,
};
const otp = (query: string) => ({
  type: "BUTTONS",
  buttons: [
    {
      type: "URL",
      text: "Copy code",
      url: `https://www.whatsapp.com/otp/code/?${query}&code=otp{{1}}`,
      example: ["https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456"],
    },
  ],
});

/** What `sourceOf` refuses, with the paths. */
function issuesOf(template: unknown): string[] {
  try {
    sourceOf(template as Template);
  } catch (error) {
    return listIssues(error);
  }
  throw new Error("Expected a refusal.");
}

describe("an authentication template of the old kind is a template like any other", () => {
  const old = [textHeader, freeBody, quickReply];

  test.each([
    [
      "header, free text and a quick reply",
      old,
      ["components.0", "components.1.text", "components.2.buttons.0"],
    ],
    ["a free text only", [freeBody], ["components.0.text"]],
    ["a text without placeholders", [{ type: "BODY", text: "Log in." }], ["components.0.text"]],
    [
      "a link",
      [freeBody, { type: "BUTTONS", buttons: [{ type: "URL", text: "Go", url: "https://ex.test" }] }],
      ["components.0.text", "components.1.buttons.0"],
    ],
    [
      "a phone button",
      [freeBody, { type: "BUTTONS", buttons: [{ type: "PHONE_NUMBER", text: "Call", phone_number: "1" }] }],
      ["components.0.text", "components.1.buttons.0"],
    ],
    [
      "a media header over a code",
      [{ type: "HEADER", format: "IMAGE" }, metaBody, otp("otp_type=COPY_CODE")],
      ["components.0"],
    ],
    [
      "a footer of its own",
      [metaBody, { type: "FOOTER", text: "Shop" }, otp("otp_type=COPY_CODE")],
      ["components.1.text"],
    ],
    [
      "a quick reply beside the code",
      [
        metaBody,
        {
          type: "BUTTONS",
          buttons: [...otp("otp_type=COPY_CODE").buttons, { type: "QUICK_REPLY", text: "No" }],
        },
      ],
      ["components.0.text", "components.1.buttons.1"],
    ],
    [
      "two codes",
      [metaBody, { type: "BUTTONS", buttons: [...otp("a=1").buttons, ...otp("a=1").buttons] }],
      ["components.1.buttons.1"],
    ],
    ["cards", [metaBody, { type: "CAROUSEL", cards: [] }, otp("otp_type=COPY_CODE")], ["components.1"]],
    [
      "lowercase words",
      [
        { type: "body", text: "Hi" },
        { type: "buttons", buttons: [{ type: "quick_reply", text: "No" }] },
      ],
      ["components.0.text", "components.1.buttons.0"],
    ],
  ])("`sourceOf` refuses %s, with a path", (_, components, paths) => {
    const found = issuesOf(foreign("AUTHENTICATION", components));
    expect(found.map((words) => words.split(" ")[0])).toEqual(paths);
    expect(found.join()).toMatch(/AUTHENTICATION/);
  });

  test("a definition of a one-time code is not taken for it: each part counts as a difference", () => {
    const definition = defineTemplate({
      name: "theirs",
      language: "en_US",
      category: "AUTHENTICATION",
      buttons: [{ type: "OTP", otp_type: "COPY_CODE" }],
    });
    const paths = findDifferences(definition, foreign("AUTHENTICATION", old)).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["header.format", "body.text", "buttons.0.type"]));
  });

  const checked = async (components: Parts, message: object, more: object = {}) => {
    const { fetch, requests } = recorder(
      Response.json({ data: [foreign("AUTHENTICATION", components, more)] }),
      accepted(),
    );
    const { messages } = client({ fetch });
    const sent = messages.sendTemplate({ to, name: "theirs", language: "en_US", ...message } as never, {
      checked: true,
    });
    return { sent, requests };
  };

  test.each([
    ["header, text and a quick reply", old, { parameters: ["123456", "Shop"] }],
    [
      "with the reply's payload",
      old,
      { parameters: ["123456", "Shop"], buttons: [{ sub_type: "quick_reply", index: 0, payload: "no" }] },
    ],
    ["a text only", [freeBody], { parameters: ["123456", "Shop"] }],
    ["a code longer than today's", [freeBody], { parameters: ["1".repeat(20), "Shop"] }],
    ["named values", [{ type: "BODY", text: "Use {{code}}, please." }], { parameters: { code: "123456" } }],
  ])("`checked` lets a message for it through: %s", async (_, components, message) => {
    const { sent } = await checked(components, message);
    await expect(sent).resolves.toMatchObject({ id: expect.any(String) });
  });

  test.each([
    ["too few values", old, { parameters: ["123456"] }, /^parameters needs 2 values/],
    [
      "a code behind a button that it does not have",
      old,
      { parameters: ["1", "2"], buttons: [{ sub_type: "url", index: 1, text: "1" }] },
      /^buttons\.0 must be left out/,
    ],
  ])("`checked` refuses %s", async (_, components, message, expected) => {
    const { sent } = await checked(components, message);
    expect((await refusal(sent))[0]).toMatch(expected);
  });

  test("a one-time code is still checked as one: the code goes into text and button", async () => {
    const { sent } = await checked([metaBody, otp("otp_type=COPY_CODE")], { parameters: ["123456"] });
    expect((await refusal(sent))[0]).toMatch(/OTP button/);
  });
});

describe("what a definition cannot say is refused, wherever it stands", () => {
  const body = { type: "BODY", text: "Look." };
  const card = (...components: object[]) => ({
    components: [{ type: "HEADER", format: "PRODUCT" }, ...components],
  });
  const view = { type: "BUTTONS", buttons: [{ type: "SPM", text: "View" }] };

  test.each([
    [
      "an unknown component",
      [body, { type: "ALBUM" }],
      "components.1 is of type ALBUM, which definitions do not support",
    ],
    ["one without a type", [body, { text: "?" }], "components.1 has no `type`"],
    [
      "an unknown component in a card",
      [body, { type: "CAROUSEL", cards: [card(view), card(view, { type: "ALBUM" })] }],
      "components.1.cards.1.components.2 is of type ALBUM, which definitions do not support",
    ],
    [
      "a footer in a card",
      [body, { type: "CAROUSEL", cards: [card(view, { type: "FOOTER", text: "a" }), card(view)] }],
      "components.1.cards.0.components.2 is of type FOOTER, which definitions do not support",
    ],
    ["a second body", [body, body], "components.1 is a second BODY, which definitions do not support"],
    [
      "a second list of buttons",
      [body, view, view],
      "components.2 is a second BUTTONS, which definitions do not support",
    ],
  ])("%s", (_, components, expected) => {
    expect(issuesOf(foreign("MARKETING", components))).toEqual([expected]);
  });
});

describe("what Meta leaves out or writes as null is absent", () => {
  const bodies = [
    { type: "BODY", text: "Look.", example: null },
    { type: "BODY", text: "Look.", example: { body_text: null } },
    { type: "BODY", text: "Look.", format: null, buttons: null, cards: null, limited_time_offer: null },
  ];
  test.each(bodies)("%j", async (body) => {
    const nulls = { sub_category: null, parameter_format: null, message_send_ttl_seconds: null };
    const template = foreign("UTILITY", [body], nulls);
    expect(sourceOf(template)).toEqual({
      name: "theirs",
      language: "en_US",
      category: "UTILITY",
      body: "Look.",
    });
    const { fetch } = recorder(Response.json({ data: [template] }), accepted());
    const message = { to, name: "theirs", language: "en_US" };
    await client({ fetch }).messages.sendTemplate(message, { checked: true });
  });

  test.each([undefined, null, ""])(
    "placeholders tell their style where `parameter_format` is %s",
    async (parameter_format) => {
      const named = foreign("UTILITY", [{ type: "BODY", text: "Hi {{first_name}}, hello." }], {
        parameter_format,
      });
      const { fetch } = recorder(Response.json({ data: [named] }), accepted());
      const message = { to, name: "theirs", language: "en_US", parameters: { first_name: "Ana" } };
      await client({ fetch }).messages.sendTemplate(message, { checked: true });
    },
  );

  test("no components at all", () => {
    expect(sourceOf(foreign("UTILITY", null))).toEqual({
      name: "theirs",
      language: "en_US",
      category: "UTILITY",
    });
  });
});

describe("links of one-time codes with several apps", () => {
  const apps = (query: string) => {
    const source = sourceOf(foreign("AUTHENTICATION", [metaBody, otp(`otp_type=ONE_TAP&${query}`)]));
    const [button] = source.buttons as unknown as [{ supported_apps?: unknown }];
    return button.supported_apps;
  };
  const app = (package_name: string, signature_hash: string) => ({ package_name, signature_hash });
  const hash = "K8a/AINcGX7";
  const other = "abc+DEF/12=";

  test.each([
    [
      "with escaped commas",
      `package_name=com.a%2Ccom.b&signature_hash=${encodeURIComponent(`${hash},${other}`)}`,
    ],
    ["with commas", `package_name=com.a,com.b&signature_hash=${hash},${encodeURIComponent(other)}`],
    ["with a plus that was not escaped", `package_name=com.a%2Ccom.b&signature_hash=${hash}%2Cabc+DEF/12=`],
    [
      "in several parameters",
      `package_name=com.a&package_name=com.b&signature_hash=${hash}&signature_hash=${encodeURIComponent(other)}`,
    ],
  ])("%s", (_, query) => {
    expect(apps(query)).toEqual([app("com.a", hash), app("com.b", other)]);
  });

  test("one app stays one", () => {
    expect(apps(`package_name=com.a&signature_hash=${hash}`)).toEqual([app("com.a", hash)]);
  });

  test("more names than hashes are refused", () => {
    const button = otp(`otp_type=ONE_TAP&package_name=com.a%2Ccom.b&signature_hash=${hash}`);
    expect(issuesOf(foreign("AUTHENTICATION", [metaBody, button]))).toEqual([
      "components.1.buttons.0 names 2 apps, and 1 signature hashes",
    ]);
  });
});

test.each([
  [1234567890, "1234567890"],
  ["1234567890", "1234567890"],
  ["12345678901234567890", "12345678901234567890"],
])("the app of a deep link may be the number %s", (meta_app_id, expected) => {
  const link = {
    type: "URL",
    text: "Go",
    url: "https://ex.test",
    app_deep_link: { meta_app_id, android_deep_link: "a://b" },
  };
  const template = foreign("MARKETING", [
    { type: "BODY", text: "Look." },
    { type: "BUTTONS", buttons: [link] },
  ]);
  const source = sourceOf(template);
  expect(source).toMatchObject({ buttons: [{ app_deep_link: { meta_app_id: expected } }] });
  const definition = defineTemplate(source);
  expect(findDifferences(definition, template)).toEqual([]);
  const asNumber = defineTemplate({
    name: "mine",
    language: "en",
    category: "MARKETING",
    body: "Look.",
    buttons: [
      {
        type: "URL",
        text: "Go",
        url: "https://ex.test",
        app_deep_link: { meta_app_id: 12, android_deep_link: "a://b" },
      },
    ],
  });
  expect(JSON.stringify(asNumber.definition)).toContain('"meta_app_id":12');
});

describe("malformed answers give a ValidationError with a path, never a TypeError", () => {
  test.each([
    [undefined, " is malformed"],
    [null, " is malformed"],
    ["text", " is malformed"],
    [{}, "name is malformed"],
    [{ ...foreign("UTILITY", []), name: 1 }, "name is malformed"],
    [foreign(7 as never, []), "category is malformed"],
    [foreign("UTILITY", "none" as never), "components is malformed"],
    [foreign("UTILITY", ["a"] as never), "components.0 is malformed"],
    [foreign("UTILITY", [{ type: 7 }]), "components.0.type is malformed"],
    [foreign("UTILITY", [{ type: "BODY", text: 7 }]), "components.0.text is malformed"],
    [foreign("UTILITY", [{ type: "BODY", text: "a", example: "b" }]), "components.0.example is malformed"],
    [
      foreign("UTILITY", [{ type: "BODY", example: { body_text_named_params: {} } }]),
      "components.0.example.body_text_named_params is malformed",
    ],
    [foreign("UTILITY", [{ type: "BUTTONS", buttons: {} }]), "components.0.buttons is malformed"],
    [foreign("UTILITY", [{ type: "BUTTONS", buttons: ["a"] }]), "components.0.buttons.0 is malformed"],
    [
      foreign("MARKETING", [{ type: "CAROUSEL", cards: [{ components: 1 }] }]),
      "components.0.cards.0.components is malformed",
    ],
    [foreign("MARKETING", [{ type: "CAROUSEL", cards: ["a"] }]), "components.0.cards.0 is malformed"],
  ])("%j", (template, expected) => {
    expect(issuesOf(template)[0]).toContain(expected);
  });

  test("whatever stands in it", () => {
    const word = fc.constantFrom(
      "BODY",
      "BUTTONS",
      "HEADER",
      "CAROUSEL",
      "FOOTER",
      "TEXT",
      "URL",
      "OTP",
      "x",
    );
    const key = fc.constantFrom(
      "type",
      "format",
      "text",
      "example",
      "buttons",
      "cards",
      "components",
      "url",
      "limited_time_offer",
      "body_text",
      "header_text",
      "body_text_named_params",
      "app_deep_link",
      "supported_apps",
    );
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        word,
        fc.constant(null),
        fc.integer(),
        fc.array(tie("node"), { maxLength: 3 }),
        fc.dictionary(key, tie("node"), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom("AUTHENTICATION", "MARKETING"), node, (category, components) => {
        try {
          sourceOf(foreign(category, components as never));
        } catch (error) {
          expect(error).toBeInstanceOf(ValidationError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a template that was read without its settings does not lose them", () => {
  const whole = foreign("UTILITY", [{ type: "BODY", text: "Look." }]);
  const read = async (more: object, fields?: readonly string[]) => {
    const { fetch } = recorder(Response.json({ data: [{ ...whole, ...more }] }));
    const { data } = await client({ fetch })
      .templates.list(fields === undefined ? {} : { fields })
      .page();
    return data[0] as Template;
  };

  test("without `fields`, `sourceOf` says what to ask for", async () => {
    expect(issuesOf(await read({}))).toEqual([
      "message_send_ttl_seconds was not read: list the template with this field in `fields`",
      "cta_url_link_tracking_opted_out was not read: list the template with this field in `fields`",
    ]);
    const { fetch } = recorder(Response.json({ data: [whole] }), Response.json(whole));
    const { templates } = client({ fetch });
    const found = (await templates.find({ name: "theirs" })) as Template;
    expect(issuesOf(found)).toHaveLength(2);
    expect(issuesOf(await templates.get("1"))).toHaveLength(2);
  });

  test("what Meta says unasked is enough", async () => {
    const settings = { message_send_ttl_seconds: 60, cta_url_link_tracking_opted_out: true };
    expect(sourceOf(await read(settings))).toMatchObject(settings);
  });

  test("with them in `fields`, an unset one is the default", async () => {
    const fields = [
      "name",
      "language",
      "category",
      "components",
      "message_send_ttl_seconds",
      "cta_url_link_tracking_opted_out",
    ];
    expect(sourceOf(await read({}, fields))).toEqual({
      name: "theirs",
      language: "en_US",
      category: "UTILITY",
      body: "Look.",
    });
    expect(issuesOf(await read({}, fields.slice(0, 4)))).toHaveLength(2);
  });
});
