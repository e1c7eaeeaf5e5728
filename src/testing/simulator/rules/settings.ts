import * as z from "zod/mini";
import { array, boolean, looseObject, optional, record, string } from "zod/mini";
import type { Json } from "../../../utils/json.ts";
import { once } from "../../../utils/once.ts";
import { refuse } from "../errors.ts";
import { checkSchema, integer, list, rule, someText, text } from "./schema.ts";

export const regions = "AU ID IN JP SG KR DE CH GB BR BH ZA AE CA".split(" ");

/** One of the words, in any case: Meta's pages differ. */
const word = (...words: string[]) =>
  string().check(
    rule((value: string) => words.includes(value.toUpperCase()), `must be one of {${words.join(", ")}}`),
  );

const onOff = () => optional(word("ENABLED", "DISABLED"));
const time = () =>
  string().check(rule((value: string) => /^([01]\d|2[0-3])[0-5]\d$/.test(value), "must be a time, HHMM"));

type Times = { open_time?: string; close_time?: string; start_time?: string; end_time?: string };
type Opening = Times & { day_of_week: string };

const from = (times: Times): string => String(times.open_time ?? times.start_time);
const to = (times: Times): string => String(times.close_time ?? times.end_time);

const times = {
  open_time: optional(time()),
  close_time: optional(time()),
  start_time: optional(time()),
  end_time: optional(time()),
};
const isSpan = rule((one: Times) => from(one) < to(one), "must open before it closes");

const days = "MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY".split(" ");

/** At most two spans, one after the other. */
function isDay(openings: readonly Opening[]): boolean {
  const [first, second, ...more] = [...openings].sort((one, other) => from(one).localeCompare(from(other)));
  if (first === undefined || second === undefined) return true;
  return more.length === 0 && to(first) <= from(second);
}

const areDays = (week: Opening[]): boolean =>
  days.every((day) => isDay(week.filter(({ day_of_week }) => day_of_week.toUpperCase() === day)));

const callHours = () =>
  looseObject({
    status: onOff(),
    timezone_id: someText(),
    weekly_operating_hours: optional(
      array(looseObject({ day_of_week: word(...days), ...times }).check(isSpan)).check(
        rule(areDays, "must have at most 2 times a day, which do not overlap"),
      ),
    ),
    holiday_schedule: optional(list(looseObject({ date: someText(), ...times }).check(isSpan), 0, 20)),
  });

const sip = () =>
  looseObject({
    status: onOff(),
    servers: optional(
      array(
        looseObject({
          hostname: someText(),
          port: optional(integer(1, 65_535)),
          request_uri_user_params: optional(record(string(), text(128))),
        }),
      ),
    ),
    webhook_delivery: onOff(),
  });

const voicemail = () =>
  looseObject({
    status: onOff(),
    triggers: optional(array(word("REJECT", "TIMEOUT"))),
    audio: optional(
      looseObject({ default: optional(looseObject({ timeout_seconds: optional(integer(0, 30)) })) }),
    ),
  }).check(
    rule(
      ({ status, triggers = [] }) => status?.toUpperCase() !== "ENABLED" || triggers.length > 0,
      "must have triggers where it is enabled",
      { kind: "missing" },
    ),
  );

const calling = () =>
  looseObject({
    status: onOff(),
    call_icon_visibility: optional(someText()),
    call_icons: optional(looseObject({ restrict_to_user_countries: array(string()) })),
    call_hours: optional(callHours()),
    callback_permission_status: onOff(),
    sip: optional(sip()),
    srtp_key_exchange_protocol: optional(word("DTLS", "SDES")),
    audio: optional(looseObject({ additional_codecs: optional(array(word("PCMA", "PCMU"))) })),
    voicemail: optional(voicemail()),
  });

const isOn = ({ status }: { status: string }): boolean => status.toUpperCase() === "ENABLED";

/** Meta's settings: each call changes one. */
const settings = {
  calling: once(calling),
  user_identity_change: once(() => looseObject({ enable_identity_key_check: boolean() })),
  storage_configuration: once(() =>
    looseObject({
      status: word(
        "DEFAULT",
        "IN_COUNTRY_STORAGE_ENABLED",
        "IN_COUNTRY_STORAGE_DISABLED",
        "NO_STORAGE_ENABLED",
      ),
      data_localization_region: optional(z.enum(regions)),
      retention_minutes: optional(integer(60, 60)),
    }),
  ),
  payload_encryption: once(() =>
    looseObject({
      status: word("ENABLED", "DISABLED"),
      client_encryption_key: optional(someText()),
    }).check(
      rule((value) => !isOn(value) || value.client_encryption_key !== undefined, "needs a key", {
        kind: "missing",
      }),
    ),
  ),
};

export type SettingName = keyof typeof settings;

/** The setting that a request changes. */
export function checkSetting(parameters: Json): SettingName {
  const names = Object.keys(settings).filter((name) => parameters[name] !== undefined);
  const [name] = names as SettingName[];
  if (name === undefined || names.length > 1) throw refuse(100, "One feature setting must be specified.");
  checkSchema(settings[name](), parameters[name], { root: [name], codes: "graph" });
  return name;
}
