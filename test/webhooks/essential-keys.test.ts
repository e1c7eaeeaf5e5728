import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { parseWebhook, type WebhookEvent } from "wacloud/webhooks";
import { type Change, envelope, type Json, type JsonObject, samples } from "./samples.ts";

type Path = readonly (string | number)[];

/** What stands in one place of a sample: an element of a list, or the value of a change. */
interface Subject {
  name: string;
  change: Change;
  /** Where the thing is in the change. */
  at: Path;
  event: WebhookEvent;
}

const listKeys = [
  ...["messages", "statuses", "calls", "message_echoes", "errors"],
  ...["user_actions", "user_preferences", "groups"],
];
const wholeFields = ["history", "standby", "flows", "brand_new_field"];

const subjects: Subject[] = [...samples].flatMap(([name, text]) => {
  const { entry } = JSON.parse(text) as { entry: { changes: Change[] }[] };
  return entry.flatMap(({ changes }) => changes).flatMap((change) => findSubjects(name, change));
});

function findSubjects(name: string, change: Change): Subject[] {
  const key = wholeFields.includes(change.field) ? undefined : listKeys.find((list) => list in change.value);
  const at: Path = key === undefined ? ["value"] : ["value", key, 0];
  const [event] = parseWebhook(envelope([change]));
  return event === undefined || event.type === "unknown" ? [] : [{ name, change, at, event }];
}

/**
 * The essential keys, written down a second time: by event, or by message type. A `*` is any index. Where one of several
 * is enough, none is essential by itself.
 */
const essential: Record<string, string[]> = {
  message: ["id", "type", "from", "from_user_id", "group_id"],
  message_echo: ["id", "type", "to", "to_user_id", "text", "text.body"],
  text: ["text", "text.body"],
  ...Object.fromEntries(
    ["image", "video", "audio", "document", "sticker"].map((type) => [type, [type, `${type}.id`]]),
  ),
  location: ["location", "location.latitude", "location.longitude"],
  contacts: ["contacts", "contacts.*"],
  reaction: ["reaction", "reaction.message_id"],
  button: ["button"],
  interactive: [
    ...["interactive", "interactive.type", "interactive.nfm_reply", "interactive.nfm_reply.response_json"],
    ...["button_reply", "list_reply"].flatMap((reply) => [`interactive.${reply}`, `interactive.${reply}.id`]),
  ],
  order: [
    ...["order", "order.product_items", "order.product_items.*"],
    "order.product_items.*.product_retailer_id",
  ],
  edit: ["edit", "edit.original_message_id"],
  revoke: ["revoke", "revoke.original_message_id"],
  status: ["id", "status"],
  call: ["id", "event"],
  call_status: ["id", "status"],
  user_action: ["action_type"],
  user_preferences: ["value"],
  ...Object.fromEntries(
    ["lifecycle", "participants", "settings", "status"].map((kind) => [
      `group_${kind}_update`,
      ["group_id", "type"],
    ]),
  ),
  account_alerts: ["entity_id", "alert_info", "alert_info.alert_type"],
  account_review_update: ["decision"],
  account_update: ["event"],
  automatic_events: ["automatic_events", "automatic_events.*", "automatic_events.*.event_name"],
  business_username_updates: ["display_phone_number", "status"],
  flows: ["flow_id", "event"],
  message_template_components_update: ["message_template_id"],
  message_template_quality_update: ["message_template_id"],
  message_template_status_update: ["message_template_id", "event"],
  partner_solutions: ["solution_id", "event"],
  payment_configuration_update: ["configuration_name", "status"],
  phone_number_name_update: ["display_phone_number", "decision"],
  phone_number_quality_update: ["display_phone_number", "event"],
  security: ["display_phone_number", "event"],
  smb_app_state_sync: ["state_sync", "state_sync.*", "state_sync.*.action"],
  template_category_update: ["message_template_id"],
  template_correct_category_detection: ["message_template_id"],
  tracking_events: ["events", "events.*", "events.*.event_name"],
  user_id_update: ["user_id_update", "user_id_update.*"],
};

function isEssential({ event }: Subject, path: Path): boolean {
  const pattern = path.map((step) => (typeof step === "number" ? "*" : step)).join(".");
  const kind = event.type === "message" ? event.message.type : "";
  return [...(essential[event.type] ?? []), ...(essential[kind] ?? [])].includes(pattern);
}

function pathsIn(value: Json | undefined, before: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return steps.flatMap((step) => {
    const path = [...before, step];
    return [path, ...pathsIn((value as JsonObject)[step], path)];
  });
}

const lookUp = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((found, step) => (found as JsonObject | undefined)?.[step], value);

/** A copy with one member replaced, or left out if the replacement is `undefined`. */
function replaced<T>(value: T, path: Path, replacement: unknown): T {
  const copy = structuredClone(value);
  const parent = lookUp(copy, path.slice(0, -1)) as JsonObject | undefined;
  const last = path.at(-1) ?? "";
  if (parent === undefined) return copy;
  if (replacement !== undefined) parent[last] = replacement as Json;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
}

/** Nothing, and something of every kind that JSON has. */
const replacements: [string, Json | undefined][] = [
  ["dropped", undefined],
  ["null", null],
  ["a flag", true],
  ["a number", 5],
  ["text", "odd"],
  ["an empty list", []],
  ["a list", [[null]]],
  ["an empty object", {}],
  ["an object", { odd: { odd: 1 } }],
];

/** Under which key of its event the typed object is. */
function typedKey(event: WebhookEvent): string {
  const keys = ["message", "status", "call", "error", "value"];
  return keys.find((key) => key in event) ?? "";
}

const typed = (event: WebhookEvent): unknown => (event as unknown as JsonObject)[typedKey(event)];

const read = (subject: Subject, path: Path, replacement: Json | undefined): WebhookEvent | undefined =>
  parseWebhook(envelope([replaced(subject.change, [...subject.at, ...path], replacement)]))[0];

const paths = ({ change, at }: Subject): Path[] => pathsIn(lookUp(change, at) as Json);

test.each(replacements)(
  "%s: any key of any sample may be, and only an essential one makes its event unknown",
  (_, replacement) => {
    const changed = subjects.flatMap((subject) =>
      paths(subject).flatMap((path) => {
        const event = read(subject, path, replacement);
        const isKept = event?.type === subject.event.type || isEssential(subject, path);
        return isKept ? [] : [`${subject.name}: ${path.join(".")} -> ${event?.type}`];
      }),
    );
    expect(subjects.length).toBeGreaterThanOrEqual(80);
    expect(changed).toEqual([]);
  },
);

/** What another key can stand in for. */
const replaceable = /^(type|interactive\.type|(from|to)(_user_id)?|group_id)$/;

test("every essential key that misfits makes its event unknown", () => {
  const checked = subjects.flatMap((subject) =>
    paths(subject)
      .filter((path) => isEssential(subject, path) && !replaceable.test(path.join(".")))
      .map((path) => [`${subject.name}: ${path.join(".")}`, read(subject, path, [[null]])?.type]),
  );
  expect(checked.length).toBeGreaterThan(100);
  expect(checked.filter(([, type]) => type !== "unknown")).toEqual([]);
});

/** Keys whose value may be of several kinds, or of any. */
const mixed =
  /(^|\.)(code|max_daily_conversations_per_business|reason|rejection_reason|calling|action|recipient_type|message\.text(\.body)?)$/;

/** What decides how something else is read, too: an old message is unreadable as a whole, pricing stands twice. */
const entangled = /threads\.0\.messages\.0\.(id|type)$|^conversation/;

const kindName = (value: unknown): string =>
  Array.isArray(value) ? "list" : value === null ? "null" : typeof value;

function findBrokenPromises(
  subject: Subject,
  path: Path,
  event: WebhookEvent,
  replacement: Json | undefined,
): string[] {
  const before = typed(subject.event);
  const after = typed(event);
  const named = (event.omitted ?? [])
    .map((text) => text.split("."))
    .filter(([root]) => root === typedKey(event))
    .map(([, ...steps]) => steps);
  const cut = named.find((steps) => steps.every((step, index) => step === String(path[index])));
  const gone = cut ?? path;
  const kept = lookUp(after, path);
  const isDropped = replacement === undefined;
  const untouched =
    isDropped && kept !== undefined
      ? [before, after] // it was read from the content
      : [replaced(before, gone, undefined), cut || !isDropped ? replaced(after, gone, undefined) : after];
  const promises = {
    "what is named is gone": named.every((steps) => lookUp(after, steps) === undefined),
    "what is gone is named": kept !== undefined || isDropped || cut !== undefined,
    "what is kept has its type":
      isDropped ||
      kept === undefined ||
      mixed.test(path.join(".")) ||
      kindName(kept) === kindName(lookUp(before, path)),
    "the rest is untouched": isDeepStrictEqual(untouched[0], untouched[1]),
  };
  return Object.entries(promises).flatMap(([promise, holds]) => (holds ? [] : [promise]));
}

test.each(replacements)(
  "%s: `omitted` names what is left out, and everything else stays",
  (_, replacement) => {
    const wrong = subjects.flatMap((subject) =>
      paths(subject).flatMap((path) => {
        const event = read(subject, path, replacement);
        if (event?.type !== subject.event.type || entangled.test(path.join("."))) return [];
        const broken = findBrokenPromises(subject, path, event, replacement);
        return broken.map((promise) => `${subject.name}, ${path.join(".")}: ${promise} (${event.omitted})`);
      }),
    );
    expect(wrong).toEqual([]);
  },
);
