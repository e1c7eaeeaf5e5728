// The client and the simulator implement Meta's rules independently. Both accept and refuse the same template messages,
// in every form, and the client refuses them before the request.

import { beforeAll, expect, test } from "vitest";
import {
  ApiError,
  type DefinedTemplate,
  ValidationError,
  type ValidationIssue,
  WhatsAppClient,
} from "wacloud";
import { createSimulator } from "wacloud/testing";
import { fc } from "../support/properties.ts";
import { fault, type Kind, kinds, spoil } from "./agreement-cases.ts";
import { isJson, type Json, toDefined, toShort } from "./agreement-forms.ts";

/** The result of a send: the components that were sent, or who refused them and why. */
type Outcome =
  | { readonly by: "nobody"; readonly sent: unknown }
  | { readonly by: "Meta"; readonly reason: string }
  | { readonly by: "the client"; readonly issues: readonly ValidationIssue[] };

/** An account with a template of every kind. */
async function openAccount() {
  const simulator = createSimulator({ throughput: false, pairLimit: false, reviewTemplatesAfterMs: false });
  const bodies: { template?: Json }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).pathname.endsWith("/messages")) bodies.push(await request.clone().json());
    return simulator.fetch(request);
  };
  const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, fetch, rateLimit: false, retry: false });
  for (const { template } of kinds) {
    await whatsapp.templates.create(template);
    await simulator.approve(template.name);
  }
  let recipients = 0;
  /** Calls can be requested from a customer once a day. */
  const nextRecipient = () => `+1415${2_000_000 + (recipients++ % 7_999_999)}`;

  async function watch(sending: () => Promise<unknown>): Promise<Outcome> {
    bodies.length = 0;
    try {
      await sending();
      return { by: "nobody", sent: bodies[0]?.template?.components };
    } catch (error) {
      if (error instanceof ApiError) return { by: "Meta", reason: `${error.code} ${error.details}` };
      if (!(error instanceof ValidationError)) throw error;
      expect(bodies).toEqual([]);
      return { by: "the client", issues: error.issues };
    }
  }

  const sendTemplate = (message: object, options = {}) =>
    watch(() => whatsapp.messages.sendTemplate({ to: nextRecipient(), ...message } as never, options));
  const { phoneNumberId } = simulator.clientOptions;

  return {
    /** Sends Meta's body without the client's checks. */
    bare: ({ name, language }: DefinedTemplate, components: readonly Json[]) => {
      const template = { name, language: { code: language }, components };
      const body = { messaging_product: "whatsapp", to: nextRecipient(), type: "template", template };
      return watch(() => whatsapp.request({ method: "POST", path: `/${phoneNumberId}/messages`, body }));
    },
    /** Sends values of the defined template, or of the short form. */
    defined: (template: DefinedTemplate, values: Json) => sendTemplate({ template, ...values }),
    short: ({ name, language }: DefinedTemplate, values: Json) =>
      sendTemplate({ name, language, ...values }, { checked: true }),
    /** Sends the message in each form that can express it. */
    forms: (template: DefinedTemplate, components: readonly Json[]) => {
      const { name, language } = template;
      const short = toShort(components);
      const defined = toDefined(components, template);
      return [
        ["Meta's", () => sendTemplate({ name, language, components }, { checked: true })],
        ...(short === undefined
          ? []
          : [["short", () => sendTemplate({ name, language, ...short }, { checked: true })] as const]),
        ...(defined === undefined
          ? []
          : [["defined", () => sendTemplate({ template, ...defined })] as const]),
      ] as const;
    },
  };
}

let account: Awaited<ReturnType<typeof openAccount>>;
beforeAll(async () => {
  account = await openAccount();
});

/** Components as JSON. Their order and the type of an index do not matter. */
const travelled = (components: unknown): unknown => sorted(JSON.parse(JSON.stringify(components ?? [])));

const sorted = (components: readonly Json[]): unknown =>
  components
    .map((part) => ({
      ...part,
      ...(part.index === undefined ? {} : { index: String(part.index) }),
      ...(Array.isArray(part.cards)
        ? { cards: part.cards.map((card) => ({ ...card, components: sorted(card.components) })) }
        : {}),
    }))
    .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));

const nameOf = ({ type, index }: { type?: unknown; index?: unknown }): string => `${type} ${index}`;

// ---- Intended differences ----

interface Difference {
  readonly components: readonly Json[];
  readonly bare: Outcome;
  readonly written: Outcome;
}

const isRefusedForAll = (
  { bare, written }: Difference,
  holds: (issue: ValidationIssue) => boolean,
): boolean => bare.by === "nobody" && written.by === "the client" && written.issues.every(holds);

const isLeftToMeta = ({ written }: Difference, reason: RegExp): boolean =>
  written.by === "Meta" && reason.test(written.reason);

/** The component of a message that a path leads into. */
function componentAt(components: readonly Json[], path: string): Json {
  const [, within = ""] = /^((?:components\.\d+\.?|cards\.\d+\.?)+)/.exec(path) ?? [];
  const found = within
    .split(".")
    .filter((key) => key !== "")
    .reduce<unknown>((value, key) => (value as Json)[key], { components });
  return isJson(found) ? found : {};
}

/** The only intended differences, each with its reason and an example. */
const differences: Readonly<
  Record<string, { holds: (difference: Difference) => boolean; name: string; components: Json[] }>
> = {
  "the client refuses parts without values: Meta says to leave them out, not what happens otherwise": {
    holds: (one) =>
      isRefusedForAll(one, ({ path }) => {
        const { type, parameters } = componentAt(one.components, path);
        return type !== "carousel" && (parameters === undefined || isEmpty(parameters));
      }),
    name: "plain",
    components: [{ type: "body", parameters: [] }],
  },
  "the client sends unknown keys: Meta may have added them": {
    holds: (one) =>
      isLeftToMeta(
        one,
        /Unexpected key|has (a value|an object) of another type|'parameter_name'\] must not be empty/,
      ),
    name: "flow",
    components: [
      {
        type: "button",
        sub_type: "flow",
        index: 0,
        parameters: [{ type: "action", action: { tomorrow: true } }],
      },
    ],
  },
  "the client sends unknown values of payment enums: Meta may have added them": {
    holds: (one) => isLeftToMeta(one, /'(order_details|order_status|payment_request)'.* must be one of/),
    name: "order_status",
    components: [
      {
        type: "order_status",
        parameters: [
          { type: "order_status", order_status: { reference_id: "1", order: { status: "tomorrow" } } },
        ],
      },
    ],
  },
  "the account does not always return the sub-category, so Meta decides about an order status": {
    holds: (one) => isLeftToMeta(one, /order_status is not in the template/),
    name: "plain",
    components: [
      {
        type: "order_status",
        parameters: [
          { type: "order_status", order_status: { reference_id: "1", order: { status: "shipped" } } },
        ],
      },
    ],
  },
  "the client refuses an offer that ended in 1970: its end is in seconds": {
    holds: (one) => isRefusedForAll(one, ({ message }) => message.includes("looks like seconds")),
    name: "lasting_offer",
    components: [
      { type: "header", parameters: [{ type: "video", video: { link: "https://ex.test/a.mp4" } }] },
      {
        type: "limited_time_offer",
        parameters: [
          { type: "limited_time_offer", limited_time_offer: { expiration_time_ms: 1_900_000_000 } },
        ],
      },
      { type: "button", sub_type: "url", index: 0, parameters: [{ type: "text", text: "a" }] },
    ],
  },
  "the client holds every body to 1,024 characters: an older page of Meta's allows 32,768 for a body alone": {
    holds: (one) => isRefusedForAll(one, ({ message }) => message.includes("1024 characters")),
    name: "bare",
    components: [{ type: "body", parameters: [{ type: "text", text: "x".repeat(1020) }] }],
  },
  "the client refuses absurdly long links, filenames and payment codes: Meta states no limit": {
    holds: (one) =>
      isRefusedForAll(
        one,
        ({ path, message }) =>
          /\.(link|filename|url|uri|code|digitable_line|last_four_digits)$/.test(path) &&
          message.startsWith("must be at most"),
      ),
    name: "image",
    components: [
      {
        type: "header",
        parameters: [{ type: "image", image: { link: `https://ex.test/${"a".repeat(2000)}` } }],
      },
    ],
  },
};

const isEmpty = (list: unknown): boolean => Array.isArray(list) && list.length === 0;

test.each(Object.entries(differences))("%s", async (_, { holds, name, components }) => {
  const template = kinds.find((kind) => kind.template.name === name)?.template as DefinedTemplate;
  const [[, send]] = account.forms(template, components);
  expect(holds({ components, bare: await account.bare(template, components), written: await send() })).toBe(
    true,
  );
});

// ---- Agreement ----

const counts = { accepted: 0, refused: 0, short: 0, defined: 0 };

async function expectAgreement(template: DefinedTemplate, components: readonly Json[]): Promise<void> {
  const bare = await account.bare(template, components);
  counts[bare.by === "nobody" ? "accepted" : "refused"]++;
  for (const [form, send] of account.forms(template, components)) {
    if (form !== "Meta's") counts[form]++;
    const written = await send();
    const isKnown = Object.values(differences).some(({ holds }) => holds({ components, bare, written }));
    if (isKnown) continue;
    const { by } = written;
    expect({ form, by, because: written }).toEqual({
      form,
      by: bare.by === "nobody" ? "nobody" : "the client",
      because: written,
    });
    if (by === "nobody") expect(travelled(written.sent)).toEqual(travelled(components));
  }
}

test.each(kinds.map((kind) => [kind.template.name, kind] as const))(
  "%s: a valid message is sent in every form",
  async (_, { template, components, hasShortForm }) => {
    const outcomes = [await account.bare(template, components)];
    const forms = account.forms(template, components);
    expect(forms.map(([form]) => form)).toEqual(["Meta's", ...(hasShortForm ? ["short"] : []), "defined"]);
    for (const [, send] of forms) outcomes.push(await send());
    const sent = travelled(components);
    expect(
      outcomes.map((outcome) => ({ ...outcome, sent: travelled((outcome as { sent?: unknown }).sent) })),
    ).toEqual(outcomes.map(() => ({ by: "nobody", sent })));
  },
);

test("a message with a fault or two is accepted everywhere or refused everywhere", async () => {
  const message = fc
    .tuple(fc.constantFrom<Kind>(...kinds), fc.array(fault, { minLength: 1, maxLength: 2 }))
    .map(([{ template, components }, faults]) => ({
      template,
      components: spoil(components, faults),
      toString: () => JSON.stringify({ template: template.name, faults }),
    }));
  const numRuns = 600;
  await fc.assert(
    fc.asyncProperty(message, ({ template, components }) => expectAgreement(template, components)),
    { numRuns },
  );
  // Enough messages of each kind were compared.
  for (const [what, count] of Object.entries(counts)) expect(count, what).toBeGreaterThan(numRuns / 5);
});

test("whatever values the client accepts, Meta accepts", async () => {
  const { oneof, constantFrom, tuple, array } = fc;
  const forms = oneof(
    constantFrom(...kinds).map((kind) => ({ form: "defined" as const, kind, values: kind.values })),
    constantFrom(...kinds).map((kind) => ({
      form: "short" as const,
      kind,
      values: toShort(kind.components),
    })),
  );
  const message = tuple(forms, array(fault, { minLength: 1, maxLength: 2 })).map(
    ([{ form, kind, values }, faults]) => ({
      form,
      template: kind.template,
      values: spoil(values ?? {}, faults),
      toString: () => JSON.stringify({ form, template: kind.template.name, faults }),
    }),
  );
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(message, async ({ form, template, values }) => {
      const written = await account[form](template, values);
      if (written.by === "nobody") accepted++;
      const difference = { components: [], bare: written, written };
      if (Object.values(differences).some(({ holds }) => holds(difference))) return;
      expect(written).not.toMatchObject({ by: "Meta" });
    }),
    { numRuns: 400 },
  );
  expect(accepted).toBeGreaterThan(100);
});
