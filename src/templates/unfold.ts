import type { ValidationIssue } from "../errors.ts";
import { isNumber, placeholdersIn } from "./placeholders.ts";
import { isRecord } from "./rules/reading.ts";

type Json = Record<string, unknown>;

/** A source in Meta's form, with the way back from Meta's paths to the source's. */
export interface Unfolded {
  readonly definition: Json;
  /** What of the source could not be put into Meta's form. */
  readonly issues: readonly ValidationIssue[];
  /** An issue of the definition, told of what was written in the source. */
  readonly inSource: (issue: ValidationIssue) => ValidationIssue;
}

/** A component, and which keys of the source its parts were made of. */
interface Piece {
  component: Json;
  places: readonly (readonly [inComponent: string, inSource: string])[];
}

const commonKeys = ["name", "language", "category", "message_send_ttl_seconds", "body", "footer", "buttons"];
const deliveryKeys = ["cta_url_link_tracking_opted_out", "is_primary_device_delivery_only"];
const standardKeys = [
  "header",
  "call_permission_request",
  "sub_category",
  "display_format",
  "degrees_of_freedom_spec",
  "optimization_spec",
  "cards",
  "limited_time_offer",
  "send_type",
  "creative_sourcing_spec",
];

/** Keys of a source that become components; all others stay as they are. */
const folded = [
  "header",
  "body",
  "footer",
  "buttons",
  "cards",
  "limited_time_offer",
  "call_permission_request",
];

/** Puts a source into Meta's form. Nothing is checked here but what cannot be put there at all. */
export function unfold(source: Json): Unfolded {
  const isNamed = textsOf(source).some((text) => placeholdersIn(text).some((name) => !isNumber(name)));
  const issues: ValidationIssue[] = strangers(source);
  const refuse = (path: string, message: string) => void issues.push({ path, message });
  const pieces =
    source.category === "AUTHENTICATION" ? oneTimeCode(source, refuse) : standard(source, isNamed, refuse);
  const settings = Object.entries(source).filter(
    ([key, value]) => !folded.includes(key) && value !== undefined,
  );
  const places = pieces.flatMap(({ places: list }, index) =>
    list.map(([from, to]) => [`components.${index}${from}`, to] as const),
  );
  return {
    definition: {
      ...Object.fromEntries(settings),
      ...(isNamed ? { parameter_format: "NAMED" } : {}),
      components: pieces.map(({ component }) => component),
    },
    issues,
    inSource: ({ path, message }) => ({ path: sourcePath(path, places, source), message }),
  };
}

/** Keys that templates of this category do not have; most are slips of the pen. */
function strangers({ category, ...source }: Json): ValidationIssue[] {
  const allowed = [...commonKeys, ...deliveryKeys, ...(category === "AUTHENTICATION" ? [] : standardKeys)];
  return Object.keys(source)
    .filter((key) => source[key] !== undefined && !allowed.includes(key))
    .map((key) => ({ path: key, message: `is no key of ${String(category)} templates` }));
}

/** Every text of a source that may hold placeholders. */
function textsOf(source: Json): string[] {
  const cards = Array.isArray(source.cards) ? source.cards : [];
  const parts = [
    source.header,
    source.body,
    ...cards.map((card: unknown) => (isRecord(card) ? card.body : undefined)),
  ];
  return parts.flatMap((part: unknown) => {
    const text = isRecord(part) ? part.text : part;
    return typeof text === "string" ? [text] : [];
  });
}

type Refuse = (path: string, message: string) => void;

function standard(source: Json, isNamed: boolean, refuse: Refuse): Piece[] {
  const { header, body, footer, buttons, cards, limited_time_offer: offer } = source;
  const pieces: (Piece | undefined)[] = [
    headerPiece(header, "header", isNamed, refuse),
    offer === undefined
      ? undefined
      : {
          component: { type: "LIMITED_TIME_OFFER", limited_time_offer: offer },
          places: [
            ["", "limited_time_offer"],
            [".limited_time_offer", "limited_time_offer"],
          ],
        },
    bodyPiece(body, "body", isNamed, refuse),
    footer === undefined
      ? undefined
      : {
          component: { type: "FOOTER", text: footer },
          places: [
            ["", "footer"],
            [".text", "footer"],
          ],
        },
    buttonsPiece(buttons, "buttons", refuse),
    cardsPiece(cards, isNamed, refuse),
    source.call_permission_request === true
      ? { component: { type: "CALL_PERMISSION_REQUEST" }, places: [["", "call_permission_request"]] }
      : undefined,
  ];
  if (body === undefined) refuse("body", "is missing: every template has one");
  if (![undefined, true].includes(source.call_permission_request as true)) {
    refuse("call_permission_request", "must be true, or be left out");
  }
  return pieces.filter((piece) => piece !== undefined);
}

function oneTimeCode({ body = {}, footer, buttons }: Json, refuse: Refuse): Piece[] {
  if (buttons === undefined) refuse("buttons", "is missing: AUTHENTICATION templates have one of type OTP");
  return [
    { component: { type: "BODY", ...(isRecord(body) ? body : { text: body }) }, places: [["", "body"]] },
    ...(footer === undefined
      ? []
      : [
          {
            component: { type: "FOOTER", ...(isRecord(footer) ? footer : { text: footer }) },
            places: [["", "footer"]] as const,
          },
        ]),
    ...(buttons === undefined
      ? []
      : [
          {
            component: { type: "BUTTONS", buttons },
            places: [
              ["", "buttons"],
              [".buttons", "buttons"],
            ] as const,
          },
        ]),
  ];
}

function headerPiece(header: unknown, path: string, isNamed: boolean, refuse: Refuse): Piece | undefined {
  if (header === undefined) return undefined;
  if (!isRecord(header)) {
    refuse(path, 'must be an object with a format: { format: "TEXT", text: "…" }');
    return undefined;
  }
  const { example, ...rest } = header;
  const isText = header.format === "TEXT";
  const isMedia = ["IMAGE", "VIDEO", "DOCUMENT", "GIF"].includes(String(header.format));
  if (isMedia && example === undefined) {
    refuse(`${path}.example`, 'is missing: a sample, file("./sample.jpg") or the handle of an upload');
    return undefined;
  }
  const samples = isText
    ? textSamples("header_text", example, isNamed, `${path}.example`, refuse)
    : isMedia
      ? { header_handle: [example] }
      : example;
  return {
    component: { type: "HEADER", ...rest, ...(samples === undefined ? {} : { example: samples }) },
    places: [["", path]],
  };
}

function bodyPiece(body: unknown, path: string, isNamed: boolean, refuse: Refuse): Piece | undefined {
  if (body === undefined) return undefined;
  if (typeof body === "string") {
    return {
      component: { type: "BODY", text: body },
      places: [
        ["", path],
        [".text", path],
      ],
    };
  }
  if (!isRecord(body)) {
    refuse(path, "must be a text, or an object with a text and its samples");
    return undefined;
  }
  const { example, ...rest } = body;
  const samples = textSamples("body_text", example, isNamed, `${path}.example`, refuse);
  return {
    component: { type: "BODY", ...rest, ...(samples === undefined ? {} : { example: samples }) },
    places: [["", path]],
  };
}

/** Samples under Meta's keys. */
function textSamples(
  key: "header_text" | "body_text",
  example: unknown,
  isNamed: boolean,
  path: string,
  refuse: Refuse,
): Json | undefined {
  if (example === undefined) return undefined;
  if (isNamed && isRecord(example)) {
    const list = Object.entries(example).map(([param_name, value]) => ({ param_name, example: value }));
    return { [`${key}_named_params`]: list };
  }
  const values = typeof example === "string" && key === "header_text" ? [example] : example;
  if (Array.isArray(values) && !isNamed) return { [key]: key === "body_text" ? [values] : values };
  refuse(
    path,
    isNamed ? 'must give samples by name: { first_name: "Ana" }' : 'must be a list of samples: ["Ana"]',
  );
  return undefined;
}

function buttonsPiece(buttons: unknown, path: string, refuse: Refuse): Piece | undefined {
  if (buttons === undefined) return undefined;
  if (!Array.isArray(buttons)) {
    refuse(path, "must be a list");
    return undefined;
  }
  const component = { type: "BUTTONS", buttons: buttons.map(metaButton) };
  return {
    component,
    places: [
      ["", path],
      [".buttons", path],
    ],
  };
}

/** Meta wants the sample of an address in a list. */
const metaButton = (button: unknown): unknown =>
  isRecord(button) && button.type === "URL" && typeof button.example === "string"
    ? { ...button, example: [button.example] }
    : button;

function cardsPiece(cards: unknown, isNamed: boolean, refuse: Refuse): Piece | undefined {
  if (cards === undefined) return undefined;
  if (!Array.isArray(cards)) {
    refuse("cards", "must be a list");
    return undefined;
  }
  const made = cards.map((card: unknown, index) => {
    const path = `cards.${index}`;
    if (!isRecord(card)) {
      refuse(path, "must be an object with header, body and buttons");
      return [];
    }
    const { header, body, buttons, ...rest } = card;
    for (const key of Object.keys(rest)) refuse(`${path}.${key}`, "is no key of cards");
    return [
      headerPiece(header, `${path}.header`, isNamed, refuse),
      bodyPiece(body, `${path}.body`, isNamed, refuse),
      buttonsPiece(buttons, `${path}.buttons`, refuse),
    ].filter((piece) => piece !== undefined);
  });
  return {
    component: {
      type: "CAROUSEL",
      cards: made.map((pieces) => ({ components: pieces.map(({ component }) => component) })),
    },
    places: [
      ["", "cards"],
      [".cards", "cards"],
      ...made.flatMap((pieces, card) =>
        pieces.flatMap(({ places }, index) =>
          places.map(([from, to]) => [`.cards.${card}.components.${index}${from}`, to] as const),
        ),
      ),
    ],
  };
}

/** The path in the source of a path in the definition: the longest place that it lies in decides. */
function sourcePath(path: string, places: readonly (readonly [string, string])[], source: Json): string {
  const [place] = places
    .filter(([from]) => path === from || path.startsWith(`${from}.`))
    .sort(([a], [b]) => b.length - a.length);
  if (place === undefined) return path;
  return `${place[1]}${path.slice(place[0].length)}`
    .replace(/\.cards\.(\d+)\.components$/, ".cards.$1")
    .replace(
      /^(.*\.example)\.(?:header|body)_text_named_params\.(\d+)(?:\.\w+)?$/,
      (_, example: string, index: string) => `${example}.${namesAt(source, example)[Number(index)] ?? index}`,
    )
    .replace(/\.example\.(header_text|header_handle|body_text)(\.0)?/, ".example");
}

function namesAt(source: Json, path: string): string[] {
  let value: unknown = source;
  for (const key of path.split(".")) value = (value as Json | undefined)?.[key];
  return isRecord(value) ? Object.keys(value) : [];
}
